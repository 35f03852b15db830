"""From records to a graph, on the mini pack."""

from __future__ import annotations

import pytest

import kg
from kg.errors import OptionError
from kg.network import relations
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
    names = relations(zhengzhou.store)
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
