"""Findings from the catalogue, and near misses to offer."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kg.errors import Finding, Severity, Text
from kg.messages import message

__all__ = ["finding", "near", "offer"]


def finding(
    section: str,
    code: str,
    file: str,
    row: int = 0,
    column: str = "",
    severity: Severity = "error",
    /,
    **values: object,
) -> Finding:
    """A finding whose words are ``section.code`` and ``section.code_fix`` of the catalogue."""
    key = f"{section}.{code.replace('-', '_')}"
    return Finding(
        file=file,
        row=row,
        column=column,
        severity=severity,
        code=code,
        message=message(key, **values),
        remedy=message(f"{key}_fix", **values),
    )


def near(word: str, known: Iterable[str], *, most: int = 3) -> Text:
    """What to offer instead of a word that is not known: near misses, or else nothing.

    Case, and "_", "-" and " ", make no difference. Linear in ``known`` (difflib's ratio,
    cutoff 0.6).
    """
    by_fold = {_fold(k): k for k in known}
    hits = difflib.get_close_matches(_fold(word), by_fold, n=most)
    return offer([by_fold[hit] for hit in hits])


def offer(words: Iterable[str]) -> Text:
    """Words to offer, as the end of a remedy; empty where there is none."""
    listed = list(words)
    if not listed:
        return Text("", "")
    return message("pack.offer", words=Text("、".join(listed), ", ".join(listed)))


def _fold(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
