"""Boxes of Zhengzhou's automobile chain, written by hand from the pack's CSV files.

Each row: who is named (leaders first), groups, who is planned, projects with their investment,
state and label, and the records of needs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

import kg
from kg.chain_map import Box, ChainMap


@dataclass(frozen=True)
class Expected:
    """What a box must hold, by ids."""

    state: str
    label: str
    named: set[str]
    counted: str
    leaders: dict[str, str] = field(default_factory=dict)
    planned: set[str] = field(default_factory=set)
    projects: dict[str, list[str]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()


_DRAWN = "上汽带动的全产业链上下游项目（数十个）"
_PARTS = "郑州汽车核心零部件及配套企业（150余家）"

_BOXES = {
    # Nobody is named, the city states the need.
    "seg-auto-rd": Expected("needed", "fill", set(), "具名 0", needs=("need-city-rd",)),
    "seg-auto-sensors": Expected(
        "needed", "fill", set(), "具名 0", needs=("need-city-auto-sensors",)
    ),
    # Only the 150-odd parts firms, without names.
    "seg-seat": Expected("unnamed", "", set(), "具名 0 / 载明 150余"),
    "seg-glass": Expected("single", "strengthen", {"fuyao"}, "具名 1 / 载明 150余"),
    # The plant belongs to the chain leader, which no record puts here itself.
    "seg-engine": Expected(
        "single", "strengthen", {"saic-engine-plant", "saic-power-zz"}, "具名 2",
        leaders={"saic-engine-plant": "链主：上汽乘用车郑州分公司"},
    ),
    "seg-power-battery": Expected(
        "several", "strengthen",
        {"byd-zz", "byd-zz-base", "proj-byd-battery", "proj-saic-battery", "saic-battery-plant",
         "saic-power-zz", "zz-bak"},
        f"具名 7；未具名：{_PARTS}；{_DRAWN}",
        leaders={"byd-zz-base": "链主（外部知识）、龙头企业：比亚迪",
                 "saic-battery-plant": "龙头企业：上汽集团"},
        planned={"proj-bak-cell"},
        projects={"proj-bak-cell": [], "proj-byd-battery": [], "proj-saic-battery": ["20亿元"]},
        needs=("need-prov-power-battery",),
    ),
    "seg-nev": Expected(
        "several", "", {"byd", "byd-zz", "saic", "yutong"}, "具名 4",
        leaders={"byd": "链主（外部知识） 龙头企业", "saic": "龙头企业"},
    ),
    "seg-bus": Expected(
        "several", "", {"shaolin-bus", "yutong-bus", "yutong-nev-plant", "yutong-nev-workshop"},
        "具名 4",
    ),
    # What is being built does not serve.
    "seg-test": Expected("planned", "extend", set(), "具名 0", planned={"nev-test-centre"}),
    "seg-recycling": Expected(
        "single", "strengthen", {"proj-saic-recycling"}, f"具名 1；未具名：{_DRAWN}",
        projects={"proj-saic-recycling": []},
    ),
    "seg-mobility": Expected("unnamed", "", set(), f"具名 0；未具名：{_DRAWN}"),
    # Makers named one by one, some by their plants, beside seven that the source counts.
    "seg-vehicle": Expected(
        "several", "",
        {"byd", "byd-zz", "byd-zz-base", "dfn-zz", "haima", "saic", "saic-phase1-plant",
         "saic-phase2-plant", "saic-zz-base", "shaolin-bus", "yutong", "yutong-bus",
         "yutong-nev-plant", "yutong-nev-workshop", "zz-nissan"},
        "具名 15 / 载明 7",
        leaders={"saic-zz-base": "链主：上汽乘用车郑州分公司", "byd": "链主（外部知识） 龙头企业",
                 "saic": "龙头企业"},
        planned={"zhixing-box"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def auto(zhengzhou: kg.Graph) -> ChainMap:
    return zhengzhou.chain_map("chain-auto-zz")


def _box(map_: ChainMap, segment: str) -> Box:
    return next(box for box in map_.boxes if box.segment.id == segment)


@pytest.mark.parametrize("segment", _BOXES)
def test_a_box_of_the_automobile_chain_holds_what_the_pack_says(
    auto: ChainMap, segment: str
) -> None:
    box, expected = _box(auto, segment), _BOXES[segment]
    assert (
        Expected(
            box.state,
            box.label,
            {m.ref.id for m in box.named},
            box.counted().zh,
            {m.ref.id: " ".join(role.zh for role in m.roles) for m in box.leaders},
            {m.ref.id for m in box.members if not m.exists},
            {m.ref.id: [a.text.zh for a in m.amounts] for m in box.projects},
            tuple(need.evidence.record for need in box.needs),
        )
        == expected
    )


def test_the_chain_is_one_lane_with_makers_of_vehicles_in_the_middle(auto: ChainMap) -> None:
    assert [(lane.title.zh, lane.kind) for lane in auto.lanes] == [("汽车制造产业链", "chain")]
    middle = [box.segment.id for box in auto.boxes if box.position == "midstream"]
    assert middle == ["seg-vehicle", "seg-bus", "seg-nev", "seg-passenger"]


def test_all_chains_have_a_lane_each_by_number_of_segments(zhengzhou: kg.Graph) -> None:
    map_ = zhengzhou.chain_map()
    assert [lane.key for lane in map_.lanes][:2] == ["chain-nev-henan", "chain-auto-zz"]
    in_lanes = [box.lane for box in map_.boxes if box.segment.id == "seg-power-battery"]
    assert in_lanes == ["chain-nev-henan", "chain-auto-zz"]


def test_every_filter_value_is_told_in_the_tables_of_the_map(zhengzhou: kg.Graph) -> None:
    map_ = zhengzhou.chain_map()
    members = [member for box in map_.boxes for member in box.members]
    assert {iri for m in members for iri in m.districts} == map_.districts.keys()
    assert {iri for m in members for iri in m.products} == map_.products.keys()
    assert {"zhongmu", "zz-etdz", "zzaez"} <= {ref.id for ref in map_.districts.values()}
    assert "zhengzhou" not in {ref.id for ref in map_.districts.values()}


def test_the_same_facts_give_the_same_map(zhengzhou: kg.Graph) -> None:
    assert zhengzhou.chain_map().as_json() == zhengzhou.chain_map().as_json()
