"""``-`` in place of a name: one name a line from stdin, one table for all."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize("verb", ["find", "show", "partners"])
def test_each_row_says_which_name_it_answers(run_kg: Run, mini: Path, verb: str) -> None:
    done = run_kg(verb, "-", "--data", str(mini), lang="en", stdin="acme\n\nbolt\n")
    header, *rows = done.stdout.splitlines()
    assert (done.returncode, header.split("\t")[0]) == (0, "asked")
    assert {row.split("\t")[0] for row in rows} == {"acme", "bolt"}


def test_a_name_that_fails_does_not_stop_the_others(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "-", "--data", str(mini), lang="en", stdin="nobody at all\nacme\n")
    assert done.returncode == 3
    assert "nobody at all" in done.stderr
    assert "Bolt" in done.stdout


def test_json_keeps_the_answers_apart(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "-", "--data", str(mini), "--format", "json", stdin="acme\nbolt\n")
    answers = json.loads(done.stdout)
    assert [a["asked"] for a in answers] == ["acme", "bolt"]
    assert answers[0]["answer"]["firm"]["id"] == "acme"


def test_several_names_have_no_one_query(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "-", "--data", str(mini), "--show-sparql", stdin="acme\n")
    assert done.returncode == 2


def test_notes_say_which_name_they_are_about(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "-", "--data", str(mini), lang="en", stdin="acme\nbolt\n")
    notes = [line for line in done.stderr.splitlines() if "Coverage" in line or "Peers" in line]
    assert {note.split(":")[0] for note in notes} == {"acme", "bolt"}
    assert any(note.startswith("acme: Peers") for note in notes)


def test_a_name_without_an_answer_has_a_row_that_says_why(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "-", "--data", str(mini), lang="en", stdin="nobody at all\nacme\n")
    header, first, *rest = (line.split("\t") for line in done.stdout.splitlines())
    assert header[-1] == "problem"
    assert first[0] == "nobody at all"
    assert "nobody at all" in first[-1]
    assert not any(first[1:-1])
    assert {row[-1] for row in rest} == {""}


def test_json_holds_the_names_without_an_answer_too(run_kg: Run, mini: Path) -> None:
    done = run_kg(
        "partners", "-", "--data", str(mini), "--format", "json", stdin="nobody at all\nacme\n"
    )
    first, second = json.loads(done.stdout)
    assert (first["asked"], first["answer"]) == ("nobody at all", None)
    assert "nobody at all" in first["problem_zh"]
    assert second["answer"]["firm"]["id"] == "acme"


def test_sentences_fit_the_rows_where_a_name_failed(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "-", "--explain", "--data", str(mini), stdin="nobody at all\nacme\n")
    assert done.returncode == 3
    assert "螺栓科技向顶峰汽车有限公司供货" in done.stdout


def test_no_names_at_all_is_said_and_is_no_success(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "-", "--data", str(mini), lang="en", stdin="\n")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no names on stdin" in done.stderr


@pytest.mark.parametrize("verb", ["find", "show", "partners"])
def test_the_help_says_which_verbs_take_names_from_stdin(run_kg: Run, verb: str) -> None:
    assert "标准输入" in run_kg(verb, "--help").stdout
    assert "标准输入" not in run_kg("rank", "--help").stdout
