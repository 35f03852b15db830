"""Who stands between others: the share of shortest paths through a node, exact or sampled.

Exact is Brandes 2001: NetworKit's, where it is installed and worth its start, else the same in
NumPy for many sources side by side. Sampled is a draw of shortest paths (Riondato and
Kornaropoulos 2016), searched from both ends, with a bound on the error of every node at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kg.analysis.digraph import Digraph, NodeValues, as_digraph
from kg.analysis.engines import networkit_or_none
from kg.analysis.paths import PathSampler
from kg.analysis.structure import neighbours_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kg.analysis.digraph import Network

__all__ = ["Betweenness", "betweenness", "betweenness_centrality"]

_EXACT_UP_TO = 10_000  # nodes
_WORTH_NETWORKIT = 3_000_000  # nodes * edges: under that NumPy has answered before it is imported
_SIDE_BY_SIDE = 1 << 20  # sources * nodes of one NumPy round: the arrays stay in cache


class Betweenness(NamedTuple):
    """``values`` between 0 and 1; where not ``exact``, with probability ``confidence`` no
    node's value is off by more than ``error``. ``samples`` is how many paths were drawn.
    """

    values: NodeValues[Any]
    exact: bool
    error: float = 0.0
    confidence: float = 1.0
    samples: int = 0


def betweenness_centrality(
    graph: Network, *, exact: bool | None = None, epsilon: float = 0.01, seed: int = 1
) -> NodeValues[Any]:
    """The values of ``betweenness``, under networkx's name.

    >>> import networkx as nx
    >>> betweenness_centrality(nx.path_graph(3))
    {0: 0.0, 1: 1.0, 2: 0.0}
    """
    return betweenness(graph, exact=exact, epsilon=epsilon, seed=seed).values


def betweenness(
    graph: Network,
    *,
    exact: bool | None = None,
    epsilon: float = 0.01,
    confidence: float = 0.95,
    seed: int = 1,
    engine: Literal["networkit", "numpy"] | None = None,
) -> Betweenness:
    """The mean over pairs (s, t) of the share of shortest paths from s to t through a node.

    Sum over s != v != t of sigma_st(v) / sigma_st, divided by (n - 1)(n - 2), along edges, by
    hops (Freeman 1977), as networkx's ``betweenness_centrality(normalized=True)``.

    Up to 10,000 nodes it is exact, above sampled, unless ``exact`` says otherwise. Exact:
    O(nodes * edges), by ``engine`` (None: NetworKit if installed and the network is large);
    they differ in rounding only. Sampled: pairs are drawn, for each one of its shortest paths,
    until the widest Clopper-Pearson interval (1934; shared out over all nodes and rounds, after
    Bonferroni) is within ``epsilon``: some ten thousand paths for 0.01, whatever the size, each
    searched in a small part of the edges. The same seed gives the same answer.

    >>> import networkx as nx
    >>> answer = betweenness(nx.star_graph(40), exact=False, epsilon=0.05)
    >>> answer.exact, answer.error <= 0.05, abs(answer.values[0] - 1) <= answer.error
    (False, True, True)
    """
    network = as_digraph(graph)
    n = len(network)
    if exact if exact is not None else n <= _EXACT_UP_TO:
        return Betweenness(NodeValues(network, _exact(network, engine)), exact=True)
    return _sampled(network, epsilon, confidence, seed)


def _exact(
    network: Digraph[Any], engine: Literal["networkit", "numpy"] | None
) -> NDArray[np.float64]:
    import numpy as np

    n = len(network)
    pairs = (n - 1) * (n - 2)
    if n < 3 or not network.matrix.nnz:
        return np.zeros(n)
    if engine is None and n * network.matrix.nnz < _WORTH_NETWORKIT:
        engine = "numpy"
    networkit = None if engine == "numpy" else networkit_or_none(required=engine == "networkit")
    if networkit is not None:
        # Always as a digraph: NetworKit halves undirected sums, networkx's share does not.
        return networkit.betweenness(network) / pairs
    total = np.zeros(n)
    many = max(1, _SIDE_BY_SIDE // n)
    for low in range(0, n, many):
        total += _dependencies(network, np.arange(low, min(n, low + many)))
    return total / pairs


def _dependencies(network: Digraph[Any], sources: NDArray[Any]) -> NDArray[np.float64]:
    """Brandes' dependencies of some sources, summed: as many copies of the network side by side.

    Node v of copy c has number c * n + v. Edges of shortest paths are kept level by level and
    walked back.
    """
    import numpy as np

    n = len(network)
    matrix = network.matrix
    size = len(sources) * n
    unseen = np.ones(size, bool)
    paths, through, last = np.zeros(size), np.zeros(size), np.zeros(size, np.int64)
    front = np.arange(len(sources)) * n + sources
    unseen[front] = False
    paths[front] = 1.0
    levels = []
    while len(front):
        node = front % n
        which, target, _ = neighbours_of(matrix, node)
        head = (front - node)[which] + target
        new = unseen[head]
        tail, head = front[which[new]], head[new]
        np.add.at(paths, head, paths[tail])
        levels.append((tail, head))
        last[head] = np.arange(len(head))
        front = head[last[head] == np.arange(len(head))]  # each once
        unseen[front] = False
    for tail, head in reversed(levels):
        np.add.at(through, tail, paths[tail] / paths[head] * (1.0 + through[head]))
    through[np.arange(len(sources)) * n + sources] = 0.0
    summed: NDArray[np.float64] = through.reshape(len(sources), n).sum(axis=0)
    return summed


def _sampled(network: Digraph[Any], epsilon: float, confidence: float, seed: int) -> Betweenness:
    import numpy as np

    n = len(network)
    if n < 3 or not network.matrix.nnz:
        return Betweenness(NodeValues(network, np.zeros(n)), exact=True)
    sampler = PathSampler(network, np.random.default_rng(seed))
    counts, samples = np.zeros(n, np.int64), 0
    scale = n / (n - 2)  # pairs are drawn out of n (n - 1), the share is of (n - 1)(n - 2)
    left = 1 - confidence
    wanted = int(np.log(2 * n / left) / epsilon) + 1  # enough if no node is on any path
    error = 1.0
    while error > epsilon:
        counts += sampler.draw(wanted)
        samples += wanted
        left /= 2
        error = scale * _half_width(counts, samples, left / n)
        # An interval shrinks with the root of the samples; a bit more, or the next falls short.
        wanted = int(samples * np.clip(1.1 * (error / epsilon) ** 2 - 1, 0.2, 3.0)) + 1
    values = NodeValues(network, scale * counts / samples)
    return Betweenness(values, exact=False, error=error, confidence=confidence, samples=samples)


def _half_width(counts: NDArray[np.int64], samples: int, risk: float) -> float:
    """How far a share may be from the counted one, at worst over all counts."""
    import numpy as np
    from scipy.special import betaincinv

    hits = np.unique(counts).astype(float)
    share = hits / samples
    some, missed = np.maximum(hits, 1), np.maximum(samples - hits, 1)
    low = np.where(hits > 0, betaincinv(some, samples - hits + 1, risk / 2), 0.0)
    high = np.where(hits < samples, betaincinv(hits + 1, missed, 1 - risk / 2), 1.0)
    return float(np.maximum(share - low, high - share).max())
