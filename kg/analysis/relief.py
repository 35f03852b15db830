"""What would help: candidates for a second source, ranked by the fall of systemic risk.

A candidate begins to supply an input (an industry's goods) to one or more firms that buy it
already. The rule for amounts, stated because no one knows them: where m suppliers are known to
share a purchase T, the candidate takes T / (m + 1) and each of the m keeps m / (m + 1) of what
it had, so that a second supplier takes half; what the firm buys in all stays the same. A
candidate that is not in the network yet, a *newcomer*, is a new firm of that industry, has no
supplier that could fail it, and so shows the most that a newcomer can do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.analysis._esri_model import checked_model, checked_psi
from kg.analysis._esri_threads import Progress
from kg.analysis.esri import esri

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Candidate", "Relief", "SingleSource", "newcomers", "relief", "single_sources"]


class Candidate(NamedTuple):
    """A firm, or a newcomer (``supplier`` None), that would supply an industry's goods."""

    industry: int
    buyers: tuple[int, ...]
    supplier: int | None = None


class SingleSource(NamedTuple):
    """An input for which a firm has one known supplier, another firm."""

    buyer: int
    industry: int
    supplier: int


@dataclass(frozen=True)
class Relief:
    """What a candidate would bring. The index is the mean over the shocks asked about.

    Drops are before minus after: what is below 0 would make things worse.
    """

    candidate: Candidate
    esri_before: float
    esri_after: float
    single_before: int
    single_after: int

    @property
    def esri_drop(self) -> float:
        """By how much the mean index falls."""
        return self.esri_before - self.esri_after

    @property
    def single_drop(self) -> int:
        """How many inputs are no longer single-sourced."""
        return self.single_before - self.single_after


class _Network(NamedTuple):
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    industry: NDArray[np.int64]
    essential: NDArray[np.int64]

    def matrix(self) -> Any:
        from scipy import sparse

        n = len(self.industry)
        return sparse.csr_array((self.weight, (self.source, self.target)), shape=(n, n))


def relief(
    weights: Any,
    industry: Any,
    essential: Any,
    candidates: Iterable[Candidate],
    *,
    psi: Any = None,
    top: int = 10,
    tol: float = 1e-6,
    max_iter: int = 1000,
    progress: Progress | None = None,
) -> list[Relief]:
    """Candidates by the drop of the index that each alone would bring, then of single sources.

    ``weights``, ``industry``, ``essential`` as in ``kg.analysis.esri.shock``. The index is the
    mean over the shocks ``psi`` (shocks, n), or (n,) for one; by default over the ``top`` firms
    with the highest index, each failing alone. Equals stay in the order given. Each candidate
    costs one shock of the edges reached, times the shocks; ``progress(done, all)``.
    Raises ValueError as ``shock`` does, and for a candidate who supplies the buyer already, is
    the buyer, works in another industry, or whose input the buyer is not known to buy.
    """
    import numpy as np

    model = checked_model(weights, industry, essential)  # what is wrong with them is said here
    network = _network(weights, industry, essential)
    n = len(model.sold)
    if psi is None:
        order = np.argsort(-esri(weights, industry, essential), kind="stable")[:top]
        shocks = np.ones((len(order), n))
        shocks[np.arange(len(order)), order] = 0.0
    else:
        shocks = np.array([checked_psi(one, n) for one in np.atleast_2d(psi)])
    before, single_before = _mean_esri(network, shocks, tol, max_iter), len(_single(network))
    todo = list(candidates)
    found = []
    for number, candidate in enumerate(todo, 1):
        after = _with(network, candidate)
        index = _mean_esri(after, shocks, tol, max_iter)
        found.append(Relief(candidate, before, index, single_before, len(_single(after))))
        if progress is not None:
            progress(number, len(todo))
    # Rounded, so that candidates in like positions tie whatever the order of a sum.
    return sorted(found, key=lambda one: (-round(one.esri_drop, 12), -one.single_drop))


def single_sources(weights: Any, industry: Any, essential: Any) -> list[SingleSource]:
    """Inputs of class 1 or 2 that come from one known supplier, by buyer and then industry.

    One *known* supplier: how many suppliers are known at all is the caller's to say. What a
    firm supplies to itself counts as a source and is never one that can be lost.
    """
    checked_model(weights, industry, essential)
    return _single(_network(weights, industry, essential))


def newcomers(weights: Any, industry: Any, essential: Any) -> list[Candidate]:
    """For each industry a newcomer that serves all its single-sourced buyers; most buyers first."""
    buyers: dict[int, list[int]] = {}
    for one in single_sources(weights, industry, essential):
        buyers.setdefault(one.industry, []).append(one.buyer)
    ordered = sorted(buyers.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Candidate(number, tuple(firms)) for number, firms in ordered]


def _network(weights: Any, industry: Any, essential: Any) -> _Network:
    import numpy as np
    from scipy import sparse

    matrix = sparse.csr_array(weights, dtype=np.float64, copy=True)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    edges = sparse.coo_array(matrix)
    source, target = (place.astype(np.int64) for place in edges.coords)
    group, kinds = np.asarray(industry, np.int64), np.asarray(essential, np.int64)
    return _Network(source, target, edges.data, group, kinds)


def _single(network: _Network) -> list[SingleSource]:
    import numpy as np

    source, target = network.source, network.target
    group = network.industry[source]
    used = network.essential[group, network.industry[target]] > 0
    source, target, group = source[used], target[used], group[used]
    key = target * len(network.essential) + group
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    alone = first[count == 1]
    alone = alone[source[alone] != target[alone]]
    columns = (target[alone].tolist(), group[alone].tolist(), source[alone].tolist())
    return [SingleSource(*one) for one in zip(*columns, strict=True)]


def _with(network: _Network, candidate: Candidate) -> _Network:
    """The network with the candidate in it, by the rule that the module states."""
    import numpy as np

    n = len(network.industry)
    supplier = n if candidate.supplier is None else candidate.supplier
    if not 0 <= candidate.industry < len(network.essential):
        raise ValueError(f"there is no industry {candidate.industry}")
    if candidate.supplier is None:
        industry = np.append(network.industry, candidate.industry)
    elif 0 <= supplier < n and network.industry[supplier] == candidate.industry:
        industry = network.industry
    else:
        raise ValueError(f"firm {supplier} does not work in industry {candidate.industry}")
    weight = network.weight.copy()
    taken = []
    for buyer in candidate.buyers:
        known = (network.target == buyer) & (network.industry[network.source] == candidate.industry)
        count = int(known.sum())
        if not count:
            raise ValueError(f"firm {buyer} is not known to buy from {candidate.industry}")
        if supplier == buyer or (network.source[known] == supplier).any():
            raise ValueError(f"firm {supplier} cannot become a second source of firm {buyer}")
        taken.append(float(network.weight[known].sum()) / (count + 1))
        weight[known] *= count / (count + 1)
    new = np.array(candidate.buyers, dtype=np.int64)
    return _Network(
        np.append(network.source, np.full(len(new), supplier)),
        np.append(network.target, new),
        np.append(weight, taken),
        industry,
        network.essential,
    )


def _mean_esri(network: _Network, shocks: NDArray[np.float64], tol: float, max_iter: int) -> float:
    """The mean index over the shocks; a newcomer keeps all its capacity in each."""
    import numpy as np

    from kg.analysis._esri_numpy import losses, reach

    model = checked_model(network.matrix(), network.industry, network.essential)
    hit = reach(model, np.flatnonzero((shocks < 1).any(axis=0)))
    if not len(hit):
        return 0.0
    floor = np.zeros((len(hit), len(shocks)))
    old = hit < shocks.shape[1]
    floor[old] = 1.0 - shocks.T[hit[old]]
    run = losses(model, hit, floor, tol, max_iter)
    lost = model.sold[hit] @ np.maximum(run.up, run.down)
    return float(lost.mean()) / (float(model.sold.sum()) or 1.0)
