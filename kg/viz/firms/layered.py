"""A chain as it flows: upstream left, downstream right, a lane a chain, a block a segment.

A block holds the segment's own node at the top and under it all who stand in the segment, in
rows. Blocks of one lane and position are set close together from the top (the skyline rule of
Burke, Kendall and Whitwell, "A new placement heuristic for the orthogonal stock-cutting
problem", Operations Research 52(4), 2004). What stands in no segment lies under the blocks of the
lane with which it has most ties, about below those ties.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from kg.viz.firms.layout import Block, Box, Column, Layout
from kg.viz.firms.shelves import (
    BETWEEN,
    GAP,
    PADDING,
    Packed,
    Point,
    block,
    rows,
    set_row,
    skyline,
)

__all__ = ["Segment", "lay_out_layered"]

_FLOW = 90.0  # between positions: room for the lines of flow
_LANES = 30.0  # between lanes
_TITLE = 34.0  # at the top of a lane, and of what stands in no segment: room for a title
_SCREEN = 1.85
_BLOCKS = (1.2, 1.8, 2.7, 4.0)  # how broad blocks may be for their height
_WIDTHS = tuple(1.12**k for k in range(-6, 16))
_LOSS = 1.5  # what packing takes beyond the area of blocks
_TRIED = 80
_SHARES = (0.6, 0.8, 1.0, 1.25, 1.6)

Size = tuple[float, float]


class Segment(NamedTuple):
    """A segment as it is laid out: the number of its node, its position (0 to 2), its lane."""

    node: int
    layer: int
    lane: int


def lay_out_layered(
    boxes: Sequence[Box],
    lines: Sequence[tuple[int, int]],
    homes: Sequence[int | None],
    segments: Sequence[Segment],
    lanes: Sequence[int | None],
) -> Layout:
    """Box centres for nodes 0..n-1 by segment, in columns from upstream to downstream.

    ``homes`` gives each node the node of the segment that it stands in, or None; ``segments``
    come in the order in which they flow within a lane and position; ``lanes`` holds the node
    that heads each lane, or None. No two boxes overlap, all boxes of a segment lie inside its
    block, and the same input gives the same output. O(n log n + segments^2).
    """
    members: dict[int, list[int]] = defaultdict(list)
    heads = {segment.node for segment in segments}
    titles = {head for head in lanes if head is not None}
    for node, home in enumerate(homes):
        if home in heads and node not in heads and node not in titles:
            members[home].append(node)
    cells: list[list[list[int]]] = [[[], [], []] for _ in lanes]
    for segment in segments:
        cells[segment.lane][segment.layer].append(segment.node)
    placed = {*heads, *(n for found in members.values() for n in found)}
    placed |= titles
    lane_of = {s.node: s.lane for s in segments}
    lane_of |= {n: lane_of[home] for home, found in members.items() for n in found}
    lane_of |= {head: lane for lane, head in enumerate(lanes) if head is not None}
    neighbours = _neighbours(lines, len(boxes))
    rest = _rest_by_lane(placed, lane_of, neighbours, len(boxes), len(lanes))
    strip = max((boxes[head].width for head in lanes if head is not None), default=0.0)
    shapes = []
    for aspect in _BLOCKS:
        blocks = {s.node: block(s.node, members[s.node], boxes, aspect) for s in segments}
        cost, widths = _column_widths(cells, blocks, rest, boxes)
        shapes.append((cost, aspect, widths, blocks))
    _, _, widths, blocks = min(shapes, key=lambda shape: shape[:2])
    widths = _needed(cells, blocks, widths)
    sheet = _Sheet(boxes, neighbours, blocks, widths, strip)
    for lane, head in enumerate(lanes):
        sheet.add_lane(head, cells[lane], rest[lane])
    return sheet.layout(len(boxes))


def _neighbours(lines: Iterable[tuple[int, int]], count: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for a, b in lines:
        if a != b:
            found[a].append(b)
            found[b].append(a)
    return found


def _rest_by_lane(
    placed: Iterable[int],
    lane_of: Mapping[int, int],
    neighbours: Sequence[Sequence[int]],
    count: int,
    lanes: int,
) -> list[list[int]]:
    """What stands in no segment, by the lane of most of its ties; the first where it has none.

    Ties among themselves count too: a ring after the other is given its lane.
    """
    lane = dict(lane_of)
    open_nodes = sorted(set(range(count)) - set(placed))
    rest: list[list[int]] = [[] for _ in range(max(lanes, 1))]
    while open_nodes:
        found = {}
        for node in open_nodes:
            ties = Counter(lane[n] for n in neighbours[node] if n in lane)
            if ties:
                found[node] = min(ties, key=lambda k: (-ties[k], k))
        if not found:
            break
        lane |= found
        for node in sorted(found):
            rest[found[node]].append(node)
        open_nodes = [node for node in open_nodes if node not in found]
    rest[-1] += open_nodes
    return rest


def _column_widths(
    cells: Sequence[Sequence[Sequence[int]]],
    blocks: Mapping[int, Packed],
    rest: Sequence[Sequence[int]],
    boxes: Sequence[Box],
) -> tuple[float, list[float]]:
    """Widths of the three positions with which the whole fits a screen at the largest scale, and
    the height of that screen."""
    areas, least = [], [0.0] * 3
    for lane in cells:
        areas.append([0.0] * 3)
        for layer, nodes in enumerate(lane):
            for packed in (blocks[node] for node in nodes):
                areas[-1][layer] += (packed.width + BETWEEN) * (packed.height + BETWEEN)
                least[layer] = max(least[layer], packed.width)
    area = [sum(column) for column in zip(*areas, strict=True)]
    whole = sum(area) or 1.0
    loose = sum((boxes[n].width + GAP) * (boxes[n].height + GAP) for part in rest for n in part)
    base = math.sqrt(whole * _SCREEN)
    tried = []
    for factor, first, last in product(_WIDTHS, _SHARES, _SHARES):
        shares = [area[0] * first, area[1], area[2] * last]
        wished = [base * factor * share / (sum(shares) or 1.0) for share in shares]
        widths = [max(w, m) for w, m in zip(wished, least, strict=True)]
        across = sum(widths) + _FLOW * (sum(map(bool, widths)) - 1)
        down = loose / max(across, 1.0) + (_LANES + _TITLE + PADDING) * len(cells)
        down += sum(
            max(_LOSS * a / max(w, 1.0) for a, w in zip(lane, widths, strict=True))
            for lane in areas
        )
        tried.append((round(max(across / _SCREEN, down), 3), widths, across))
    # How well blocks fit is worked out for the most promising widths only.
    tried.sort(key=lambda one: one[0])
    best: tuple[float, list[float]] | None = None
    for _, widths, across in tried[:_TRIED]:
        down = 0.0
        for lane, others in zip(cells, rest, strict=True):
            down += _LANES + _TITLE + PADDING
            down += max(
                skyline([blocks[n] for n in nodes], width)[1]
                for nodes, width in zip(lane, widths, strict=True)
            )
            for row in rows(others, boxes, across - 2 * PADDING):
                down += max(boxes[n].height for n in row) + GAP
            down += BETWEEN + _TITLE + PADDING if others else 0.0
        cost = round(max(across / _SCREEN, down), 3)
        if best is None or cost < best[0]:
            best = (cost, widths)
    assert best is not None
    return best


def _needed(
    cells: Sequence[Sequence[Sequence[int]]],
    blocks: Mapping[int, Packed],
    widths: Sequence[float],
) -> list[float]:
    """The widths without what stays empty at the right."""
    found = [0.0] * 3
    for lane in cells:
        for layer, nodes in enumerate(lane):
            corners, _ = skyline([blocks[n] for n in nodes], widths[layer])
            for node, (x, _) in zip(nodes, corners, strict=True):
                found[layer] = max(found[layer], x + blocks[node].width)
    return found


class _Sheet:
    """What has been set so far, lane under lane."""

    def __init__(
        self,
        boxes: Sequence[Box],
        neighbours: Sequence[Sequence[int]],
        blocks: Mapping[int, Packed],
        widths: Sequence[float],
        strip: float,
    ) -> None:
        self._boxes, self._neighbours, self._blocks = boxes, neighbours, blocks
        self._widths = widths
        left = strip + 2 * PADDING if strip else 0.0
        self._lefts: list[float] = []
        for width in widths:
            self._lefts.append(left)
            left += width + _FLOW if width else 0.0
        self._right = max(left - _FLOW, 0.0)
        self._strip = strip
        self._bottom = 0.0
        self._centres: dict[int, Point] = {}
        self._frames: list[tuple[Block, list[Block]]] = []

    def add_lane(
        self, head: int | None, cells: Sequence[Sequence[int]], rest: Sequence[int]
    ) -> None:
        """Set one lane under those before it."""
        edge = self._bottom + (_LANES if self._frames else 0.0)
        top = edge + _TITLE
        inner: list[Block] = []
        bottom = top
        for nodes, left, width in zip(cells, self._lefts, self._widths, strict=True):
            corners, _ = skyline([self._blocks[n] for n in nodes], width)
            for node, (across, down) in zip(nodes, corners, strict=True):
                packed = self._blocks[node]
                x, y = left + across, top + down
                for n, (cx, cy) in packed.centres.items():
                    self._centres[n] = (x + cx, y + cy)
                inner.append(_frame((x, y), (packed.width, packed.height), node, "segment"))
                bottom = max(bottom, y + packed.height)
        if rest:
            bottom = self._set_rest(rest, bottom + BETWEEN if inner else top, inner)
        if head is not None:
            tall = self._boxes[head].height
            bottom = max(bottom, top + tall)
            middle = (top + bottom) / 2
            self._centres[head] = (PADDING + self._strip / 2, middle)
        bottom += PADDING
        outer = _frame((-PADDING, edge), (0.0, bottom - edge), head, "chain")
        self._frames.append((outer, inner))
        self._bottom = bottom

    def _set_rest(self, rest: Sequence[int], top: float, inner: list[Block]) -> float:
        """Set what stands in no segment in rows about under its ties; returns the lower edge."""
        left = self._lefts[0]
        widest = max(self._boxes[n].width for n in rest) + 2 * PADDING
        width = max(self._right - left, widest)
        self._right = left + width
        order = sorted(rest, key=lambda n: (self._wished(n), n))
        room = width - 2 * PADDING
        # Rows of like length: the last one would else be short and far left.
        count = len(rows(order, self._boxes, room))
        centres: dict[int, Point] = {}
        y = top + _TITLE
        for row in self._stacks(order, count, room):
            y = set_row(row, self._boxes, (width, y), centres)
        for node, (x, at) in centres.items():
            self._centres[node] = (left + x, at)
        inner.append(_frame((left, top), (width, y - GAP + PADDING - top), None, "rest"))
        return y - GAP + PADDING

    def _stacks(self, order: Sequence[int], count: int, room: float) -> list[list[int]]:
        """Rows in which neighbours in order stand above each other rather than far apart."""
        found: list[list[int]] = [[] for _ in range(count)]
        used = [0.0] * count
        for node in order:
            row = min(range(len(found)), key=lambda r: (round(used[r], 3), r))
            if used[row] + self._boxes[node].width > room + 1e-6:
                found.append([])
                used.append(0.0)
                row = len(found) - 1
            found[row].append(node)
            used[row] += self._boxes[node].width + GAP
        return [row for row in found if row]

    def _wished(self, node: int) -> float:
        """Where along x a node has its ties on average."""
        known = [self._centres[n][0] for n in self._neighbours[node] if n in self._centres]
        return round(sum(known) / len(known), 1) if known else self._right / 2

    def layout(self, count: int) -> Layout:
        """The whole, in whole pixels."""
        right = round(self._right + PADDING)
        blocks = [outer._replace(right=right) for outer, _ in self._frames]
        blocks += [segment for _, inner in self._frames for segment in inner]
        columns = [
            Column(round(left), round(left + width), layer)
            for layer, (left, width) in enumerate(zip(self._lefts, self._widths, strict=True))
            if width
        ]
        centres = [self._centres[n] for n in range(count)]
        return Layout(
            [(round(x), round(y)) for x, y in centres], None, tuple(blocks), tuple(columns)
        )


def _frame(at: Point, size: Size, head: int | None, kind: str) -> Block:
    (x, y), (width, height) = at, size
    return Block(round(x), round(y), round(x + width), round(y + height), head, kind)
