"""The mini pack of tests/conftest.py with projects, a joint venture, clubs and longer chains."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

import kg

S = {"source": "doc", "spans": "0-10"}
FIRM = {"type": "Enterprise"}


@pytest.fixture(scope="session")
def town_rows(mini_rows: dict[str, list[dict[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """Beside the mini pack:

    - acme and allied own the joint venture joint; acme also owns daughter, as hold owns core;
    - acme's plant builds the project works with builder; the fair is an event of acme and guest;
    - acme and fellow are members of the alliance; acme and peer are two of "three car makers";
    - acme founded the hub, a platform that user takes part in;
    - ore supplies core supplies bolt supplies acme, and acme supplies ore: a circle;
      ore supplies bolt, too; planned is to supply bolt; hidden supplies planned.
    """
    rows = copy.deepcopy(mini_rows)

    def more(table: str, *new: dict[str, str]) -> None:
        rows.setdefault(table, []).extend({**S, **row} for row in new)

    firms = ("joint", "allied", "daughter", "builder", "guest", "fellow", "user", "ore", "planned",
             "hidden")  # fmt: skip
    more("organizations", *(
        {"id": f, **FIRM, "name_zh": f"企业{f}", "name_en": f.capitalize()} for f in firms
    ))  # fmt: skip
    more("organizations",
        {"id": "alliance", "type": "Consortium", "name_zh": "汽车联盟", "name_en": "Car alliance"},
        {"id": "three", **FIRM, "name_zh": "三家车企", "name_en": "Three car makers",
         "count": "3"})  # fmt: skip
    more("projects", {"id": "works", "name_zh": "新厂项目", "name_en": "New works"})
    more("events", {"id": "fair", "name_zh": "车展", "name_en": "Car fair"})
    more("programmes", {"id": "hub", "type": "Platform", "name_zh": "零件平台",
                        "name_en": "Parts hub"})  # fmt: skip
    more("ownership",
        {"id": "own-jv-1", "owner": "acme", "owned": "joint", "kind": "joint-venture"},
        {"id": "own-jv-2", "owner": "allied", "owned": "joint", "kind": "joint-venture"},
        {"id": "own-5", "owner": "acme", "owned": "daughter", "kind": "subsidiary",
         "basis": "outside", "source": "trade", "spans": ""},
        {"id": "own-6", "owner": "hold", "owned": "daughter", "kind": "subsidiary"})  # fmt: skip
    more("participations",
        {"id": "par-1", "participant": "plant", "activity": "works", "role": "host"},
        {"id": "par-2", "participant": "builder", "activity": "works", "role": "contractor"},
        {"id": "par-3", "participant": "acme", "activity": "fair", "role": "exhibitor"},
        {"id": "par-4", "participant": "guest", "activity": "fair", "role": "exhibitor"},
        {"id": "par-5", "participant": "acme", "activity": "hub", "role": "founder"},
        {"id": "par-6", "participant": "user", "activity": "hub",
         "role": "participant"})  # fmt: skip
    more("memberships",
        {"id": "mem-1", "member": "acme", "group": "alliance"},
        {"id": "mem-2", "member": "fellow", "group": "alliance"},
        {"id": "mem-3", "member": "acme", "group": "three"},
        {"id": "mem-4", "member": "peer", "group": "three"})  # fmt: skip
    more("supply",
        {"id": "sup-4", "supplier": "ore", "customer": "core"},
        {"id": "sup-5", "supplier": "acme", "customer": "ore"},
        {"id": "sup-6", "supplier": "ore", "customer": "bolt"},
        {"id": "sup-7", "supplier": "planned", "customer": "bolt", "status": "planned"},
        {"id": "sup-8", "supplier": "hidden", "customer": "planned"})  # fmt: skip
    more("locations", {"id": "loc-1", "located": "bolt", "place": "park"},
         {"id": "loc-2", "located": "uni", "place": "town"})  # fmt: skip
    return rows


@pytest.fixture
def town(write_pack: Callable[..., Path], town_rows: dict[str, list[dict[str, str]]]) -> kg.Graph:
    """The mini pack with all of this, built."""
    return kg.open(write_pack(town_rows, "town"))
