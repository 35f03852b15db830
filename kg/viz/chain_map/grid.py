"""Which column and order each box of the chain map has: layered drawing in its simplest form.

Layers are given: a segment's position on its chain says left, middle or right. A position may
take several columns side by side; within a column, boxes stand in the order of the mean place
of what they are linked with (barycentre method: Sugiyama, Tagawa and Toda 1981). Own code and
not grandalf: its ranks follow from edges alone, it knows no lanes and no rooms for text, and it
routes edges through the texts of other boxes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["POSITIONS", "Link", "Spot", "arranged"]

POSITIONS = ("upstream", "midstream", "downstream")
_SWEEPS = 6


class Spot(NamedTuple):
    """A box before it has a place: its lane (number), position (0, 1, 2), rank and height."""

    lane: int
    position: int
    rank: int
    height: float


class Link(NamedTuple):
    """A flow between two boxes (numbers) and how it is known."""

    source: int
    target: int
    basis: str


def arranged(
    spots: Sequence[Spot], links: Sequence[Link], counts: Sequence[int], lanes: int
) -> list[list[list[int]]]:
    """Boxes (numbers) by lane and column, from top to bottom; ``counts`` columns per position.

    Within a position a box stands, where it can, left of those it feeds. O(boxes^2) at worst.
    """
    firsts = [sum(counts[:p]) for p in range(3)]
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, spot in enumerate(spots):
        cells[spot.lane, spot.position].append(number)
    grid: list[list[list[int]]] = [[[] for _ in range(sum(counts))] for _ in range(lanes)]
    for (lane, position), boxes in cells.items():
        depth = _depths(boxes, links)
        boxes.sort(key=lambda b: (depth[b], spots[b].rank, b))
        parts = _split([spots[b].height for b in boxes], counts[position])
        for offset, (start, end) in enumerate(parts):
            grid[lane][firsts[position] + offset] = boxes[start:end]
    _order(grid, spots, links)
    return grid


def _depths(boxes: Sequence[int], links: Iterable[Link]) -> dict[int, int]:
    """How many steps of flow lead to each box within its cell; cycles end at their length."""
    depth = dict.fromkeys(boxes, 0)
    inner = [link for link in links if link.source in depth and link.target in depth]
    for _ in boxes:
        moved = False
        for link in inner:
            wanted = min(depth[link.source] + 1, len(boxes))
            if link.source != link.target and depth[link.target] < wanted:
                depth[link.target] = wanted
                moved = True
        if not moved:
            break
    return depth


def _split(heights: Sequence[float], parts: int) -> list[tuple[int, int]]:
    """Runs of boxes for ``parts`` columns, the highest column as low as can be."""
    if not heights:
        return [(0, 0)] * parts
    low, high = max(heights), sum(heights)
    for _ in range(24):
        middle = (low + high) / 2
        if len(_filled(heights, middle)) <= parts:
            high = middle
        else:
            low = middle
    found = _filled(heights, high)
    return found + [(len(heights), len(heights))] * (parts - len(found))


def _filled(heights: Sequence[float], most: float) -> list[tuple[int, int]]:
    runs, start, total = [], 0, 0.0
    for number, height in enumerate(heights):
        if number > start and total + height > most:
            runs.append((start, number))
            start, total = number, 0.0
        total += height
    return [*runs, (start, len(heights))]


def _order(grid: list[list[list[int]]], spots: Sequence[Spot], links: Sequence[Link]) -> None:
    near: dict[int, list[int]] = defaultdict(list)
    for link in links:
        near[link.source].append(link.target)
        near[link.target].append(link.source)
    middles = _middles(grid, spots)
    for sweep in range(_SWEEPS):
        columns = range(len(grid[0]) if grid else 0)
        for column in columns if sweep % 2 == 0 else reversed(columns):
            for lane in grid:
                lane[column].sort(key=lambda b: (_mean(b, near, middles), spots[b].rank, b))
            middles = _middles(grid, spots)


def _mean(box: int, near: dict[int, list[int]], middles: dict[int, float]) -> float:
    others = near.get(box)
    # A box without links keeps its place among the others.
    return sum(middles[o] for o in others) / len(others) if others else middles[box]


def _middles(grid: list[list[list[int]]], spots: Sequence[Spot]) -> dict[int, float]:
    middles, top = {}, 0.0
    for lane in grid:
        tall = max((sum(spots[b].height for b in column) for column in lane), default=0.0)
        for column in lane:
            slack = (tall - sum(spots[b].height for b in column)) / (len(column) + 1)
            y = top + slack
            for box in column:
                middles[box] = y + spots[box].height / 2
                y += spots[box].height + slack
        top += tall
    return middles
