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
