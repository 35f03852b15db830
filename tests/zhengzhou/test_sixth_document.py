"""One more document needs CSV rows alone, and shows up in time lines, conflicts and targets."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

import kg
import kg.errors
from kg.paths import bundled_pack


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> kg.Graph:
    """The bundled pack and a made-up document: it agrees on the city's NEV output of 2024,
    contradicts that of 2023, gives the first figure of 2025, and a target for 2026."""
    folder = tmp_path_factory.mktemp("packs") / "zhengzhou"
    shutil.copytree(bundled_pack(), folder)
    _add(folder, "sources", id="doc6", name_zh="第六篇", name_en="Sixth", kind="text",
         published_from="2025-11-01", file="doc6.txt", sha256="6" * 64)  # fmt: skip
    figures = [
        ("agrees", "2024", "626000", "62.6万辆", "actual"),
        ("contradicts", "2023", "500000", "50万辆", "actual"),
        ("new", "2025", "800000", "80万辆", "actual"),
        ("goal", "2026", "1000000", "100万辆", "target"),
    ]
    for name, year, value, raw, kind in figures:
        _add(folder, "observations", id=f"doc6-{name}", about="zhengzhou",
             indicator="nev-output", kind=kind, period_from=year, period_to=year, value=value,
             unit="vehicle", raw=raw, source="doc6", spans="0-10")  # fmt: skip
    return kg.open(folder)


def _add(folder: Path, table: str, **cells: str) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert set(cells) <= set(header)
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerow(cells)


def _sources_by_year(graph: kg.Graph) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for record in graph.store.select(
        "SELECT ?year ?source { ?o a kg:Observation ; kg:subject ?city ; kg:periodFrom ?year ;"
        " kg:indicator kg:indicator-nev-output ; kg:kind kg:observation-kind-actual ;"
        " kg:source ?source . ?city rdfs:label '郑州'@zh }"
    ):
        year, source = record["year"].value, record["source"].value.rpartition("/")[2]
        found.setdefault(year, set()).add(source)
    return found


def test_its_figures_stand_in_the_time_line(extended: kg.Graph) -> None:
    assert "doc6" in _sources_by_year(extended)["2025"]
    said = str(extended.facts("郑州", "新能源汽车产量"))
    assert "doc6-new" in said


def test_an_agreeing_figure_is_no_conflict_and_a_contradicting_one_is(extended: kg.Graph) -> None:
    before = str(kg.open().conflicts())
    after = str(extended.conflicts())
    assert "doc6-contradicts" in after
    assert "doc6" not in before


def test_its_target_is_set_against_the_latest_actual(extended: kg.Graph) -> None:
    assert "doc6-goal" in str(extended.targets("郑州"))


def test_the_texts_name_no_supplier_of_seats_and_no_share_price(extended: kg.Graph) -> None:
    suppliers = {
        (row.partner.id, row.product.en)
        for row in extended.partners("比亚迪").rows
        if row.relation == "suppliesTo"
    }
    assert not suppliers
    with pytest.raises(kg.errors.KgError) as caught:
        extended.facts("超聚变", "股价")
    assert caught.value.exit_code == 3
