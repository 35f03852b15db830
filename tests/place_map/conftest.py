"""A town with three districts, two layers over them, and things told of in different ways."""

from __future__ import annotations

import datetime

import pytest

import kg
from kg.place_map import PlaceMap, place_map

STATED = {"source": "doc", "spans": "0-10"}
LATE = {"source": "late", "spans": "0-10"}


def place(id_: str, zh: str, level: str = "district", within: str = "town", **more: str) -> dict:
    return {"id": id_, "type": "AdministrativeArea", "name_zh": zh, "name_en": id_.title(),
            "level": level, "within": within, **STATED, **more}  # fmt: skip


def firm(id_: str, zh: str, **more: str) -> dict:
    return {"id": id_, "type": "Enterprise", "name_zh": zh, "name_en": id_.title(), **STATED} | more


def at(thing: str, where: str, **more: str) -> dict:
    return {"id": f"loc-{thing}-{where}", "located": thing, "place": where, **STATED} | more


def member(where: str, layer: str, **more: str) -> dict:
    return {"id": f"mem-{where}-{layer}", "member": where, "group": layer, **STATED} | more


@pytest.fixture
def town_rows(mini_rows) -> dict[str, list[dict[str, str]]]:
    return {
        "sources": mini_rows["sources"],
        "places": [
            place("province", "某省", "province", ""),
            place("town", "某市", "city", "province", code="410300"),
            place("east", "东区", code="410302"),
            place("west", "西区", code="410303"),
            place("north", "北区"),
            {**place("nook", "西区小园", "district", "west"), "type": "Park", "status": "building"},
            {**place("garden", "市内园区", ""), "type": "Park"},
        ],
        "organizations": [
            firm("maker", "东车厂公司"),
            firm("owner", "厂主集团"),
            firm("backer", "出资公司"),
            firm("wide", "市级公司"),
            firm("nowhere", "无处公司"),
            firm("far", "省级公司"),
            firm("many", "东区配套企业", count="40", count_operator="more-than"),
        ],
        "facilities": [
            {"id": "plant", "name_zh": "西厂", "name_en": "West plant", **STATED},
        ],
        "projects": [
            {"id": "hosted", "name_zh": "落户项目", "name_en": "Hosted project", **STATED},
            {"id": "plan", "name_zh": "规划项目", "name_en": "Planned project",
             "status": "planned", **STATED},
        ],
        "chains": [{"id": "cars", "name_zh": "汽车产业链", "name_en": "Car chain",
                    "level": "city", "place": "town", **STATED}],
        "segments": [{"id": "vehicles", "name_zh": "整车", "name_en": "Vehicles", "chain": "cars",
                      "position": "midstream", **STATED}],
        "activities": [{"id": "act", "agent": "maker", "segment": "vehicles", **STATED}],
        "roles": [{"id": "role", "holder": "owner", "role": "chain-leader", "chain": "cars",
                   **STATED}],
        "programmes": [
            {"id": "areas", "type": "Programme", "name_zh": "集聚区", "name_en": "Areas",
             "level": "city", **STATED},
            {"id": "parks", "type": "Programme", "name_zh": "产业园", "name_en": "Parks",
             "level": "city", "status": "building", **STATED},
            {"id": "later", "type": "Programme", "name_zh": "后来的布局", "name_en": "Later",
             "level": "city", **LATE},
        ],
        "memberships": [
            member("east", "areas"), member("west", "areas"), member("west", "parks"),
            member("town", "parks"), member("north", "later", **LATE),
        ],
        "locations": [
            at("maker", "east"), at("maker", "town", id="loc-maker-again"), at("plant", "west"),
            at("wide", "town"), at("far", "province"), at("many", "east"), at("plan", "east"),
        ],
        "ownership": [{"id": "own", "owner": "owner", "owned": "plant", "kind": "plant", **STATED}],
        "participations": [
            {"id": "par-host", "participant": "plant", "activity": "hosted", "role": "host",
             **STATED},
            {"id": "par-back", "participant": "backer", "activity": "hosted", "role": "investor",
             **STATED},
            {"id": "par-build", "participant": "wide", "activity": "plan", "role": "contractor",
             **STATED},
        ],
        "observations": [
            {"id": "obs", "about": "hosted", "indicator": "investment", "kind": "actual",
             "period_to": "2025-05", "value": "2000000000", "unit": "CNY", "raw": "20亿元",
             **STATED},
        ],
    }  # fmt: skip


@pytest.fixture
def town(write_pack, town_rows) -> kg.Graph:
    return kg.open(write_pack(town_rows))


@pytest.fixture
def shown(town: kg.Graph) -> PlaceMap:
    return place_map(town.store, town.scope)


@pytest.fixture
def earlier(town: kg.Graph) -> PlaceMap:
    """Before the later paper came out."""
    scope = kg.records.Scope(datetime.date(2025, 6, 1))
    return place_map(town.store, scope)
