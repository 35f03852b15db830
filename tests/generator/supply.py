"""Supply graphs as arrays, for benchmarks of graph algorithms at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .growth import attach, generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SupplyGraph", "supply_graph"]

_FEEDS = ((0.45, 1), (0.35, 2), (0.1, 0))  # share of purchases, industries up the stream
_CUSTOMER, _SUPPLIER = 0.3, 0.45  # how many draws are fresh: tails near 2.4 and 2.8


class SupplyGraph(NamedTuple):
    """Who supplies whom: edge k runs from firm ``source[k]`` to its customer ``target[k]``.

    Firms are 0 to n - 1; ``industry`` has one number a firm, ``weight`` one amount an edge.
    """

    n: int
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    industry: NDArray[np.int64]


def supply_graph(n: int, edges: int, seed: int = 1, *, industries: int = 20) -> SupplyGraph:
    """A seeded scale-free supply graph of ``n`` firms and exactly ``edges`` relations.

    Both ends are drawn by preferential attachment, suppliers mostly from the one or two
    industries that feed the customer's. No loops, no repeated relations. Amounts have a Pareto
    tail. O(edges log edges): 3 million edges take seconds.

    Raises ValueError where so few firms cannot have so many relations.
    """
    import numpy as np

    if n < industries or edges > n * (n - 1) // 8:
        raise ValueError(f"{n} firms are too few for {edges} relations in {industries} industries")
    rng = generator(seed, 0)
    industry = (rng.random(n) ** 1.5 * industries).astype(np.int64)
    by_industry = np.argsort(industry, kind="stable")
    starts = np.searchsorted(industry[by_industry], np.arange(industries + 1))
    pairs = np.zeros(0, np.int64)
    while len(pairs) < edges:
        want = (edges - len(pairs)) * 5 // 4 + 64
        target = attach(rng, want, n, _CUSTOMER)
        feeding = _feeding(rng, industry[target], industries)
        source = np.empty(want, np.int64)
        for number in range(industries):
            where = np.flatnonzero(feeding == number)
            size = int(starts[number + 1] - starts[number])
            if size:
                drawn = attach(rng, len(where), size, _SUPPLIER)
                source[where] = by_industry[starts[number] + drawn]
            else:
                source[where] = target[where]  # a loop, left out below
        found = np.concatenate([pairs, (source * n + target)[source != target]])
        _, first = np.unique(found, return_index=True)
        pairs = found[np.sort(first)]
    pairs = pairs[:edges]
    weight = np.round((1.0 - rng.random(edges)) ** (-1 / 1.2), 2)
    return SupplyGraph(n, pairs // n, pairs % n, weight, industry)


def _feeding(
    rng: np.random.Generator, customer: NDArray[np.int64], industries: int
) -> NDArray[np.int64]:
    """The industry that each purchase comes from."""
    import numpy as np

    chance = rng.random(len(customer))
    found = (rng.random(len(customer)) * industries).astype(np.int64)
    low = 0.0
    for share, up in _FEEDS:
        here = (chance >= low) & (chance < low + share)
        found[here] = (customer[here] - up) % industries
        low += share
    return found
