"""Measures of nearness: closeness and harmonic centrality, exact, by hops.

One search serves 512 starting nodes at once, one bit each: a step is an OR of machine words
along every edge ("The more the merrier", Then et al., PVLDB 8(4), 2014). So all pairs cost
O(nodes / 512 * edges * longest shortest path) word operations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.analysis.digraph import Digraph, NodeValues, as_digraph
from kg.analysis.structure import neighbours_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.analysis.digraph import Network

    Bits = NDArray[np.uint64]

__all__ = ["closeness_centrality", "harmonic_centrality"]

_WORDS = 8


def closeness_centrality(graph: Network) -> NodeValues[Any]:
    """How near the others are to a node, along the edges towards it.

    (r / d) * (r / (n - 1)), where r other nodes reach the node, d hops in all: Wasserman and
    Faust 1994, as networkx by default. 0 where none reaches it.

    >>> import networkx as nx
    >>> closeness_centrality(nx.DiGraph([("ore", "steel"), ("steel", "car")]))["car"]
    0.6666666666666666
    """
    import numpy as np

    network = as_digraph(graph)
    n = len(network)
    reached, hops = np.zeros(n), np.zeros(n)
    for distance, nodes, count in _arrivals(network):
        reached[nodes] += count
        hops[nodes] += distance * count
    near = np.divide(reached**2, hops, out=np.zeros(n), where=hops > 0)
    return NodeValues(network, near / max(n - 1, 1))


def harmonic_centrality(graph: Network) -> NodeValues[Any]:
    """The sum of 1 / distance from all others to a node, along the edges towards it.

    Unlike closeness it needs no patch for networks in parts. Marchiori and Latora 2000; as
    networkx, not divided by n - 1.

    >>> import networkx as nx
    >>> harmonic_centrality(nx.DiGraph([("ore", "steel"), ("steel", "car")]))["car"]
    1.5
    """
    import numpy as np

    network = as_digraph(graph)
    sums = np.zeros(len(network))
    for distance, nodes, count in _arrivals(network):
        sums[nodes] += count / distance
    return NodeValues(network, sums)


def _arrivals(network: Digraph[Any]) -> Iterator[tuple[int, Any, NDArray[Any]]]:
    """Distance, nodes, and from how many starts each of them is that far, for all starts."""
    import numpy as np

    n = len(network)
    outward = network.matrix
    inward = outward.T.tocsr()
    rows = np.flatnonzero(np.diff(inward.indptr))
    first = inward.indptr[rows]
    for low in range(0, n, 64 * _WORDS):
        start = np.arange(low, min(n, low + 64 * _WORDS))
        seen = np.zeros((n, _WORDS), np.uint64)
        bit = (start - low).astype(np.uint64)
        seen[start, (start - low) // 64] = np.uint64(1) << bit % np.uint64(64)
        front, words, distance = start, seen[start], 0
        while len(front):
            distance += 1
            if len(front) * 8 > n:
                at, found = rows, _pulled(inward.indices, first, front, words, n)
            else:
                at, found = _pushed(outward, front, words)
            found &= ~seen[at]
            new = found.any(axis=1)
            front, words = at[new], found[new]
            seen[front] |= words
            yield distance, front, np.bitwise_count(words).sum(axis=1, dtype=np.int64)


def _pulled(
    sources: NDArray[Any], first: NDArray[Any], front: NDArray[Any], words: Bits, n: int
) -> Bits:
    """What each node with edges towards it gets from them: the way when many are in front."""
    import numpy as np

    whole = np.zeros((n, words.shape[1]), np.uint64)
    whole[front] = words
    found: Bits = np.bitwise_or.reduceat(whole[sources], first, axis=0)
    return found


def _pushed(outward: Any, front: NDArray[Any], words: Bits) -> tuple[NDArray[Any], Bits]:
    """What the few in front give along their edges: nodes, and what each of them gets."""
    import numpy as np

    which, target, _ = neighbours_of(outward, front)
    if not len(target):
        return target, words[:0]
    order = np.argsort(target, kind="stable")
    at, first = np.unique(target[order], return_index=True)
    found: Bits = np.bitwise_or.reduceat(words[which[order]], first, axis=0)
    return at, found
