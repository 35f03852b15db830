"""The columnar face of a network: nodes in a fixed order and one sparse matrix of weights."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import ArrayLike, NDArray
    from scipy.sparse import csr_array

    Network: TypeAlias = "nx.Graph[Any] | Digraph[Any]"

__all__ = ["Digraph", "NodeValues", "as_digraph"]

N = TypeVar("N", bound=Hashable)


@dataclass(frozen=True, eq=False, repr=False)
class Digraph(Generic[N]):
    """A simple weighted digraph that cannot be changed; what every measure runs on.

    ``nodes`` are the labels, by number. ``matrix[i, j]`` is the weight of the edge from node i
    to node j: float64, at least 0, parallel edges summed, no explicit zeros, indices sorted.
    An undirected network has each edge in both directions and ``directed`` False.

    Take ``from_arrays`` or ``from_networkx``; the bare constructor trusts its matrix, so that
    memory-mapped arrays are not read.

    >>> graph = Digraph.from_arrays(3, [0, 0, 1], [1, 1, 2], nodes=["ore", "steel", "car"])
    >>> graph.matrix.todense().tolist()
    [[0.0, 2.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    >>> graph
    Digraph(3 nodes, 2 edges)
    """

    nodes: Sequence[N]
    matrix: csr_array[Any]
    directed: bool = True

    @staticmethod
    def from_arrays(
        n: int,
        source: ArrayLike,
        target: ArrayLike,
        weight: ArrayLike | None = None,
        nodes: Sequence[Any] | None = None,
        *,
        directed: bool = True,
    ) -> Digraph[Any]:
        """Edge k runs from node number ``source[k]`` to ``target[k]``; weights default to 1.

        Labels default to ``range(n)``. Where not ``directed``, each edge is given once and
        stands for both directions. Raises ValueError for a number outside 0 to n - 1, for
        labels that are not n, and for a weight that is negative or not a number.
        O(n + edges).
        """
        import numpy as np
        from scipy.sparse import csr_array

        tail, head = np.asarray(source), np.asarray(target)
        data = np.ones(len(tail)) if weight is None else np.asarray(weight, dtype=np.float64)
        if nodes is not None and len(nodes) != n:
            raise ValueError(f"{len(nodes)} labels for {n} nodes")
        if not bool((data >= 0).all()):
            raise ValueError("weights must be numbers of at least 0")
        if not len(tail):
            tail, head = (np.zeros(0, np.int32) for _ in range(2))
        if not directed:
            there = tail != head
            tail, head, data = (
                np.concatenate([tail, head[there]]),
                np.concatenate([head, tail[there]]),
                np.concatenate([data, data[there]]),
            )
        matrix = csr_array((data, (tail, head)), shape=(n, n))
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        return Digraph(range(n) if nodes is None else nodes, _locked(matrix), directed)

    @staticmethod
    def from_networkx(graph: nx.Graph[N], weight: str | None = "weight") -> Digraph[N]:
        """The simple digraph of any networkx graph, which is not changed.

        ``weight`` names the edge attribute; an edge without it, or None for the name, counts 1.
        Nodes come sorted by ``str``, so that no answer depends on the caller's order (nodes of
        the same ``str`` keep it). Raises ValueError for a weight that is negative or not a
        number. O(nodes log nodes + edges).
        """
        import numpy as np

        nodes = sorted(graph, key=str)
        number = {node: k for k, node in enumerate(nodes)}
        adjacency = dict(graph.adjacency())
        degrees = np.fromiter((len(adjacency[node]) for node in nodes), np.int64, len(nodes))
        heads = chain.from_iterable(adjacency[node] for node in nodes)
        target = np.fromiter((number[node] for node in heads), np.int64, int(degrees.sum()))
        source = np.repeat(np.arange(len(nodes)), degrees)
        edges = chain.from_iterable(adjacency[node].values() for node in nodes)
        weights = np.fromiter(
            _weights(edges, weight, multi=graph.is_multigraph()), np.float64, len(target)
        )
        # networkx's adjacency holds an undirected edge from both its ends already.
        found = Digraph.from_arrays(len(nodes), source, target, weights, nodes)
        return found if graph.is_directed() else replace(found, directed=False)

    def undirected(self) -> Digraph[N]:
        """The same network without directions: weight of {i, j} = W[i, j] + W[j, i].

        (networkx keeps one of the two; here nothing that flows is lost.) The weight of a loop
        stays as it is. An undirected network is returned as it is. O(edges).
        """
        from scipy.sparse import diags_array

        if not self.directed:
            return self
        loops = diags_array(self.matrix.diagonal())
        both = (self.matrix + self.matrix.T - loops).tocsr()
        both.eliminate_zeros()
        both.sort_indices()
        return replace(self, matrix=_locked(both), directed=False)

    @cached_property
    def pattern(self) -> csr_array[Any]:
        """The matrix with every weight 1: who is linked, whatever the amounts."""
        import numpy as np
        from scipy.sparse import csr_array

        ones = np.ones_like(self.matrix.data)
        parts = (ones, self.matrix.indices, self.matrix.indptr)
        return _locked(csr_array(parts, shape=self.matrix.shape))

    @cached_property
    def number(self) -> Mapping[N, int]:
        """The number of each node."""
        return {node: k for k, node in enumerate(self.nodes)}

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Iterator[N]:
        return iter(self.nodes)

    def __contains__(self, node: object) -> bool:
        return node in self.number

    def __repr__(self) -> str:
        kind = "" if self.directed else ", undirected"
        return f"Digraph({len(self)} nodes, {self.number_of_edges()} edges{kind})"

    def number_of_nodes(self) -> int:
        """How many nodes there are."""
        return len(self.nodes)

    def number_of_edges(self) -> int:
        """How many edges there are; an undirected edge counts once."""
        if self.directed:
            return int(self.matrix.nnz)
        return int(self.matrix.nnz + (self.matrix.diagonal() != 0).sum()) // 2

    def density(self) -> float:
        """Edges divided by possible edges, loops not among the possible, as in networkx."""
        n = len(self)
        possible = n * (n - 1) if self.directed else n * (n - 1) / 2
        return self.number_of_edges() / possible if possible else 0.0


class NodeValues(Mapping[N, Any]):
    """One value for each node: a mapping as networkx gives, and ``array`` in node order.

    >>> graph = Digraph.from_arrays(2, [0], [1], nodes=["ore", "steel"])
    >>> NodeValues(graph, [0.25, 0.75])
    {'ore': 0.25, 'steel': 0.75}
    """

    def __init__(self, graph: Digraph[N], array: ArrayLike) -> None:
        import numpy as np

        self.graph = graph
        self.array: NDArray[Any] = np.asarray(array)
        self.array.flags.writeable = False

    def __getitem__(self, node: N) -> Any:
        return self.array[self.graph.number[node]].item()

    def __iter__(self) -> Iterator[N]:
        return iter(self.graph.nodes)

    def __len__(self) -> int:
        return len(self.array)

    def __repr__(self) -> str:
        return repr(self.to_dict())

    def to_dict(self) -> dict[N, Any]:
        """A plain dict of plain numbers, in node order."""
        return dict(zip(self.graph.nodes, self.array.tolist(), strict=True))

    def groups(self) -> list[list[N]]:
        """The nodes of each value that is taken, by rising value; in node order within."""
        import numpy as np

        order = np.argsort(self.array, kind="stable")
        cuts = np.flatnonzero(np.diff(self.array[order])) + 1
        parts: list[NDArray[np.intp]] = np.split(order, cuts) if len(order) else []
        return [[self.graph.nodes[k] for k in part.tolist()] for part in parts]


def as_digraph(graph: Network) -> Digraph[Any]:
    """The graph itself, or the simple digraph of a networkx graph (attribute ``weight``)."""
    return graph if isinstance(graph, Digraph) else Digraph.from_networkx(graph)


def _weights(edges: Iterable[Mapping[Any, Any]], name: str | None, *, multi: bool) -> Iterator[Any]:
    if multi:
        return (sum(_weight(data, name) for data in keys.values()) for keys in edges)
    return (_weight(data, name) for data in edges)


def _weight(data: Mapping[str, Any], name: str | None) -> Any:
    return 1 if name is None else data.get(name, 1)


def _locked(matrix: csr_array[Any]) -> csr_array[Any]:
    for part in (matrix.data, matrix.indices, matrix.indptr):
        part.flags.writeable = False
    return matrix
