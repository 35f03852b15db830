"""The columns of edges that a build writes, on the mini pack and on the bundled one."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.edges import EdgeTable, Strings, edges_of, write_edges
from kg.vocab import ID, local_name

DAY = datetime.date(2025, 6, 30)


def _pairs(table: EdgeTable, kept: np.ndarray) -> set[tuple[str, str]]:
    names = [local_name(iri) for iri in table.nodes]
    return {(names[table.source[n]], names[table.target[n]]) for n in kept.nonzero()[0]}


def test_an_edge_runs_as_the_ontology_declares_it(graph: kg.Graph) -> None:
    table = edges_of(graph.store)
    assert _pairs(table, table.holding(DAY, relations=["suppliesTo"])) == {
        ("bolt", "acme"), ("many", "acme"), ("core", "bolt"),
    }  # fmt: skip


def test_what_a_later_document_says_was_not_known_before_it(graph: kg.Graph) -> None:
    table = edges_of(graph.store)
    before = table.holding(datetime.date(2025, 6, 1), relations=["suppliesTo"])
    assert ("core", "bolt") not in _pairs(table, before)


def test_a_source_can_be_left_out(graph: kg.Graph) -> None:
    table = edges_of(graph.store)
    without = table.holding(DAY, relations=["suppliesTo"], without=[ID + "mini/doc"])
    assert _pairs(table, without) == {("core", "bolt")}


def test_edges_can_be_chosen_by_basis(graph: kg.Graph) -> None:
    table = edges_of(graph.store)
    assert _pairs(table, table.holding(DAY, bases=["outside"])) == {
        ("steel", "parts"), ("parts", "vehicles"),
    }  # fmt: skip


def test_groups_and_classes_of_nodes_are_known(graph: kg.Graph) -> None:
    table = edges_of(graph.store)
    group = table.nodes.find(ID + "mini/many")
    assert table.node_is_group[group]
    assert table.types[table.node_type[group]] == "Enterprise"
    assert table.of_type(["IndustrialChain"]).sum() == 1


def test_every_thing_is_a_node_also_without_an_edge(graph: kg.Graph) -> None:
    assert edges_of(graph.store).nodes.find(ID + "mini/town") >= 0
    assert edges_of(graph.store).nodes.find(ID + "mini/nowhere") == -1


def test_the_columns_hold_the_edges_that_the_rule_derives(zhengzhou: kg.Graph) -> None:
    table = edges_of(zhengzhou.store)
    nodes = list(table.nodes)
    always = table.holding(datetime.date(9999, 12, 31))
    found = set()
    for n in always.nonzero()[0]:
        ends = nodes[table.source[n]], nodes[table.target[n]]
        relation = table.relations[table.relation[n]]
        found.add((ends[0], relation, ends[1]))
        if relation in table.symmetric:
            found.add((ends[1], relation, ends[0]))
    derived = {
        (row["a"].value, local_name(row["edge"].value), row["b"].value)
        for row in zhengzhou.store.select(
            "SELECT ?a ?edge ?b { ?edge kg:edgeRecord ?class . ?a ?edge ?b FILTER (ISIRI(?b)) }"
        )
    }
    ended = {
        (nodes[table.source[n]], table.relations[table.relation[n]], nodes[table.target[n]])
        for n in (~always).nonzero()[0]
    }
    assert found <= derived
    assert derived - found <= ended | {(b, relation, a) for a, relation, b in ended}


def test_the_same_graph_gives_the_same_bytes(graph: kg.Graph, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_edges(tmp_path / name, graph.store.csv)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) > 10
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_columns_are_mapped_and_cannot_be_written(graph: kg.Graph) -> None:
    table = edges_of(graph.store)
    assert isinstance(table.source, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        table.source[0] = 1


def test_a_graph_without_edges_has_empty_columns(tmp_path: Path) -> None:
    write_edges(tmp_path / "none", lambda _: b"a,b\r\n")
    table = EdgeTable(tmp_path / "none")
    assert len(table) == 0
    assert table.holding(DAY).sum() == 0


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), unique=True).map(sorted))
def test_texts_come_back_from_their_bytes(texts: list[str]) -> None:
    encoded = [text.encode("utf-8") for text in texts]
    strings = Strings(
        np.frombuffer(b"".join(encoded), np.uint8),
        np.cumsum([len(part) for part in encoded], dtype=np.int64),
    )
    assert list(strings) == texts == [strings[n] for n in range(len(strings))]
    assert [strings.find(text) for text in texts] == list(range(len(texts)))
