"""``lists.xlsx``: contents and notes, one sheet a list, tasks, what changed, sources.

Every cell is written as what it is: a text never becomes a formula or a link, whatever it begins
with; a number or a day only where it is exact. The same report gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.errors import Lang, Text
from kg.messages import message
from kg.report.assigned import entered
from kg.report.cells import Cell, Links, plain
from kg.report.figure_tables import conflicts_table, targets_table
from kg.report.grid import Grid, GridRow, Value, exact_day, list_grid
from kg.report.sheets import Column, Formats, Sheet, display_width, sheet_names
from kg.report.tables import Line, Table, heads, tasks_table
from kg.wording import listed

if TYPE_CHECKING:
    from xlsxwriter import Workbook

    from kg.lists import ListAnswer, Row, SectionAnswer
    from kg.report.content import Change, Report
    from kg.viz.shell import SourceLine

__all__ = ["workbook"]

_CAPS = {
    "section": 14,
    "date": 20,
    "source": 12,
    "spans": 44,
    "unit": 11,
    "number": 20,
    "mark": 14,
    "more": 42,
    "tasks": 36,
}


def workbook(report: Report, lang: Lang) -> bytes:
    """The workbook as a file's bytes; about 2 s for 10,000 rows of 15 columns."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": _font(lang), "font_size": 10},
        },
    )
    _Book(book, report, lang).write()
    book.close()
    return out.getvalue()


def _font(lang: Lang) -> str:
    # The name that every Windows knows it by, whatever its language; others fall back.
    return "Microsoft YaHei" if lang == "zh" else "Calibri"


class _Book:
    def __init__(self, book: Workbook, report: Report, lang: Lang) -> None:
        self._book = book
        self._report = report
        self._lang = lang
        self._formats = Formats(book)
        self._links = Links(report, lang)
        changes = report.changes
        titles = {
            "": self._say("contents"),
            **{f"list {each.id}": each.title.to(lang) for each in report.lists},
            "tasks": message("report.tasks").to(lang),
            "targets": message("report.targets").to(lang),
            "conflicts": message("report.conflicts").to(lang),
            **({"changes": self._say("changes")} if changes else {}),
            "sources": message("report.sources").to(lang),
        }
        self._names = dict(zip(titles, sheet_names(titles.values()), strict=True))
        self._source_rows = {source.id: 3 + n for n, source in enumerate(report.sources)}

    def write(self) -> None:
        """All sheets, in the order in which they stand."""
        report = self._report
        self._book.set_properties(
            {
                "title": report.title.to(self._lang),
                "author": "chainkg",
                "created": datetime.datetime.combine(report.as_of, datetime.time()),
            }
        )
        for name in self._names.values():
            self._book.add_worksheet(name)
        grids = [self._grid(each) for each in report.lists]
        firsts = [self._list(each, grid) for each, grid in zip(report.lists, grids, strict=True)]
        nothing = message("report.nothing_tasks")
        self._table(
            "tasks", message("report.tasks"), tasks_table(report.tasks, self._links), nothing
        )
        for name, table in (
            ("targets", self._targets()),
            ("conflicts", conflicts_table(report.conflicts, self._links)),
        ):
            title, nothing = message(f"report.{name}"), message(f"report.nothing_{name}")
            self._table(name, title, table, nothing, message(f"report.{name}_note"))
        if report.changes:
            title = message("report.changes", since=report.changes.since)
            nothing = message("report.nothing_changes")
            self._table("changes", title, self._changes(report.changes.rows), nothing)
        self._sources(report.sources)
        self._contents([(first, grid) for first, grid in zip(firsts, grids, strict=True)])

    def _grid(self, answer: ListAnswer) -> Grid:
        def tasks(section: str, row: Row) -> str:
            return entered(self._links.tasks(answer.id, section, row.key), self._lang)

        return list_grid(answer, self._lang, self._source, tasks=tasks, fold=True)

    def _say(self, name: str) -> str:
        return message(f"report_files.{name}").to(self._lang)

    def _sheet(self, key: str, columns: Sequence[Column], title: Text) -> Sheet:
        sheet = Sheet(self._book.get_worksheet_by_name(self._names[key]), self._formats, columns)
        sheet.title(title.to(self._lang))
        return sheet

    def _day(self) -> str:
        return message("report.as_of", day=self._report.as_of).to(self._lang)

    def _source(self, row: Row) -> str:
        found = dict.fromkeys(self._links.source(e.source).text for e in row.evidence if e.source)
        return " ".join(found)

    def _contents(self, grids: Sequence[tuple[int, Grid]]) -> None:
        report, lang = self._report, self._lang
        heads = ("list", "section", "rows", "inferred", "unknown_cells", "purpose")
        # What is a link does not wrap in every program: these two are as wide as need be.
        names = max(map(display_width, self._names.values())) + 2
        titles = [s.title.to(lang) for each in report.lists for s in each.sections]
        sections = max(map(display_width, titles), default=0) + 2
        widths = (names, sections, 9, 12, 12, 50)
        columns = [Column(self._say(h), w) for h, w in zip(heads, widths, strict=True)]
        sheet = self._sheet("", columns, report.title)
        packs = message("report.packs", packs=listed(report.packs)).to(lang)
        sheet.line(f"{self._day()}    {packs}")
        sheet.line(message("report.workspace").to(lang), "heading")
        for line in report.workspace.meter():
            sheet.note(line.to(lang))
        sheet.line(message("report.summary").to(lang), "heading")
        for line in report.summary:
            sheet.note(line.to(lang))
        sheet.gap()
        sheet.header()
        for each, (first, grid) in zip(report.lists, grids, strict=True):
            place = f"internal:'{self._names[f'list {each.id}']}'!A"
            for n, section in enumerate(each.sections):
                about = self._purpose(each) if n == 0 else section.note.to(lang)
                title = each.title.to(lang) if n == 0 else ""
                links = {1: f"{place}{first + grid.starts[section.id] + 1}"}
                links |= {0: f"{place}1"} if n == 0 else {}
                sheet.row(
                    [title, section.title.to(lang), *_counts(section), about],
                    links=links,
                    look="unknown" if section.empty else "",
                )
        others = {
            "tasks": report.tasks,
            "targets": (*report.targets, *report.area_targets),
            "conflicts": report.conflicts,
            "sources": report.sources,
        }
        others |= {"changes": report.changes.rows} if report.changes else {}
        for key in (name for name in self._names if name in others):
            name = self._names[key]
            sheet.row([name, "", len(others[key]), "", "", ""], links={0: f"internal:'{name}'!A1"})
        sheet.gap()
        sheet.line(self._say("notes"), "heading")
        proposals = dict.fromkeys(each.proposal.to(lang) for each in report.lists)
        notes = ("marks", "unknown", "blank", "more", "numbers", "sources")
        for text in [*proposals, *(self._say(f"note_{name}") for name in notes)]:
            sheet.note(text)
        sheet.finish(report.title.to(lang))

    def _purpose(self, answer: ListAnswer) -> str:
        said = [answer.purpose, answer.named.note, answer.sections[0].note]
        stop, blank = ("。", "") if self._lang == "zh" else (".", " ")
        return blank.join(text.to(self._lang).rstrip(stop) + stop for text in said if text.zh)

    def _list(self, answer: ListAnswer, grid: Grid) -> int:
        """Write a list; the index of its first row."""
        lang = self._lang
        columns = []
        for n, head in enumerate(grid.heads):
            values = [row.values[n] for row in grid.rows]
            column = Column.fitting(head.text, values, _CAPS.get(head.kind, 0))
            if head.kind == "source":  # links do not wrap in every program
                widest = max((display_width(str(value)) for value in values), default=0)
                column = Column(head.text, max(column.width, widest + 2))
            columns.append(column)
        sheet = self._sheet(f"list {answer.id}", columns, answer.title)
        chain = answer.chain.label.to(lang)
        sheet.line("    ".join([chain, self._day(), answer.purpose.to(lang)]))
        sheet.line(answer.named.note.to(lang))
        first = sheet.header(freeze=2)
        source = next((n for n, head in enumerate(grid.heads) if head.kind == "source"), -1)
        for row in grid.rows:
            links = self._source_link(row, source)
            sheet.row(row.values, row.looks, look=row.look, links=links)
        for section in answer.sections:
            if section.total > len(section.rows):
                cut = message("report.cut_by_limit", shown=len(section.rows), all=section.total)
                colon = "：" if lang == "zh" else ": "
                sheet.note(f"{section.title.to(lang)}{colon}{cut.to(lang)}")
        sheet.finish(answer.title.to(lang))
        return first

    def _source_link(self, row: GridRow, column: int) -> dict[int, str]:
        at = self._source_rows.get(row.source)
        if column < 0 or at is None or not row.values[column]:
            return {}
        return {column: f"internal:'{self._names['sources']}'!A{at + 1}"}

    def _table(
        self, key: str, title: Text, table: Table, nothing: Text, note: Text | None = None
    ) -> None:
        rows = [[exact_day(cell.text) for cell in line.cells] for line in table.lines]
        columns = [
            Column.fitting(head, (row[n] for row in rows)) for n, head in enumerate(table.heads)
        ]
        sheet = self._sheet(key, columns, title)
        sheet.line(self._day())
        if note is not None:
            sheet.line(note.to(self._lang))
        sheet.header(freeze=1)
        for line, values in zip(table.lines, rows, strict=True):
            sheet.row(values, [cell.look for cell in line.cells], look=line.look)
        if not rows:
            sheet.note(nothing.to(self._lang))
        sheet.finish(title.to(self._lang))

    def _targets(self) -> Table:
        """Those of the chain and those of its area in one table; the first column says which."""
        report = self._report
        both = targets_table((*report.targets, *report.area_targets), self._links)
        names = ["target_own"] * len(report.targets) + ["target_area"] * len(report.area_targets)
        lines = (
            replace(line, cells=(Cell(plain(self._say(name))), *line.cells))
            for name, line in zip(names, both.lines, strict=True)
        )
        return replace(both, heads=(self._say("target_of"), *both.heads), lines=tuple(lines))

    def _changes(self, changes: Iterable[Change]) -> Table:
        """A line for each cell that changed, so that filters find it; one for a row as a whole."""
        lines = []
        for change in changes:
            kind = message(f"report.change_{change.kind}")
            row = [kind, change.list, change.section, change.what]
            deltas = [[d.column.head, d.before, d.after] for d in change.deltas]
            rows = [[*row, *rest] for rest in deltas or [[Text("", "")] * 3]]
            lines += [Line(tuple(Cell(plain(t.to(self._lang))) for t in texts)) for texts in rows]
        keys = ["report.change_kind", "report.change_list", "report_files.section",
                "report.change_what", "report_files.column", "report.change_before",
                "report.change_after"]  # fmt: skip
        return Table("changes", "", heads(keys, self._links), tuple(lines))

    def _sources(self, sources: Sequence[SourceLine]) -> None:
        from kg.viz.shell import safe_link

        heads = [self._say(f"source_{n}") for n in ("number", "id", "title", "date", "url")]
        rows: list[list[Value]] = [
            [Decimal(n), s.id, s.title.to(self._lang), exact_day(s.date), s.url or ""]
            for n, s in enumerate(sources, 1)
        ]
        columns = [
            Column.fitting(head, (row[n] for row in rows), 70) for n, head in enumerate(heads)
        ]
        title = message("report.sources")
        sheet = self._sheet("sources", columns, title)
        sheet.line(message("report.sources_note").to(self._lang))
        sheet.header(freeze=1)
        for row in rows:
            link = safe_link(str(row[4]))
            sheet.row(row, links={4: link} if link else {})
        sheet.finish(title.to(self._lang))


def _counts(section: SectionAnswer) -> tuple[int, int, int]:
    """Rows, of which inferred, and cells that say that nothing is known."""
    rows = [row for row in section.rows if not row.unknown]
    unknown = sum(not cell.known for row in section.rows for cell in row.cells.values())
    return len(rows), sum(row.inferred for row in rows), unknown
