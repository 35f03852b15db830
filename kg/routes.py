"""Simple paths between two nodes, best first, over edges that are fetched level by level.

A pure search: it knows no store. Two balls grow around the ends, always the one with the
smaller rim, so that each level is one question to whoever holds the edges and most of a large
graph is never read. What an edge costs, and whether it counts at all, is asked only of edges
that may lie on a path short enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice

__all__ = ["Neighbours", "Pair", "Routes", "Weigh", "routes"]

Pair = tuple[str, str]
"""Two nodes, the lesser name first: an edge without its direction."""

Neighbours = Callable[[frozenset[str]], Iterable[tuple[str, str]]]
"""All edges at these nodes as (node, other node), whether they count or not. A node that must
not be passed through is not returned as the other node (unless it is an end of the search)."""

Weigh = Callable[[Set[Pair]], Mapping[Pair, int]]
"""The cost (0 or more) of the best edge between two nodes; a pair left out does not count."""


_Edges = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Routes:
    """Paths as tuples of nodes; ``more`` says that there are others within ``looked`` steps.

    Every path of at most ``looked`` steps was looked at. ``exhausted`` says that nothing further
    can be reached from one of the ends, so no longer path exists either; ``seen`` counts the
    nodes that were met.
    """

    paths: tuple[tuple[str, ...], ...]
    more: bool
    looked: int
    exhausted: bool
    seen: int


def routes(
    start: str,
    end: str,
    neighbours: Neighbours,
    weigh: Weigh,
    *,
    longest: int,
    further: int = 0,
    most: int = 1,
) -> Routes:
    """The first ``most`` simple paths between two different nodes.

    Order: number of steps, then cost, then the nodes' names. The shortest paths are looked for
    up to ``longest`` steps; longer ones than the shortest are listed up to ``further`` steps.
    One call of ``neighbours`` and at most one of ``weigh`` a level. Memory and time are linear
    in the edges fetched, plus the paths listed (best-first search with the exact distance to
    the end as its bound).
    """
    search = _Search(start, end, neighbours, weigh)
    found: list[tuple[str, ...]] = []
    limit = longest
    # One more than asked for is enough to know that there are more.
    while len(found) <= most and search.looked < limit:
        search.grow(limit)
        edges = search.counting()
        shortest, _ = _ahead(end, edges, search.looked).get(start, (0, 0))
        if shortest:
            limit = max(shortest, min(further, longest))
            within = min(limit, search.looked)
            found = list(islice(_in_order(start, end, edges, within), most + 1))
    return Routes(
        paths=tuple(found[:most]),
        more=len(found) > most,
        looked=search.looked,
        exhausted=search.exhausted,
        seen=len(search.edges.keys() | {start, end}),
    )


class _Search:
    """The two balls. Once their depths sum to n, every path of n steps is in ``edges``: its
    i-th edge starts within reach of the one end or ends within reach of the other."""

    def __init__(self, start: str, end: str, neighbours: Neighbours, weigh: Weigh) -> None:
        self.edges: dict[str, set[str]] = {}
        self.looked = 0
        self.exhausted = False
        self._neighbours = neighbours
        self._weigh = weigh
        self._start, self._end = start, end
        self._known = ({start}, {end})
        self._rims = [{start}, {end}]
        self._fetched: set[str] = set()
        self._costs: dict[Pair, int | None] = {}

    def grow(self, limit: int) -> None:
        """One more level around the end with the smaller rim; where a rim is empty, everything
        within reach is known, up to any limit."""
        if not all(self._rims):
            self.exhausted = True
            self.looked = limit
            return
        side = 0 if len(self._rims[0]) <= len(self._rims[1]) else 1
        self._fetch(self._rims[side])
        reached = {other for node in self._rims[side] for other in self.edges.get(node, ())}
        new = reached - self._known[side]
        self._known[side].update(new)
        # Nothing goes on through the other end: such a path would not be simple.
        self._rims[side] = new - {self._start, self._end}
        self.looked += 1

    def counting(self) -> _Edges:
        """The edges that count among those that a path of ``looked`` steps may use, with costs."""
        if self._known[0].isdisjoint(self._known[1]):
            return {}
        near = _distances(self._start, self.edges, self.looked)
        ahead = _distances(self._end, self.edges, self.looked)
        wanted = {
            (min(one, other), max(one, other))
            for one, steps in near.items()
            for other in self.edges.get(one, ())
            if other in ahead and steps + 1 + ahead[other] <= self.looked
        }
        missing = wanted - self._costs.keys()
        if missing:
            costs = self._weigh(missing)
            self._costs.update({pair: costs.get(pair) for pair in missing})
        counting: _Edges = {}
        for one, other in wanted:
            cost = self._costs[one, other]
            if cost is not None:
                counting.setdefault(one, {})[other] = cost
                counting.setdefault(other, {})[one] = cost
        return counting

    def _fetch(self, nodes: set[str]) -> None:
        missing = frozenset(nodes - self._fetched)
        self._fetched |= missing
        for node, other in self._neighbours(missing) if missing else ():
            if node != other:
                self.edges.setdefault(node, set()).add(other)
                self.edges.setdefault(other, set()).add(node)


def _distances(start: str, edges: Mapping[str, Set[str]], longest: int) -> dict[str, int]:
    found = {start: 0}
    rim = {start}
    for steps in range(1, longest + 1):
        rim = {other for node in rim for other in edges.get(node, ())} - found.keys()
        found.update(dict.fromkeys(rim, steps))
    return found


def _in_order(start: str, end: str, edges: _Edges, longest: int) -> Iterator[tuple[str, ...]]:
    ahead = _ahead(end, edges, longest)
    # A path's key never exceeds the key of what it can become, so they come out in order.
    queue: list[tuple[int, int, tuple[str, ...], int]] = []
    if start in ahead:
        queue.append((*ahead[start], (start,), 0))
    while queue:
        _, _, path, spent = heappop(queue)
        if path[-1] == end:
            yield path
            continue
        for other, cost in edges[path[-1]].items():
            if other in path or other not in ahead:
                continue
            steps, least = ahead[other]
            if len(path) + steps <= longest:
                paid = spent + cost
                heappush(queue, (len(path) + steps, paid + least, (*path, other), paid))


def _ahead(end: str, edges: _Edges, longest: int) -> dict[str, tuple[int, int]]:
    """For each node its steps to the end, and the least cost among the ways with so few."""
    found = {end: (0, 0)}
    rim = {end}
    for steps in range(1, longest + 1):
        least: dict[str, int] = {}
        for node in rim:
            for other, cost in edges.get(node, {}).items():
                if other not in found:
                    paid = found[node][1] + cost
                    least[other] = min(paid, least.get(other, paid))
        found.update({node: (steps, cost) for node, cost in least.items()})
        rim = set(least)
    return found
