"""What is missing or thin on a chain, on the mini pack of tests/conftest.py.

Its chain: steel (only a counted group) and parts (bolt) feed vehicles (acme and peer); chips are
a stated need; nothing says who makes them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.gaps import Gap, GapsAnswer, State, label_of

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}


def _by_segment(answer: GapsAnswer) -> dict[str, Gap]:
    return {gap.segment.id: gap for gap in (*answer.rows, *answer.sound)}


def test_each_segment_has_the_state_that_the_sources_give_it(graph: kg.Graph) -> None:
    found = {s: gap.state for s, gap in _by_segment(graph.gaps("cars")).items()}
    assert found == {
        "steel": "unnamed", "parts": "single", "vehicles": "several", "chips": "needed",
    }  # fmt: skip


def test_the_labels_follow_the_rule(graph: kg.Graph) -> None:
    found = {s: gap.label for s, gap in _by_segment(graph.gaps("cars")).items()}
    assert found == {"steel": "", "parts": "strengthen", "vehicles": "", "chips": "fill"}


def test_a_need_says_who_states_it_and_where(graph: kg.Graph) -> None:
    need = _by_segment(graph.gaps("cars"))["chips"].needs[0]
    assert (need.thing.id, need.what.en, need.evidence.source) == ("town", "city", "doc")


def test_what_takes_from_a_segment_stands_beside_it_nearest_first(graph: kg.Graph) -> None:
    steel = _by_segment(graph.gaps("cars"))["steel"]
    assert [ref.id for ref in steel.depends] == ["parts", "vehicles"]
    assert steel.direct == 1
    assert [role.thing.id for role in steel.leaders] == ["acme"]


def test_segments_with_nothing_to_do_are_kept_apart(graph: kg.Graph) -> None:
    answer = graph.gaps("cars")
    assert [gap.segment.id for gap in answer.sound] == ["vehicles"]


def test_unknown_is_said_as_unknown(write_pack: Callable[..., Path], mini_rows: Rows) -> None:
    gap = _by_segment(kg.open(write_pack({**mini_rows, "needs": []})).gaps("cars"))["chips"]
    assert (gap.state, gap.label) == ("unknown", "")
    assert "not known" in gap.why().en


def test_a_plant_and_the_firm_that_runs_it_are_one_supplier(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "activities": [
            {"id": "act-1", "agent": "acme", "segment": "vehicles", **STATED},
            {"id": "act-2", "agent": "plant", "segment": "vehicles", **STATED},
        ],
    }
    gap = _by_segment(kg.open(write_pack(rows)).gaps("cars"))["vehicles"]
    assert (gap.state, gap.one_group, len(gap.named)) == ("single", True, 2)
    assert "one group" in gap.why().en


def test_in_a_place_only_firms_of_the_place_serve(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "locations": [{"id": "loc-1", "located": "plant", "place": "park", **STATED}],
    }
    found = _by_segment(kg.open(write_pack(rows)).gaps("cars", place="某市"))
    assert (found["vehicles"].state, found["parts"].state) == ("single", "unknown")
    assert [h.thing.id for h in found["parts"].elsewhere] == ["bolt"]
    # acme and its plant are in the park; peer is not, nor is bolt
    assert (found["vehicles"].local, found["parts"].local) == ((1, 2), (0, 1))
    assert "Bolt" in found["parts"].why().en


def test_groups_plans_and_needs_of_another_place_are_not_counted_in_a_place(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "places": [
            *mini_rows["places"],
            {"id": "far", "type": "AdministrativeArea", "name_zh": "远市", "name_en": "Far",
             "level": "city", **STATED},
        ],
        "needs": [{**mini_rows["needs"][0], "place": "town"}],
    }  # fmt: skip
    graph = kg.open(write_pack(rows))
    found = _by_segment(graph.gaps("cars", place="远市"))
    assert (found["chips"].state, found["chips"].needs) == ("unknown", ())
    assert (found["steel"].state, found["steel"].groups) == ("unknown", ())
    assert [h.thing.id for h in found["steel"].elsewhere] == ["many"]
    in_the_park = _by_segment(graph.gaps("cars", place="某园区"))
    assert in_the_park["chips"].state == "needed"  # the town's need is its park's too


def test_a_project_without_a_known_owner_names_no_firm(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "projects": [{"id": "works", "name_zh": "芯片项目", "name_en": "Chip works", **STATED}],
        "activities": [
            *mini_rows["activities"],
            {"id": "act-9", "agent": "works", "segment": "chips", **STATED},
        ],
    }
    chips = _by_segment(kg.open(write_pack(rows, "one")).gaps("cars"))["chips"]
    assert (chips.state, chips.label) == ("works", "strengthen")
    assert "no firm" in chips.why().en or "not of the firm" in chips.why().en
    owned = {
        **rows,
        "participations": [
            {"id": "par-1", "participant": "core", "activity": "works", "role": "owner", **STATED}
        ],
    }
    chips = _by_segment(kg.open(write_pack(owned, "two")).gaps("cars"))["chips"]
    assert chips.state == "single"


def test_a_leader_is_at_work_where_its_plant_is(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "activities": [
            {"id": "act-2", "agent": "plant", "segment": "vehicles", **STATED},
        ],
    }
    found = _by_segment(kg.open(write_pack(rows)).gaps("cars"))
    assert [role.thing.id for role in found["steel"].leaders] == ["acme"]
    assert "chain leader" in found["steel"].why().en


def test_a_narrower_segment_serves_the_wider_one(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "segments": [
            *mini_rows["segments"],
            {"id": "screws", "name_zh": "螺钉", "chain": "cars", "position": "upstream",
             "broader": "parts", **STATED},
        ],
        "activities": [
            *mini_rows["activities"],
            {"id": "act-9", "agent": "core", "segment": "screws", **STATED},
        ],
    }  # fmt: skip
    parts = _by_segment(kg.open(write_pack(rows)).gaps("cars"))["parts"]
    assert {h.thing.id for h in parts.named} == {"bolt", "core"}


def test_a_planned_firm_does_not_fill_a_gap(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "needs": [],
        "activities": [
            *mini_rows["activities"],
            {"id": "act-9", "agent": "core", "segment": "chips", "status": "planned", **STATED},
        ],
    }
    chips = _by_segment(kg.open(write_pack(rows)).gaps("cars"))["chips"]
    assert chips.state == "planned"
    assert [h.thing.id for h in chips.planned] == ["core"]


def test_a_maker_of_a_product_of_the_segment_before_is_to_be_checked(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "segments": [
            *mini_rows["segments"],
            {"id": "wafers", "name_zh": "晶圆", "chain": "cars", "position": "upstream", **STATED},
        ],
        "flows": [
            *mini_rows["flows"],
            {"id": "flow-9", "from_segment": "wafers", "to_segment": "chips", **STATED},
        ],
        "products": [
            {"id": "wafer", "type": "Product", "name_zh": "八寸晶圆", "segment": "wafers", **STATED}
        ],
        "production": [{"id": "prd-9", "producer": "core", "product": "wafer", **STATED}],
    }
    chips = _by_segment(kg.open(write_pack(rows)).gaps("cars"))["chips"]
    (near,) = chips.to_check
    assert (near.firm.id, near.segment.id, near.tie) == ("core", "wafers", "feeds")
    assert near.holding.evidence.record == "prd-9"
    assert "to be checked" in chips.why().en.lower()
    assert chips.state == "needed"


@pytest.mark.parametrize(
    ("state", "needed", "feeds", "takes", "label"),
    [
        ("single", False, False, False, "strengthen"),
        ("several", True, False, False, "strengthen"),
        ("several", False, True, True, ""),
        ("unnamed", False, True, True, ""),
        ("unnamed", True, False, False, "fill"),
        ("works", False, True, True, ""),
        ("works", True, False, False, "strengthen"),
        ("needed", True, False, False, "fill"),
        ("unknown", False, True, False, "fill"),
        ("unknown", False, False, True, "extend"),
        ("planned", False, False, True, "extend"),
        ("unknown", False, False, False, ""),
    ],
)
def test_the_written_rule(state: State, needed: bool, feeds: bool, takes: bool, label: str) -> None:
    found = label_of(state, needed=needed, feeds_served=feeds, takes_from_served=takes)
    assert found == label


@given(
    st.sampled_from(["single", "several", "works", "unnamed", "needed", "planned", "unknown"]),
    st.booleans(),
    st.booleans(),
)
def test_a_stated_need_always_has_a_label(state: State, feeds: bool, takes: bool) -> None:
    assert label_of(state, needed=True, feeds_served=feeds, takes_from_served=takes)


def test_a_plan_does_not_undo_a_record_that_says_it_is_there(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "activities": [
            {"id": "act-0", "agent": "bolt", "segment": "parts", "status": "planned", **STATED},
            *mini_rows["activities"],
        ],
    }
    parts = _by_segment(kg.open(write_pack(rows)).gaps("cars"))["parts"]
    assert ([h.thing.id for h in parts.named], parts.planned) == (["bolt"], ())


def test_a_firm_stands_alone_before_the_day_it_was_taken_over(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    taken = {"id": "own-9", "owner": "acme", "owned": "peer", "kind": "subsidiary"}
    rows = {
        **mini_rows,
        "ownership": [*mini_rows["ownership"], {**taken, "since": "2025-06", **STATED}],
    }
    pack = write_pack(rows)
    before = kg.open(pack, as_of=datetime.date(2025, 5, 31)).gaps("cars")
    assert _by_segment(before)["vehicles"].state == "several"
    assert _by_segment(kg.open(pack).gaps("cars"))["vehicles"].state == "single"
