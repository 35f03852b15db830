"""Degree, PageRank and betweenness against hand-computed cases and naive definitions."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import Digraph, betweenness_centrality, degree, pagerank
from kg.analysis.digraph import NodeValues

_EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)


def _multi(edges: list[tuple[int, int]], nodes: int = 0) -> nx.MultiDiGraph[int]:
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(edges)
    return graph


def _undirected(graph: nx.MultiDiGraph[int]) -> Digraph[int]:
    graph = graph.copy()
    graph.remove_edges_from(list(nx.selfloop_edges(graph, keys=True)))
    return Digraph.from_networkx(graph).undirected()


def test_the_middle_of_a_path_lies_on_every_shortest_path() -> None:
    path = betweenness_centrality(_undirected(_multi([(0, 1), (2, 1)])))
    assert [path[n] for n in (0, 1, 2)] == [0.0, 1.0, 0.0]


def test_degree_counts_neighbours_and_not_records() -> None:
    assert degree(_undirected(_multi([(0, 1), (0, 1), (1, 0), (0, 0)])))[0] == 1


def test_pagerank_of_a_star_by_hand() -> None:
    # hub = 0.15/4 + 0.85 * 3 * leaf; leaf = 0.15/4 + 0.85 * hub / 3
    star = pagerank(_undirected(_multi([(0, 1), (0, 2), (0, 3)])))
    hub = (0.0375 + 0.85 * 3 * 0.0375) / (1 - 0.85**2)
    assert star[0] == pytest.approx(hub, abs=1e-7)


def test_an_empty_graph_has_no_measures() -> None:
    empty = _undirected(nx.MultiDiGraph())
    found: list[NodeValues[int]] = [pagerank(empty), degree(empty), betweenness_centrality(empty)]
    assert [values.to_dict() for values in found] == [{}, {}, {}]


@given(_EDGES)
def test_measures_equal_their_definitions_written_out_naively(
    edges: list[tuple[int, int]],
) -> None:
    graph = _multi(edges, nodes=8)
    before = list(graph.edges(keys=True))
    links = _undirected(graph)
    ranks, between = pagerank(links), betweenness_centrality(links)
    assert list(graph.edges(keys=True)) == before
    weights = _weights(edges)
    for node, expected in _naive_pagerank(weights).items():
        assert ranks[node] == pytest.approx(expected, abs=1e-7)
    for node, share in _naive_betweenness(weights).items():
        assert between[node] == pytest.approx(share)


def _weights(edges: list[tuple[int, int]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    weights = np.zeros((8, 8))
    for a, b in edges:
        if a != b:
            weights[a, b] += 1
            weights[b, a] += 1
    return weights


def _naive_pagerank(weights: np.ndarray[Any, np.dtype[np.float64]]) -> dict[int, float]:
    n = len(weights)
    sums = weights.sum(axis=1, keepdims=True)
    step = np.where(sums > 0, weights / np.where(sums > 0, sums, 1), 1 / n)
    # The stationary distribution by solving, not by iterating as the library does.
    solved = np.linalg.solve(np.eye(n) - 0.85 * step.T, np.full(n, 0.15 / n))
    return dict(enumerate(solved / solved.sum()))


def _naive_betweenness(weights: np.ndarray[Any, np.dtype[np.float64]]) -> dict[int, float]:
    n = len(weights)
    linked = [{b for b in range(n) if weights[a, b]} for a in range(n)]
    through = dict.fromkeys(range(n), 0.0)
    for a, b in permutations(range(n), 2):
        paths = _shortest_paths(linked, a, b)
        for path in paths:
            for node in path[1:-1]:
                through[node] += 1 / len(paths)
    return {node: value / ((n - 1) * (n - 2)) for node, value in through.items()}


def _shortest_paths(linked: list[set[int]], a: int, b: int) -> list[list[int]]:
    paths = [[a]]
    while paths:
        ends = [p for p in paths if p[-1] == b]
        if ends:
            return ends
        paths = [[*p, c] for p in paths for c in linked[p[-1]] if c not in p]
    return []
