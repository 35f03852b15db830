"""Trophic levels and incoherence by hand, and against the definition solved densely."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

from kg.analysis import Digraph, trophic_incoherence, trophic_levels, weak_components


def test_on_a_path_each_step_is_one_level_and_nothing_is_incoherent() -> None:
    path = nx.path_graph(5, create_using=nx.DiGraph)
    assert trophic_levels(path).array == pytest.approx([0, 1, 2, 3, 4])
    assert trophic_incoherence(path) == pytest.approx(0)


def test_on_a_directed_cycle_levels_mean_nothing() -> None:
    cycle = nx.cycle_graph(4, create_using=nx.DiGraph)
    assert trophic_levels(cycle).array == pytest.approx([0, 0, 0, 0])
    assert trophic_incoherence(cycle) == pytest.approx(1)


def test_a_short_cut_by_hand() -> None:
    # a -> b -> c and a -> c, all of weight 1: h = 0, 2/3, 4/3; (1 + 1 + 1) / 9 / 3 = 1/9
    found = Digraph.from_arrays(3, [0, 1, 0], [1, 2, 2])
    assert trophic_levels(found).array == pytest.approx([0, 2 / 3, 4 / 3])
    assert trophic_incoherence(found) == pytest.approx(1 / 9)


def test_each_part_starts_at_zero() -> None:
    parts = Digraph.from_arrays(5, [0, 3], [1, 2])
    assert trophic_levels(parts).array == pytest.approx([0, 1, 1, 0, 0])


def test_a_loop_moves_no_level_but_counts_as_incoherent() -> None:
    looped = Digraph.from_arrays(2, [0, 0], [1, 0])
    assert trophic_levels(looped).array == pytest.approx([0, 1])
    assert trophic_incoherence(looped) == pytest.approx(0.5)


def test_without_edges_all_is_zero() -> None:
    assert trophic_levels(Digraph.from_arrays(2, [], [])) == {0: 0.0, 1: 0.0}
    assert trophic_levels(Digraph.from_arrays(0, [], [])) == {}
    assert trophic_incoherence(Digraph.from_arrays(0, [], [])) == 0.0


def test_a_long_path_is_solved_to_the_last_level() -> None:
    n = 5000
    path = Digraph.from_arrays(n, np.arange(n - 1), np.arange(1, n))
    assert trophic_levels(path).array == pytest.approx(np.arange(n), abs=1e-6)


def test_levels_solve_the_definition_on_a_hundred_graphs(networks: list[nx.Graph[Any]]) -> None:
    for graph in networks:
        network = Digraph.from_networkx(graph)
        found = trophic_levels(network).array
        assert found == pytest.approx(_naive_levels(network), abs=1e-6)


def _naive_levels(network: Digraph[Any]) -> Any:
    weights = network.matrix.toarray()
    into, out = weights.sum(axis=0), weights.sum(axis=1)
    laplacian = np.diag(into + out) - weights - weights.T
    levels = np.linalg.lstsq(laplacian, into - out)[0]
    for part in weak_components(network).groups():
        places = [network.number[node] for node in part]
        levels[places] -= levels[places].min()
    return levels
