"""The grammar of a ``spans`` cell: ``120-135;300-310``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

__all__ = ["MOST", "SpansError", "parse_spans", "spans_text"]

MOST = 300
"""The most code points that the spans of one row may cover: evidence, not quotation."""

_SPAN = re.compile(r"([0-9]{1,12})-([0-9]{1,12})")
_SEPARATOR = re.compile("[;；]")


class SpansError(ValueError):
    """A spans cell that cannot be used. ``kind`` says why, ``part`` which piece of it."""

    def __init__(self, kind: Literal["form", "order", "length"], part: str) -> None:
        super().__init__(f"{kind}: {part}")
        self.kind = kind
        self.part = part


def parse_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans (code points from 0) of a cell, in the order written.

    Raises SpansError where a piece is not START-END, does not start before it ends, or where
    all together cover more than ``MOST`` code points.
    """
    spans = []
    for part in _SEPARATOR.split(text):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise SpansError("form", part.strip())
        start, end = int(match[1]), int(match[2])
        if start >= end:
            raise SpansError("order", part.strip())
        spans.append((start, end))
    length = sum(end - start for start, end in spans)
    if length > MOST:
        raise SpansError("length", str(length))
    return spans


def spans_text(spans: Iterable[tuple[int, int]]) -> str:
    """Spans as a cell holds them: the inverse of ``parse_spans``."""
    return ";".join(f"{start}-{end}" for start, end in spans)
