"""Which nodes belong together: communities by Louvain or Leiden, and how firm they are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from kg.analysis.digraph import Digraph, NodeValues, as_digraph
from kg.analysis.engines import networkit_or_none

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from kg.analysis.digraph import Network

    Method = Literal["louvain", "leiden"]
    Engine = Literal["networkx", "networkit"]

__all__ = ["adjusted_rand", "communities", "modularity", "stability"]

_NETWORKX_UP_TO = 20_000  # nodes


def communities(
    graph: Network,
    *,
    method: Method = "louvain",
    engine: Engine | None = None,
    seed: int = 1,
    resolution: float = 1.0,
) -> NodeValues[Any]:
    """The number of each node's community; 0 is the largest, of one size the first by node.

    Over the network without directions and loops, by weight; a node without links is a
    community of its own. Louvain (Blondel et al. 2008) or Leiden (Traag, Waltman and van Eck
    2019), about O(edges * log nodes). By default Louvain is networkx's up to 20,000 nodes,
    whatever is installed, and above that NetworKit's where it is installed; Leiden is
    NetworKit's alone. Method, engine and seed together give one answer (NetworKit runs on one
    thread), whatever the order of a networkx graph's nodes; two engines give two answers of
    like modularity. Raises ModuleNotFoundError where NetworKit is needed and missing, and
    ValueError for Leiden by networkx.

    >>> import networkx as nx
    >>> communities(nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y")])).groups()
    [['a', 'b', 'c'], ['x', 'y']]
    """
    import numpy as np

    network = as_digraph(graph)
    plain = _without_loops(network.undirected())
    if not plain.matrix.nnz:
        return NodeValues(network, np.arange(len(network)))
    if method == "leiden" and engine == "networkx":
        raise ValueError("networkx has no Leiden; NetworKit has")
    required = method == "leiden" or engine == "networkit"
    wanted = required or (engine is None and len(network) > _NETWORKX_UP_TO)
    networkit = networkit_or_none(required=required) if wanted else None
    if networkit is None:
        found = _louvain(plain, seed, resolution)
    else:
        found = networkit.communities(plain, method, seed, resolution)
    return NodeValues(network, _by_size(found))


def modularity(graph: Network, labels: ArrayLike, *, resolution: float = 1.0) -> float:
    """How much more weight lies inside the communities than chance would put there.

    Q = sum over communities of inside / m - resolution * (strength / 2m)^2, over the network
    without directions; ``labels`` come in node order. 0.0 without edges. Newman and Girvan
    2004; Reichardt and Bornholdt 2006 for the resolution. O(edges).

    >>> import networkx as nx
    >>> modularity(nx.Graph([("a", "b"), ("x", "y")]), [0, 0, 1, 1])
    0.5
    """
    import numpy as np

    plain = as_digraph(graph).undirected()
    _, part = np.unique(np.asarray(labels), return_inverse=True)
    edges = plain.matrix.tocoo()
    row, column = edges.coords
    # An edge stands in both directions, a loop once; both have two ends.
    ends = np.where(row == column, 2.0, 1.0) * edges.data
    total = ends.sum()
    if not total:
        return 0.0
    inside = ends[part[row] == part[column]].sum()
    strength = np.bincount(part, np.bincount(row, ends, len(plain)))
    return float(inside / total - resolution * ((strength / total) ** 2).sum())


def stability(
    graph: Network,
    seeds: Iterable[int] = range(1, 11),
    *,
    method: Method = "louvain",
    engine: Engine | None = None,
    resolution: float = 1.0,
) -> float:
    """How alike the communities of different seeds are: their mean adjusted Rand index.

    1 where every seed gives the same, near 0 where they agree no more than by chance. Nodes
    without links are left out: they agree whatever happens. 1.0 where none are left.

    >>> import networkx as nx
    >>> stability(nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y")]), range(3))
    1.0
    """
    import numpy as np

    network = as_digraph(graph)
    linked = np.diff(_without_loops(network.undirected()).matrix.indptr) > 0
    found = [
        communities(network, method=method, engine=engine, seed=s, resolution=resolution).array
        for s in seeds
    ]
    alike = [adjusted_rand(a[linked], b[linked]) for a, b in combinations(found, 2)]
    return float(np.mean(alike)) if alike else 1.0


def adjusted_rand(one: ArrayLike, other: ArrayLike) -> float:
    """The adjusted Rand index of two partitions of the same things (Hubert and Arabie 1985).

    (I - E) / (M - E): I pairs together in both, E as many as chance expects, M the mean of the
    pairs together in each. 1.0 where there is nothing to tell apart. O(n log n).

    >>> adjusted_rand([0, 0, 1, 1], ["x", "x", "y", "y"])
    1.0
    """
    import numpy as np

    def pairs(labels: NDArray[Any]) -> float:
        _, count = np.unique(labels, return_counts=True, axis=0)
        return float((count * (count - 1) / 2).sum())

    _, first = np.unique(np.asarray(one), return_inverse=True)
    _, second = np.unique(np.asarray(other), return_inverse=True)
    n = len(first)
    both = pairs(first.astype(np.int64) * (n + 1) + second)
    each = pairs(first), pairs(second)
    chance = each[0] * each[1] / (n * (n - 1) / 2) if n > 1 else 0.0
    most = sum(each) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0


def _without_loops(network: Digraph[Any]) -> Digraph[Any]:
    import numpy as np

    edges = network.matrix.tocoo()
    row, column = edges.coords
    keep = row != column
    if np.all(keep):
        return network
    kept = Digraph.from_arrays(len(network), row[keep], column[keep], edges.data[keep])
    return Digraph(network.nodes, kept.matrix, network.directed)


def _louvain(plain: Digraph[Any], seed: int, resolution: float) -> NDArray[np.int64]:
    import networkx as nx
    import numpy as np
    from scipy.sparse import triu

    graph: nx.Graph[int] = nx.from_scipy_sparse_array(triu(plain.matrix))
    found = np.empty(len(plain), np.int64)
    parts = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    for k, part in enumerate(parts):
        found[list(part)] = k
    return found


def _by_size(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    import numpy as np

    _, first, part, size = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(first), np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(first))
    return rank[part]
