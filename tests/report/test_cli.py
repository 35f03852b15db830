"""kg report: the folder, what it may replace, and what stops it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import ExportError, OptionError
from kg.report import folder as folders
from kg.report.pdf import chromium, print_pdf

Run = Callable[..., subprocess.CompletedProcess[str]]

FILES = {
    "README.txt", "data/lists.json", "data/report.jsonld", "firms.html", "index.html", "lists.xlsx",
    "report.docx", "sources.csv", "things.html",
}  # fmt: skip
LISTS = {
    f"data/{name}.csv"
    for name in ("investment", "projects", "firms", "innovation", "cooperation", "factors",
                 "parks", "pilots")
}  # fmt: skip


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def written(graph: kg.Graph, tmp_path: Path) -> Path:
    """A report of the mini chain as it was written."""
    return graph.report("cars", tmp_path / "out")


def test_the_command_writes_a_folder_and_says_where_it_is(run_kg: Run, mini: Path) -> None:
    done = run_kg("report", "汽车产业链", "--data", str(mini))
    assert done.returncode == 0, done.stderr
    folder = mini.parent / "work" / "exports" / "report-cars"
    assert Path(done.stdout.strip().removeprefix("写好了：")) == Path(
        "exports/report-cars/index.html"
    )
    assert files(folder) == FILES | LISTS


def test_what_each_file_is_stands_in_a_text_that_every_notepad_shows(written: Path) -> None:
    content = (written / "README.txt").read_bytes()
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n")
    assert all(name.partition("/")[2] in text or name in text for name in FILES)


def test_english_is_english_throughout(graph: kg.Graph, tmp_path: Path) -> None:
    folder = graph.report("cars", tmp_path / "out", lang="en")
    assert "open it in a browser" in (folder / "README.txt").read_text("utf-8-sig")
    assert '<html lang="en"' in (folder / "index.html").read_text("utf-8")


def test_the_same_graph_gives_the_same_bytes(graph: kg.Graph, tmp_path: Path) -> None:
    one, two = (graph.report("cars", tmp_path / name) for name in ("one", "two"))
    assert files(one) == files(two)
    for name in files(one):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


def test_a_report_that_nobody_touched_is_replaced(graph: kg.Graph, written: Path) -> None:
    (written / ".DS_Store").write_bytes(b"")
    graph.report("cars", written, lang="en")
    assert "lists" in (written / "README.txt").read_text("utf-8-sig")
    assert sorted(p.name for p in written.parent.iterdir() if p.name.startswith(".")) == []


def test_an_empty_folder_is_filled(graph: kg.Graph, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert files(graph.report("cars", tmp_path / "empty")) == FILES | LISTS


def test_a_document_that_somebody_edited_is_not_lost(graph: kg.Graph, written: Path) -> None:
    (written / "report.docx").write_bytes(b"mine")
    with pytest.raises(ExportError) as refused:
        graph.report("cars", written)
    assert "report.docx" in refused.value.text.zh
    assert (written / "report.docx").read_bytes() == b"mine"


def test_a_file_of_somebody_else_is_not_lost(graph: kg.Graph, written: Path) -> None:
    (written / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(ExportError) as refused:
        graph.report("cars", written)
    assert "notes.txt" in refused.value.text.zh


@pytest.mark.parametrize("marker", ["", "{}", '{"schema": "other/1", "files": {}}', "[1]"])
def test_a_folder_that_is_no_report_is_left_alone(
    graph: kg.Graph, tmp_path: Path, marker: str
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "lists.json").write_text(marker, "utf-8")
    with pytest.raises(ExportError) as refused:
        graph.report("cars", tmp_path)
    assert "kg report" in refused.value.text.zh


def test_a_report_that_fails_half_way_leaves_the_old_one(
    graph: kg.Graph, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: (written / name).read_bytes() for name in files(written)}

    def full(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folders, "sources_csv", full)
    with pytest.raises(ExportError) as refused:
        graph.report("cars", written, lang="en")
    assert "No space left" in refused.value.text.en
    assert {name: (written / name).read_bytes() for name in files(written)} == before
    assert not [p for p in written.parent.iterdir() if p.name.startswith(".")]


def test_what_changed_since_the_report_that_is_replaced_is_told(
    graph: kg.Graph, written: Path
) -> None:
    graph.report("cars", written, since=written)
    assert "上一份报告" in (written / "index.html").read_text("utf-8")


def test_an_unknown_since_stops_it_before_anything_is_written(run_kg: Run, mini: Path) -> None:
    done = run_kg("report", "cars", "--data", str(mini), "--since", "nowhere", "-o", "out")
    assert done.returncode == OptionError.exit_code
    assert "nowhere" in done.stderr
    assert not (mini.parent / "work" / "out").exists()


@pytest.fixture
def fake(tmp_path: Path) -> Callable[[str], Path]:
    """A program in the place of a browser, as a shell script."""

    if os.name == "nt":
        pytest.skip("a shell script is no program on Windows")

    def made(script: str) -> Path:
        program = tmp_path / "browser"
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return program

    return made


def test_without_a_browser_there_is_no_pdf_and_it_says_what_to_do(
    run_kg: Run, mini: Path, tmp_path: Path
) -> None:
    done = run_kg("report", "cars", "--data", str(mini), "--pdf", PATH=str(tmp_path),
                  KG_CHROMIUM="")  # fmt: skip
    assert done.returncode == 1
    assert "KG_CHROMIUM" in done.stderr
    assert not (mini.parent / "work" / "exports").exists()


def test_the_browser_may_be_named(
    fake: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = 'for a; do case "$a" in --print-to-pdf=*) printf %%PDF-1.7 > "${a#*=}";; esac; done'
    monkeypatch.setenv("KG_CHROMIUM", str(fake(script)))
    assert print_pdf(tmp_path / "index.html", tmp_path / "a.pdf").read_bytes() == b"%PDF-1.7"


def test_a_named_browser_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CHROMIUM", "/no/such/browser")
    with pytest.raises(ExportError) as refused:
        chromium()
    assert "/no/such/browser" in refused.value.text.zh


@pytest.mark.parametrize("script", ["exit 0", "echo broken >&2; exit 3"])
def test_a_browser_that_prints_nothing_is_an_error_with_its_last_words(
    fake: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setenv("KG_CHROMIUM", str(fake(script)))
    with pytest.raises(ExportError) as refused:
        print_pdf(tmp_path / "index.html", tmp_path / "a.pdf")
    assert ("broken" if "broken" in script else "0") in refused.value.text.zh


@pytest.mark.browser
def test_a_browser_prints_the_report(graph: kg.Graph, tmp_path: Path) -> None:
    if not os.environ.get("KG_CHROMIUM") and not any(
        map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    ):
        if os.environ.get("KG_REQUIRE_BROWSER") == "1":
            pytest.fail("KG_REQUIRE_BROWSER=1, but no browser is installed")
        pytest.skip("no browser on PATH, KG_CHROMIUM not set")
    folder = graph.report("cars", tmp_path / "out", pdf=True)
    content = (folder / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(content) > 10_000
    graph.report("cars", folder)  # nobody touched it, so it may be replaced
    assert not (folder / "report.pdf").exists()
