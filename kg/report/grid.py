"""A list as one plain grid, for workbooks and CSV: all sections below each other, typed values.

Only what is exact becomes a number or a day; "over 150" and "February 2025" stay words. The words
always stand too, with what is counted, of which kind (planned, so far) and when. A workbook folds
the columns that only a few sections have into one, or a printed page would hold nothing but gaps.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import fmean
from typing import TYPE_CHECKING, Literal

from kg.errors import Lang, Text
from kg.messages import message

if TYPE_CHECKING:
    from kg.lists import Cell, Column, Figure, ListAnswer, Row, SectionAnswer

__all__ = ["Grid", "GridHead", "GridRow", "Value", "exact_day", "list_grid"]

Value = str | Decimal | datetime.date
HeadKind = Literal[
    "section", "words", "number", "unit", "date", "source", "spans", "more", "mark", "tasks"
]

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOST_DIGITS = 15  # what a double, and so a spreadsheet, keeps of a number
_TAIL = ("status", "responsible", "next", "policy", "basis", "source")  # what a row ends with


@dataclass(frozen=True)
class GridHead:
    """A column of a grid; ``id`` is that of the list's column, with ``.value`` or ``.unit`` behind
    for the two that stand beside the words of a number, and ``.spans`` for that beside the sources.
    ``more`` holds ``folded`` columns."""

    id: str
    text: str
    kind: HeadKind
    folded: tuple[str, ...] = ()


@dataclass(frozen=True)
class GridRow:
    """Values in the order of the heads, and how each looks: "", ``unknown`` or ``rule``.

    ``look`` is that of the row: "", ``inferred`` or ``unknown``. ``source`` is the id of the first
    source, or "".
    """

    key: str
    values: tuple[Value, ...]
    looks: tuple[str, ...]
    look: str
    source: str


@dataclass(frozen=True)
class Grid:
    """A list in one language. ``starts`` is the index of the first row of each section."""

    heads: tuple[GridHead, ...]
    rows: tuple[GridRow, ...]
    starts: dict[str, int]


def list_grid(
    answer: ListAnswer,
    lang: Lang,
    source: Callable[[Row], str] | None = None,
    *,
    tasks: Callable[[str, Row], str] | None = None,
    fold: bool = False,
) -> Grid:
    """All sections of a list below each other, a column for each that any section fills.

    ``source`` puts a row's sources into words; beside it then stands a column with their passages.
    ``tasks`` puts into words what a task force entered about a row of a section (id); where there
    is anything, it stands in a column of its own. With ``fold``, words that fewer than half of the
    sections have a column for stand in one column, each with its head.
    """
    rows = [(section, row) for section in answer.sections for row in section.rows]
    entered = tasks is not None and any(tasks(section.id, row) for section, row in rows)
    heads = tuple(_heads(answer, lang, fold=fold, spans=source is not None))
    if entered:
        heads += (GridHead("tasks", message("report.task_entered").to(lang), "tasks"),)
    starts: dict[str, int] = {}
    for n, (section, _) in enumerate(rows):
        starts.setdefault(section.id, n)
    filler = _Filler(heads, lang, source, tasks)
    return Grid(heads, tuple(filler.row(section, row) for section, row in rows), starts)


def _heads(answer: ListAnswer, lang: Lang, *, fold: bool, spans: bool) -> Iterator[GridHead]:
    def own(id_: str, key: str, kind: HeadKind, **values: Text) -> GridHead:
        return GridHead(id_, message(f"report_files.{key}", **values).to(lang), kind)

    rows = [row for section in answer.sections for row in section.rows]
    used = {name for row in rows for name, cell in row.cells.items() if cell.text.zh}
    columns = [column for column in _merged(answer.sections) if column.id in used]
    few = {c.id for c in columns if fold and _folds(c, answer.sections)}
    few = few if len(few) > 1 else set()
    more = tuple(c.id for c in columns if c.id in few)
    tail = next((c.id for c in columns if c.id in _TAIL), "")
    yield own("section", "section", "section")
    for column in columns:
        if more and column.id == tail:
            yield replace(own("more", "more", "more"), folded=more)
        if column.id in few:
            continue
        kind: HeadKind = "words"
        if column.kind in ("date", "source"):
            kind = column.kind
        yield GridHead(column.id, column.head.to(lang), kind)
        if kind == "source" and spans:
            yield own(f"{column.id}.spans", "spans", "spans")
        if any(_exact(row.cells.get(column.id)) for row in rows):
            yield own(f"{column.id}.value", "value", "number", head=column.head)
            yield own(f"{column.id}.unit", "unit", "unit", head=column.head)
    if more and not tail:
        yield replace(own("more", "more", "more"), folded=more)
    if not all(any(c.id == "basis" for c in section.columns) for section in answer.sections):
        yield own("mark", "mark", "mark")


def _merged(sections: Iterable[SectionAnswer]) -> list[Column]:
    """All columns of all sections, each where it stands in the mean of those that have it."""
    found: dict[str, Column] = {}
    places: dict[str, list[float]] = {}
    for section in sections:
        for n, column in enumerate(section.columns):
            found.setdefault(column.id, column)
            places.setdefault(column.id, []).append(n / max(len(section.columns) - 1, 1))
    return sorted(found.values(), key=lambda column: fmean(places[column.id]))


def _folds(column: Column, sections: Sequence[SectionAnswer]) -> bool:
    having = sum(any(c.id == column.id for c in section.columns) for section in sections)
    return 2 * having < len(sections) and column.kind not in ("number", "date", "source")


class _Filler:
    def __init__(
        self,
        heads: Sequence[GridHead],
        lang: Lang,
        source: Callable[[Row], str] | None,
        tasks: Callable[[str, Row], str] | None,
    ) -> None:
        self._tasks = tasks
        self._heads = heads
        self._lang = lang
        self._source = source

    def row(self, section: SectionAnswer, row: Row) -> GridRow:
        """The row of a grid for a row of a section."""
        fill = self._silent if row.unknown else self._cell
        cells = [fill(head, section, row) for head in self._heads]
        first = next((e.source for e in row.evidence if e.source), "")
        look = "unknown" if row.unknown else "inferred" if row.inferred else ""
        values, looks = tuple(c[0] for c in cells), tuple(c[1] for c in cells)
        return GridRow(row.key, values, looks, look, first)

    def _cell(self, head: GridHead, section: SectionAnswer, row: Row) -> tuple[Value, str]:
        name, _, part = head.id.partition(".")
        cell = row.cells.get(name)
        if head.kind == "section":
            return section.title.to(self._lang), ""
        if head.kind == "tasks":
            return self._tasks(section.id, row) if self._tasks else "", ""
        if head.kind == "more":
            return self._more(head, section, row), ""
        if head.kind == "mark":
            return _mark(row).to(self._lang), ""
        if cell is None:
            return "", ""
        if head.kind == "source" and self._source:
            return self._source(row), ""
        if head.kind in ("number", "unit"):
            figure = _exact(cell)
            if figure is None:
                return "", ""
            return (figure.value if part == "value" else figure.unit.to(self._lang)), ""
        text = cell.text.to(self._lang)
        look = "rule" if cell.basis == "rule" else "" if cell.known else "unknown"
        return (exact_day(text) if cell.kind == "date" else text), look

    def _silent(self, head: GridHead, section: SectionAnswer, row: Row) -> tuple[Value, str]:
        """A cell of the row that says what a section should hold and nobody knows."""
        if head.kind == "section":
            return section.title.to(self._lang), ""
        if head is self._heads[1]:
            words = (cell.text.to(self._lang) for cell in row.cells.values() if not cell.known)
            return next(words, ""), ""
        marks = head.kind == "mark" or head.id == "basis"
        return (message("lists.unknown").to(self._lang) if marks else ""), ""

    def _more(self, head: GridHead, section: SectionAnswer, row: Row) -> str:
        # A line each: names whole, and no comma to look for.
        colon = "：" if self._lang == "zh" else ": "
        said = []
        for column in section.columns:
            cell = row.cells.get(column.id)
            if column.id in head.folded and cell is not None and cell.text.zh:
                words = cell.text.to(self._lang)
                said.append(f"{column.head.to(self._lang)}{colon}{words}")
        return "\n".join(said)


def _mark(row: Row) -> Text:
    return message(f"lists.basis_{row.basis}") if row.inferred else Text("", "")


def _exact(cell: Cell | None) -> Figure | None:
    figure = cell.number if cell is not None else None
    if figure is None or figure.operator != "equal":
        return None
    return figure if len(figure.value.normalize().as_tuple().digits) <= _MOST_DIGITS else None


def exact_day(text: str) -> str | datetime.date:
    """A whole day as a date; anything else (a year, a month, a period) as the text it is.

    >>> exact_day("2025-02-10"), exact_day("2025-02")
    (datetime.date(2025, 2, 10), '2025-02')
    """
    if not _DAY.fullmatch(text):
        return text
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return text
