"""Where boxes, headings, lanes and lines of the chain map stand, in units of one CSS pixel.

The picture is as wide as a laptop's screen (or as an A3 sheet's proportions ask for) and as high
as its boxes need; how many columns each position gets is what makes it lowest. The same map
always has the same layout.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from kg.viz.chain_map.grid import Link, Spot, arranged
from kg.viz.chain_map.paths import Route, Walk, routed
from kg.viz.chain_map.routes import crossings, nets_of, sides
from kg.viz.chain_map.stacks import GAP, HEAD, PAD, gaps, stacked

__all__ = ["LEFT", "Drawing", "Paper", "Rect", "lay_out"]

Paper = Literal["screen", "a3"]
LEFT = 100.0  # room for the titles of lanes
_SCREEN = 1440.0
_SHEET = (1512.0, 1047.0)  # A3 landscape inside margins of 10 mm, in CSS pixels
_SHEETS = (1440.0, 1700.0, 2000.0, 2400.0, 2900.0, 3500.0)
_LEAST, _MOST = 156.0, 250.0  # width of a box
_TIGHT = 140.0
_MOST_COLUMNS = 5
_GUTTER = 38.0
_EMPTY = 90.0  # width of a position without boxes
_EDGE = 8.0

Sizes = Callable[[float], list[Spot]]
Heads = Callable[[float], list[float]]


class Rect(NamedTuple):
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


class Drawing(NamedTuple):
    """All places: boxes by number, lanes (top, height) and positions (left, width) in order,
    the bundled lines, each flow's own way by its number, and the strips at the heads of lanes
    (top, height), whose texts are as wide as ``strip_width``."""

    width: float
    height: float
    boxes: list[Rect]
    lanes: list[tuple[float, float]]
    positions: list[tuple[float, float]]
    routes: list[Route]
    ways: dict[int, str]
    strips: list[tuple[float, float]]
    strip_width: float


class _Plan(NamedTuple):
    total: float
    counts: tuple[int, ...]
    box_width: float


def lay_out(
    sizes: Sizes,
    links: Sequence[Link],
    lanes: int,
    paper: Paper = "screen",
    heads: Heads | None = None,
) -> Drawing:
    """The places of boxes and lines.

    ``sizes`` gives the boxes for a width of box, with the heights that their texts need then,
    ``heads`` the heights of the lanes' strips for a width of text.
    O(boxes * plans) with some thirty plans, and the routing of O(flows * columns).
    """
    known: dict[float, list[Spot]] = {}

    def spots(width: float) -> list[Spot]:
        # A few widths stand for all: wrapping texts is what costs time.
        width = float(int(width / 20) * 20)
        if width not in known:
            known[width] = sizes(width)
        return known[width]

    used = {spot.position for spot in spots(200.0)}
    drawings = []
    for total in _SHEETS if paper == "a3" else (_SCREEN,):
        plan = min(_plans(used, total), key=lambda p: _cost(spots(p.box_width), p, lanes))
        drawings.append(_within(sizes, links, plan, lanes, heads))
        if paper == "a3" and drawings[-1].height < 0.6 * drawings[-1].width:
            break
    return max(drawings, key=_scale)


def _scale(drawing: Drawing) -> float:
    """How large a drawing can be on a sheet; title and foot take about an eighth of it."""
    return min(_SHEET[0] / drawing.width, _SHEET[1] * 0.87 / drawing.height)


def _within(
    sizes: Sizes, links: Sequence[Link], plan: _Plan, lanes: int, heads: Heads | None
) -> Drawing:
    """The drawing of a plan; where lines need more room than foreseen, boxes give way."""
    drawing = _drawn(sizes(plan.box_width), links, plan, lanes, heads)
    if drawing.width > plan.total:
        over = (drawing.width - plan.total) / sum(plan.counts)
        plan = plan._replace(box_width=max(float(int(plan.box_width - over)), _TIGHT))
        drawing = _drawn(sizes(plan.box_width), links, plan, lanes, heads)
    return drawing


def _plans(used: set[int], total: float) -> list[_Plan]:
    """The numbers of columns by position that make boxes neither narrow nor wide."""
    room = total - LEFT - 2 * _EDGE - _EMPTY * (3 - len(used))
    plans = []
    for counts in itertools.product(
        *(range(1, _MOST_COLUMNS + 1) if p in used else (1,) for p in range(3))
    ):
        number = sum(counts[p] for p in used) or 1
        width = room / number - _GUTTER
        if width >= _LEAST:
            plans.append(_Plan(total, counts, float(int(min(width, _MOST)))))
    return plans


def _cost(spots: Sequence[Spot], plan: _Plan, lanes: int) -> tuple[float, float]:
    """What a plan would be worth if boxes could be shared out evenly among columns."""
    cells = [[0.0, 0.0] for _ in range(3 * lanes)]
    for spot in spots:
        cell = cells[3 * spot.lane + spot.position]
        cell[0] += spot.height + GAP
        cell[1] = max(cell[1], spot.height + GAP)
    height = HEAD + sum(
        max(max(cells[3 * lane + p][0] / plan.counts[p], cells[3 * lane + p][1]) for p in range(3))
        + PAD
        for lane in range(lanes)
    )
    return height, -plan.box_width


def _drawn(
    spots: Sequence[Spot], links: Sequence[Link], plan: _Plan, lanes: int, heads: Heads | None
) -> Drawing:
    grid = arranged(spots, links, plan.counts, lanes)
    flat = [[b for lane in grid for b in lane[c]] for c in range(sum(plan.counts))]
    column = {b: c for c, boxes in enumerate(flat) for b in boxes}
    nets = nets_of(links, column)
    widths = [plan.box_width if boxes else _EMPTY for boxes in flat]
    # Narrower than the picture by what lines need between columns: known only when all stand.
    strip_width = sum(widths) + (len(widths) - 1) * _GUTTER / 2
    strips = heads(strip_width) if heads else []
    # First without lines, to see where they want to cross; then with the room that they need.
    rough = stacked(grid, spots, {}, strips)
    crossed = crossings(
        nets,
        column,
        {b: rough.tops[b] + rough.heights[b] / 2 for b in column},
        [[(low + high) / 2 for low, high in gaps(boxes, rough)] for boxes in flat],
    )
    load = Counter(place for path in crossed for place in path.items())
    stacks = stacked(grid, spots, load, strips)
    room = [gaps(boxes, stacks) for boxes in flat]
    walks = [
        Walk(net, sides(net, column), {c: room[c][gap] for c, gap in path.items()})
        for net, path in zip(nets, crossed, strict=True)
    ]
    extent = {b: (stacks.tops[b], stacks.tops[b] + stacks.heights[b]) for b in column}
    paths = routed(walks, links, extent, column, widths, LEFT + _EDGE)
    lefts, right = paths.lefts, paths.right
    edges = [*itertools.accumulate(plan.counts, initial=0)]
    starts = [LEFT, *((lefts[e - 1] + widths[e - 1] + lefts[e]) / 2 for e in edges[1:3]), right]
    return Drawing(
        right,
        stacks.bottom,
        [
            Rect(lefts[column[b]], stacks.tops[b], plan.box_width, stacks.heights[b])
            for b in range(len(spots))
        ],
        stacks.lanes,
        [(a, b - a) for a, b in itertools.pairwise(starts)],
        paths.routes,
        paths.ways,
        stacks.strips,
        strip_width,
    )
