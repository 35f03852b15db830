"""What the lists of a chain are made of: specifications as read from files, and filled lists.

A filled list is a ``ListAnswer`` of ``SectionAnswer``s of ``Row``s; a row has one ``Cell`` a
column, by the column's id. Writers (pages, workbooks, documents, data) need these classes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from kg.errors import Text
from kg.records import Evidence, Ref
from kg.wording import plain

__all__ = [
    "CATEGORIES",
    "NOTHING",
    "Basis",
    "Cell",
    "CellKind",
    "Column",
    "Figure",
    "ListAnswer",
    "ListSpec",
    "Lists",
    "Named",
    "NextRule",
    "Row",
    "Section",
    "SectionAnswer",
]

NOTHING = Text("", "")

CellKind = Literal["text", "thing", "number", "date", "status", "source", "unknown"]
Basis = Literal["", "stated", "derived", "outside", "inferred", "rule"]

CATEGORIES = (
    "investment",
    "projects",
    "firms",
    "innovation",
    "cooperation",
    "factors",
    "parks",
    "pilots",
)
"""The task categories that a list may be of; the first five are named in the bundled texts."""


@dataclass(frozen=True)
class Column:
    """A column of the registry: what a cell of it holds when it is known."""

    id: str
    head: Text
    kind: CellKind

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "id": self.id,
            "head_zh": self.head.zh,
            "head_en": self.head.en,
            "kind": self.kind,
        }


@dataclass(frozen=True)
class NextRule:
    """A rule for the next step: words by the first of ``cases`` that a row meets.

    A case is a stage (``signed``), a word of an answer (``fill``), a status (``planned``), a basis
    (``inferred``) or ``else``; looked for in this order.
    """

    id: str
    cases: Mapping[str, Text]


@dataclass(frozen=True)
class Section:
    """One section of a list as its file says: saved queries or a named answer, and columns.

    ``params`` are values of the query's further parameters, ``options`` those of the answer.
    ``fill`` says which saved query fills a column for the things of ``what``; ``unknown`` are the
    columns that show 未知 where nothing is recorded. ``sort`` are column ids, ``-id`` the other way
    round. ``limit`` 0 means all. ``existing`` says what "existing" means here (已签约), ``next`` is
    the rule for the next step. ``basis`` is the best that a row can have: ``derived`` where the
    section puts together what no source puts together.
    """

    id: str
    title: Text
    columns: tuple[str, ...]
    empty: Text
    queries: tuple[str, ...] = ()
    answer: str = ""
    options: Mapping[str, int] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    limit: int = 0
    next: str = ""
    basis: Basis = ""
    existing: Text = NOTHING
    note: Text = NOTHING


@dataclass(frozen=True)
class Named:
    """Whether the task behind a list is named in a source: its id there, and in what words."""

    task: str
    note: Text

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {"task": self.task, "note_zh": self.note.zh, "note_en": self.note.en}


@dataclass(frozen=True)
class ListSpec:
    """One list as its file says. ``named.task`` is the id of the task in the pack, or ""."""

    id: str
    order: int
    title: Text
    purpose: Text
    named: Named
    category: str
    sections: tuple[Section, ...]
    path: Path


@dataclass(frozen=True)
class Lists:
    """All that a folder of lists holds: lists in their order, columns, rules, maps of a report.

    ``proposal`` says whose the names of the lists are; ``maps`` are which maps a report shows.
    """

    specs: tuple[ListSpec, ...]
    columns: Mapping[str, Column]
    rules: Mapping[str, NextRule]
    maps: tuple[str, ...]
    proposal: Text
    folder: Path


@dataclass(frozen=True)
class Figure:
    """A number of a cell: ``value`` in ``unit`` (a base unit), ``text`` as a reader says it.

    ``operator`` as of an observation (``equal``, ``about``, ``more-than``, ...), ``kind`` actual,
    target, cumulative or capacity, ``period`` as of ``kg facts``; ``record`` the record's id.
    """

    value: Decimal
    unit: Text
    unit_id: str
    operator: str
    kind: str
    period: str
    text: Text
    record: str
    label: Text = NOTHING

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; the value is a decimal string."""
        return {
            "value": plain(self.value),
            "unit": self.unit_id,
            "operator": self.operator,
            "kind": self.kind,
            "period": self.period,
            "record": self.record,
            "indicator_zh": self.label.zh,
            "indicator_en": self.label.en,
            "text_zh": self.text.zh,
            "text_en": self.text.en,
        }


@dataclass(frozen=True)
class Cell:
    """One cell. ``text`` is always the whole cell in words; the rest is what it is made of.

    ``kind`` is ``unknown`` for 未知 (text says so); else that of the column. ``things`` are those
    named in it, for links. ``figures`` are never to be added up. ``date`` is a partial ISO date
    (``2025-02``) or a period (``2023/2025``). ``basis`` is that of the row where "", ``rule`` for a
    step that only a rule proposes.
    """

    kind: CellKind
    text: Text
    things: tuple[Ref, ...] = ()
    figures: tuple[Figure, ...] = ()
    date: str = ""
    basis: Basis = ""

    @property
    def known(self) -> bool:
        """Whether the graph knows what belongs in it."""
        return self.kind != "unknown"

    @property
    def number(self) -> Figure | None:
        """The figure of a cell that has just one exact enough to be a number in a sheet."""
        return self.figures[0] if len(self.figures) == 1 else None

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; ``kind`` and words always, the rest if any."""
        shown: dict[str, Any] = {
            "kind": self.kind,
            "text_zh": self.text.zh,
            "text_en": self.text.en,
        }
        if self.things:
            shown["things"] = [ref.as_json() for ref in self.things]
        if self.figures:
            shown["figures"] = [figure.as_json() for figure in self.figures]
        if self.date:
            shown["date"] = self.date
        if self.basis:
            shown["basis"] = self.basis
        return shown


@dataclass(frozen=True)
class Row:
    """One row. ``key`` is stable from build to build: the IRI of the record or thing that the row
    stands for (several, in a fixed order, joined by spaces); "" for the row of an empty section.

    ``cells`` has a cell for every column of the section, in the order of its columns. ``basis`` is
    stated, derived, outside or inferred (found by chainkg, said by nobody); ``inferred`` marks all
    but stated. ``unknown`` marks the row that says what a section should hold and nobody knows.
    """

    key: str
    cells: Mapping[str, Cell]
    evidence: tuple[Evidence, ...] = ()
    basis: Basis = "stated"
    unknown: bool = False

    @property
    def inferred(self) -> bool:
        """Whether no source states the row as it stands: derived, outside or found by us."""
        return self.basis not in ("", "stated")

    @property
    def things(self) -> tuple[Ref, ...]:
        """All things that the row names, each once, in the order of its cells."""
        found = {ref.iri: ref for cell in self.cells.values() for ref in cell.things}
        return tuple(found.values())

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "key": self.key,
            "basis": self.basis,
            "inferred": self.inferred,
            "unknown": self.unknown,
            "cells": {column: cell.as_json() for column, cell in self.cells.items()},
            "evidence": [evidence.as_json() for evidence in self.evidence],
        }


@dataclass(frozen=True)
class SectionAnswer:
    """A filled section. ``total`` counts the rows before ``limit`` cut them; a section of which
    nothing is known has one row with ``unknown`` set, and a total of 0."""

    id: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int
    note: Text = NOTHING

    @property
    def empty(self) -> bool:
        """Whether nothing is known for it."""
        return not self.total

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "id": self.id,
            "title_zh": self.title.zh,
            "title_en": self.title.en,
            "note_zh": self.note.zh,
            "note_en": self.note.en,
            "total": self.total,
            "columns": [column.as_json() for column in self.columns],
            "rows": [row.as_json() for row in self.rows],
        }


@dataclass(frozen=True)
class ListAnswer:
    """A filled list of a chain. ``proposal`` says that its name is a proposal, and ``named``
    whether a source names the task behind it."""

    id: str
    title: Text
    purpose: Text
    proposal: Text
    named: Named
    category: str
    chain: Ref
    as_of: str
    sections: tuple[SectionAnswer, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of its sections, each once, in the order of first use."""
        return tuple(_each(column for section in self.sections for column in section.columns))

    @property
    def total(self) -> int:
        """How many rows it has, without those that say that nothing is known."""
        return sum(not row.unknown for section in self.sections for row in section.rows)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "id": self.id,
            "title_zh": self.title.zh,
            "title_en": self.title.en,
            "purpose_zh": self.purpose.zh,
            "purpose_en": self.purpose.en,
            "proposal_zh": self.proposal.zh,
            "proposal_en": self.proposal.en,
            "named": self.named.as_json(),
            "category": self.category,
            "chain": self.chain.as_json(),
            "as_of": self.as_of,
            "total": self.total,
            "sections": [section.as_json() for section in self.sections],
        }


def _each(columns: Iterable[Column]) -> Iterable[Column]:
    return {column.id: column for column in columns}.values()
