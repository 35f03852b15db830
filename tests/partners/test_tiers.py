"""Suppliers of suppliers: each at its least tier, whatever circles there are."""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.partners.tiers import Supply, walk

FIRMS = st.sampled_from("abcdefg")
GRAPHS = st.lists(st.tuples(FIRMS, FIRMS), max_size=25).map(
    lambda pairs: [
        Supply(f"r{n}", customer, supplier) for n, (customer, supplier) in enumerate(pairs)
    ]
)


def _walk(edges: Sequence[Supply], start: set[str], depth: int):
    return walk(start, lambda firms: [e for e in edges if e.customer in firms], depth)


@given(GRAPHS, st.sets(FIRMS, min_size=1, max_size=2), st.integers(0, 8))
def test_tiers_are_distances_up_the_supply_relations(
    edges: list[Supply], start: set[str], depth: int
) -> None:
    graph = nx.DiGraph((e.customer, e.supplier) for e in edges)
    graph.add_nodes_from(start)
    expected = {}
    for firm in start:
        for other, tier in nx.single_source_shortest_path_length(graph, firm, cutoff=depth).items():
            expected[other] = min(tier, expected.get(other, tier))
    steps, _ = _walk(edges, start, depth)
    assert {firm: step.tier for firm, step in steps.items()} == expected


@given(GRAPHS, st.sets(FIRMS, min_size=1, max_size=2), st.integers(0, 8))
def test_a_path_is_made_of_the_records_it_names(
    edges: list[Supply], start: set[str], depth: int
) -> None:
    by_record = {e.record: e for e in edges}
    for firm, step in _walk(edges, start, depth)[0].items():
        assert step.firms[0] in start
        assert step.firms[-1] == firm
        assert len(set(step.firms)) == len(step.firms)
        for record, customer, supplier in zip(
            step.records, step.firms, step.firms[1:], strict=False
        ):
            assert by_record[record][1:] == (customer, supplier)


@given(GRAPHS, st.integers(1, 8))
def test_the_records_used_are_those_that_lead_one_tier_up(edges: list[Supply], depth: int) -> None:
    steps, used = _walk(edges, {"a"}, depth)
    assert sorted(used) == sorted(
        e
        for e in edges
        if {e.customer, e.supplier} <= set(steps)
        and steps[e.supplier].tier == steps[e.customer].tier + 1
    )


def test_two_firms_that_supply_each_other_end_the_walk() -> None:
    steps, used = _walk([Supply("r1", "a", "b"), Supply("r2", "b", "a")], {"a"}, 99)
    assert {firm: step.tier for firm, step in steps.items()} == {"a": 0, "b": 1}
    assert [supply.record for supply in used] == ["r1"]


def _tiers(graph: kg.Graph, depth: int) -> set[tuple[str, int, tuple[str, ...]]]:
    return {
        (row.partner.id, row.tier, tuple(e.record for e in row.records))
        for row in graph.partners("acme", roles=["supplier"], tier=depth).rows
    }


def test_the_first_tier_is_the_firms_own_suppliers(town: kg.Graph) -> None:
    assert _tiers(town, 1) == {("bolt", 1, ("sup-1",)), ("many", 1, ("sup-2",))}


def test_the_second_tier_comes_with_its_path(town: kg.Graph) -> None:
    # sup-7 is only planned; what it would bring is not a tier.
    assert _tiers(town, 2) - _tiers(town, 1) == {
        ("core", 2, ("sup-1", "sup-3")),
        ("ore", 2, ("sup-1", "sup-6")),
    }


def test_a_circle_back_to_the_firm_ends(town: kg.Graph) -> None:
    # ore also supplies core, but is reached before; acme supplies ore, and is the firm itself.
    assert _tiers(town, 99) == _tiers(town, 2)


def test_a_row_of_a_further_tier_names_the_firms_between(town: kg.Graph) -> None:
    row = next(r for r in town.partners("acme", tier=2).rows if r.partner.id == "core")
    assert row.of.id == "acme"
    assert [ref.id for ref in row.between] == ["bolt"]
    assert (row.role_group, row.relation, row.direction) == ("supplier", "suppliesTo", "in")


def test_tiers_belong_to_suppliers_only(town: kg.Graph) -> None:
    with_tiers = town.partners("ore", roles=["customer"], tier=5).rows
    assert {row.tier for row in with_tiers} == {1}


def test_further_tiers_pass_the_filters_like_all_rows(
    write_pack, town_rows: dict[str, list[dict[str, str]]]
) -> None:
    place = {"id": "loc-3", "located": "ore", "place": "park", "source": "doc", "spans": "0-10"}
    rows = {**town_rows, "locations": [*town_rows["locations"], place]}
    graph = kg.open(write_pack(rows, "placed"))
    answer = graph.partners(
        "acme", roles=["supplier"], tier=2, selection=graph.selection(places=["park"])
    )
    assert {(row.partner.id, row.tier) for row in answer.rows} == {("bolt", 1), ("ore", 2)}
