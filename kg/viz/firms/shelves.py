"""Setting boxes in rows, and blocks of boxes close together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.viz.firms.layout import Box

__all__ = ["BETWEEN", "GAP", "PADDING", "Packed", "Point", "block", "rows", "set_row", "skyline"]

GAP = 12.0
"""Pixels between boxes of one block."""

PADDING = 14.0
"""Pixels between a block's edge and its boxes."""

BETWEEN = 26.0
"""Pixels between blocks."""

Point = tuple[float, float]


class Packed(NamedTuple):
    """Something of a size with boxes in it, their centres counted from its upper left corner."""

    width: float
    height: float
    centres: dict[int, Point]


def block(head: int, members: Sequence[int], boxes: Sequence[Box], aspect: float) -> Packed:
    """The segment's node at the top, then its members in rows of one width, tall ones first."""
    title = boxes[head]
    inner = max([title.width, *(boxes[n].width for n in members)])
    area = sum((boxes[n].width + GAP) * (boxes[n].height + GAP) for n in members)
    inner = max(inner, math.sqrt(area * aspect))
    order = sorted(members, key=lambda n: (-round(boxes[n].height), -round(boxes[n].width), n))
    found = rows(order, boxes, inner)
    # As many rows, but of like length: no single box in the last one.
    for tighter in range(95, 50, -5):
        again = rows(order, boxes, inner * tighter / 100)
        if len(again) > len(found):
            break
        found = again
    inner = max([title.width, *(_row_width(row, boxes) for row in found)])
    width = inner + 2 * PADDING
    centres = {head: (width / 2, PADDING + title.height / 2)}
    y = PADDING + title.height + GAP
    for row in found:
        y = set_row(row, boxes, (width, y), centres)
    return Packed(width, y - GAP + PADDING, centres)


def _row_width(row: Sequence[int], boxes: Sequence[Box]) -> float:
    return sum(boxes[n].width for n in row) + GAP * (len(row) - 1)


def rows(nodes: Iterable[int], boxes: Sequence[Box], width: float) -> list[list[int]]:
    """Nodes in rows of at most this width; a box that is wider has a row of its own."""
    found: list[list[int]] = []
    used = math.inf
    for node in nodes:
        if used + boxes[node].width > width + 1e-6:
            found.append([])
            used = 0.0
        found[-1].append(node)
        used += boxes[node].width + GAP
    return found


def set_row(
    row: Sequence[int], boxes: Sequence[Box], at: Point, centres: dict[int, Point]
) -> float:
    """Set a row in the middle of a width, tops in one line; returns where the next one begins."""
    width, y = at
    x = (width - _row_width(row, boxes)) / 2
    for node in row:
        centres[node] = (x + boxes[node].width / 2, y + boxes[node].height / 2)
        x += boxes[node].width + GAP
    return y + max(boxes[node].height for node in row) + GAP


def skyline(blocks: Sequence[Packed], width: float) -> tuple[list[Point], float]:
    """Upper left corners of blocks, each as high up as it fits, then as far left; the height."""
    tops: list[tuple[float, float]] = [(0.0, 0.0), (max(width, 0.0), math.inf)]
    corners, bottom = [], 0.0
    for packed in blocks:
        spots = [
            (max(y for _, y in _under(tops, left, left + packed.width)), left)
            for left, _ in tops[:-1]
            if left + packed.width <= width + 1e-6
        ]
        y, x = min(spots)
        corners.append((x, y))
        bottom = max(bottom, y + packed.height)
        tops = _raised(tops, x, x + packed.width + BETWEEN, y + packed.height + BETWEEN)
    return corners, bottom


def _under(
    tops: Sequence[tuple[float, float]], left: float, right: float
) -> list[tuple[float, float]]:
    """The parts of the skyline between two places."""
    return [a for a, b in pairwise(tops) if a[0] < right - 1e-6 and b[0] > left + 1e-6]


def _raised(
    tops: Sequence[tuple[float, float]], left: float, right: float, height: float
) -> list[tuple[float, float]]:
    end = tops[-1][0]
    right = min(right, end)
    kept = [top for top in tops[:-1] if top[0] < left or top[0] >= right]
    kept.append((left, height))
    before = [top for top in tops[:-1] if top[0] < right]
    if right < end and all(abs(x - right) > 1e-6 for x, _ in kept):
        kept.append((right, before[-1][1]))
    return [*sorted(kept), tops[-1]]
