"""What a built graph calls its things, and what tells them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from kg.errors import Text
from kg.names.model import Kind, Name, NamedThing
from kg.names.rank import Rank
from kg.store import Solution
from kg.vocab import KG

__all__ = ["named_things"]

Select = Callable[[str], Iterable[Solution]]

_THINGS = """
SELECT ?thing ?type ?typeZh ?typeEn ?zh ?en ?code WHERE {
  ?thing a ?type . ?type rdfs:subClassOf* kg:Thing .
  ?thing rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  ?type rdfs:label ?typeZh FILTER (LANG(?typeZh) = "zh")
  ?type rdfs:label ?typeEn FILTER (LANG(?typeEn) = "en")
  OPTIONAL { ?thing rdfs:label ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?thing kg:creditCode ?code }
}"""
_ALIASES = "SELECT ?thing ?name WHERE { ?thing kg:altName ?name }"
_STANDS = "SELECT ?thing ?place WHERE { ?thing kg:locatedIn|kg:within|kg:jurisdiction ?place }"
_WITHIN = "SELECT ?thing ?place WHERE { ?thing kg:within ?place }"
# An owner tells more than a group that a firm is a member of. Clusters and programmes are left
# out: a firm is in many.
_GROUPS = (
    "SELECT ?thing ?group WHERE { ?group kg:owns ?thing }",
    "SELECT ?thing ?group WHERE { ?thing kg:memberOf ?group ."
    " ?group a/rdfs:subClassOf* kg:Organization }",
    "SELECT ?thing ?group WHERE { ?thing kg:inChain ?group }",
)
_KINDS = """
SELECT ?type ?kind WHERE {
  VALUES (?top ?kind) {
    (kg:Organization "organization") (kg:Place "place")
    (kg:ChainSegment "industry") (kg:ProductFamily "industry") (kg:IndustryClass "industry")
  }
  ?type rdfs:subClassOf* ?top
}"""
_NOWHERE = Text("", "")


def named_things(select: Select, homes: Mapping[str, str]) -> Iterator[NamedThing]:
    """All things of packs with their names, by IRI.

    ``homes``: namespace of each pack to its prefix; ids of the first are written without it.
    ``select`` runs a query on the graph, derived edges included. Linear in things and names.
    """
    aliases = _pairs(select, _ALIASES, "name")
    within = _pairs(select, _WITHIN, "place")
    stands = _pairs(select, _STANDS, "place")
    things = sorted(select(_THINGS), key=lambda row: str(row["thing"].value))
    labels = {row["thing"].value: _label(row) for row in things}
    groups: dict[str, list[str]] = {}
    for query in _GROUPS:
        for thing, found in _pairs(select, query, "group").items():
            groups.setdefault(thing, found)
    kinds: dict[str, Kind] = {row["type"].value: row["kind"].value for row in select(_KINDS)}
    first = next(iter(homes))
    for row in things:
        iri = row["thing"].value
        home = next((n for n in homes if iri.startswith(n)), None)
        if home is None:
            continue  # a term of the schemes, not a thing of a pack
        local = iri.removeprefix(home)
        prefixed = f"{homes[home]}:{local}"
        label = labels[iri]
        names = [
            Name(local, Rank.IDENTIFIER),
            Name(prefixed, Rank.IDENTIFIER),
            *(Name(text, Rank.LABEL) for text in dict.fromkeys(label)),
        ]
        if "code" in row:
            names.append(Name(row["code"].value, Rank.IDENTIFIER))
        names += [Name(alias, Rank.ALIAS) for alias in aliases.get(iri, [])]
        yield NamedThing(
            iri=iri,
            id=local if home == first else prefixed,
            type=row["type"].value.removeprefix(KG),
            label=label,
            type_label=Text(row["typeZh"].value, row["typeEn"].value),
            place=_first(stands.get(iri, []), labels),
            names=tuple(names),
            group=_first(groups.get(iri, []), labels),
            located=tuple(_closed(stands.get(iri, []), within)),
            kind=kinds.get(row["type"].value, "other"),
        )


def _label(row: Solution) -> Text:
    zh = row["zh"].value
    return Text(zh, row["en"].value if "en" in row else zh)


def _pairs(select: Select, query: str, name: str) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for row in select(query):
        found.setdefault(row["thing"].value, set()).add(row[name].value)
    return {thing: sorted(values) for thing, values in found.items()}


def _first(iris: Iterable[str], labels: Mapping[str, Text]) -> Text:
    return min((labels[iri] for iri in iris if iri in labels), default=_NOWHERE)


def _closed(start: Iterable[str], within: Mapping[str, Iterable[str]]) -> list[str]:
    """Places with all that they lie within; safe where those go round in a circle."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += within.get(place, ())
    return sorted(found)
