"""The query that an answer shows is the one that gives its rows."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import kg
from kg.partners import PartnerAnswer

OPTIONS: dict[str, list[str]] = {
    "plain": [],
    "a role": ["--role", "ecosystem"],
    "an edge role": ["--role", "供应商", "--role", "member"],
    "a place": ["--place", "town"],
    "a segment and a chain": ["--segment", "parts", "--chain", "cars"],
    "tiers": ["--tier", "3"],
    "tiers in a place": ["--tier", "3", "--place", "park", "--role", "supplier"],
    "observed": ["--observed"],
    "an earlier day": ["--as-of", "2025-06-01"],
}


def _records(stdout: str, names: tuple[str, str] = ("record", "nearRecord")) -> set[str]:
    bindings = json.loads(stdout)["results"]["bindings"]
    return {row[n]["value"].rpartition("/")[2] for row in bindings for n in names if n in row}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_the_query_shown_runs_as_it_stands_and_gives_the_records_of_the_rows(
    town: kg.Graph, tmp_path: Path, run_kg, options: list[str]
) -> None:
    data = ("--data", str(tmp_path / "town"))
    query = run_kg("partners", "acme", *data, *options, "--show-sparql").stdout
    answer = json.loads(run_kg("partners", "acme", *data, *options, "--format", "json").stdout)
    ran = run_kg("sparql", "-f", "-", *data, "--format", "json", stdin=query)
    shown = {
        evidence["record"]
        for row in answer["partners"]
        for evidence in (row["evidence"], *(row["through"] if row["tier"] == 1 else []))
    }
    assert ran.returncode == 0, ran.stderr
    assert _records(ran.stdout) == shown


@pytest.mark.parametrize("firm", ["超聚变", "上汽乘用车郑州基地", "郑州比亚迪", "郑煤机"])
def test_the_query_gives_the_rows_of_the_bundled_firms(zhengzhou: kg.Graph, firm: str) -> None:
    answer = zhengzhou.partners(firm)
    assert _pairs(zhengzhou, answer) == {
        tuple(evidence.record for evidence in row.records) for row in answer.rows
    }


def test_the_query_holds_the_day(town: kg.Graph) -> None:
    before = kg.Graph(town.store, datetime.date(2025, 6, 1))
    answer = before.partners("bolt")
    assert "2025-06-01" in answer.sparql
    assert ("sup-3",) not in _pairs(before, answer)


def _pairs(graph: kg.Graph, answer: PartnerAnswer) -> set[tuple[str, ...]]:
    return {
        tuple(
            row[name].value.rpartition("/")[2] for name in ("nearRecord", "record") if name in row
        )
        for row in graph.store.select(answer.sparql)
    }
