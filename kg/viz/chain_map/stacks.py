"""How boxes stand above each other in the lanes and columns of the chain map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.viz.chain_map.grid import Spot

__all__ = ["GAP", "HEAD", "PAD", "Stacks", "gaps", "stacked"]

HEAD = 46.0  # room for the headings of positions
GAP = 14.0  # between boxes, at the least
PAD = 9.0  # between a lane's edge and its boxes
_TRACK = 7.0
_STRETCH = 0.2

Grid = Sequence[Sequence[Sequence[int]]]
Load = Mapping[tuple[int, int], int]


class Stacks(NamedTuple):
    """By box its top and height; by lane its top and height, and those of the strip at its head
    that lines keep out of."""

    tops: dict[int, float]
    heights: dict[int, float]
    lanes: list[tuple[float, float]]
    strips: list[tuple[float, float]]

    @property
    def bottom(self) -> float:
        """Where the last lane ends."""
        return sum(self.lanes[-1]) if self.lanes else HEAD


def stacked(grid: Grid, spots: Sequence[Spot], load: Load, heads: Sequence[float] = ()) -> Stacks:
    """Tops and heights of boxes; what a column has left over is shared among boxes and gaps.

    ``load`` says how many lines cross a column in a gap, by (column, gap counted from the top);
    ``heads`` how high the strip at the head of each lane is.
    """
    tops: dict[int, float] = {}
    heights: dict[int, float] = {}
    lanes, strips = [], []
    top = HEAD
    before: dict[int, int] = defaultdict(int)
    for number, lane in enumerate(grid):
        head = heads[number] if heads else 0.0
        above = [_above(boxes, c, before[c], load) for c, boxes in enumerate(lane)]
        own = [sum(spots[b].height for b in boxes) for boxes in lane]
        tall = max((sum(a) + o for a, o in zip(above, own, strict=True)), default=0.0)
        for c, boxes in enumerate(lane):
            left_over = tall - sum(above[c]) - own[c]
            share = min(_STRETCH, left_over / own[c]) if own[c] else 0.0
            slack = (left_over - share * own[c]) / (len(boxes) + 1)
            y = top + head
            for n, box in enumerate(boxes):
                y += above[c][n] + slack
                tops[box], heights[box] = y, spots[box].height * (1 + share)
                y += heights[box]
            before[c] += len(boxes)
        lanes.append((top, head + tall))
        strips.append((top, head))
        top += head + tall
    return Stacks(tops, heights, lanes, strips)


def _above(boxes: Sequence[int], column: int, before: int, load: Load) -> list[float]:
    """The room above each box of a column of a lane, and below the last."""
    rooms = []
    for n in range(len(boxes) + 1):
        # The gap between two lanes is one; its lines lie at the foot of the upper one.
        lines = load.get((column, before + n), 0) if n or not before else 0
        edge = n in (0, len(boxes))
        rooms.append(PAD + _TRACK * lines if edge else max(GAP, _TRACK * (lines + 1)))
    return rooms


def gaps(boxes: Sequence[int], stacks: Stacks) -> list[tuple[float, float]]:
    """The gaps of a column (its boxes from top to bottom), above each box and below the last; of
    one with strips in it the largest part that is free of them."""
    spans, y = [], HEAD
    for box in boxes:
        spans.append(_free(y, stacks.tops[box], stacks))
        y = stacks.tops[box] + stacks.heights[box]
    return [*spans, _free(y, stacks.bottom, stacks)]


def _free(low: float, high: float, stacks: Stacks) -> tuple[float, float]:
    parts = []
    for top, height in stacks.strips:
        if height and low <= top < high:
            parts.append((low, top))
            low = min(top + height, high)
    return max((*parts, (low, high)), key=lambda part: part[1] - part[0])
