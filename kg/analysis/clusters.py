"""Which parts of the network belong together: supply clusters, with their links in and out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kg.analysis.partition import communities, modularity
from kg.analysis.projection import simple_graph

if TYPE_CHECKING:
    import networkx as nx

    from kg.analysis.partition import Engine, Method

__all__ = ["Cluster", "clusters"]

N = TypeVar("N", bound=Hashable)


@dataclass(frozen=True)
class Cluster(Generic[N]):
    """One cluster: members by falling number of links inside it, then by node.

    ``inside`` and ``cut`` count linked pairs within the cluster and out of it.
    """

    members: tuple[N, ...]
    inside: int
    cut: int


def clusters(
    graph: nx.MultiDiGraph[N],
    *,
    seed: int = 1,
    resolution: float = 1.0,
    method: Method = "louvain",
    engine: Engine | None = None,
) -> tuple[list[Cluster[N]], float]:
    """Clusters of two or more nodes, largest first, and the modularity of the partition.

    Over the undirected simple graph, weight = number of records; a node without edges belongs
    to no cluster. Methods, engines and seeds are those of ``communities``; the same seed gives
    the same answer whatever the order of the nodes. Modularity (Newman and Girvan 2004) is 0
    for a graph without edges. About O(edges * log nodes).

    >>> import networkx as nx
    >>> two = nx.MultiDiGraph([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y")])
    >>> [c.members for c in clusters(two)[0]]
    [('a', 'b', 'c'), ('x', 'y')]
    """
    linked: nx.Graph[Any] = simple_graph(graph)
    linked.remove_nodes_from([node for node in linked if not linked[node]])
    if not linked:
        return [], 0.0
    parts = communities(linked, method=method, engine=engine, seed=seed, resolution=resolution)
    found = [_cluster(linked, set(part)) for part in parts.groups()]
    found.sort(key=lambda c: (-len(c.members), str(c.members[0])))
    return found, modularity(linked, parts.array, resolution=resolution)


def _cluster(linked: nx.Graph[Any], part: set[Any]) -> Cluster[Any]:
    inner = {node: sum(other in part for other in linked[node]) for node in part}
    cut = sum(len(linked[node]) - inner[node] for node in part)
    members = sorted(part, key=lambda node: (-inner[node], str(node)))
    return Cluster(tuple(members), sum(inner.values()) // 2, cut)
