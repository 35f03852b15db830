"""How wide a name is and where its lines break: names are shown whole, never cut off.

Widths are estimates in em (a CJK character is 1 em wide, a Latin letter a bit over half);
the page draws with whatever font the reader's machine has, so layouts leave a margin.
"""

from __future__ import annotations

import math
import re
import unicodedata

__all__ = ["clean", "text_width", "wrap"]

_NOT_FIRST = frozenset("，。、；：！？）》」』】〕”’·…—,.;:!?)]}%")
_NOT_LAST = frozenset("（《「『【〔“‘([{")
_TOKEN = re.compile(r"[^\S\n]+|\d{1,3}(?:,\d{3})+|[A-Za-z0-9\u00c0-\u024f.&'’/+_-]+|.", re.DOTALL)
_NARROW = frozenset("iljtfrI.,:;'|!()[] ")
_WIDE_LATIN = frozenset("mwMW@%")
_BEAUTIFUL = 200
_SLACK = 1.12
_LONG_WORD = 11.0


def clean(text: str) -> str:
    """One line of text that can be encoded: white space and control characters become a blank."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return " ".join(kept.split())


def text_width(text: str) -> float:
    """Estimated width of one line in em."""
    return sum(_char_width(c) for c in text)


def wrap(text: str, limit: float) -> list[str]:
    """The lines of a name, each about ``limit`` em wide at most, and of like length.

    Latin words and numbers stay together unless one alone is wider than the limit; closing
    punctuation never starts a line, opening punctuation never ends one. Joined without blanks,
    the lines are the cleaned text without blanks: nothing is lost. A text of more than about
    five lines gets wider lines instead of more. O(length).
    """
    text = clean(text)
    total = text_width(text)
    limit = max(limit, math.sqrt(total * limit / 5))
    if total <= limit * _SLACK:
        return [text]
    units = _units(text, limit)
    # A name of hundreds of pieces is no name; its lines need not be beautiful.
    ends = _even_breaks(units, limit) if len(units) <= _BEAUTIFUL else _full_breaks(units, limit)
    starts = [0, *ends[:-1]]
    return ["".join(units[a:b]).strip() for a, b in zip(starts, ends, strict=True)]


def _even_breaks(units: list[str], limit: float) -> list[int]:
    """Where lines end so that their widths differ least (sum of squares). O(units^2)."""
    widths = [text_width(unit) for unit in units]
    total = sum(widths)
    target = total / math.ceil(total / limit)
    cost = [0.0] + [math.inf] * len(units)
    before = [0] * (len(units) + 1)
    for end in range(1, len(units) + 1):
        width = 0.0
        for start in range(end - 1, -1, -1):
            width += widths[start]
            over = max(0.0, width - limit * _SLACK)
            here = cost[start] + (width - target) ** 2 + 100 * over**2
            if here < cost[end]:
                cost[end], before[end] = here, start
            if width > 2 * limit:
                break
    ends = [len(units)]
    while before[ends[-1]]:
        ends.append(before[ends[-1]])
    return ends[::-1]


def _full_breaks(units: list[str], limit: float) -> list[int]:
    """Where lines end if each is filled. O(units)."""
    ends, width = [], 0.0
    for number, unit in enumerate(units):
        size = text_width(unit)
        if width and width + size > limit:
            ends.append(number)
            width = 0.0
        width += size
    return [*ends, len(units)]


def _units(text: str, limit: float) -> list[str]:
    """Pieces between which a line may break."""
    units: list[str] = []
    for token in _TOKEN.findall(text):
        for piece in _split_long(token, limit):
            glue = units and (
                piece[0] in _NOT_FIRST or units[-1][-1] in _NOT_LAST or piece.isspace()
            )
            if glue and text_width(units[-1]) < limit:
                units[-1] += piece
            else:
                units.append(piece)
    return units


def _split_long(token: str, limit: float) -> list[str]:
    if text_width(token) <= max(limit, _LONG_WORD):
        return [token]
    step = int(max(limit, _LONG_WORD) / 0.6)
    return [token[i : i + step] for i in range(0, len(token), step)]


def _char_width(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    if char in _NARROW:
        return 0.33
    if char in _WIDE_LATIN:
        return 0.88
    return 0.66 if char.isupper() else 0.56
