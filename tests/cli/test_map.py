"""``kg map``: which picture is drawn, where it goes, and what is refused before anything is."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The folder in which ``run_kg`` runs."""
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize(
    ("options", "file"),
    [
        ([], "map.html"),
        (["--chain", "汽车"], "map.html"),
        (["--firms"], "firms.html"),
        (["--firms", "--chain", "汽车"], "firms.html"),
        (["--around", "bolt"], "firms.html"),
        (["--segment", "整车"], "firms.html"),
        (["--districts"], "places.html"),
    ],
)
def test_each_picture_has_a_file_of_its_own(
    run_kg: Run, mini: Path, work: Path, options: list[str], file: str
) -> None:
    done = run_kg("map", "--data", str(mini), *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert _files(work / "exports") == [file]
    assert (work / "exports" / file).read_text("utf-8").startswith("<!doctype html>")


def test_the_chain_map_can_be_an_svg(run_kg: Run, mini: Path, work: Path) -> None:
    done = run_kg("map", "--data", str(mini), "-o", "chain.svg")
    assert (done.returncode, done.stderr) == (0, "")
    assert "<svg" in (work / "chain.svg").read_text("utf-8")[:200]


def test_a_query_comes_from_a_file(run_kg: Run, mini: Path, work: Path) -> None:
    (work / "q.rq").write_text("SELECT ?a { ?a kg:suppliesTo ?b }", "utf-8")
    done = run_kg("map", "--data", str(mini), "--query", "q.rq", "-o", "q.html")
    assert done.returncode == 0
    page = (work / "q.html").read_text("utf-8")
    assert "螺栓科技" in page
    assert "同行汽车" not in page


def test_a_map_can_go_to_stdout(run_kg: Run, mini: Path, work: Path) -> None:
    done = run_kg("map", "--data", str(mini), "--around", "bolt", "-o", "-")
    assert done.stdout.startswith("<!doctype html>")
    assert _files(work) == []


def test_the_title_says_what_is_drawn(run_kg: Run, mini: Path, work: Path) -> None:
    run_kg("map", "--data", str(mini), "--around", "bolt", "--hops", "2", "-o", "a.html")
    assert "<title>螺栓科技周围（2 步以内）" in (work / "a.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--hops", "2"], "--hops 要与 --around 合用"),
        (["--size-by", "degree"], "--size-by 要与"),
        (["--districts", "--firms"], "--districts 不能与"),
        (["--districts", "--chain", "汽车"], "--districts 不能与"),
        (["--firms", "-o", "x.svg"], "企业关系图写不成 SVG"),
        (["--firms", "--size-by", "weight"], "没有名为 weight 的指标"),
        (["--query", "none.rq"], "读不了 none.rq"),
        (["--query", "blank.rq"], "blank.rq 里没有查询"),
        (["--query", "ask.rq"], "ASK"),
    ],
)
def test_options_that_say_nothing_together_are_refused(
    run_kg: Run, mini: Path, work: Path, options: list[str], said: str
) -> None:
    (work / "blank.rq").write_text("\n", "utf-8")
    (work / "ask.rq").write_text("ASK { ?s ?p ?o }", "utf-8")
    done = run_kg("map", "--data", str(mini), *options)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_name_that_is_not_there_is_asked_back(run_kg: Run, mini: Path) -> None:
    done = run_kg("map", "--data", str(mini), "--around", "螺丝科技")
    assert done.returncode == 3
    assert "螺栓科技" in done.stderr


def test_nothing_that_fits_is_exit_3_and_no_file(run_kg: Run, mini: Path, work: Path) -> None:
    done = run_kg("map", "--data", str(mini), "--around", "hold", "--segment", "整车")
    assert done.returncode == 3
    assert "单看每个条件：环节 2 个" in done.stderr
    assert _files(work) == []


def test_a_map_of_a_day_holds_what_was_out_by_then(run_kg: Run, mini: Path, work: Path) -> None:
    run_kg("map", "--data", str(mini), "--around", "bolt", "--as-of", "2025-06-01", "-o", "a.html")
    assert "铁芯股份" not in (work / "a.html").read_text("utf-8")


def test_the_same_command_writes_the_same_bytes(run_kg: Run, mini: Path, work: Path) -> None:
    for seed, name in (("1", "a.html"), ("2", "b.html")):
        run_kg("map", "--data", str(mini), "--firms", "-o", name, PYTHONHASHSEED=seed)
    assert (work / "a.html").read_bytes() == (work / "b.html").read_bytes()


def test_the_demo_writes_the_maps_and_the_report_of_the_fullest_chain(
    run_kg: Run, mini: Path, work: Path
) -> None:
    done = run_kg("demo", "--data", str(mini), "-o", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert _files(work / "out") == ["firms.html", "map.html", "report-cars"]
    index = work / "out" / "report-cars" / "index.html"
    assert index.is_file()
    assert str(Path("out", "report-cars", "index.html")) in done.stdout


def test_the_demo_leaves_a_report_alone_that_somebody_edited(
    run_kg: Run, mini: Path, work: Path
) -> None:
    run_kg("demo", "--data", str(mini), "-o", "out")
    edited = work / "out" / "report-cars" / "index.html"
    edited.write_text("mine", "utf-8")
    done = run_kg("demo", "--data", str(mini), "-o", "out")
    assert done.returncode == 0
    assert "index.html" in done.stderr
    assert edited.read_text("utf-8") == "mine"


@pytest.mark.parametrize("file", ["map.pdf", "map.png", "map.HTML.zip"])
def test_a_map_is_not_written_under_an_ending_that_it_is_not(
    run_kg: Run, mini: Path, work: Path, file: str
) -> None:
    done = run_kg("map", "--data", str(mini), "-o", file)
    assert done.returncode == 2
    assert ".html" in done.stderr
    assert _files(work) == []


def test_two_centres_are_refused_and_none_is_dropped(run_kg: Run, mini: Path) -> None:
    done = run_kg("map", "--data", str(mini), "--around", "bolt", "--around", "acme")
    assert done.returncode == 2
    assert "--around" in done.stderr
