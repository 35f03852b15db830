"""Layers over the districts, from the saved query ``place-layers``: no layout is named here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.place_map.model import Figure, Layer, Mark
from kg.place_map.standings import Standings
from kg.query import saved_queries
from kg.records import Scope, evidence_of, refs_of
from kg.store import Store

__all__ = ["layers"]


def layers(
    store: Store, scope: Scope, known: Standings, figures: Mapping[str, Sequence[Figure]]
) -> tuple[tuple[Layer, ...], dict[str, tuple[Mark, ...]]]:
    """The layouts that any district belongs to, largest first, and each district's marks.

    A place inside a district marks the district. O(memberships of places).
    """
    rows = store.select(saved_queries()["place-layers"].text)
    kept = scope.keep(store, (row["record"].value for row in rows))
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        record, place = row["record"].value, row["place"].value
        if record in kept and place in known.places:
            for area in known.area_of(place):
                found[row["layer"].value][area].append(record)
    refs = refs_of(store, found)
    records = {record for areas in found.values() for of in areas.values() for record in of}
    evidence = evidence_of(store, records | set(found))
    marks: dict[str, list[Mark]] = defaultdict(list)
    made = []
    for iri in sorted(found, key=lambda iri: (-len(found[iri]), refs[iri].id)):
        for area, of in found[iri].items():
            marks[area].append(Mark(iri, tuple(evidence[record] for record in of)))
        areas = tuple(sorted(found[iri]))
        made.append(Layer(refs[iri], areas, tuple(figures.get(iri, ())), evidence[iri]))
    return tuple(made), {area: tuple(of) for area, of in marks.items()}
