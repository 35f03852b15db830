"""Many failures on several threads, with progress, and a clean end on Ctrl-C."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.analysis._esri_model import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Job", "Progress", "fill_all"]

Progress = Callable[[int, int], None]

_COLUMNS = 16  # failures side by side, as in _esri_numba; in NumPy more fall out of the cache
_BUDGET = 5_000_000  # edges that compiled code looks at before Python may stop it: under 1 s
_GLANCE = 0.1  # seconds between reports of progress


@dataclass(frozen=True)
class Job:
    """What is to be computed. Each batch writes columns of ``table`` that no other one does.

    ``table`` (5, k) by place in ``firms``: sold output lost (all, upstream, downstream),
    rounds, converged. ``order`` (k,) are places in ``firms``; neighbours in it run together.
    """

    model: Model
    firms: NDArray[np.int64]
    order: NDArray[np.int64]
    psi: float
    tol: float
    max_iter: int
    table: NDArray[np.float64]


class _StoppedError(Exception):
    """Another thread failed, or the caller asked to stop."""


class _Queue:
    """Batches of places, handed out once each; counts what is done."""

    def __init__(self, job: Job) -> None:
        self._lock = threading.Lock()
        starts = range(0, len(job.order), _COLUMNS)
        self._batches: Iterator[NDArray[np.int64]] = (
            job.order[at : at + _COLUMNS] for at in starts
        )
        self._stop = threading.Event()
        self.done = 0

    def next(self) -> NDArray[np.int64] | None:
        """The next batch, or None when there is none left."""
        with self._lock:
            return next(self._batches, None)

    def finished(self, count: int) -> None:
        """Count what a batch has done."""
        with self._lock:
            self.done += count

    def stop(self) -> None:
        """Make every thread raise at its next tick."""
        self._stop.set()

    def tick(self) -> None:
        """Raise if the work is to stop."""
        if self._stop.is_set():
            raise _StoppedError


def fill_all(job: Job, *, compiled: bool, workers: int | None, progress: Progress | None) -> None:
    """Fill the job's table. ``progress`` runs on the caller's thread; so does KeyboardInterrupt,
    after which the other threads stop within about a second (the first time on a machine only
    when the compiler is done, some ten seconds). ImportError if ``compiled`` without Numba. The
    answer does not depend on ``workers``.
    """
    run = _numba_run(job) if compiled else _numpy_run(job)
    queue = _Queue(job)
    count = min(workers or _processors(), -(-len(job.order) // _COLUMNS)) or 1
    with ThreadPoolExecutor(count) as pool:
        futures = {pool.submit(run, queue) for _ in range(count)}
        try:
            running = futures
            while running:
                _, running = wait(running, _GLANCE, FIRST_EXCEPTION)
                if progress is not None:
                    progress(queue.done, len(job.order))
                for future in futures - running:
                    future.result()
        finally:
            queue.stop()  # the pool waits for its threads when it is left


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _numpy_run(job: Job) -> Callable[[_Queue], None]:
    import numpy as np

    from kg.analysis._esri_numpy import losses, reach

    def run(queue: _Queue) -> None:
        while (batch := queue.next()) is not None:
            queue.tick()
            failing = job.firms[batch]
            near = reach(job.model, failing)
            floor = np.zeros((len(near), len(batch)))
            floor[np.searchsorted(near, failing), np.arange(len(batch))] = 1.0 - job.psi
            found = losses(job.model, near, floor, job.tol, job.max_iter, queue.tick)
            sold = job.model.sold[near]
            job.table[0, batch] = sold @ np.maximum(found.up, found.down)
            job.table[1, batch] = sold @ found.up
            job.table[2, batch] = sold @ found.down
            job.table[3, batch] = found.rounds
            job.table[4, batch] = found.converged
            queue.finished(len(batch))

    return run


def _numba_run(job: Job) -> Callable[[_Queue], None]:
    from kg.analysis._esri_numba import fail_each
    from kg.analysis._esri_work import new_work

    def run(queue: _Queue) -> None:
        work = new_work(job.model)
        while (batch := queue.next()) is not None:
            failing = job.firms[batch]
            queue.tick()
            while not fail_each(job.model, work, failing, job.psi, job.tol, job.max_iter, _BUDGET):
                queue.tick()
            size = len(batch)
            job.table[:3, batch] = work.answer[:, :size]
            job.table[3, batch] = work.rounds[:size]
            job.table[4, batch] = work.active[:size] == 0.0
            queue.finished(size)

    return run
