"""Saved queries on the bundled pack: ``python tests/benchmarks/saved_queries.py``.

Goal: each well under a second (here: 0.2 s). Best of 5 runs with the example parameters, in ms.
"""

from __future__ import annotations

import time

import kg
from kg.query import SavedQuery, bind, saved_queries, to_term

RUNS = 5
GOAL = 200.0


def milliseconds(graph: kg.Graph, query: SavedQuery) -> float:
    """The best of some runs with the parameters' examples."""
    text = bind(query.text, {p.name: to_term(p, p.example) for p in query.params})
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        graph.store.select(text)
        best = min(best, (time.perf_counter() - start) * 1000)
    return best


def main() -> None:
    """Print one line a query, the slowest first; those over the goal are marked."""
    graph = kg.open()
    taken = {query.id: milliseconds(graph, query) for query in saved_queries().values()}
    for name, best in sorted(taken.items(), key=lambda item: -item[1]):
        print(f"{best:8.1f}  {name}{'  over the goal' if best > GOAL else ''}")


if __name__ == "__main__":
    main()
