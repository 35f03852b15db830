"""Where the boxes of the place view stand, in pixels: a tiling sized by what is in the boxes.

Districts of two layers stand as in a Venn diagram: in one layer only, in both, in the other
only; so each layer is one outline and the overlap is seen. With more layers the districts stand
in one tiling and carry marks alone. Nothing here says where a place lies on the ground.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate

from kg.viz.place_map.boxes import (
    BOLD,
    GAP,
    PAD,
    Box,
    Frame,
    column_width,
    lines_of,
    measure,
    moved,
)

__all__ = ["Layout", "Outline", "lay_out"]

_PHONE = 328.0
_STRETCH = 1.2  # boxes may grow to fill their column, but size must still say what is in them
_ROWS = 24  # more rows than this and a box gets a further column
_ASPECT = 2.35  # of a laptop's screen, less the page's own lines
_TALLER = (1.0, 1.3, 1.7, 2.2, 2.9, 3.8, 5.0)  # than the highest box: for many small districts
_RIM, _TITLE_LINE, _TITLE_FONT = 12, 20, 14.0


@dataclass(frozen=True)
class Outline:
    """A layer's outline, the lines of its title, and where the first begins (base line)."""

    layer: int
    x: float
    y: float
    width: float
    height: float
    title: tuple[str, ...]
    spot: tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """All placed parts; ``overlap`` is where the word for the overlap stands (centre, top)."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    outlines: tuple[Outline, ...] = ()
    overlap: tuple[float, float] | None = None


@dataclass
class _Group:
    """Frames that stand together: sizes by column, and how many columns they take."""

    frames: list[Frame]
    span: int = 1
    columns: int = 1
    each: float = 178.0
    boxes: list[list[Box]] = field(default_factory=list)

    @cached_property
    def measured(self) -> list[Box]:
        return [measure(frame, self.width_each, self.span) for frame in self.frames]

    @property
    def layers(self) -> tuple[int, ...]:
        return self.frames[0].layers

    @property
    def width_each(self) -> float:
        return self.span * self.each + 2 * PAD

    @property
    def width(self) -> float:
        return self.columns * (self.width_each + GAP) - GAP


def lay_out(
    areas: Sequence[Frame],
    apart: Sequence[Frame],
    titles: Sequence[str],
    *,
    narrow: bool = False,
    venn: bool = True,
) -> Layout:
    """Place districts (in the order given) and boxes apart; ``titles`` are those of the layers.

    ``narrow`` is one column, for a phone; without ``venn`` districts stand in one tiling. The
    same frames give the same layout.
    O(rows) for each of some fifty heights that are tried.
    """
    venn = venn and 0 < len(titles) <= 2
    groups = _groups(areas) if venn else [_group(list(areas))]
    groups = [group for group in groups if group.frames]
    if narrow:
        return _down(groups, apart, titles if venn else ())
    heads = _heads(groups, titles) if venn else _Heads()
    height, columns = _best(groups, apart, heads.room)
    return _across(groups, apart, heads, height, columns)


def _group(frames: list[Frame]) -> _Group:
    rows = max((len(frame.items) for frame in frames), default=0)
    return _Group(frames, span=max(1, math.ceil(rows / _ROWS)), each=column_width(frames, "area"))


def _groups(areas: Sequence[Frame]) -> list[_Group]:
    """In the first layer only, in both, in the second only, in none."""
    return [
        _group([frame for frame in areas if frame.layers == layers])
        for layers in ((0,), (0, 1), (1,), ())
    ]


def _fill(group: _Group, height: float) -> float:
    """Spread a group over as many columns as keep below a height; returns what it needs."""
    boxes = group.measured
    for columns in range(1, len(boxes) + 1):
        piles: list[list[Box]] = [[] for _ in range(columns)]
        tall = [0.0] * columns
        for box in boxes:
            lowest = tall.index(min(tall))
            piles[lowest].append(box)
            tall[lowest] += box.height + GAP
        group.columns, group.boxes = columns, piles
        if max(tall) - GAP <= height:
            break
    return max(tall, default=0.0) - GAP


def _apart_boxes(apart: Sequence[Frame], columns: int) -> list[Box]:
    width = columns * (column_width(apart, "apart") + GAP) - GAP + 2 * PAD
    return [measure(frame, width, columns) for frame in apart]


def _pile(boxes: Sequence[Box]) -> float:
    return sum(box.height + GAP for box in boxes) - GAP if boxes else 0.0


def _best(groups: list[_Group], apart: Sequence[Frame], heads: float) -> tuple[float, int]:
    """The height, and the columns of the boxes apart, whose picture is nearest to a screen."""
    foot = 2 * _RIM if heads else 0
    least = (
        heads
        + foot
        + max(
            (box.height for group in groups for box in group.measured),
            default=60,
        )
    )
    found: list[tuple[float, float, int]] = []
    for columns in range(1, 9 if apart else 2):
        boxes = _apart_boxes(apart, columns)
        for more in _TALLER:
            tall = max(least, _pile(boxes)) * more
            need = max([_fill(group, tall - heads - foot) for group in groups], default=0.0)
            height = max(_pile(boxes), need + heads + foot, 1)
            width = sum(group.width + (3 * _RIM if heads else GAP) for group in groups)
            width += boxes[0].width if boxes else 1
            found.append((abs(math.log(width / height / _ASPECT)), height, columns))
    _, height, columns = min(found)
    return height, columns


def _across(
    groups: list[_Group], apart: Sequence[Frame], heads: _Heads, height: float, columns: int
) -> Layout:
    venn = bool(heads.titles)
    rim = 2 * _RIM if venn else 0
    boxes: list[Box] = []
    starts: dict[int, float] = {}
    x = float(rim)
    for group in groups:
        _fill(group, height - heads.room - rim)
        starts[id(group)] = x
        for number, pile in enumerate(group.boxes):
            left = x + number * (group.width_each + GAP)
            spare = height - heads.room - rim - _pile(pile)
            boxes += _stretched(pile, left, heads.room, max(spare, 0))
        x += group.width + (3 * _RIM if venn else GAP)
    height = max([height, *(box.y + box.height + rim for box in boxes)])
    outlines = []
    for layer, (over, top, lines) in enumerate(heads.titles):
        inside = [g for g in groups if layer in g.layers]
        left = starts[id(inside[0])] - _RIM
        right = starts[id(inside[-1])] + inside[-1].width + _RIM
        begin = 1.0 + layer * _RIM
        spot = starts[id(over)], top + 18
        low = height - 2 * begin + 1
        outlines.append(Outline(layer, left, begin, right - left, low, lines, spot))
    both = [g for g in groups if len(g.layers) > 1 and venn]
    overlap = (starts[id(both[0])] + both[0].width / 2, heads.room - 9) if both else None
    right_boxes = _apart_boxes(apart, columns)
    boxes += _stretched(right_boxes, x, 0, max(height - _pile(right_boxes), 0))
    width = max((box.x + box.width for box in boxes), default=0.0)
    return Layout(width + 1, height + 1, tuple(boxes), tuple(outlines), overlap)


def _stretched(pile: Sequence[Box], x: float, top: float, spare: float) -> list[Box]:
    """Boxes one under the other; what room is left is shared by their height."""
    total = sum(box.height for box in pile) or 1.0
    tall = [box.height * min(1 + spare / total, _STRETCH) for box in pile]
    starts = [top, *(top + y + GAP * (n + 1) for n, y in enumerate(accumulate(tall)))]
    return [
        moved(replace(box, height=h), x, y) for box, h, y in zip(pile, tall, starts, strict=False)
    ]


def _down(groups: list[_Group], apart: Sequence[Frame], titles: Sequence[str]) -> Layout:
    """Everything in one column, about as wide as a phone; the second layer's title at its end."""
    width = _PHONE
    left = float(2 * _RIM if titles else 0)
    wrapped = _titles(titles, width)
    boxes: list[Box] = []
    tops: dict[int, float] = {}
    ends: dict[int, float] = {}
    overlap = None
    y = 0.0
    for number, group in enumerate(groups):
        layers = group.layers if titles else ()
        for layer in (layer for layer in layers if layer not in tops):
            tops[layer] = y + 1
            y += len(wrapped[layer]) * _TITLE_LINE + GAP if layer == 0 else _RIM
        if len(layers) == 2:
            overlap = (left + width / 2, y + 14)
            y += _TITLE_LINE
        for frame in group.frames:
            boxes.append(moved(measure(frame, width), left, y))
            y += boxes[-1].height + GAP
        ends |= dict.fromkeys(layers, y)
        if 1 in layers and not any(1 in later.layers for later in groups[number + 1 :]):
            ends[1] = y + len(wrapped[1]) * _TITLE_LINE + 4
        y = max([y, *(ends[layer] for layer in layers)]) + (_RIM if layers else 0)
    outlines = tuple(
        Outline(
            layer,
            layer * _RIM + 1,
            top,
            width + 3 * _RIM - 1,
            ends[layer] - top,
            wrapped[layer],
            (
                left,
                ends[layer] - (len(wrapped[layer]) - 1) * _TITLE_LINE - 9 if layer else top + 18,
            ),
        )
        for layer, top in tops.items()
    )
    for frame in apart:
        boxes.append(moved(measure(frame, width + 2 * left), 0, y))
        y += boxes[-1].height + GAP
    return Layout(width + 2 * left + 1, max(y - GAP, 0) + 1, tuple(boxes), outlines, overlap)


def _titles(titles: Sequence[str], width: float) -> list[tuple[str, ...]]:
    return [lines_of(title, width, _TITLE_FONT * BOLD) for title in titles]


@dataclass(frozen=True)
class _Heads:
    """The room above the districts, and where each layer's title stands: in which group (number
    of layers' groups), how far down, and its lines."""

    room: float = 0.0
    titles: tuple[tuple[_Group, float, tuple[str, ...]], ...] = ()


def _heads(groups: Sequence[_Group], titles: Sequence[str]) -> _Heads:
    """Each title over the districts of that layer alone if there are any, else over the shared
    ones, one below the other."""
    placed: list[tuple[_Group, float, tuple[str, ...]]] = []
    used: dict[int, float] = {}
    for layer, title in enumerate(titles):
        group = min((g for g in groups if layer in g.layers), key=lambda g: len(g.layers))
        top = max(used.get(id(group), 0.0), float(layer * _RIM))
        lines = _titles([title], group.width_each - 4)[0]
        placed.append((group, top, lines))
        used[id(group)] = top + len(lines) * _TITLE_LINE
    shared = [used.get(id(g), 1.0 * _RIM) + _TITLE_LINE + 4 for g in groups if len(g.layers) > 1]
    return _Heads(max([*used.values(), *shared], default=0.0) + GAP, tuple(placed))
