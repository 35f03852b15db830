"""``kg verify`` as a user runs it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = dict[str, list[dict[str, str]]]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def good(rows: Rows, write_pack: Callable[..., Path]) -> Path:
    return write_pack(rows)


@pytest.fixture
def bad(rows: Rows, write_pack: Callable[..., Path], span: Callable[..., str]) -> Path:
    rows["supply"][0]["spans"] = span("螺栓科技")
    return write_pack(rows)


def test_a_good_pack_prints_no_finding_and_ends_with_0(
    run_kg: Run, good: Path, sources: Path
) -> None:
    ran = run_kg("verify", "--data", str(good), "--sources", str(sources), lang="en")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "4 re-read" in ran.stderr


def test_a_row_that_does_not_fit_is_printed_by_file_and_row_and_ends_with_1(
    run_kg: Run, bad: Path, sources: Path
) -> None:
    ran = run_kg("verify", "--data", str(bad), "--sources", str(sources), lang="en")
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[1].startswith("mini/supply.csv:2:customer\terror\t")


def test_json_has_counts_and_findings(run_kg: Run, bad: Path, sources: Path) -> None:
    ran = run_kg(
        "verify", "--data", str(bad), "--sources", str(sources), "--format", "json"
    )  # fmt: skip
    said = json.loads(ran.stdout)
    assert said["counts"] == {"rows": 4, "read": 4, "unread": 0, "no_text": 0, "no_passage": 0}
    assert [(f["file"], f["row"], f["code"]) for f in said["findings"]] == [
        ("mini/supply.csv", 2, "no-name")
    ]


def test_without_documents_it_says_so_and_checks_what_it_can(run_kg: Run, bad: Path) -> None:
    ran = run_kg("verify", "--data", str(bad), lang="en")
    assert ran.returncode == 0
    assert "no documents given (--sources)" in ran.stderr
    assert "0 re-read, 4 not re-read" in ran.stderr


@pytest.mark.parametrize("name", ["sup", "螺栓科技", "Bolt"])
def test_show_prints_facts_beside_their_passages_by_record_id_or_any_name(
    run_kg: Run, good: Path, sources: Path, name: str
) -> None:
    ran = run_kg(
        "verify", "--data", str(good), "--sources", str(sources), "--show", name, lang="en"
    )
    assert ran.returncode == 0
    assert (
        "mini/supply.csv:2\tSupply relations\tBolt · Acme\tdoc:15-31\t"
        "螺栓科技向顶峰汽车有限公司供货\tfits"
    ) in ran.stdout.splitlines()


def test_show_of_an_unknown_name_ends_with_3(run_kg: Run, good: Path) -> None:
    assert run_kg("verify", "--data", str(good), "--show", "无此企业").returncode == 3


def test_no_text_beyond_the_spans_is_ever_printed(run_kg: Run, bad: Path, sources: Path) -> None:
    for more in ([], ["--show", "sup"]):
        ran = run_kg("verify", "--data", str(bad), "--sources", str(sources), *more)
        assert "供货" not in ran.stdout + ran.stderr


def test_the_bundled_pack_registers_its_documents_and_gives_reasons(run_kg: Run) -> None:
    ran = run_kg("verify")
    assert (ran.returncode, ran.stdout) == (0, "")
