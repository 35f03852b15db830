"""A table for a screen: Chinese aligned, as wide as the terminal, whole names, paged if long."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence

import click

__all__ = ["cells", "coloured", "height", "layout", "page", "width", "wrapped"]

_GAP = 2
_LEAST = 12  # six Chinese characters: what a column needs so that one can read down it
_BOLD, _DIM, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"
# No line begins with a closing mark or ends with an opening one (GB/T 15834-2011, 5.1.6).
_CLOSING = "、，。；：？！）】》”’…·％%)]},.;:!?"
_OPENING = "（【《“‘([{"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_UNIT_END = re.compile(r"(?<=[\s;,/、，；。])(?![\s;,/、，；。])")
_PIECE = re.compile(rf"[^{_WIDE}]+|.", re.DOTALL)


def width() -> int:
    """How many columns the terminal has (COLUMNS goes before what the terminal says)."""
    return max(shutil.get_terminal_size((80, 24)).columns, 20)


def height() -> int:
    """How many lines the terminal has."""
    return shutil.get_terminal_size((80, 24)).lines


def coloured() -> bool:
    """Whether stdout is a terminal and nobody asked for plain text (NO_COLOR, TERM=dumb)."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def page(text: str) -> None:
    """Show a text through the pager (PAGER, else less or more)."""
    # Without these less shows Chinese as bytes in a plain locale, and styles as codes.
    os.environ.setdefault("LESSCHARSET", "utf-8")
    os.environ.setdefault("LESS", "-R")
    click.echo_via_pager(text, color=coloured())


def layout(
    title: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str] = (),
    *,
    columns: int | None = None,
    quiet: Sequence[str] = (),
    styled: bool = False,
) -> str:
    """A title, a table and notes as lines of at most ``columns`` cells (None: no limit).

    Where the columns do not fit with 12 cells each (or what their content needs, if less), every
    row becomes a block of ``header: value`` lines. ``quiet`` names headers shown dim. Nothing is
    cut: what is too wide is wrapped, at a space, after a separator or between Chinese characters.
    """
    lines = _styled(_lines(title, columns), _BOLD if styled else "")
    if rows:
        widths = _widths(headers, rows, columns)
        dim = {n for n, header in enumerate(headers) if styled and header in quiet}
        lines += (
            _blocks(headers, rows, columns or 0, dim, styled=styled)
            if widths is None
            else _table(headers, rows, widths, dim, styled=styled)
        )
    for note in notes:
        lines += _lines(note, columns)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def wrapped(text: str, columns: int) -> list[str]:
    """The lines of a text, each at most ``columns`` cells wide (two at the least).

    Breaks after a space or separator where the line is at least half full, so that names in a
    list stay whole; else between Chinese characters; inside a word only if it alone is too wide.
    """
    lines: list[str] = []
    line = ""
    for unit in _UNIT_END.split(" ".join(text.split())):
        if cells(line) + cells(unit.rstrip()) <= columns:
            line += unit
            continue
        if cells(unit.rstrip()) <= columns <= 2 * cells(line):
            lines.append(line)
            line = unit
            continue
        for piece in _pieces(unit):
            if line and cells(line) + cells(piece.rstrip()) > columns:
                lines.append(line)
                line = ""
            line += piece
            while cells(line.rstrip()) > columns:
                head = _head(line, columns)
                lines.append(head)
                line = line[len(head) :]
    return [part.strip() for part in (*lines, line)]


def _pieces(unit: str) -> Iterator[str]:
    # A character or a word, with the marks that may not be parted from it.
    held = ""
    for piece in _PIECE.findall(unit):
        if held and piece[0] not in _CLOSING and held[-1] not in _OPENING:
            yield held
            held = ""
        held += piece
    if held:
        yield held


def _head(line: str, columns: int) -> str:
    used = 0
    for n, char in enumerate(line):
        used += cells(char)
        if used > columns and n:
            return line[:n]
    return line


def cells(text: str) -> int:
    """How many columns a text takes: two a wide character (UAX #11), none a combining mark."""
    if text.isascii():
        return len(text)
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _lines(text: str, columns: int | None) -> list[str]:
    if not text:
        return []
    return [
        line
        for part in text.split("\n")
        for line in (wrapped(part, columns) if columns else [part])
    ]


def _styled(lines: list[str], style: str) -> list[str]:
    return [f"{style}{line}{_OFF}" if style and line else line for line in lines]


def _widths(
    headers: Sequence[str], rows: Sequence[Sequence[str]], columns: int | None
) -> list[int] | None:
    """How wide each column is, or None where they do not fit side by side."""
    natural = [max(map(cells, column)) for column in zip(headers, *rows, strict=True)]
    if columns is None:
        return natural
    room = columns - _GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return natural
    least = [
        min(size, max(_LEAST, cells(header))) for size, header in zip(natural, headers, strict=True)
    ]
    if sum(least) > room:
        return None
    # The narrow columns keep what they need; the wide ones share what is left.
    level = _LEAST
    while sum(_shares(natural, least, level + 1)) <= room:
        level += 1
    return _shares(natural, least, level)


def _shares(natural: Sequence[int], least: Sequence[int], level: int) -> list[int]:
    return [min(n, max(low, level)) for n, low in zip(natural, least, strict=True)]


def _table(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    dim: set[int],
    *,
    styled: bool,
) -> list[str]:
    folded_rows = [
        [wrapped(c, w) for c, w in zip(row, widths, strict=True)] for row in (headers, *rows)
    ]
    total = sum(widths) + _GAP * (len(widths) - 1)
    lines = _side_by_side(
        folded_rows[0], widths, set(range(len(widths))) if styled else set(), _BOLD
    )
    lines.append("─" * total)
    folded = False
    for n, row in enumerate(folded_rows[1:]):
        deep = max(map(len, row)) > 1
        # Rows of several lines are told apart by an empty one.
        if n and (deep or folded):
            lines.append("")
        lines += _side_by_side(row, widths, dim, _DIM)
        folded = deep
    return [*lines, ""]


def _side_by_side(
    row: Sequence[list[str]], widths: Sequence[int], which: set[int], style: str
) -> list[str]:
    lines = []
    for k in range(max(map(len, row))):
        parts = []
        for n, (cell, size) in enumerate(zip(row, widths, strict=True)):
            text = cell[k] if k < len(cell) else ""
            blank = " " * (size - cells(text))
            parts.append((f"{style}{text}{_OFF}" if n in which and text else text) + blank)
        lines.append((" " * _GAP).join(parts))
    return lines


def _blocks(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: int,
    dim: set[int],
    *,
    styled: bool,
) -> list[str]:
    lines: list[str] = []
    for row in rows:
        for n, (header, value) in enumerate(zip(headers, row, strict=True)):
            if not value:
                continue
            first, *rest = wrapped(f"{header}: {value}" if header else value, columns - 4)
            # What a row is about stands out; its other values and second lines step in.
            shown = [first if n == 0 else f"  {first}", *(f"    {line}" for line in rest)]
            style = _DIM if n in dim else _BOLD if n == 0 else ""
            lines += _styled(shown, style if styled else "")
        lines.append("")
    return lines
