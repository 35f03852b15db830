"""A build: the same input gives the same bytes, and bad input changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.build import build, inspect
from kg.errors import CheckError, PackError
from kg.store import Store

Rows = dict[str, list[dict[str, str]]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _changed(rows: Rows, table: str, index: int, **cells: str) -> Rows:
    copy = {name: [dict(row) for row in table_rows] for name, table_rows in rows.items()}
    copy[table][index].update(cells)
    return copy


def test_a_build_holds_records_and_the_direct_edges_they_give(graph: kg.Graph) -> None:
    rows = graph.store.select("SELECT ?c { ?s kg:suppliesTo/rdfs:label ?c FILTER(LANG(?c)='en') }")
    assert sorted(r["c"].value for r in rows) == ["Acme", "Acme", "Bolt"]


def test_all_facts_stand_once_in_the_default_graph(graph: kg.Graph) -> None:
    (named,) = graph.store.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert named["n"].value == "0"


def test_only_proposed_things_give_no_direct_edge(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    graph = kg.open(write_pack(_changed(mini_rows, "supply", 0, status="proposed")))
    rows = graph.store.select("SELECT ?s { ?s kg:suppliesTo ?o }")
    assert {r["s"].value.rsplit("/")[-1] for r in rows} == {"core", "many"}


_BUILD = """
import sys
from pathlib import Path
from kg.build import build
store, _ = build([Path(sys.argv[1])], Path(sys.argv[2]))
sys.stdout.buffer.write((store.folder / "facts.nq").read_bytes())
"""


def test_builds_are_byte_identical_whatever_hash_seed_and_locale(
    mini: Path, tmp_path: Path
) -> None:
    products = []
    for n, environment in enumerate(
        [
            {"PYTHONHASHSEED": "0"},
            {"PYTHONHASHSEED": "4242", "PYTHONUTF8": "0", "PYTHONIOENCODING": "gbk"},
            {"PYTHONHASHSEED": "7", "LC_ALL": "zh_CN.GBK", "PYTHONCOERCECLOCALE": "0"},
        ]
    ):
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, str(mini), str(tmp_path / f"store{n}")],
            env={**os.environ, **environment},
            capture_output=True,
            check=True,
        )
        products.append(done.stdout)
    assert len(products[0]) > 10_000
    assert products[0] == products[1] == products[2]


@pytest.mark.parametrize(
    ("table", "index", "cells", "error"),
    [
        ("supply", 0, {"customer": "nobody"}, PackError),
        ("supply", 0, {"basis": "derived", "source": "", "spans": ""}, CheckError),
    ],
    ids=["unknown id", "derived from nothing"],
)
def test_a_refused_build_leaves_the_store_that_stood_there(
    write_pack: Callable[..., Path],
    mini_rows: Rows,
    tmp_path: Path,
    table: str,
    index: int,
    cells: dict[str, str],
    error: type[Exception],
) -> None:
    root = tmp_path / "store"
    build([write_pack(mini_rows)], root)
    before = (root / "CURRENT").read_text("ascii")
    broken = write_pack(_changed(mini_rows, table, index, **cells), name="broken")
    with pytest.raises(error) as caught:
        build([broken], root)
    assert (root / "CURRENT").read_text("ascii") == before
    assert Store(root).manifest["packs"][0]["id"] == "mini"
    (finding,) = [f for f in caught.value.findings if f.severity == "error"]  # type: ignore[attr-defined] # both errors carry findings
    assert (finding.file, finding.row) == ("broken/supply.csv", 2)
    assert finding.remedy.zh
    assert finding.remedy.en


def test_inspecting_finds_what_a_build_would_refuse_without_writing(
    write_pack: Callable[..., Path], mini_rows: Rows, cache: Path
) -> None:
    before = sorted(cache.iterdir())
    pack = write_pack(_changed(mini_rows, "supply", 0, basis="derived", source="", spans=""))
    assert [f.row for f in inspect([pack]).errors] == [2]
    assert sorted(cache.iterdir()) == before


def test_a_changed_pack_is_never_answered_from_a_stale_store(mini: Path) -> None:
    assert kg.open(mini).show("bolt").thing.label.zh == "螺栓科技"
    path = mini / "organizations.csv"
    path.write_text(path.read_text("utf-8").replace("螺栓科技", "螺母科技"), "utf-8")
    assert kg.open(mini).show("bolt").thing.label.zh == "螺母科技"


def test_a_pack_edited_while_it_is_read_is_refused_not_kept_under_its_old_name(
    mini: Path, cache: Path
) -> None:
    path = mini / "organizations.csv"

    def rename(old: str, new: str) -> None:
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    def edit(step: str) -> None:
        if step == "map":
            rename("垫圈科技", "螺母科技")

    rename("螺栓科技", "垫圈科技")  # a pack that no other test has built

    before = sorted(cache.iterdir())
    with pytest.raises(PackError, match="again"):
        kg.open(mini, progress=edit)
    assert sorted(cache.iterdir()) == before
    assert kg.open(mini).show("bolt").thing.label.zh == "螺母科技"


def test_two_packs_answer_as_one_graph(
    write_pack: Callable[..., Path], mini_rows: Rows, mini: Path
) -> None:
    other = write_pack(
        {
            "sources": mini_rows["sources"],
            "organizations": [
                {"id": "far", "type": "Enterprise", "name_zh": "远方", "source": "doc",
                 "spans": "0-2"}
            ],
            "supply": [
                {"id": "sup-1", "supplier": "far", "customer": "m:acme", "source": "doc",
                 "spans": "0-2"}
            ],
        },
        name="other",
        prefix="o",
    )  # fmt: skip
    graph = kg.open(mini, other)
    assert "o:far" in {row.partner.id for row in graph.partners("acme").rows}


def test_one_credit_code_ties_the_same_firm_of_two_packs(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    code = "91410100MA4000000K"
    one = write_pack(_changed(mini_rows, "organizations", 0, credit_code=code))
    far = {"source": "doc", "spans": "0-2", "type": "Enterprise"}
    other = write_pack(
        {
            "sources": mini_rows["sources"][:1],
            "organizations": [
                {"id": "acme-far", "name_zh": "顶峰外地", "credit_code": code, **far},
                {"id": "glass", "name_zh": "玻璃厂", **far},
            ],
            "supply": [
                {"id": "sup-1", "supplier": "glass", "customer": "acme-far", "source": "doc",
                 "spans": "0-2"}
            ],
        },
        name="other",
        prefix="o",
    )  # fmt: skip
    graph = kg.open(one, other)
    found = {(row.partner.id, row.of.id) for row in graph.partners("acme").rows}
    assert ("o:glass", "o:acme-far") in found
    assert ("bolt", "acme") in found
