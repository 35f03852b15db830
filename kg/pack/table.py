"""From the text of one CSV file to rows of cells (RFC 4180), header checked."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.errors import Finding
from kg.pack.decode import lines_of
from kg.pack.findings import finding, near, offer
from kg.schema import Table

__all__ = ["RawRow", "read_table"]

_MOST_ABOVE = 5  # lines of title above a header

# Spaces that look like a space, and marks that look like nothing.
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u202f\u3000", " ") | dict.fromkeys("\u200b\ufeff\u2060", "")
)


@dataclass(frozen=True)
class RawRow:
    """The non-empty cells of a row by column, trimmed, NFC; ``line`` is where it begins."""

    line: int
    cells: dict[str, str]


def read_table(text: str, table: Table, file: str) -> tuple[list[RawRow], list[Finding]]:
    """Rows of a table that have the right shape, and what is wrong with the others."""
    reader = _Reader(text, table, file)
    return list(reader.rows()), reader.findings


class _Reader:
    def __init__(self, text: str, table: Table, file: str) -> None:
        self.lines = lines_of(text)
        self.table = table
        self.file = file
        self.header: list[str] = []
        self.findings: list[Finding] = []

    def report(self, code: str, row: int, column: str = "", **values: object) -> None:
        self.findings.append(finding("pack", code, self.file, row, column, **values))

    def rows(self) -> Iterator[RawRow]:
        records = self.records()
        self.header = [_clean(name) for name in next(records, (1, [""]))[1]]
        if below := self.header_below(records):
            self.report("header-below", 1, line=below)
            return
        while len(self.header) > 1 and not self.header[-1]:
            self.header.pop()  # Excel writes empty columns at the end
        if not self.header_fits():
            return
        for line, cells in records:
            named = {
                name: value
                for name, cell in zip(self.header, cells, strict=False)
                if (value := _clean(cell))
            }
            extra = [value for cell in cells[len(self.header) :] if (value := _clean(cell))]
            if extra:
                self.report("extra-cells", line, value="、".join(extra)[:60])
            if any(cell for cell in cells if '"' in cell):
                self.check_quotes(line, cells)
            if named:
                yield RawRow(line, named)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Records with the line they begin on; ends at a quote that cannot be closed."""
        reader = csv.reader(self.lines, strict=True)
        while True:
            begin = reader.line_num + 1
            try:
                yield begin, next(reader)
            except StopIteration:
                return
            except csv.Error:
                # The record may run to the end of the file; the quote that opened it is at fault.
                raw = "".join(self.lines[begin - 1 : reader.line_num])
                at, line = _bad_quote(raw)
                self.report("stray-quote", begin + line, self.name(at))
                return

    def name(self, at: int) -> str:
        return self.header[at] if at < len(self.header) else ""

    def check_quotes(self, line: int, cells: Sequence[str]) -> None:
        """A quote inside a cell must be doubled and the cell quoted, or a slip goes unseen."""
        raw = "".join(self.lines[line - 1 : line + sum(c.count("\n") + 1 for c in cells)])
        for at, cell in enumerate(cells):
            if '"' in cell and '"' + cell.replace('"', '""') + '"' not in raw:
                self.report("stray-quote", line, self.name(at))

    def header_below(self, records: Iterator[tuple[int, list[str]]]) -> int:
        """The line of the header where a title or empty lines stand above it; else 0."""
        known = set(self.table.columns)
        if known & set(self.header):
            return 0
        for line, cells in islice(records, _MOST_ABOVE):
            if len(known & {_clean(cell) for cell in cells}) * 2 > len(known):
                return line
        return 0

    def header_fits(self) -> bool:
        """Report what is wrong with the header; whether the rows can be read under it."""
        known = self.table.columns
        if len(self.header) == 1 and len(known) > 1:
            for mark, name in (("\t", "Tab"), (";", ";"), ("；", "；")):
                if mark in self.header[0]:
                    self.report("wrong-separator", 1, separator=name)
                    return False
        missing = [name for name in known if name not in self.header]
        for at, name in enumerate(self.header):
            if name in self.header[:at]:
                self.report("duplicate-column", 1, name, name=name or str(at + 1))
            elif name and name not in known:
                # A renamed column: the one that is missing, or the one that it looks like.
                offered = near(name, missing) if len(missing) != 1 else offer(missing)
                self.report("unknown-column", 1, name, name=name, offer=offered)
            elif not name:
                self.report("unnamed-column", 1, number=at + 1)
        for name in missing:
            self.report("missing-column", 1, name, name=name, header=",".join(known))
        # Without its id no row has a place to be named by; everything else can be looked at.
        return "id" not in missing and len(set(self.header)) == len(self.header)


def _clean(cell: str) -> str:
    if cell.isascii():
        return cell.strip()
    return unicodedata.normalize("NFC", cell.translate(_SPACES)).strip()


def _bad_quote(raw: str) -> tuple[int, int]:
    """Cell (from 0) and line (from 0) of the quote that breaks a record."""
    cell = line = opened = 0
    state = "start"
    for position, character in enumerate(raw):
        if state == "quoted":
            if character == '"':
                state = "closing"
        elif state == "closing" and character == '"':
            state = "quoted"
        elif character == ",":
            cell, state = cell + 1, "start"
        elif state == "closing" and character not in "\r\n":
            break
        elif state == "start" and character == '"':
            state, opened = "quoted", position
        elif state == "start":
            state = "plain"
    line = raw.count("\n", 0, opened)
    return cell, line
