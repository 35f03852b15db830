"""kg path and kg compare on the command line."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_a_row_is_a_step_and_a_limit_is_one_of_paths(run_kg: Run) -> None:
    shown = run_kg("path", "福耀玻璃", "比亚迪", "--all", "--limit", "2")
    rows = [line.split("\t") for line in shown.stdout.splitlines()]
    assert rows[0] == ["路径", "步", "从", "关系", "到", "依据", "来源"]
    assert [row[:2] for row in rows[1:]] == [
        ["1", "1"], ["1", "2"], ["1", "3"], ["2", "1"], ["2", "2"], ["2", "3"],
    ]  # fmt: skip
    assert "只列出前 2 条" in shown.stderr


def test_one_path_is_given_by_default_and_that_there_are_others_is_said(run_kg: Run) -> None:
    shown = run_kg("path", "福耀玻璃", "比亚迪", lang="en")
    assert [line.split("\t")[0] for line in shown.stdout.splitlines()[1:]] == ["1"] * 3
    assert "--all" in shown.stderr


def test_nothing_known_and_a_senseless_question_have_their_exit_codes(run_kg: Run) -> None:
    assert run_kg("path", "福耀玻璃", "比亚迪", "--max", "1").returncode == 3
    assert run_kg("path", "比亚迪", "byd").returncode == 2
    assert run_kg("path", "比亚迪", "福耀玻璃", "--relation", "相识").returncode == 2
    assert run_kg("compare", "比亚迪", "byd").returncode == 2


@pytest.mark.parametrize("command", ["path", "compare"])
def test_the_query_shown_runs_as_it_stands(run_kg: Run, command: str) -> None:
    query = run_kg(command, "超聚变", "郑州大学", "--show-sparql").stdout
    run = run_kg("sparql", "-f", "-", "--format", "json", stdin=query)
    assert run.returncode == 0
    records = {row["record"]["value"] for row in json.loads(run.stdout)["results"]["bindings"]}
    answer = json.loads(run_kg(command, "超聚变", "郑州大学", "--format", "json").stdout)
    rows = answer["paths"] if command == "path" else answer["rows"]
    shown = {evidence["record"] for row in rows for evidence in row["evidence"]}
    assert shown
    assert shown <= {record.rpartition("/")[2] for record in records}


@pytest.mark.parametrize("command", ["path", "compare"])
def test_each_row_can_say_why(run_kg: Run, command: str) -> None:
    shown = run_kg(command, "超聚变", "郑州大学", "--explain", "--format", "csv").stdout
    header, *rows = list(csv.reader(io.StringIO(shown)))
    assert rows
    assert all(row[-1].endswith("。") and "记录" in row[-1] for row in rows)
    assert len(header) == len(rows[0])


@pytest.mark.parametrize(
    "args", [("path", "福耀玻璃", "比亚迪", "--all"), ("compare", "宇通客车", "郑州日产")]
)
def test_an_answer_in_chinese_has_no_english_words_and_no_bare_addresses(
    run_kg: Run, args: tuple[str, ...]
) -> None:
    shown = run_kg(*args, "--format", "csv").stdout
    assert "http" not in shown
    for row in csv.reader(io.StringIO(shown)):
        # All but the sources, which are ids; names of products and events may hold letters.
        assert not re.findall(r"[a-z]{3,}", " ".join(row[:-1]))


def test_compare_says_for_each_item_who_has_it(run_kg: Run) -> None:
    shown = run_kg("compare", "宇通客车", "郑州日产")
    rows = [line.split("\t") for line in shown.stdout.splitlines()]
    assert rows[0] == ["方面", "对象", "前者", "后者", "比较", "来源"]
    verdicts = {(row[0], row[1]): row[4] for row in rows[1:]}
    assert verdicts["环节", "整车制造"] == "共有"
    assert verdicts["往来方", "日产汽车"] == "仅后者"
    assert "共有" in shown.stderr


def test_both_can_be_written_to_a_file(run_kg: Run, tmp_path: Path) -> None:
    for command in ("path", "compare"):
        target = tmp_path / f"{command}.csv"
        assert run_kg(command, "超聚变", "郑州大学", "-o", str(target)).returncode == 0
        assert target.read_text("utf-8-sig").count("\n") >= 2
