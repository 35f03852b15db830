"""From the gaps and gutters that lines take to coordinates and SVG path data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.viz.chain_map.grid import Link
from kg.viz.chain_map.routes import Net, Side, tracks

__all__ = ["Paths", "Route", "Walk", "routed"]

_TRACK = 7.0
_APART = 6.0
_INSET = 9.0
_ARROW = 15.0
_PLAIN = 7.0
_LEAST_GUTTER = 24.0


class Walk(NamedTuple):
    """A net with its ends (box, gutter, side, goes in) and, by column it crosses, the gap."""

    net: Net
    ends: list[tuple[int, int, Side, bool]]
    runs: dict[int, tuple[float, float]]


class Route(NamedTuple):
    """A drawn net: path data of its lines, its arrow heads, and the dots where lines join."""

    net: Net
    lines: str
    heads: str
    dots: str


class Paths(NamedTuple):
    """All routes, each flow's own way by its number, and where columns begin and all ends."""

    routes: list[Route]
    ways: dict[int, str]
    lefts: list[float]
    right: float


class _Heights:
    """The heights at which lines lie: no two nets lie on each other in a gutter."""

    def __init__(self) -> None:
        self.ports: dict[tuple[int, int], float] = {}  # (walk, box) that it touches
        self.runs: dict[tuple[int, int], float] = {}  # (walk, column)
        self._taken: dict[int, list[tuple[float, int]]] = defaultdict(list)

    def free(self, wanted: float, low: float, high: float, gutters: list[int], net: int) -> float:
        """The free height nearest to the wanted one; the wanted one if none is free."""
        wanted = min(max(wanted, low), high)
        for step in range(40):
            for y in dict.fromkeys((wanted + 3.0 * step, wanted - 3.0 * step)):
                if low <= y <= high and not self._near(y, gutters, net):
                    self._take(y, gutters, net)
                    return y
        self._take(wanted, gutters, net)
        return wanted

    def _near(self, y: float, gutters: list[int], net: int) -> bool:
        return any(
            other != net and abs(y - taken) < _APART
            for gutter in gutters
            for taken, other in self._taken[gutter]
        )

    def _take(self, y: float, gutters: list[int], net: int) -> None:
        for gutter in gutters:
            self._taken[gutter].append((y, net))


def routed(
    walks: Sequence[Walk],
    links: Sequence[Link],
    extent: Mapping[int, tuple[float, float]],
    column: Mapping[int, int],
    widths: Sequence[float],
    left: float,
) -> Paths:
    """The paths of all nets; gutters become as wide as their lines need.

    ``extent`` holds top and bottom of each box, ``widths`` the widths of columns, ``left`` where
    the first column begins.
    """
    heights = _Heights()
    _settle(walks, extent, heights)
    spans = [_spans(walk, n, heights) for n, walk in enumerate(walks)]
    by_gutter: dict[int, dict[int, tuple[float, float, float, float]]] = defaultdict(dict)
    for n, of_walk in enumerate(spans):
        for gutter, span in of_walk.items():
            if span[1] - span[0] > 0.5:
                by_gutter[gutter][n] = span
    placed = {gutter: tracks(group) for gutter, group in by_gutter.items()}
    lefts, starts, right = _columns(walks, placed, widths, left)
    pens = [
        _Pen(
            walk,
            n,
            heights,
            {g: starts[g] + _TRACK * placed.get(g, {}).get(n, 0) for g in spans[n]},
            {b: (lefts[column[b]], lefts[column[b]] + widths[column[b]]) for b, *_ in walk.ends},
        )
        for n, walk in enumerate(walks)
    ]
    ways = {
        link: pen.way(links[link].source, links[link].target)
        for pen in pens
        for link in pen.walk.net.links
    }
    return Paths([pen.route() for pen in pens], ways, lefts, right)


def _settle(
    walks: Sequence[Walk], extent: Mapping[int, tuple[float, float]], heights: _Heights
) -> None:
    middles = {box: (top + bottom) / 2 for box, (top, bottom) in extent.items()}
    aims = [sum(middles[b] for b, *_ in walk.ends) / len(walk.ends) for walk in walks]
    for n in sorted(range(len(walks)), key=lambda n: (aims[n], n)):
        aim = aims[n]
        for c, (low, high) in sorted(walks[n].runs.items()):
            inset = min(_APART, (high - low) / 4)
            aim = heights.free(aim, low + inset, high - inset, [c, c + 1], n)
            heights.runs[n, c] = aim
    ends = [
        (entering, aims[n], n, box, gutter)
        for n, walk in enumerate(walks)
        for box, gutter, _, entering in walk.ends
    ]
    for _, _, n, box, gutter in sorted(ends):
        top, bottom = extent[box]
        inset = min(_INSET, (bottom - top) / 4)
        aim = _wanted(walks[n], n, box, gutter, middles, heights)
        heights.ports[n, box] = heights.free(aim, top + inset, bottom - inset, [gutter], n)


def _wanted(
    walk: Walk,
    n: int,
    box: int,
    gutter: int,
    middles: Mapping[int, float],
    heights: _Heights,
) -> float:
    """The height that makes the line straight: that of what it meets in the gutter."""
    met = [
        heights.ports.get((n, other), middles[other])
        for other, its, _, _ in walk.ends
        if its == gutter and other != box
    ]
    met += [heights.runs[n, c] for c in walk.runs if c in (gutter - 1, gutter)]
    return sum(met) / len(met) if met else middles[box]


def _spans(walk: Walk, n: int, heights: _Heights) -> dict[int, tuple[float, float, float, float]]:
    """By gutter: top, bottom, and the mean heights of what comes from the left and the right."""
    on_left: dict[int, list[float]] = defaultdict(list)
    on_right: dict[int, list[float]] = defaultdict(list)
    for box, gutter, side, _ in walk.ends:
        (on_left if side == "right" else on_right)[gutter].append(heights.ports[n, box])
    for c in walk.runs:
        on_right[c].append(heights.runs[n, c])
        on_left[c + 1].append(heights.runs[n, c])
    found = {}
    for gutter in sorted({*on_left, *on_right}):
        ys = on_left[gutter] + on_right[gutter]
        means = [sum(part or ys) / len(part or ys) for part in (on_left[gutter], on_right[gutter])]
        found[gutter] = (min(ys), max(ys), means[0], means[1])
    return found


def _columns(
    walks: Sequence[Walk],
    placed: Mapping[int, Mapping[int, int]],
    widths: Sequence[float],
    left: float,
) -> tuple[list[float], dict[int, float], float]:
    """Where columns begin, where each gutter's first track lies, and where the last one ends."""
    enters = {(gutter, side) for walk in walks for _, gutter, side, goes in walk.ends if goes}
    lefts, starts = [], {0: left - _PLAIN}
    x = left
    for c, width in enumerate(widths):
        lefts.append(x)
        gutter = c + 1
        before = _ARROW if (gutter, "right") in enters else _PLAIN
        after = _ARROW if (gutter, "left") in enters else _PLAIN
        number = max(placed.get(gutter, {}).values(), default=-1) + 1
        starts[gutter] = x + width + before
        inner = c < len(widths) - 1
        room = before + after + _TRACK * max(number - 1, 0)
        x += width + (max(room, _LEAST_GUTTER) if inner or number else _PLAIN)
    return lefts, starts, x


class _Pen:
    """Draws one net: knows where its trunks (by gutter) and the sides of its boxes are."""

    def __init__(
        self,
        walk: Walk,
        n: int,
        heights: _Heights,
        trunks: Mapping[int, float],
        boxes: Mapping[int, tuple[float, float]],
    ) -> None:
        self.walk = walk
        self._trunks = trunks
        self._boxes = boxes
        self._ports = {box: heights.ports[n, box] for box, *_ in walk.ends}
        self._runs = {c: heights.runs[n, c] for c in walk.runs}

    def route(self) -> Route:
        """Lines, heads and dots of the net."""
        meets: dict[int, list[float]] = defaultdict(list)
        lines, heads = [], []
        for box, gutter, side, entering in self.walk.ends:
            y, edge = self._ports[box], self._edge(box, side)
            meets[gutter].append(y)
            # The line ends inside the head, so that the tip stays sharp.
            out = (-5 if side == "left" else 5) if entering else 0
            lines.append(f"M{edge + out:.0f} {y:.0f}H{self._trunks[gutter]:.0f}")
            if entering:
                heads.append(f"M{edge:.0f} {y:.0f}l{'-9' if side == 'left' else '9'}-4.5v9z")
        for c, y in self._runs.items():
            meets[c].append(y)
            meets[c + 1].append(y)
            lines.append(f"M{self._trunks[c]:.0f} {y:.0f}H{self._trunks[c + 1]:.0f}")
        dots = []
        for gutter, ys in sorted(meets.items()):
            low, high = min(ys), max(ys)
            if high - low > 0.5:
                lines.append(f"M{self._trunks[gutter]:.0f} {low:.0f}V{high:.0f}")
            dots += [
                f"M{self._trunks[gutter]:.0f} {y:.0f}h0"
                for y in dict.fromkeys(ys)
                if low + 0.5 < y < high - 0.5
            ]
        return Route(self.walk.net, "".join(lines), "".join(heads), "".join(dots))

    def way(self, source: int, target: int) -> str:
        """The path of one flow along the net."""
        from_gutter, leave = self._end(source, entering=False)
        to_gutter, enter = self._end(target, entering=True)
        path = [f"M{self._edge(source, leave):.0f} {self._ports[source]:.0f}"]
        step = 1 if to_gutter >= from_gutter else -1
        for gutter in range(from_gutter, to_gutter, step):
            y = self._runs[gutter if step > 0 else gutter - 1]
            path.append(f"H{self._trunks[gutter]:.0f}V{y:.0f}")
        path.append(f"H{self._trunks[to_gutter]:.0f}V{self._ports[target]:.0f}")
        return "".join([*path, f"H{self._edge(target, enter):.0f}"])

    def _end(self, box: int, *, entering: bool) -> tuple[int, Side]:
        return next((g, s) for b, g, s, e in self.walk.ends if b == box and e == entering)

    def _edge(self, box: int, side: Side) -> float:
        return self._boxes[box][0 if side == "left" else 1]
