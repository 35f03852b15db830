"""Cells that are read otherwise than they are written: told once a file, not once a cell.

Excel writes 2025/3/1 for every 2025-03-01 each time it saves a CSV file, and numbers with the
separators that it shows. Neither can mean anything else, so they are read; what could mean
something else stays refused. A term's label (上游 for upstream) is the term, and is not told.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import Finding
from kg.pack.findings import finding
from kg.schema import Column

__all__ = ["Readings"]

_CODES = {"date": "date-read", "decimal": "number-read", "integer": "number-read"}
# Other widths, signs and zeros say the same; these marks are what makes another form.
_MARKS = {"date-read": "/.年: ", "number-read": ",，"}


class Readings:
    """Counts the cells of one file that were read in another form."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._first: dict[str, tuple[int, str, str, str]] = {}
        self._count: dict[str, int] = {}

    def note(self, line: int, name: str, column: Column, text: str, value: str) -> None:
        """Take down a cell whose ``text`` was read as ``value``, if that is another form."""
        code = _CODES.get(column.type, "")
        if not code or text == value:
            return
        if any(mark in text for mark in _MARKS[code]):
            self._first.setdefault(code, (line, name, text, value))
            self._count[code] = self._count.get(code, 0) + 1

    def findings(self) -> Iterator[Finding]:
        """One notice a form, at the first such cell, with how many there are."""
        for code, (line, name, text, value) in self._first.items():
            yield finding("pack", code, self._file, line, name, "notice",
                          value=text, read=value, count=self._count[code])  # fmt: skip
