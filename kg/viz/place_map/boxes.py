"""One box of the place view: how its texts break, how wide its column must be, how high it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.viz.labels import text_width, wrap

__all__ = [
    "BOLD",
    "FONT",
    "GAP",
    "LINE",
    "PAD",
    "SMALL_LINE",
    "Box",
    "Frame",
    "Item",
    "Row",
    "Style",
    "column_width",
    "lines_of",
    "measure",
    "moved",
]

Style = Literal["area", "apart"]
FONT = {"area": 13.0, "apart": 11.5}
LINE = {"area": 18, "apart": 15.5}
SMALL_LINE = 14
PAD, GAP = 9, 10
BOLD = 1.06
_SMALL, _SUB = 10.5, 11.5
_SYMBOL, _STAR = 18, 15
_HEAD_FONT, _HEAD_LINE, _SUB_LINE, _BAND = 15.0, 19, 16, 8
_DOT = " · "
_WIDTHS = {
    "area": (178.0, 200.0, 218.0, 236.0, 254.0, 272.0),
    "apart": (180.0, 195.0, 210.0, 225.0, 240.0),
}
_WIDER = 1.03  # fonts of readers' machines differ
_EVEN = 1.12  # what kg.viz.labels.wrap may go beyond its limit
_WRAPPED = 0.2  # of the rows at most, or the column is made wider


@dataclass(frozen=True)
class Item:
    """A thing to list: its name, a star's room, small tags behind it, small lines under it."""

    key: str
    name: str
    star: bool = False
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """What a box holds before it is placed; ``layers`` are numbers of layers."""

    key: str
    title: str
    summary: tuple[str, ...]
    style: Style
    layers: tuple[int, ...] = ()
    items: tuple[Item, ...] = ()
    remark: str = ""

    @property
    def subtitle(self) -> str:
        """The summary in one line."""
        return _DOT.join(self.summary)


@dataclass(frozen=True)
class Row:
    """A placed item: top left corner, lines of the name, tags on a line of their own or not."""

    item: Item
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    tags_below: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Box:
    """A placed box: outer corner and size, wrapped head, rows, and the remark's lines; ``aside``
    says that the subtitle stands behind the title."""

    frame: Frame
    x: float
    y: float
    width: float
    height: float
    head: tuple[str, ...]
    subhead: tuple[str, ...]
    rows: tuple[Row, ...]
    remark: tuple[str, ...]
    aside: bool = False

    @property
    def top(self) -> float:
        """Where the rows begin."""
        return self.y + _head_height(self.frame, self.head, self.subhead)


def measure(frame: Frame, width: float, columns: int = 1) -> Box:
    """The box at the origin, as high as its content needs."""
    room = width - 2 * PAD
    head = lines_of(frame.title, room, _HEAD_FONT * BOLD)
    beside = room - text_width(head[0]) * _HEAD_FONT * BOLD * _WIDER - 2 * GAP
    aside = (
        len(head) == 1
        and frame.style == "apart"
        and text_width(frame.subtitle) * _SUB * _WIDER <= beside
    )
    subhead = () if aside else _joined(frame.summary, room, _SUB)
    remark = lines_of(frame.remark, room, _SMALL)
    each = (width - 2 * PAD - (columns - 1) * GAP) / columns
    rows = [_row(item, frame.style, each) for item in frame.items]
    top = _head_height(frame, head, subhead)
    placed: list[Row] = []
    deepest = 0.0
    for number, part in enumerate(_parts([row.height for row in rows], columns)):
        x = PAD + number * (each + GAP)
        y = float(top)
        for row in rows[part.start : part.stop]:
            placed.append(replace(row, x=x, y=y))
            y += row.height
        deepest = max(deepest, y - top)
    height = top + deepest + len(remark) * SMALL_LINE + PAD
    return Box(frame, 0, 0, width, height, head, subhead, tuple(placed), remark, aside)


def _head_height(frame: Frame, head: Sequence[str], subhead: Sequence[str]) -> float:
    bands = _BAND * bool(frame.layers)
    return bands + 6 + len(head) * _HEAD_LINE + len(subhead) * _SUB_LINE + 6


def lines_of(text: str, room: float, font: float) -> tuple[str, ...]:
    """The lines of a text that fit into a room (pixels)."""
    return tuple(wrap(text, room / (font * _WIDER * _EVEN))) if text else ()


def _joined(parts: Sequence[str], room: float, font: float) -> tuple[str, ...]:
    """Parts in as few lines as will do; a line breaks between two parts only."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{_DOT}{part}" if lines else part
        if lines and text_width(longer) * font * _WIDER <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def column_width(frames: Sequence[Frame], style: Style) -> float:
    """The narrowest column in which few rows break."""
    rows = [item for frame in frames for item in frame.items]
    for width in _WIDTHS[style]:
        broken = sum(
            len(row.lines) > 1 or row.tags_below for row in (_row(i, style, width) for i in rows)
        )
        if broken <= _WRAPPED * len(rows):
            return width
    return _WIDTHS[style][-1]


def _row(item: Item, style: Style, width: float) -> Row:
    font = FONT[style] * (BOLD if item.star else 1)
    room = width - _SYMBOL - (_STAR if item.star else 0)
    lines = lines_of(item.name, room, font)
    tags = sum(text_width(tag) + 0.9 for tag in item.tags) * _SMALL * _WIDER
    below = bool(item.tags) and text_width(lines[-1]) * font * _WIDER + tags > room
    notes = tuple(
        line for note in item.notes for line in lines_of(note, width - _SYMBOL, _SMALL * BOLD)
    )
    height = (len(lines) + below) * LINE[style] + len(notes) * SMALL_LINE
    return Row(item, 0, 0, width, height, lines, below, notes)


def _parts(heights: Sequence[float], columns: int) -> list[range]:
    """Runs of rows for columns that are filled one after the other, as low as can be."""
    if not heights:
        return [range(0)]
    cap = max(*heights, sum(heights) / columns) if len(heights) > 1 else heights[0]
    while True:
        parts, start, used = [], 0, 0.0
        for number, height in enumerate(heights):
            if used + height > cap and number > start:
                parts.append(range(start, number))
                start, used = number, 0.0
            used += height
        parts.append(range(start, len(heights)))
        if len(parts) <= columns:
            return parts
        cap += min(heights)


def moved(box: Box, x: float, y: float) -> Box:
    """The box with everything in it, further right and down."""
    rows = tuple(replace(row, x=row.x + x, y=row.y + y) for row in box.rows)
    return replace(box, x=box.x + x, y=box.y + y, rows=rows)
