"""Setting rectangles close together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

__all__ = ["pack_corners"]

_BETWEEN = 40.0
_CORNERED = 12


def pack_corners(
    extents: Sequence[tuple[float, float]], aspect: float
) -> tuple[list[tuple[float, float]], float]:
    """Upper left corners of rectangles that lie close together, and the lower edge of all.

    Each of the first rectangles goes to the corner beside or under those before it that leaves
    the whole most like a screen; what comes after them is set in rows below.
    """
    spots: list[tuple[float, float]] = []
    right = bottom = 0.0
    for width, height in extents[:_CORNERED]:
        taken = [(x, y, *extents[i]) for i, (x, y) in enumerate(spots)]
        xs = [0.0, *(x + w + _BETWEEN for x, _, w, _ in taken)]
        ys = [0.0, *(y + h + _BETWEEN for _, y, _, h in taken)]
        free = [
            (x, y)
            for x, y in product(xs, ys)
            if not any(
                x < tx + tw + _BETWEEN and tx < x + width + _BETWEEN
                and y < ty + th + _BETWEEN and ty < y + height + _BETWEEN
                for tx, ty, tw, th in taken
            )
        ]  # fmt: skip
        _, _, x, y = min(
            (
                round(max(max(right, x + width) / aspect, bottom, y + height), 3),
                round(max(right, x + width) * max(bottom, y + height), 3),
                x,
                y,
            )
            for x, y in free
        )
        spots.append((x, y))
        right, bottom = max(right, x + width), max(bottom, y + height)
    x, y, shelf = 0.0, bottom + _BETWEEN, 0.0
    for width, height in extents[_CORNERED:]:
        if x > 0 and x + width > right:
            x, y, shelf = 0.0, y + shelf + _BETWEEN, 0.0
        spots.append((x, y))
        x += width + _BETWEEN
        shelf = max(shelf, height)
    return spots, y + shelf if shelf else bottom
