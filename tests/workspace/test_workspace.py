"""The workspace of a chain: who and what it has to work with, and what nobody says."""

from __future__ import annotations

import datetime
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.workspace import Slot

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}
SLOTS = ["chain-chief", "chain-leader", "leading-firm", "task-force", "research-body", "map",
         "lists"]  # fmt: skip


def role(name: str, holder: str, what: str, **cells: str) -> dict[str, str]:
    return {"id": name, "holder": holder, "role": what, "chain": "cars", **STATED} | cells


@pytest.fixture
def opened(write_pack: Callable[..., Path], mini_rows: Rows) -> Callable[..., kg.Graph]:
    """A graph of the mini pack with more rows; ``as_of`` is its day."""

    def open_with(as_of: datetime.date | None = None, **more: list[dict[str, str]]) -> kg.Graph:
        rows = {name: [*mini_rows.get(name, ()), *added] for name, added in more.items()}
        return kg.open(write_pack({**mini_rows, **rows}), as_of=as_of)

    return open_with


@pytest.fixture
def mechanism() -> dict[str, list[dict[str, str]]]:
    """A way of working of the town: a task force and lists for each chain, none of them named."""
    mech = {"id": "mech", "type": "Mechanism", "name_zh": "一链一专班", "name_en": "One each",
            "calls_for": "task-force;lists", **STATED}  # fmt: skip
    cover = {"id": "cov-1", "instrument": "mech", "covers": "town", **STATED}
    return {"programmes": [mech], "coverage": [cover]}


def slot(graph: kg.Graph, name: str) -> Slot:
    return next(s for s in graph.workspace("cars").slots if s.id == name)


def states(graph: kg.Graph) -> dict[str, str]:
    return {s.id: s.state for s in graph.workspace("cars").slots}


def test_the_slots_stand_in_the_order_of_the_scheme(graph: kg.Graph) -> None:
    assert [s.id for s in graph.workspace("cars").slots] == SLOTS


def test_an_empty_slot_says_that_the_sources_do_not_say(graph: kg.Graph) -> None:
    found = slot(graph, "chain-chief")
    assert (found.state, found.holders, found.mentions) == ("empty", (), ())
    assert found.said == ("来源没有说", "the sources do not say")


def test_the_meter_counts_the_slots_that_are_known(graph: kg.Graph) -> None:
    found = graph.workspace("汽车产业链")
    assert (found.filled, len(found.slots)) == (1, 7)
    assert [line.en for line in found.meter()] == [
        "Workspace: 1 of 7 slots are known: chain leader",
        "The sources do not say: chain chief, leading firm, task force, R&D body, chain map, "
        "work lists",
    ]


def test_a_holder_carries_its_dates_and_evidence(opened: Callable[..., kg.Graph]) -> None:
    lab = role("role-2", "uni", "research-body", since="2024-03", until="2026")
    (holder,) = slot(opened(roles=[lab]), "research-body").holders
    assert (holder.thing.id, holder.since, holder.until) == ("uni", "2024-03", "2026")
    assert (holder.evidence.record, holder.evidence.basis) == ("role-2", "stated")


def test_a_chief_is_shown_with_the_offices_held_on_the_day(opened: Callable[..., kg.Graph]) -> None:
    hall = {"id": "hall", "type": "GovernmentBody", "name_zh": "市政府", "name_en": "City hall",
            **STATED}  # fmt: skip
    mei = {"id": "mei", "name_zh": "梅某", "name_en": "Mei", **STATED}
    posts = [
        {"id": "post-1", "person": "mei", "organization": "hall", "title_zh": "副市长",
         "title_en": "Deputy mayor", **STATED},
        {"id": "post-0", "person": "mei", "organization": "hall", "title_zh": "秘书长",
         "until": "2020", **STATED},
    ]  # fmt: skip
    graph = opened(
        organizations=[hall], people=[mei], posts=posts, roles=[role("r", "mei", "chain-chief")]
    )
    (holder,) = slot(graph, "chain-chief").holders
    assert holder.posts == (("市政府副市长", "Deputy mayor, City hall"),)


def test_a_role_that_ended_or_begins_later_fills_nothing(opened: Callable[..., kg.Graph]) -> None:
    over = role("role-2", "peer", "leading-firm", until="2024")
    graph = opened(roles=[over, role("role-3", "uni", "research-body", since="2025-07")])
    assert states(graph)["leading-firm"] == "empty"
    assert states(graph)["research-body"] == "empty"


def test_what_is_only_planned_is_not_counted_as_known(opened: Callable[..., kg.Graph]) -> None:
    graph = opened(roles=[role("role-2", "uni", "research-body", status="planned")])
    assert states(graph)["research-body"] == "planned"
    assert graph.workspace("cars").filled == 1
    assert graph.workspace("cars").meter()[1].en == "Only planned: R&D body"


def test_a_mechanism_of_the_area_speaks_of_a_slot_and_fills_none(
    opened: Callable[..., kg.Graph], mechanism: Rows
) -> None:
    graph = opened(**mechanism)
    found = slot(graph, "task-force")
    assert (found.state, found.said.en) == ("spoken", "spoken of, not named")
    (mention,) = found.mentions
    assert (mention.mechanism.id, mention.via, mention.evidence.record) == ("mech", "area", "cov-1")
    assert graph.workspace("cars").filled == 1


def test_the_meter_says_who_speaks_of_it_and_of_what_area(
    opened: Callable[..., kg.Graph], mechanism: Rows
) -> None:
    line = opened(**mechanism).workspace("cars").meter()[1]
    assert line.zh == "说到而未点名：专班、工作清单（所在地区的一链一专班，doc:0-10）"
    assert (
        line.en == "Spoken of, not named: task force, work lists (One each, of its area, doc:0-10)"
    )


def test_a_mechanism_of_another_area_says_nothing_of_the_chain(
    opened: Callable[..., kg.Graph], mechanism: Rows
) -> None:
    mechanism["coverage"][0]["covers"] = "park"
    assert states(opened(**mechanism))["task-force"] == "empty"


def test_a_mechanism_speaks_through_the_group_that_the_chain_is_part_of(
    write_pack: Callable[..., Path], mechanism: Rows, mini_rows: Rows
) -> None:
    group = {"id": "key", "type": "Programme", "name_zh": "重点产业链", **STATED}
    cover = {**mechanism["coverage"][0], "covers": "key"}
    cars = {**mini_rows["chains"][0], "part_of": "key"}
    graph = kg.open(
        write_pack(
            {
                **mini_rows,
                "chains": [cars],
                "programmes": [*mechanism["programmes"], group],
                "coverage": [cover],
            }
        )
    )
    assert [m.via for m in slot(graph, "lists").mentions] == ["group"]


def test_a_named_task_force_fills_what_was_only_spoken_of(
    opened: Callable[..., kg.Graph], mechanism: Rows
) -> None:
    force = {"id": "force", "type": "GovernmentBody", "name_zh": "汽车专班", **STATED}
    graph = opened(
        **mechanism, organizations=[force], roles=[role("role-2", "force", "task-force")]
    )
    assert (slot(graph, "task-force").state, slot(graph, "lists").state) == ("known", "spoken")


def test_a_holder_without_a_name_is_spoken_of(opened: Callable[..., kg.Graph]) -> None:
    crowd = {"id": "crowd", "type": "Enterprise", "name_zh": "若干龙头企业",
             "count_operator": "unstated", **STATED}  # fmt: skip
    graph = opened(
        organizations=[crowd],
        roles=[
            role("role-2", "crowd", "leading-firm"),
            role("role-3", "uni", "research-body", unnamed="holder", note="只说有一家"),
        ],
    )
    assert states(graph)["leading-firm"] == "spoken"
    assert states(graph)["research-body"] == "spoken"


def test_a_map_and_lists_are_documents_that_cover_the_chain(
    opened: Callable[..., kg.Graph],
) -> None:
    papers = [
        {"id": "map", "type": "ChainMap", "name_zh": "汽车产业链图谱", "issued": "2025-02",
         **STATED},
        {"id": "list-1", "type": "WorkList", "name_zh": "招商清单", **STATED},
        {"id": "list-2", "type": "WorkList", "name_zh": "项目清单", **STATED},
    ]  # fmt: skip
    covers = [
        {"id": f"cov-{paper['id']}", "instrument": paper["id"], "covers": "cars", **STATED}
        for paper in papers
    ]
    graph = opened(policies=papers, coverage=covers)
    assert [h.thing.id for h in slot(graph, "lists").holders] == ["list-1", "list-2"]
    (chart,) = slot(graph, "map").holders
    assert (chart.thing.id, chart.since) == ("map", "2025-02")
    assert graph.workspace("cars").filled == 3


def test_what_is_known_only_from_outside_says_so(opened: Callable[..., kg.Graph]) -> None:
    outside = {"basis": "outside", "source": "trade", "spans": ""}
    graph = opened(roles=[role("role-2", "peer", "leading-firm", **outside)])
    assert slot(graph, "leading-firm").basis == "outside"
    assert (
        graph.workspace("cars").meter()[0].zh
        == "工作体系 7 项，已知 2 项：链主、龙头企业〔外部知识〕"
    )


def test_zhengzhou_names_three_of_seven_for_its_automobile_chain(zhengzhou: kg.Graph) -> None:
    found = zhengzhou.workspace("chain-auto-zz")
    assert {s.id: s.state for s in found.slots} == {
        "chain-chief": "empty",
        "chain-leader": "known",
        "leading-firm": "known",
        "task-force": "known",
        "research-body": "spoken",
        "map": "spoken",
        "lists": "spoken",
    }


def test_the_computing_chain_has_a_chief_system_but_no_chief(zhengzhou: kg.Graph) -> None:
    found = {s.id: s for s in zhengzhou.workspace("chain-computing-zz").slots}
    assert found["chain-chief"].state == "spoken"
    assert [m.mechanism.id for m in found["chain-chief"].mentions] == ["mech-chain-chief"]
    assert {m.via for m in found["lists"].mentions} == {"area"}


def test_a_chain_of_the_province_is_not_spoken_of_by_the_city(zhengzhou: kg.Graph) -> None:
    assert not zhengzhou.workspace("chain-nev-henan").in_state("spoken")


def test_before_the_texts_came_out_none_of_them_says_anything(zhengzhou: kg.Graph) -> None:
    early = kg.Graph(zhengzhou.store, datetime.date(2022, 1, 1)).workspace("chain-auto-zz")
    assert {s.basis for s in early.slots} == {"", "outside"}
    assert not early.in_state("spoken")


def test_the_command_ends_with_the_meter(mini: Path, run_kg: Run) -> None:
    done = run_kg("chain", "cars", "--data", str(mini), "--format", "table")
    lines = done.stdout.strip().splitlines()
    assert lines[-2] == "工作体系 7 项，已知 1 项：链主"
    assert lines[-1].startswith("来源没有说：链长、")


def test_json_of_a_chain_has_its_workspace(mini: Path, run_kg: Run) -> None:
    done = run_kg("chain", "cars", "--data", str(mini), "--format", "json")
    said = json.loads(done.stdout)["workspace"]
    assert (said["filled"], said["of"]) == (1, 7)
    assert [s["id"] for s in said["slots"]] == SLOTS
    assert said["slots"][0]["said_en"] == "the sources do not say"
