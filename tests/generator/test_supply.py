"""Supply graphs as arrays: exact sizes, no loops, heavy tails, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from generator import SupplyGraph, supply_graph


@pytest.fixture(scope="module")
def graph() -> SupplyGraph:
    return supply_graph(10_000, 30_000, seed=5)


def test_exactly_as_many_relations_as_asked_for_none_twice_and_none_to_itself(
    graph: SupplyGraph,
) -> None:
    pairs = set(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
    assert len(pairs) == len(graph.source) == 30_000
    assert all(source != target for source, target in pairs)
    assert {graph.source.min() >= 0, graph.target.max() < 10_000} == {True}


def test_same_seed_gives_the_same_arrays(graph: SupplyGraph) -> None:
    again = supply_graph(10_000, 30_000, seed=5)
    for one, other in zip(graph[1:], again[1:], strict=True):
        assert np.array_equal(one, other)
    assert not np.array_equal(graph.source, supply_graph(10_000, 30_000, seed=6).source)


def test_degrees_have_heavy_tails_at_both_ends(graph: SupplyGraph) -> None:
    for ends in (graph.source, graph.target):
        degree = np.bincount(ends, minlength=graph.n)
        assert degree.max() > 20 * max(1, np.median(degree))


def test_suppliers_mostly_come_from_an_industry_or_two_up_the_stream(graph: SupplyGraph) -> None:
    up = (graph.industry[graph.target] - graph.industry[graph.source]) % 20
    assert 0.75 < np.isin(up, (1, 2)).mean() < 0.9


def test_amounts_are_positive_with_few_that_are_very_large(graph: SupplyGraph) -> None:
    assert graph.weight.min() >= 1
    assert graph.weight.max() > 50 * np.median(graph.weight)


def test_too_many_relations_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        supply_graph(100, 10_000)
