"""Who holds the network together: degree, PageRank and betweenness."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kg.analysis.projection import simple_graph

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Centrality", "centrality"]

N = TypeVar("N", bound=Hashable)


class Centrality(NamedTuple):
    """The measures of one node. PageRank and betweenness are shares between 0 and 1."""

    degree: int
    pagerank: float
    betweenness: float


def centrality(graph: nx.MultiDiGraph[N]) -> dict[N, Centrality]:
    """Degree, PageRank and betweenness of every node, over the simple undirected graph.

    ``degree`` counts different neighbours. ``pagerank`` (Brin and Page 1998, damping 0.85,
    weight = number of records) runs along edges in both directions, because a supply edge's
    arrow says where goods go, not who matters. ``betweenness`` (Freeman 1977, by Brandes 2001;
    normalised, unweighted) is the share of shortest paths that pass through a node.
    O(nodes * edges). An empty graph gives an empty answer.

    >>> import networkx as nx
    >>> star = nx.MultiDiGraph([("hub", "a"), ("hub", "b"), ("c", "hub")])
    >>> centrality(star)["hub"].degree, centrality(star)["hub"].betweenness
    (3, 1.0)
    """
    import networkx as nx

    if not graph:
        return {}
    simple = simple_graph(graph)
    pagerank = nx.pagerank(simple, alpha=0.85, weight="weight")
    betweenness = nx.betweenness_centrality(simple, normalized=True)
    return {
        node: Centrality(len(simple[node]), float(pagerank[node]), float(betweenness[node]))
        for node in graph
    }
