"""NetworKit, where it is installed (``pip install chainkg[fast]``): the one place that calls it.

Its conventions are not networkx's everywhere; what is called here is held to networkx's
definitions by tests. NetworKit keeps its seed and number of threads for the whole process; both
are set for a call, and the threads set back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from kg.analysis.digraph import Digraph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Networkit", "networkit_or_none"]


def networkit_or_none(*, required: bool = False) -> Networkit | None:
    """NetworKit, or None where it is not installed; its import takes half a second.

    Raises ModuleNotFoundError where it is ``required`` and not there.
    """
    try:
        import networkit
    except ModuleNotFoundError:
        if required:
            raise
        return None
    return Networkit(networkit)


def _run(algorithm: Any) -> None:
    try:
        algorithm.run()
    except RuntimeError as error:
        # NetworKit catches SIGINT by itself and says so in words only.
        if "SIGINT" in str(error):
            raise KeyboardInterrupt from error
        raise


class Networkit:
    """What is taken from NetworKit, in and out as arrays in node order."""

    def __init__(self, module: Any) -> None:
        self._nk = module

    def betweenness(self, network: Digraph[Any]) -> NDArray[np.float64]:
        """Sums of pair dependencies over ordered pairs, not normalised, by hops."""
        import numpy as np

        measure = self._nk.centrality.Betweenness(self._graph(network, weighted=False))
        _run(measure)
        return np.array(measure.scores())

    def communities(
        self,
        network: Digraph[Any],
        method: Literal["louvain", "leiden"],
        seed: int,
        resolution: float,
    ) -> NDArray[np.int64]:
        """A community number for each node of an undirected network."""
        import numpy as np

        graph = self._graph(network, weighted=True)
        with self._one_thread(seed):
            if method == "louvain":
                found = self._nk.community.PLM(graph, refine=False, gamma=resolution)
            else:
                found = self._nk.community.ParallelLeiden(graph, gamma=resolution)
            found.run()
            return np.array(found.getPartition().getVector(), dtype=np.int64)

    @contextmanager
    def _one_thread(self, seed: int) -> Iterator[None]:
        threads = self._nk.getMaxNumberOfThreads()
        self._nk.setNumberOfThreads(1)
        self._nk.setSeed(seed, False)  # noqa: FBT003 - NetworKit takes no keywords here
        try:
            yield
        finally:
            self._nk.setNumberOfThreads(threads)

    def _graph(self, network: Digraph[Any], *, weighted: bool) -> Any:
        """A NetworKit graph without loops; undirected only where weights stand."""
        import numpy as np

        edges = network.matrix.tocoo()
        row, column = edges.coords
        keep = row < column if weighted else row != column
        ends = (row[keep].astype(np.uint64), column[keep].astype(np.uint64))
        data = edges.data[keep] if weighted else np.ones(int(keep.sum()))
        return self._nk.GraphFromCoo(
            (data, ends), n=len(network), weighted=weighted, directed=not weighted
        )
