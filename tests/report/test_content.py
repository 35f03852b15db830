"""What a report holds: everything it names has a page, every number is the graph's own."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import Text
from kg.records import Ref
from kg.report import content
from kg.report.anchors import anchor, safe_name
from kg.report.content import Change, Changes, Report, gather, with_changes

NAMED = Text("甲", "A")


def ref(id_: str) -> Ref:
    return Ref(f"https://example.org/{id_}", id_, NAMED, "Enterprise", NAMED, "existing")


@given(st.text())
def test_an_anchor_is_safe_in_a_url_and_in_every_file_system(id_: str) -> None:
    assert re.fullmatch(r"t-[a-z0-9-]{1,80}", anchor(ref(id_)))


@given(st.text(), st.text())
def test_two_ids_never_share_an_anchor(one: str, other: str) -> None:
    assert (safe_name("t", one) == safe_name("t", other)) == (one == other)


@pytest.mark.parametrize(("one", "other"), [("a:b", "a-b"), ("BYD", "byd"), ("甲", "乙")])
def test_ids_that_read_alike_have_anchors_of_their_own(one: str, other: str) -> None:
    assert anchor(ref(one)) != anchor(ref(other))


def test_a_plain_id_is_its_own_anchor() -> None:
    assert anchor(ref("yutong-bus")) == "t-yutong-bus"


def test_everything_that_a_list_names_has_a_page(auto: Report) -> None:
    named = {
        thing.iri
        for each in auto.lists
        for section in each.sections
        for row in section.rows
        for thing in row.things
        if thing.type != "Source"
    }
    assert named
    assert all(auto.page(iri) for iri in named)


def test_every_segment_of_the_map_has_a_page(auto: Report) -> None:
    assert all(auto.page(box.segment.iri) for box in auto.map.boxes)


def test_sources_are_those_used_and_no_others(cars: Report) -> None:
    assert [source.id for source in cars.sources] == ["doc", "late", "trade"]


def test_a_source_that_was_not_out_yet_is_not_used(graph: kg.Graph) -> None:
    scope = kg.records.Scope(datetime.date(2025, 6, 1))
    report = gather(graph.store, scope, graph.resolve("cars").iri)
    assert "late" not in {source.id for source in report.sources}


def test_the_summary_counts_what_is_named_and_never_adds_up_groups(cars: Report) -> None:
    first = cars.summary[0]
    assert first.zh.startswith("汽车产业链的图上有 4 个环节：具名企业 3 家")
    assert "成组说到 1 组" in first.zh
    assert "40" not in first.zh


def test_the_summary_says_which_segments_are_needed_and_have_no_firm(cars: Report) -> None:
    said = "Segments with a stated need and no firm named (1): Chips."
    assert Text("有需求而未见企业的环节 1 个：芯片。", said) in cars.summary


def test_the_summary_says_who_stands_in_a_segment_by_outside_knowledge_alone(
    zhengzhou: kg.Graph,
) -> None:
    iri = zhengzhou.resolve("chain-computing-zz").iri
    said = [sentence.zh for sentence in gather(zhengzhou.store, zhengzhou.scope, iri).summary]
    names = "中原鲲鹏生态创新中心、英特尔、新华三"
    assert f"具名企业中 3 家从事哪个环节只凭外部知识：{names}。" in said


def test_the_summary_says_that_no_task_was_entered(cars: Report) -> None:
    assert any(sentence.zh == "本链还没有登记任务。" for sentence in cars.summary)


def test_what_changed_is_told_in_the_summary(cars: Report) -> None:
    row = Change("new", "firms", NAMED, "firms", NAMED, "key", NAMED)
    changes = Changes(Text("上月的报告", "the report of last month"), "2025-05-31", (row,))
    told = with_changes(cars, changes).summary
    assert any("与上月的报告相比：新增 1 行，改动 0 行" in sentence.zh for sentence in told)


def test_targets_are_those_of_the_chain_and_of_policies_that_cover_it(auto: Report) -> None:
    told = {(t.point.first.subject.id, t.point.first.indicator.id) for t in auto.targets}
    assert {("henan", "nev-output"), ("zhengzhou", "vehicle-capacity")} <= told


def test_targets_of_another_trade_are_not_the_chains(computing: Report) -> None:
    assert not any(t.point.first.subject.id == "henan" for t in computing.targets)


def test_targets_of_the_area_that_no_chain_is_told_of_stand_apart(computing: Report) -> None:
    told = {t.point.first.subject.id for t in computing.area_targets}
    assert told == {"zhengzhou"}


def test_contradictions_are_those_about_what_the_report_names(
    auto: Report, computing: Report
) -> None:
    assert "byd-zz" in {conflict.about.id for conflict in auto.conflicts}
    assert "byd-zz" not in {conflict.about.id for conflict in computing.conflicts}


def test_figures_over_time_are_of_leaders_and_of_what_is_on_the_map(auto: Report) -> None:
    told = [answer.thing.id for answer in auto.figures]
    assert {"saic", "byd-zz"} <= set(told)
    assert len(told) <= 12


def test_profiles_are_sorted_and_stand_once(auto: Report) -> None:
    ids = [profile.thing.id for profile in auto.profiles]
    assert ids == sorted(set(ids))


def test_few_things_stand_in_one_file_and_many_in_files_of_their_own(
    cars: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    iri = next(p.thing.iri for p in cars.profiles if p.thing.id == "acme")
    assert cars.page(iri) == "things.html#t-acme"
    monkeypatch.setattr(content, "ONE_FILE", 3)
    assert replace(cars).page(iri) == "things/t-acme.html"


def test_what_has_no_page_has_no_link(cars: Report) -> None:
    assert cars.page("https://example.org/nobody") == ""
