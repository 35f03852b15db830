"""Measures that are eigenvectors or sums over walks: PageRank, eigenvector, Katz, HITS.

All are power iterations on the sparse matrix, O(edges) a step, and mean what networkx means,
with one difference: they stop when the whole vector moved by less than ``tol`` (1e-8) of its
sum. networkx stops at nodes * 1e-6, so that on a million nodes it would return its first step.
Each raises ConvergenceError where that is not reached in ``max_iter`` steps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kg.analysis.digraph import NodeValues, as_digraph
from kg.errors import ConvergenceError, Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.analysis.digraph import Network

    Vector = NDArray[np.float64]

__all__ = ["eigenvector_centrality", "hits", "katz_centrality", "pagerank"]

_STEPS = 1000
_TOL = 1e-8


def pagerank(
    graph: Network, *, alpha: float = 0.85, tol: float = _TOL, max_iter: int = _STEPS
) -> NodeValues[Any]:
    """PageRank: how often one who follows edges at random, weight by weight, is at a node.

    x = alpha (P^T x + d / n) + (1 - alpha) / n, where P is the matrix with rows summing to 1
    and d the share of x at nodes without outgoing weight. Sums to 1. Brin and Page 1998.

    >>> import networkx as nx
    >>> ranks = pagerank(nx.DiGraph([("a", "hub"), ("b", "hub")]))
    >>> round(ranks["hub"] / ranks["a"], 3)
    2.7
    """
    import numpy as np

    network = as_digraph(graph)
    n = len(network)
    if not n:
        return NodeValues(network, np.zeros(0))
    inflow = network.matrix.T
    out = network.matrix.sum(axis=1)
    dangling = np.flatnonzero(out == 0)
    share = np.divide(1.0, out, out=np.zeros(n), where=out > 0)

    def step(x: Vector) -> Vector:
        flow: Vector = alpha * (inflow @ (x * share))
        flow += (alpha * x[dangling].sum() + 1 - alpha) / n
        return flow

    return NodeValues(network, _settle(step, np.full(n, 1 / n), tol, max_iter))


def eigenvector_centrality(
    graph: Network, *, weighted: bool = False, tol: float = _TOL, max_iter: int = _STEPS
) -> NodeValues[Any]:
    """Eigenvector centrality: a node counts as the sum of those that point to it.

    The left eigenvector A^T x = lambda x of the largest eigenvalue, of length 1, by iterating
    on A + I from equal values, as networkx does. On a network without cycles it does not
    settle. Bonacich 1972.

    >>> import networkx as nx
    >>> round(eigenvector_centrality(nx.star_graph(4))[0], 4)
    0.7071
    """
    import numpy as np

    network = as_digraph(graph)
    n = len(network)
    if not n:
        return NodeValues(network, np.zeros(0))
    inflow = (network.matrix if weighted else network.pattern).T

    def step(x: Vector) -> Vector:
        grown: Vector = inflow @ x + x
        grown /= np.linalg.norm(grown)
        return grown

    return NodeValues(network, _settle(step, np.full(n, n**-0.5), tol, max_iter))


def katz_centrality(
    graph: Network,
    *,
    alpha: float = 0.1,
    beta: float = 1.0,
    weighted: bool = False,
    tol: float = _TOL,
    max_iter: int = _STEPS,
) -> NodeValues[Any]:
    """Katz centrality: walks that end at a node, each step counted ``alpha`` times less.

    x = alpha A^T x + beta, scaled to length 1. It exists for ``alpha`` under 1 / lambda, which
    a hub of d mutual links brings under d ** -0.5. Katz 1953.

    >>> import networkx as nx
    >>> katz = katz_centrality(nx.DiGraph([("ore", "steel"), ("steel", "car")]))
    >>> round(katz["car"] / katz["ore"], 4)
    1.11
    """
    import numpy as np

    network = as_digraph(graph)
    inflow = (network.matrix if weighted else network.pattern).T

    def step(x: Vector) -> Vector:
        counted: Vector = alpha * (inflow @ x) + beta
        return counted

    x = _settle(step, np.zeros(len(network)), tol, max_iter)
    return NodeValues(network, x / (np.linalg.norm(x) or 1.0))


def hits(
    graph: Network, *, tol: float = _TOL, max_iter: int = _STEPS
) -> tuple[NodeValues[Any], NodeValues[Any]]:
    """Hubs and authorities: hubs point to good authorities, to which good hubs point.

    h = W a and a = W^T h, each scaled to the sum 1, from equal values. Where the largest
    singular value is shared by several parts of the network, networkx's answer is any mixture
    of theirs; this one is what equal starting values lead to. All 0 without edges.
    Kleinberg 1999.

    >>> import networkx as nx
    >>> hubs, authorities = hits(nx.DiGraph([("a", "x"), ("a", "y"), ("b", "y")]))
    >>> max(hubs, key=hubs.get), max(authorities, key=authorities.get)
    ('a', 'y')
    """
    import numpy as np

    network = as_digraph(graph)
    n = len(network)
    if not network.matrix.nnz:
        return NodeValues(network, np.zeros(n)), NodeValues(network, np.zeros(n))
    outflow, inflow = network.matrix, network.matrix.T

    def step(x: Vector) -> Vector:
        grown: Vector = outflow @ (inflow @ x)
        grown /= grown.sum()
        return grown

    hub = _settle(step, np.full(n, 1 / n), tol, max_iter)
    authority = inflow @ hub
    return NodeValues(network, hub), NodeValues(network, authority / authority.sum())


def _settle(step: Callable[[Vector], Vector], x: Vector, tol: float, max_iter: int) -> Vector:
    import numpy as np

    for _ in range(max_iter):
        before, x = x, step(x)
        size = np.abs(x).sum()
        if np.abs(x - before).sum() <= tol * size:
            return x
        if size > 1e100:  # growing without end, and soon past what a float holds
            break
    raise no_convergence(max_iter)


def no_convergence(steps: int) -> ConvergenceError:
    """The error to raise where a measure did not settle in so many steps."""
    return ConvergenceError(
        Text(
            f"迭代 {steps} 步仍未收敛：此网络上该指标不存在，或需更小的 alpha、更多步数",
            f"no convergence in {steps} steps: on this network the measure does not exist, "
            "or needs a smaller alpha or more steps",
        )
    )
