"""What holds together: degrees, components, cores, and whom the network falls apart without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from kg.analysis.digraph import Digraph, NodeValues, as_digraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.analysis.digraph import Network

    Direction = Literal["in", "out", "both"]

__all__ = ["core_number", "degree", "reciprocity", "strength", "strong_components",
           "weak_components"]  # fmt: skip

_GONE = 1 << 62  # a number of neighbours that no loss of neighbours brings under any k


def degree(graph: Network, *, direction: Direction = "both") -> NodeValues[Any]:
    """How many edges a node has, parallel ones counted once.

    ``both`` is in plus out, so that a loop counts twice, as in networkx. Without directions
    the three are one. O(edges).

    >>> import networkx as nx
    >>> degree(nx.DiGraph([("ore", "steel"), ("steel", "car")]), direction="in")
    {'car': 1, 'ore': 0, 'steel': 1}
    """

    network = as_digraph(graph)
    return NodeValues(network, _sums(network, network.pattern, direction).astype(int))


def strength(graph: Network, *, direction: Direction = "both") -> NodeValues[Any]:
    """The weight of a node's edges (Barrat et al. 2004); otherwise as ``degree``.

    >>> graph = Digraph.from_arrays(2, [0, 0], [1, 1], [2.5, 1.0], nodes=["ore", "steel"])
    >>> strength(graph, direction="out")
    {'ore': 3.5, 'steel': 0.0}
    """
    network = as_digraph(graph)
    return NodeValues(network, _sums(network, network.matrix, direction))


def _sums(network: Digraph[Any], matrix: Any, direction: Direction) -> NDArray[np.float64]:
    out: NDArray[np.float64] = matrix.sum(axis=1)
    if not network.directed:
        out += matrix.diagonal()  # a loop has two ends
    elif direction == "in":
        out = matrix.sum(axis=0)
    elif direction == "both":
        out += matrix.sum(axis=0)
    return out


def weak_components(graph: Network) -> NodeValues[Any]:
    """The number of the part that each node is in, directions aside; 0 is the largest part.

    ``.groups()`` gives the parts. Parts of one size come in node order. O(nodes + edges).

    >>> import networkx as nx
    >>> weak_components(nx.DiGraph([("x", "y"), ("a", "b"), ("c", "b")])).groups()
    [['a', 'b', 'c'], ['x', 'y']]
    """
    return _components(as_digraph(graph), "weak")


def strong_components(graph: Network) -> NodeValues[Any]:
    """The number of the part in which each reaches each along edges; else as weak ones.

    Tarjan 1972 (Pearce 2005 in SciPy). O(nodes + edges).

    >>> import networkx as nx
    >>> strong_components(nx.DiGraph([("a", "b"), ("b", "c"), ("c", "b")])).groups()
    [['b', 'c'], ['a']]
    """
    return _components(as_digraph(graph), "strong")


def _components(network: Digraph[Any], connection: Literal["weak", "strong"]) -> NodeValues[Any]:
    import numpy as np
    from scipy.sparse import csgraph

    if not len(network):
        return NodeValues(network, np.zeros(0, int))
    count, labels = csgraph.connected_components(network.matrix, connection=connection)
    _, first = np.unique(labels, return_index=True)
    rank = np.empty(count, int)
    rank[np.lexsort((first, -np.bincount(labels)))] = np.arange(count)
    return NodeValues(network, rank[labels])


def core_number(graph: Network) -> NodeValues[Any]:
    """The largest k such that a node is in the k-core: all there have k neighbours there.

    With directions a pair linked both ways counts twice (in plus out), as in networkx; loops
    are left out, where networkx refuses. ``.groups()`` gives the shells. By peeling
    (Seidman 1983; Batagelj and Zaversnik 2003). O(edges), and a step for each layer peeled.

    >>> import networkx as nx
    >>> core_number(nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])).groups()
    [['d'], ['a', 'b', 'c']]
    """
    import numpy as np
    from scipy.sparse import csr_array

    network = as_digraph(graph)
    n = len(network)
    row, column = network.pattern.tocoo().coords
    keep = row != column
    row, column = row[keep], column[keep]
    if network.directed:
        row, column = np.concatenate([row, column]), np.concatenate([column, row])
    links = csr_array((np.ones(len(row), np.int32), (row, column)), shape=(n, n))
    left = links.sum(axis=1).astype(np.int64)
    core = np.zeros(n, np.int64)
    alive = np.arange(n)
    k = 0
    while len(alive):
        k = max(k, int(left[alive].min()))
        peel = alive[left[alive] <= k]
        while len(peel):
            core[peel] = k
            left[peel] = _GONE
            _, neighbours, times = neighbours_of(links, peel)
            np.subtract.at(left, neighbours, times)
            touched = np.unique(neighbours)
            peel = touched[left[touched] <= k]
        alive = alive[left[alive] < _GONE // 2]
    return NodeValues(network, core)


def neighbours_of(matrix: Any, nodes: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Of each stored entry in the given rows: which of ``nodes``, the column, the value."""
    import numpy as np

    start = matrix.indptr[nodes].astype(np.int64)
    count = matrix.indptr[nodes + 1] - start
    which = np.repeat(np.arange(len(nodes)), count)
    within = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    entry = start[which] + within
    return which, matrix.indices[entry], matrix.data[entry]


def reciprocity(graph: Network) -> float:
    """The share of edges whose opposite is there too; 0.0 where there is no edge.

    Loops count among the edges and never as returned, as in networkx. O(edges).

    >>> import networkx as nx
    >>> reciprocity(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c"), ("d", "c")]))
    0.5
    """
    pattern = as_digraph(graph).pattern
    if not pattern.nnz:
        return 0.0
    both = pattern.multiply(pattern.T).sum() - pattern.diagonal().sum()
    return float(both / pattern.nnz)
