"""From records to a graph, on the mini pack."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import OptionError
from kg.network import edge_arrays
from kg.relations import declared
from kg.vocab import ID


def _pairs(graph: kg.Graph, relation: str) -> set[tuple[str, str]]:
    net = graph.network([relation])
    return {(net.nodes[a]["id"], net.nodes[b]["id"]) for a, b in net.edges()}


def test_an_edge_runs_as_the_ontology_declares_it(graph: kg.Graph) -> None:
    assert _pairs(graph, "suppliesTo") == {("bolt", "acme"), ("many", "acme"), ("core", "bolt")}


def test_each_edge_is_keyed_by_its_record_and_says_its_basis(graph: kg.Graph) -> None:
    net = graph.network(["feeds"])
    found = {key: data["basis"] for _, _, key, data in net.edges(keys=True, data=True)}
    assert found == {ID + "mini/flow-1": "outside", ID + "mini/flow-2": "outside"}


def test_cities_policies_and_sources_are_no_nodes(graph: kg.Graph) -> None:
    types = {data["type"] for _, data in graph.network().nodes(data=True)}
    assert not types & {"AdministrativeArea", "PolicyDocument", "Source", "GovernmentBody"}


def test_things_without_an_edge_are_nodes_too(graph: kg.Graph) -> None:
    net = graph.network(["suppliesTo"])
    assert net.degree(ID + "mini/peer") == 0


def test_an_unknown_relation_is_refused_with_the_known_ones(graph: kg.Graph) -> None:
    with pytest.raises(OptionError, match="suppliesTo"):
        graph.network(["sellsTo"])


def test_firms_know_how_far_down_the_chain_they_stand(graph: kg.Graph) -> None:
    net = graph.network()
    assert net.nodes[ID + "mini/bolt"]["layer"] < net.nodes[ID + "mini/acme"]["layer"]


def test_the_network_has_exactly_the_direct_edges_that_the_rule_derives(
    zhengzhou: kg.Graph,
) -> None:
    names = list(declared(zhengzhou.store))
    net = zhengzhou.network(names)
    found = {(a, data["relation"], b) for a, b, data in net.edges(data=True)}
    found |= {(b, d["relation"], a) for a, b, d in net.edges(data=True) if d["symmetric"]}
    rows = zhengzhou.store.select(
        "SELECT ?a ?edge ?b { ?edge kg:edgeRecord ?class . ?a ?edge ?b FILTER (ISIRI(?b)) }"
    )
    derived = {
        (r["a"].value, r["edge"].value.rpartition("#")[2], r["b"].value)
        for r in rows
        if r["a"].value in net and r["b"].value in net
    }
    assert len(derived) > 200
    assert found == derived


def test_a_place_keeps_what_is_in_it_and_links_between_those(
    write_pack: Callable[..., Path], mini_rows: dict[str, list[dict[str, str]]]
) -> None:
    evidence = {"source": "doc", "spans": "0-10"}
    here = [
        {"id": f"loc-{firm}", "located": firm, "place": "park", **evidence}
        for firm in ("acme", "bolt")
    ]
    graph = kg.open(write_pack({**mini_rows, "locations": here}))
    net = graph.network(places=["某园区"])
    assert {data["id"] for _, data in net.nodes(data=True)} == {"acme", "bolt"}
    assert [(net.nodes[a]["id"], net.nodes[b]["id"]) for a, b in net.edges()] == [("bolt", "acme")]


def test_a_relation_may_be_named_by_its_word(graph: kg.Graph) -> None:
    assert set(graph.network(["供应"]).edges) == set(graph.network(["suppliesTo"]).edges)


def test_no_relations_are_none_and_not_all(graph: kg.Graph) -> None:
    assert len(edge_arrays(graph.store, graph.scope, relation_names=[]).edge) == 0


def test_from_a_day_on_what_held_on_any_day_counts(
    write_pack: Callable[..., Path], mini_rows: dict[str, list[dict[str, str]]]
) -> None:
    supply = [{**mini_rows["supply"][0], "since": "2022", "until": "2023"}]
    graph = kg.open(write_pack({**mini_rows, "supply": supply}))
    assert graph.network(["suppliesTo"]).number_of_edges() == 0
    since = datetime.date(2023, 6, 1)
    assert graph.network(["suppliesTo"], start=since).number_of_edges() == 1
    late = datetime.date(2024, 1, 1)
    assert graph.network(["suppliesTo"], start=late).number_of_edges() == 0
