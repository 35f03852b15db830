"""Filters over the whole graph, on the mini pack of tests/conftest.py with places and awards."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import NothingKnownError, OptionError
from kg.who import WhoAnswer

Rows = dict[str, list[dict[str, str]]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
STATED = {"source": "doc", "spans": "0-10"}


@pytest.fixture
def town_pack(write_pack: Callable[..., Path], mini_rows: Rows) -> Path:
    """Acme's plant stands in the park, bolt and the 40 suppliers in the town; bolt has a title."""
    rows: Rows = {
        **mini_rows,
        "locations": [
            {"id": "loc-1", "located": "plant", "place": "park", **STATED},
            {"id": "loc-2", "located": "bolt", "place": "town", "basis": "derived",
             "derived_from": "act-3"},
            {"id": "loc-3", "located": "peer", "place": "town", "source": "late", "spans": "1-2"},
            {"id": "loc-4", "located": "many", "place": "town", **STATED},
        ],
        "projects": [{"id": "line", "name_zh": "新产线", "name_en": "New line", **STATED}],
        "participations": [
            {"id": "par-1", "participant": "core", "activity": "line", "role": "owner",
             "status": "planned", **STATED},
        ],
        "awards": [
            {"id": "aw-1", "holder": "bolt", "kind": "tier", "title_zh": "专精特新小巨人企业",
             "title_en": "Little Giant firm", **STATED},
        ],
    }  # fmt: skip
    return write_pack(rows)


@pytest.fixture
def town(town_pack: Path) -> kg.Graph:
    return kg.open(town_pack)


def _who(
    graph: kg.Graph, *, roles: list[str] | None = None, observed: bool = False, **filters: list[str]
) -> WhoAnswer:
    return graph.who(graph.selection(**filters), roles=roles or [], observed=observed)


def _ids(answer: WhoAnswer) -> list[str]:
    return [row.thing.id for row in answer.rows]


def _local(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_chain_leaders_come_first_then_by_type_and_id_and_groups_last(town: kg.Graph) -> None:
    assert _ids(_who(town, places=["某市"])) == ["acme", "bolt", "peer", "plant", "many"]


def test_several_values_of_a_kind_are_any_and_several_kinds_are_all(town: kg.Graph) -> None:
    assert _ids(_who(town, segments=["parts", "vehicles"])) == ["acme", "bolt", "peer"]
    assert _ids(_who(town, segments=["parts", "vehicles"], places=["park"])) == ["acme"]


def test_every_row_names_the_record_of_every_filter_kind(town: kg.Graph) -> None:
    (row,) = _who(town, segments=["整车"], places=["park"], chains=["汽车"]).rows
    met = {(m.filter, m.evidence.record) for m in row.matches}
    assert met == {
        ("chain", "act-1"), ("chain", "role-1"), ("place", "loc-1"), ("segment", "act-1"),
    }  # fmt: skip


def test_a_row_says_where_it_is_what_it_does_and_its_chain_roles(town: kg.Graph) -> None:
    (row,) = _who(town, roles=["链主"]).rows
    assert [place.thing.id for place in row.places] == ["park"]
    assert [segment.thing.id for segment in row.segments] == ["vehicles"]
    assert [(held.role.zh, held.thing.id) for held in row.roles] == [("链主", "cars")]


@pytest.mark.parametrize("name", ["链主", "chain leader", "Chain-Leader"])
def test_a_chain_role_is_known_by_label_and_notation(town: kg.Graph, name: str) -> None:
    assert _ids(_who(town, roles=[name])) == ["acme"]


def test_supplier_means_anyone_who_supplies(town: kg.Graph) -> None:
    assert _ids(_who(town, roles=["供应商"])) == ["bolt", "core", "many"]


def test_a_word_for_two_roles_means_either(town: kg.Graph) -> None:
    # hold owns core, acme its plant; core is the owner of a project
    assert _ids(_who(town, roles=["owner"])) == ["acme", "core", "hold"]


@pytest.mark.parametrize("name", ["专精特新", "little giant", "级别"])
def test_a_part_of_an_awards_title_is_a_role_too(town: kg.Graph, name: str) -> None:
    assert _ids(_who(town, roles=[name])) == ["bolt"]


def test_an_unknown_role_is_refused_with_those_there_are(town: kg.Graph) -> None:
    with pytest.raises(OptionError, match="supplier") as caught:
        _who(town, roles=["老大"])
    assert "链主" in caught.value.text.zh


def test_other_things_are_listed_only_where_a_type_asks_for_them(town: kg.Graph) -> None:
    assert _ids(_who(town, types=["园区"])) == ["park"]
    assert _ids(_who(town, types=["Park", "enterprise"], places=["town"])) == [
        "acme", "bolt", "peer", "park", "many",
    ]  # fmt: skip


def test_the_day_asked_for_leaves_out_what_came_later(town_pack: Path) -> None:
    before = kg.open(town_pack, as_of=kg.open(town_pack).as_of.replace(day=1))
    assert "peer" not in _ids(_who(before, places=["town"]))


def test_observed_keeps_to_what_is_stated(town: kg.Graph) -> None:
    assert _ids(_who(town, places=["town"], observed=True)) == ["acme", "peer", "plant", "many"]


def test_no_filter_is_refused(town: kg.Graph) -> None:
    with pytest.raises(OptionError, match="--segment"):
        town.who()


def test_an_empty_answer_says_what_each_filter_alone_would_give(town: kg.Graph) -> None:
    with pytest.raises(NothingKnownError) as caught:
        _who(town, segments=["steel"], places=["park"])
    assert "segment 1, place 2" in str(caught.value)
    assert "环节 1 个，地点 2 个" in caught.value.text.zh


def test_a_sentence_names_plant_record_and_source(town: kg.Graph) -> None:
    row = next(r for r in _who(town, places=["park"]).rows if r.thing.id == "acme")
    assert row.why().zh == (
        "顶峰汽车有限公司（企业）在名单上，因为其顶峰工厂位于某园区（记录 loc-1，来源 doc:0-10）。"
    )
    assert "its Acme plant is located in Park (record loc-1" in row.why().en


def test_a_sentence_says_what_is_derived_or_only_planned(town: kg.Graph) -> None:
    rows = _who(town, places=["town"]).rows
    assert "推得" in next(r for r in rows if r.thing.id == "bolt").why().zh
    rows = _who(town, roles=["业主"]).rows
    assert "计划" in next(r for r in rows if r.thing.id == "core").why().zh


def test_the_query_shown_finds_the_records_of_the_answer(town: kg.Graph) -> None:
    answer = _who(town, segments=["parts", "vehicles"], places=["town"], roles=["供应商", "链主"])
    records = {
        (_local(row["thing"].value), _local(row[f"{kind}Record"].value))
        for row in town.sparql(answer.sparql).rows
        for kind in ("segment", "place", "role")
    }
    assert records == {(r.thing.id, m.evidence.record) for r in answer.rows for m in r.matches}


def test_the_command_prints_rows_with_sources_and_counts_groups(
    run_kg: Run, town_pack: Path
) -> None:
    done = run_kg("who", "--place", "某市", "--data", str(town_pack))
    assert done.returncode == 0
    assert "顶峰的供应商 (超40)" in done.stdout.splitlines()[-1]
    assert "具名 4 个，未具名的群体 1 个" in done.stderr


def test_json_has_the_documented_fields(run_kg: Run, town_pack: Path) -> None:
    done = run_kg("who", "--role", "链主", "--format", "json", "--data", str(town_pack))
    answer = json.loads(done.stdout)
    assert set(answer) == {"found", "named", "groups"}
    assert set(answer["found"][0]) == {
        "thing", "type_zh", "type_en", "places", "segments", "roles", "evidence",
        "why_zh", "why_en",
    }  # fmt: skip
    assert {"filter", "said_zh", "said_en", "record", "spans"} <= set(
        answer["found"][0]["evidence"][0]
    )


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((), 2),
        (("--role", "老大"), 2),
        (("--type", "怪物"), 2),
        (("--segment", "没有的环节"), 3),
        (("--segment", "steel", "--place", "park"), 3),
        (("--place", "park"), 0),
    ],
)
def test_exit_codes(run_kg: Run, town_pack: Path, args: tuple[str, ...], code: int) -> None:
    assert run_kg("who", *args, "--data", str(town_pack)).returncode == code


def test_a_place_by_the_plant_is_marked_so(town: kg.Graph) -> None:
    row = next(r for r in _who(town, places=["park"]).rows if r.thing.id == "acme")
    assert [(place.by_plant, place.mark().zh) for place in row.places] == [(True, "经其工厂")]
    assert [match.short_mark().en for match in row.matches] == ["by its plant"]
    plant = next(r for r in _who(town, places=["park"]).rows if r.thing.id == "plant")
    assert not plant.places[0].by_plant
    assert plant.matches[0].short_mark().zh == ""


def test_the_table_says_what_is_known_by_a_plant(run_kg: Run, town_pack: Path) -> None:
    table = run_kg("who", "--place", "park", "--data", str(town_pack), "--format", "md").stdout
    acme = next(line for line in table.splitlines() if "顶峰汽车" in line)
    assert "某园区 [经其工厂]" in acme
    assert "doc:0-10 [经其工厂]" in acme
    assert "经其工厂" not in next(line for line in table.splitlines() if "顶峰工厂" in line)


def test_a_supplying_plant_is_not_told_as_the_customers_own(zhengzhou: kg.Graph) -> None:
    rows = {row.thing.id: row.why().zh for row in zhengzhou.who(roles=["客户"]).rows}
    assert "因为上汽郑州新能源电池工厂供应上汽乘用车郑州基地" in rows["saic-zz-base"]
    assert "供应其上汽乘用车郑州基地" in rows["saic-pv-zz"]


def test_a_record_that_passes_two_filters_is_told_once(town: kg.Graph) -> None:
    (row,) = _who(town, chains=["汽车"], roles=["链主"]).rows
    assert len([m for m in row.matches if m.evidence.record == "role-1"]) == 2
    assert row.why().zh.count("role-1") == 1


def test_a_record_that_passes_two_filters_is_cited_once(run_kg: Run, town_pack: Path) -> None:
    done = run_kg("who", "--chain", "汽车", "--role", "链主", "--data", str(town_pack))
    assert done.stdout.splitlines()[1].split("\t")[-1] == "doc:0-10; doc:0-10"  # act-1, role-1


def test_a_role_from_outside_knowledge_is_marked_beside_the_role(run_kg: Run) -> None:
    done = run_kg("who", "--chain", "汽车", "--role", "链主", "--format", "md")
    byd = next(line for line in done.stdout.splitlines() if "比亚迪" in line)
    assert "汽车制造产业链链主 [外部知识]、汽车制造产业链龙头企业、" in byd
    assert "推得的与外部知识（已注明）" in done.stdout
    assert "只含来源写明的" not in done.stdout


def test_only_an_observed_list_says_that_it_holds_what_is_stated(run_kg: Run) -> None:
    done = run_kg("who", "--chain", "汽车", "--role", "链主", "--observed", "--format", "md")
    assert "名单只含来源写明的" in done.stdout
    assert "比亚迪" not in done.stdout
    assert "[外部知识]" not in done.stdout
    assert "推得" not in done.stdout


def test_observed_tells_nothing_else_of_a_thing_that_is_not_stated(town: kg.Graph) -> None:
    (row,) = _who(town, segments=["parts"], observed=True).rows
    assert row.places == ()  # the place of bolt is derived
    (row,) = _who(town, segments=["parts"]).rows
    assert [(place.thing.id, place.mark().zh) for place in row.places] == [("town", "推得")]


def test_what_is_known_of_a_thing_has_the_documented_fields(town: kg.Graph) -> None:
    (row,) = _who(town, roles=["链主"]).as_json()["found"]
    assert {"id", "basis", "record_status", "by_plant"} <= set(row["places"][0])
    assert set(row["roles"][0]) == {"role_zh", "role_en", "basis", "record_status", "chain"}
