"""Two things side by side, on the mini pack of tests/conftest.py with a few rows more."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

import kg
from kg.compare import ASPECTS, Compared, Comparison
from kg.errors import NothingKnownError, OptionError

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}


@pytest.fixture
def side_by_side(write_pack: Callable[..., Path], mini_rows: Rows) -> kg.Graph:
    """acme and peer: the same segment, district (through two parks), policy, supplier, award."""
    rows = deepcopy(mini_rows)
    more: Rows = {
        "places": [
            {"id": "east", "type": "AdministrativeArea", "name_zh": "东区", "name_en": "East",
             "level": "district", "within": "town", **STATED},
            {"id": "park-1", "type": "Park", "name_zh": "一园", "within": "east", **STATED},
            {"id": "park-2", "type": "Park", "name_zh": "二园", "within": "east", **STATED},
        ],
        "locations": [
            {"id": "loc-1", "located": "plant", "place": "park-1", **STATED},
            {"id": "loc-2", "located": "peer", "place": "park-2", **STATED},
        ],
        "supply": [{"id": "sup-4", "supplier": "bolt", "customer": "peer", **STATED}],
        "ownership": [
            {"id": "own-3", "owner": "hold", "owned": "peer", "kind": "subsidiary",
             "status": "planned", **STATED},
        ],
        "policies": [{"id": "plan", "type": "PolicyDocument", "name_zh": "行动方案", **STATED}],
        "coverage": [
            {"id": "cov-1", "instrument": "plan", "covers": "acme", **STATED},
            {"id": "cov-2", "instrument": "plan", "covers": "peer", "basis": "derived",
             "derived_from": "cov-1", **STATED},
        ],
        "awards": [
            {"id": "aw-1", "holder": "acme", "kind": "title", "title_zh": "百强", **STATED},
            {"id": "aw-2", "holder": "peer", "kind": "title", "title_zh": "百强", "rank": "7",
             **STATED},
            {"id": "aw-3", "holder": "peer", "kind": "title", "title_zh": "示范", **STATED},
        ],
    }  # fmt: skip
    for table, added in more.items():
        rows[table] = rows.get(table, []) + added
    return kg.open(write_pack(rows))


def _verdicts(answer: Comparison, aspect: str) -> dict[str, str]:
    return {
        row.item.id or row.item.label.zh: row.verdict for row in answer.rows if row.aspect == aspect
    }


def _row(answer: Comparison, aspect: str, item: str) -> Compared:
    (row,) = [r for r in answer.rows if (r.aspect, r.item.id) == (aspect, item)]
    return row


def test_partners_are_shared_by_thing_with_the_role_on_each_side(side_by_side: kg.Graph) -> None:
    answer = side_by_side.compare("acme", "peer")
    assert _verdicts(answer, "partners") == {
        "bolt": "shared",
        "many": "only_a",
        "uni": "only_a",
        "hold": "only_b",
    }
    row = _row(answer, "partners", "bolt")
    assert [s.link.role.zh for s in (*row.a, *row.b)] == ["供应商", "供应商"]
    assert [e.record for e in row.evidence] == ["sup-1", "sup-4"]


def test_segments_and_their_chains_stand_beside_roles_in_a_chain(side_by_side: kg.Graph) -> None:
    answer = side_by_side.compare("acme", "peer")
    assert _verdicts(answer, "segments") == {"vehicles": "shared"}
    row = _row(answer, "chains", "cars")
    assert row.verdict == "shared"
    assert [(s.link.detail.zh, s.through and s.through.id) for s in row.a] == [
        ("", "vehicles"),
        ("链主", None),
    ]


def test_a_district_is_shared_through_different_parks_and_its_city_goes_without_saying(
    side_by_side: kg.Graph,
) -> None:
    answer = side_by_side.compare("acme", "peer")
    assert _verdicts(answer, "places") == {
        "east": "shared",
        "park-1": "only_a",
        "park-2": "only_b",
    }
    row = _row(answer, "places", "east")
    assert [s.through.id for s in (*row.a, *row.b) if s.through] == ["park-1", "park-2"]


def test_a_firm_answers_together_with_its_plants(side_by_side: kg.Graph) -> None:
    row = _row(side_by_side.compare("acme", "peer"), "places", "park-1")
    assert [side.of.id for side in row.a] == ["plant"]


def test_policies_and_awards_are_compared(side_by_side: kg.Graph) -> None:
    answer = side_by_side.compare("acme", "peer")
    assert _verdicts(answer, "policies") == {"plan": "shared"}
    assert _verdicts(answer, "awards") == {"百强": "shared", "示范": "only_b"}


def test_what_does_not_hold_yet_is_shown_with_its_status(side_by_side: kg.Graph) -> None:
    row = _row(side_by_side.compare("acme", "peer"), "partners", "hold")
    assert row.evidence[0].status == "planned"
    assert "计划" in row.why().zh


def test_observed_leaves_out_what_is_derived(side_by_side: kg.Graph) -> None:
    answer = side_by_side.compare("acme", "peer", observed=True)
    assert _verdicts(answer, "policies") == {"plan": "only_a"}


def test_what_links_the_two_themselves_is_an_aspect_of_its_own(side_by_side: kg.Graph) -> None:
    row = _row(side_by_side.compare("acme", "bolt"), "between", "bolt")
    assert row.verdict == "shared"
    assert [s.link.role.zh for s in row.a] == ["供应商"]
    assert [s.link.role.zh for s in row.b] == ["客户"]
    assert row.why().zh == (
        "顶峰汽车有限公司与螺栓科技直接有关："
        "螺栓科技供应顶峰汽车有限公司（记录 sup-1，见 doc:0-10）。"
    )


@pytest.mark.parametrize(("a", "b"), [("peer", "east"), ("east", "peer")])
def test_a_firm_compared_with_its_district_says_that_it_lies_there(
    side_by_side: kg.Graph, a: str, b: str
) -> None:
    row = _row(side_by_side.compare(a, b), "between", b)
    assert "同行汽车位于二园（记录 loc-2，见 doc:0-10），二园在东区之内" in row.why().zh


def test_things_of_different_types_can_be_compared(side_by_side: kg.Graph) -> None:
    answer = side_by_side.compare("peer", "park-1")
    assert _verdicts(answer, "places") == {"east": "shared", "park-2": "only_a"}
    assert _verdicts(answer, "locatedIn_in") == {"plant": "only_b"}


def test_aspects_come_in_a_fixed_order_with_what_is_shared_first(zhengzhou: kg.Graph) -> None:
    rows = zhengzhou.compare("宇通客车", "郑州日产").rows
    known = [ASPECTS.index(row.aspect) for row in rows if row.aspect in ASPECTS]
    assert known == sorted(known)
    verdicts = ["shared", "only_a", "only_b"]
    for aspect in {row.aspect for row in rows}:
        found = [verdicts.index(row.verdict) for row in rows if row.aspect == aspect]
        assert found == sorted(found)


def test_comparing_the_other_way_round_only_swaps_the_sides(zhengzhou: kg.Graph) -> None:
    swapped = {"shared": "shared", "only_a": "only_b", "only_b": "only_a"}
    one = zhengzhou.compare("宇通客车", "郑州日产")
    other = zhengzhou.compare("郑州日产", "宇通客车")
    assert {(r.aspect, r.item, r.verdict) for r in one.rows} == {
        (r.aspect, r.item, swapped[r.verdict]) for r in other.rows
    }


def test_where_nothing_is_recorded_of_one_the_error_names_it(side_by_side: kg.Graph) -> None:
    before = kg.Graph(side_by_side.store, datetime.date(2024, 1, 1))
    with pytest.raises(NothingKnownError, match="nothing of Park that"):
        before.compare("park", "acme")


def test_a_thing_beside_itself_is_a_question_that_makes_no_sense(graph: kg.Graph) -> None:
    with pytest.raises(OptionError):
        graph.compare("acme", "顶峰汽车")


@pytest.mark.parametrize(
    ("a", "b"), [("宇通客车", "郑州日产"), ("郑州经开区", "超聚变"), ("比亚迪", "郑州比亚迪")]
)
def test_the_query_shown_returns_the_records_of_the_answer(
    zhengzhou: kg.Graph, a: str, b: str
) -> None:
    answer = zhengzhou.compare(a, b)
    plants = {s.of.iri for r in answer.rows for s in (*r.a, *r.b)} - {answer.a.iri, answer.b.iri}
    run = {row["record"].value for row in zhengzhou.sparql(answer.sparql).rows}
    shown = {s.link.record for r in answer.rows for s in (*r.a, *r.b)}
    assert shown <= run
    # What is not shown again: that a plant belongs to its firm, seen from the plant.
    assert run - shown <= {
        row["record"].value
        for row in zhengzhou.sparql(answer.sparql).rows
        if row["self"].value in plants
    }


def test_a_row_says_in_a_sentence_on_which_records_it_stands(side_by_side: kg.Graph) -> None:
    answer = side_by_side.compare("acme", "peer")
    why = _row(answer, "places", "east").why()
    assert why.zh == (
        "东区为顶峰汽车有限公司与同行汽车共有（地点）："
        "顶峰工厂位于一园（记录 loc-1，见 doc:0-10），一园在东区之内；"
        "同行汽车位于二园（记录 loc-2，见 doc:0-10），二园在东区之内。"
    )
    assert why.en.startswith("Acme and Peer share East (places): Acme plant is located in")
    only = _row(answer, "partners", "uni").why()
    assert only.zh.endswith("来源没有说同行汽车与它有关。")


def test_json_has_the_documented_fields(side_by_side: kg.Graph) -> None:
    shown = side_by_side.compare("acme", "peer").as_json()
    assert set(shown) == {"a", "b", "shared", "only_a", "only_b", "rows"}
    row = next(r for r in shown["rows"] if r["item"]["id"] == "east")
    assert set(row) == {
        "aspect", "aspect_zh", "aspect_en", "item", "verdict", "a", "b", "evidence",
        "why_zh", "why_en",
    }  # fmt: skip
    assert set(row["a"][0]) == {
        "relation", "relation_zh", "relation_en", "direction", "role_zh", "role_en",
        "kind_zh", "kind_en", "product_zh", "product_en", "since", "until", "evidence",
        "of", "through",
    }  # fmt: skip
