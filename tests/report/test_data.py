"""The data of a report: CSV that no spreadsheet runs, JSON, JSON-LD that is RDF."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pyoxigraph as ox

import kg
from kg.errors import Text
from kg.lists import Cell, Column, Row, SectionAnswer
from kg.report.changes import SCHEMA
from kg.report.content import Report
from kg.report.data import facts_jsonld, list_csv, lists_json, sources_csv
from kg.vocab import KG


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def listed(report: Report, *texts: str):
    """A list with these texts as its rows."""
    column = Column("what", Text("事项", "What"), "text")
    rows = tuple(
        Row(f"k{n}", {"what": Cell("text", Text(text, text))}) for n, text in enumerate(texts)
    )
    part = SectionAnswer("s", Text("栏", "part"), (column,), rows, len(rows))
    return replace(report.lists[0], sections=(part,))


def test_a_list_as_csv_has_every_column_and_every_row(auto: Report) -> None:
    for answer in auto.lists:
        content = list_csv(answer, "zh")
        assert content.startswith(b"\xef\xbb\xbf")
        rows = read(content)
        assert len(rows) - 1 == sum(len(section.rows) for section in answer.sections)
        heads = {c.head.zh for s in answer.sections for c in s.columns
                 if any(r.cells[c.id].text.zh for r in s.rows)}  # fmt: skip
        assert heads <= set(rows[0])
        assert rows[0][-1] == "行键"


def test_a_cell_that_a_spreadsheet_would_run_has_an_apostrophe_before_it(auto: Report) -> None:
    signs = ["=1+1", "+CMD", "-CMD", "@SUM(A1)", "\t=1", "\r=1"]
    rows = read(list_csv(listed(auto, *signs, "比亚迪", "-5"), "zh"))
    assert [row[1] for row in rows[1:]] == [*(f"'{sign}" for sign in signs), "比亚迪", "-5"]


def test_no_payload_can_leave_its_cell(auto: Report, payloads: list[str]) -> None:
    rows = read(list_csv(listed(auto, *payloads), "zh"))
    assert [row[1].removeprefix("'") for row in rows[1:]] == payloads


def test_sources_as_csv_are_numbered_as_in_the_report(auto: Report) -> None:
    rows = read(sources_csv(auto, "en"))
    assert rows[0] == ["No.", "Id", "Title", "Date", "URL"]
    assert [row[:2] for row in rows[1:]] == [
        [str(n), source.id] for n, source in enumerate(auto.sources, 1)
    ]


def test_the_lists_as_json_hold_what_the_lists_say_and_what_the_files_are(auto: Report) -> None:
    found = json.loads(lists_json(auto, "zh", {"index.html": "abc"}))
    assert found["schema"] == SCHEMA
    assert found["files"] == {"index.html": "abc"}
    assert found["chain"]["iri"] == auto.chain.iri
    assert found["as_of"] == auto.as_of.isoformat()
    assert found["lists"] == json.loads(json.dumps([each.as_json() for each in auto.lists]))


def test_the_facts_as_json_ld_are_rdf_about_everything_that_has_a_page(
    zhengzhou: kg.Graph, auto: Report
) -> None:
    content = facts_jsonld(zhengzhou.store, auto)
    triples = {quad.triple for quad in ox.parse(content, format=ox.RdfFormat.JSON_LD)}
    known = set(zhengzhou.store.triples())
    assert triples <= known
    subjects = {t.subject.value for t in triples}
    assert {profile.thing.iri for profile in auto.profiles} <= subjects
    namespace = zhengzhou.store.manifest["packs"][0]["namespace"]
    rows = [r for each in auto.lists for s in each.sections for r in s.rows]
    records = {namespace + e.record for r in rows for e in r.evidence}
    assert records <= subjects
    assert {namespace + source.id for source in auto.sources} <= subjects


def test_the_facts_as_json_ld_hold_records_and_no_direct_edges(
    zhengzhou: kg.Graph, auto: Report
) -> None:
    content = facts_jsonld(zhengzhou.store, auto)
    predicates = {q.predicate.value for q in ox.parse(content, format=ox.RdfFormat.JSON_LD)}
    assert KG + "supplier" in predicates
    assert KG + "suppliesTo" not in predicates


def test_the_same_report_gives_the_same_bytes(zhengzhou: kg.Graph, auto: Report) -> None:
    assert facts_jsonld(zhengzhou.store, auto) == facts_jsonld(zhengzhou.store, auto)
    assert lists_json(auto, "zh", {}) == lists_json(auto, "zh", {})
