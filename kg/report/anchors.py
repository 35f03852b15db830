"""Names of pages and anchors: stable, safe in a URL and in any file system."""

from __future__ import annotations

import hashlib

from kg.records import Ref

__all__ = ["anchor", "safe_name"]

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def anchor(ref: Ref) -> str:
    """The name of a thing's page and anchor: see ``safe_name``."""
    return safe_name("t", ref.id)


def safe_name(kind: str, id_: str) -> str:
    """``kind-`` and the id in letters a-z, digits and hyphens; 82 characters at most.

    An id that holds anything else (capitals too: Windows tells no case) gets a part of its
    SHA-256 behind it. Two ids share a name only by a chance of 1 in 2**64.

    >>> safe_name("t", "yutong"), safe_name("s", "B:甲 1")
    ('t-yutong', 's-b-1--3ae97e2543ab4c5a')
    """
    if id_ and set(id_) <= _PLAIN and "--" not in id_ and len(id_) <= 80:
        return f"{kind}-{id_}"
    plain = "".join(c if c in _PLAIN else "-" for c in id_.lower())
    short = "-".join(part for part in plain.split("-") if part)[:60].strip("-")
    digest = hashlib.sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{kind}-{short}--{digest}"
