"""The data of a report: its lists as CSV and JSON, its facts as JSON-LD, its sources as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.errors import Lang
from kg.messages import message
from kg.report.assigned import RowKey, entered
from kg.report.changes import SCHEMA
from kg.report.grid import list_grid

if TYPE_CHECKING:
    from kg.lists import ListAnswer
    from kg.report.content import Report
    from kg.store import Store
    from kg.tasks import Task

__all__ = ["facts_jsonld", "list_csv", "lists_json", "sources_csv"]


def list_csv(
    answer: ListAnswer, lang: Lang, tasks: Mapping[RowKey, Iterable[Task]] | None = None
) -> bytes:
    """A list as CSV (UTF-8 with BOM, CRLF): as in the workbook, and last the key of each row.

    A cell that a spreadsheet would run has an apostrophe before it. ``tasks`` are those of the
    task force about each row.
    """
    of = tasks or {}
    grid = list_grid(
        answer, lang, tasks=lambda id_, row: entered(of.get((answer.id, id_, row.key), ()), lang)
    )
    heads = [head.text for head in grid.heads]
    rows = ([*row.values, row.key] for row in grid.rows)
    return _csv([*heads, message("report_files.key").to(lang)], rows)


def sources_csv(report: Report, lang: Lang) -> bytes:
    """The sources of a report, numbered as everywhere in it."""
    names = ("number", "id", "title", "date", "url")
    rows = (
        [n, source.id, source.title.to(lang), source.date, source.url or ""]
        for n, source in enumerate(report.sources, 1)
    )
    return _csv([message(f"report_files.source_{name}").to(lang) for name in names], rows)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    from kg.export.spreadsheets import as_text

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([as_text(head) for head in heads])
    writer.writerows([as_text(_plain(cell)) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _plain(cell: object) -> object:
    from decimal import Decimal

    from kg.wording import plain

    return plain(cell) if isinstance(cell, Decimal) else cell


def lists_json(report: Report, lang: Lang, files: Mapping[str, str]) -> bytes:
    """The lists and tasks as JSON, both languages, one row a line.

    ``files`` is the SHA-256 of each other file of the folder by its path in it.
    """
    head = {
        "schema": SCHEMA,
        "lang": lang,
        "chain": report.chain.as_json(),
        "as_of": report.as_of.isoformat(),
        "files": dict(sorted(files.items())),
        "workspace": report.workspace.as_json(),
        "tasks": [task.as_json() for task in report.tasks],
    }
    parts = [_compact(head)[:-1], ',\n"lists":[']
    for n, answer in enumerate(report.lists):
        parts.append(",\n" if n else "\n")
        parts += _list_parts(answer.as_json())
    parts.append("\n]}\n")
    return "".join(parts).encode("utf-8", "backslashreplace")


def _list_parts(shown: dict[str, Any]) -> Iterable[str]:
    # A row a line: a person can read it, and two reports can be told apart by any diff.
    sections = shown.pop("sections")
    yield _compact(shown)[:-1] + ',"sections":['
    for n, section in enumerate(sections):
        rows = section.pop("rows")
        yield ("," if n else "") + "\n" + _compact(section)[:-1] + ',"rows":[\n'
        yield ",\n".join(map(_compact, rows))
        yield "\n]}"
    yield "]}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


_EDGES = "SELECT ?edge WHERE { ?edge kg:edgeRecord ?class }"


def facts_jsonld(store: Store, report: Report) -> bytes:
    """The facts of a report as expanded JSON-LD 1.1, one thing or record a line, sorted by IRI.

    Everything that has a page, the records that the rows of the lists stand on, and the sources.
    Direct edges are left out: the records say the same, with evidence. Linear in what is written;
    ``kg export jsonld`` writes all records of a graph.
    """
    wanted = {profile.thing.iri for profile in report.profiles}
    sections = [section for each in report.lists for section in each.sections]
    ids = {e.record for section in sections for row in section.rows for e in row.evidence}
    for id_ in {*ids, *(source.id for source in report.sources)}:
        wanted.update(_iris(store, id_))
    edges = {str(row["edge"]).encode() for row in store.select(_EDGES)}
    facts = (line for line in store.lines_about(wanted) if line.split(b" ", 2)[1] not in edges)
    nodes = (_node(group) for _, group in groupby(facts, lambda line: line.partition(b" ")[0]))
    return b"[\n" + b",\n".join(nodes) + b"\n]\n"


def _iris(store: Store, id_: str) -> Iterable[str]:
    """What an id may stand for (see ``kg.records.local_id``): an id of the first pack may look like
    one of another."""
    for n, pack in enumerate(store.manifest["packs"]):
        prefix = f"{pack['prefix']}:" if n else ""
        if id_.startswith(prefix):
            yield pack["namespace"] + id_.removeprefix(prefix)


def _node(facts: Iterable[bytes]) -> bytes:
    """One subject, without the brackets of the list that it is written as."""
    import pyoxigraph as ox

    triples = ox.parse(b"".join(facts), format=ox.RdfFormat.N_TRIPLES)
    text = ox.serialize((quad.triple for quad in triples), format=ox.RdfFormat.JSON_LD)
    assert text is not None
    return text.strip()[1:-1]
