"""What one thread keeps in hand while compiled code runs failures side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.analysis._esri_model import Model

__all__ = ["COLUMNS", "Side", "Work", "new_work"]

COLUMNS = 16  # measured: 8 looks at each edge too often, 32 falls out of the cache


class Side(NamedTuple):
    """One channel of one run, up- or downstream. Columns are failures."""

    lost: NDArray[np.float64]  # firm, column: 1 - u, or 1 - d
    sent: NDArray[np.float64]  # firm, column: what partners feel, 1 - u or sigma (1 - d)
    mark: NDArray[np.int64]  # firm: the round that last looked at it
    near: NDArray[np.int32]  # the firms that this round looks at, then those that fell
    senders: NDArray[np.int32]  # the firms whose partners feel it in the next round
    largest: NDArray[np.float64]  # column: the largest fall in this round
    slot: NDArray[np.float64]  # column: what is missing in one slot
    worst: NDArray[np.float64]  # column: in the worst slot of one firm


class Work(NamedTuple):
    """One worker's memory. Between two runs all of it is as ``new_work`` made it, at the cost
    of what the last run touched, so that a run never costs the size of the whole network."""

    state: NDArray[np.int64]
    rounds: NDArray[np.int64]  # column: rounds taken until it stood still
    active: NDArray[np.float64]  # column: 1 while it moves, 0 after
    up: Side
    down: Side
    touched: NDArray[np.int32]
    is_touched: NDArray[np.bool_]
    head: NDArray[np.int32]  # industry: first of its sellers that fell, then follow behind
    behind: NDArray[np.int32]
    is_linked: NDArray[np.bool_]
    moved: NDArray[np.int32]  # industries with a seller that fell in this round
    moved_mark: NDArray[np.int64]
    left: NDArray[np.float64]  # column: what an industry still sells
    gone: NDArray[np.float64]  # column: what those of its sellers that fell used to sell
    fallen: NDArray[np.int64]  # column: how many they are
    answer: NDArray[np.float64]  # what (all, upstream, downstream), column: sold output lost


def new_work(model: Model) -> Work:
    """Empty memory for one worker: about 550 bytes a firm."""
    n, m = len(model.sold), len(model.market)

    def ints(size: int, value: int = 0) -> NDArray[np.int32]:
        return np.full(size, value, np.int32)

    def side() -> Side:
        return Side(
            lost=np.zeros((n, COLUMNS)),
            sent=np.zeros((n, COLUMNS)),
            mark=np.zeros(n, np.int64),
            near=ints(n),
            senders=ints(n),
            largest=np.zeros(COLUMNS),
            slot=np.zeros(COLUMNS),
            worst=np.zeros(COLUMNS),
        )

    return Work(
        state=np.zeros(6, np.int64),
        rounds=np.zeros(COLUMNS, np.int64),
        active=np.zeros(COLUMNS),
        up=side(),
        down=side(),
        touched=ints(n),
        is_touched=np.zeros(n, np.bool_),
        head=ints(m, -1),
        behind=ints(n, -1),
        is_linked=np.zeros(n, np.bool_),
        moved=ints(m),
        moved_mark=np.zeros(m, np.int64),
        left=np.zeros(COLUMNS),
        gone=np.zeros(COLUMNS),
        fallen=np.zeros(COLUMNS, np.int64),
        answer=np.zeros((3, COLUMNS)),
    )
