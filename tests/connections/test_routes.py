"""The search for paths, alone: on graphs drawn at random, held against networkx."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from kg.routes import Pair, Routes, routes

Edge = tuple[str, str, int | None]
"""Two nodes and a cost; None for an edge that does not count."""

EDGES = st.lists(
    st.tuples(
        st.sampled_from("abcdefg"), st.sampled_from("abcdefg"), st.sampled_from([0, 0, 1, 1, None])
    ),
    max_size=18,
)
ALL = 10_000


class _Graph:
    """Edges in a list, as the search asks for them; it notes what it was asked."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self.edges = list(edges)
        self.asked: list[str] = []
        self.weighed: list[Pair] = []

    def neighbours(self, nodes: frozenset[str]) -> Iterable[tuple[str, str]]:
        self.asked.extend(nodes)
        for one, other, _ in self.edges:
            if one in nodes:
                yield one, other
            if other in nodes:
                yield other, one

    def weigh(self, pairs: Set[Pair]) -> Mapping[Pair, int]:
        self.weighed.extend(pairs)
        costs: dict[Pair, int] = {}
        for one, other, cost in self.edges:
            pair = (min(one, other), max(one, other))
            if pair in pairs and cost is not None:
                costs[pair] = min(cost, costs.get(pair, cost))
        return costs

    def routes(self, *, longest: int, further: int = 0, most: int = 1) -> Routes:
        return routes(
            "a", "b", self.neighbours, self.weigh, longest=longest, further=further, most=most
        )


def _peer(edges: list[Edge], longest: int) -> list[tuple[str, ...]]:
    """The same by networkx: all simple paths, sorted."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from("ab")
    for one, other, cost in edges:
        if cost is not None:
            before = graph.edges[one, other]["cost"] if graph.has_edge(one, other) else cost
            graph.add_edge(one, other, cost=min(cost, before))
    found = [tuple(path) for path in nx.all_simple_paths(graph, "a", "b", cutoff=longest)]
    return sorted(found, key=lambda p: (len(p), nx.path_weight(graph, p, "cost"), p))


@given(EDGES, st.integers(1, 6))
def test_all_simple_paths_come_in_order_of_steps_cost_and_names(
    edges: list[Edge], longest: int
) -> None:
    found = _Graph(edges).routes(longest=longest, further=longest, most=ALL)
    assert list(found.paths) == _peer(edges, longest)
    assert not found.more


@given(EDGES, st.integers(1, 6), st.integers(1, 6))
def test_shortest_paths_are_found_beyond_the_length_up_to_which_longer_ones_are_listed(
    edges: list[Edge], longest: int, further: int
) -> None:
    expected = _peer(edges, longest)
    if expected:
        upto = max(len(expected[0]) - 1, further)
        expected = [path for path in expected if len(path) - 1 <= upto]
    found = _Graph(edges).routes(longest=longest, further=further, most=ALL)
    assert list(found.paths) == expected


@given(EDGES, st.integers(1, 5))
def test_a_limit_keeps_the_best_and_says_that_there_are_more(edges: list[Edge], most: int) -> None:
    everything = _Graph(edges).routes(longest=6, further=6, most=ALL).paths
    found = _Graph(edges).routes(longest=6, further=6, most=most)
    assert found.paths == everything[:most]
    assert found.more == (len(everything) > most)


@given(EDGES)
def test_no_node_and_no_edge_is_asked_for_twice(edges: list[Edge]) -> None:
    graph = _Graph(edges)
    graph.routes(longest=6, further=6, most=ALL)
    assert len(graph.asked) == len(set(graph.asked))
    assert len(graph.weighed) == len(set(graph.weighed))


@given(EDGES)
def test_what_cannot_be_reached_is_said_to_be_out_of_reach_not_just_far(edges: list[Edge]) -> None:
    found = _Graph(edges).routes(longest=99)
    assert bool(found.paths) == bool(_peer(edges, 99))
    assert found.exhausted == (not found.paths)


def test_of_two_shortest_paths_the_cheaper_goes_first() -> None:
    found = _Graph([("a", "c", 1), ("c", "b", 0), ("a", "d", 0), ("d", "b", 0)]).routes(longest=4)
    assert found.paths == (("a", "d", "b"),)
    assert found.more


def test_an_edge_that_does_not_count_is_gone_round() -> None:
    found = _Graph([("a", "b", None), ("a", "c", 0), ("c", "b", 1)]).routes(longest=4)
    assert found.paths == (("a", "c", "b"),)


def test_a_way_round_is_found_after_everything_within_reach_is_known() -> None:
    # The rims are empty after two levels; the only way that counts takes three steps.
    edges: list[Edge] = [("a", "c", 0), ("c", "b", None), ("c", "d", 0), ("d", "b", 0)]
    assert _Graph(edges).routes(longest=4).paths == (("a", "c", "d", "b"),)


def test_a_hub_beside_the_way_is_not_asked_for() -> None:
    # a - m - b, and m's neighbour hub with a thousand spokes: the rims meet before it.
    edges: list[Edge] = [("a", "m", 0), ("m", "b", 0), ("m", "hub", 0)]
    edges += [("hub", f"s{n}", 0) for n in range(1000)]
    graph = _Graph(edges)
    assert graph.routes(longest=8).paths == (("a", "m", "b"),)
    assert "hub" not in graph.asked
    assert sorted(graph.weighed) == [("a", "m"), ("b", "m")]
