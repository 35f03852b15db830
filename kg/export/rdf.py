"""RDF: Turtle, N-Triples, N-Quads, TriG, JSON-LD; facts without the ontology."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.files import replacing
from kg.records import Scope
from kg.store import Store
from kg.vocab import PREFIXES

__all__ = ["write_rdf"]

_FORMATS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
}

_RECORDS = """
SELECT DISTINCT ?record WHERE { ?record a ?class . ?class rdfs:subClassOf+ kg:Record }"""

_EDGES = """
SELECT ?record ?edge ?source ?target WHERE {
  ?edge kg:edgeRecord ?class .
  { ?edge kg:edgeSource ?near ; kg:edgeTarget ?far }
  UNION { ?edge kg:edgeSymmetric true ; kg:edgeSource ?far ; kg:edgeTarget ?near }
  ?record a ?class ; ?near ?source ; ?far ?target .
  ?source ?edge ?target
}"""


def write_rdf(store: Store, scope: Scope, path: Path, format_name: str) -> None:
    """Write the facts as of a day, sorted; the ontology itself is not repeated.

    A record that does not hold at that day is left out, and so is a direct edge that only such
    records give.
    """
    records = {row["record"].value for row in store.select(_RECORDS)}
    kept = scope.keep(store, records)
    edges: dict[tuple[object, object, object], bool] = {}
    for row in store.select(_EDGES):
        key = (row["source"], row["edge"], row["target"])
        edges[key] = edges.get(key, False) or row["record"].value in kept
    dropped = records - kept
    namespaces = tuple(pack["namespace"] for pack in store.manifest["packs"])
    triples = [
        t
        for t in store.triples()
        # The store also holds the ontology; facts are what packs say.
        if isinstance(t.subject, ox.NamedNode)
        and t.subject.value.startswith(namespaces)
        and t.subject.value not in dropped
        and edges.get((t.subject, t.predicate, t.object), True)
    ]
    triples.sort(key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    prefixes = dict(PREFIXES)
    for pack in store.manifest["packs"]:
        prefixes[pack["prefix"]] = pack["namespace"]
    text = ox.serialize(triples, format=_FORMATS[format_name], prefixes=prefixes) or b""
    with replacing(path) as file:
        file.write(_prefixes_sorted(text))


def _prefixes_sorted(text: bytes) -> bytes:
    # The engine keeps prefixes in a hash map: their order is not ours to rely on.
    lines = text.splitlines(keepends=True)
    head = [line for line in lines if line.startswith(b"@prefix ")]
    return b"".join(sorted(head)) + b"".join(lines[len(head) :])
