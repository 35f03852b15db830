"""Each signal on a case where it must fire; who is never a candidate; answers that explain."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.candidates import CandidateAnswer, CandidateRow
from kg.errors import AmbiguousNameError, NothingKnownError, OptionError
from kg.selection import Selection

Rows = dict[str, list[dict[str, str]]]
Build = Callable[[Rows], kg.Graph]


def ids(answer: CandidateAnswer) -> set[str]:
    return {row.candidate.id for row in answer.rows}


@pytest.fixture
def answer(town: kg.Graph) -> CandidateAnswer:
    return town.candidates("me")


@pytest.fixture
def row(answer: CandidateAnswer) -> Callable[[str], CandidateRow]:
    found = {row.candidate.id: row for row in answer.rows}
    return found.__getitem__


def parts(row: CandidateRow) -> set[str]:
    return {part.name for part in row.parts} - {"experience"}


def records(row: CandidateRow) -> set[str]:
    return {item.record for item in row.evidence}


Row = Callable[[str], CandidateRow]


def test_a_segment_that_feeds_the_firms_own_could_supply(row: Row) -> None:
    found = row("maker")
    assert found.directions == ("supply",)
    assert {"adjacent", "need", "chain"} <= parts(found)
    assert {"act-maker", "flow-in", "act-me"} <= records(found)


def test_a_segment_that_the_firms_own_feeds_could_buy(row: Row) -> None:
    assert row("seller").directions == ("buy",)
    assert {"act-seller", "flow-out", "act-me"} <= records(row("seller"))


def test_a_maker_of_what_the_firm_buys_from_another_could_supply(row: Row) -> None:
    assert row("tyres").directions == ("supply",)
    assert parts(row("tyres")) == {"product"}
    assert records(row("tyres")) == {"prd-tyres", "sup-known"}


def test_a_buyer_of_what_the_firm_makes_could_buy(row: Row) -> None:
    assert row("fleet").directions == ("buy",)
    assert records(row("fleet")) == {"sup-fleet", "prd-me"}


def test_who_does_what_the_firm_says_it_needs_could_supply(row: Row) -> None:
    assert (row("chipper").directions, parts(row("chipper"))) == (("supply",), {"need"})
    assert records(row("chipper")) == {"act-chipper", "need-me"}


def test_who_says_that_it_needs_what_the_firm_does_could_buy(row: Row) -> None:
    assert (row("wanter").directions, parts(row("wanter"))) == (("buy",), {"need"})
    assert records(row("wanter")) == {"need-wanter", "act-me"}


def test_a_park_is_nearer_than_a_district_and_a_city_alone_is_no_reason(
    row: Row, answer: CandidateAnswer
) -> None:
    assert [p.points for p in row("parkmate").parts] == [1.5]
    assert [p.points for p in row("districtmate").parts] == [0.9]
    assert "citymate" not in ids(answer)


def test_a_city_adds_to_other_reasons(row: Row) -> None:
    assert {p.name: p.points for p in row("maker").parts}["place"] == 0.45


def test_partners_in_common_speak_for_cooperation(row: Row) -> None:
    assert (row("pal").directions, parts(row("pal"))) == (("cooperate",), {"partners"})
    assert records(row("pal")) == {"sup-pal", "sup-known"}


def test_firms_of_one_group_are_found_through_the_line_of_owners(row: Row) -> None:
    assert parts(row("sister")) == {"group"}
    assert records(row("sister")) == {"own-4", "own-1", "own-2"}


def test_a_leader_of_the_chain_stands_above_a_mere_member_of_it(row: Row) -> None:
    assert [p.points for p in row("leader").parts] == [0.5]
    assert [p.points for p in row("designer").parts] == [0.25]


def test_the_research_body_of_a_chain_does_not_lead_it(build: Build, town_rows: Rows) -> None:
    (role,) = (r for r in town_rows["roles"] if r["holder"] == "leader")
    role["role"] = "research-body"
    (leader,) = (r for r in town_rows["organizations"] if r["id"] == "leader")
    leader["type"] = "ResearchBody"
    assert "leader" not in ids(build(town_rows).candidates("me"))


def test_a_plant_answers_with_the_firm_that_runs_it(row: Row, answer: CandidateAnswer) -> None:
    assert "act-works" in records(row("operator"))
    assert "works" not in ids(answer)


@pytest.mark.parametrize("who", ["known", "me", "parent", "grandparent", "child"])
def test_partners_and_the_line_of_owners_and_owned_are_never_candidates(
    answer: CandidateAnswer, who: str
) -> None:
    assert who not in ids(answer)


@pytest.mark.parametrize("status", ["planned", "ended", "existing"])
def test_a_link_of_any_status_makes_a_known_partner(
    build: Build, town_rows: Rows, status: str
) -> None:
    deal = {"id": "sup-x", "supplier": "maker", "customer": "me", "status": status}
    town_rows["supply"].append({**deal, "source": "doc", "spans": "0-10"})
    assert "maker" not in ids(build(town_rows).candidates("me"))


def test_a_deal_with_its_plant_is_a_deal_with_the_firm(build: Build, town_rows: Rows) -> None:
    deal = {"id": "sup-x", "supplier": "works", "customer": "me"}
    town_rows["supply"].append({**deal, "source": "doc", "spans": "0-10"})
    assert "operator" not in ids(build(town_rows).candidates("me"))


def test_groups_and_what_is_planned_are_told_of_but_are_no_candidates(
    answer: CandidateAnswer,
) -> None:
    assert not {"many", "coming", "project", "stranger"} & ids(answer)
    assert [ref.id for ref in answer.groups] == ["many"]
    assert {"coming", "project", "stranger"} <= {ref.id for ref in answer.planned}


def test_the_parts_add_up_and_the_best_stand_first(answer: CandidateAnswer) -> None:
    for row in answer.rows:
        assert row.score == pytest.approx(sum(part.points for part in row.parts))
    order = [(-row.score, row.candidate.iri) for row in answer.rows]
    assert order == sorted(order)


def test_everything_is_marked_inferred(answer: CandidateAnswer) -> None:
    said = answer.as_json()
    assert said["inferred"] is True
    for row in said["candidates"]:
        assert (row["inferred"], row["basis"]) == (True, "inferred")
        assert "推断" in row["why_zh"]
        assert "Inferred" in row["why_en"]
    json.dumps(said)


def test_a_row_says_why_in_a_sentence_with_records_and_their_basis(row: Row) -> None:
    why = row("maker").why()
    assert "maker公司可能向me公司供货" in why.zh
    assert "flow-in，trade，外部知识" in why.zh
    assert "record act-maker, doc:0-10" in why.en


def test_a_firm_of_the_same_segment_is_marked_as_a_peer(build: Build, town_rows: Rows) -> None:
    act = {"id": "act-x", "agent": "maker", "segment": "vehicles", "source": "doc", "spans": "0-9"}
    town_rows["activities"].append(act)
    rows = {row.candidate.id: row for row in build(town_rows).candidates("me").rows}
    assert [ref.id for ref in rows["maker"].peers_in] == ["vehicles"]
    assert "同行" in rows["maker"].why().zh


def test_before_a_source_is_out_what_it_says_is_not_known(town: kg.Graph) -> None:
    early = kg.Graph(town.store, datetime.date(2025, 6, 1))
    assert "late" in ids(town.candidates("me"))
    assert "late" not in ids(early.candidates("me"))


def test_observed_leaves_out_what_rests_on_outside_knowledge(town: kg.Graph) -> None:
    stated = {row.candidate.id: row for row in town.candidates("me", observed=True).rows}
    assert "adjacent" not in parts(stated["maker"])
    assert "adjacent" in parts(stated["seller"])
    assert all(item.basis == "stated" for row in stated.values() for item in row.evidence)


def test_the_query_shown_finds_the_candidates(town: kg.Graph) -> None:
    answer = town.candidates("me", top=None)
    shown = town.sparql(answer.sparql).rows
    assert {row["other"].value for row in shown} == {r.candidate.iri for r in answer.rows}


@pytest.mark.parametrize("top", [1, 3, 5])
def test_a_shorter_answer_is_the_head_of_the_whole(town: kg.Graph, top: int) -> None:
    whole = town.candidates("me", top=None)
    short = town.candidates("me", top=top)
    assert [r.as_json() for r in short.rows] == [r.as_json() for r in whole.rows[:top]]


def test_filters_limit_the_candidates(town: kg.Graph) -> None:
    assert ids(town.candidates("me", selection=town.selection(places=["某园区"]))) == {"parkmate"}
    assert ids(town.candidates("me", selection=town.selection(segments=["销售"]))) == {"seller"}


def test_a_need_is_served_by_whoever_does_it_without_a_firm(town: kg.Graph) -> None:
    answer = town.candidates(need="零部件")
    assert ids(answer) == {"maker", "known", "child", "operator", "late"}
    assert [who.id for who, _ in answer.needs] == ["bureau"]
    assert [ref.id for ref in answer.groups] == ["many"]


def test_a_need_of_a_firm_leaves_out_who_is_its_partner_and_says_so(town: kg.Graph) -> None:
    answer = town.candidates("me", need="零部件")
    assert ids(answer) == {"maker", "operator", "late"}
    assert {ref.id for ref in answer.already} == {"known", "child"}
    assert {"serves", "adjacent"} <= parts(answer.rows[0])


def test_a_segment_and_a_product_of_one_name_are_one_need(town: kg.Graph) -> None:
    answer = town.candidates(need="整车")
    assert [ref.type for ref in answer.need] == ["ChainSegment", "ProductFamily"]
    assert ids(answer) == {"me"}


def test_two_segments_of_one_name_are_ambiguous(build: Build, town_rows: Rows) -> None:
    twin = {**town_rows["segments"][0], "id": "parts-2", "chain": "food"}
    town_rows["segments"].append(twin)
    with pytest.raises(AmbiguousNameError):
        build(town_rows).candidates(need="零部件")


def test_a_need_in_a_place_names_who_serves_it_elsewhere(town: kg.Graph) -> None:
    chosen = town.selection(places=["远处园区"])
    answer = town.candidates(need="零部件", selection=chosen)
    assert ids(answer) == {"maker"}
    assert {ref.id for ref in answer.elsewhere} == {"known", "child", "operator", "late"}


def test_where_nobody_serves_a_need_the_answer_says_what_is_known(town: kg.Graph) -> None:
    with pytest.raises(NothingKnownError) as error:
        town.candidates("me", need="零部件", selection=town.selection(places=["某园区"]))
    assert "maker公司" in error.value.text.zh


def test_who_shares_nothing_has_no_candidates(town: kg.Graph) -> None:
    with pytest.raises(NothingKnownError):
        town.candidates("stranger", selection=Selection(types=("Park",)))


def test_a_firm_or_a_need_must_be_given(town: kg.Graph) -> None:
    with pytest.raises(OptionError):
        town.candidates()


def test_a_plant_asks_for_its_firm(build: Build, town_rows: Rows) -> None:
    assert "me" in ids(build(town_rows).candidates("works", top=None))


def test_bundled_zhengzhou_knows_who_could_supply_yutong_with_batteries(
    zhengzhou: kg.Graph,
) -> None:
    answer = zhengzhou.candidates("宇通客车", need="动力电池")
    assert {"byd-zz", "zz-bak", "saic-power-zz"} <= ids(answer)
    assert all(row.evidence for row in answer.rows)


def test_a_pack_in_a_folder_needs_nothing_else(mini: Path) -> None:
    assert {row.candidate.id for row in kg.open(mini).candidates("acme").rows} <= {
        "core", "hold", "peer",
    }  # fmt: skip
