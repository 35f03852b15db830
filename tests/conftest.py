"""Fixtures that all tests share: a cache of their own, small packs, and the built Zhengzhou."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
from kg.schema import Schema, load_schema

Rows = dict[str, list[dict[str, str]]]

_PACK = """\
[pack]
id = "{id}"
prefix = "{prefix}"
namespace = "https://w3id.org/chainkg/id/{id}/"
region = "410300"
license = "CC-BY-4.0"
as_of = 2025-06-30

[pack.title]
zh = "测试包"
en = "Test pack"
"""

STATED = {"source": "doc", "spans": "0-10"}
FIRM = {"type": "Enterprise"}


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Stores that tests build go to a folder of their own, also in child processes."""
    folder = tmp_path_factory.mktemp("cache")
    before = {name: os.environ.get(name) for name in ("KG_CACHE", "KG_LANG")}
    os.environ["KG_CACHE"] = str(folder)
    os.environ["KG_LANG"] = "zh"
    yield folder
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def schema() -> Schema:
    return load_schema()


@pytest.fixture
def write_pack(tmp_path: Path, schema: Schema) -> Callable[..., Path]:
    """Write a pack from a few rows; tables not named are empty."""

    def write(rows: Rows, name: str = "mini", prefix: str = "m") -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "pack.toml").write_text(_PACK.format(id=name, prefix=prefix), "utf-8")
        for table in schema.tables.values():
            with (folder / table.file).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(table.columns), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows.get(table.name, []))
        return folder

    return write


@pytest.fixture(scope="session")
def mini_rows() -> Rows:
    """A town with one chain: a steel works feeds a parts maker, which feeds a car plant.

    acme makes cars in its plant; bolt supplies acme (stated); core belongs to the group hold;
    acme works with a university; 40 suppliers of acme are counted but not named.
    """
    return {
        "sources": [
            {"id": "doc", "name_zh": "某报", "name_en": "A paper", "kind": "text",
             "published_from": "2025-05-01", "file": "doc.txt", "sha256": "0" * 64},
            {"id": "late", "name_zh": "晚报", "name_en": "A later paper", "kind": "text",
             "published_from": "2025-06-20", "file": "late.txt", "sha256": "1" * 64},
            {"id": "trade", "name_zh": "一般行业常识", "name_en": "Trade knowledge",
             "kind": "reference", "published_from": "2025"},
        ],
        "places": [
            {"id": "town", "type": "AdministrativeArea", "name_zh": "某市", "name_en": "Town",
             "level": "city", **STATED},
            {"id": "park", "type": "Park", "name_zh": "某园区", "name_en": "Park",
             "level": "district", "within": "town", **STATED},
        ],
        "organizations": [
            {"id": "acme", **FIRM, "name_zh": "顶峰汽车有限公司", "name_en": "Acme", **STATED},
            {"id": "bolt", **FIRM, "name_zh": "螺栓科技", "name_en": "Bolt", **STATED},
            {"id": "core", **FIRM, "name_zh": "铁芯股份", "name_en": "Core", **STATED},
            {"id": "hold", **FIRM, "name_zh": "控股集团", "name_en": "Hold", **STATED},
            {"id": "peer", **FIRM, "name_zh": "同行汽车", "name_en": "Peer", **STATED},
            {"id": "many", **FIRM, "name_zh": "顶峰的供应商",
             "name_en": "Suppliers of Acme", "count": "40", "count_operator": "more-than",
             **STATED},
            {"id": "uni", "type": "ResearchBody", "name_zh": "某大学", "name_en": "University",
             **STATED},
        ],
        "facilities": [
            {"id": "plant", "name_zh": "顶峰工厂", "name_en": "Acme plant", **STATED},
        ],
        "chains": [
            {"id": "cars", "name_zh": "汽车产业链", "name_en": "Car chain", "level": "city",
             "place": "town", **STATED},
        ],
        "segments": [
            {"id": "steel", "name_zh": "钢材", "name_en": "Steel", "chain": "cars",
             "position": "upstream", **STATED},
            {"id": "parts", "name_zh": "零部件", "name_en": "Parts", "chain": "cars",
             "position": "upstream", **STATED},
            {"id": "vehicles", "name_zh": "整车", "name_en": "Vehicles", "chain": "cars",
             "position": "midstream", **STATED},
            {"id": "chips", "name_zh": "芯片", "name_en": "Chips", "chain": "cars",
             "position": "upstream", **STATED},
        ],
        "flows": [
            {"id": "flow-1", "from_segment": "steel", "to_segment": "parts", "basis": "outside",
             "source": "trade"},
            {"id": "flow-2", "from_segment": "parts", "to_segment": "vehicles", "basis": "outside",
             "source": "trade"},
        ],
        "activities": [
            {"id": "act-1", "agent": "acme", "segment": "vehicles", **STATED},
            {"id": "act-2", "agent": "peer", "segment": "vehicles", **STATED},
            {"id": "act-3", "agent": "bolt", "segment": "parts", **STATED},
            {"id": "act-4", "agent": "many", "segment": "steel", **STATED},
        ],
        "needs": [
            {"id": "need-1", "stated_by": "town", "needed": "chips", "level": "city", **STATED},
        ],
        "roles": [
            {"id": "role-1", "holder": "acme", "role": "chain-leader", "chain": "cars", **STATED},
        ],
        "supply": [
            {"id": "sup-1", "supplier": "bolt", "customer": "acme", "since": "2024", **STATED},
            {"id": "sup-2", "supplier": "many", "customer": "acme", **STATED},
            {"id": "sup-3", "supplier": "core", "customer": "bolt", "source": "late",
             "spans": "5-9"},
        ],
        "ownership": [
            {"id": "own-1", "owner": "hold", "owned": "core", "kind": "subsidiary", **STATED},
            {"id": "own-2", "owner": "acme", "owned": "plant", "kind": "plant", **STATED},
        ],
        "cooperations": [
            {"id": "coop-1", "party_a": "plant", "party_b": "uni", "kind": "rd", **STATED},
        ],
        "namings": [
            {"id": "nam-1", "entity": "acme", "name": "老顶峰", "kind": "former", **STATED},
            {"id": "nam-2", "entity": "peer", "name": "老字号", "kind": "alias", **STATED},
            {"id": "nam-3", "entity": "core", "name": "老字号", "kind": "alias", **STATED},
        ],
    }  # fmt: skip


@pytest.fixture
def mini(write_pack: Callable[..., Path], mini_rows: Rows) -> Path:
    return write_pack(mini_rows)


@pytest.fixture
def graph(mini: Path) -> kg.Graph:
    """The mini pack, built."""
    return kg.open(mini)


@pytest.fixture(scope="session")
def zhengzhou(cache: Path) -> kg.Graph:
    """The bundled pack, built once."""
    return kg.open()


@pytest.fixture
def run_kg(tmp_path: Path, cache: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command line as a user does, in a process of its own and an empty folder."""

    def run(
        *args: str, lang: str = "zh", stdin: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "work"
        folder.mkdir(exist_ok=True)
        return subprocess.run(
            [sys.executable, "-m", "kg", *args],
            cwd=folder,
            env={**os.environ, "KG_LANG": lang, "KG_CACHE": str(cache), **environment},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
