"""Who supplies whom in a synthetic city."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .dice import Dice
from .evidence import Evidence
from .firms import Firm
from .frame import Frame
from .ground import product_id
from .growth import attach, generator
from .rows import Row, Tables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["add_trade", "supply_pairs"]

_CUSTOMER, _SUPPLIER = 0.3, 0.5  # how many draws are fresh: few large customers, more suppliers
_ALONG, _WITHIN, _INSIDE = 0.85, 0.1, 0.9

Pairs = list[tuple[int, int]]


def supply_pairs(
    firms: Sequence[Firm], frame: Frame, edges: int, seed: int, *, known_structure: bool
) -> Pairs:
    """Exactly ``edges`` different pairs of supplier and customer, by the firms' numbers.

    85 in 100 run along a flow, 10 stay within a segment, the others are any two firms. Within
    its segment each end is drawn by preferential attachment.
    """

    pool = _Pool(firms, frame, seed, known_structure=known_structure)
    found: dict[tuple[int, int], None] = {}
    for _ in range(40):
        supplier, customer = pool.draw((edges - len(found)) * 5 // 4 + 16)
        found.update(dict.fromkeys(zip(supplier.tolist(), customer.tolist(), strict=True)))
        found = {pair: None for pair in found if pair[0] != pair[1]}
        if len(found) >= edges:
            return list(found)[:edges]
    raise ValueError(f"no {edges} different relations among {len(firms)} firms")


class _Pool:
    """Firms by segment, and by community and segment, from which both ends are drawn."""

    def __init__(
        self, firms: Sequence[Firm], frame: Frame, seed: int, *, known_structure: bool
    ) -> None:
        import numpy as np

        self.rng = generator(seed, 1)
        numbers = {segment.id: n for n, segment in enumerate(frame.segments)}
        self.segments = len(numbers)
        segment = np.array([numbers[firm.segment.id] for firm in firms])
        community = np.array([firm.community for firm in firms])
        # Group 0 to segments - 1: everywhere; then the segments of each community.
        inside = segment + self.segments * (community + 1)
        self.members = _grouped(segment) | (_grouped(inside) if known_structure else {})
        self.all = np.arange(len(firms))
        flows = [(numbers[s.id], numbers[fed]) for s in frame.segments for fed in s.feeds]
        sizes_of = np.bincount(community)
        communities = range(1 + len(sizes_of) if known_structure else 1)
        self.flows, self.flow_weights = [], []
        for scope in communities:
            within = self.segments * scope
            known = [(a + within, b + within) for a, b in flows]
            known = [(a, b) for a, b in known if a in self.members and b in self.members]
            # As many relations as the geometric mean of the firms at both ends.
            sizes = [(len(self.members[a]) * len(self.members[b])) ** 0.5 for a, b in known]
            share = (_INSIDE if scope else 1 - _INSIDE) if known_structure else 1.0
            scale = len(firms) if not scope else sizes_of[scope - 1]
            total = sum(sizes) or 1.0
            self.flows += known
            self.flow_weights += [share * scale * size / total for size in sizes]

    def draw(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Suppliers and customers, some of them the same or repeated."""
        import numpy as np

        flow = _weighted(self.rng, self.flow_weights, count)
        ends = np.array(self.flows)[flow]
        supplier, customer = ends[:, 0].copy(), ends[:, 1]
        kind = self.rng.random(count)
        supplier[kind >= _ALONG] = customer[kind >= _ALONG]
        customers = self.pick(customer, _CUSTOMER)
        suppliers = self.pick(supplier, _SUPPLIER)
        anyone = kind >= _ALONG + _WITHIN
        drawn = attach(self.rng, int(anyone.sum()), len(self.all), _SUPPLIER)
        suppliers[anyone] = drawn
        return suppliers, customers

    def pick(self, groups: NDArray[np.int64], fresh: float) -> NDArray[np.int64]:
        """A firm of each group."""
        import numpy as np

        found = np.empty(len(groups), np.int64)
        for where, group in _runs(groups):
            members = self.members[group]
            found[where] = members[attach(self.rng, len(where), len(members), fresh)]
        return found


def _runs(groups: NDArray[np.int64]) -> list[tuple[NDArray[np.int64], int]]:
    """The positions of each group, in the order of the groups' numbers."""
    import numpy as np

    order = np.argsort(groups, kind="stable")
    numbers, starts = np.unique(groups[order], return_index=True)
    return list(zip(np.split(order, starts[1:]), numbers.tolist(), strict=True))


def _grouped(groups: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    return {group: where for where, group in _runs(groups)}


def _weighted(rng: np.random.Generator, weights: Sequence[float], count: int) -> NDArray[np.int64]:
    import numpy as np

    ends = np.cumsum(weights)
    found: NDArray[np.int64] = np.searchsorted(ends, rng.random(count) * ends[-1], side="right")
    return found


def add_trade(
    tables: Tables, evidence: Evidence, firms: Sequence[Firm], pairs: Pairs, seed: int
) -> list[int]:
    """Write the supply relations; how many each firm has, by number, of those that hold."""
    dice = Dice(seed, "trade")
    degree = [0] * len(firms)
    for supplier, customer in pairs:
        source, target = firms[supplier], firms[customer]
        dated = _dated(dice, source, target)
        product = ""
        if dice.chance(0.6):
            product = product_id(source.segment.id, dice.below(len(source.segment.products)))
        # Yuan a year, where it is known; a Pareto tail, in whole ten thousands.
        value = str(int(10 * (1 - dice.share()) ** -0.8) * 10_000) if dice.chance(0.3) else ""
        tables.record("supply", "sup", _ground(dice, evidence, source, target), dated,
                      supplier=source.id, customer=target.id, product=product,
                      value_cny=value)  # fmt: skip
        if not dated.get("status"):
            degree[supplier] += 1
            degree[customer] += 1
    return degree


def _ground(dice: Dice, evidence: Evidence, source: Firm, target: Firm) -> Row:
    """Stated mostly; some derived from what both firms do, some known in the trade."""
    kind = dice.weighted([("stated", 93.0), ("derived", 4.0), ("outside", 3.0)])
    if kind == "derived":
        return {"basis": "derived", "confidence": "low",
                "derived_from": f"{source.activity};{target.activity}"}  # fmt: skip
    return evidence.trade() if kind == "stated" else evidence.outside()


def _dated(dice: Dice, source: Firm, target: Firm) -> Row:
    statuses = {source.status, target.status}
    if "planned" in statuses:
        return {"status": "planned"}
    since = dice.between(2012, 2024)
    dated = {"since": dice.pick(["", f"{since}", f"{since}", f"{since}-{dice.between(1, 12):02d}"])}
    if "ended" in statuses or dice.chance(0.03):
        return {**dated, "status": "ended", "until": str(dice.between(since, 2024))}
    return {"status": "planned"} if dice.chance(0.02) else dated
