"""Boundaries on paper: an equirectangular projection, SVG paths, and where a label can stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.viz.place_map.geo import Feature, Ring

__all__ = ["Shape", "draw"]

_Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """Features as one SVG path (even-odd), a point inside for the label, and how wide the shape
    is there."""

    path: str
    label: _Point
    room: float


def draw(
    groups: Sequence[Sequence[Feature]], width: float, most_height: float
) -> tuple[tuple[Shape, ...], float]:
    """Each group of features as a shape in a picture of that width at most; and its height.

    Equirectangular, true to scale along the middle parallel: at the size of a city no eye tells
    it from a conformal one. One scale for all, north up. O(positions).
    """
    rings = [ring for group in groups for feature in group for p in feature.polygons for ring in p]
    easts = [east for ring in rings for east, _ in ring]
    norths = [north for ring in rings for _, north in ring]
    west, north = min(easts), max(norths)
    squeeze = math.cos(math.radians((min(norths) + north) / 2)) or 1.0
    wide = max((max(easts) - west) * squeeze, 1e-9)
    high = max(north - min(norths), 1e-9)
    scale = min(width / wide, most_height / high)
    left = (width - wide * scale) / 2

    def place(position: _Point) -> _Point:
        x = left + (position[0] - west) * squeeze * scale
        return round(x, 1), round((north - position[1]) * scale, 1)

    shapes = []
    for group in groups:
        polygons = [
            [_thin([place(p) for p in ring]) for ring in polygon]
            for feature in group
            for polygon in feature.polygons
        ]
        path = "".join(_path(ring) for polygon in polygons for ring in polygon)
        largest = max(polygons, key=lambda polygon: abs(_area(polygon[0])))
        shapes.append(Shape(path, *_inside(largest)))
    return tuple(shapes), high * scale


def _thin(points: list[_Point]) -> list[_Point]:
    """Without points that fall on the one before, at a tenth of a pixel."""
    return [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]


def _path(points: Sequence[_Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


def _area(ring: Sequence[_Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _inside(polygon: Sequence[Sequence[_Point]]) -> tuple[_Point, float]:
    """The middle of the longest stretch inside the polygon on one of nine level lines, and how
    long that is."""
    ys = [y for _, y in polygon[0]]
    low, high = min(ys), max(ys)
    best = (-1.0, polygon[0][0], 0.0)
    for step in range(1, 10):
        y = low + (high - low) * step / 10 + 0.013  # not through a corner
        cuts = sorted(x for ring in polygon for x in _cuts(ring, y))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False):
            # A stretch near the middle is a better place than one a little longer at the rim.
            best = max(best, ((b - a) * (1 - abs(step - 5) / 10), ((a + b) / 2, y), b - a))
    return (round(best[1][0], 1), round(best[1][1], 1)), best[2]


def _cuts(ring: Sequence[_Point] | Ring, y: float) -> list[float]:
    found = []
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 <= y) != (y2 <= y):
            found.append(x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    return found
