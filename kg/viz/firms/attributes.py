"""Attributes as any graph may carry them: missing, of one language, or no number at all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from kg.errors import Text
from kg.viz.labels import clean

__all__ = ["count_of", "score_of", "text_of", "words_of"]

# A number that is "at least" or "more than" is shown as 24000+, never as if it were exact.
_COUNT_SIGNS = {
    "more-than": ("", "+"),
    "at-least": ("", "+"),
    "less-than": ("<", ""),
    "at-most": ("≤", ""),
    "about": ("≈", ""),
    "nearly": ("≈", ""),
}


def count_of(count: int | None, operator: str) -> str:
    """A stated count as exact as it was stated; "" for none."""
    if count is None:
        return ""
    before, after = _COUNT_SIGNS.get(operator, ("", ""))
    return f"{before}{count}{after}"


def score_of(attrs: Mapping[str, Any], measure: str) -> float:
    """The score by a measure ("" for the plain one); 0 unless it is a positive number."""
    own = (attrs.get("scores") or {}).get(measure) if measure else attrs.get("score")
    score = float(own or 0.0)
    return score if math.isfinite(score) and score > 0 else 0.0


def text_of(value: object) -> str:
    """Anything as one line of text; nothing as ""."""
    return "" if value is None else clean(str(value))


def words_of(value: Any, otherwise: str) -> Text:
    """Bilingual words from a Text or a plain string; an empty language falls to the other."""
    zh, en = (value, value) if value is None or isinstance(value, str) else value
    zh, en = text_of(zh), text_of(en)
    return Text(zh or en or clean(otherwise), en or zh or clean(otherwise))
