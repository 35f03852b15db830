"""A hundred networks of every shape that a measure must stand, and their plain reference."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

_KINDS = (nx.DiGraph, nx.Graph, nx.MultiDiGraph, nx.MultiGraph)


def _network(seed: int) -> nx.Graph[Any]:
    """Up to 40 nodes, each kind of graph in turn: in parts, with loops, weights, parallel edges."""
    rng = random.Random(seed)  # noqa: S311 - nothing is secret here
    graph: nx.Graph[Any] = _KINDS[seed % 4]()
    n = (0, 1, 2, 3)[seed // 4] if seed < 16 else rng.randint(4, 40)
    nodes = [f"firm {k}" for k in range(n)]
    rng.shuffle(nodes)
    graph.add_nodes_from(nodes)
    for _ in range(rng.randint(0, n * 3)):
        weight = {} if rng.random() < 0.2 else {"weight": rng.choice([0.5, 1, 2, 7.25])}
        graph.add_edge(rng.choice(nodes), rng.choice(nodes), **weight)
    return graph


def _simple(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    plain: nx.Graph[Any] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    plain.add_nodes_from(graph)
    for a, b, weight in graph.edges(data="weight", default=1):
        before = plain[a][b]["weight"] if plain.has_edge(a, b) else 0
        plain.add_edge(a, b, weight=before + weight)
    return plain


@pytest.fixture(scope="session")
def networks() -> list[nx.Graph[Any]]:
    """100 seeded networks; among them four empty ones and four of one node."""
    return [_network(seed) for seed in range(100)]


@pytest.fixture(scope="session")
def simple() -> Callable[[nx.Graph[Any]], nx.Graph[Any]]:
    """The simple graph that measures run on, written out naively: parallel weights summed."""
    return _simple


@pytest.fixture(scope="session")
def without_loops() -> Callable[[nx.Graph[Any]], nx.Graph[Any]]:
    """The simple graph without loops."""

    def plain(graph: nx.Graph[Any]) -> nx.Graph[Any]:
        found = _simple(graph)
        found.remove_edges_from(list(nx.selfloop_edges(found)))
        return found

    return plain
