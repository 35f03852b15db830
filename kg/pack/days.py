"""Dates after the day up to which a pack says that it knows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from kg.dates import PartialDate
from kg.errors import Finding
from kg.pack.findings import finding
from kg.pack.model import Row
from kg.schema import Schema, Table
from kg.vocab import KG

__all__ = ["late_findings"]

_TO_COME = frozenset({"proposed", "planned"})


def late_findings(rows: Iterable[Row], as_of: datetime.date, schema: Schema) -> Iterator[Finding]:
    """A warning for each date after ``as_of``, where that cannot be a plan or leaves a row out.

    Answers as of the pack's day leave out a record that begins later, and all records of a text
    that may have come out later. When a thing is signed, stated, issued or awarded is not held
    against a day by any answer, but cannot be known before. A target's period may lie ahead.
    """
    due = {name: _due(table) for name, table in schema.tables.items()}
    for row in rows:
        for code, names in due[row.table]:
            name = next((n for n in names if n in row.cells), "")
            if not name:
                continue
            day = PartialDate.parse(row.cells[name])
            # As kg.records counts: begun on the first day it may mean, published on the last.
            late = (day.last if code == "late-source" else day.first) > as_of
            if late and _counts(code, row):
                yield finding("pack", code, row.file, row.line, name, "warning",
                              value=row.cells[name], id=row.id, as_of=as_of)  # fmt: skip


def _due(table: Table) -> list[tuple[str, list[str]]]:
    """Codes of findings and the columns, first choice first, that each looks at."""
    terms = {"late-since": ["since"], "late-date": ["date"]}
    if table.classes == ("Source",):
        terms["late-source"] = ["periodTo", "periodFrom"]
    columns = {
        code: [c.name for term in names if (c := table.column_of(KG + term)) is not None]
        for code, names in terms.items()
    }
    return [(code, names) for code, names in columns.items() if names]


def _counts(code: str, row: Row) -> bool:
    if code == "late-source":
        return row.cells.get("kind") == "text"  # only a text has a day on which it came out
    return code == "late-since" or row.cells.get("status") not in _TO_COME
