"""From records to the simple graph that a measure is defined on."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, TypeVar

from kg.analysis.digraph import Digraph

if TYPE_CHECKING:
    import networkx as nx

    from kg.network import EdgeArrays

__all__ = ["apart", "simple_graph"]

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


def apart(found: EdgeArrays) -> Digraph[str]:
    """The simple digraph of a network's arrays, without loops: an edge of a node to itself is
    no dealing with anyone. O(edges)."""
    different = found.source != found.target
    return Digraph.from_arrays(
        len(found.nodes),
        found.source[different],
        found.target[different],
        found.weight[different],
        found.nodes,
    )
