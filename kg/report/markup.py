"""Cells and tables of a report as HTML: what stands thousands of times in its pages.

A template would ask at each of a million places what kind of value it has; here all are texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import Lang
from kg.messages import message

if TYPE_CHECKING:
    from kg.report.cells import Cell, Piece
    from kg.report.tables import Line, Table

__all__ = ["cleaned", "pieces_html", "table_html"]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;", '"': "&#34;"}
_SPECIAL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff&<>'\"]")


def cleaned(text: str) -> str:
    """A text without control characters: they are no text."""
    return _CONTROLS.sub(" ", text)


def pieces_html(pieces: Iterable[Piece]) -> Any:
    """Pieces as markup, links and looks and all; every text in it escaped."""
    return _markup(_pieces(pieces))


def table_html(table: Table, lang: Lang, most: int, level: str = "h4") -> Any:
    """A table with its title and note; of its rows the first ``most``. ``level`` is the element
    of the title."""
    heads = [_text(head) for head in table.heads]
    parts = ['<div class="part">\n']
    if table.title:
        parts.append(f"<{level}>{_text(table.title)}</{level}>")
    if table.note:
        parts.append(f'<p class="note">{_text(table.note)}</p>')
    parts.append(f'<div class="wide"><table id="{_text(table.id)}">\n')
    if heads:
        cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
        parts.append(f"<thead><tr>{cells}</tr></thead>")
    parts.append("<tbody>\n")
    parts += [_line(line, heads) for line in table.lines[:most]]
    parts.append("</tbody></table></div>\n")
    if len(table.lines) > most:
        said = message("report.printed_part", shown=most, all=len(table.lines)).to(lang)
        parts.append(f'<p class="printed">{_text(said)}</p>')
    parts.append('<p class="pager" hidden></p>\n</div>\n')
    return _markup("".join(parts))


def _line(line: Line, heads: Sequence[str]) -> str:
    look = f' class="{_text(line.look)}"' if line.look else ""
    words = f' <span class="mark">{_text(line.words)}</span>' if line.words else ""
    cells = []
    for n, cell in enumerate(line.cells):
        at = f' colspan="{len(heads) or 1}"' if line.whole else f' data-h="{heads[n]}"'
        cells.append(_cell(cell, at, "" if n else words))
    return f"<tr{look}>{''.join(cells)}</tr>\n"


def _cell(cell: Cell, at: str, words: str) -> str:
    own = cell.look or ("" if cell.pieces else "none")
    look = f' class="{_text(own)}"' if own else ""
    return f"<td{at}{look}>{_pieces(cell.pieces)}{words}</td>"


def _pieces(pieces: Iterable[Piece]) -> str:
    return "".join([_piece(text, href, look) for text, href, look in pieces])


def _piece(text: str, href: str, look: str) -> str:
    if href:
        own = f' class="{_text(look)}"' if look else ""
        return f'<a{own} href="{_text(href)}">{_text(text)}</a>'
    return f'<span class="{_text(look)}">{_text(text)}</span>' if look else _text(text)


def _text(text: str) -> str:
    return _SPECIAL.sub(_escaped, text) if _SPECIAL.search(text) else text


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPED.get(found[0], " ")


def _markup(html: str) -> Any:
    from markupsafe import Markup

    return Markup(html)  # noqa: S704 - made here, every text in it escaped
