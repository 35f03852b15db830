"""Suppliers of suppliers: a breadth-first walk up the supply relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

__all__ = ["Step", "Supply", "walk"]


class Supply(NamedTuple):
    """One supply record."""

    record: str
    customer: str
    supplier: str


class Step(NamedTuple):
    """How a firm is reached: ``firms`` from the start to it, ``records`` between them."""

    firms: tuple[str, ...]
    records: tuple[str, ...]

    @property
    def tier(self) -> int:
        """How many records away it is."""
        return len(self.records)


def walk(
    start: Iterable[str],
    supplies_to: Callable[[Sequence[str]], Iterable[Supply]],
    depth: int,
) -> tuple[dict[str, Step], list[Supply]]:
    """Everyone who supplies ``start`` over at most ``depth`` records, each at its least tier.

    ``supplies_to`` gives the records whose customer is one of some firms; it is asked once a
    tier, so the walk is O(records within ``depth``) and ends on cycles. Of several ways of the
    same length the one with the least IRIs is kept. Also returned are all records that lead from
    one tier to the next; those that close a cycle or skip back are left out.
    """
    reached = {firm: Step((firm,), ()) for firm in start}
    used: list[Supply] = []
    frontier = sorted(reached)
    for _ in range(depth):
        found: dict[str, Step] = {}
        for supply in sorted(supplies_to(frontier)):
            if supply.supplier in reached:
                continue
            used.append(supply)
            way = reached[supply.customer]
            step = Step((*way.firms, supply.supplier), (*way.records, supply.record))
            found[supply.supplier] = min(step, found.get(supply.supplier, step))
        if not found:
            break
        reached |= found
        frontier = sorted(found)
    return reached, used
