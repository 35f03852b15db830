"""Where one loss splits the network: articulation points and bridges.

Both by low points over a depth-first forest (Tarjan 1972), directions and loops left aside. The
forest is SciPy's; low points are minima over ranges of its preorder, since what hangs under a
node stands in one run after it. O(edges + nodes log nodes); SciPy looks at a node's list again
after each child, which adds up to degree^2 / 2 steps (half a second at 30 thousand neighbours
of whom none is a leaf).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.analysis.digraph import Digraph, as_digraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kg.analysis.digraph import Network

    Numbers = NDArray[np.int64]

__all__ = ["articulation_points", "bridges"]


def articulation_points(graph: Network) -> set[Any]:
    """The nodes whose loss would split their part of the network.

    >>> import networkx as nx
    >>> articulation_points(nx.DiGraph([("a", "hub"), ("b", "hub")]))
    {'hub'}
    """
    network = as_digraph(graph)
    return {network.nodes[k] for k in _cuts(network).nodes.tolist()}


def bridges(graph: Network) -> list[tuple[Any, Any]]:
    """The linked pairs whose link is the only tie between two parts, in node order.

    A pair that trades both ways, or in several records, is one link.

    >>> import networkx as nx
    >>> bridges(nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]))
    [('c', 'd')]
    """
    network = as_digraph(graph)
    pairs = _cuts(network).pairs
    return [(network.nodes[a], network.nodes[b]) for a, b in pairs.tolist()]


class _Cuts(NamedTuple):
    nodes: Numbers
    pairs: Numbers


class _Forest(NamedTuple):
    """A depth-first tree over all: nodes in preorder, and by place in it parent and low point."""

    order: Numbers
    parent: Numbers
    low: Numbers


def _cuts(network: Digraph[Any]) -> _Cuts:
    import numpy as np

    n = len(network)
    row, column = network.undirected().pattern.tocoo().coords
    keep = row != column
    row, column = row[keep].astype(np.int64), column[keep].astype(np.int64)
    degree = np.bincount(row, minlength=n)
    # A leaf needs no search: its edge is a bridge, its neighbour cut off from it.
    leaf = degree[row] == 1
    pairs = np.column_stack([row[leaf], column[leaf]])
    cut = np.zeros(n, bool)
    cut[column[leaf]] = True
    inner = ~(leaf | (degree[column] == 1))
    if inner.any():
        found = _search(n, row[inner], column[inner])
        cut[found.nodes] = True
        pairs = np.concatenate([pairs, found.pairs])
    return _Cuts(np.flatnonzero(cut & (degree > 1)), np.unique(np.sort(pairs, axis=1), axis=0))


def _search(n: int, row: Numbers, column: Numbers) -> _Cuts:
    import numpy as np
    from scipy.sparse import csgraph, csr_array

    links = csr_array((np.ones(len(row)), (row, column)), shape=(n, n))
    # Parts are strung together by their first nodes, for one search; these ties cannot lie on a
    # cycle, so they change no low point, and are told apart from edges below.
    _, first = np.unique(csgraph.connected_components(links)[1], return_index=True)
    row = np.concatenate([row, first[:-1], first[1:]])
    column = np.concatenate([column, first[1:], first[:-1]])
    tied = csr_array((np.ones(len(row)), (row, column)), shape=(n, n))
    order, parent, low = _forest(tied, int(first[0]))
    start = np.zeros(n, bool)
    start[first] = True
    start = start[order]
    child = np.arange(1, n)
    child = child[~(start[child] & start[parent[child]])]
    kept_off = np.bincount(parent[child[low[child] >= parent[child]]], minlength=n)
    bridge = child[low[child] == child]
    pairs = np.column_stack([order[bridge], order[parent[bridge]]])
    # The first node of a part has nothing above it to be cut off from: it takes two below.
    return _Cuts(order[kept_off >= np.where(start, 2, 1)], pairs)


def _forest(links: csr_array[Any], root: int) -> _Forest:
    import numpy as np
    from scipy.sparse import csgraph

    found, above = csgraph.depth_first_order(links, root)
    order, n = found.astype(np.int64), len(found)
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    parent = np.zeros(n, np.int64)
    parent[1:] = place[above[order[1:]]]
    row, column = links.tocoo().coords
    near, far = place[row], place[column]
    back = far != parent[near]
    low = np.arange(n)
    np.minimum.at(low, near[back], far[back])
    return _Forest(order, parent, _minimum_of_runs(low, _last_below(parent)))


def _last_below(parent: Numbers) -> Numbers:
    """The last place of what hangs under each place: down the last children, by doubling."""
    import numpy as np

    last = np.arange(len(parent))
    # Of several children the last is kept: NumPy assigns in order.
    last[parent[1:]] = np.arange(1, len(parent))
    while not np.array_equal(further := last[last], last):
        last = further
    return last


def _minimum_of_runs(values: Numbers, end: Numbers) -> Numbers:
    """The minimum of ``values[k : end[k] + 1]`` for each k: two overlapping powers of two."""
    import numpy as np

    start = np.arange(len(values))
    level = np.frexp(end - start + 1)[1] - 1
    least = values.copy()
    for power in range(int(level.max()) + 1):
        here = np.flatnonzero(level == power)
        least[here] = np.minimum(values[here], values[end[here] - (1 << power) + 1])
        wide = values.copy()
        reach = len(values) - (1 << power)
        if reach > 0:
            np.minimum(values[:reach], values[1 << power :], out=wide[:reach])
        values = wide
    return least
