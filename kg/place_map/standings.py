"""Where things are, by which records: their own, a plant's, a project's, a host's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.place_map.model import How
from kg.records import Scope
from kg.store import Solution, Store
from kg.vocab import KG

__all__ = ["Place", "Reason", "Standings", "standings"]

_PLACES = """
SELECT ?place ?class ?level ?order ?code ?within WHERE {
  ?place a ?class . ?class rdfs:subClassOf* kg:Place .
  OPTIONAL { ?place kg:level ?concept . ?concept skos:notation ?level ; kg:order ?order }
  OPTIONAL { ?place kg:regionCode ?code }
  OPTIONAL { ?place kg:within ?within }
}"""

_THINGS = """
SELECT ?thing WHERE {
  VALUES ?class { kg:Enterprise kg:Facility kg:Project kg:ResearchBody kg:Park }
  ?thing a ?class
}"""

_LOCATED = """
SELECT ?record ?thing ?place WHERE {
  VALUES ?class { kg:Enterprise kg:Facility kg:Project kg:ResearchBody }
  ?record a kg:Location ; kg:located ?thing ; kg:place ?place .
  ?thing a ?class
  FILTER NOT EXISTS { ?record kg:status kg:status-ended }
}"""

# A building contractor or a developer of a project is not thereby where it is.
_TIES = """
SELECT ?record ?how ?thing ?at WHERE {
  {
    ?record a kg:Participation ; kg:role kg:participation-role-host ;
      kg:participant ?at ; kg:activity ?thing .
    ?at a kg:Facility . ?thing a kg:Project
    BIND ("host" AS ?how)
  } UNION {
    ?record a kg:Ownership ; kg:owner ?thing ; kg:owned ?at .
    ?at a kg:Facility . ?thing a kg:Enterprise
    BIND ("plant" AS ?how)
  } UNION {
    VALUES ?role { kg:participation-role-owner kg:participation-role-investor
                   kg:participation-role-operator }
    ?record a kg:Participation ; kg:role ?role ; kg:participant ?thing ; kg:activity ?at .
    ?at a kg:Project . ?thing a kg:Enterprise
    BIND ("project" AS ?how)
  }
  FILTER NOT EXISTS { ?record kg:status kg:status-ended }
}"""

_OWN: tuple[How, ...] = ("itself", "within")
_ORDER: tuple[How, ...] = ("host", "plant", "project")


class Reason(NamedTuple):
    """A thing is at ``place`` (IRI): ``how``, ``through`` what (IRI or ""), by which records."""

    place: str
    how: How
    through: str
    records: tuple[str, ...]


@dataclass
class Place:
    """A place of the store: its class, level notation and order (0 if unknown), region code, and
    the places that it lies in directly."""

    iri: str
    cls: str
    level: str = ""
    order: int = 0
    code: str = ""
    within: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Standings:
    """All places; the districts, and of each place those that it lies in; reasons by thing.

    ``things`` holds all that could have a place, also those without a reason.
    """

    places: dict[str, Place]
    areas: tuple[str, ...]
    above: dict[str, set[str]]
    things: tuple[str, ...]
    reasons: dict[str, list[Reason]]

    def area_of(self, place: str) -> tuple[str, ...]:
        """The districts (IRIs) that a place is or lies in, sorted."""
        return tuple(sorted({place, *self.above.get(place, ())} & set(self.areas)))


def standings(store: Store, scope: Scope) -> Standings:
    """Everything that is known of where things are on a day.

    What stands in a district is not said again of the city around it; a firm is also where its
    plants and projects are, a project where the facility is that hosts it. Four queries,
    O(records).
    """
    places = _places(store, scope)
    above = {iri: _above(iri, places) for iri in places}
    districts = {iri for iri, place in places.items() if place.level == "district"}
    areas = tuple(sorted(iri for iri in districts if not above[iri] & districts))
    reasons: dict[str, list[Reason]] = defaultdict(list)
    for iri, place in places.items():
        inner = bool(above[iri] & set(areas)) or place.cls == "Park"
        if inner and iri not in areas and place.within:
            # What it lies in may come from a source that was not out yet.
            wider = sorted(place.within & places.keys())
            reasons[iri] += [Reason(p, "within", "", (iri,)) for p in wider]
    located = store.select(_LOCATED)
    ties = store.select(_TIES)
    kept = scope.keep(store, (row["record"].value for row in (*located, *ties)))
    for row in located:
        if row["record"].value in kept and row["place"].value in places:
            reasons[row["thing"].value].append(
                Reason(row["place"].value, "itself", "", (row["record"].value,))
            )
    for how in _ORDER:
        _add_derived(reasons, how, [t for t in ties if t["how"].value == how], kept)
    shown = {row["thing"].value for row in store.select(_THINGS)} | set(reasons)
    shown = scope.keep(store, shown) - set(areas)
    result = Standings(places, areas, above, tuple(sorted(shown)), {})
    for thing, found in reasons.items():
        result.reasons[thing] = _finest(found, result)
    return result


def _places(store: Store, scope: Scope) -> dict[str, Place]:
    rows = store.select(_PLACES)
    kept = scope.keep(store, (row["place"].value for row in rows))
    places: dict[str, Place] = {}
    for row in rows:
        iri = row["place"].value
        if iri in kept:
            place = places.setdefault(iri, Place(iri, row["class"].value.removeprefix(KG)))
            place.level = row["level"].value if "level" in row else ""
            place.order = int(row["order"].value) if "order" in row else 0
            place.code = row["code"].value if "code" in row else ""
            if "within" in row:
                place.within.add(row["within"].value)
    return places


def _above(iri: str, places: dict[str, Place]) -> set[str]:
    found: set[str] = set()
    todo = list(places[iri].within)
    while todo:
        place = todo.pop()
        if place in places and place not in found:
            found.add(place)
            todo += places[place].within
    return found


def _add_derived(
    reasons: dict[str, list[Reason]], how: How, ties: Iterable[Solution], kept: set[str]
) -> None:
    """Reasons through another thing's own; a second step only through a project's host."""
    through = ("itself", "host") if how == "project" else ("itself",)
    for row in ties:
        if row["record"].value not in kept:
            continue
        at = row["at"].value
        reasons[row["thing"].value] += [
            Reason(reason.place, how, at, (row["record"].value, *reason.records))
            for reason in reasons.get(at, ())
            if reason.how in through
        ]


def _finest(found: list[Reason], known: Standings) -> list[Reason]:
    """Without reasons for a place around another place of the thing, each reason once.

    Not by a plant or project where the thing itself is said to stand in the same place.
    """

    def spots(reason: Reason) -> set[str]:
        return {reason.place, *known.area_of(reason.place)}

    wider = {place for reason in found for place in known.above[reason.place]}
    kept = [r for r in dict.fromkeys(found) if r.place not in wider]
    own = {spot for r in kept if r.how in _OWN for spot in spots(r)}
    kept = [r for r in kept if r.how in _OWN or not own & spots(r)]
    merged: dict[tuple[str, How, str], tuple[str, ...]] = {}
    for place, how, through, records in kept:
        key = place, how, through
        merged[key] = tuple(dict.fromkeys((*merged.get(key, ()), *records)))
    rank = {how: n for n, how in enumerate((*_OWN, *_ORDER))}
    return sorted((Reason(*key, of) for key, of in merged.items()), key=lambda r: (rank[r.how], r))
