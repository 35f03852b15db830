"""How far up or down the stream: trophic levels and incoherence.

MacKay, Johnson and Sansom 2020, "How directed is a directed network?" (Royal Society Open
Science 7: 201138). Unlike networkx's older ``trophic_levels`` they need no basal node and hold
for any network, cycles and all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.analysis.digraph import NodeValues, as_digraph
from kg.analysis.spectral import no_convergence

if TYPE_CHECKING:
    from kg.analysis.digraph import Network

__all__ = ["trophic_incoherence", "trophic_levels"]


def trophic_levels(graph: Network) -> NodeValues[Any]:
    """The level of each node along the flow; the lowest of each weakly connected part is 0.

    The h for which sum of w_mn (h_n - h_m - 1)^2 is least: with u = w_in + w_out and
    v = w_in - w_out, (diag(u) - W - W^T) h = v, then min h = 0 in each part. By conjugate
    gradients scaled by the diagonal, to a residual of 1e-12: O(edges) a step, and about as
    many steps as the network is wide. Raises ConvergenceError where that does not settle.

    >>> import networkx as nx
    >>> levels = trophic_levels(nx.DiGraph([("ore", "steel"), ("steel", "car")]))
    >>> {node: round(level, 6) for node, level in levels.items()}
    {'car': 2.0, 'ore': 0.0, 'steel': 1.0}
    """
    import numpy as np
    from scipy.sparse import csgraph, diags_array
    from scipy.sparse.linalg import cg

    network = as_digraph(graph)
    n, weights = len(network), network.matrix
    if not n:
        return NodeValues(network, np.zeros(0))
    into, out = weights.sum(axis=0), weights.sum(axis=1)
    both = into + out
    laplacian = diags_array(both) - weights - weights.T
    scale = np.divide(1.0, both, out=np.ones(n), where=both > 0)
    levels, steps = cg(
        laplacian, into - out, rtol=1e-12, maxiter=10 * n + 100, M=diags_array(scale)
    )
    if steps:
        raise no_convergence(steps)
    _, part = csgraph.connected_components(weights, connection="weak")
    lowest = np.full(int(part.max()) + 1, np.inf)
    np.minimum.at(lowest, part, levels)
    return NodeValues(network, levels - lowest[part])


def trophic_incoherence(graph: Network) -> float:
    """F0 = sum of w_mn (h_n - h_m - 1)^2 / sum of w_mn: how little the flow has a direction.

    0 where every edge leads exactly one level up, as on a path; 1 where levels mean nothing,
    as on a directed cycle. 0.0 without edges. As costly as ``trophic_levels``.

    >>> import networkx as nx
    >>> round(trophic_incoherence(nx.cycle_graph(3, create_using=nx.DiGraph)), 6)
    1.0
    """
    network = as_digraph(graph)
    edges = network.matrix.tocoo()
    if not edges.nnz:
        return 0.0
    levels = trophic_levels(network).array
    lower, upper = edges.coords
    misfit = (levels[upper] - levels[lower] - 1) ** 2
    return float((edges.data * misfit).sum() / edges.data.sum())
