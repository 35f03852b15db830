"""Running shocks on the supply network of a graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import NotEnoughKnownError
from kg.messages import message
from kg.records import Ref, Scope, evidence_of, refs_of
from kg.risk.model import Hit, Range, ReliefAnswer, ReliefRow, RiskAnswer, RiskRow, ShockAnswer
from kg.selection import Selection
from kg.store import Store
from kg.supply_network import SupplyNetwork, supply_network, to_collect
from kg.wording import listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["reliefs", "shock", "systemic"]

_ASKED = 8  # relations to ask for next
_SAMPLES = 50
_SOURCES = 3  # records cited for a firm that is hit

Progress = Callable[[int, int], None]


def shock(
    store: Store,
    scope: Scope,
    firms: Sequence[str],
    *,
    psi: float = 0.0,
    selection: Selection | None = None,
    samples: int = _SAMPLES,
    seed: int = 1,
) -> ShockAnswer:
    """What the loss of firms (IRIs) does to all others, ``psi`` (0 to 1) of each being left.

    Raises NotEnoughKnownError, with what to find out next, where too little supply is recorded,
    or none of a firm asked for. O(samples * rounds * links).
    """
    import numpy as np

    from kg.analysis.esri import shock as run

    supply = _known(store, scope, selection)
    number = _numbers(store, supply, firms, selection)
    left = np.ones(len(supply.network))
    left[number] = psi
    lost, orders, inputs, totals = [], [], [], []
    for weights in _drawn(supply, samples, seed):
        state = run(weights, supply.industry, supply.essential, left)
        lost.append(1 - np.minimum(state.u, state.d))
        orders.append(1 - state.u)
        inputs.append(1 - state.d)
        totals.append((state.esri, state.esri_upstream, state.esri_downstream))
    index = [_range(np.array(column)) for column in zip(*totals, strict=True)]
    parts = np.array(lost), np.array(orders), np.array(inputs)
    segments = refs_of(store, supply.segments)
    rows = []
    for k in np.flatnonzero(np.median(parts[0], axis=0) > 1e-6).tolist():
        through, records = _through(store, supply, k, np.median(parts[0], axis=0))
        rows.append(
            Hit(
                firm=supply.refs[supply.network.nodes[k]],
                segment=_segment(supply, segments, k),
                lost=_range(parts[0][:, k]),
                orders=_range(parts[1][:, k]),
                inputs=_range(parts[2][:, k]),
                closed=supply.network.nodes[k] in firms,
                through=through,
                records=records,
            )
        )
    rows.sort(key=lambda h: (not h.closed, -round(h.lost.median, 9), h.firm.id))
    return ShockAnswer(
        firms=tuple(supply.refs[iri] for iri in firms),
        psi=psi,
        rows=tuple(rows),
        esri=index[0],
        upstream=index[1],
        downstream=index[2],
        links=supply.network.number_of_edges(),
        valued=supply.values_known,
        linked=supply.linked,
        of=len(supply.network),
        samples=len(totals),
        groups=supply.groups,
    )


def systemic(
    store: Store,
    scope: Scope,
    *,
    selection: Selection | None = None,
    samples: int = _SAMPLES,
    seed: int = 1,
    progress: Progress | None = None,
) -> RiskAnswer:
    """All firms with known supply links by what would fall if each stopped alone.

    Raises NotEnoughKnownError as ``shock`` does. Costs the links that each failure reaches,
    times the samples.
    """
    import numpy as np

    from kg.analysis.esri_range import esri_range
    from kg.analysis.supply import sole_customers

    supply = _known(store, scope, selection)
    linked = [k for k in range(len(supply.network)) if _links(supply, k)]
    found = esri_range(
        supply.weights, supply.industry, supply.essential,
        samples=samples, seed=seed, firms=linked, progress=progress,
    )  # fmt: skip
    sole = sole_customers(supply.network, supply.segment)
    segments = refs_of(store, supply.segments)
    order = np.lexsort((np.arange(len(linked)), -np.round(found.esri.median, 12)))
    rows = [
        RiskRow(
            rank=n,
            firm=supply.refs[supply.network.nodes[linked[i]]],
            segment=_segment(supply, segments, linked[i]),
            esri=_band(found.esri, i),
            upstream=_band(found.esri_upstream, i),
            downstream=_band(found.esri_downstream, i),
            best=int(found.rank_best[i]),
            worst=int(found.rank_worst[i]),
            sole=int(sole.array[linked[i]]),
        )
        for n, i in enumerate(order.tolist(), 1)
    ]
    return RiskAnswer(
        rows=tuple(rows),
        stability=found.stability,
        links=supply.network.number_of_edges(),
        valued=supply.values_known,
        linked=supply.linked,
        of=len(supply.network),
        samples=samples if found.unknown else 1,
    )


def reliefs(
    store: Store,
    scope: Scope,
    *,
    firms: Sequence[str] = (),
    psi: float = 0.0,
    selection: Selection | None = None,
    progress: Progress | None = None,
) -> ReliefAnswer:
    """Which second supplier would help most: firms that are there in the segment of a
    single-sourced input, and a newcomer to it.

    Against the loss of ``firms`` (IRIs, ``psi`` of each being left), or of the ten most fragile.
    Only those that bring relief are listed. Raises NotEnoughKnownError as ``shock`` does.
    """
    import numpy as np

    from kg.analysis.relief import Candidate, newcomers, relief, single_sources

    supply = _known(store, scope, selection)
    weights = _structural(supply)
    single = single_sources(weights, supply.industry, supply.essential)
    wanted = newcomers(weights, supply.industry, supply.essential)
    wanted = [c for c in wanted if c.industry < len(supply.segments)]
    sellers = _links_of(supply)
    candidates = list(wanted)
    for c in wanted:
        for k in np.flatnonzero(supply.industry == c.industry).tolist():
            buyers = tuple(b for b in c.buyers if b != k and (k, b) not in sellers)
            if buyers:
                candidates.append(Candidate(c.industry, buyers, k))
    left = None
    if firms:
        left = np.ones(len(supply.network))
        left[_numbers(store, supply, firms, selection)] = psi
    found = relief(
        weights, supply.industry, supply.essential, candidates, psi=left, progress=progress
    )
    helpful = [r for r in found if r.esri_after < r.esri_before - 1e-9]
    segments = refs_of(store, supply.segments)

    def firm(k: int) -> Ref:
        return supply.refs[supply.network.nodes[k]]

    return ReliefAnswer(
        rows=tuple(
            ReliefRow(
                segment=segments[supply.segments[r.candidate.industry]],
                supplier=None if r.candidate.supplier is None else firm(r.candidate.supplier),
                buyers=tuple(firm(b) for b in r.candidate.buyers),
                before=r.esri_before,
                after=r.esri_after,
                single=r.single_before - r.single_after,
                asked=bool(firms),
            )
            for r in helpful
        ),
        tried=len(found),
        single=len(single),
        structural=supply.values_known < supply.network.number_of_edges(),
        linked=supply.linked,
        of=len(supply.network),
    )


def _known(store: Store, scope: Scope, selection: Selection | None) -> SupplyNetwork:
    from kg.analysis.coverage import coverage

    supply = supply_network(store, scope, selection=selection)
    edges = supply.network.number_of_edges()
    found = coverage(len(supply.network), supply.linked, edges)
    if found.sufficient:
        return supply
    ask = [
        message(
            "shock.ask",
            firm=asked.customer.label,
            segment=asked.segment.label,
            makers=listed(ref.label for ref in asked.makers[:4])
            if asked.makers
            else message("shock.no_makers"),
        )
        for asked in to_collect(store, supply, scope)[:_ASKED]
    ]
    told = message(
        "shock.refused", firms=len(supply.network), linked=supply.linked, edges=edges,
        groups=supply.groups,
    )  # fmt: skip
    title = [message("shock.ask_title")] if ask else []
    raise NotEnoughKnownError(told, found.reasons, [*title, *ask])


def _numbers(
    store: Store, supply: SupplyNetwork, firms: Sequence[str], selection: Selection | None
) -> list[int]:
    number = supply.network.number
    missing = [iri for iri in firms if iri not in number or not _links(supply, number[iri])]
    if missing:
        refs = refs_of(store, missing)
        names = listed(refs[iri].label for iri in missing)
        key = "shock.no_link_chosen" if selection else "shock.no_link"
        raise NotEnoughKnownError(message(key, names=names))
    return [number[iri] for iri in firms]


def _links(supply: SupplyNetwork, k: int) -> bool:
    matrix = supply.network.matrix
    out = matrix.indptr[k + 1] > matrix.indptr[k]
    return bool(out) or bool((matrix.indices == k).any())


def _links_of(supply: SupplyNetwork) -> set[tuple[int, int]]:
    pairs = supply.network.matrix.tocoo()
    return set(zip(pairs.coords[0].tolist(), pairs.coords[1].tolist(), strict=True))


def _drawn(supply: SupplyNetwork, samples: int, seed: int) -> list[Any]:
    from kg.analysis.esri_range import sampled

    unknown = supply.values_known < supply.network.number_of_edges()
    return [sampled(supply.weights, n, seed=seed) for n in range(samples if unknown else 1)]


def _structural(supply: SupplyNetwork) -> Any:
    """Known values, and for the others their median (1 where none is known)."""
    import numpy as np

    weights = supply.weights.copy()
    known = weights.data[~np.isnan(weights.data)]
    weights.data[np.isnan(weights.data)] = float(np.median(known)) if len(known) else 1.0
    return weights


def _range(values: NDArray[np.float64]) -> Range:
    import numpy as np

    low, median, high = np.percentile(values, [5, 50, 95]).tolist()
    return Range(low, median, high)


def _band(band: Any, k: int) -> Range:
    return Range(float(band.low[k]), float(band.median[k]), float(band.high[k]))


def _segment(supply: SupplyNetwork, refs: dict[str, Ref], k: int) -> Ref | None:
    n = int(supply.segment[k])
    return refs[supply.segments[n]] if n >= 0 else None


def _through(
    store: Store, supply: SupplyNetwork, k: int, lost: NDArray[np.float64]
) -> tuple[tuple[Ref, ...], tuple[str, ...]]:
    pairs = [pair for pair in supply.records if k in pair and lost[pair[0]] > 0 < lost[pair[1]]]
    others = {a if b == k else b for a, b in pairs}
    near = sorted(others, key=lambda n: (-round(float(lost[n]), 9), n))[:_SOURCES]
    records = [r for pair in sorted(pairs) if set(pair) & set(near) for r in supply.records[pair]]
    cited = evidence_of(store, records[:_SOURCES])
    shown = tuple(f"{e.record} {e.short()}".strip() for _, e in sorted(cited.items()))
    return tuple(supply.refs[supply.network.nodes[n]] for n in near), shown
