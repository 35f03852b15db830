"""A view around one thing: the thing in the middle, all others in rings by how far away they are.

A radial tree (Eades, "Drawing free trees", Bulletin of the ICA 5, 1992): each thing of a ring
gets a share of the circle for what hangs on it. Direct neighbours stand in sectors by what they
are to the thing, so that suppliers lie left and customers right as in a chain. A ring that is
full is filled in two or more rows; what still overlaps is moved apart.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.viz.firms.layout import Box, Layout

__all__ = ["SECTORS", "lay_out_ego"]

SECTORS = 8
"""Sectors are numbered clockwise: 0 lies left, 2 at the top, 4 right, 6 at the bottom."""

_BROAD = 1.75  # boxes are broader than high, and so is a screen
_GAP = 16.0
_APART = 0.5  # of a box, between sectors
_DEEPER = 0.62  # what a child's need of room is at its parent's ring
_SPARE = 1.12


class _Ring(NamedTuple):
    """The first radius of a ring, how many rows it has, and how far these are apart."""

    radius: float
    rows: int
    step: float


def lay_out_ego(
    boxes: Sequence[Box],
    lines: Sequence[tuple[int, int]],
    focus: int,
    sectors: Mapping[int, int],
) -> Layout:
    """Box centres about the focus, which stands at (0, 0); no two boxes overlap.

    ``sectors`` gives direct neighbours their sector (see ``SECTORS``). What no line leads to
    stands in the outermost ring. The same input gives the same output. O(n log n + lines), and
    clearing overlaps as in ``lay_out``.
    """
    import numpy as np

    from kg.viz.firms.overlap import clear_overlaps

    rings, children = _tree(boxes, lines, focus, sectors)
    sizes = [max(box.height, box.width / _BROAD) + _GAP for box in boxes]
    angles = _angles(rings, children, sizes, sectors)
    points = np.zeros((len(boxes), 2))
    radius = sizes[focus] / 2
    drawn = []
    for nodes in rings[1:]:
        ring = _ring(radius, [sizes[n] for n in nodes])
        for place, node in enumerate(nodes):
            r = ring.radius + ring.step * (place % ring.rows)
            x, y = -r * _BROAD * math.cos(angles[node]), -r * math.sin(angles[node])
            points[node] = (round(x, 3), round(y, 3))
        middle = ring.radius + ring.step * (ring.rows - 1) / 2
        drawn.append((round(middle * _BROAD), round(middle)))
        radius = ring.radius + ring.step * (ring.rows - 0.5)
    room = np.array([(box.width + _GAP, box.height + _GAP) for box in boxes])
    frame = (2.4 * radius * _BROAD + float(room[:, 0].max()), 2.4 * radius + float(room.max()))
    cleared = clear_overlaps(points, room, frame)
    cleared = cleared - cleared[focus]
    return Layout(
        [(round(float(x)), round(float(y))) for x, y in cleared], None, rings=tuple(drawn)
    )


def _tree(
    boxes: Sequence[Box],
    lines: Sequence[tuple[int, int]],
    focus: int,
    sectors: Mapping[int, int],
) -> tuple[list[list[int]], dict[int, list[int]]]:
    """Nodes by distance, each ring in the order round the circle, and who hangs on whom."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for a, b in lines:
        neighbours[a].add(b)
        neighbours[b].add(a)
    seen = {focus}
    rings, children = [[focus]], dict[int, list[int]]()
    while rings[-1]:
        ring = []
        for node in rings[-1]:
            fresh = sorted(
                neighbours[node] - seen, key=lambda n: (sectors.get(n, SECTORS) if node == focus
                                                        else 0, n)
            )  # fmt: skip
            seen |= set(fresh)
            children[node] = fresh
            ring += fresh
        rings.append(ring)
    if left := sorted(set(range(len(boxes))) - seen):
        rings[-1] = left
        children[focus] = children[focus] + left
    return [ring for ring in rings if ring], children


def _angles(
    rings: Sequence[Sequence[int]],
    children: Mapping[int, Sequence[int]],
    sizes: Sequence[float],
    sectors: Mapping[int, int],
) -> dict[int, float]:
    """The direction of each node, in radians clockwise from the left."""
    need = list(sizes)
    for ring in reversed(rings):
        for node in ring:
            below = sum(need[child] for child in children.get(node, ()))
            need[node] = max(sizes[node], below * _DEEPER)
    focus = rings[0][0]
    spans: dict[int, tuple[float, float]] = {}
    around = [(n, need[n]) for n in children.get(focus, ())]
    pause = _APART * sum(n for _, n in around) / max(len(around), 1)
    at, before = 0.0, None
    for node, share in around:
        sector = sectors.get(node)
        at += pause if before is not None and sector != before else 0.0
        spans[node] = (at, at + share)
        at, before = at + share, sector
    whole = at + pause or 1.0
    turn = 2 * math.pi / whole
    offset = _turn_to_sectors(spans, sectors, turn)
    angles: dict[int, float] = {focus: 0.0}
    spans = {n: (a * turn + offset, b * turn + offset) for n, (a, b) in spans.items()}
    for ring in rings[1:]:
        for node in ring:
            start, end = spans[node]
            angles[node] = (start + end) / 2
            hung = [n for n in children.get(node, ()) if n not in spans]
            total = sum(need[n] for n in hung)
            for child in hung:
                share = (end - start) * need[child] / total
                spans[child] = (start, start + share)
                start += share
    return angles


def _turn_to_sectors(
    spans: Mapping[int, tuple[float, float]], sectors: Mapping[int, int], turn: float
) -> float:
    """By how much to turn the circle so that sectors come to lie where they should."""
    x = y = 0.0
    for node, (start, end) in spans.items():
        if node in sectors:
            wish = 2 * math.pi * sectors[node] / SECTORS - (start + end) / 2 * turn
            # Suppliers and customers count double: left and right mean most.
            weight = (end - start) * (2 if sectors[node] in (0, SECTORS // 2) else 1)
            x, y = x + weight * math.cos(wish), y + weight * math.sin(wish)
    return round(math.atan2(y, x), 6) if x or y else math.pi / 2


def _ring(inner: float, sizes: Sequence[float]) -> _Ring:
    """The smallest ring outside of a radius that has room for boxes of these sizes."""
    step = sum(sizes) / len(sizes)
    need = sum(sizes) * _SPARE
    radius = inner + step * 0.75
    rows, room = 1, 2 * math.pi * radius
    while room < need:
        room += 2 * math.pi * (radius + step * rows)
        rows += 1
    return _Ring(radius, rows, step)
