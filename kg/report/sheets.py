"""One sheet of a workbook, written from the top down: title, header, rows, notes, print setup."""

from __future__ import annotations

import datetime
import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.report.grid import Value

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["Column", "Formats", "Sheet", "display_width", "sheet_names"]

_LONGEST_NAME = 31  # of a sheet, in UTF-16 code units (ECMA-376 and Excel)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LEAST = 8
_CAP = 28
_LONG_CAP = 44
_A4_CHARACTERS = 150  # beyond this a landscape A4 page is too small to read
_A3, _A4 = 8, 9  # paper sizes as ECMA-376 numbers them (18.3.1.63)
_LINE = 17  # points that a line of 10-point text takes
_HIGHEST = 409  # points; no row can be higher
_MOST_LINES = 22
_WIDEST = 110


@dataclass(frozen=True)
class Column:
    """A column: its head and its width in characters (a CJK character counts as two)."""

    head: str
    width: float

    @classmethod
    def fitting(cls, head: str, values: Iterable[Value], cap: int = 0) -> Column:
        """As wide as nine of ten texts and a third of the longest, but no wider than ``cap`` (0: by
        how long they are)."""
        texts = [_shown(value) for value in values if value != ""]
        widths = sorted(map(display_width, texts))
        widest = max(widths[len(widths) * 9 // 10], widths[-1] // 3) if widths else 0
        usual = widths[len(widths) // 2] if widths else 0
        limit = cap or (_LONG_CAP if usual > 2 * _CAP else _CAP)
        # Room for the button of the filter beside the head, which may wrap.
        least = max(_LEAST, min(math.ceil(display_width(head) / 2) + 4, 16))
        width = max(least, min(widest + 2, limit))
        while width < _WIDEST and max((_lines(t, width) for t in texts), default=1) > _MOST_LINES:
            width += 10  # a higher row than the highest would cut the text off
        return cls(head, width)


class Formats:
    """Cell formats of a workbook, each made once."""

    _LOOKS: Mapping[str, Mapping[str, object]] = {
        "": {},
        "title": {"bold": True, "font_size": 16},
        "line": {"font_color": "#404040"},
        "heading": {"bold": True, "font_size": 12, "valign": "vcenter"},
        "note": {"text_wrap": True, "valign": "top"},
        "head": {
            "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1,
            "border_color": "#9AA5B1", "bg_color": "#DCE6F1",
        },
        "link": {"font_color": "#0B5394", "underline": 1},
        "inferred": {"bg_color": "#FFF6DA"},
        "unknown": {"bg_color": "#EDEDED", "font_color": "#595959", "italic": True},
        "left": {"align": "left"},
        "right": {"align": "right", "indent": 1},
        "late": {"bg_color": "#FBE3DE"},
        "unknown cell": {"font_color": "#6B6B6B", "italic": True},
        "rule cell": {"font_color": "#3D4F7C", "italic": True},
        "cell": {
            "text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CFD6",
        },
    }  # fmt: skip

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, ...], str], Format] = {}

    def of(self, *looks: str, number: str = "") -> Format:
        """The format with these looks, later ones before earlier ones; unknown ones say nothing."""
        key = (looks, number)
        if key not in self._made:
            wanted: dict[str, object] = {}
            for look in looks:
                wanted |= self._LOOKS.get(look, {})
            if number:
                wanted["num_format"] = number
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]


class Sheet:
    """A sheet that is written from the top down; ``columns`` say how wide it is."""

    def __init__(self, sheet: Worksheet, formats: Formats, columns: Sequence[Column]) -> None:
        self._sheet = sheet
        self._formats = formats
        self._columns = columns
        self._at = 0
        self._rows: tuple[int, int] | None = None
        sheet.hide_gridlines(2)
        for n, column in enumerate(columns):
            sheet.set_column(n, n, column.width)

    def title(self, text: str) -> None:
        """The title in the first row."""
        self._sheet.write_string(0, 0, text, self._formats.of("title"))
        self._sheet.set_row(0, 26)
        self._at = 1

    def line(self, text: str, look: str = "line") -> None:
        """A line as wide as it is; ``look`` may be ``heading``."""
        self._sheet.write_string(self._at, 0, text, self._formats.of(look))
        self._sheet.set_row(self._at, _LINE + (8 if look == "heading" else 1))
        self._at += 1

    def note(self, text: str) -> None:
        """A sentence across all columns, in as many lines as it needs."""
        form = self._formats.of("note")
        last = len(self._columns) - 1
        if last:
            self._sheet.merge_range(self._at, 0, self._at, last, "", form)
        self._sheet.write_string(self._at, 0, text, form)
        # A merged cell does not grow by itself in any spreadsheet program.
        self._sheet.set_row(self._at, _LINE * _lines(text, sum(c.width for c in self._columns)))
        self._at += 1

    def gap(self) -> None:
        """An empty row."""
        self._at += 1

    def header(self, *, freeze: int | None = None) -> int:
        """The heads of the columns, repeated in print; the index of the row below.

        With ``freeze`` the header and so many columns stay in sight, and there are filters.
        """
        for n, column in enumerate(self._columns):
            self._sheet.write_string(self._at, n, column.head, self._formats.of("head"))
        button = 0 if freeze is None else 4
        lines = max(math.ceil((display_width(c.head) + button) / c.width) for c in self._columns)
        self._sheet.set_row(self._at, _LINE * lines + 6)
        self._sheet.repeat_rows(self._at)
        self._at += 1
        if freeze is not None:
            self._sheet.freeze_panes(self._at, freeze)
            self._rows = (self._at - 1, self._at - 1)
        return self._at

    def row(
        self,
        values: Sequence[Value | int],
        looks: Sequence[str] = (),
        *,
        look: str = "",
        links: Mapping[int, str] | None = None,
    ) -> None:
        """One row, high enough for its texts; ``links`` by column: a place or a URL.

        Only Excel itself fits rows to wrapped text when it opens a file; others cut it off.
        """
        lines = max(_lines(_shown(value), self._columns[n].width) for n, value in enumerate(values))
        self._sheet.set_row(self._at, min(_LINE * max(lines, 1) + 1, _HIGHEST))
        for n, value in enumerate(values):
            own = f"{looks[n]} cell" if looks and looks[n] else ""
            if links and n in links:
                form = self._formats.of("cell", look, own, "link")
                self._sheet.write_url(self._at, n, links[n], form, str(value))
            elif isinstance(value, datetime.date):
                form = self._formats.of("cell", look, own, "left", number="yyyy-mm-dd")
                moment = datetime.datetime.combine(value, datetime.time())
                self._sheet.write_datetime(self._at, n, moment, form)
            elif isinstance(value, Decimal | int):
                form = self._formats.of("cell", look, own, "right", number=_number_format(value))
                self._sheet.write_number(self._at, n, float(value), form)
            elif value:
                self._sheet.write_string(self._at, n, value, self._formats.of("cell", look, own))
            else:
                self._sheet.write_blank(self._at, n, None, self._formats.of("cell", look))
        if self._rows:
            self._rows = (self._rows[0], self._at)
        self._at += 1

    def finish(self, header: str) -> None:
        """Filters and print setup: landscape, as wide as the page, numbered; the last call."""
        if self._rows:
            self._sheet.autofilter(self._rows[0], 0, self._rows[1], len(self._columns) - 1)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(self._at, 1)}"})
        wide = sum(column.width for column in self._columns) > _A4_CHARACTERS
        self._sheet.set_landscape()
        self._sheet.set_paper(_A3 if wide else _A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self._sheet.set_header(f"&R{_header_text(header)}")
        self._sheet.set_footer("&C&P / &N")


def _header_text(text: str) -> str:
    # "&" begins a code in a page header; 255 characters are the limit with the codes.
    return text.replace("&", "&&")[:200]


def _number_format(value: Decimal | int) -> str:
    exponent = Decimal(value).normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + ("." + "0" * places if places else "")


def _shown(value: Value | int) -> str:
    if isinstance(value, Decimal | int):
        return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return value.isoformat() if isinstance(value, datetime.date) else value


def _lines(text: str, width: float) -> int:
    # Words are not broken and fonts differ: a little more than the widths say.
    return sum(
        max(1, math.ceil(display_width(line) * 1.04 / max(width - 1, 1)))
        for line in text.splitlines()
    )


@lru_cache(maxsize=1 << 16)  # the same few words stand in most cells
def display_width(text: str) -> int:
    """How wide a text is in characters; one of East Asian width counts as two.

    >>> display_width("郑州 BYD")
    8
    """
    return max((sum(map(_width, line)) for line in text.splitlines()), default=0)


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def sheet_names(titles: Iterable[str]) -> Iterator[str]:
    """Names that a spreadsheet takes, one a title, no two the same in any case of letters.

    At most 31 UTF-16 units, none of ``[]:*?/\\``, no apostrophe at an end, never "History".

    >>> list(sheet_names(["a/b", "A?B", "History"]))
    ['a b', 'A B 2', 'History 2']
    """
    taken = {"history", ""}
    for title in titles:
        printable = "".join(c for c in title.translate(_FORBIDDEN) if c.isprintable())
        plain = _cut(" ".join(printable.split()).strip("' "), _LONGEST_NAME)
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{_cut(plain, _LONGEST_NAME - len(f' {number}'))} {number}".strip()
        taken.add(name.casefold())
        yield name


def _cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, at the end of a word where there is one."""
    while len(text.encode("utf-16-le")) // 2 > units:
        shorter = text.rpartition(" ")[0]
        text = shorter if len(shorter) > units // 2 else text[:-1]
    return text.strip("' ")
