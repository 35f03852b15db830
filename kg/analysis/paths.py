"""Shortest paths drawn at random: pairs of nodes, and for each pair one of its shortest paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.analysis.digraph import Digraph
from kg.analysis.structure import neighbours_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["PathSampler"]

_SIDE_BY_SIDE = 1 << 23  # pairs * 2 * nodes searched at once: about 100 MB


class PathSampler:
    """Draws shortest paths by hops; a pair without a path is a draw of nothing.

    Many pairs are searched side by side, each from both ends, the end with fewer edges before
    it first. The two searches of pair p are in copies of the network: node v seen from the
    source has number 2 p n + v, seen from the target, against the edges, (2 p + 1) n + v.
    """

    def __init__(self, network: Digraph[Any], rng: np.random.Generator) -> None:
        import numpy as np
        from scipy.sparse import block_diag, csr_array

        pattern = network.pattern
        self._n = len(network)
        self._rng = rng
        self._both: csr_array[Any] = csr_array(block_diag([pattern, pattern.T], format="csr"))
        self._back: csr_array[Any] = csr_array(self._both.T.tocsr())
        self._degree = np.diff(self._both.indptr).astype(np.int64)
        self._pairs = int(max(1, min(1024, _SIDE_BY_SIDE // (2 * self._n))))
        self._depth = np.full(self._pairs * 2 * self._n, -1, np.int32)
        self._paths = np.zeros(self._pairs * 2 * self._n)

    def draw(self, samples: int) -> Ints:
        """How many of so many drawn paths each node is inside of (its ends left out)."""
        import numpy as np

        n = self._n
        counts = np.zeros(n, np.int64)
        source = (self._rng.random(samples) * n).astype(np.int64)
        target = (self._rng.random(samples) * (n - 1)).astype(np.int64)
        target += target >= source  # any node but the source
        for low in range(0, samples, self._pairs):
            part = slice(low, low + self._pairs)
            counts += self._inside(source[part], target[part])
        return counts

    def _inside(self, source: Ints, target: Ints) -> Ints:
        import numpy as np

        n = self._n
        pair = np.arange(len(source)) * 2 * n
        ends = np.concatenate([pair + source, pair + n + target])
        self._depth[ends] = 0
        self._paths[ends] = 1.0
        touched = [ends]
        middles = self._meet(ends, len(source), touched)
        # From where the two searches met, one walk towards each end.
        twin = np.where(middles % (2 * n) < n, middles + n, middles - n)
        walkers = np.concatenate([middles, twin])
        inside = [middles[self._depth[walkers].reshape(2, -1).min(axis=0) > 0]]
        while len(walkers := self._step_back(walkers[self._depth[walkers] > 1])):
            inside.append(walkers)
        met = np.concatenate(inside) % n
        seen = np.concatenate(touched)
        self._depth[seen] = -1
        self._paths[seen] = 0.0
        return np.bincount(met, minlength=n)

    def _meet(self, front: Ints, pairs: int, touched: list[Ints]) -> Ints:
        """Search until each pair met or ran out; for each that met, one node of the meeting."""
        import numpy as np

        n = self._n
        found = [front[:0]]
        while len(front):
            side = front // n
            ahead = np.bincount(side, self._degree[front % (2 * n)], 2 * pairs)
            open_ends = np.bincount(side, minlength=2 * pairs)
            alive = (open_ends[::2] > 0) & (open_ends[1::2] > 0)
            turn = 2 * np.arange(pairs) + (ahead[1::2] < ahead[::2])
            moves = turn[side // 2] == side
            goes = moves & alive[side // 2]
            new = self._expand(front[goes])
            touched.append(new)
            twin = np.where(new % (2 * n) < n, new + n, new - n)
            meets = self._depth[twin] >= 0
            met = new[meets]
            if len(met):
                chance = self._paths[met] * self._paths[twin[meets]]
                found.append(met[self._choose(met // (2 * n), chance)])
                alive[met // (2 * n)] = False
            front = np.concatenate([front[~moves], new])
            front = front[alive[front // (2 * n)]]
        return np.concatenate(found)

    def _expand(self, front: Ints) -> Ints:
        """One step from all nodes in front; depths and numbers of paths are noted."""
        import numpy as np

        place = front % (2 * self._n)
        which, node, _ = neighbours_of(self._both, place)
        head: Ints = (front - place)[which] + node
        new = self._depth[head] < 0
        tail, head = front[which[new]], head[new]
        np.add.at(self._paths, head, self._paths[tail])
        # Each node once: of the marks that are set on one node only the last stays.
        mark = -2 - np.arange(len(head), dtype=np.int32)
        self._depth[head] = mark
        once = self._depth[head] == mark
        self._depth[head] = self._depth[tail] + 1
        found: Ints = head[once]
        return found

    def _step_back(self, walkers: Ints) -> Ints:
        """For each walker one node before it on a shortest path, by the number of paths."""
        place = walkers % (2 * self._n)
        which, node, _ = neighbours_of(self._back, place)
        before = (walkers - place)[which] + node
        fits = self._depth[before] == self._depth[walkers[which]] - 1
        which, before = which[fits], before[fits]
        chosen: Ints = before[self._choose(which, self._paths[before])]
        return chosen

    def _choose(self, group: Ints, weight: NDArray[np.float64]) -> Ints:
        """The index of one entry of each group, by weight: the first of exponential clocks."""
        import numpy as np

        clock = self._rng.standard_exponential(len(group)) / weight
        order = np.lexsort((clock, group))
        return order[np.flatnonzero(np.diff(group[order], prepend=-1))]
