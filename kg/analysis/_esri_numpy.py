"""Rounds of the Economic Systemic Risk Index in NumPy and SciPy, several failures at once.

The columns of a matrix are failures. Only the firms that any of them can reach take part, so
that a failure in a small piece of the network costs that piece and not the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.analysis._esri_model import LEAST, Flow, Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

__all__ = ["Losses", "losses", "reach"]


class Losses(NamedTuple):
    """What firms lose, firm by column: ``up`` = 1 - u, ``down`` = 1 - d; rounds by column."""

    up: NDArray[np.float64]
    down: NDArray[np.float64]
    rounds: NDArray[np.int64]
    converged: NDArray[np.bool_]


class _Part(NamedTuple):
    """The model, cut down to the firms that take part."""

    up: sparse.csr_array  # slot, firm
    down: sparse.csr_array
    up_first: NDArray[np.int64]  # the first slot of each firm of up_firm
    up_firm: NDArray[np.int64]  # the firms that have a slot
    down_first: NDArray[np.int64]
    down_firm: NDArray[np.int64]
    sold: NDArray[np.float64]  # firm, 1
    group: sparse.csr_array  # industry, firm
    industry: NDArray[np.int64]  # renumbered
    rest: NDArray[np.float64]  # industry, 1: what its other firms sell, none of which falls


def reach(model: Model, firms: NDArray[np.int64]) -> NDArray[np.int64]:
    """All firms that a failure of these can touch, up- or downstream, themselves included; sorted.

    O(edges of the firms found).
    """
    import numpy as np

    found = [firms]
    for flow in (model.up, model.down):
        seen = np.zeros(len(model.sold), np.bool_)
        seen[firms] = True
        new = firms
        while len(new):
            feels = flow.feels[_ranges(flow.start, new)]
            new = np.unique(feels[~seen[feels]]).astype(np.int64)
            seen[new] = True
            found.append(new)
    return np.unique(np.concatenate(found))


def losses(
    model: Model,
    firms: NDArray[np.int64],
    floor: NDArray[np.float64],
    tol: float,
    max_iter: int,
    tick: Callable[[], None] = lambda: None,
) -> Losses:
    """Run failures side by side until each stands still: O(edges of the firms) a round.

    ``firms`` (k,) sorted, closed under ``reach``; ``floor`` (k, columns) is 1 - psi; ``tick``
    is called once a round and may raise to stop.
    """
    import numpy as np

    part = _part(model, firms)
    up, down = np.zeros_like(floor), np.zeros_like(floor)
    rounds = np.zeros(floor.shape[1], np.int64)
    active = np.ones(floor.shape[1], np.bool_)
    down_moves = True
    while active.any() and rounds.max(initial=0) < max_iter:
        tick()
        rounds[active] += 1
        up_fall = _fall(part.up, part.up_first, part.up_firm, up, up, floor)
        if down_moves:  # once a round leaves d as it was, so do all later ones
            sent = _sent(part, down)
            down_fall = _fall(part.down, part.down_first, part.down_firm, sent, down, floor)
        else:
            down_fall = np.zeros_like(down)
        down_fall *= active
        up_fall *= active
        up += up_fall
        down += down_fall
        down_moves = bool(down_fall.any())
        largest = np.maximum(up_fall.max(axis=0, initial=0), down_fall.max(axis=0, initial=0))
        active &= (largest >= tol) & (largest > 0)
    return Losses(up, down, rounds, ~active)


def _fall(
    matrix: Any,
    first: NDArray[np.int64],
    firm: NDArray[np.int64],
    sent: NDArray[np.float64],
    lost: NDArray[np.float64],
    floor: NDArray[np.float64],
) -> NDArray[np.float64]:
    """How much more each firm loses than before: as its worst slot, or by its own capacity."""
    import numpy as np

    new = np.maximum(lost, floor)  # losses only grow, so that rounding cannot undo one
    if len(first):
        worst = np.maximum.reduceat(matrix @ sent, first, axis=0)
        new[firm] = np.maximum(new[firm], np.minimum(worst, 1.0))
    fall = np.asarray(new - lost, np.float64)
    fall[fall <= LEAST] = 0.0
    return fall


def _sent(part: _Part, down: NDArray[np.float64]) -> NDArray[np.float64]:
    """sigma_i (1 - d_i): what customers of a firm miss, beyond what others can replace."""
    import numpy as np

    left = part.rest + part.group @ (part.sold * (1.0 - down))
    most = np.maximum(left[part.industry], part.sold)
    # r_i = 0 has no customers to feel it; sigma is 1 where nothing is left of the industry.
    share = np.divide(part.sold, most, out=np.ones_like(most), where=most > 0)
    return np.asarray(share * down, np.float64)


def _part(model: Model, firms: NDArray[np.int64]) -> _Part:
    import numpy as np
    from scipy import sparse

    k = len(firms)
    groups, industry = np.unique(model.industry[firms], return_inverse=True)
    sold = model.sold[firms]
    here = np.bincount(industry, sold, len(groups))
    all_here = np.bincount(industry, sold > 0, len(groups)) >= model.sellers[groups]
    rest = np.where(all_here, 0.0, np.maximum(model.market[groups] - here, 0.0))
    group = sparse.csr_array((np.ones(k), (industry, np.arange(k))), shape=(len(groups), k))
    up, up_first, up_firm = _cut(model.up, firms)
    down, down_first, down_firm = _cut(model.down, firms)
    return _Part(
        up,
        down,
        up_first,
        up_firm,
        down_first,
        down_firm,
        sold[:, None],
        group,
        industry,
        rest[:, None],
    )


def _cut(
    flow: Flow, firms: NDArray[np.int64]
) -> tuple[sparse.csr_array, NDArray[np.int64], NDArray[np.int64]]:
    """Slots of these firms as rows, senders among them as columns; other senders lose nothing."""
    import numpy as np
    from scipy import sparse

    slots = _ranges(flow.first, firms)
    edges = _ranges(flow.begin, slots)
    place = np.searchsorted(firms, flow.sender[edges])
    place = np.minimum(place, max(len(firms) - 1, 0))
    known = firms[place] == flow.sender[edges]
    row = np.repeat(np.arange(len(slots)), np.diff(flow.begin)[slots])
    matrix = sparse.csr_array(
        (flow.part[edges][known], (row[known], place[known])), shape=(len(slots), len(firms))
    )
    count = flow.first[firms + 1] - flow.first[firms]
    has = np.flatnonzero(count)
    ends = np.cumsum(count[has])
    return matrix, ends - count[has], has


def _ranges(starts: NDArray[np.int64], which: NDArray[Any]) -> NDArray[np.int64]:
    """All of starts[w]:starts[w + 1], one after the other."""
    import numpy as np

    count = starts[which + 1] - starts[which]
    total = np.cumsum(count)
    skip = np.repeat(starts[which] - (total - count), count)
    return np.asarray(np.arange(len(skip)) + skip, np.int64)
