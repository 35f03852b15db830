"""The chart: one self-contained SVG file, escaped, the same bytes each time."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import ExportError
from kg.viz.timeline import timeline_svg, write_timeline

Rows = dict[str, list[dict[str, str]]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
SVG = "{http://www.w3.org/2000/svg}"
STATED = {"source": "doc", "spans": "0-10"}


@pytest.fixture
def pack(write_pack: Callable[..., Path], mini_rows: Rows) -> Path:
    """A firm of a hostile name made 5 and then 10 cars and means to make 20."""
    firm = {"id": "evil", "type": "Enterprise", "name_zh": "<script>alert('x')</script>&厂",
            **STATED}  # fmt: skip
    rows = [
        {"id": f"o{year}", "about": "evil", "indicator": "vehicle-output", "kind": kind,
         "unit": "vehicle", "period_from": year, "period_to": year, "value": value,
         "raw": f"{value}辆", **STATED}
        for year, value, kind in [
            ("2023", "5", "actual"), ("2024", "10", "actual"), ("2025", "20", "target"),
        ]
    ]  # fmt: skip
    organizations = [*mini_rows["organizations"], firm]
    return write_pack({**mini_rows, "organizations": organizations, "observations": rows})


@pytest.fixture
def svg(pack: Path) -> str:
    return timeline_svg(kg.open(pack).facts("evil"))


def test_heights_are_in_proportion_and_in_order_of_time(svg: str) -> None:
    bars = [r for r in ET.fromstring(svg).iter(f"{SVG}rect") if r.get("class")]  # noqa: S314 - made by us
    assert [bar.get("class") for bar in bars] == ["actual", "actual", "target"]
    heights = [int(bar.get("height", "")) for bar in bars]
    assert heights[2] == pytest.approx(2 * heights[1], abs=2)
    assert heights[2] == pytest.approx(4 * heights[0], abs=4)
    places = [int(bar.get("x", "")) for bar in bars]
    assert places == sorted(places)


def test_each_bar_carries_its_citation(svg: str) -> None:
    bars = [r for r in ET.fromstring(svg).iter(f"{SVG}rect") if r.get("class")]  # noqa: S314 - made by us
    assert all("doc:0-10" in (bar.findtext(f"{SVG}title") or "") for bar in bars)


def test_growth_stands_under_the_figure(svg: str) -> None:
    assert "100.0%（100.0%–100.0%）" in svg


def test_names_are_text_never_markup(svg: str) -> None:
    tags = {node.tag.removeprefix(SVG) for node in ET.fromstring(svg).iter()}  # noqa: S314 - made by us
    assert tags == {"svg", "title", "style", "rect", "text", "line"}
    assert "&lt;script&gt;" in svg


def test_nothing_is_fetched_from_anywhere(svg: str) -> None:
    assert svg.count("http") == 1  # the namespace, which no program fetches
    assert not any(word in svg for word in ("href", "url(", "@import"))


def test_the_same_answer_gives_the_same_bytes(pack: Path, tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        write_timeline(kg.open(pack).facts("evil"), tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_folder_that_cannot_be_written_is_an_export_error(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError):
        write_timeline(kg.open(pack).facts("evil"), tmp_path / "file" / "chart.svg")


def test_the_command_draws_beside_its_table(pack: Path, tmp_path: Path, run_kg: Run) -> None:
    chart = tmp_path / "chart.svg"
    done = run_kg("facts", "evil", "--data", str(pack), "--chart", str(chart))
    assert done.returncode == 0
    assert chart.read_text("utf-8").startswith("<svg")
    assert "10辆" in done.stdout
