"""The table of candidates: what is inferred is marked so, and notes say what is left out."""

from __future__ import annotations

import json

import pytest

import kg
from kg.cli.candidates import emit_candidates
from kg.cli.options import Asked
from kg.selection import Selection


def test_the_table_marks_every_row_inferred_and_tells_of_groups(
    town: kg.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    emit_candidates(Asked(format="tsv"), town, "me", None, Selection())
    out, err = capsys.readouterr()
    header, *lines = (line.split("\t") for line in out.splitlines())
    assert {line[header.index("依据")] for line in lines} == {"推断"}
    assert "四十家零部件厂" in err
    assert "全部为推断" in err


def test_limit_says_how_many_and_the_note_how_many_there_are(
    town: kg.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    emit_candidates(Asked(format="md", limit=2), town, "me", None, Selection())
    assert "这里是前 2 个" in capsys.readouterr().out


def test_json_holds_the_need_and_who_states_it(
    town: kg.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    emit_candidates(Asked(format="json"), town, None, "零部件", Selection())
    said = json.loads(capsys.readouterr().out)
    assert said["firm"] is None
    assert [need["id"] for need in said["need"]] == ["parts"]
    assert said["needs"][0]["evidence"]["record"] == "need-bureau"


def test_show_sparql_prints_the_query_alone(
    town: kg.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    emit_candidates(Asked(show_sparql=True), town, "me", None, Selection())
    query = capsys.readouterr().out
    assert town.sparql(query).rows


def test_explain_gives_sentences_in_english_too(
    town: kg.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    emit_candidates(Asked(format="md", lang="en", explain=True), town, "me", None, Selection())
    assert "Inferred, no record says that" in capsys.readouterr().out
