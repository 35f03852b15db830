"""The columnar network: what becomes of edges, weights and order, and that nothing changes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import Digraph, NodeValues, pagerank

Simple: TypeAlias = "Callable[[nx.Graph[Any]], nx.Graph[Any]]"


def test_parallel_weights_are_summed_and_a_missing_weight_is_one() -> None:
    trade: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    trade.add_edge("ore", "steel", weight=2.5)
    trade.add_edge("ore", "steel")
    found = Digraph.from_networkx(trade)
    assert found.matrix.toarray().tolist() == [[0.0, 3.5], [0.0, 0.0]]


def test_without_a_name_for_weights_records_are_counted() -> None:
    trade: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    trade.add_edge("ore", "steel", weight=2.5)
    trade.add_edge("ore", "steel", weight=9)
    assert Digraph.from_networkx(trade, weight=None).matrix.sum() == 2.0


def test_nodes_are_sorted_by_their_text() -> None:
    assert Digraph.from_networkx(nx.DiGraph([("steel", "car"), ("ore", "steel")])).nodes == [
        "car",
        "ore",
        "steel",
    ]


@given(st.randoms(use_true_random=False), st.integers(0, 12), st.booleans())
def test_the_callers_order_does_not_matter(rng: random.Random, n: int, directed: bool) -> None:
    pairs = [(rng.randrange(n), rng.randrange(n)) for _ in range(2 * n)]
    found = []
    for _ in range(2):
        graph: nx.MultiGraph[int] = nx.MultiDiGraph() if directed else nx.MultiGraph()
        nodes = list(range(n))
        rng.shuffle(nodes)
        rng.shuffle(pairs)
        graph.add_nodes_from(nodes)
        graph.add_edges_from(pairs)
        found.append(Digraph.from_networkx(graph))
    assert found[0].nodes == found[1].nodes
    assert found[0].matrix.toarray().tolist() == found[1].matrix.toarray().tolist()


def test_matrix_equals_networkx_on_a_hundred_graphs(
    networks: list[nx.Graph[Any]], simple: Simple
) -> None:
    for graph in networks:
        found = Digraph.from_networkx(graph)
        if len(graph):
            expected = nx.to_numpy_array(simple(graph), nodelist=list(found.nodes))
            assert np.array_equal(found.matrix.toarray(), expected)
        assert found.matrix.has_sorted_indices
        assert found.directed == graph.is_directed()


def test_counts_and_density_equal_networkx(networks: list[nx.Graph[Any]], simple: Simple) -> None:
    for graph in networks:
        found, plain = Digraph.from_networkx(graph), simple(graph)
        assert found.number_of_nodes() == len(found) == len(plain)
        assert found.number_of_edges() == plain.number_of_edges()
        assert found.density() == pytest.approx(nx.density(plain))
        assert set(found) == set(plain)


def test_the_callers_graph_is_unchanged(networks: list[nx.Graph[Any]]) -> None:
    for graph in networks:
        before = list(graph.nodes(data=True)), [*map(repr, graph.edges(data=True))]
        pagerank(graph)
        assert (list(graph.nodes(data=True)), [*map(repr, graph.edges(data=True))]) == before


def test_undirected_sums_what_runs_both_ways_and_keeps_loops() -> None:
    flows = Digraph.from_arrays(3, [0, 1, 1, 2], [1, 0, 2, 2], [2.0, 3.0, 5.0, 7.0])
    assert flows.undirected().matrix.toarray().tolist() == [
        [0.0, 5.0, 0.0],
        [5.0, 0.0, 5.0],
        [0.0, 5.0, 7.0],
    ]
    assert flows.undirected().number_of_edges() == 3


def test_an_undirected_edge_is_given_once_and_stands_both_ways() -> None:
    found = Digraph.from_arrays(2, [0, 1], [1, 1], [4.0, 6.0], directed=False)
    assert found.matrix.toarray().tolist() == [[0.0, 4.0], [4.0, 6.0]]


def test_an_edge_of_weight_zero_is_no_edge() -> None:
    assert Digraph.from_arrays(2, [0, 1], [1, 0], [0.0, 1.0]).number_of_edges() == 1


@pytest.mark.parametrize("weight", [-1.0, float("nan")])
def test_a_weight_must_be_a_number_of_at_least_zero(weight: float) -> None:
    with pytest.raises(ValueError, match="weights"):
        Digraph.from_arrays(2, [0], [1], [weight])


@pytest.mark.parametrize("number", [-1, 2])
def test_an_end_must_be_the_number_of_a_node(number: int) -> None:
    with pytest.raises(ValueError, match="index"):
        Digraph.from_arrays(2, [0], [number])


def test_there_is_a_label_for_each_node() -> None:
    with pytest.raises(ValueError, match="1 labels for 2 nodes"):
        Digraph.from_arrays(2, [0], [1], nodes=["ore"])


def test_a_network_cannot_be_changed() -> None:
    found = Digraph.from_arrays(2, [0], [1])
    with pytest.raises(ValueError, match="read-only"):
        found.matrix.data[0] = 2.0


def test_given_arrays_stay_the_callers() -> None:
    weight = np.array([1.0, 2.0])
    Digraph.from_arrays(2, [0, 1], [1, 0], weight)
    weight[0] = 5.0


def test_memory_mapped_arrays_are_taken_as_they_are(tmp_path: Path) -> None:
    from scipy.sparse import csr_array

    built = Digraph.from_arrays(3, [0, 1], [1, 2]).matrix
    parts = []
    for name in ("data", "indices", "indptr"):
        np.save(tmp_path / f"{name}.npy", getattr(built, name))
        parts.append(np.load(tmp_path / f"{name}.npy", mmap_mode="r"))
    mapped = Digraph(range(3), csr_array(tuple(parts), shape=(3, 3)))
    assert pagerank(mapped).to_dict() == pagerank(Digraph(range(3), built)).to_dict()


def test_membership_is_by_label() -> None:
    found = Digraph.from_arrays(2, [0], [1], nodes=["ore", "steel"])
    assert "ore" in found
    assert 0 not in found


def test_values_are_a_mapping_of_plain_numbers() -> None:
    values = NodeValues(Digraph.from_arrays(2, [0], [1], nodes=["ore", "steel"]), [1, 2])
    assert values == {"ore": 1, "steel": 2}
    assert type(values["ore"]) is int
    assert max(values, key=values.__getitem__) == "steel"


def test_values_cannot_be_changed() -> None:
    values = NodeValues(Digraph.from_arrays(2, [0], [1]), [1, 2])
    with pytest.raises(ValueError, match="read-only"):
        values.array[0] = 9


def test_groups_are_by_rising_value_and_in_node_order() -> None:
    network = Digraph.from_arrays(4, [], [], nodes=["a", "b", "c", "d"])
    assert NodeValues(network, [3, 1, 3, 1]).groups() == [["b", "d"], ["a", "c"]]
    assert NodeValues(Digraph.from_arrays(0, [], []), []).groups() == []
