"""Technology matrices (三纵三横): who works where the axes cross, as far as sources say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.records import Ref, Scope, refs_of, select_about
from kg.store import Store

__all__ = ["Cell", "Matrix", "matrices"]

_AXES = """
SELECT DISTINCT ?root ?axis ?technology WHERE {
  #PARAM chain
  ?push a kg:Coverage ; kg:covered ?chain ; kg:instrument ?instrument .
  ?record a kg:Coverage ; kg:instrument ?instrument ; kg:covered ?root .
  ?axis skos:broader ?root . ?technology skos:broader ?axis ; a kg:Technology .
}"""

_WORKERS = """
SELECT DISTINCT ?record ?technology ?who WHERE {
  #PARAM technology
  ?record a kg:Coverage ; kg:covered ?technology ; kg:instrument ?who .
  ?who a ?class . ?class rdfs:subClassOf* ?body .
  VALUES ?body { kg:Organization kg:Facility kg:Project kg:Programme }
}"""


@dataclass(frozen=True)
class Cell:
    """Where two axes cross; ``bodies`` are those recorded in both technologies."""

    row: Ref
    column: Ref
    bodies: tuple[Ref, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "row": self.row.as_json(),
            "column": self.column.as_json(),
            "bodies": [ref.as_json() for ref in self.bodies],
        }


@dataclass(frozen=True)
class Matrix:
    """Two axes of technologies and their cells, row by row.

    An empty cell says that no source names a body for both, not that there is none.
    """

    root: Ref
    axes: tuple[Ref, Ref]
    cells: tuple[Cell, ...]

    @property
    def known(self) -> int:
        """How many cells have a named body."""
        return sum(bool(cell.bodies) for cell in self.cells)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "root": self.root.as_json(),
            "axes": [axis.as_json() for axis in self.axes],
            "known": self.known,
            "cells": [cell.as_json() for cell in self.cells],
        }


def matrices(store: Store, chain: str, scope: Scope) -> list[Matrix]:
    """The matrices that a policy of a chain (IRI) speaks of: a technology with two axes under
    it, each with technologies of its own. Sorted by id."""
    rows = select_about(store, _AXES, "chain", [chain])
    axes: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        under = axes.setdefault(row["root"].value, {})
        under.setdefault(row["axis"].value, set()).add(row["technology"].value)
    bodies = _bodies(store, {t for a in axes.values() for ts in a.values() for t in ts}, scope)
    iris = {iri for root, under in axes.items() for iri in (root, *under)}
    refs = refs_of(store, iris | set(bodies) | {w for ws in bodies.values() for w in ws})
    found = []
    for root, under in axes.items():
        if len(under) != 2:
            continue
        first, second = sorted(under, key=lambda iri: refs[iri].id, reverse=True)
        cells = tuple(
            Cell(
                refs[row],
                refs[column],
                tuple(sorted((refs[w] for w in bodies[row] & bodies[column]), key=lambda r: r.id)),
            )
            for row in sorted(under[first], key=lambda iri: refs[iri].id)
            for column in sorted(under[second], key=lambda iri: refs[iri].id)
        )
        found.append(Matrix(refs[root], (refs[first], refs[second]), cells))
    return sorted(found, key=lambda matrix: matrix.root.id)


def _bodies(store: Store, technologies: set[str], scope: Scope) -> dict[str, set[str]]:
    rows = select_about(store, _WORKERS, "technology", technologies)
    kept = scope.keep(store, (row["record"].value for row in rows))
    found: dict[str, set[str]] = {technology: set() for technology in technologies}
    for row in rows:
        if row["record"].value in kept:
            found[row["technology"].value].add(row["who"].value)
    return found
