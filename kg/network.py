"""From records to a graph: the network that is ranked, clustered and drawn.

Which record gives which edge is declared in the ontology (``edgeRecord``, ``edgeSource``,
``edgeTarget``); nothing here knows a record class by name. Cities, policies, government bodies
and sources are never nodes: with them, every cluster is a newspaper page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.errors import OptionError
from kg.messages import message
from kg.records import Ref, Scope, evidence_of, labels_of, refs_of
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

_EDGES = """
SELECT DISTINCT ?record ?edge ?source ?target ?since ?until ?symmetric WHERE {
  ?edge kg:edgeRecord ?class ; kg:edgeSource ?near ; kg:edgeTarget ?far .
  ?record a ?class ; ?near ?source ; ?far ?target .
  ?record kg:status ?status
  FILTER (?status NOT IN (kg:status-proposed, kg:status-planned, kg:status-ended))
  FILTER (ISIRI(?target))
  OPTIONAL { ?edge kg:edgeSymmetric ?symmetric }
  OPTIONAL { ?record kg:since ?since }
  OPTIONAL { ?record kg:until ?until }
}"""

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
    rows = [r for r in store.select(_EDGES) if local_name(r["edge"].value) in wanted]
    kept = scope.keep(store, (r["record"].value for r in rows))
    rows = sorted((r for r in rows if r["record"].value in kept), key=lambda r: r["record"].value)
    things = _things(store, allowed)
    evidence = evidence_of(store, {r["record"].value for r in rows} | set(things))
    labels = labels_of(store, (expand(name) for name in wanted))
    layers = {r["thing"].value: int(r["layer"].value) for r in store.select(_POSITIONS)}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, ref in sorted(things.items()):
        graph.add_node(iri, **_node(ref), layer=layers.get(iri), basis=evidence[iri].basis)
    for row in rows:
        source, target = row["source"].value, row["target"].value
        if source not in graph or target not in graph:
            continue
        record, name = row["record"].value, local_name(row["edge"].value)
        graph.add_edge(
            source,
            target,
            key=record,
            relation=name,
            relation_label=labels[expand(name)],
            basis=evidence[record].basis,
            source=evidence[record].source,
            since=row["since"].value if "since" in row else "",
            until=row["until"].value if "until" in row else "",
            symmetric="symmetric" in row and row["symmetric"].value == "true",
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
