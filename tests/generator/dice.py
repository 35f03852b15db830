"""Chance that comes out the same on every machine and Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

__all__ = ["Dice"]


class Dice:
    """Draws for one part of a city; parts do not disturb each other.

    Only ``random()`` of Python's generator is used: its stream for a seed is promised never to
    change, that of ``choice``, ``shuffle`` and the like is not.
    """

    def __init__(self, seed: int, part: str) -> None:
        self._next = random.Random(f"{seed} {part}").random  # noqa: S311 - nothing is secret here

    def chance(self, share: float) -> bool:
        """True in ``share`` (0 to 1) of all cases."""
        return self._next() < share

    def share(self) -> float:
        """A number from 0, less than 1."""
        return self._next()

    def below(self, end: int) -> int:
        """A whole number from 0, less than ``end``."""
        return int(self._next() * end)

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        """One of some items."""
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[T, float]]) -> T:
        """One of some items, each with its weight."""
        left = self._next() * sum(weight for _, weight in items)
        for item, weight in items:
            left -= weight
            if left < 0:
                return item
        return items[-1][0]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in a random order (Fisher and Yates)."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """``count`` different items, or all there are; quick where few of many are wanted."""
        if count * 3 >= len(items):
            return self.shuffled(items)[:count]
        chosen: dict[int, None] = {}
        while len(chosen) < count:
            chosen[self.below(len(items))] = None
        return [items[n] for n in chosen]
