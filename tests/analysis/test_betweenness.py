"""Betweenness: exact by either engine, sampled within the bound that it states."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Literal

import networkx as nx
import numpy as np
import pytest

from kg.analysis import Digraph, betweenness, betweenness_centrality

Engine = Literal["networkit", "numpy"]


@pytest.fixture(scope="module")
def scale_free() -> Digraph[int]:
    """2,000 nodes and some 6,000 edges by preferential attachment, half of them turned round."""
    edges = np.array(nx.barabasi_albert_graph(2000, 3, seed=7).edges)
    turned = np.random.default_rng(7).random(len(edges)) < 0.5
    edges[turned] = edges[turned, ::-1]
    return Digraph.from_arrays(2000, edges[:, 0], edges[:, 1])


@pytest.mark.parametrize("engine", ["networkit", "numpy"])
def test_exact_equals_networkx_on_a_hundred_graphs(
    engine: Engine,
    networks: list[nx.Graph[Any]],
    simple: Callable[[nx.Graph[Any]], nx.Graph[Any]],
) -> None:
    for graph in networks:
        expected = nx.betweenness_centrality(simple(graph))
        found = betweenness(graph, engine=engine)
        assert found.values.to_dict() == pytest.approx(expected, abs=1e-9)
        assert (found.exact, found.error) == (True, 0.0)


def test_in_numpy_many_rounds_equal_one(
    scale_free: Digraph[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = betweenness(scale_free, engine="numpy").values.array
    monkeypatch.setattr("kg.analysis.between._SIDE_BY_SIDE", 7 * 2000)
    assert betweenness(scale_free, engine="numpy").values.array == pytest.approx(one, abs=1e-12)


def test_without_networkit_numpy_answers(
    scale_free: Digraph[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = betweenness(scale_free).values.array
    monkeypatch.setitem(sys.modules, "networkit", None)
    assert betweenness(scale_free).values.array == pytest.approx(with_it, abs=1e-12)


def test_networkit_asked_for_by_name_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkit", None)
    with pytest.raises(ModuleNotFoundError):
        betweenness(nx.path_graph(4), engine="networkit")


@pytest.mark.parametrize("directed", [True, False])
def test_no_sampled_value_is_off_by_more_than_the_stated_error(
    scale_free: Digraph[int], directed: bool
) -> None:
    network = scale_free if directed else scale_free.undirected()
    exact = betweenness(network).values.array
    for seed in range(5):
        found = betweenness(network, exact=False, epsilon=0.02, seed=seed)
        assert not found.exact
        assert found.error <= 0.02
        assert np.abs(found.values.array - exact).max() <= found.error


def test_sampled_holds_on_a_hundred_graphs(networks: list[nx.Graph[Any]]) -> None:
    for graph in networks:
        exact = betweenness(graph).values.array
        found = betweenness(graph, exact=False, epsilon=0.1)
        assert np.abs(found.values.array - exact).max(initial=0) <= found.error


def test_sampled_paths_are_drawn_alike() -> None:
    # of a square's two ways from corner to corner each is taken half the time
    square = nx.cycle_graph(4)
    found = betweenness(square, exact=False, epsilon=0.01).values
    assert found.array == pytest.approx(np.full(4, 1 / 6), abs=0.01)


def test_the_same_seed_gives_the_same_answer(scale_free: Digraph[int]) -> None:
    one, same, other = (
        betweenness(scale_free, exact=False, epsilon=0.05, seed=seed) for seed in (3, 3, 4)
    )
    assert np.array_equal(one.values.array, same.values.array)
    assert not np.array_equal(one.values.array, other.values.array)


def test_rounds_side_by_side_do_not_touch_each_other(
    scale_free: Digraph[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.analysis.paths._SIDE_BY_SIDE", 3 * 4000)
    exact = betweenness(scale_free).values.array
    found = betweenness(scale_free, exact=False, epsilon=0.05)
    assert np.abs(found.values.array - exact).max() <= found.error


def test_above_ten_thousand_nodes_it_is_sampled() -> None:
    large = Digraph.from_arrays(10_001, [0], [1])
    assert not betweenness(large, epsilon=0.1).exact
    assert betweenness(Digraph.from_arrays(10_000, [0], [1])).exact


@pytest.mark.parametrize("n", [0, 1, 2])
def test_fewer_than_three_nodes_have_nothing_between(n: int) -> None:
    assert set(betweenness(nx.complete_graph(n), exact=False).values.array) <= {0.0}
    assert set(betweenness_centrality(nx.complete_graph(n)).array) <= {0.0}
