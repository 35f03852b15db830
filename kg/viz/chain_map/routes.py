"""Lines of flow between the boxes of a grid: bundled, in gutters, never through a text.

Gutter ``g`` lies left of column ``g``; a line leaves a box sideways, runs up or down in a gutter
and crosses a column only in a gap between two boxes. Flows of one basis into the same box (or
out of it, if that is more) share one trunk. Orthogonal routing in channels with the left-edge
rule for tracks (Hashimoto and Stevens 1971).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from kg.viz.chain_map.grid import Link

__all__ = ["Net", "Side", "crossings", "nets_of", "sides", "tracks"]

Side = Literal["left", "right"]
_NEAR = 8
_CROWD = 12.0
_APART = 5.0


class Net(NamedTuple):
    """Flows drawn as one tree: ``way`` is forward, back, or same (within one column)."""

    basis: str
    way: str
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    links: tuple[int, ...]


def nets_of(links: Sequence[Link], column: Mapping[int, int]) -> list[Net]:
    """The flows in bundles, in the order of their first flow. A flow to itself is not drawn."""
    drawn = [(n, link, _way(link, column)) for n, link in enumerate(links)]
    drawn = [entry for entry in drawn if entry[1].source != entry[1].target]
    into = Counter((link.target, link.basis, way) for _, link, way in drawn)
    out = Counter((link.source, link.basis, way) for _, link, way in drawn)
    bundles: dict[tuple[str, int, str, str], list[tuple[int, Link]]] = defaultdict(list)
    for number, link, way in drawn:
        at_target = into[link.target, link.basis, way] >= out[link.source, link.basis, way]
        end = ("to", link.target) if at_target else ("from", link.source)
        bundles[*end, link.basis, way].append((number, link))
    return [
        Net(
            basis,
            way,
            tuple(dict.fromkeys(link.source for _, link in flows)),
            tuple(dict.fromkeys(link.target for _, link in flows)),
            tuple(number for number, _ in flows),
        )
        for (_, _, basis, way), flows in bundles.items()
    ]


def _way(link: Link, column: Mapping[int, int]) -> str:
    if column[link.source] == column[link.target]:
        return "same"
    return "forward" if column[link.source] < column[link.target] else "back"


def sides(net: Net, column: Mapping[int, int]) -> list[tuple[int, int, Side, bool]]:
    """Where a net touches boxes: (box, gutter, side of the box, whether it goes in there)."""
    leave: Side = "left" if net.way == "back" else "right"
    enter: Side = "left" if net.way == "forward" else "right"
    ends = [(box, _gutter(column[box], leave), leave, False) for box in net.sources]
    return ends + [(box, _gutter(column[box], enter), enter, True) for box in net.targets]


def _gutter(column: int, side: Side) -> int:
    return column + (side == "right")


def crossings(
    nets: Sequence[Net],
    column: Mapping[int, int],
    middles: Mapping[int, float],
    gaps: Sequence[Sequence[float]],
) -> list[dict[int, int]]:
    """For each net, by column that it crosses, the gap (number) in which it does.

    ``gaps`` are the heights of the gaps of each column. The way with the shortest trunks is
    taken; gaps already in use cost a little. O(nets * columns * 64).
    """
    used: Counter[tuple[int, int]] = Counter()
    found = []
    for net in nets:
        ends: dict[int, list[float]] = defaultdict(list)
        for box, gutter, _, _ in sides(net, column):
            ends[gutter].append(middles[box])
        chosen = _shortest(ends, gaps, used)
        used.update(chosen.items())
        found.append(chosen)
    return found


def _shortest(
    ends: Mapping[int, list[float]],
    gaps: Sequence[Sequence[float]],
    used: Counter[tuple[int, int]],
) -> dict[int, int]:
    first, last = min(ends), max(ends)
    heights = [y for ys in ends.values() for y in ys]
    aim = sum(heights) / len(heights)
    # Best cost by gap of the column just crossed, with the gaps taken so far.
    best: dict[int | None, tuple[float, dict[int, int]]] = {None: (0.0, {})}
    for gutter in range(first, last):
        near = sorted(range(len(gaps[gutter])), key=lambda i: abs(gaps[gutter][i] - aim))[:_NEAR]
        step: dict[int | None, tuple[float, dict[int, int]]] = {}
        for gap in near:
            y = gaps[gutter][gap]
            costs = []
            for before, (cost, path) in best.items():
                from_y = [] if before is None else [gaps[gutter - 1][before]]
                span = [*ends.get(gutter, ()), *from_y, y]
                costs.append((cost + max(span) - min(span), path))
            cost, path = min(costs, key=lambda entry: entry[0])
            cost += _CROWD * used[gutter, gap]
            step[gap] = (cost, {**path, gutter: gap})
        best = step
    final = []
    for before, (cost, path) in best.items():
        from_y = [] if before is None else [gaps[last - 1][before]]
        span = [*ends[last], *from_y]
        final.append((cost + max(span) - min(span), path))
    return min(final, key=lambda entry: entry[0])[1]


def tracks(spans: Mapping[int, tuple[float, float, float, float]]) -> dict[int, int]:
    """The track of each net in one gutter, counted from the left.

    ``spans`` holds for each net its top, bottom, and the mean heights of its ends on the left
    and on the right. Nets that go down stand the further left the lower they come in, nets that
    go up the further left the higher: so they do not cross each other.
    """
    down = [n for n, s in spans.items() if s[3] >= s[2]]
    up = [n for n, s in spans.items() if s[3] < s[2]]
    order = sorted(down, key=lambda n: (-spans[n][2], n)) + sorted(
        up, key=lambda n: (spans[n][2], n)
    )
    taken: list[list[tuple[float, float]]] = []
    found = {}
    for net in order:
        top, bottom = spans[net][:2]
        free = (n for n, others in enumerate(taken) if _free(top, bottom, others))
        track = next(free, len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append((top, bottom))
        found[net] = track
    return found


def _free(top: float, bottom: float, others: Iterable[tuple[float, float]]) -> bool:
    return all(bottom + _APART < a or b + _APART < top for a, b in others)
