"""``report.docx``: the report for those who must edit it; headings, tables, sources.

Everything is a run of text. The chain map stands as a table and the picture in ``index.html``: a
picture that every Word shows needs a bitmap, which differs from machine to machine. Tables are
built element by element: a row of python-docx takes longer than a table of these.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import Lang, Text
from kg.messages import message
from kg.report.cells import Cell, Links, Piece, joined, plain
from kg.report.figure_tables import conflicts_table, figures_table, targets_table
from kg.report.html import PRINTED
from kg.report.tables import (
    Line,
    Table,
    changes_table,
    heads,
    section_table,
    tasks_table,
    workspace_table,
)
from kg.report.word import Word
from kg.wording import listed

if TYPE_CHECKING:
    from kg.chain_map import Box, Member
    from kg.lists import Column, ListAnswer, SectionAnswer
    from kg.report.content import Report

__all__ = ["document"]


def document(report: Report, lang: Lang) -> bytes:
    """The document as a file's bytes: the same report gives the same bytes.

    Of a list, the first ``PRINTED`` rows; where the rest is, it says.
    """
    out = io.BytesIO()
    moment = datetime.datetime.combine(report.as_of, datetime.time())
    word = Word(lang, report.title.to(lang), moment)
    _Writer(word, report, lang).write()
    word.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, word: Word, report: Report, lang: Lang) -> None:
        self._word = word
        self._report = report
        self._lang = lang
        self._links = Links(report, lang)

    def write(self) -> None:
        """All parts, in the order of the page."""
        report, word = self._report, self._word
        word.title(report.title.to(self._lang))
        word.text(self._say("as_of", day=report.as_of))
        word.text(self._say("packs", packs=listed(report.packs)))
        word.heading(self._say("summary"), 1)
        for sentence in report.summary:
            word.bullet(sentence.to(self._lang))
        if report.changes:
            self._part(
                self._say("changes", since=report.changes.since),
                changes_table(report.changes, self._links),
                self._say("nothing_changes"),
            )
        word.heading(self._say("workspace"), 1)
        for line in report.workspace.meter():
            word.bullet(line.to(self._lang))
        word.table(workspace_table(report.workspace.slots, self._links))
        self._map()
        for number, answer in enumerate(report.lists, 1):
            self._list(number, answer)
        self._part(
            self._say("tasks"), tasks_table(report.tasks, self._links), self._say("nothing_tasks")
        )
        self._part(
            self._say("targets"),
            targets_table(report.targets, self._links),
            self._say("nothing_targets"),
            self._say("targets_note"),
        )
        if report.area_targets:
            table = targets_table(report.area_targets, self._links, "area")
            word.heading(table.title, 2)
            word.table(table)
        self._part(
            self._say("conflicts"),
            conflicts_table(report.conflicts, self._links),
            self._say("nothing_conflicts"),
            self._say("conflicts_note"),
        )
        self._figures()
        self._sources()

    def _say(self, name: str, **values: object) -> str:
        return message(f"report.{name}", **values).to(self._lang)

    def _own(self, name: str, **values: object) -> str:
        return message(f"report_files.{name}", **values).to(self._lang)

    def _part(self, title: str, table: Table, nothing: str, note: str = "") -> None:
        self._word.heading(title, 1)
        if not table.lines:
            self._word.text(nothing)
            return
        if note:
            self._word.text(note, keep=True)
        self._word.table(table)

    def _map(self) -> None:
        self._word.heading(self._say("chain_map"), 1)
        self._word.text(self._own("map_picture"), keep=True)
        self._word.text(self._report.map.coverage.to(self._lang), keep=True)
        lines = [self._box(box) for box in self._report.map.boxes]
        names = ("column.position", "column.segment", "column.gap_label", "report_files.map_who",
                 "report_files.map_planned", "column.source")  # fmt: skip
        if lines:
            self._word.table(Table("map", "", heads(names, self._links), tuple(lines)))

    def _box(self, box: Box) -> Line:
        def names(*, exists: bool) -> Cell:
            found = [self._member(m) for m in box.members if m.exists is exists]
            return Cell(joined(found, self._links.comma))

        who, planned = names(exists=True), names(exists=False)
        if not who.text:
            who = Cell(plain(message("lists.unknown").to(self._lang)), "unknown")
        label = message(f"gaps.label_{box.label}") if box.label else Text("", "")
        evidence = [*(m.evidence for m in box.members), *(n.evidence for n in box.needs)]
        return Line(
            (
                Cell(plain(message(f"position.{box.position}").to(self._lang))),
                Cell((self._links.name(box.segment),)),
                Cell(plain(label.to(self._lang))),
                who,
                planned,
                self._links.evidence(evidence),
            )
        )

    def _member(self, member: Member) -> tuple[Piece, ...]:
        basis = member.evidence.basis
        name = self._links.name(member.ref)
        if basis in ("", "stated"):
            return (name,)
        mark = self._say("mark", basis=message(f"basis.{basis}"))
        return (name, *plain(f" {mark}", "mark"))

    def _list(self, number: int, answer: ListAnswer) -> None:
        word = self._word
        count = self._say("list_number", number=number)
        word.heading(f"{count} {answer.title.to(self._lang)}", 1)
        for text in (answer.purpose, answer.proposal, answer.named.note):
            if text.zh:
                word.text(text.to(self._lang), keep=True)
        left = PRINTED
        for section in answer.sections:
            word.heading(section.title.to(self._lang), 2)
            if section.note.zh:
                word.text(section.note.to(self._lang), keep=True)
            silent = _silent(section)
            if self._entered(answer, section):
                silent = tuple(column for column in silent if column.id != "responsible")
            if silent:
                names = listed(column.head for column in silent).to(self._lang)
                word.text(self._own("silent_columns", columns=names), "unknown", keep=True)
            columns = tuple(column for column in section.columns if column not in silent)
            rows = section.rows[: max(left, 0)]
            left -= len(rows)
            part = replace(section, columns=columns, rows=rows)
            word.table(section_table(answer.id, part, self._links))
            if len(rows) < len(section.rows):
                word.text(self._own("document_part", shown=len(rows), all=len(section.rows)))
            elif section.total > len(section.rows):
                word.text(self._say("cut_by_limit", shown=len(section.rows), all=section.total))

    def _entered(self, answer: ListAnswer, section: SectionAnswer) -> bool:
        """Whether the task force entered anything about a row."""
        return any(self._links.tasks(answer.id, section.id, row.key) for row in section.rows)

    def _figures(self) -> None:
        self._word.heading(self._say("figures"), 1)
        if not self._report.figures:
            self._word.text(self._say("nothing_figures"))
        for answer in self._report.figures:
            table = figures_table(answer, self._links)
            self._word.heading(table.title, 2)
            self._word.table(table)

    def _sources(self) -> None:
        self._word.heading(self._say("sources"), 1)
        self._word.text(self._say("sources_note"))
        for number, source in enumerate(self._report.sources, 1):
            anchor = self._links.source(source.id).href.rpartition("#")[2]
            parts = [source.title.to(self._lang), source.date, source.id, source.url or ""]
            comma = "，" if self._lang == "zh" else ", "
            self._word.text(f"[{number}] {comma.join(filter(None, parts))}", anchor=anchor)


def _silent(section: SectionAnswer) -> tuple[Column, ...]:
    """The columns that say "not known" in every row, but the first.

    A page of paper has no room for them; the sentence that names them says as much.
    """
    rows = [row for row in section.rows if not row.unknown]
    return tuple(
        column
        for column in section.columns[1:]
        if len(rows) > 1 and not any(row.cells[column.id].known for row in rows)
    )
