"""The columns of edges against the engine: opening, writing again, counting.

``python tests/benchmarks/edges.py [PACK]``: PACK is a folder of CSV files (by default a synthetic
city of 30,000 firms is made, which takes some minutes). Prints a table; asserts nothing.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import kg
from kg.edges import _EDGES, EdgeTable, edges_of, write_edges

_COUNT = """
SELECT ?segment (COUNT(DISTINCT ?firm) AS ?n) WHERE {
  ?record a kg:SegmentActivity ; kg:segment ?segment ; kg:agent ?firm
} GROUP BY ?segment"""


def _median(call: Callable[[], object], times: int = 9) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def _counted(folder: Path) -> int:
    """Distinct firms of each segment, opening the columns anew each time."""
    table = EdgeTable(folder)
    here = table.relation == table.relations.index("activeIn")
    pairs = table.source[here].astype(np.int64) * len(table.nodes) + table.target[here]
    return int((np.bincount(np.unique(pairs) % len(table.nodes)) > 0).sum())


def _million(folder: Path) -> None:
    """A million edges between 330,000 nodes, as the engine would tell them."""
    random = np.random.default_rng(1)
    source, target = random.integers(0, 330_000, (2, 1_000_000))
    term = "https://w3id.org/chainkg/ontology#"
    lines = [b"record,edge,source,target"] + [
        f"x:{k},{term}suppliesTo,x:n{a},x:n{b}".encode()
        for k, (a, b) in enumerate(zip(source.tolist(), target.tolist(), strict=True))
    ]
    edges = b"\r\n".join(lines)
    write_edges(folder, lambda query: edges if query == _EDGES else b"a,b\r\n")


def _opened(folder: Path) -> int:
    table = EdgeTable(folder)
    return int(table.source[-1]) + int(table.target[-1]) + len(table.nodes) + len(table.records)


def main() -> None:
    """Make the pack unless one is given, measure, print."""
    with tempfile.TemporaryDirectory() as scratch:
        aside = Path(scratch)
        if len(sys.argv) > 1:
            pack = Path(sys.argv[1])
        else:
            sys.path.insert(0, str(Path(__file__).parents[2]))
            from tests.generator.make import main as make

            pack = aside / "city"
            make([str(pack), "--firms", "30000"])
        graph = kg.open(pack)
        table = edges_of(graph.store)
        print(f"{len(table):,} edges, {len(table.nodes):,} nodes")
        rebuilt = iter(range(100))
        export = _median(lambda: graph.store.csv(_EDGES), 3)
        again = _median(lambda: write_edges(aside / str(next(rebuilt)), graph.store.csv), 3)
        sparql = _median(lambda: graph.store.csv(_COUNT), 5)
        columns = _median(lambda: _counted(graph.store.folder / "edges"))
        _million(aside / "million")
        load = _median(lambda: _opened(aside / "million"))
        print(f"open 1,000,000 edges: {load:.1f} ms")
        print(f"write from the store: {again:,.0f} ms, the engine's CSV of it {export:,.0f} ms: "
              f"{again / export:.1f} times")  # fmt: skip
        print(f"firms by segment: {columns:.2f} ms, SPARQL {sparql:,.0f} ms: "
              f"{sparql / columns:,.0f} times faster")  # fmt: skip


if __name__ == "__main__":
    main()
