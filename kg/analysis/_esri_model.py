"""The network of the Economic Systemic Risk Index, checked and laid out for fast rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["LEAST", "Flow", "Model", "check_stop", "checked_model", "checked_psi"]

LEAST = 1e-16  # u and d start at 1: a double cannot tell 1 - 1e-16 from 1, so less is no fall


class Flow(NamedTuple):
    """How losses travel one way: a firm loses as its worst *slot*, a weighted sum of senders.

    Downstream a slot is one input of a firm j: all its essential purchases from one industry k
    (S_jk), or all its non-essential ones together (N_j). Upstream each firm i has at most one
    slot: the demand it meets. Slots stand in order of their firm, edges in order of their slot.
    """

    first: NDArray[np.int64]  # slots of firm f stand in first[f]:first[f + 1]
    begin: NDArray[np.int64]  # edges of slot s stand in begin[s]:begin[s + 1]
    sender: NDArray[np.int32]  # by edge: the firm whose loss is felt
    part: NDArray[np.float64]  # by edge: its part of the slot
    start: NDArray[np.int64]  # the other way: who feels firm f stands in start[f]:start[f + 1]
    feels: NDArray[np.int32]


class Model(NamedTuple):
    """Plain arrays only, so that the rounds in NumPy and in Numba read the same thing."""

    sold: NDArray[np.float64]  # r: what each firm sells, by firm
    industry: NDArray[np.int32]  # by firm
    market: NDArray[np.float64]  # what an industry sells, by industry
    sellers: NDArray[np.int64]  # how many firms of an industry sell anything
    up: Flow  # from customers to suppliers, W_ij / r_i
    down: Flow  # from suppliers to customers, W_ij / sum_l W_lj or W_ij / c_j


def checked_model(weights: Any, industry: Any, essential: Any) -> Model:
    """The model of a weighted network.

    ``weights`` (n, n) sparse or dense, W[i, j] = i supplies j; ``industry`` (n,) integers;
    ``essential`` (m, m) with C[k, g] in {2, 1, 0} for m > max(industry).
    Raises ValueError for other shapes, weights negative or not finite, or other classes.
    O(edges log edges).
    """
    import numpy as np
    from scipy import sparse

    matrix = sparse.coo_array(sparse.csr_array(weights, dtype=np.float64))
    n = matrix.shape[0]
    if matrix.shape != (n, n):
        raise ValueError(f"weights must be square, not {matrix.shape}")
    group, kinds = _checked_classes(industry, essential, n)
    if not np.isfinite(matrix.data).all() or (matrix.data < 0).any():
        raise ValueError("weights must be finite and not negative")
    here = matrix.data > 0
    source, target = matrix.coords[0][here], matrix.coords[1][here]
    weight = matrix.data[here]
    sold, bought = _sums(source, weight, n), _sums(target, weight, n)

    up = _flow(target, source, weight / sold[source], source, n)

    kind = kinds[group[source], group[target]]
    used = kind > 0
    source, target, weight, kind = source[used], target[used], weight[used], kind[used]
    # A slot is the customer, then the industry of the input; non-essential ones share one.
    width = kinds.shape[0] + 1
    key = target.astype(np.int64) * width + np.where(kind == 2, group[source], width - 1)
    _, slot = np.unique(key, return_inverse=True)
    whole = np.where(kind == 2, np.bincount(slot, weight)[slot], bought[target])
    return Model(
        sold=sold,
        industry=group,
        market=_sums(group, sold, kinds.shape[0]),
        sellers=np.bincount(group, sold > 0, kinds.shape[0]).astype(np.int64),
        up=up,
        down=_flow(source, target, weight / whole, key, n),
    )


def checked_psi(psi: Any, n: int) -> NDArray[np.float64]:
    """Remaining capacities as an (n,) array; ValueError for another shape or outside 0 to 1."""
    import numpy as np

    values = np.asarray(psi, dtype=np.float64)
    if values.shape != (n,):
        raise ValueError(f"psi must have the shape ({n},), not {values.shape}")
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("psi must lie between 0 and 1")
    return values


def check_stop(tol: float, max_iter: int) -> None:
    """Raise ValueError unless rounds end: ``tol`` at least 0, ``max_iter`` at least 1."""
    if not tol >= 0 or max_iter < 1:
        raise ValueError(f"tol must be at least 0 and max_iter 1, not {tol} and {max_iter}")


def _checked_classes(
    industry: Any, essential: Any, n: int
) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    import numpy as np

    group, kinds = np.asarray(industry), np.asarray(essential)
    if group.shape != (n,):
        raise ValueError(f"industry must have the shape ({n},), not {group.shape}")
    if kinds.ndim != 2 or kinds.shape[0] != kinds.shape[1]:
        raise ValueError(f"essential must be square, not {kinds.shape}")
    if not np.isin(kinds, (0, 1, 2)).all():
        raise ValueError("essential may hold 2, 1 and 0 only")
    if n and not np.issubdtype(group.dtype, np.integer):
        raise ValueError(f"industry must hold integers, not {group.dtype}")
    if n and not (group.min() >= 0 and group.max() < kinds.shape[0]):
        raise ValueError(f"industry must lie between 0 and {kinds.shape[0] - 1}")
    return group.astype(np.int32), kinds.astype(np.int8)


def _flow(
    sender: NDArray[Any], firm: NDArray[Any], part: NDArray[Any], key: NDArray[Any], n: int
) -> Flow:
    """Edges from sender to firm; those with the same key, which rises with firm, make a slot."""
    import numpy as np

    order = np.lexsort((sender, key))
    _, begin = np.unique(key[order], return_index=True)
    return Flow(
        first=_starts(firm[order][begin], n),
        begin=np.append(begin, len(key)).astype(np.int64),
        sender=sender[order].astype(np.int32),
        part=part[order],
        start=_starts(sender, n),
        feels=firm[np.argsort(sender, kind="stable")].astype(np.int32),
    )


def _sums(place: NDArray[Any], values: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(np.bincount(place, values, size), np.float64)


def _starts(values: NDArray[Any], n: int) -> NDArray[np.int64]:
    import numpy as np

    ends = np.cumsum(np.bincount(values, minlength=n), dtype=np.int64)
    return np.concatenate([np.zeros(1, np.int64), ends])
