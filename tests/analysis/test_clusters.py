"""Louvain communities: known structure, order of nodes, and modularity by its definition."""

from __future__ import annotations

import random
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import communities, modularity


def _two_cliques() -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in ("a", "b"):
        graph.add_edges_from(combinations([f"{name}{i}" for i in range(5)], 2))
    graph.add_edge("a0", "b0")
    return graph


def test_two_cliques_joined_by_a_bridge_are_two_clusters() -> None:
    assert communities(_two_cliques()).groups() == [
        [f"a{i}" for i in range(5)],
        [f"b{i}" for i in range(5)],
    ]


def test_modularity_of_the_two_cliques_by_hand() -> None:
    # 21 edges, 10 inside each part, each part with degree sum 21: 20/21 - 2 * (21/42)^2
    graph = _two_cliques()
    found = modularity(graph, communities(graph).array)
    assert found == pytest.approx(20 / 21 - 0.5)


def test_a_node_without_edges_is_a_community_of_its_own() -> None:
    graph = _two_cliques()
    graph.add_node("alone")
    assert ["alone"] in communities(graph).groups()


def test_a_graph_without_nodes_has_no_communities() -> None:
    assert communities(nx.MultiDiGraph()).groups() == []


@given(st.randoms(use_true_random=False))
def test_the_order_of_nodes_and_edges_does_not_matter(rng: random.Random) -> None:
    source = _two_cliques()
    nodes, edges = list(source.nodes), list(source.edges())
    rng.shuffle(nodes)
    rng.shuffle(edges)
    shuffled: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)
    assert communities(shuffled).to_dict() == communities(source).to_dict()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_every_node_is_in_exactly_one_community_and_never_alone_if_linked(
    edges: list[tuple[int, int]],
) -> None:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(edges)
    linked = {n for a, b in edges if a != b for n in (a, b)}
    groups = communities(graph).groups()
    assert sorted(m for group in groups for m in group) == sorted(graph)
    assert sorted(m for group in groups if len(group) > 1 for m in group) == sorted(linked)
