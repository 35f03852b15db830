"""Moving boxes apart until none lies on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["clear_overlaps"]

_ROUNDS = 150
_STEP = (18.0, 12.0)
_REACH = 36


def clear_overlaps(points: Floats, sizes: Floats, frame: tuple[float, float]) -> Floats:
    """Box centres near the given ones such that no box overlaps another.

    ``points`` lie about the origin; ``frame`` is the width and height to stay in where there
    is room. First all push each other apart, which keeps neighbours together; what still
    overlaps then moves to the nearest free place, small boxes before large ones.
    O(150 * near pairs + moved boxes * n).
    """
    import numpy as np

    return _settle(_push(points, sizes, frame), sizes, np.array(frame))


def _push(points: Floats, sizes: Floats, frame: tuple[float, float]) -> Floats:
    """In each round, every overlapping pair parts along the axis that needs less, half each.

    A box in several pairs takes the sum of pushes over the root of their number, so that crowds
    dissolve without jumping.
    """
    import numpy as np

    # Two boxes at one point have no direction to part in: give each its own.
    turn = np.arange(len(points)) * 2.399963
    points = points + np.round(np.stack([np.cos(turn), np.sin(turn)], 1) * 0.5, 4)
    edge = np.maximum((np.array(frame) - sizes) / 2, 0.0)
    for _ in range(_ROUNDS):
        points = np.clip(points, -edge, edge)
        i, j, lack = _overlaps(points, sizes)
        if not len(i):
            break
        push = np.zeros_like(lack)
        sideways = lack[:, 0] <= lack[:, 1]
        push[sideways, 0] = lack[sideways, 0]
        push[~sideways, 1] = lack[~sideways, 1]
        push *= np.where(points[i] >= points[j], 0.5, -0.5)
        step = np.zeros_like(points)
        np.add.at(step, i, push)
        np.add.at(step, j, -push)
        times = np.bincount(np.concatenate([i, j]), minlength=len(points))
        points = points + np.round(step / np.sqrt(np.maximum(times, 1))[:, None], 4)
    return points


def _overlaps(points: Floats, sizes: Floats) -> tuple[Ints, Ints, Floats]:
    """The overlapping pairs i < j in order, and by how much along x and y."""
    import numpy as np
    from scipy.spatial import cKDTree

    tree = cKDTree(points / sizes.max(axis=0))
    pairs = tree.query_pairs(1.0, p=np.inf, output_type="ndarray")
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    i, j = pairs[:, 0], pairs[:, 1]
    lack = (sizes[i] + sizes[j]) / 2 - np.abs(points[i] - points[j])
    hit = (lack > 0.5).all(axis=1)
    return i[hit], j[hit], lack[hit]


def _settle(points: Floats, sizes: Floats, frame: Floats) -> Floats:
    """Move the smaller box of each overlapping pair to the nearest free place in the frame."""
    import numpy as np

    points = np.round(points, 1)
    i, j, _ = _overlaps(points, sizes)
    area = sizes.prod(axis=1)
    smaller = np.where((area[i] < area[j]) | ((area[i] == area[j]) & (i > j)), i, j)
    moving = set(smaller.tolist())
    settled = np.array([n not in moving for n in range(len(points))])
    for node in sorted(moving, key=lambda n: (-area[n], n)):
        others = (points[settled], sizes[settled])
        points[node] = _free_place(points[node], sizes[node], others, frame)
        settled[node] = True
    return points


def _free_place(
    start: Floats, size: Floats, others: tuple[Floats, Floats], frame: Floats
) -> Floats:
    """The place nearest to ``start`` where a box of that size touches none of the others.

    A place outside of the frame counts as thrice as far. On a grid about ``start``, each other
    box forbids a rectangle of centres; rectangles are summed by their corners. If all is taken,
    the grid is made twice as wide: in the end it reaches beyond all boxes.
    """
    import numpy as np

    points, sizes = others
    need = (sizes + size) / 2
    edge = np.maximum((frame - size) / 2, 0.0)
    across = np.arange(-_REACH, _REACH + 1)
    step = np.array(_STEP)
    while True:
        near = (np.abs(points - start) < step * _REACH + need).all(axis=1)
        low, high = (points - need - start)[near], (points + need - start)[near]
        first = np.floor(low / step).astype(np.int64) + 1 + _REACH
        last = np.ceil(high / step).astype(np.int64) + _REACH
        first, last = np.clip(first, 0, len(across)), np.clip(last, 0, len(across))
        taken = np.zeros((len(across) + 1, len(across) + 1), dtype=np.int64)
        np.add.at(taken, (first[:, 0], first[:, 1]), 1)
        np.add.at(taken, (last[:, 0], last[:, 1]), 1)
        np.add.at(taken, (first[:, 0], last[:, 1]), -1)
        np.add.at(taken, (last[:, 0], first[:, 1]), -1)
        free = taken.cumsum(axis=0).cumsum(axis=1)[:-1, :-1] == 0
        if free.any():
            x, y = across * step[0], across * step[1]
            far = x[:, None] ** 2 + y[None, :] ** 2
            outside = (np.abs(start[0] + x) > edge[0])[:, None] | (np.abs(start[1] + y) > edge[1])
            best = np.where(free, np.where(outside, 9 * far, far), np.inf).argmin()
            column, row = np.unravel_index(best, free.shape)
            place: Floats = start + np.array([x[column], y[row]])
            return place
        step = step * 2
