"""The rungs of the ladder that a look-up goes down."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Rank"]


class Rank(IntEnum):
    """How a text matched a thing, best first; see ``kg.names`` for what each takes."""

    IDENTIFIER = 0
    LABEL = 1
    ALIAS = 2
    CORE = 3
    SHORT = 4
    PINYIN = 5
    PART = 6
