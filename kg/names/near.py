"""Near misses: which names look or sound like a text.

Names that share pieces with the text (``keys.grams``) are counted, the rarest pieces first, and
RapidFuzz scores only those that share most.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.names.keys import grams

__all__ = ["BY_SOUND", "Form", "containing", "likely", "scores"]


class Form(NamedTuple):
    """What names are held against: a key, the weight of a likeness to it, and the least that
    counts as likeness (before the weight)."""

    key: str
    weight: float = 1.0
    least: float = 65.0  # two of three characters are alike at 67


BY_SOUND = 85.0
"""The least likeness of two spellings in pinyin: letters are few, and names share many."""

_INSIDE = 0.8  # a text that stands inside a longer name, against one of the same length
_COUNTED = 8_000  # numbers of things counted before the commoner pieces are left out
_MOST = 100  # things scored

Ranges = Sequence[tuple[int, int]]
"""Numbers of things that may answer: first and last of each run, in order."""


def scores(forms: Iterable[Form], keys: Sequence[str]) -> dict[int, float]:
    """How like each key is to the best of some forms of a text, 0 to 100, by place in ``keys``.

    Likeness is RapidFuzz's ``ratio`` (normalised indel distance), or 0.8 of ``partial_ratio``
    where the key is longer than the form. What is not like any is left out. Linear in ``keys``.
    """
    from rapidfuzz import fuzz, process

    best: dict[int, float] = {}
    # Letters are held against letters: what is None is passed over.
    letters = [key if key.isascii() else None for key in keys]
    others = [None if key.isascii() else key for key in keys]
    for form in forms:
        same = letters if form.key.isascii() else others
        size = len(form.key)
        longer = [key if key and len(key) > size else None for key in same]
        for among, scorer, weight in (
            (same, fuzz.ratio, 1.0),
            (longer, fuzz.partial_ratio, _INSIDE),
        ):
            for _, score, at in process.extract(
                form.key,
                among,
                scorer=scorer,
                score_cutoff=min(form.least / weight, 100.0),
                limit=None,
            ):
                best[at] = max(best.get(at, 0.0), score * weight * form.weight)
    return best


def likely(db: sqlite3.Connection, keys: Iterable[str], ranges: Ranges | None) -> list[int]:
    """The things that share most pieces with some keys, at most 100, in no order."""
    if ranges is not None and sum(last - first + 1 for first, last in ranges) <= _MOST:
        return [n for first, last in ranges for n in range(first, last + 1)]
    counts: Counter[int] = Counter()
    read = 0
    for gram, size in _sizes(db, set().union(*map(grams, keys))):
        read += size
        if read > _COUNTED and counts:
            break
        counts.update(_posting(db, gram, ranges))
    if len(counts) <= _MOST:
        return list(counts)
    least = sorted(counts.values(), reverse=True)[_MOST]
    kept = [n for n, count in counts.items() if count > least]
    return kept + [n for n, count in counts.items() if count == least][: _MOST - len(kept)]


def containing(db: sqlite3.Connection, key: str, ranges: Ranges | None) -> Iterator[int]:
    """The things one of whose names (see ``likely``) has ``key`` inside it, by number."""
    pieces = grams(key, inside=True)
    if not pieces:
        # One or two letters: too short to be looked up.
        rows = db.execute("SELECT n FROM near WHERE INSTR(names, ?) > 0 ORDER BY n", (key,))
        yield from (n for (n,) in rows if ranges is None or _inside(n, ranges))
        return
    sizes = _sizes(db, pieces)
    if len(sizes) < len(pieces):
        return
    shared: Collection[int] = _posting(db, sizes[0][0], ranges)
    for gram, _ in sizes[1:]:
        shared = set(_posting(db, gram, ranges)).intersection(shared)
    for n in sorted(shared):
        (names,) = db.execute("SELECT names FROM near WHERE n = ?", (n,)).fetchone()
        if key in names:
            yield n


def _inside(n: int, ranges: Ranges) -> bool:
    return any(first <= n <= last for first, last in ranges)


def _sizes(db: sqlite3.Connection, pieces: Iterable[str]) -> list[tuple[str, int]]:
    """The pieces that any name has, with the number of things that have them, rarest first."""
    rows = db.execute(
        "SELECT gram, LENGTH(things) AS size FROM grams"
        " WHERE gram IN (SELECT value FROM json_each(?)) ORDER BY size, gram",
        (json.dumps(sorted(pieces), ensure_ascii=False),),
    )
    return [(row[0], row[1] // array("I").itemsize) for row in rows]


def _posting(db: sqlite3.Connection, gram: str, ranges: Ranges | None) -> array[int]:
    """The numbers of the things that have a piece, in order."""
    found = array("I")
    found.frombytes(db.execute("SELECT things FROM grams WHERE gram = ?", (gram,)).fetchone()[0])
    if ranges is None:
        return found
    kept = array("I")
    for first, last in ranges:
        kept += found[bisect_left(found, first) : bisect_right(found, last)]
    return kept
