"""From records to a graph: the network that is ranked, clustered and drawn.

Which record gives which edge is declared in the ontology (``edgeRecord``, ``edgeSource``,
``edgeTarget``); nothing here knows a record class by name. Cities, policies, government bodies
and sources are never nodes: with them, every cluster is a newspaper page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.edges import edges_of
from kg.errors import OptionError
from kg.messages import message
from kg.records import Ref, Scope, evidence_of, labels_of, local_id, refs_of
from kg.store import Store
from kg.vocab import expand, local_name

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["DEALINGS", "STRUCTURE", "network", "relations"]

DEALINGS = (
    "agreedWith", "cooperatesWith", "drewIn", "memberOf", "owns", "participatesIn", "suppliesTo",
)  # fmt: skip
"""Direct edges between those who deal with each other; what rankings stand on."""

STRUCTURE = (*DEALINGS, "activeIn", "feeds", "produces")
"""Dealings and the chain's own structure; what supply clusters and the map stand on."""

_NODE_TYPES = frozenset({
    "Enterprise", "ResearchBody", "ParkAuthority", "Consortium", "Facility", "Project",
    "ChainSegment", "Product", "ProductFamily", "Park", "Event", "IndustrialChain",
})  # fmt: skip

_ALL_RELATIONS = "SELECT ?edge WHERE { ?edge kg:edgeRecord ?class }"

_POSITIONS = """
SELECT ?thing (MIN(?n) AS ?layer) WHERE {
  { ?thing kg:position/kg:order ?n }
  UNION { ?r a kg:SegmentActivity ; kg:agent ?thing ; kg:segment/kg:position/kg:order ?n }
} GROUP BY ?thing"""


def relations(store: Store) -> list[str]:
    """The names of all direct edges that the ontology declares, sorted."""
    return sorted(local_name(row["edge"].value) for row in store.select(_ALL_RELATIONS))


def network(
    store: Store,
    scope: Scope,
    *,
    relation_names: Iterable[str] = DEALINGS,
    types: Iterable[str] = _NODE_TYPES,
) -> nx.MultiDiGraph[str]:
    """The multi-digraph of records: node = IRI of a thing, edge key = IRI of the record.

    Node attributes: id, label (Text), type, type_label (Text), status, count, basis, layer
    (0 upstream, 1 midstream, 2 downstream, None). Edge attributes: relation, relation_label
    (Text), basis, source, since, until, symmetric. Things of the given types without any edge
    are nodes too. Raises OptionError for a relation that is not declared. O(nodes + edges).
    """
    import networkx as nx

    wanted, allowed = set(relation_names), set(types)
    known = set(relations(store))
    if unknown := sorted(wanted - known):
        raise OptionError(
            message("network.relation", name=unknown[0], known=", ".join(sorted(known)))
        )
    edges = edges_of(store)
    kept = edges.holding(scope.as_of, relations=wanted).nonzero()[0].tolist()
    things = _things(store, allowed)
    bases = {iri: evidence.basis for iri, evidence in evidence_of(store, things).items()}
    labels = labels_of(store, (expand(name) for name in wanted))
    layers = {r["thing"].value: int(r["layer"].value) for r in store.select(_POSITIONS)}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, ref in sorted(things.items()):
        graph.add_node(iri, **_node(ref), layer=layers.get(iri), basis=bases[iri])
    for n in kept:
        source, target = edges.nodes[edges.source[n]], edges.nodes[edges.target[n]]
        if source not in graph or target not in graph:
            continue
        name = edges.relations[edges.relation[n]]
        graph.add_edge(
            source,
            target,
            key=edges.records[n],
            relation=name,
            relation_label=labels[expand(name)],
            basis=edges.bases[edges.basis[n]],
            source=local_id(store, edges.documents[edges.document[n]]),
            since=edges.dates[edges.since[n]],
            until=edges.dates[edges.until[n]],
            symmetric=name in edges.symmetric,
        )
    return graph


def _things(store: Store, allowed: set[str]) -> dict[str, Ref]:
    rows = store.select("SELECT DISTINCT ?t WHERE { ?t a/rdfs:subClassOf* kg:Thing }")
    refs = refs_of(store, (row["t"].value for row in rows))
    return {iri: ref for iri, ref in refs.items() if ref.type in allowed}


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
