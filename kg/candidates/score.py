"""The score of a candidate: a sum of parts, each a weight times a strength between 0 and 1.

Every number of the score stands in this file; ``kg/candidates.md`` says what each part means and
how well the whole predicts links that were hidden from it. Nothing is drawn at random.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

__all__ = ["LEVELS", "STRENGTHS", "WEIGHTS", "Part", "experience", "score", "shared_strength"]

WEIGHTS: dict[str, float] = {
    "serves": 4.0,
    "adjacent": 3.0,
    "product": 2.0,
    "partners": 2.0,
    "group": 2.0,
    "place": 1.5,
    "need": 1.0,
    "experience": 0.75,
    "chain": 0.5,
}
"""What each part is worth at most, in the order in which reasons are told."""

LEVELS: dict[str, float] = {"park": 1.0, "district": 0.6, "city": 0.3}
"""How near two stand that share a park, a district or county, a city; the nearest counts."""

STRENGTHS: dict[str, float] = {
    "feeds": 1.0,  # a segment of the one feeds a segment of the other
    "traded": 1.0,  # it makes (buys) a product that the firm buys (makes) in a record
    "made": 0.5,  # it makes, by a record, a product of the adjacent segment
    "wanted": 1.0,  # the one states that it needs what the other does
    "called-for": 0.5,  # somebody else states a need of the segment that feeds the firm
    "owner": 1.0,
    "leads": 1.0,  # it leads a chain that the firm is on
    "member": 0.5,  # it is on a chain that the firm is on
    "does": 1.0,  # it works in the segment, or makes the product, that is asked for
    "may": 0.5,  # it works in the segment of the product that is asked for
}
"""How strong one reason is, by what it rests on; the strongest of a part counts."""


class Part(NamedTuple):
    """One part of a score: ``points`` is ``weight`` times ``strength``."""

    name: str
    strength: float
    weight: float
    points: float


def score(strengths: Mapping[str, float]) -> tuple[float, tuple[Part, ...]]:
    """The score, and its parts in the order of WEIGHTS; the parts' points add up to it.

    ``strengths`` maps names of WEIGHTS to numbers from 0 to 1; what is missing or 0 has no part.
    Points are rounded to three digits, and the score is the sum of the rounded points: what is
    printed adds up. Raises KeyError for a name that has no weight and ValueError for a strength
    outside 0 to 1.

    >>> score({"adjacent": 1.0, "place": 0.6})[0]
    3.9
    """
    if unknown := set(strengths) - set(WEIGHTS):
        raise KeyError(min(unknown))
    parts = []
    for name, weight in WEIGHTS.items():
        strength = strengths.get(name, 0.0)
        if not 0.0 <= strength <= 1.0:
            raise ValueError(f"{name}: {strength}")
        points = round(weight * strength, 3)
        if points:
            parts.append(Part(name, strength, weight, points))
    return round(math.fsum(part.points for part in parts), 3), tuple(parts)


def shared_strength(degrees: Iterable[int]) -> float:
    """How much partners in common say, from how many partners each of them has: 0 to 1.

    The sum of 1 / k over the shared partners is the resource allocation index (Zhou, Lü, Zhang
    2009, Eur. Phys. J. B 71, 623, https://doi.org/10.1140/epjb/e2009-00335-8): a partner of few
    says much, a partner of everyone next to nothing. It is brought into 0 to 1 by s / (s + 1/2),
    so that one shared partner that deals with just these two gives one half.

    >>> shared_strength([2]), shared_strength([])
    (0.5, 0.0)
    """
    total = math.fsum(1.0 / degree for degree in degrees if degree > 0)
    return total / (total + 0.5)


def experience(partners: int) -> float:
    """How much it says that a candidate has this many partners on record: 0 to 1, at 32 or more.

    >>> experience(0), experience(1), experience(31), experience(400)
    (0.0, 0.2, 1.0, 1.0)
    """
    return min(1.0, math.log2(1 + partners) / 5)
