"""Where each node stands: a deterministic layout in which no label lies on another.

Each connected component is laid out by stress majorisation with pivots (Gansner, Koren and
North, "Graph drawing by stress majorization", GD 2004; Ortmann, Klimenta and Brandes, "A sparse
stress model", JGAA 21(5), 2017, section 3), turned so that it lies broad rather than tall, and
cleared of overlaps of whole boxes (node and label). Components are then packed on shelves;
nodes without any line stand in a grid under the rest.

Coordinates are rounded in every step and in the end, so that differences in the last bit
between machines do not grow into another picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kg.viz.firms.packing import pack_corners

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["Block", "Box", "Column", "Layout", "lay_out"]

_GAP = 10.0
_ASPECT = 1.9
_DENSITY = 0.7
_FEW = 12
_EVEN = 0.85
_SQUARE = 0.9


class Box(NamedTuple):
    """What one node takes up: width and height in pixels, and its layer (0, 1, 2) or None."""

    width: float
    height: float
    layer: int | None = None


class Block(NamedTuple):
    """A frame behind nodes that belong together: its edges, and the number of the node that
    heads it (a segment's or a chain's own node, inside at the top), or None.

    ``kind`` is "segment", "chain" (a lane: segments lie inside it) or "rest" (what stands in no
    segment, under the segments of its lane).
    """

    left: int
    top: int
    right: int
    bottom: int
    head: int | None
    kind: str


class Column(NamedTuple):
    """Where one position of the chain runs from and to: 0 upstream, 1 midstream, 2 downstream."""

    left: int
    right: int
    layer: int


class Layout(NamedTuple):
    """Box centres in pixels, y downwards; ``loose_top`` is where the unconnected grid begins.

    ``blocks`` (outer ones first) and ``columns`` are there where nodes stand by segment;
    ``rings`` holds half the width and half the height of the ellipse of each hop about (0, 0),
    where the focus stands, in a view around one thing.
    """

    centres: list[tuple[int, int]]
    loose_top: int | None
    blocks: tuple[Block, ...] = ()
    columns: tuple[Column, ...] = ()
    rings: tuple[tuple[int, int], ...] = ()


def lay_out(boxes: Sequence[Box], lines: Sequence[tuple[int, int]]) -> Layout:
    """Box centres for nodes 0..n-1 joined by the given lines; direction does not matter.

    The same input gives the same output. O(n * min(n, 400) + lines) a round for the stress part,
    O(n log n + near pairs) a round for clearing overlaps.
    """
    neighbours: list[set[int]] = [set() for _ in boxes]
    for a, b in lines:
        if a != b:
            neighbours[a].add(b)
            neighbours[b].add(a)
    centres: dict[int, tuple[float, float]] = {}
    parts = _components(neighbours)
    joined = [part for part in parts if len(part) > 1]
    loose = [part[0] for part in parts if len(part) == 1]
    # The grid of loose nodes makes the whole higher, small components beside the largest make
    # it broader: the largest is shaped so that the whole looks like a screen.
    room = max(1.0, _room(chain.from_iterable(joined), boxes))
    share = _room(joined[0], boxes) / room if joined else 1.0
    aspect = _ASPECT * (1 + _room(loose, boxes) / room) * max(share, 0.7) ** 2
    placed = [_place_component(part, boxes, neighbours, min(aspect, 3.0)) for part in joined]
    bottom = _pack(joined, placed, boxes, centres)
    _grid(loose, boxes, centres, bottom)
    top = round(bottom) if loose and joined else None
    return Layout([_whole(centres[i]) for i in range(len(boxes))], top)


def _room(nodes: Iterable[int], boxes: Sequence[Box]) -> float:
    return sum((boxes[i].width + _GAP) * (boxes[i].height + _GAP) for i in nodes)


def _whole(point: tuple[float, float]) -> tuple[int, int]:
    return round(point[0]), round(point[1])


def _components(neighbours: Sequence[set[int]]) -> list[list[int]]:
    """Connected components, largest first, each in order of node number."""
    seen: set[int] = set()
    parts: list[list[int]] = []
    for start in range(len(neighbours)):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for node in part:
            fresh = neighbours[node] - seen
            seen |= fresh
            part.extend(sorted(fresh))
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _place_component(
    part: Sequence[int],
    boxes: Sequence[Box],
    neighbours: Sequence[set[int]],
    aspect: float,
) -> Floats:
    """Centres of the boxes of one component, about the origin."""
    import numpy as np

    from kg.viz.firms.overlap import clear_overlaps
    from kg.viz.firms.stress import stress_positions

    number = {node: i for i, node in enumerate(part)}
    ends = [(number[a], number[b]) for a in part for b in sorted(neighbours[a]) if a < b]
    sizes = np.array([(boxes[i].width + _GAP, boxes[i].height + _GAP) for i in part])
    room = np.zeros(len(part))
    degree = np.bincount(np.array(ends).ravel(), minlength=len(part))
    for a, b in ends:
        # A hub needs a disc for its leaves; a node shared by k hubs takes a k-th from each.
        room[a] += sizes[b].prod() / degree[b]
        room[b] += sizes[a].prod() / degree[a]
    lengths = [60.0 + 0.62 * math.sqrt(room[a] + room[b]) for a, b in ends]
    layers = [boxes[i].layer for i in part]
    points = stress_positions(len(part), ends, lengths, layers)
    middle: Floats = points.sum(axis=0) / len(points)
    points = points - middle
    if all(layer is None for layer in layers):
        points = _turned(points)
    height = math.sqrt(_room(part, boxes) / _DENSITY / aspect)
    frame = (height * aspect, height)
    return clear_overlaps(_filled(points, frame), sizes, frame)


def _turned(points: Floats) -> Floats:
    """The points about their mean, their longer axis lying flat."""
    import numpy as np

    xx, yy = (points[:, 0] ** 2).sum(), (points[:, 1] ** 2).sum()
    angle = 0.5 * math.atan2(2 * (points[:, 0] * points[:, 1]).sum(), xx - yy)
    cos, sin = math.cos(angle), math.sin(angle)
    flat, across = points[:, 0] * cos + points[:, 1] * sin, points[:, 1] * cos - points[:, 0] * sin
    turned: Floats = np.stack([flat, across], 1).round(3)
    return turned


def _filled(points: Floats, frame: tuple[float, float]) -> Floats:
    """The points spread over a screen-shaped rectangle that the boxes fill to a good half.

    Stress leaves a crowd in the middle and single leaves far out. Distances from the middle are
    moved part of the way to where they would be if the points were spread evenly over a disc,
    and the disc is then widened into a rectangle; directions from the middle stay.
    """
    import numpy as np

    count = len(points)
    # Both axes alike first: where layers keep a layout from being turned, it may stand upright.
    spread = np.sqrt((points**2).sum(axis=0) / count)
    points = points / np.maximum(spread, float(spread.max()) / 4 + 1e-9)
    radius = np.sqrt((points**2).sum(axis=1))
    order = np.lexsort((np.arange(count), np.round(radius, 4)))
    even = np.empty(count)
    even[order] = np.sqrt((np.arange(count) + 0.5) / count)
    share = 0.0 if count < _FEW else _EVEN
    wanted = share * even + (1 - share) * radius / max(float(radius.max()), 1e-9)
    unit = points / np.maximum(radius, 1e-9)[:, None] * wanted[:, None]
    # Disc to square, direction by direction: a point on the rim comes to lie on the edge.
    longest = np.maximum(np.abs(unit).max(axis=1), 1e-9)
    square = unit * (1 + _SQUARE * (wanted / longest - 1))[:, None]
    result: Floats = np.round(square * np.array(frame) / 2, 3)
    return result


def _pack(
    parts: Sequence[Sequence[int]],
    placed: Sequence[Floats],
    boxes: Sequence[Box],
    centres: dict[int, tuple[float, float]],
) -> float:
    """Put components side by side and under each other; returns the lower edge."""
    import numpy as np

    corners, extents = [], []
    for part, points in zip(parts, placed, strict=True):
        half = np.array([(boxes[i].width / 2, boxes[i].height / 2) for i in part])
        low, high = (points - half).min(axis=0), (points + half).max(axis=0)
        corners.append(low)
        extents.append((float(high[0] - low[0]), float(high[1] - low[1])))
    spots, bottom = pack_corners(extents, _ASPECT)
    for part, points, low, spot in zip(parts, placed, corners, spots, strict=True):
        for node, point in zip(part, points - low, strict=True):
            centres[node] = (spot[0] + float(point[0]), spot[1] + float(point[1]))
    return bottom


def _grid(
    loose: Sequence[int],
    boxes: Sequence[Box],
    centres: dict[int, tuple[float, float]],
    bottom: float,
) -> None:
    """Put nodes without lines in rows under the rest, as wide as the rest."""
    if not loose:
        return
    cell = max(boxes[i].width for i in loose) + 2 * _GAP
    right = max((x for x, _ in centres.values()), default=0.0)
    area = sum(cell * (boxes[i].height + _GAP) for i in loose)
    columns = max(1, int(max(right, math.sqrt(area * _ASPECT)) / cell))
    y = bottom + (60.0 if centres else 0.0)
    for start in range(0, len(loose), columns):
        row = loose[start : start + columns]
        tallest = max(boxes[i].height for i in row)
        for column, node in enumerate(row):
            # Tops are aligned, so that the shapes of a row stand on one line.
            centres[node] = (cell * (column + 0.5), y + boxes[node].height / 2)
        y += tallest + 2 * _GAP
