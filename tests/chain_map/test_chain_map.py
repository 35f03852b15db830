"""What the chain map shows of the mini pack of tests/conftest.py.

Its chain: steel (40 suppliers, counted only) feeds parts (bolt), parts feed vehicles (acme, the
chain leader, and peer); chips are a stated need.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.chain_map import Box, ChainMap, Member
from kg.errors import NothingKnownError
from kg.store import Solution, Store

Rows = dict[str, list[dict[str, str]]]
Write = Callable[..., Path]
STATED = {"source": "doc", "spans": "0-10"}


def _boxes(map_: ChainMap) -> dict[str, Box]:
    return {box.segment.id: box for box in map_.boxes}


def _members(box: Box) -> dict[str, Member]:
    return {member.ref.id: member for member in box.members}


def _with(rows: Rows, **more: list[dict[str, str]]) -> Rows:
    """The rows with some more in these tables."""
    return {**rows, **{table: [*rows.get(table, []), *new] for table, new in more.items()}}


def test_boxes_stand_by_position_and_then_along_the_flows(graph: kg.Graph) -> None:
    found = [(b.segment.id, b.position, b.rank) for b in graph.chain_map().boxes]
    assert found == [
        ("chips", "upstream", 0),
        ("steel", "upstream", 1),
        ("parts", "upstream", 2),
        ("vehicles", "midstream", 0),
    ]


def test_state_and_label_are_those_of_the_gaps(graph: kg.Graph) -> None:
    gaps = graph.gaps("cars")
    for gap in (*gaps.rows, *gaps.sound):
        box = _boxes(graph.chain_map())[gap.segment.id]
        assert (box.state, box.label) == (gap.state, gap.label)


def test_the_words_for_a_box_are_named_and_stated(graph: kg.Graph) -> None:
    boxes = _boxes(graph.chain_map())
    assert boxes["steel"].counted().zh == "具名 0 / 载明 40余"
    assert boxes["steel"].counted().en == "0 named / over 40 stated"
    assert boxes["vehicles"].counted().zh == "具名 2"


def test_several_groups_are_told_apart_and_never_added_up(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        mini_rows,
        organizations=[
            {"id": "some", "type": "Enterprise", "name_zh": "外地钢厂", "name_en": "Mills",
             "count": "12", **STATED},
            {"id": "others", "type": "Enterprise", "name_zh": "贸易商", "name_en": "Traders",
             "count_operator": "unstated", **STATED},
        ],
        activities=[
            {"id": "act-5", "agent": "some", "segment": "steel", **STATED},
            {"id": "act-6", "agent": "others", "segment": "steel", **STATED},
        ],
    )  # fmt: skip
    words = _boxes(kg.open(write_pack(rows)).chain_map())["steel"].counted()
    assert words.zh == "具名 0；未具名：顶峰的供应商（40余）；贸易商；外地钢厂（12）"
    assert "52" not in words.zh + words.en


def test_one_group_that_is_not_counted_stands_by_its_name(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        {**mini_rows, "activities": []},
        organizations=[{"id": "others", "type": "Enterprise", "name_zh": "贸易商",
                        "count_operator": "unstated", **STATED}],
        activities=[{"id": "act-6", "agent": "others", "segment": "steel", **STATED}],
    )  # fmt: skip
    box = _boxes(kg.open(write_pack(rows)).chain_map())["steel"]
    assert box.counted().zh == "具名 0；未具名：贸易商"


def test_what_is_planned_is_a_member_but_never_named(write_pack: Write, mini_rows: Rows) -> None:
    rows = _with(
        mini_rows,
        activities=[{"id": "act-5", "agent": "core", "segment": "parts", "status": "planned",
                     **STATED}],
    )  # fmt: skip
    parts = _boxes(kg.open(write_pack(rows)).chain_map())["parts"]
    assert [(m.ref.id, m.exists) for m in parts.members] == [("bolt", True), ("core", False)]
    assert [m.ref.id for m in parts.named] == ["bolt"]
    assert parts.counted().zh == "具名 1"


def test_a_planned_group_is_not_in_the_words(write_pack: Write, mini_rows: Rows) -> None:
    rows = _with(
        mini_rows,
        projects=[{"id": "batch", "name_zh": "一批项目", "count": "27", "status": "planned",
                   **STATED}],
        activities=[{"id": "act-5", "agent": "batch", "segment": "parts", **STATED}],
    )  # fmt: skip
    parts = _boxes(kg.open(write_pack(rows)).chain_map())["parts"]
    assert [m.ref.id for m in parts.groups] == ["batch"]
    assert parts.counted().zh == "具名 1"


def test_two_records_of_one_firm_make_one_member_from_the_earlier_on(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        mini_rows,
        activities=[
            {"id": "act-0", "agent": "bolt", "segment": "parts", "status": "planned", **STATED},
            {
                "id": "act-5",
                "agent": "bolt",
                "segment": "parts",
                "since": "2026",
                "source": "doc",
                "spans": "0-10",
            },
        ],
    )
    graph = kg.open(write_pack(rows), as_of=datetime.date(2026, 12, 31))
    parts = _boxes(graph.chain_map())["parts"]
    assert [(m.ref.id, m.exists, m.start, m.end) for m in parts.members] == [
        ("bolt", True, 2025, None)
    ]


def test_a_record_counts_from_its_source_and_its_beginning_to_its_end(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = {
        **mini_rows,
        "activities": [
            {"id": "a", "agent": "acme", "segment": "vehicles", "since": "2019", "until": "2027-03",
             **STATED},
            {"id": "b", "agent": "peer", "segment": "vehicles", "since": "2021-05",
             "basis": "outside", "source": "trade"},
            {"id": "c", "agent": "bolt", "segment": "parts", "basis": "outside",
             "source": "trade"},
        ],
    }  # fmt: skip
    map_ = kg.open(write_pack(rows)).chain_map()
    members = {m.ref.id: (m.start, m.end) for box in map_.boxes for m in box.members}
    # The paper came out in 2025; what is no text is not published, so only since counts.
    assert members == {"acme": (2025, 2027), "peer": (2021, None), "bolt": (None, None)}
    assert map_.years == (2021, 2025)


def test_before_its_source_was_out_a_record_does_not_count(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        mini_rows,
        activities=[{"id": "act-5", "agent": "core", "segment": "parts", "source": "late",
                     "spans": "5-9"}],
    )  # fmt: skip
    pack = write_pack(rows)
    early = kg.open(pack, as_of=datetime.date(2025, 6, 1)).chain_map()
    assert _members(_boxes(early)["parts"]).keys() == {"bolt"}
    assert _members(_boxes(kg.open(pack).chain_map())["parts"]).keys() == {"bolt", "core"}


def test_a_leader_stands_first_with_its_role(graph: kg.Graph) -> None:
    vehicles = _boxes(graph.chain_map())["vehicles"]
    assert [(m.ref.id, [r.zh for r in m.roles]) for m in vehicles.leaders] == [("acme", ["链主"])]
    assert [m.ref.id for m in vehicles.members] == ["acme", "peer"]


def test_a_role_that_is_not_stated_says_so_and_stands_behind_one_that_is(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        {**mini_rows, "roles": []},
        roles=[
            {"id": "r1", "holder": "acme", "role": "chain-leader", "chain": "cars",
             "basis": "outside", "source": "trade"},
            {"id": "r2", "holder": "acme", "role": "leading-firm", "chain": "cars", **STATED},
            {"id": "r3", "holder": "peer", "role": "chain-leader", "chain": "cars", **STATED},
        ],
    )  # fmt: skip
    vehicles = _boxes(kg.open(write_pack(rows)).chain_map())["vehicles"]
    assert [(m.ref.id, [r.zh for r in m.roles]) for m in vehicles.leaders] == [
        ("peer", ["链主"]),
        ("acme", ["链主（外部知识）", "龙头企业"]),
    ]


def test_a_leader_that_no_record_puts_in_a_segment_is_named_with_role_and_record(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        {**mini_rows, "roles": [], "activities": []},
        roles=[{"id": "r1", "holder": "acme", "role": "chain-leader", "chain": "cars", **STATED}],
        activities=[{"id": "act-9", "agent": "plant", "segment": "vehicles", **STATED}],
    )
    map_ = kg.open(write_pack(rows)).chain_map()
    (leader,) = map_.leaders
    assert (leader.ref.id, [r.words.zh for r in leader.roles]) == ("acme", ["链主"])
    assert leader.roles[0].evidence.record == "r1"
    assert [ref.id for ref in leader.sites] == ["plant"]
    assert "另有链主、龙头 1 家" in map_.coverage.zh


def test_a_role_counts_from_the_year_of_its_source(write_pack: Write, mini_rows: Rows) -> None:
    rows = _with(
        {**mini_rows, "roles": []},
        roles=[{"id": "r1", "holder": "acme", "role": "chain-leader", "chain": "cars",
                "source": "late", "spans": "5-9"}],
    )  # fmt: skip
    map_ = kg.open(write_pack(rows)).chain_map()
    vehicles = _boxes(map_)["vehicles"]
    assert map_.leaders[0].years == vehicles.leaders[0].role_years == ((2025, None),)


def test_a_leader_at_work_by_its_plants_is_found_at_one_of_them(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        mini_rows,
        facilities=[{"id": "annex", "name_zh": "顶峰工厂二号车间", **STATED}],
        ownership=[{"id": "own-3", "owner": "acme", "owned": "annex", "kind": "plant", **STATED}],
        activities=[
            {"id": "act-5", "agent": "plant", "segment": "parts", **STATED},
            {"id": "act-6", "agent": "annex", "segment": "parts", **STATED},
            {"id": "act-7", "agent": "plant", "segment": "vehicles", **STATED},
        ],
    )
    boxes = _boxes(kg.open(write_pack(rows)).chain_map())
    assert [(m.ref.id, [r.zh for r in m.roles]) for m in boxes["parts"].leaders] == [
        ("plant", ["链主：顶峰汽车有限公司"])
    ]
    assert [m.ref.id for m in boxes["vehicles"].leaders] == ["acme"]


def test_a_firm_is_in_the_district_of_its_plant_and_makes_what_its_plant_makes(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        mini_rows,
        locations=[{"id": "loc-1", "located": "plant", "place": "park", **STATED}],
        products=[
            {"id": "cars-all", "type": "ProductFamily", "name_zh": "汽车", **STATED},
            {"id": "bus", "type": "Product", "name_zh": "客车", "family": "cars-all", **STATED},
        ],
        production=[{"id": "prd-1", "producer": "plant", "product": "bus", **STATED}],
    )
    map_ = kg.open(write_pack(rows)).chain_map()
    acme = _members(_boxes(map_)["vehicles"])["acme"]
    # The park is of district level; the town that it lies in is not.
    assert [map_.districts[iri].id for iri in acme.districts] == ["park"]
    assert {map_.products[iri].id for iri in acme.products} == {"bus", "cars-all"}


@pytest.mark.parametrize(
    ("kind", "text", "planned"),
    [("actual", "5亿元", False), ("target", "目标5亿元", True)],
)
def test_a_project_has_its_investment_and_a_target_says_that_it_is_one(
    write_pack: Write, mini_rows: Rows, kind: str, text: str, *, planned: bool
) -> None:
    rows = _with(
        mini_rows,
        projects=[{"id": "works", "name_zh": "螺栓项目", **STATED}],
        activities=[{"id": "act-5", "agent": "works", "segment": "parts", **STATED}],
        observations=[{"id": "obs-1", "about": "works", "indicator": "investment",
                       "kind": kind, "value": "500000000", "unit": "CNY", "raw": "5亿元",
                       **STATED}],
    )  # fmt: skip
    (project,) = _boxes(kg.open(write_pack(rows)).chain_map())["parts"].projects
    (amount,) = project.amounts
    assert (amount.text.zh, amount.kind, amount.planned) == (text, "investment", planned)
    assert (str(amount.value), amount.unit) == ("500000000", "CNY")


def test_two_sources_with_the_same_amount_give_it_once_and_others_stand_side_by_side(
    write_pack: Write, mini_rows: Rows
) -> None:
    figure = {"about": "works", "indicator": "investment", "kind": "actual", "unit": "CNY"}
    rows = _with(
        mini_rows,
        projects=[{"id": "works", "name_zh": "螺栓项目", **STATED}],
        activities=[{"id": "act-5", "agent": "works", "segment": "parts", **STATED}],
        observations=[
            {"id": "o1", **figure, "value": "500000000", "raw": "5亿元", **STATED},
            {"id": "o2", **figure, "value": "500000000", "raw": "5亿元", "source": "late",
             "spans": "3-6"},
            {"id": "o3", **figure, "value": "600000000", "raw": "6亿元", "source": "late",
             "spans": "6-9"},
        ],
    )  # fmt: skip
    (project,) = _boxes(kg.open(write_pack(rows)).chain_map())["parts"].projects
    assert [amount.text.zh for amount in project.amounts] == ["5亿元", "6亿元"]


def test_what_a_firm_invests_is_no_amount_of_a_segment(write_pack: Write, mini_rows: Rows) -> None:
    rows = _with(
        mini_rows,
        observations=[{"id": "obs-1", "about": "bolt", "indicator": "investment",
                       "kind": "actual", "value": "900000000", "unit": "CNY", "raw": "9亿元",
                       **STATED}],
    )  # fmt: skip
    parts = _boxes(kg.open(write_pack(rows)).chain_map())["parts"]
    assert [member.amounts for member in parts.members] == [()]


def test_an_amount_stated_of_a_whole_segment_is_its_total(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        mini_rows,
        observations=[{"id": "obs-1", "about": "parts", "indicator": "investment",
                       "kind": "actual", "value": "900000000", "unit": "CNY", "raw": "9亿元",
                       **STATED}],
    )  # fmt: skip
    parts = _boxes(kg.open(write_pack(rows)).chain_map())["parts"]
    assert [amount.text.zh for amount in parts.totals] == ["9亿元"]


def test_narrower_segments_stand_behind_the_broader_and_count_in_it(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        mini_rows,
        segments=[{"id": "bolts", "name_zh": "螺栓件", "chain": "cars", "position": "upstream",
                   "broader": "parts", **STATED}],
        activities=[{"id": "act-5", "agent": "core", "segment": "bolts", **STATED}],
    )  # fmt: skip
    map_ = kg.open(write_pack(rows)).chain_map()
    boxes = _boxes(map_)
    order = [box.segment.id for box in map_.boxes]
    assert order.index("bolts") == order.index("parts") + 1
    assert boxes["bolts"].inside == boxes["parts"].segment.iri
    through = {m.ref.id: m.through for m in boxes["parts"].members}
    assert through == {"bolt": "", "core": boxes["bolts"].segment.iri}


def test_a_flow_joins_two_boxes_once_by_its_best_founded_record(
    write_pack: Write, mini_rows: Rows
) -> None:
    rows = _with(
        mini_rows,
        flows=[{"id": "flow-9", "from_segment": "steel", "to_segment": "parts", **STATED}],
    )
    map_ = kg.open(write_pack(rows)).chain_map()
    names = {box.segment.iri: box.segment.id for box in map_.boxes}
    found = [(names[f.source], names[f.target], f.evidence.basis) for f in map_.flows]
    assert found == [("parts", "vehicles", "outside"), ("steel", "parts", "stated")]


def test_filters_limit_members_and_the_coverage_says_so(write_pack: Write, mini_rows: Rows) -> None:
    rows = _with(
        mini_rows, locations=[{"id": "loc-1", "located": "plant", "place": "park", **STATED}]
    )
    graph = kg.open(write_pack(rows))
    map_ = graph.chain_map(selection=graph.selection(places=["某园区"]))
    boxes = _boxes(map_)
    assert _members(boxes["vehicles"]).keys() == {"acme"}
    # As kg gaps --place has it.
    assert (boxes["vehicles"].state, boxes["parts"].state) == ("single", "unknown")
    assert map_.coverage.zh.startswith("仅限：某园区。")


def test_a_segment_limits_the_boxes(graph: kg.Graph) -> None:
    map_ = graph.chain_map(selection=graph.selection(segments=["整车"]))
    assert [box.segment.id for box in map_.boxes] == ["vehicles"]
    assert map_.flows == ()


def test_a_chain_without_segments_has_nothing_to_draw(write_pack: Write, mini_rows: Rows) -> None:
    rows = _with(
        mini_rows,
        chains=[{"id": "toys", "name_zh": "玩具产业链", "level": "city", "place": "town",
                 **STATED}],
    )  # fmt: skip
    graph = kg.open(write_pack(rows))
    assert [ref.id for ref in graph.chain_map().chains] == ["cars"]
    with pytest.raises(NothingKnownError, match="no segment"):
        graph.chain_map("玩具")


def test_the_json_names_things_by_iri_and_keeps_evidence(graph: kg.Graph) -> None:
    shown = graph.chain_map().as_json()
    assert shown.keys() == {
        "chains", "lanes", "boxes", "flows", "leaders", "districts", "products", "years",
        "coverage_zh", "coverage_en",
    }  # fmt: skip
    box = next(b for b in shown["boxes"] if b["segment"]["id"] == "vehicles")
    assert (box["named"], box["counted_zh"], box["lane"]) == (2, "具名 2", "cars")
    assert box["members"][0]["evidence"]["record"] == "act-1"
    assert shown["years"] == {"first": 2025, "last": 2025}


def test_more_firms_take_no_more_queries(
    write_pack: Write, mini_rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = _with(
        mini_rows,
        organizations=[{"id": f"f{n}", "type": "Enterprise", "name_zh": f"企业{n}号", **STATED}
                       for n in range(30)],
        activities=[{"id": f"a{n}", "agent": f"f{n}", "segment": "parts", **STATED}
                    for n in range(30)],
    )  # fmt: skip
    asked: list[int] = []
    select = Store.select

    def counting(store: Store, query: str) -> list[Solution]:
        asked[-1] += 1
        return select(store, query)

    monkeypatch.setattr(Store, "select", counting)
    for name, rows in (("few", mini_rows), ("many", many)):
        graph = kg.open(write_pack(rows, name))
        asked.append(0)
        graph.chain_map()
    assert asked[0] == asked[1]
