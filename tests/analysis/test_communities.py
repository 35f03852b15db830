"""Communities: known structure by every engine, fixed by their seed, modularity as networkx."""

from __future__ import annotations

import random
import sys
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest

from kg.analysis import Digraph, adjusted_rand, communities, modularity, stability

ENGINES: list[dict[str, Any]] = [
    {"method": "louvain", "engine": "networkx"},
    {"method": "louvain", "engine": "networkit"},
    {"method": "leiden", "engine": "networkit"},
]


def _cliques(count: int, size: int) -> nx.Graph[str]:
    graph: nx.Graph[str] = nx.Graph()
    for k in range(count):
        graph.add_edges_from(combinations([f"{k:02} {i}" for i in range(size)], 2))
        graph.add_edge(f"{k:02} 0", f"{(k + 1) % count:02} 1")
    return graph


@pytest.mark.parametrize("how", ENGINES)
def test_cliques_in_a_ring_are_found(how: dict[str, Any]) -> None:
    found = communities(_cliques(6, 5), **how).groups()
    assert found == [[f"{k:02} {i}" for i in range(5)] for k in range(6)]


@pytest.mark.parametrize("how", ENGINES)
def test_a_seed_gives_one_answer_whatever_the_order(how: dict[str, Any]) -> None:
    graph = nx.gnp_random_graph(120, 0.05, seed=2)
    rng = random.Random(1)  # noqa: S311 - nothing is secret here
    answers = []
    for _ in range(3):
        nodes, edges = (
            list(graph),
            [(b, a) if rng.random() < 0.5 else (a, b) for a, b in graph.edges],
        )
        rng.shuffle(nodes)
        rng.shuffle(edges)
        shuffled: nx.Graph[int] = nx.Graph()
        shuffled.add_nodes_from(nodes)
        shuffled.add_edges_from(edges)
        answers.append(communities(shuffled, seed=5, **how).to_dict())
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("how", ENGINES)
def test_modularity_is_of_the_order_of_networkx(how: dict[str, Any]) -> None:
    graph = nx.gnp_random_graph(200, 0.03, seed=4)
    reference = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    found = communities(graph, **how)
    assert modularity(graph, [found[n] for n in sorted(graph, key=str)]) > reference - 0.05


@pytest.mark.parametrize("how", ENGINES)
def test_heavier_links_hold_together(how: dict[str, Any]) -> None:
    square = nx.Graph()
    square.add_weighted_edges_from([("a", "b", 9), ("b", "c", 1), ("c", "d", 9), ("d", "a", 1)])
    assert communities(square, **how).groups() == [["a", "b"], ["c", "d"]]


@pytest.mark.parametrize("how", ENGINES)
def test_nodes_without_links_stand_alone(how: dict[str, Any]) -> None:
    graph = nx.Graph([("a", "b"), ("c", "c")])
    graph.add_node("d")
    assert communities(graph, **how).groups() == [["a", "b"], ["c"], ["d"]]


@pytest.mark.parametrize("how", ENGINES)
def test_the_callers_graph_is_unchanged(how: dict[str, Any]) -> None:
    graph = nx.MultiDiGraph([("b", "a"), ("b", "a"), ("c", "c")])
    before = list(graph.edges(keys=True, data=True))
    communities(graph, **how)
    assert list(graph.edges(keys=True, data=True)) == before


def test_without_links_each_node_is_its_own() -> None:
    assert communities(Digraph.from_arrays(3, [], [])) == {0: 0, 1: 1, 2: 2}
    assert communities(nx.Graph()) == {}


def test_networkit_keeps_its_number_of_threads() -> None:
    import networkit

    before = networkit.getMaxNumberOfThreads()
    communities(_cliques(3, 4), engine="networkit")
    assert networkit.getMaxNumberOfThreads() == before


def test_without_networkit_a_large_network_is_networkxs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.partition._NETWORKX_UP_TO", 10)
    monkeypatch.setitem(sys.modules, "networkit", None)
    graph = _cliques(4, 4)
    assert communities(graph) == communities(graph, engine="networkx")


def test_leiden_needs_networkit(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="no Leiden"):
        communities(nx.path_graph(3), method="leiden", engine="networkx")
    monkeypatch.setitem(sys.modules, "networkit", None)
    with pytest.raises(ModuleNotFoundError):
        communities(nx.path_graph(3), method="leiden")


def test_modularity_equals_networkx_on_a_hundred_graphs(networks: list[nx.Graph[Any]]) -> None:
    for graph in (g for g in networks if g.number_of_edges()):
        # parallel and opposite weights summed is this project's undirected; so is the reference
        network = Digraph.from_networkx(graph).undirected()
        plain = nx.from_numpy_array(network.matrix.toarray())
        rng = random.Random(len(graph))  # noqa: S311 - nothing is secret here
        labels = [rng.randrange(3) for _ in network]
        parts = [{k for k, label in enumerate(labels) if label == part} for part in range(3)]
        for resolution in (1.0, 0.5):
            assert modularity(graph, labels, resolution=resolution) == pytest.approx(
                nx.community.modularity(plain, parts, resolution=resolution)
            )


def test_modularity_without_edges_is_zero() -> None:
    assert modularity(nx.Graph(), []) == 0.0


def test_adjusted_rand_by_hand() -> None:
    # of 6 pairs, 2 together in the one, 1 in the other, 1 in both; chance 2 * 1 / 6:
    # (1 - 1/3) / (3/2 - 1/3) = 4/7
    assert adjusted_rand([0, 0, 1, 1], [0, 0, 1, 2]) == pytest.approx(4 / 7)


def test_adjusted_rand_of_crossed_parts_is_below_chance() -> None:
    # 2 pairs together in each, none in both: (0 - 2/3) / (2 - 2/3)
    assert adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)


def test_adjusted_rand_is_one_where_there_is_nothing_to_tell_apart() -> None:
    assert adjusted_rand([], []) == adjusted_rand([1], [2]) == 1.0
    assert adjusted_rand([1, 1, 1], [2, 2, 2]) == 1.0


def test_adjusted_rand_is_near_zero_by_chance() -> None:
    rng = np.random.default_rng(1)
    assert adjusted_rand(rng.integers(0, 5, 5000), rng.integers(0, 5, 5000)) == pytest.approx(
        0, abs=0.01
    )


def test_clear_structure_is_stable_over_seeds_and_noise_is_not() -> None:
    noise = nx.gnp_random_graph(60, 0.1, seed=1)
    assert stability(_cliques(6, 5), range(4)) == 1.0
    assert stability(noise, range(4)) < 0.9


def test_stability_leaves_out_what_cannot_differ() -> None:
    noise = nx.gnp_random_graph(60, 0.1, seed=1)
    before = stability(noise, range(3))
    noise.add_nodes_from(range(100, 300))
    noise.add_edge(100, 100)
    assert stability(noise, range(3)) == pytest.approx(before, abs=0.2)
    assert stability(nx.empty_graph(3), range(3)) == 1.0
