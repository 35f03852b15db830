"""Ours beside NetworKit and bare SciPy on the same arrays: ``python tests/benchmarks/engines.py``.

Seconds from arrays to values, conversion counted, medians of three in one run; the last column is
ours through the better of the two. Goal: at most 1.3. Prints a table; asserts nothing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkit as nk
import numpy as np
from scipy.sparse import csr_array, triu
from scipy.sparse.csgraph import connected_components

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from generator import supply_graph  # noqa: E402 - found by the path set above

from kg import analysis  # noqa: E402 - likewise
from kg.analysis import Digraph  # noqa: E402 - likewise


def _pagerank(matrix: csr_array[Any]) -> Any:
    """Power iteration as anyone would write it with SciPy, to the tolerance of ours."""
    n = matrix.shape[0]
    out = matrix.sum(axis=1)
    share = np.divide(1.0, out, out=np.zeros(n), where=out > 0)
    turned, x, last = matrix.T.tocsr(), np.full(n, 1 / n), 1.0
    while last > 1e-8:
        new = 0.85 * (turned @ (x * share) + x[out == 0].sum() / n) + 0.15 / n
        last, x = np.abs(new - x).sum(), new
    return x


def _nk(graph: Any, *, undirected: bool) -> Any:
    row, column, data = graph.source, graph.target, graph.weight
    if undirected:
        # Its own removal of parallel edges crashes on graphs from arrays.
        one = csr_array((data, (row, column)), shape=(graph.n, graph.n))
        both = triu(one + one.T, 1).tocoo()
        (row, column), data = both.coords, both.data
    ends = (data, (row.astype(np.uint64), column.astype(np.uint64)))  # signed numbers crash it
    return nk.GraphFromCoo(ends, n=graph.n, weighted=True, directed=not undirected)


def _run(algorithm: Callable[[Any], Any], graph: Any, answer: str) -> Any:
    # The graph is held here: some algorithms of NetworKit keep no reference to theirs.
    made = algorithm(graph)
    made.run()
    return getattr(made, answer)()


def _taken(call: Callable[[], object]) -> float:
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        call()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=100_000)
    firms = parser.parse_args().firms
    g = supply_graph(firms, 3 * firms)

    def ours(undirected: bool = False) -> Digraph[Any]:
        made = Digraph.from_arrays(g.n, g.source, g.target, g.weight)
        return made.undirected() if undirected else made

    def matrix() -> csr_array[Any]:
        return csr_array((g.weight, (g.source, g.target)), shape=(g.n, g.n))

    def kit(undirected: bool = False) -> Any:
        return _nk(g, undirected=undirected)

    cases: list[tuple[str, Callable[[], Any], Callable[[], Any] | None, Callable[[], Any] | None]]
    cases = [
        ("PageRank", lambda: analysis.pagerank(ours()),
         lambda: _run(lambda k: nk.centrality.PageRank(k, tol=1e-8), kit(), "scores"),
         lambda: _pagerank(matrix())),
        ("Katz", lambda: analysis.katz_centrality(ours(), alpha=0.002),
         lambda: _run(lambda k: nk.centrality.KatzCentrality(k, 0.002), kit(), "scores"), None),
        ("weak components", lambda: analysis.weak_components(ours()),
         lambda: _run(nk.components.WeaklyConnectedComponents, kit(), "getComponents"),
         lambda: connected_components(matrix(), connection="weak")),
        ("strong components", lambda: analysis.strong_components(ours()),
         lambda: _run(nk.components.StronglyConnectedComponents, kit(), "getComponents"),
         lambda: connected_components(matrix(), connection="strong")),
        ("core numbers", lambda: analysis.core_number(ours(undirected=True)),
         lambda: _run(nk.centrality.CoreDecomposition, kit(undirected=True), "scores"), None),
        ("Louvain", lambda: analysis.communities(ours(undirected=True), engine="networkit"),
         lambda: _run(nk.community.PLM, kit(undirected=True), "getPartition"), None),
        ("Leiden", lambda: analysis.communities(ours(undirected=True), method="leiden"),
         lambda: _run(nk.community.ParallelLeiden, kit(undirected=True), "getPartition"), None),
    ]  # fmt: skip
    print(f"{firms:,} firms, {3 * firms:,} relations")
    print(f"{'':20} {'ours':>8} {'NetworKit':>10} {'SciPy':>8} {'ratio':>6}")
    for name, our, theirs, bare in cases:
        mine = _taken(our)
        others = [_taken(run) if run else float("nan") for run in (theirs, bare)]
        best = min(value for value in others if value == value)
        print(f"{name:20} {mine:8.3f} {others[0]:10.3f} {others[1]:8.3f} {mine / best:6.2f}")


if __name__ == "__main__":
    main()
