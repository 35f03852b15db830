"""Rounds of the Economic Systemic Risk Index along the frontier, compiled by Numba.

The optional fast path, imported only where Numba is installed; the answers are those of
``_esri_numpy``. Sixteen failures run side by side, one a column, so that one look at an edge
serves all of them. A round touches the firms whose u or d fell in the round before, and their
neighbours; nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from kg.analysis._esri_model import LEAST, Flow, Model
from kg.analysis._esri_work import COLUMNS, Side, Work

__all__ = ["fail_each"]

# Machine code on disk is renewed when this file changes: touch it after changing a constant that
# it imports.
F = TypeVar("F", bound=Callable[..., Any])

# Places in Work.state.
_ROUND, _RUNNING, _REACHED, _TOUCHED, _SEND_UP, _SEND_DOWN = range(6)


def _compiled(function: F) -> F:
    """The function as machine code that lets other threads run, kept on disk where possible."""
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # no folder to keep it in: compile anew in each process
        return cast(F, numba.njit(nogil=True)(function))


# Steps inside the innermost loops are written out: handing a tuple of arrays to a function
# counts references to each of them, which costs a thousand times the step itself.


@_compiled
def _look(flow: Flow, side: Side, senders: int, now: int) -> int:
    """Find the firms that feel any of those that sent more in the last round; how many."""
    start, feels, mark, near = flow.start, flow.feels, side.mark, side.near
    count = 0
    for place in range(senders):
        sender = side.senders[place]
        for edge in range(start[sender], start[sender + 1]):
            firm = feels[edge]
            if mark[firm] != now:
                mark[firm] = now
                near[count] = firm
                count += 1
    if count * 4 > len(mark):  # many: in order of their numbers memory is read in order too
        count = 0
        for other in range(len(mark)):
            if mark[other] == now:
                near[count] = other
                count += 1
    return count


@_compiled
def _settle(flow: Flow, side: Side, active: NDArray[np.float64], count: int) -> int:
    """A firm loses as its worst slot; how many fell, now first in ``near``."""
    first, begin, senders, part = flow.first, flow.begin, flow.sender, flow.part
    lost, sent, near, largest = side.lost, side.sent, side.near, side.largest
    missing, worst = side.slot, side.worst
    largest[:] = 0.0
    fell = 0
    for place in range(count):
        firm = near[place]
        for column in range(COLUMNS):
            worst[column] = lost[firm, column]
        for slot in range(first[firm], first[firm + 1]):
            for column in range(COLUMNS):
                missing[column] = 0.0
            for edge in range(begin[slot], begin[slot + 1]):
                sender, share = senders[edge], part[edge]
                for column in range(COLUMNS):
                    missing[column] += sent[sender, column] * share
            for column in range(COLUMNS):
                value = missing[column]
                worst[column] = value if value > worst[column] else worst[column]
        most = 0.0
        for column in range(COLUMNS):
            value = worst[column] if worst[column] < 1.0 else 1.0
            fall = (value - lost[firm, column]) * active[column]  # what stands still stays
            fall = fall if fall > LEAST else 0.0
            lost[firm, column] += fall
            largest[column] = fall if fall > largest[column] else largest[column]
            most = fall if fall > most else most
        if most > 0.0:
            near[fell] = firm
            fell += 1
    return fell


@_compiled
def _touch(model: Model, work: Work, side: Side, count: int) -> None:
    """Note the firms that fell, to be summed and wiped at the end."""
    up, down, touched, is_touched = model.up.start, model.down.start, work.touched, work.is_touched
    total, reached = work.state[_TOUCHED], 0
    for place in range(count):
        firm = side.near[place]
        if not is_touched[firm]:
            is_touched[firm] = True
            touched[total] = firm
            total += 1
            reached += up[firm + 1] - up[firm] + down[firm + 1] - down[firm]
    work.state[_TOUCHED] = total
    work.state[_REACHED] += reached


@_compiled
def _send_up(side: Side, count: int) -> int:
    """Suppliers feel in the next round what these firms lost in this one; how many."""
    for place in range(count):
        firm = side.near[place]
        side.senders[place] = firm
        for column in range(COLUMNS):
            side.sent[firm, column] = side.lost[firm, column]
    return count


@_compiled
def _replace(model: Model, work: Work, count: int, now: int) -> int:
    """Work out sigma_i (1 - d_i) anew where it may have risen; how many now send more."""
    moved = 0
    for place in range(count):
        firm = work.down.near[place]
        if model.sold[firm] == 0.0:
            continue
        group = model.industry[firm]
        if not work.is_linked[firm]:
            work.is_linked[firm] = True
            work.behind[firm] = work.head[group]
            work.head[group] = firm
        if work.moved_mark[group] != now:
            work.moved_mark[group] = now
            work.moved[moved] = group
            moved += 1
    senders = 0
    for place in range(moved):
        _market_left(model, work, work.moved[place])
        senders = _market_share(model, work, work.moved[place], senders)
    return senders


@_compiled
def _market_left(model: Model, work: Work, group: int) -> None:
    """sum r_m d_m of an industry, from the firms that fell alone."""
    lost, left, gone, fallen = work.down.lost, work.left, work.gone, work.fallen
    left[:] = 0.0
    gone[:] = 0.0
    fallen[:] = 0
    firm = work.head[group]
    while firm >= 0:
        sold = model.sold[firm]
        for column in range(COLUMNS):
            value = lost[firm, column]
            if value > 0.0:  # in this column; another one may have brought the firm here
                left[column] += sold * (1.0 - value)
                gone[column] += sold
                fallen[column] += 1
        firm = work.behind[firm]
    for column in range(COLUMNS):
        if fallen[column] < model.sellers[group]:  # else exactly 0, which subtraction misses
            left[column] += max(model.market[group] - gone[column], 0.0)


@_compiled
def _market_share(model: Model, work: Work, group: int, senders: int) -> int:
    """sigma_i (1 - d_i) of every firm of the industry that ever fell.

    It rises for firms that did not fall in this round too: there is less left to replace them.
    Firms that never fell send nothing (1 - d is 0), whatever their sigma.
    """
    lost, sent, left, behind = work.down.lost, work.down.sent, work.left, work.behind
    firm = work.head[group]
    while firm >= 0:
        sold = model.sold[firm]
        rises = False
        for column in range(COLUMNS):
            most = left[column] if left[column] > sold else sold
            value = sold / most * lost[firm, column]
            if value > sent[firm, column]:
                sent[firm, column] = value
                rises = True
        if rises:
            work.down.senders[senders] = firm
            senders += 1
        firm = behind[firm]
    return senders


@_compiled
def _wipe(flow: Flow, side: Side, firm: int) -> None:
    """Forget a firm, and that its partners were looked at."""
    for edge in range(flow.start[firm], flow.start[firm + 1]):
        side.mark[flow.feels[edge]] = 0
    side.lost[firm, :] = 0.0
    side.sent[firm, :] = 0.0
    side.mark[firm] = 0


@_compiled
def _finish(model: Model, work: Work) -> None:
    """Sum the answers over the firms touched, and wipe what they touched."""
    answer = work.answer
    answer[:] = 0.0
    for place in range(work.state[_TOUCHED]):
        firm = work.touched[place]
        sold = model.sold[firm]
        for column in range(COLUMNS):
            up, down = work.up.lost[firm, column], work.down.lost[firm, column]
            answer[0, column] += sold * max(up, down)
            answer[1, column] += sold * up
            answer[2, column] += sold * down
        _wipe(model.up, work.up, firm)
        _wipe(model.down, work.down, firm)
        group = model.industry[firm]
        work.head[group] = -1
        work.moved_mark[group] = 0
        work.is_touched[firm] = False
        work.is_linked[firm] = False
    work.state[_RUNNING] = 0


@_compiled
def _close(side: Side, firms: NDArray[np.int64], lost: float) -> int:
    """The first round: each column's firm keeps its remaining capacity; how many firms fell."""
    side.largest[:] = 0.0
    if lost <= 0.0:
        return 0
    for column in range(len(firms)):
        side.near[column] = firms[column]
        side.lost[firms[column], column] = lost
        side.largest[column] = lost
    return len(firms)


@_compiled
def fail_each(
    model: Model,
    work: Work,
    firms: NDArray[np.int64],
    psi: float,
    tol: float,
    max_iter: int,
    budget: int,
) -> bool:
    """Run the failures of up to sixteen different firms, each alone, for about ``budget`` steps.

    True when all are done: ``work.answer`` then holds the sums of sold output lost (all,
    upstream, downstream), ``work.rounds`` the rounds, ``work.active`` 1 where they did not
    converge, ``work.state`` the edges. False: called again with the same arguments it goes on
    where it stopped, so that Python can answer Ctrl-C in between.
    """
    state = work.state
    if state[_RUNNING] == 0:
        state[:] = 0
        state[_RUNNING] = 1
        work.rounds[:] = 0
        work.active[:] = 0.0
        work.active[: len(firms)] = 1.0
    steps = 0
    while work.active.any() and state[_ROUND] < max_iter:
        if steps >= budget:
            return False
        state[_ROUND] += 1
        now = state[_ROUND]
        if now == 1:
            up, down = _close(work.up, firms, 1.0 - psi), _close(work.down, firms, 1.0 - psi)
        else:
            up = _look(model.up, work.up, state[_SEND_UP], now)
            up = _settle(model.up, work.up, work.active, up)
            down = _look(model.down, work.down, state[_SEND_DOWN], now)
            down = _settle(model.down, work.down, work.active, down)
        _touch(model, work, work.up, up)
        _touch(model, work, work.down, down)
        state[_SEND_UP] = _send_up(work.up, up)
        state[_SEND_DOWN] = _replace(model, work, down, now)
        steps += 1 + state[_REACHED]
        for column in range(COLUMNS):
            if work.active[column] > 0.0:
                work.rounds[column] = now
                largest = max(work.up.largest[column], work.down.largest[column])
                if largest < tol or largest == 0.0:
                    work.active[column] = 0.0
    _finish(model, work)
    return True
