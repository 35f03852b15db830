"""RDF: Turtle, N-Triples, N-Quads, TriG, JSON-LD; facts without the ontology."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.files import replacing
from kg.records import Scope
from kg.snapshot import triples_as_of
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


def write_rdf(store: Store, scope: Scope, path: Path, format_name: str) -> None:
    """Write the facts as of a day, sorted; the ontology itself is not repeated."""
    namespaces = tuple(pack["namespace"] for pack in store.manifest["packs"])
    # The store also holds the ontology; facts are what packs say.
    triples = [
        t
        for t in triples_as_of(store, scope)
        if isinstance(t.subject, ox.NamedNode) and t.subject.value.startswith(namespaces)
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
