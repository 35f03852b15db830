"""How often candidates bring back a hidden partner, and how long one answer takes.

    python tests/benchmarks/candidates.py                        # Zhengzhou
    python tests/benchmarks/candidates.py --firms 300 --seed 2   # and two synthetic cities
    python tests/benchmarks/candidates.py --data DIR --time 20   # time 20 firms of a pack

A synthetic city has planted communities (``--known-structure`` of the generator) or none. The
weights were set by hand and looked at on seed 1; report another seed. The table that it prints
stands in ``kg/candidates.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from generator import make_city, write_city  # noqa: E402 - found by the path set above

import kg  # noqa: E402 - likewise
from kg.candidates.evaluation import METHODS, evaluate, links_of  # noqa: E402 - likewise
from kg.errors import NothingKnownError  # noqa: E402 - likewise


def main() -> None:
    """Read the arguments, measure, print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--firms", type=int, default=0, help="also synthetic cities of this size")
    parser.add_argument("--seed", type=int, default=2, help="of the synthetic cities")
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--data", type=Path, help="a pack of your own instead of Zhengzhou")
    parser.add_argument("--time", type=int, default=0, help="only time so many firms")
    given = parser.parse_args()
    graph = kg.open(*([given.data] if given.data else []))
    if given.time:
        _time(graph, given.time)
        return
    print("| pack | links (hidden) | method | hit@10 | sd | 95 % | MRR@10 | sd | 95 % |")
    print("|---|---|---|---|---|---|---|---|---|")
    _measure("Zhengzhou" if given.data is None else given.data.name, graph, given.repeats)
    for known in (True, False) if given.firms else ():
        with tempfile.TemporaryDirectory() as folder:
            pack = Path(folder) / "city"
            write_city(make_city(given.firms, given.seed, known_structure=known), pack)
            name = f"{given.firms} firms, {'planted' if known else 'no planted'} communities"
            _measure(name, kg.open(pack), given.repeats)


def _measure(name: str, graph: kg.Graph, repeats: int) -> None:
    done = evaluate(
        graph.store, graph.scope, repeats=repeats,
        progress=lambda n: print(f"{name}: {n}/{repeats}", end="\r", file=sys.stderr),
    )  # fmt: skip
    print(file=sys.stderr)
    for method in METHODS:
        m = done.measures[method]
        print(
            f"| {name} | {done.links} ({done.hidden}) | {method}"
            f" | {m.hits:.3f} | {m.hits_sd:.3f} | {_interval(m.hits, m.hits_sd, repeats)}"
            f" | {m.mrr:.3f} | {m.mrr_sd:.3f} | {_interval(m.mrr, m.mrr_sd, repeats)} |",
            flush=True,
        )


def _interval(mean: float, sd: float, repeats: int) -> str:
    """The 95 % interval of the mean over the repeats, by the normal approximation."""
    half = 1.96 * sd / math.sqrt(repeats)
    return f"{mean - half:.3f}-{mean + half:.3f}"


def _time(graph: kg.Graph, count: int) -> None:
    firms = links_of(graph.store, graph.scope).organizations
    chosen = random.Random(1).sample(firms, min(count, len(firms)))  # noqa: S311 - a seeded sample
    took = []
    for firm in chosen:
        start = time.perf_counter()
        with contextlib.suppress(NothingKnownError):
            graph.candidates(firm)
        took.append(time.perf_counter() - start)
    print(
        f"{len(firms)} firms: median {statistics.median(took) * 1000:.0f} ms,"
        f" slowest {max(took) * 1000:.0f} ms of {len(took)}"
    )


if __name__ == "__main__":
    main()
