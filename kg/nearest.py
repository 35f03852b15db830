"""Which of the words that are known comes nearest to one that is not."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import Text
from kg.messages import message

__all__ = ["nearest", "nearest_text"]

_LEAST = 60  # RapidFuzz's ratio: two letters of three are alike at 67
_MOST = 3


def nearest(text: str, known: Iterable[Text]) -> list[Text]:
    """The words most like ``text`` in either language, best first, at most three.

    What holds the text, or is held by it, goes before what is spelled like it (RapidFuzz's
    ``ratio``, 60 of 100 at least). Linear in ``known``.
    """
    from rapidfuzz import fuzz

    wanted = text.strip().casefold()

    def likeness(word: Text) -> float:
        each = [said.casefold() for said in word if said]
        inside = any(wanted in said or said in wanted for said in each)
        return max((fuzz.ratio(wanted, said) for said in each), default=0.0) + 100 * inside

    if not wanted:
        return []
    found = [(likeness(word), word) for word in dict.fromkeys(known)]
    kept = sorted((pair for pair in found if pair[0] >= _LEAST), key=lambda p: (-p[0], p[1]))
    return [word for _, word in kept[:_MOST]]


def nearest_text(found: Iterable[Text]) -> Text:
    """The words as the beginning of a list of what there is; empty where there are none."""
    listed = list(found)
    if not listed:
        return Text("", "")
    said = Text("、".join(w.zh for w in listed), ", ".join(w.en for w in listed))
    return message("select.nearest", words=said)
