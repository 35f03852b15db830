"""The network of who supplies whom, firm by firm, as shocks and dependence are worked out on.

Observed firm-to-firm edges only: that one segment feeds another is never made into edges between
their firms. A plant stands for the firm that runs it; stated groups are no firms, and are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.network import EdgeArrays, edge_arrays
from kg.records import Ref, Scope, refs_of
from kg.selection import Selection
from kg.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from kg.analysis import Digraph

__all__ = ["Asked", "SupplyNetwork", "supply_network", "to_collect"]

_TYPES = frozenset({"Enterprise", "Facility", "Consortium", "ResearchBody"})

_FLOWS = """
SELECT DISTINCT ?from ?to WHERE {
  ?record a kg:SegmentFlow ; kg:fromSegment ?source ; kg:toSegment ?target .
  ?from skos:broader* ?source . ?to skos:broader* ?target
}"""


@dataclass(frozen=True)
class SupplyNetwork:
    """Firms (IRIs, by number) and what they supply each other.

    ``weights[i, j]`` is yuan a year, NaN where no source tells it; ``network`` holds the same
    links with a weight of 1 a record. ``segment[i]`` numbers ``segments``, -1 where no segment
    of the firm is known. ``essential[k, g]`` is 2 where segment k feeds segment g, 1 where it
    does not; a firm of unknown segment has an industry of its own at the end. ``groups`` counts
    edges between one of the firms and a stated group, ``values_known`` the links of which the
    value is told; ``works`` tells all segments (IRIs) of a firm, by itself or its plants.
    """

    network: Digraph[str]
    weights: csr_array[Any]
    refs: Mapping[str, Ref]
    segments: tuple[str, ...]
    segment: NDArray[np.int64]
    industry: NDArray[np.int64]
    essential: NDArray[np.int64]
    values_known: int
    groups: int
    records: Mapping[tuple[int, int], tuple[str, ...]]
    works: Mapping[str, frozenset[str]]

    @property
    def linked(self) -> int:
        """How many firms have a known supplier or customer."""
        import numpy as np

        matrix = self.network.matrix
        return int(((np.diff(matrix.indptr) > 0) | (matrix.sum(axis=0) > 0)).sum())


@dataclass(frozen=True)
class Asked:
    """An edge that would be worth knowing: who supplies a firm with what a segment makes.

    ``makers`` are the firms known to be in that segment.
    """

    customer: Ref
    segment: Ref
    makers: tuple[Ref, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "customer": self.customer.as_json(),
            "segment": self.segment.as_json(),
            "makers": [ref.as_json() for ref in self.makers],
        }


def supply_network(
    store: Store, scope: Scope, *, selection: Selection | None = None
) -> SupplyNetwork:
    """The supply network of all named firms, or of those of a selection, as of a day.

    O(edges + firms) and a handful of queries.
    """
    import numpy as np
    from scipy.sparse import csr_array

    from kg.analysis import Digraph

    found = edge_arrays(store, scope, relation_names=["suppliesTo"], types=_TYPES, values=True)
    refs = refs_of(store, found.nodes)
    operator = _operators(store, scope)
    firms = _firms(store, scope, refs, selection)
    number = {iri: n for n, iri in enumerate(firms)}
    place = np.array([number.get(operator.get(iri, iri), -1) for iri in found.nodes], np.int64)
    source, target = place[found.source], place[found.target]
    kept = (source >= 0) & (target >= 0) & (source != target)
    group = np.array([refs[iri].is_group for iri in found.nodes], np.bool_)
    network = Digraph.from_arrays(len(firms), source[kept], target[kept], None, firms)
    size = (len(firms), len(firms))
    weights = csr_array((found.weight[kept], (source[kept], target[kept])), shape=size)
    weights.sum_duplicates()
    works = _works(store, scope, operator)
    segments, segment = _segments(firms, works)
    industry, essential = _industries(store, segments, segment)
    return SupplyNetwork(
        network=network,
        weights=weights,
        refs=refs,
        segments=segments,
        segment=segment,
        industry=industry,
        essential=essential,
        values_known=int((~np.isnan(weights.data)).sum()),
        groups=int(
            ((group[found.source] & (target >= 0)) | (group[found.target] & (source >= 0))).sum()
        ),
        records=_records(found, source, target, kept),
        works={iri: frozenset(found) for iri, found in works.items()},
    )


def _firms(
    store: Store, scope: Scope, refs: Mapping[str, Ref], selection: Selection | None
) -> list[str]:
    named = [
        iri
        for iri, ref in sorted(refs.items())
        if ref.type in ("Enterprise", "Consortium") and not ref.is_group
    ]
    if not selection:
        return named
    chosen = selection.things(store, scope)
    return [iri for iri in named if iri in chosen]


def _operators(store: Store, scope: Scope) -> dict[str, str]:
    owned = edge_arrays(store, scope, relation_names=["owns"], types=_TYPES)
    table = owned.table
    plant = table.of_type(["Facility"])
    nodes = [table.nodes.find(iri) for iri in owned.nodes]
    return {
        owned.nodes[t]: owned.nodes[s]
        for s, t in sorted(zip(owned.source.tolist(), owned.target.tolist(), strict=True))
        if plant[nodes[t]] and not plant[nodes[s]]
    }


def _works(store: Store, scope: Scope, operator: Mapping[str, str]) -> dict[str, list[str]]:
    found = edge_arrays(store, scope, relation_names=["activeIn"], types=_TYPES | {"ChainSegment"})
    works: dict[str, list[str]] = {}
    for s, t in zip(found.source.tolist(), found.target.tolist(), strict=True):
        agent = found.nodes[s]
        works.setdefault(operator.get(agent, agent), []).append(found.nodes[t])
    return works


def _segments(
    firms: list[str], works: Mapping[str, list[str]]
) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    import numpy as np

    names = tuple(sorted({segment for iri in firms for segment in works.get(iri, ())}))
    number = {iri: n for n, iri in enumerate(names)}
    # One industry a firm, as the index wants it: the segment told of most often, then by IRI.
    main = [
        min(works[iri], key=lambda s: (-works[iri].count(s), s)) if iri in works else ""
        for iri in firms
    ]
    return names, np.array([number.get(iri, -1) for iri in main], np.int64)


def _industries(
    store: Store, segments: tuple[str, ...], segment: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    import numpy as np

    unknown = np.flatnonzero(segment < 0)
    industry = segment.copy()
    industry[unknown] = len(segments) + np.arange(len(unknown))
    size = len(segments) + len(unknown)
    essential = np.ones((size, size), np.int64)
    number = {iri: n for n, iri in enumerate(segments)}
    for row in store.select(_FLOWS):
        k, g = number.get(row["from"].value), number.get(row["to"].value)
        if k is not None and g is not None:
            essential[k, g] = 2
    return industry, essential


def _records(
    found: EdgeArrays,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    kept: NDArray[np.bool_],
) -> dict[tuple[int, int], tuple[str, ...]]:
    records: dict[tuple[int, int], list[str]] = {}
    for k in kept.nonzero()[0].tolist():
        pair = int(source[k]), int(target[k])
        records.setdefault(pair, []).append(found.table.records[int(found.edge[k])])
    return {pair: tuple(names) for pair, names in records.items()}


def to_collect(store: Store, supply: SupplyNetwork, scope: Scope) -> list[Asked]:
    """The edges to ask for next: of each firm, for each segment that feeds its own and from
    which no supplier of it is known. Leaders first, then where most makers are known."""
    import numpy as np

    leaders = _leaders(store, scope)
    makers: dict[str, list[str]] = {}
    for iri in supply.network.nodes:
        for segment in sorted(supply.works.get(iri, ())):
            makers.setdefault(segment, []).append(iri)
    refs = refs_of(store, {*supply.segments, *supply.network.nodes})
    suppliers = supply.network.matrix.tocsc()
    found = []
    for j, iri in enumerate(supply.network.nodes):
        g = int(supply.segment[j])
        if g < 0:
            continue
        known = suppliers.indices[suppliers.indptr[j] : suppliers.indptr[j + 1]]
        has = {s for m in known.tolist() for s in supply.works.get(supply.network.nodes[m], ())}
        for k in np.flatnonzero(supply.essential[: len(supply.segments), g] == 2).tolist():
            segment = supply.segments[k]
            if segment in has or segment in supply.works.get(iri, ()):
                continue
            others = tuple(refs[m] for m in makers.get(segment, ()) if m != iri)
            found.append(Asked(refs[iri], refs[supply.segments[k]], others))
    found.sort(
        key=lambda a: (a.customer.iri not in leaders, -len(a.makers), a.customer.id, a.segment.id)
    )
    return found


def _leaders(store: Store, scope: Scope) -> set[str]:
    roles = edge_arrays(
        store, scope, relation_names=["hasRoleIn"], types=_TYPES | {"IndustrialChain"}
    )
    return {roles.nodes[s] for s in roles.source.tolist()}
