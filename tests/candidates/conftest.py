"""A town made for candidates: ``me`` makes cars, and everyone else stands to it in one way."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

import kg

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}
FIRM = {"type": "Enterprise"}

_FIRMS = (
    "me", "maker", "seller", "known", "parent", "grandparent", "child", "sister", "parkmate",
    "districtmate", "citymate", "pal", "tyres", "fleet", "wanter", "chipper", "designer", "leader",
    "stranger", "operator", "late",
)  # fmt: skip


@pytest.fixture
def town_rows() -> Rows:
    """The rows of the town; tests change a copy of them."""
    return copy.deepcopy({
        "sources": [
            {"id": "doc", "name_zh": "某报", "kind": "text", "published_from": "2025-05-01",
             "file": "doc.txt", "sha256": "0" * 64},
            {"id": "evening", "name_zh": "晚报", "kind": "text", "published_from": "2025-06-20",
             "file": "late.txt", "sha256": "1" * 64},
            {"id": "trade", "name_zh": "一般行业常识", "kind": "reference",
             "published_from": "2025"},
        ],
        "places": [
            {"id": "town", "type": "AdministrativeArea", "name_zh": "某市", "level": "city",
             **STATED},
            {"id": "district", "type": "AdministrativeArea", "name_zh": "某区",
             "level": "district", "within": "town", **STATED},
            {"id": "park", "type": "Park", "name_zh": "某园区", "within": "district", **STATED},
            {"id": "other-park", "type": "Park", "name_zh": "另一园区", "within": "district",
             **STATED},
            {"id": "far-park", "type": "Park", "name_zh": "远处园区", "within": "town", **STATED},
        ],
        "chains": [
            {"id": "cars", "name_zh": "汽车产业链", "level": "city", "place": "town", **STATED},
            {"id": "food", "name_zh": "食品产业链", "level": "city", "place": "town", **STATED},
        ],
        "segments": [
            {"id": "parts", "name_zh": "零部件", "chain": "cars", "position": "upstream",
             **STATED},
            {"id": "chips", "name_zh": "芯片", "chain": "food", "position": "upstream", **STATED},
            {"id": "vehicles", "name_zh": "整车", "chain": "cars", "position": "midstream",
             **STATED},
            {"id": "sales", "name_zh": "销售", "chain": "cars", "position": "downstream",
             **STATED},
            {"id": "design", "name_zh": "设计", "chain": "cars", "position": "upstream",
             **STATED},
            {"id": "noodles", "name_zh": "面食", "chain": "food", "position": "midstream",
             **STATED},
        ],
        "flows": [
            {"id": "flow-in", "from_segment": "parts", "to_segment": "vehicles",
             "basis": "outside", "source": "trade"},
            {"id": "flow-out", "from_segment": "vehicles", "to_segment": "sales", **STATED},
        ],
        "organizations": [
            *({"id": name, **FIRM, "name_zh": f"{name}公司", **STATED} for name in _FIRMS),
            {"id": "many", **FIRM, "name_zh": "四十家零部件厂", "count": "40", **STATED},
            {"id": "coming", **FIRM, "name_zh": "拟建公司", "status": "planned", **STATED},
            {"id": "bureau", "type": "GovernmentBody", "name_zh": "某局", **STATED},
        ],
        "facilities": [{"id": "works", "name_zh": "某厂", **STATED}],
        "projects": [{"id": "project", "name_zh": "零部件项目", **STATED}],
        "products": [
            {"id": "rubber", "type": "ProductFamily", "name_zh": "橡胶件", **STATED},
            {"id": "tyre", "type": "Product", "name_zh": "轮胎", "family": "rubber", **STATED},
            {"id": "car", "type": "Product", "name_zh": "轿车", "segment": "vehicles", **STATED},
            {"id": "vehicles-made", "type": "ProductFamily", "name_zh": "整车",
             "segment": "vehicles", **STATED},
        ],
        "activities": [
            {"id": "act-me", "agent": "me", "segment": "vehicles", **STATED},
            {"id": "act-maker", "agent": "maker", "segment": "parts", **STATED},
            {"id": "act-seller", "agent": "seller", "segment": "sales", **STATED},
            {"id": "act-known", "agent": "known", "segment": "parts", **STATED},
            {"id": "act-child", "agent": "child", "segment": "parts", **STATED},
            {"id": "act-many", "agent": "many", "segment": "parts", **STATED},
            {"id": "act-coming", "agent": "coming", "segment": "parts", **STATED},
            {"id": "act-stranger", "agent": "stranger", "segment": "parts", "status": "planned",
             **STATED},
            {"id": "act-project", "agent": "project", "segment": "parts", **STATED},
            {"id": "act-works", "agent": "works", "segment": "parts", **STATED},
            {"id": "act-chipper", "agent": "chipper", "segment": "chips", **STATED},
            {"id": "act-designer", "agent": "designer", "segment": "design", **STATED},
            {"id": "act-late", "agent": "late", "segment": "parts", "source": "evening",
             "spans": "0-3"},
        ],
        "production": [
            {"id": "prd-me", "producer": "me", "product": "car", **STATED},
            {"id": "prd-tyres", "producer": "tyres", "product": "tyre", **STATED},
        ],
        "supply": [
            {"id": "sup-known", "supplier": "known", "customer": "me", "product": "rubber",
             **STATED},
            {"id": "sup-pal", "supplier": "known", "customer": "pal", **STATED},
            {"id": "sup-fleet", "supplier": "stranger", "customer": "fleet", "product": "car",
             **STATED},
        ],
        "needs": [
            {"id": "need-me", "stated_by": "me", "needed": "chips", "level": "city", **STATED},
            {"id": "need-wanter", "stated_by": "wanter", "needed": "vehicles", "level": "city",
             **STATED},
            {"id": "need-bureau", "stated_by": "bureau", "needed": "parts", "level": "city",
             **STATED},
        ],
        "roles": [
            {"id": "role-leader", "holder": "leader", "role": "chain-leader", "chain": "cars",
             **STATED},
        ],
        "ownership": [
            {"id": "own-1", "owner": "grandparent", "owned": "parent", "kind": "subsidiary",
             **STATED},
            {"id": "own-2", "owner": "parent", "owned": "me", "kind": "subsidiary", **STATED},
            {"id": "own-3", "owner": "me", "owned": "child", "kind": "subsidiary", **STATED},
            {"id": "own-4", "owner": "grandparent", "owned": "sister", "kind": "subsidiary",
             **STATED},
            {"id": "own-5", "owner": "operator", "owned": "works", "kind": "plant", **STATED},
        ],
        "locations": [
            {"id": "loc-me", "located": "me", "place": "park", **STATED},
            {"id": "loc-park", "located": "parkmate", "place": "park", **STATED},
            {"id": "loc-district", "located": "districtmate", "place": "other-park", **STATED},
            {"id": "loc-city", "located": "citymate", "place": "far-park", **STATED},
            {"id": "loc-maker", "located": "maker", "place": "far-park", **STATED},
        ],
    })  # fmt: skip


@pytest.fixture
def build(write_pack: Callable[..., Path]) -> Callable[[Rows], kg.Graph]:
    """A graph of these rows; rows that an earlier test has built are not built again."""
    return lambda rows: kg.open(write_pack(rows, name="town", prefix="t"))


@pytest.fixture
def town(build: Callable[[Rows], kg.Graph], town_rows: Rows) -> kg.Graph:
    """The town, built."""
    return build(town_rows)
