"""Rows and cells: what is known, what is not, what is inferred, and what held on a day."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.lists import ListAnswer, Row, read_lists

Rows = dict[str, list[dict[str, str]]]
RowsOf = Callable[[tuple[ListAnswer, ...], str, str], list[Row]]
STATED = {"source": "doc", "spans": "0-10"}


@pytest.fixture
def city(write_pack: Callable[..., Path], mini_rows: Rows) -> Callable[[Rows], kg.Graph]:
    """The mini pack with more rows in some tables."""

    def build(more: Rows) -> kg.Graph:
        rows = {name: list(found) for name, found in mini_rows.items()}
        for name, found in more.items():
            rows[name] = rows.get(name, []) + found
        return kg.open(write_pack(rows))

    return build


PROJECT = {"id": "works", "name_zh": "新厂项目", "name_en": "New works", **STATED}
OWNER = {"id": "par-1", "participant": "acme", "activity": "works", "role": "owner", **STATED}


def test_a_row_says_what_who_where_and_what_nobody_knows(
    city: Callable[[Rows], kg.Graph], rows_of: RowsOf
) -> None:
    graph = city({"projects": [PROJECT], "participations": [OWNER]})
    (row,) = rows_of(graph.lists("cars"), "projects", "projects")
    assert row.cells["what"].text.zh == "新厂项目"
    assert row.cells["who"].text.zh == "顶峰汽车有限公司（业主）"
    assert [ref.id for ref in row.cells["who"].things] == ["acme"]
    assert row.cells["where"].kind == "unknown"
    assert row.cells["where"].text.zh == "未知"
    assert not row.cells["responsible"].known


def test_what_is_planned_is_not_shown_as_existing(
    city: Callable[[Rows], kg.Graph], rows_of: RowsOf
) -> None:
    planned = {**PROJECT, "status": "planned"}
    graph = city({"projects": [planned], "participations": [OWNER]})
    (row,) = rows_of(graph.lists("cars"), "projects", "projects")
    assert row.cells["status"].text.zh == "计划"


def test_a_next_step_is_marked_as_the_proposal_of_a_rule(
    city: Callable[[Rows], kg.Graph], rows_of: RowsOf
) -> None:
    graph = city({"projects": [{**PROJECT, "stage": "signed"}], "participations": [OWNER]})
    (row,) = rows_of(graph.lists("cars"), "projects", "projects")
    assert row.cells["next"].basis == "rule"
    assert read_lists().columns["next"].head.zh.endswith("（规则建议）")
    assert "开工" in row.cells["next"].text.zh


def test_a_project_of_a_firm_outside_the_chain_is_not_listed(
    city: Callable[[Rows], kg.Graph], rows_of: RowsOf
) -> None:
    graph = city({"projects": [PROJECT], "participations": [{**OWNER, "participant": "hold"}]})
    assert rows_of(graph.lists("cars"), "projects", "projects") == []


def test_a_plant_brings_in_the_cooperation_it_has(graph: kg.Graph, rows_of: RowsOf) -> None:
    (row,) = rows_of(graph.lists("cars"), "innovation", "joint")
    assert [ref.id for ref in row.cells["with"].things] == ["uni"]
    # The cooperation, the role of the owner, and the ownership of the plant.
    assert [e.record for e in row.evidence] == ["coop-1", "act-1", "own-2"]


def test_two_sources_that_say_the_same_are_one_row(
    city: Callable[[Rows], kg.Graph], rows_of: RowsOf
) -> None:
    again = {"id": "need-2", "stated_by": "town", "needed": "chips", "level": "city",
             "source": "late", "spans": "0-5"}  # fmt: skip
    (row,) = rows_of(city({"needs": [again]}).lists("cars"), "investment", "needs")
    assert [e.record for e in row.evidence] == ["need-1", "need-2"]


def test_a_record_of_a_later_day_is_left_out(mini: Path, rows_of: RowsOf) -> None:
    early = kg.open(mini, as_of=datetime.date(2025, 4, 1)).lists("cars")
    assert rows_of(early, "investment", "needs") == []
    assert rows_of(early, "firms", "leaders") == []
    assert rows_of(early, "firms", "firms") == []


def test_a_firm_that_only_a_later_record_ties_to_the_chain_is_left_out(
    city: Callable[[Rows], kg.Graph], rows_of: RowsOf
) -> None:
    late = {"id": "act-9", "agent": "core", "segment": "steel", "source": "late", "spans": "0-5"}
    award = {"id": "aw-1", "holder": "core", "kind": "tier", "title_zh": "单项冠军", **STATED}
    graph = city({"activities": [late], "awards": [award]})
    assert [row.key for row in rows_of(graph.lists("cars"), "firms", "tiers")]
    before = kg.Graph(graph.store, datetime.date(2025, 6, 1)).lists("cars")
    assert rows_of(before, "firms", "tiers") == []


CAPACITY = {"about": "plant", "indicator": "vehicle-capacity", "kind": "capacity",
            "value": "400000", "unit": "vehicle", "raw": "40万辆", **STATED}  # fmt: skip
OUTPUT = {"about": "plant", "indicator": "vehicle-output", "kind": "actual", "value": "100000",
          "unit": "vehicle", "raw": "10万辆", "period_from": "2024", "period_to": "2024",
          **STATED}  # fmt: skip


@pytest.mark.parametrize(
    ("capacity", "output", "count"),
    [
        ({"period_to": "2024"}, {}, 1),
        ({"period_to": "2024-12"}, {}, 1),
        ({"period_to": "2023"}, {}, 0),
        ({}, {}, 0),
        ({"period_to": "2024"}, {"about": "acme"}, 0),
        ({"period_to": "2024", "scope": "buses"}, {}, 0),
        ({"period_to": "2024"}, {"period_from": "2024-01", "period_to": "2024-06"}, 0),
        ({"period_to": "2024"}, {"kind": "target"}, 0),
    ],
)
def test_utilisation_needs_capacity_and_output_of_the_same_thing_and_year(
    capacity: dict[str, str],
    output: dict[str, str],
    count: int,
    city: Callable[[Rows], kg.Graph],
    rows_of: RowsOf,
) -> None:
    graph = city(
        {"observations": [{"id": "o-1", **CAPACITY, **capacity}, {"id": "o-2", **OUTPUT, **output}]}
    )
    rows = rows_of(graph.lists("cars"), "firms", "utilisation")
    assert len(rows) == count
    for row in rows:
        assert row.basis == "derived"
        assert row.cells["status"].text.zh.startswith("闲置约30万辆（利用率25.0%")


@pytest.mark.parametrize("chain", ["auto", "computing"])
def test_every_row_keeps_the_promises_that_writers_rely_on(
    chain: str, filled: dict[str, dict[str, ListAnswer]]
) -> None:
    for each in filled[chain].values():
        for section in each.sections:
            keys = [row.key for row in section.rows]
            assert len(keys) == len(set(keys)), section.id
            for row in section.rows:
                assert list(row.cells) == [column.id for column in section.columns]
                assert row.unknown == (not row.key)
                assert row.unknown or row.evidence, (section.id, row.key)
                assert row.inferred == (row.basis in ("derived", "outside", "inferred"))
                assert all(bool(c.text.zh) == bool(c.text.en) for c in row.cells.values())


@pytest.mark.parametrize("chain", ["auto", "computing"])
def test_an_empty_section_has_one_row_that_says_what_is_not_known(
    chain: str, filled: dict[str, dict[str, ListAnswer]]
) -> None:
    empty = [s for each in filled[chain].values() for s in each.sections if s.empty]
    assert empty
    for section in empty:
        (row,) = section.rows
        assert row.unknown
        assert row.cells[section.columns[0].id].kind == "unknown"


def test_candidates_and_thin_segments_are_marked_as_inferred(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    for name, section in (("cooperation", "candidates"), ("investment", "thin")):
        (found,) = [s for s in filled["auto"][name].sections if s.id == section]
        assert found.total
        assert all(row.inferred for row in found.rows)
        assert all("推断" in row.cells["basis"].text.zh for row in found.rows)


def test_a_role_from_outside_the_texts_says_so(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    (leaders,) = [s for s in filled["auto"]["firms"].sections if s.id == "leaders"]
    bases = {(r.cells["what"].things[0].id, r.cells["role"].text.zh): r.basis for r in leaders.rows}
    assert bases["byd", "链主"] == "outside"
    assert bases["saic-pv-zz", "链主"] == "stated"


def test_the_same_graph_gives_the_same_lists(zhengzhou: kg.Graph) -> None:
    first, second = (
        json.dumps([each.as_json() for each in zhengzhou.lists("chain-computing-zz")])
        for _ in range(2)
    )
    assert first == second


def test_names_in_cells_print_whole_and_lead_to_their_things(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    for each in filled["auto"].values():
        for section in each.sections:
            for row in section.rows:
                for cell in row.cells.values():
                    assert all(ref.label.zh in cell.text.zh for ref in cell.things)
