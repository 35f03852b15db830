"""Positions whose distances are like the distances in the graph (sparse stress)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

__all__ = ["stress_positions"]

_ROUNDS = 120
_LAYER_PULL = 0.12
_FULL = 400
_PIVOTS = 120


def stress_positions(
    count: int,
    lines: Sequence[tuple[int, int]],
    lengths: Sequence[float],
    layers: Sequence[int | None],
) -> Floats:
    """Positions (count x 2, pixels) of the nodes of one connected component.

    ``lengths`` are the wished lengths of the lines. A node with a layer (0, 1, 2) is drawn
    towards the left, middle or right. Up to 400 nodes this is full stress; above that, each
    node heeds its neighbours and 120 pivots. O(120 * (lines + count * min(count, 400))).
    """
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    a = np.array([line[0] for line in lines], dtype=np.int64)
    b = np.array([line[1] for line in lines], dtype=np.int64)
    length: Floats = np.array(lengths, dtype=np.float64).round(3)
    matrix = csr_array((length, (a, b)), shape=(count, count))
    chosen = _choose_pivots(matrix, count, count if count <= _FULL else _PIVOTS)
    far: Floats = np.round(dijkstra(matrix, directed=False, indices=chosen), 3)
    points = _first_positions(far)
    index, other, wish, weight = _terms(count, (a, b, length), chosen, far)
    total = np.bincount(index, weights=weight, minlength=count)[:, None]
    pull = _layer_pull(layers, float(far.max()))
    for _ in range(_ROUNDS):
        points = np.round(_move(points, index, other, wish, weight) / total, 4)
        if pull is not None:
            strength, target = pull
            points[:, 0] += np.round(strength * (target - points[:, 0]), 4)
    return points


def _move(points: Floats, index: Ints, other: Ints, wish: Floats, weight: Floats) -> Floats:
    """Weighted sum of where each term wants its node: one step of localised stress."""
    import numpy as np

    count = len(points)
    apart = points[index] - points[other]
    distance = np.maximum(np.sqrt((apart**2).sum(axis=1)), 1e-6)
    wanted = points[other] + apart * (wish / distance)[:, None]
    return np.stack(
        [np.bincount(index, weights=weight * wanted[:, k], minlength=count) for k in (0, 1)], 1
    )


def _choose_pivots(matrix: csr_array[np.float64], count: int, wanted: int) -> Ints:
    """All nodes if few, else nodes far apart from each other (max-min), first one node 0."""
    import numpy as np
    from scipy.sparse.csgraph import dijkstra

    if wanted == count:
        return np.arange(count, dtype=np.int64)
    chosen = [0]
    nearest = np.full(count, np.inf)
    while len(chosen) < wanted:
        fresh = dijkstra(matrix, directed=False, indices=chosen[-1:], unweighted=True)
        nearest = np.minimum(nearest, fresh[0])
        chosen.append(int(nearest.argmax()))
    return np.array(chosen, dtype=np.int64)


def _first_positions(far: Floats) -> Floats:
    """Two main axes of the distances to the pivots (Brandes and Pich, "Eigensolver methods for
    progressive multidimensional scaling", GD 2006), slightly scattered so that no two coincide.
    """
    import numpy as np

    square = far.T**2
    centred = -0.5 * (
        square - square.mean(axis=0) - square.mean(axis=1, keepdims=True) + square.mean()
    )
    small = centred.T @ centred
    axes: list[Floats] = []
    for k in (0, 1):
        # A fixed start that is no multiple of an axis in any graph met so far.
        vector = np.cos(np.arange(1, len(small) + 1) * (1.7 + k))
        for _ in range(60):
            for axis in axes:
                vector = vector - axis * (axis * vector).sum()
            vector = np.round(small @ vector, 3)
            vector = vector / max(np.sqrt((vector**2).sum()), 1e-9)
        axes.append(vector)
    points = np.stack([centred @ axis for axis in axes], 1)
    points = points / max(float(np.abs(points).max()), 1e-9) * float(far.max()) / 2
    turn = np.arange(len(points)) * 2.399963
    scatter = np.stack([np.cos(turn), np.sin(turn)], 1) * float(far.max()) * 0.02
    result: Floats = np.round(points + scatter, 3)
    return result


def _terms(
    count: int, lines: tuple[Ints, Ints, Floats], chosen: Ints, far: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """The pairs (node, heeded node) with wished distance and weight."""
    import numpy as np

    a, b, length = lines
    index = np.concatenate([a, b, np.tile(np.arange(count), len(chosen))])
    other = np.concatenate([b, a, np.repeat(chosen, count)])
    wish = np.concatenate([length, length, far.ravel()])
    # A pivot speaks for the nodes nearest to it.
    region = np.bincount(far.argmin(axis=0), minlength=len(chosen)).astype(np.float64)
    share = np.concatenate([np.ones(2 * len(a)), np.repeat(region, count)])
    keep = index != other
    index, other, wish, share = index[keep], other[keep], wish[keep], share[keep]
    return index, other, wish, share / np.maximum(wish, 1.0) ** 2


def _layer_pull(layers: Sequence[int | None], breadth: float) -> tuple[Floats, Floats] | None:
    import numpy as np

    if len({layer for layer in layers if layer is not None}) < 2:
        return None
    strength = np.array([0.0 if layer is None else _LAYER_PULL for layer in layers])
    target = np.array([0.0 if layer is None else (layer - 1) * breadth * 0.4 for layer in layers])
    return strength, target
