"""What stands around one thing: everything within so many records of it.

As in ``kg path``, nothing is passed through that connects everything with everything:
administrative areas are left out, stated groups are shown and not passed through.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kg.edges import EdgeTable, edges_of
from kg.records import Scope
from kg.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["AT_A_HUB", "IN_ALL", "Around", "around"]

AT_A_HUB = 20
"""So many further things are drawn of one that is not the centre; the rest is counted."""

IN_ALL = 300
"""So many things are drawn in all."""

_AREA = "AdministrativeArea"
_BASES = {"stated": 0, "derived": 1, "outside": 2}


class Around(NamedTuple):
    """Things (IRIs) by how many records they are away, how many are not drawn at each hub, and the
    administrative areas that the centre is linked with, which are not drawn."""

    hops: dict[str, int]
    left_out: dict[str, int]
    areas: frozenset[str] = frozenset()


def around(
    store: Store, scope: Scope, centre: str, hops: int, within: Collection[str] | None = None
) -> Around:
    """What stands at most ``hops`` records away from a thing (IRI) on a day.

    Where a hub has more than ``AT_A_HUB``, or all have more than ``IN_ALL``, those come first
    that are ``within`` (if given), then those on a stated record, then those with more records.
    ``within`` is what may be drawn; what lies on the way to it is passed through all the same.
    O(edges) in numpy, and O(drawn * their records).
    """
    table = edges_of(store)
    ties = _Ties(table, scope, centre, within)
    start = table.nodes.find(centre)
    found = {start: 0} if start >= 0 else {}
    level = list(found)
    for hop in range(1, hops + 1):
        fresh: dict[int, tuple[int, ...]] = {}
        for node in level:
            new = [n for n in ties.near(node) if n not in found]
            for n in new if node == start else new[:AT_A_HUB]:
                fresh[n] = min(fresh.get(n, ties.order(node, n)), ties.order(node, n))
        best = sorted(fresh, key=lambda n: fresh[n])[: IN_ALL - len(found)]
        found |= dict.fromkeys(sorted(best), hop)
        level = [n for n in sorted(best) if ties.passable[n]]
    left = {
        table.nodes[n]: sum(other not in found for other in ties.near(n))
        for n, hop in found.items()
        if hop < hops and (ties.passable[n] or n == start)
    }
    drawn = {table.nodes[n]: hop for n, hop in found.items()}
    if within is not None:
        drawn = {iri: hop for iri, hop in drawn.items() if iri in within or not hop}
    left = {iri: n for iri, n in left.items() if n and iri in drawn}
    return Around(drawn, left, frozenset(table.nodes[n] for n in ties.areas))


class _Ties:
    """Neighbours by number of node, best first."""

    def __init__(
        self, table: EdgeTable, scope: Scope, centre: str, within: Collection[str] | None
    ) -> None:
        import numpy as np

        kept = table.holding(scope.as_of)
        area = table.of_type([_AREA])
        if (n := table.nodes.find(centre)) >= 0:
            area[n] = False
        rows = (kept & ~area[table.source] & ~area[table.target]).nonzero()[0]
        own = kept & ((table.source == n) | (table.target == n))
        far = np.unique(np.concatenate([table.source[own], table.target[own]]))
        self.areas: list[int] = far[area[far]].tolist()
        one, other = table.source[rows].astype(np.int64), table.target[rows].astype(np.int64)
        basis = np.array([_BASES.get(b, 2) for b in table.bases], np.int64)[table.basis[rows]]
        ends, self._far = np.concatenate([one, other]), np.concatenate([other, one])
        order = np.argsort(ends, kind="stable")
        self._far, self._basis = self._far[order], np.concatenate([basis, basis])[order]
        self._start = np.searchsorted(ends[order], np.arange(len(table.nodes) + 1))
        self.passable: Sequence[bool] = (~np.asarray(table.node_is_group)).tolist()
        self._degree: Ints = np.diff(self._start)
        self._outside = np.zeros(len(table.nodes), np.int64)
        if within is not None:
            self._outside[:] = [iri not in within for iri in table.nodes]
        self._known: dict[int, dict[int, int]] = {}

    def near(self, node: int) -> list[int]:
        """The other ends of a thing's records."""
        bases = self._of(node)
        return sorted(bases, key=lambda n: self.order(node, n))

    def order(self, node: int, other: int) -> tuple[int, ...]:
        """What the neighbours of a thing are sorted by."""
        degree = int(self._degree[other])
        return (int(self._outside[other]), self._of(node)[other], -degree, other)

    def _of(self, node: int) -> dict[int, int]:
        if node not in self._known:
            bases: dict[int, int] = {}
            rows = slice(int(self._start[node]), int(self._start[node + 1]))
            pairs = zip(self._far[rows].tolist(), self._basis[rows].tolist(), strict=True)
            for other, basis in pairs:
                if other != node:
                    bases[other] = min(basis, bases.get(other, basis))
            self._known[node] = bases
        return self._known[node]
