"""What changed between two graphs, or between two days of one: ``kg diff``.

Rows are the same if they have the same id; what they hold is compared column by column, as the
pack would write it (ids, notations, dates, spans), so that renamed namespaces, the order of
cells and rows, and how a number is written are no change.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from kg.records import Scope, local_id
from kg.schema import Column, Schema, Table, load_schema
from kg.store import Solution, Store
from kg.vocab import KG, XSD, local_name

__all__ = ["Cell", "Change", "Diff", "diff"]

Rows = dict[tuple[str, str], "dict[str, str]"]
"""File and id of a row to its cells by column, those without a value left out."""

_ROWS = """
SELECT ?row ?class ?property ?value WHERE {
  { ?class rdfs:subClassOf* kg:Thing } UNION { ?class rdfs:subClassOf+ kg:Record }
  ?row a ?class ; ?property ?value .
}"""
_CONCEPTS = (
    "SELECT ?concept ?notation WHERE { ?concept skos:inScheme ?any ; skos:notation ?notation }"
)
_PASSAGE = "#char="


@dataclass(frozen=True)
class Cell:
    """One column of a row before and after; "" where it had or has no value."""

    column: str
    before: str
    after: str

    def as_json(self) -> dict[str, str]:
        """Documented field names of the JSON output."""
        return {"column": self.column, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Change:
    """A row that was added, removed or changed; ``kind`` says which.

    ``file`` is the table's file (``supply.csv``); ``cells`` holds all cells of a row added or
    removed, and those that differ of a row changed, in the order of the table's columns.
    """

    kind: str
    file: str
    id: str
    cells: tuple[Cell, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "change": self.kind,
            "file": self.file,
            "id": self.id,
            "cells": [cell.as_json() for cell in self.cells],
        }


@dataclass(frozen=True)
class Diff:
    """All changes, sorted by file, then by id."""

    changes: tuple[Change, ...]

    def count(self, kind: str) -> int:
        """How many rows were added, removed or changed."""
        return sum(change.kind == kind for change in self.changes)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            **{kind: self.count(kind) for kind in ("added", "removed", "changed")},
            "changes": [change.as_json() for change in self.changes],
        }


def diff(
    before: Store,
    after: Store,
    *,
    start: datetime.date | None = None,
    end: datetime.date | None = None,
) -> Diff:
    """The rows that differ between two stores; linear in their size, apart from sorting.

    With a day (``start`` for the first, ``end`` for the second) only rows that were known and
    valid on it count; without, all rows.
    """
    schema = load_schema()
    old, new = _rows(before, schema, start), _rows(after, schema, end)
    order = {table.file: list(table.columns) for table in schema.tables.values()}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        file, row = key
        kind = "added" if key not in old else "removed" if key not in new else "changed"
        one, other = old.get(key, {}), new.get(key, {})
        cells = tuple(
            Cell(column, one.get(column, ""), other.get(column, ""))
            for column in order[file]
            if one.get(column, "") != other.get(column, "")
        )
        if cells:
            changes.append(Change(kind, file, row, cells))
    return Diff(tuple(changes))


def _rows(store: Store, schema: Schema, day: datetime.date | None) -> Rows:
    tables = {KG + cls: table for table in schema.tables.values() for cls in table.classes}
    namespaces = tuple(pack["namespace"] for pack in store.manifest["packs"])
    found = [
        row
        for row in store.select(_ROWS)
        if row["class"].value in tables and row["row"].value.startswith(namespaces)
    ]
    if day is not None:
        kept = _kept(store, found, Scope(day))
        found = [row for row in found if row["row"].value in kept]
    reader = _Reader(store)
    rows: Rows = {}
    values: dict[tuple[str, str, str], set[str]] = {}
    for row in found:
        table = tables[row["class"].value]
        key = (table.file, local_id(store, row["row"].value))
        cells = rows.setdefault(key, _type_cell(table, row["class"].value))
        column = _column(table, row)
        if column is not None:
            values.setdefault((*key, column.name), set()).add(reader.text(row["value"]))
            cells[column.name] = ";".join(sorted(values[*key, column.name], key=_cell_order))
    return rows


def _kept(store: Store, rows: list[Solution], scope: Scope) -> set[str]:
    kept = scope.keep(store, {row["row"].value for row in rows})
    published: dict[str, str] = {}
    texts: set[str] = set()
    for row in rows:
        name, value = local_name(row["property"].value), row["value"].value
        if row["class"].value != KG + "Source":
            continue
        if name == "periodTo" or (name == "periodFrom" and row["row"].value not in published):
            published[row["row"].value] = value
        elif name == "kind" and value == KG + "source-kind-text":
            texts.add(row["row"].value)
    # A source counts from the day on which it is out, as what it says does.
    late = {s for s, day in published.items() if s in texts and not scope.holds(published=day)}
    return kept - late


def _type_cell(table: Table, cls: str) -> dict[str, str]:
    return {c.name: local_name(cls) for c in table.columns.values() if c.type == "class"}


def _column(table: Table, row: Solution) -> Column | None:
    """The column that carries this value: labels have one for each language."""
    lang = getattr(row["value"], "language", None)
    return next(
        (
            column
            for column in table.columns.values()
            if column.property == row["property"].value and column.lang in (None, lang)
        ),
        None,
    )


class _Reader:
    """Values as a cell of a pack writes them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._notations: Mapping[str, str] = {
            row["concept"].value: row["notation"].value for row in store.select(_CONCEPTS)
        }

    def text(self, term: ox.NamedNode | ox.Literal) -> str:
        """An id, a notation, a span, or the words or number themselves."""
        if isinstance(term, ox.Literal):
            if term.datatype.value == XSD + "decimal":
                return format(Decimal(term.value).normalize(), "f")
            return term.value
        if _PASSAGE in term.value:
            return term.value.partition(_PASSAGE)[2].replace(",", "-")
        return self._notations.get(term.value) or local_id(self._store, term.value)


def _cell_order(value: str) -> tuple[int, str]:
    # Spans in the order of the text; all else by its words.
    start = value.partition("-")[0]
    return (int(start) if start.isdecimal() else 0, value)
