"""From the multi-digraph of records to the simple graph that a measure is defined on."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["simple_graph"]

N = TypeVar("N", bound=Hashable)


def simple_graph(graph: nx.MultiDiGraph[N]) -> nx.Graph[N]:
    """The undirected simple graph: ``weight`` counts the records between two nodes.

    Self-loops are left out, nodes without edges kept. Nodes and edges come in sorted order
    (by ``str``), so that seeded algorithms do not depend on the caller's order. The given
    graph is not changed. O(n log n) over nodes and edges.
    """
    import networkx as nx

    pairs: dict[tuple[Any, Any], int] = {}
    for source, target in graph.edges():
        if source != target:
            pair = (source, target) if str(source) <= str(target) else (target, source)
            pairs[pair] = pairs.get(pair, 0) + 1
    simple: nx.Graph[Any] = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes, key=str))
    for (a, b), weight in sorted(pairs.items(), key=str):
        simple.add_edge(a, b, weight=weight)
    return simple
