"""The graph as it was known and valid on a day: what an export and a query with as-of see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.records import Scope
from kg.store import Draft, Store

__all__ = ["engine_files", "triples_as_of"]

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


def triples_as_of(store: Store, scope: Scope) -> Iterator[ox.Triple]:
    """All triples but those of records that do not hold on that day (see ``Scope``), and the
    direct edges that only such records give. Things stay: a name has no date of its own.
    """
    records = {row["record"].value for row in store.select(_RECORDS)}
    kept = scope.keep(store, records)
    dropped = records - kept
    edges: dict[tuple[object, object, object], bool] = {}
    for row in store.select(_EDGES):
        key = (row["source"], row["edge"], row["target"])
        edges[key] = edges.get(key, False) or row["record"].value in kept
    for triple in store.triples():
        subject = triple.subject
        known = not isinstance(subject, ox.NamedNode) or subject.value not in dropped
        if known and edges.get((subject, triple.predicate, triple.object), True):
            yield triple


@contextmanager
def engine_files(store: Store, scope: Scope, *, whole: bool) -> Iterator[Path]:
    """The folder of an engine's files that holds the graph as of a day.

    With ``whole`` the store's own; else a copy of what counted on that day, for as long as the
    block runs (about 0.2 s for the bundled pack).
    """
    if whole:
        yield store.path
        return
    import tempfile

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        draft = Draft(Path(folder))
        draft.add(triples_as_of(store, scope))
        draft.close()
        yield Path(folder) / "store"
