"""The Economic Systemic Risk Index of all firms: ``python tests/benchmarks/esri.py [LARGEST]``.

Scale-free supply graphs from the seeded generator, a fifth of the pairs of 20 industries of
class 0, two fifths each non-essential and essential. Each row runs in a process of its own, so
that its peak memory is its own; Numba is loaded, and compiled where it must be, before the clock
starts, and that time stands in a column of its own. "reached" are the edges at the firms that
one failure touches, on average; a look is one edge in one round, which serves the 16 failures
side by side. Naive is the definition written out, on a sample of firms of the smallest graph.
Goal: all firms of 10,000 firms and 50,000 edges in 60 s on 2 processors, within 1 GB.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

_TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_TESTS), str(_TESTS / "analysis"), str(_TESTS.parent)]

_SIZES = ((1_000, 5_000), (3_000, 15_000), (10_000, 50_000))
_NAIVE = 3  # failures; each costs minutes at more than a thousand firms


def main() -> None:
    """Print a line for each size and engine."""
    if len(sys.argv) > 2:
        _one(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
        return
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else _SIZES[-1][0]
    print(f"{len(os.sched_getaffinity(0))} processors, load {os.getloadavg()[0]:.1f} at the start")
    print(
        f"{'firms':>7} {'edges':>7} {'engine':7} {'load s':>7} {'all s':>8} {'cpu s':>8} "
        f"{'ms/firm':>8} {'reached':>8} {'us/edge':>8} {'rounds':>7} {'peak MB':>8}"
    )
    for n, edges in _SIZES:
        if n > largest:
            continue
        for engine in ("numba", "numpy", "naive"):
            if engine == "naive" and n > _SIZES[0][0]:
                continue
            command = [sys.executable, __file__, str(n), str(edges), engine]
            subprocess.run(command, check=True)


def _one(n: int, edges: int, engine: str) -> None:
    import numpy as np
    from generator.supply import supply_graph
    from scipy import sparse

    from kg.analysis._esri_model import checked_model
    from kg.analysis._esri_numpy import reach
    from kg.analysis.esri import esri_channels

    graph = supply_graph(n, edges, 1)
    weights = sparse.csr_array((graph.weight, (graph.source, graph.target)), shape=(n, n))
    essential = np.random.default_rng(1).choice([0, 1, 2], (20, 20), p=[0.2, 0.4, 0.4])
    case = (weights, graph.industry, essential)
    model = checked_model(*case)
    degree = np.diff(model.up.start) + np.diff(model.down.start)
    some = range(0, n, max(1, n // 200))
    reached = np.mean([degree[reach(model, np.array([firm]))].sum() for firm in some])

    start = time.perf_counter()
    if engine == "numba":
        esri_channels(*case, firms=[0], engine="numba")
    load = time.perf_counter() - start
    start, cpu = time.perf_counter(), time.process_time()
    if engine == "naive":
        rounds, firms = _naive(case), _NAIVE
    else:
        answer = esri_channels(*case, engine=engine)  # type: ignore[arg-type] # one of the two
        rounds, firms = float(answer.iterations.mean()), n
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{n:7} {edges:7} {engine:7} {load:7.1f} {seconds:8.1f} {cpu:8.1f} "
        f"{seconds / firms * 1e3:8.2f} {reached:8.0f} {seconds / firms / reached * 1e6:8.3f} "
        f"{rounds:7.1f} {peak:8.0f}",
        flush=True,
    )


def _naive(case: tuple[object, ...]) -> float:
    from test_esri import naive

    weights, industry, essential = (x.tolist() for x in (case[0].toarray(), *case[1:]))  # type: ignore[attr-defined] # arrays
    n = len(industry)
    rounds = 0
    for firm in range(_NAIVE):
        psi = [float(i != firm) for i in range(n)]
        rounds += naive(weights, industry, essential, psi)[3]
    return rounds / _NAIVE


if __name__ == "__main__":
    main()
