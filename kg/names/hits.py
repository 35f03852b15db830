"""What a row of the index is worth: on which rung it stands, and the candidate that it makes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.errors import Candidate, Text
from kg.names.keys import words
from kg.names.rank import Rank

if TYPE_CHECKING:
    from kg.names.forms import Reading

__all__ = ["fit", "has_words", "order", "ordered", "score", "to_candidate"]

_BY_PLACE = 5  # the grade of a thing that stands in the place typed but does not have its name


def fit(reading: Reading, row: sqlite3.Row) -> tuple[Rank, int] | None:
    """On which rung and grade a stored key stands for what was typed; None if it does not."""
    from kg.names.forms import same_form

    rank, grade, key, forms = row["rank"], row["grade"], row["key"], row["forms"]
    if rank == Rank.PINYIN:
        return (Rank.PINYIN, grade) if key == reading.whole else None
    if not same_form(reading.forms, forms):
        return None
    if key == reading.core:
        return Rank(rank), grade
    if key != reading.bare:
        return None
    # A place was typed that the key lacks: the name must have it, or a thing whose name is
    # otherwise whole must stand there.
    named, located = set(row["places"].split()), set(row["located"].split())
    if all(named.intersection(map(str, place)) for place in reading.places):
        return Rank.SHORT, grade
    stands = all((named | located).intersection(map(str, place)) for place in reading.places)
    if stands and rank == Rank.CORE:
        return Rank.SHORT, grade + _BY_PLACE
    return None


def ordered(found: Iterable[tuple[Rank, int, sqlite3.Row]]) -> list[Candidate]:
    """Each thing once, at its best, best first; then by name."""
    best: dict[str, Candidate] = {}
    for rank, grade, row in found:
        candidate = to_candidate(row, row["shown"], score(rank, grade))
        if candidate.iri not in best or candidate.score > best[candidate.iri].score:
            best[candidate.iri] = candidate
    return sorted(best.values(), key=lambda c: (-c.score, c.label.zh, c.id))


def score(rank: int, grade: int) -> float:
    """The score of a match: 100 and less, one a rung, a tenth a grade."""
    return round(100.0 - rank - grade / 10, 1)


def order(candidate: Candidate) -> tuple[float, int, str, str]:
    """The order of completions: the best kind first, then the shortest."""
    return -candidate.score, len(candidate.matched), candidate.matched, candidate.id


def has_words(name: str, part: str) -> bool:
    """Whether the words of ``part`` stand in a row in ``name``."""
    return f" {' '.join(words(part))} " in f" {' '.join(words(name))} "


def to_candidate(row: sqlite3.Row, matched: str, score: float) -> Candidate:
    """The candidate that a row of the index makes; ``matched`` is the name that was met."""
    return Candidate(
        iri=row["iri"],
        id=row["id"],
        label=Text(row["zh"], row["en"]),
        type=Text(row["type_zh"], row["type_en"]),
        group=Text(row["group_zh"], row["group_en"]),
        place=Text(row["place_zh"], row["place_en"]),
        matched=matched,
        score=score,
        cls=row["type"],
    )
