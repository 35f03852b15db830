"""How fast the measures are: ours, plain networkx and igraph in the same run.

Run: ``python tests/benchmarks/analysis.py [--large] [--sizes 10000,100000]``

Seeded scale-free supply graphs (tests/generator/supply.py), three relations a firm. Each measure
is timed from the arrays that a store gives to the values: conversion counts, for every library.
networkx's and igraph's cells are conversion + measure; ``x`` is networkx's time through ours.
``off by`` is the largest difference from networkx's values (igraph's where networkx is left
out or not settled), for clusters the modularity of ours and of the other. igraph is GPL: a peer
here, never a dependency; without it its column stays empty. Best of three runs, of one where a
run takes over two seconds.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from kg import analysis
from kg.analysis import Digraph

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from generator.supply import SupplyGraph, supply_graph

try:
    import igraph
except ModuleNotFoundError:
    igraph = None

_SETTLED = {"tol": 1e-14, "max_iter": 5000}
_SETTLE_UP_TO = 20_000  # firms
_PLAIN_UP_TO = 200_000


@dataclass(frozen=True)
class Case:
    """One measure: by us, by networkx, by igraph; ``slow`` ends networkx's part at that size.

    Values are arrays in node order. ``plain`` is networkx as anyone would call it, which is what
    is timed; ``settled`` what it is compared with where its own tolerance is coarser than ours.
    """

    name: str
    ours: Callable[[Digraph[Any]], Any]
    plain: Callable[[Any], Any] | None
    igraph: Callable[[Any], Any] | None = None
    settled: Callable[[Any], Any] | None = None
    undirected: bool = False
    slow: int = _PLAIN_UP_TO
    ours_up_to: int = 2_000_000


def _by_node(values: dict[int, float]) -> Any:
    found = np.zeros(len(values))
    found[list(values)] = list(values.values())
    return found


def _groups(parts: Any) -> set[frozenset[int]]:
    return {frozenset(part) for part in parts}


ALPHA = 0.002  # small enough for the hubs of every size


def _cases() -> list[Case]:
    a, n = analysis, nx
    return [
        Case("degree", lambda g: a.degree(g).array, lambda g: _by_node(dict(g.degree())),
             lambda g: np.array(g.degree())),
        Case("strength", lambda g: a.strength(g).array,
             lambda g: _by_node(dict(g.degree(weight="weight"))),
             lambda g: np.array(g.strength(weights="weight"))),
        Case("PageRank", lambda g: a.pagerank(g).array, lambda g: _by_node(n.pagerank(g)),
             lambda g: np.array(g.pagerank(weights="weight")),
             lambda g: _by_node(n.pagerank(g, **_SETTLED))),
        Case("Katz", lambda g: a.katz_centrality(g, alpha=ALPHA).array,
             lambda g: _by_node(n.katz_centrality(g, alpha=ALPHA, weight=None)), None,
             lambda g: _by_node(n.katz_centrality(g, alpha=ALPHA, weight=None, tol=1e-13))),
        Case("eigenvector", lambda g: a.eigenvector_centrality(g).array,
             lambda g: _by_node(n.eigenvector_centrality(g, max_iter=5000)),
             lambda g: np.array(g.eigenvector_centrality(scale=True)),
             lambda g: _by_node(n.eigenvector_centrality(g, max_iter=20_000, tol=1e-13)),
             undirected=True),
        Case("HITS", lambda g: a.hits(g)[1].array, lambda g: _by_node(n.hits(g)[1]),
             lambda g: np.array(g.authority_score(weights="weight"))),
        Case("weak components", lambda g: a.weak_components(g).array,
             lambda g: list(n.weakly_connected_components(g)),
             lambda g: g.connected_components(mode="weak")),
        Case("strong components", lambda g: a.strong_components(g).array,
             lambda g: list(n.strongly_connected_components(g)),
             lambda g: g.connected_components(mode="strong")),
        Case("core numbers", lambda g: a.core_number(g).array,
             lambda g: _by_node(n.core_number(g)), lambda g: np.array(g.coreness()),
             undirected=True),
        Case("articulation points", a.articulation_points,
             lambda g: set(n.articulation_points(g)),
             lambda g: set(g.articulation_points()), undirected=True),
        Case("bridges", lambda g: _groups(a.bridges(g)), lambda g: _groups(n.bridges(g)),
             lambda g: _groups(g.es[k].tuple for k in g.bridges()), undirected=True),
        Case("reciprocity", a.reciprocity, n.reciprocity, lambda g: g.reciprocity()),
        Case("trophic levels", lambda g: a.trophic_levels(g).array, None),
        Case("closeness", lambda g: a.closeness_centrality(g).array,
             lambda g: _by_node(n.closeness_centrality(g)), None, slow=20_000,
             ours_up_to=20_000),
        Case("harmonic", lambda g: a.harmonic_centrality(g).array,
             lambda g: _by_node(n.harmonic_centrality(g)),
             lambda g: np.array(g.harmonic_centrality(mode="in", normalized=False)),
             slow=20_000, ours_up_to=20_000),
        Case("betweenness, exact", lambda g: a.betweenness(g, exact=True).values.array,
             lambda g: _by_node(n.betweenness_centrality(g)),
             lambda g: np.array(g.betweenness()) / ((g.vcount() - 1) * (g.vcount() - 2)),
             slow=20_000, ours_up_to=20_000),
        Case("betweenness, sampled",
             lambda g: a.betweenness(g, exact=False, epsilon=0.01).values.array, None),
        Case("Louvain", lambda g: a.communities(g, engine="networkit").array,
             lambda g: n.community.louvain_communities(g, seed=1),
             lambda g: g.community_multilevel(weights="weight"), undirected=True),
        Case("Leiden", lambda g: a.communities(g, method="leiden").array, None,
             lambda g: g.community_leiden("modularity", weights="weight", n_iterations=3),
             undirected=True),
    ]  # fmt: skip


def main() -> None:
    """Print one table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000", help="firms, with commas")
    parser.add_argument(
        "--large", action="store_true", help="a million firms too, without networkx"
    )
    parser.add_argument("--only", default="", help="measures whose name holds this")
    given = parser.parse_args()
    # igraph's words on eigenvectors of networks in parts, which everyone here is asked for
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="igraph|__main__")
    sizes = [int(size) for size in given.sizes.split(",")] + [1_000_000] * given.large
    analysis.communities(Digraph.from_arrays(2, [0], [1]), engine="networkit")  # NetworKit's import
    for size in sizes:
        _table(supply_graph(size, 3 * size), given.only)


def _table(supply: SupplyGraph, only: str) -> None:
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"\n{supply.n:,} firms, {len(supply.source):,} relations; seconds; {load}")
    print(f"{'':21} {'ours':>8} {'networkx':>17} {'x':>6} {'igraph':>17}  off by")
    peers: dict[bool, tuple[Any, float, Any, float]] = {}
    ratios = []
    for case in _cases():
        if only not in case.name or supply.n > case.ours_up_to:
            continue
        if case.undirected not in peers:
            peers[case.undirected] = _peers(supply, undirected=case.undirected)
        mine, found = _timed(lambda case=case: case.ours(_ours(supply, case)))
        line = f"{case.name:21} {mine:8.3f}"
        plain, plain_in, other, other_in = peers.get(case.undirected, (None, 0.0, None, 0.0))
        expected = None
        if case.plain and plain is not None and supply.n <= case.slow:
            spent, expected = _timed(lambda case=case, plain=plain: case.plain(plain), once=True)
            ratios.append(((plain_in + spent) / mine, spent / mine))
            line += f" {plain_in:6.2f} + {spent:8.2f} {ratios[-1][0]:6.0f}"
            if case.settled:  # minutes, on a large network: there igraph's stands in
                expected = case.settled(plain) if supply.n <= _SETTLE_UP_TO else None
        else:
            line += f" {'-':>17} {'-':>6}"
        if case.igraph and other is not None:
            spent, theirs = _timed(lambda case=case, other=other: case.igraph(other))
            line += f" {other_in:6.2f} + {spent:8.2f}"
            expected = theirs if expected is None else expected
        else:
            line += f" {'-':>17}"
        print(f"{line}  {_difference(supply, case, found, expected)}", flush=True)
    if ratios:
        whole, alone = np.median(ratios, axis=0)
        print(f"median of x: {whole:.0f}; with networkx's graph given as built: {alone:.0f}")


def _ours(supply: SupplyGraph, case: Case) -> Digraph[Any]:
    graph = Digraph.from_arrays(supply.n, supply.source, supply.target, supply.weight)
    return graph.undirected() if case.undirected else graph


def _peers(supply: SupplyGraph, *, undirected: bool) -> tuple[Any, float, Any, float]:
    """networkx's and igraph's graph of the same edges, and what building them took."""
    matrix = Digraph.from_arrays(supply.n, supply.source, supply.target, supply.weight)
    edges = (matrix.undirected() if undirected else matrix).matrix.tocoo()
    row, column = edges.coords
    keep = row <= column if undirected else np.ones(len(row), bool)
    row, column, weight = row[keep], column[keep], edges.data[keep]

    def build_plain() -> Any:
        graph: Any = nx.Graph() if undirected else nx.DiGraph()
        graph.add_nodes_from(range(supply.n))
        graph.add_weighted_edges_from(
            zip(row.tolist(), column.tolist(), weight.tolist(), strict=True)
        )
        return graph

    def build_igraph() -> Any:
        graph = igraph.Graph(supply.n, np.column_stack([row, column]), directed=not undirected)
        graph.es["weight"] = weight.tolist()
        return graph

    small = supply.n <= _PLAIN_UP_TO
    plain_in, plain = _timed(build_plain, once=True) if small else (0.0, None)
    other_in, other = _timed(build_igraph, once=True) if igraph else (0.0, None)
    return plain, plain_in, other, other_in


def _timed(run: Callable[[], Any], *, once: bool = False) -> tuple[float, Any]:
    best = float("inf")
    for _ in range(1 if once else 3):
        start = time.perf_counter()
        found = run()
        best = min(best, time.perf_counter() - start)
        if best > 2:
            break
    return best, found


def _difference(supply: SupplyGraph, case: Case, found: Any, expected: Any) -> str:
    """How far two answers are apart, in the measure's own terms."""
    if case.name in ("Louvain", "Leiden"):
        parts = [found] if expected is None else [found, _labels(supply.n, expected)]
        return " ".join(f"{analysis.modularity(_ours(supply, case), p):.4f}" for p in parts)
    if expected is None:
        return ""
    if "components" in case.name:
        return "0" if _as_sets(found) == _groups(expected) else "DIFFERENT"
    if isinstance(found, set):
        return "0" if found == expected else "DIFFERENT"
    if case.name in ("HITS", "eigenvector"):  # igraph scales to a largest value of 1
        expected = expected * (np.max(found) / np.max(expected))
    return f"{np.max(np.abs(found - expected)):.0e}"


def _as_sets(labels: Any) -> set[frozenset[int]]:
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return {frozenset(part.tolist()) for part in np.split(order, cuts)}


def _labels(n: int, parts: Any) -> Any:
    labels = np.zeros(n, int)
    for k, part in enumerate(parts):
        labels[list(part)] = k
    return labels


if __name__ == "__main__":
    main()
