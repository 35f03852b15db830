"""``kg conflicts``: one row a side; contradictions are an answer, none is exit 3."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Rows = dict[str, list[dict[str, str]]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_pack_without_contradictions_says_so_and_exits_3(mini: Path, run_kg: Run) -> None:
    done = run_kg("conflicts", "--data", str(mini), lang="en")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no contradiction" in done.stderr


def test_each_side_is_a_row_with_its_source_and_the_reason(run_kg: Run) -> None:
    done = run_kg("conflicts", "--format", "tsv", lang="en")
    assert done.returncode == 0
    header, *rows = (line.split("\t") for line in done.stdout.splitlines())
    assert header == [
        "no.", "kind", "about", "said", "as printed", "basis", "source", "arithmetic",
        "why flagged", "judgement",
    ]  # fmt: skip
    (row,) = (row for row in rows if row[4] == "175%")
    assert row[2] == "BYD Zhengzhou: Vehicle output growth (actual, 2024)"
    assert row[6].startswith("zz003:")
    assert row[7] == "does not fit the stated levels"


def test_what_is_recomputed_is_not_said_to_be_in_a_source(run_kg: Run) -> None:
    header, *rows = (
        line.split("\t") for line in run_kg("conflicts", "--format", "tsv").stdout.splitlines()
    )
    bases = {row[header.index("依据")] for row in rows if row[3].startswith("按所述数值重算")}
    assert bases == {"推得"}
    assert {row[header.index("依据")] for row in rows if row[4] == "175%"} == {"原文"}


def test_json_holds_conflicts_with_sides_evidence_and_judgements(run_kg: Run) -> None:
    answer = json.loads(run_kg("conflicts", "--format", "json").stdout)
    assert answer.keys() == {"conflicts", "unmatched_judgements"}
    for conflict in answer["conflicts"]:
        assert conflict.keys() == {
            "kind", "kind_zh", "kind_en", "about", "what_zh", "what_en", "why_zh", "why_en",
            "sides", "judgements",
        }  # fmt: skip
        assert len(conflict["sides"]) >= 2
        for side in conflict["sides"]:
            assert side.keys() == {"value_zh", "value_en", "raw", "fits", "bases", "evidence"}
            assert all(e["source"] or e["derived_from"] for e in side["evidence"])


def test_json_lines_hold_one_side_each_with_the_number_of_its_conflict(run_kg: Run) -> None:
    done = run_kg("conflicts", "--format", "jsonl")
    sides = [json.loads(line) for line in done.stdout.splitlines()]
    assert {side["conflict"] for side in sides} == set(range(1, sides[-1]["conflict"] + 1))
    assert all("value_zh" in side and "why_zh" in side for side in sides)


def test_a_judgement_is_written_beside_the_side_it_prefers(
    write_pack: Callable[..., Path], mini_rows: Rows, run_kg: Run
) -> None:
    stated = {"source": "doc", "spans": "0-10"}
    figure = {"about": "acme", "indicator": "vehicle-output", "kind": "actual",
              "period_from": "2024", "period_to": "2024", "unit": "vehicle", **stated}  # fmt: skip
    pack = write_pack(
        {
            **mini_rows,
            "observations": [
                {"id": "f1", "value": "5", "raw": "5辆", **figure},
                {"id": "f2", "value": "6", "raw": "6辆", **figure},
            ],
            "judgements": [
                {"id": "j", "kind": "values", "records": "f1;f2", "prefers": "f2",
                 "author": "张三", "reason_zh": "见公报", "date": "2025-06"},
                {"id": "k", "kind": "dates", "records": "f1", "author": "李四",
                 "reason_zh": "误记", "date": "2025-06"},
            ],
        }
    )  # fmt: skip
    done = run_kg("conflicts", "--data", str(pack), "--format", "tsv", lang="en")
    last = [line.split("\t")[9] for line in done.stdout.splitlines()[1:]]
    assert last == ["张三 (2025-06): 见公报", "张三 (2025-06) prefers this side: 见公报"]
    assert "the judgement k (李四) is of no contradiction found" in done.stderr
