"""From records to a graph: the network that is ranked, clustered and drawn.

Which record gives which edge is declared in the ontology (``edgeRecord``, ``edgeSource``,
``edgeTarget``); nothing here knows a record class by name. Cities, policies, government bodies
and sources are never nodes: with them, every cluster is a newspaper page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.edges import EdgeTable, edges_of
from kg.records import Ref, Scope, evidence_of, labels_of, local_id, refs_of
from kg.relations import declared
from kg.selection import Selection
from kg.store import Store
from kg.vocab import expand

if TYPE_CHECKING:
    import datetime

    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "DEALINGS",
    "NODE_TYPES",
    "STRUCTURE",
    "EdgeArrays",
    "edge_arrays",
    "network",
]

DEALINGS = (
    "agreedWith", "cooperatesWith", "drewIn", "memberOf", "owns", "participatesIn", "suppliesTo",
)  # fmt: skip
"""Direct edges between those who deal with each other; what rankings stand on."""

STRUCTURE = (*DEALINGS, "activeIn", "feeds", "produces")
"""Dealings and the chain's own structure; what supply clusters and the map stand on."""

NODE_TYPES = frozenset({
    "Enterprise", "ResearchBody", "ParkAuthority", "Consortium", "Facility", "Project",
    "ChainSegment", "Product", "ProductFamily", "Park", "Event", "IndustrialChain",
})  # fmt: skip
"""Classes of things that are nodes unless others are asked for."""

_POSITIONS = """
SELECT ?thing (MIN(?n) AS ?layer) WHERE {
  { ?thing kg:position/kg:order ?n }
  UNION { ?r a kg:SegmentActivity ; kg:agent ?thing ; kg:segment/kg:position/kg:order ?n }
} GROUP BY ?thing"""


@dataclass(frozen=True)
class EdgeArrays:
    """A network as arrays: edge ``k`` runs from ``nodes[source[k]]`` to ``nodes[target[k]]``.

    ``edge[k]`` is the number of its record in ``table``. ``weight`` is 1 for each record, or
    yuan a year (NaN where not known). Nodes (IRIs, sorted) without an edge are there too.
    """

    nodes: tuple[str, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    weight: NDArray[np.float64]
    edge: NDArray[np.int64]
    table: EdgeTable


def edge_arrays(
    store: Store,
    scope: Scope,
    *,
    relation_names: Iterable[str] = DEALINGS,
    types: Iterable[str] = NODE_TYPES,
    places: Iterable[str] = (),
    among: Collection[str] | None = None,
    start: datetime.date | None = None,
    without: Iterable[str] = (),
    values: bool = False,
) -> EdgeArrays:
    """The network as arrays: what measures over many nodes stand on.

    ``relation_names`` are local names or the words for them in either language. ``places``
    (IRIs) keeps nodes that are in one of them, ``among`` just these things, of whatever class;
    ``start`` takes edges that held on any day from then on rather than on the last day;
    ``without`` leaves sources (IRIs) out; ``values`` weighs by yuan a year. Raises OptionError
    for a relation that is not declared. O(nodes + edges), no Python loop over edges.
    """
    import numpy as np

    # No relations asked for are none, not all.
    wanted = set(declared(store, names)) if (names := tuple(relation_names)) else set()
    table = edges_of(store)
    if among is None:
        inside = table.of_type(types)
    else:
        inside = np.array([iri in among for iri in table.nodes], np.bool_)
    if chosen := tuple(places):
        here = Selection(places=chosen).things(store, scope)
        inside &= np.array([iri in here for iri in table.nodes], np.bool_)
    kept = table.holding(scope.as_of, start=start, relations=wanted, without=without)
    kept &= inside[table.source] & inside[table.target]
    number = np.cumsum(inside) - 1
    rows = kept.nonzero()[0]
    return EdgeArrays(
        nodes=tuple(iri for iri, here in zip(table.nodes, inside.tolist(), strict=True) if here),
        source=number[table.source[rows]],
        target=number[table.target[rows]],
        weight=table.value[rows] if values else np.ones(len(rows)),
        edge=rows,
        table=table,
    )


def network(
    store: Store,
    scope: Scope,
    *,
    relation_names: Iterable[str] = DEALINGS,
    types: Iterable[str] = NODE_TYPES,
    places: Iterable[str] = (),
    among: Collection[str] | None = None,
    start: datetime.date | None = None,
) -> nx.MultiDiGraph[str]:
    """The multi-digraph of records: node = IRI of a thing, edge key = IRI of the record.

    Node attributes: id, label (Text), type, type_label (Text), status, count, basis, layer
    (0 upstream, 1 midstream, 2 downstream, None). Edge attributes: relation, relation_label
    (Text), basis, source, since, until, published (partial dates), symmetric, weight (1). The
    choices are those of ``edge_arrays``, which is what to take for more than some ten thousand
    edges.
    """
    import networkx as nx

    found = edge_arrays(
        store, scope, relation_names=relation_names, types=types, places=places, among=among,
        start=start,
    )  # fmt: skip
    table = found.table
    things = refs_of(store, found.nodes)
    bases = {iri: evidence.basis for iri, evidence in evidence_of(store, things).items()}
    labels = labels_of(store, (expand(name) for name in table.relations))
    # Positions are counted from 1 in their scheme.
    layers = {r["thing"].value: int(r["layer"].value) - 1 for r in store.select(_POSITIONS)}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, ref in sorted(things.items()):
        graph.add_node(iri, **_node(ref), layer=layers.get(iri), basis=bases[iri])
    for k, n in enumerate(found.edge.tolist()):
        name = table.relations[table.relation[n]]
        graph.add_edge(
            found.nodes[found.source[k]],
            found.nodes[found.target[k]],
            key=table.records[n],
            relation=name,
            relation_label=labels[expand(name)],
            basis=table.bases[table.basis[n]],
            source=local_id(store, table.documents[table.document[n]]),
            since=table.dates[table.since[n]],
            until=table.dates[table.until[n]],
            published=table.dates[table.published[n]],
            symmetric=name in table.symmetric,
            weight=1.0,
        )
    return graph


def _node(ref: Ref) -> dict[str, Any]:
    return {
        "id": ref.id,
        "label": ref.label,
        "type": ref.type,
        "type_label": ref.type_label,
        "status": ref.status,
        "count": ref.count,
        "count_operator": ref.count_operator,
    }
