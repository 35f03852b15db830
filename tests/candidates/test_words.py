"""What a reason may say: no more than its records do, and whose records they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import kg
from kg.candidates import CandidateAnswer, CandidateRow
from kg.candidates.circle import plants_of
from kg.candidates.evaluation import links_of
from kg.candidates.known import named_partners
from kg.candidates.rules import Rules
from kg.cli.candidates import emit_candidates
from kg.cli.options import Asked
from kg.errors import NothingKnownError
from kg.partners.answer import partners
from kg.selection import Selection

Rows = dict[str, list[dict[str, str]]]
Build = Callable[[Rows], kg.Graph]
STATED = {"source": "doc", "spans": "0-10"}


def row_of(answer: CandidateAnswer, name: str) -> CandidateRow:
    return next(row for row in answer.rows if row.candidate.id == name)


def said(row: CandidateRow, part: str) -> str:
    return next(reason.said.zh for reason in row.reasons if reason.part == part)


def parts(row: CandidateRow) -> set[str]:
    return {part.name for part in row.parts}


def test_partners_of_a_candidate_are_named_organizations_only(
    build: Build, town_rows: Rows
) -> None:
    town_rows["supply"] += [
        {"id": "sup-many", "supplier": "many", "customer": "maker", **STATED},
        {"id": "sup-pal-2", "supplier": "pal", "customer": "maker", **STATED},
    ]
    town_rows["participations"] = [
        {
            "id": "par-maker",
            "participant": "maker",
            "activity": "project",
            "role": "owner",
            **STATED,
        },
    ]
    row = row_of(build(town_rows).candidates("me"), "maker")
    assert said(row, "experience") == "maker公司与 1 家具名机构有往来记录（含他方厂区）"
    assert {p.name: p.strength for p in row.parts}["experience"] == pytest.approx(0.2)


def test_partners_of_a_candidate_are_counted_as_kg_partners_counts_them(
    zhengzhou: kg.Graph,
) -> None:
    firms = links_of(zhengzhou.store, zhengzhou.scope).organizations
    rules = Rules(zhengzhou.scope)
    counted = {
        firm: named_partners(zhengzhou.store, rules, plants_of(zhengzhou.store, rules, [firm]))
        for firm in firms
    }
    assert {firm: count.get(firm, 0) for firm, count in counted.items()} == {
        firm: partners(zhengzhou.store, firm, zhengzhou.scope).coverage.named for firm in firms
    }


def test_a_candidate_is_not_told_of_among_what_is_only_planned(
    build: Build, town_rows: Rows
) -> None:
    town_rows["production"].append(
        {"id": "prd-x", "producer": "seller", "product": "service", "status": "planned", **STATED}
    )
    town_rows["products"].append(
        {"id": "service", "type": "Product", "name_zh": "服务", "segment": "sales", **STATED}
    )
    answer = build(town_rows).candidates("me")
    assert "seller" in {row.candidate.id for row in answer.rows}
    assert "seller" not in {ref.id for ref in answer.planned}


def test_a_partner_that_plans_more_is_not_told_of_as_planned(build: Build, town_rows: Rows) -> None:
    town_rows["activities"].append(
        {"id": "act-x", "agent": "known", "segment": "sales", "status": "planned", **STATED}
    )
    planned = {ref.id for ref in build(town_rows).candidates("me").planned}
    assert "known" not in planned
    assert "stranger" in planned


def test_what_holds_of_a_plant_is_said_to_hold_by_the_plant(build: Build, town_rows: Rows) -> None:
    town_rows["locations"].append(
        {"id": "loc-works", "located": "works", "place": "park", **STATED}
    )
    row = row_of(build(town_rows).candidates("me"), "operator")
    assert said(row, "place") == "双方同在某园区（operator公司经其工厂某厂）"
    assert said(row, "adjacent").endswith("（operator公司经其工厂某厂）")
    assert "by its plant" in row.why().en
    assert {iri.rpartition("/")[2] for iri in row.as_json()["by_plant"]} == {"park", "parts"}


def test_what_holds_of_the_firm_too_carries_no_mark(build: Build, town_rows: Rows) -> None:
    town_rows["locations"] += [
        {"id": "loc-works", "located": "works", "place": "park", **STATED},
        {"id": "loc-operator", "located": "operator", "place": "park", **STATED},
    ]
    row = row_of(build(town_rows).candidates("me"), "operator")
    assert said(row, "place") == "双方同在某园区"


def test_the_firms_own_side_is_marked_where_it_is_its_plants(build: Build, town_rows: Rows) -> None:
    town_rows["locations"].append(
        {"id": "loc-works", "located": "works", "place": "park", **STATED}
    )
    row = row_of(build(town_rows).candidates("operator"), "parkmate")
    assert said(row, "place") == "双方同在某园区（operator公司经其工厂某厂）"


def test_what_holds_of_whoever_runs_a_plant_is_not_called_the_plants(
    build: Build, town_rows: Rows
) -> None:
    town_rows["locations"].append(
        {"id": "loc-operator", "located": "operator", "place": "park", **STATED}
    )
    row = row_of(build(town_rows).candidates("works"), "parkmate")
    assert said(row, "place") == "双方同在某园区（某厂的记录在operator公司名下）"


def test_the_table_marks_places_and_segments_of_plants(
    town: kg.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    emit_candidates(Asked(format="tsv"), town, None, "零部件", Selection())
    lines = {line.split("\t")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "零部件（经其工厂）" in lines["operator公司"]
    assert "经其工厂" not in lines["maker公司"]


def test_who_makes_a_product_is_not_said_to_work_in_its_segment(
    build: Build, town_rows: Rows
) -> None:
    town_rows["activities"] = [r for r in town_rows["activities"] if r["id"] != "act-me"]
    row = row_of(build(town_rows).candidates("me"), "maker")
    assert said(row, "adjacent") == (
        "maker公司从事零部件，零部件供给整车，me公司生产轿车，因而算在整车"
    )
    assert "makes" in row.why().en
    assert "so counts in" in row.why().en


def test_who_works_in_a_narrower_segment_is_said_to_work_there(
    build: Build, town_rows: Rows
) -> None:
    town_rows["segments"].append(
        {"id": "seats", "name_zh": "座椅", "chain": "cars", "position": "upstream",
         "broader": "parts", **STATED}
    )  # fmt: skip
    town_rows["activities"].append(
        {"id": "act-seats", "agent": "pal", "segment": "seats", **STATED}
    )
    row = row_of(build(town_rows).candidates("me"), "pal")
    assert said(row, "adjacent").startswith("pal公司从事座椅（属零部件），零部件供给整车")


def test_what_a_buyer_makes_is_no_reason_to_sell_to_it(build: Build, town_rows: Rows) -> None:
    town_rows["products"].append(
        {"id": "service", "type": "Product", "name_zh": "服务", "segment": "sales", **STATED}
    )
    town_rows["production"].append(
        {"id": "prd-x", "producer": "seller", "product": "service", **STATED}
    )
    row = row_of(build(town_rows).candidates("me"), "seller")
    assert row.directions == ("buy",)
    assert "product" not in parts(row)


def with_bolts(rows: Rows) -> Rows:
    rows["products"].append(
        {"id": "bolt", "type": "Product", "name_zh": "螺栓", "segment": "parts", **STATED}
    )
    rows["production"].append({"id": "prd-x", "producer": "maker", "product": "bolt", **STATED})
    return rows


def test_a_product_of_a_segment_that_feeds_the_firms_own_counts_and_says_why(
    build: Build, town_rows: Rows
) -> None:
    row = row_of(build(with_bolts(town_rows)).candidates("me"), "maker")
    assert said(row, "product") == "maker公司生产螺栓，螺栓属于供给整车的零部件"


def test_what_serves_a_need_is_told_once(build: Build, town_rows: Rows) -> None:
    row = row_of(build(with_bolts(town_rows)).candidates("me", need="螺栓"), "maker")
    assert said(row, "serves") == "maker公司生产螺栓"
    assert "product" in parts(row)
    assert [reason.part for reason in row.reasons].count("product") == 0


def test_an_answer_about_a_need_gives_no_reason_of_another_trade(
    build: Build, town_rows: Rows
) -> None:
    town_rows["activities"] += [
        {"id": "act-x", "agent": "maker", "segment": "sales", **STATED},
        {"id": "act-y", "agent": "maker", "segment": "glass", **STATED},
    ]
    town_rows["segments"].append(
        {"id": "glass", "name_zh": "玻璃", "chain": "cars", "position": "upstream", **STATED}
    )
    town_rows["flows"].append(
        {"id": "flow-glass", "from_segment": "glass", "to_segment": "vehicles", **STATED}
    )
    row = row_of(build(town_rows).candidates("me", need="零部件"), "maker")
    adjacent = [reason.said.zh for reason in row.reasons if reason.part == "adjacent"]
    assert adjacent == ["maker公司从事零部件，零部件供给整车，me公司从事整车"]


def test_where_nobody_serves_a_need_the_message_leads_to_the_gaps_of_its_chain(
    town: kg.Graph,
) -> None:
    with pytest.raises(NothingKnownError) as error:
        town.candidates(need="轮胎", selection=Selection(types=("Park",)))
    assert "kg gaps" not in error.value.text.zh  # a product of no segment is on no chain
    with pytest.raises(NothingKnownError) as error:
        town.candidates(need="轿车", selection=Selection(types=("Park",)))
    assert error.value.text.zh.endswith("kg gaps 汽车产业链")
    assert 'kg gaps "' in error.value.text.en


def test_where_partners_serve_a_need_the_message_speaks_of_no_gap(town: kg.Graph) -> None:
    with pytest.raises(NothingKnownError) as error:
        town.candidates("me", need="零部件", selection=Selection(types=("Park",)))
    assert "kg gaps" not in error.value.text.zh


def test_bundled_zhengzhou_points_from_a_need_nobody_serves_to_its_gap(
    zhengzhou: kg.Graph,
) -> None:
    with pytest.raises(NothingKnownError) as error:
        zhengzhou.candidates(need="车用传感器")
    assert error.value.text.zh.endswith("kg gaps 汽车制造产业链")
