"""Ranking: everyone found, weighed, best first. The one road to a rank, for answers and for the
measured check alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kg.candidates.circle import circle_of, degrees_of
from kg.candidates.ground import Ground, ground_of
from kg.candidates.rules import Rules
from kg.candidates.score import LEVELS, STRENGTHS, WEIGHTS
from kg.candidates.search import Want, search, segments_of
from kg.candidates.weigh import Hint, Weighed, hints_of, weigh
from kg.selection import Selection
from kg.store import Store

__all__ = ["Ranking", "rank"]

_FEW = 20
_STEP = 200
_LATER = (
    WEIGHTS["experience"]
    + WEIGHTS["chain"] * STRENGTHS["member"]
    + WEIGHTS["place"] * LEVELS["city"]
)
"""What the circle of a candidate can add at most to what the search has found."""


@dataclass(frozen=True)
class Ranking:
    """The best candidates, what was known when they were ranked, and the query that found them.

    ``found`` are all candidates of the query, also those below the cut (IRIs).
    """

    best: tuple[Weighed, ...]
    found: frozenset[str]
    sparql: str
    ground: Ground | None


def rank(
    store: Store,
    firm: str | None,
    want: Want | None,
    selection: Selection,
    rules: Rules,
    *,
    top: int | None,
    among: Collection[str] | None = None,
) -> Ranking:
    """The ``top`` best candidates (all, if None), by score, then by IRI.

    Firms that are only on the same chain are looked at where fewer than 20 have more to say for
    them, whatever ``top`` is: a longer answer never changes the head of a shorter one. The cost
    follows the number of firms in the adjacent segments, the districts and the partners'
    partners, not the size of the pack.
    """
    ground = ground_of(store, firm, rules) if firm else None
    found = search(store, rules, ground, want, selection, among=among)
    if ground and not want and len(found.rows) < _FEW:
        found = search(store, rules, ground, want, selection, among=among, whole_chains=True)
    asked = segments_of(store, want) if want else None
    hints = {other: hints_of(rows, ground, asked) for other, rows in found.rows.items()}
    degrees = degrees_of(store, rules, ground.partners) if ground else {}
    best = _best(store, rules, ground, hints, degrees, top)
    return Ranking(tuple(best), frozenset(hints), found.sparql, ground)


def _best(
    store: Store,
    rules: Rules,
    ground: Ground | None,
    hints: dict[str, list[Hint]],
    degrees: dict[str, int],
    top: int | None,
) -> list[Weighed]:
    # From the best of the search downwards, until what the circle can add at most no longer
    # lifts the next one into the top: the same answer as weighing everyone.
    first = {other: weigh(other, own, degrees).score for other, own in hints.items()}
    order = sorted(first, key=lambda other: (-first[other], other))
    best: list[Weighed] = []
    for start in range(0, len(order), _STEP):
        step = order[start : start + _STEP]
        if top is not None and len(best) == top and first[step[0]] + _LATER < best[-1].score:
            break
        circle = circle_of(store, rules, ground, step)
        for other in step:
            joined = sorted({*hints[other], *circle.hints.get(other, [])})
            best.append(weigh(other, joined, degrees, circle.partners.get(other, 0)))
        best = sorted(best, key=lambda w: (-w.score, w.other))[:top]
    return best
