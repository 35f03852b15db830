"""Measures that are eigenvectors or sums over walks: PageRank, eigenvector, Katz, HITS.

All are iterations on the sparse matrix, O(edges) a step, and mean what networkx means, with one
difference: they stop when the vector is settled to ``tol`` (1e-8) of its whole. networkx stops
at nodes * 1e-6, so that on a million nodes it would return its first step. Each raises
ConvergenceError where that is not reached in ``max_iter`` steps.
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
_RESTART = 20  # vectors kept by Lanczos' method


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

    The left eigenvector A^T x = lambda x of the largest eigenvalue, of length 1: what
    iterating on A + I from equal values leads to, as in networkx. With directions by that
    iteration, which does not settle on a network without cycles; without them by Lanczos'
    method from the same values, some ten times as fast. Bonacich 1972.

    >>> import networkx as nx
    >>> round(eigenvector_centrality(nx.star_graph(4))[0], 4)
    0.7071
    """
    import numpy as np

    network = as_digraph(graph)
    n = len(network)
    if not n:
        return NodeValues(network, np.zeros(0))
    matrix = network.matrix if weighted else network.pattern
    if not network.directed and n > 1 and matrix.nnz:
        return NodeValues(network, _lanczos(matrix.__matmul__, n, tol, max_iter))
    inflow = matrix.T

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

    h = W a and a = W^T h, each scaled to the sum 1: what equal values lead to, by Lanczos'
    method. Where several parts of the network tie, networkx gives any mixture of theirs. All 0
    without edges. Kleinberg 1999.

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

    hub = _lanczos(lambda x: outflow @ (inflow @ x), n, tol, max_iter)
    authority = inflow @ hub
    return (
        NodeValues(network, hub / hub.sum()),
        NodeValues(network, authority / authority.sum()),
    )


def _lanczos(applied: Callable[[Vector], Vector], n: int, tol: float, max_iter: int) -> Vector:
    """What equal values lead to under a symmetric matrix: the vector of its largest eigenvalue.

    Lanczos' method, restarted every 20 steps from the best vector so far and made orthogonal
    throughout: it never leaves the space that equal values span. ARPACK does, and mixes tied
    parts at random.
    """
    import numpy as np

    x: Vector = np.full(n, n**-0.5)
    for _ in range(0, max_iter, _RESTART):
        basis = np.zeros((min(_RESTART, n), n))
        inner = np.zeros((len(basis), len(basis)))
        for k in range(len(basis)):
            basis[k] = x
            x = applied(x)
            size = np.linalg.norm(x)
            inner[: k + 1, k] = inner[k, : k + 1] = basis[: k + 1] @ x
            for _ in range(2):  # once more takes away what rounding left
                x = x - (basis[: k + 1] @ x) @ basis[: k + 1]
            beyond = np.linalg.norm(x)
            if beyond <= 1e-14 * size:
                break
            x /= beyond
        values, vectors = np.linalg.eigh(inner[: k + 1, : k + 1])
        best = vectors[:, -1]
        x = best @ basis[: k + 1]
        if beyond * abs(best[-1]) <= tol * values[-1]:
            found: Vector = np.abs(x) / np.linalg.norm(x)
            return found
    raise no_convergence(max_iter)


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
