"""All contradictions of a graph, with what curators hold of them."""

from __future__ import annotations

from pathlib import Path

from kg.conflicts.counts import count_conflicts
from kg.conflicts.figures import figure_conflicts
from kg.conflicts.judgements import judged, judgements
from kg.conflicts.model import ConflictsAnswer
from kg.conflicts.rules import rule_conflicts
from kg.observations import observations
from kg.records import Scope, labels_of
from kg.store import Store
from kg.vocab import concept_iri

__all__ = ["conflicts"]

_KINDS = ("values", "growth", "counts", "roles", "dates")


def conflicts(store: Store, scope: Scope, ontology: Path | None = None) -> ConflictsAnswer:
    """Every contradiction among what was known on the day of ``scope``.

    Sorted by kind, then by the thing. One query a rule; reads all figures and memberships once.
    """
    iris = {kind: concept_iri("conflict-kind", kind) for kind in _KINDS}
    named = labels_of(store, iris.values())
    labels = {kind: named[iri] for kind, iri in iris.items()}
    known = observations(store, scope)
    found = [
        *figure_conflicts(known, labels),
        *count_conflicts(store, scope, known, labels),
        *rule_conflicts(store, scope, labels, ontology),
    ]
    found.sort(key=lambda c: (_KINDS.index(c.kind), c.about.id, c.what, sorted(c.records)))
    return judged(found, judgements(store, scope))
