"""Who deals with whom, on the mini pack of tests/conftest.py."""

from __future__ import annotations

import datetime

import pytest

import kg
from kg.errors import NothingKnownError
from kg.partners import PartnerAnswer


def _found(answer: PartnerAnswer) -> set[tuple[str, str, str]]:
    return {(row.partner.id, row.relation, row.direction) for row in answer.rows}


def test_a_firm_answers_with_both_ends_of_its_records_and_those_of_its_plant(
    graph: kg.Graph,
) -> None:
    assert _found(graph.partners("acme")) == {
        ("bolt", "suppliesTo", "in"),
        ("many", "suppliesTo", "in"),
        ("plant", "owns", "out"),
        ("uni", "cooperatesWith", "both"),
    }


def test_a_row_says_what_the_partner_is_to_the_firm(graph: kg.Graph) -> None:
    roles = {row.partner.id: row.role for row in graph.partners("acme").rows}
    assert roles["bolt"].zh == "供应商"
    assert roles["bolt"].en == "supplier"


def test_a_row_carries_document_and_spans(graph: kg.Graph) -> None:
    row = next(r for r in graph.partners("acme").rows if r.partner.id == "bolt")
    assert (row.evidence.source, row.evidence.spans, row.evidence.basis) == (
        "doc",
        "0-10",
        "stated",
    )
    assert row.since == "2024"


def test_firms_of_the_same_segment_are_not_partners(graph: kg.Graph) -> None:
    assert "peer" not in {row.partner.id for row in graph.partners("acme").rows}


def test_a_plant_answers_together_with_the_firm_that_runs_it(graph: kg.Graph) -> None:
    answer = graph.partners("plant")
    assert ("acme", "owns", "in") in _found(answer)
    assert ("bolt", "suppliesTo", "in") in _found(answer)
    assert {row.of.id for row in answer.rows} == {"acme", "plant"}


def test_the_rows_of_a_plant_come_before_those_of_its_operator(graph: kg.Graph) -> None:
    answer = graph.partners("plant")
    assert [row.of.id for row in answer.rows] == ["plant", "plant", "acme", "acme"]
    assert [row.own for row in answer.rows] == [True, True, False, False]


def test_the_peers_of_a_plant_are_not_those_of_its_operator(graph: kg.Graph) -> None:
    assert [peer.peer.id for peer in graph.partners("acme").peers] == ["peer"]
    assert graph.partners("plant").peers == ()  # the plant works in no segment by itself


def test_a_stated_group_is_counted_apart_from_named_partners(graph: kg.Graph) -> None:
    coverage = graph.partners("acme").coverage
    assert [(g.id, g.count, g.count_operator) for g in coverage.stated] == [
        ("many", 40, "more-than")
    ]
    assert coverage.suppliers_named == 1


def test_a_firm_of_which_nothing_is_recorded_has_no_answer(graph: kg.Graph) -> None:
    with pytest.raises(NothingKnownError):
        graph.partners("peer")


def test_what_a_later_document_says_was_not_known_before_it(graph: kg.Graph) -> None:
    before = kg.Graph(graph.store, datetime.date(2025, 6, 1))
    assert ("core", "suppliesTo", "in") in _found(graph.partners("bolt"))
    assert ("core", "suppliesTo", "in") not in _found(before.partners("bolt"))
