"""Each measure equals networkx's on a hundred graphs, and by hand on small ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pytest

from kg.analysis import (
    Digraph,
    articulation_points,
    bridges,
    closeness_centrality,
    core_number,
    degree,
    eigenvector_centrality,
    harmonic_centrality,
    hits,
    katz_centrality,
    pagerank,
    reciprocity,
    strength,
    strong_components,
    weak_components,
)
from kg.errors import ConvergenceError

Graphs: TypeAlias = "list[nx.Graph[Any]]"
Plain: TypeAlias = "Callable[[nx.Graph[Any]], nx.Graph[Any]]"


def _same(found: Any, expected: Any) -> None:
    assert found == pytest.approx(expected, abs=1e-6)


def test_degree_and_strength(networks: Graphs, simple: Plain) -> None:
    for graph in networks:
        plain = simple(graph)
        assert degree(graph) == dict(plain.degree())
        _same(strength(graph).to_dict(), dict(plain.degree(weight="weight")))


def test_degree_and_strength_by_direction(networks: Graphs, simple: Plain) -> None:
    for graph in (g for g in networks if g.is_directed()):
        plain: Any = simple(graph)
        assert degree(graph, direction="in") == dict(plain.in_degree())
        assert degree(graph, direction="out") == dict(plain.out_degree())
        _same(strength(graph, direction="in").to_dict(), dict(plain.in_degree(weight="weight")))
        _same(strength(graph, direction="out").to_dict(), dict(plain.out_degree(weight="weight")))


def test_pagerank(networks: Graphs, simple: Plain) -> None:
    for graph in networks:
        # networkx's own tolerance is per node; it is asked for as much as is given here
        expected = nx.pagerank(simple(graph), tol=1e-11, max_iter=1000)
        _same(pagerank(graph).to_dict(), expected)


def test_katz(networks: Graphs, simple: Plain) -> None:
    for graph in networks:
        expected = nx.katz_centrality(simple(graph), alpha=0.02, weight=None, tol=1e-11)
        _same(katz_centrality(graph, alpha=0.02).to_dict(), expected)
        heavy = nx.katz_centrality(simple(graph), alpha=0.005, weight="weight", tol=1e-11)
        _same(katz_centrality(graph, alpha=0.005, weighted=True).to_dict(), heavy)


def test_eigenvector_without_directions(networks: Graphs, simple: Plain) -> None:
    for graph in (g for g in networks if len(g) and not g.is_directed()):
        for weighted, name in ((False, None), (True, "weight")):
            expected = nx.eigenvector_centrality(
                simple(graph), weight=name, tol=1e-12, max_iter=100_000
            )
            _same(eigenvector_centrality(graph, weighted=weighted).to_dict(), expected)


def test_eigenvector_with_directions(networks: Graphs, simple: Plain) -> None:
    # Where a walk can go from each to each; elsewhere the iteration need not settle.
    for graph in (g for g in networks if len(g) > 2 and g.is_directed()):
        plain = simple(graph)
        nx.add_cycle(plain, list(plain), weight=1)
        expected = nx.eigenvector_centrality(plain, tol=1e-11, max_iter=10_000)
        _same(eigenvector_centrality(plain).to_dict(), expected)


def test_eigenvector_of_tied_parts_is_what_equal_values_lead_to() -> None:
    two = nx.Graph([("a", "b"), ("b", "c"), ("x", "y"), ("y", "z")])
    found = eigenvector_centrality(two)
    assert found["b"] == pytest.approx(found["y"])
    assert found["b"] == pytest.approx(0.5)


def test_hits_equal_networkx_where_one_answer_is_largest() -> None:
    for seed in range(100):
        rng = random.Random(seed)  # noqa: S311 - nothing is secret here
        graph = nx.gnp_random_graph(rng.randint(5, 20), 0.4, seed=seed, directed=True)
        for a, b in graph.edges:
            graph[a][b]["weight"] = rng.uniform(1, 3)
        for found, expected in zip(hits(graph), nx.hits(graph), strict=True):
            _same(found.to_dict(), expected)


def test_hits_hold_by_definition(networks: Graphs) -> None:
    for graph in networks:
        network = Digraph.from_networkx(graph)
        hub, authority = (values.array for values in hits(network))
        for one, other in (
            (hub, network.matrix @ authority),
            (authority, network.matrix.T @ hub),
        ):
            _same(one, other / (other.sum() or 1.0))


def test_closeness(networks: Graphs, simple: Plain) -> None:
    for graph in networks:
        _same(closeness_centrality(graph).to_dict(), nx.closeness_centrality(simple(graph)))


def test_harmonic(networks: Graphs, simple: Plain) -> None:
    for graph in networks:
        _same(harmonic_centrality(graph).to_dict(), nx.harmonic_centrality(simple(graph)))


def test_nearness_with_more_starts_than_one_search_holds() -> None:
    graph = nx.gnp_random_graph(700, 0.004, seed=3, directed=True)
    _same(closeness_centrality(graph).to_dict(), nx.closeness_centrality(graph))


def test_nearness_on_a_long_path_by_hand() -> None:
    n = 600
    found = harmonic_centrality(Digraph.from_arrays(n, np.arange(n - 1), np.arange(1, n)))
    assert found[n - 1] == pytest.approx(sum(1 / d for d in range(1, n)))


def test_core_number(networks: Graphs, without_loops: Plain) -> None:
    for graph in networks:
        assert core_number(graph) == nx.core_number(without_loops(graph))


def test_articulation_points_and_bridges(networks: Graphs, without_loops: Plain) -> None:
    for graph in networks:
        plain = without_loops(graph).to_undirected()
        assert articulation_points(graph) == (
            set(nx.articulation_points(plain)) if len(plain) else set()
        )
        assert {frozenset(pair) for pair in bridges(graph)} == {
            frozenset(pair) for pair in nx.bridges(plain)
        }


def test_cuts_of_a_larger_network_in_many_parts() -> None:
    graph = nx.gnp_random_graph(3000, 1.1 / 3000, seed=5)
    assert articulation_points(graph) == set(nx.articulation_points(graph))
    assert {frozenset(p) for p in bridges(graph)} == {frozenset(p) for p in nx.bridges(graph)}


def test_components(networks: Graphs, simple: Plain) -> None:
    for graph in networks:
        directed: Any = simple(graph).to_directed()
        for found, expected in (
            (weak_components(graph), nx.weakly_connected_components(directed)),
            (strong_components(graph), nx.strongly_connected_components(directed)),
        ):
            groups = found.groups()
            assert {frozenset(g) for g in groups} == {frozenset(g) for g in expected}
            assert [len(g) for g in groups] == sorted(map(len, groups), reverse=True)


def test_reciprocity(networks: Graphs, simple: Plain) -> None:
    for graph in (g for g in networks if g.is_directed() and g.number_of_edges()):
        assert reciprocity(graph) == pytest.approx(nx.reciprocity(simple(graph)))


def test_a_network_without_edges_has_no_reciprocity() -> None:
    assert reciprocity(nx.DiGraph()) == 0.0


def test_katz_with_too_large_an_alpha_does_not_settle() -> None:
    with pytest.raises(ConvergenceError, match="smaller alpha"):
        katz_centrality(nx.complete_graph(20), alpha=0.1)


def test_eigenvector_of_a_network_without_cycles_does_not_settle() -> None:
    with pytest.raises(ConvergenceError, match="no convergence"):
        eigenvector_centrality(nx.path_graph(4, create_using=nx.DiGraph))


def test_lanczos_stops_after_the_steps_it_is_given() -> None:
    graph = nx.gnp_random_graph(200, 0.02, seed=1)
    with pytest.raises(ConvergenceError):
        eigenvector_centrality(graph, tol=1e-15, max_iter=20)


def test_pagerank_is_settled_however_many_nodes() -> None:
    # networkx would stop at nodes * 1e-6: here, after two steps
    n = 200_000
    ring = Digraph.from_arrays(n, [0, *range(1, n)], [1, *([0] * (n - 1))])
    # hub = 0.15/n + 0.85 (n - 1) leaf-like inflow; written out for nodes 0, 1 and the leaves
    leaf = 0.15 / n
    hub = (leaf + 0.85 * (n - 2) * leaf + 0.85 * leaf) / (1 - 0.85**2)
    assert pagerank(ring)[0] == pytest.approx(hub, rel=1e-6)


@pytest.mark.parametrize(
    "measure",
    [
        pagerank,
        katz_centrality,
        eigenvector_centrality,
        closeness_centrality,
        harmonic_centrality,
        core_number,
        degree,
        strength,
        weak_components,
        strong_components,
    ],
)
def test_no_nodes_no_values(measure: Any) -> None:
    assert measure(nx.DiGraph()) == {}
    assert len(measure(Digraph.from_arrays(0, [], []))) == 0
