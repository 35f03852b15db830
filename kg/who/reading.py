"""What the rows of a list mention: names, places, segments, roles, and what records say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.errors import Text
from kg.messages import message
from kg.records import Scope, evidence_of, labels_of, refs_of, select_about
from kg.store import Solution, Store
from kg.vocab import KG, concept_iri
from kg.who.answer import Known, Match, Who

__all__ = ["Reader"]

_AT_ONCE = 200

_LEADER = concept_iri("chain-role", "chain-leader")

_TEMPLATES = frozenset({
    "Agreement", "Attraction", "ChainRole", "Cooperation", "Coverage", "Location", "Membership",
    "Ownership", "Participation", "Production", "SegmentActivity", "SupplyRelation",
})  # fmt: skip
"""Classes of records that have a sentence of their own in [why_who]."""

# Where a found thing stands and what it does; a firm also by its plants, as in the filters.
_ABOUT = """
SELECT DISTINCT ?thing ?what ?value ?role ?record ?plant WHERE {
  {
    #PARAM thing
    ?record a kg:Location ; kg:located ?thing ; kg:place ?value .
    BIND ("place" AS ?what)
  } UNION {
    #PARAM thing
    ?owning a kg:Ownership ; kg:owner ?thing ; kg:owned ?plant . ?plant a kg:Facility .
    ?record a kg:Location ; kg:located ?plant ; kg:place ?value .
    BIND ("place" AS ?what)
  } UNION {
    #PARAM thing
    ?thing kg:within ?value
    BIND ("place" AS ?what)
  } UNION {
    #PARAM thing
    ?record a kg:SegmentActivity ; kg:agent ?thing ; kg:segment ?value .
    BIND ("segment" AS ?what)
  } UNION {
    #PARAM thing
    ?owning a kg:Ownership ; kg:owner ?thing ; kg:owned ?plant . ?plant a kg:Facility .
    ?record a kg:SegmentActivity ; kg:agent ?plant ; kg:segment ?value .
    BIND ("segment" AS ?what)
  } UNION {
    #PARAM thing
    ?record a kg:ChainRole ; kg:holder ?thing ; kg:chain ?value ; kg:role ?role .
    BIND ("role" AS ?what)
  } UNION {
    #PARAM thing
    ?owning a kg:Ownership ; kg:owner ?thing ; kg:owned ?value . ?value a kg:Facility .
    BIND ("plant" AS ?what)
  }
}"""

_GROUNDS = """
SELECT ?record ?basis ?status WHERE {
  #PARAM record
  OPTIONAL { ?record kg:basis/skos:notation ?basis }
  OPTIONAL { ?record kg:status/skos:notation ?status }
}"""

_SAID = """
SELECT ?record ?class ?edge ?source ?target ?kind ?title ?titleEn WHERE {
  {
    #PARAM record
    ?record a ?class . ?edge kg:edgeRecord ?class ; kg:edgeSource ?near ; kg:edgeTarget ?far .
    ?record ?near ?source ; ?far ?target
    OPTIONAL { ?record kg:role|kg:kind ?kind }
  } UNION {
    #PARAM record
    ?record a kg:Award ; kg:holder ?source ; kg:awardTitle ?title FILTER (LANG(?title) = "zh")
    OPTIONAL { ?record kg:awardTitle ?titleEn FILTER (LANG(?titleEn) = "en") }
  }
}"""


class Reader:
    """Everything that the rows mention, fetched in a few queries."""

    def __init__(
        self,
        store: Store,
        scope: Scope,
        records: Mapping[str, Iterable[tuple[str, str]]],
        *,
        observed: bool,
    ) -> None:
        # The day is asked of the records found, not in the query: there the engine asks it of
        # every record of the class first.
        about = _select_in_turns(store, _ABOUT, "thing", records)
        kept = scope.keep(store, (row["record"].value for row in about if "record" in row))
        self._grounds = {
            row["record"].value: tuple(
                row[n].value if n in row else "" for n in ("basis", "status")
            )
            for row in _select_in_turns(store, _GROUNDS, "record", kept)
        }
        if observed:
            kept = {record for record in kept if self._grounds[record][0] == "stated"}
        self._about: dict[str, list[Solution]] = {}
        for row in about:
            if "record" not in row or row["record"].value in kept:
                self._about.setdefault(row["thing"].value, []).append(row)
        self._plants = {
            thing: {row["value"].value for row in rows if row["what"].value == "plant"}
            for thing, rows in self._about.items()
        }
        used = {record for met in records.values() for _, record in met}
        self._evidence = evidence_of(store, used)
        self._said = {r["record"].value: r for r in _select_in_turns(store, _SAID, "record", used)}
        met = [*self._said.values(), *(row for rows in self._about.values() for row in rows)]
        things = {r[n].value for r in met for n in ("source", "target", "value") if n in r}
        self._refs = refs_of(store, things | set(records))
        terms = {r[n].value for r in met for n in ("kind", "role", "edge", "class") if n in r}
        self._labels = labels_of(store, terms)

    def leads(self, thing: str, chains: Sequence[str]) -> int:
        """0 for a chain leader, 1 for the holder of another chain role, 2 for the rest."""
        held = [
            row["role"].value
            for row in self._about.get(thing, ())
            if "role" in row and (not chains or row["value"].value in chains)
        ]
        return 0 if _LEADER in held else 1 if held else 2

    def row(self, thing: str, met: Iterable[tuple[str, str]]) -> Who:
        about = self._about.get(thing, ())
        return Who(
            thing=self._refs[thing],
            matches=tuple(
                Match(
                    kind,
                    self._words(thing, record),
                    self._evidence[record],
                    by_plant=bool(self._plant_end(thing, record)),
                )
                for kind, record in met
            ),
            places=self._known(about, "place"),
            segments=self._known(about, "segment"),
            roles=self._known(about, "role"),
        )

    def _known(self, about: Iterable[Solution], what: str) -> tuple[Known, ...]:
        found: dict[tuple[str, Text], Known] = {}
        rows = [self._one(row) for row in about if row["what"].value == what]
        for known in sorted(rows, key=_plainest):
            found.setdefault((known.thing.id, known.role), known)
        return tuple(sorted(found.values(), key=lambda known: (known.role, known.thing.id)))

    def _one(self, row: Solution) -> Known:
        record = row["record"].value if "record" in row else ""
        basis, status = self._grounds.get(record, ("", ""))
        role = self._labels[row["role"].value] if "role" in row else Text("", "")
        return Known(self._refs[row["value"].value], basis, status, "plant" in row, role)

    def _words(self, thing: str, record: str) -> Text:
        row = self._said.get(record)
        if row is None:
            return message("why_who.own", name=self._refs[thing].label)
        source = self._end(row, "source", thing)
        if "title" in row:
            zh = row["title"].value
            title = Text(zh, row["titleEn"].value if "titleEn" in row else zh)
            return message("why_who.Award", source=source, title=title)
        kind = self._labels[row["kind"].value] if "kind" in row else Text("", "")
        name = row["class"].value.removeprefix(KG)
        target = self._end(row, "target", thing)
        if name in _TEMPLATES:
            return message(f"why_who.{name}", source=source, target=target, kind=kind)
        edge = self._labels[row["edge"].value]
        return message("why_who.other", source=source, edge=edge, target=target)

    def _end(self, row: Solution, name: str, thing: str) -> Text:
        ref = self._refs[row[name].value]
        plant = name == self._plant_end(thing, row["record"].value)
        return message("why_who.plant", name=ref.label) if plant else ref.label

    def _plant_end(self, thing: str, record: str) -> str:
        """Which end of a record is a plant of the thing, if the thing itself is neither: it was
        met by that plant."""
        row = self._said.get(record)
        if row is None:
            return ""
        ends = {name: row[name].value for name in ("source", "target") if name in row}
        if thing in ends.values():
            return ""
        plants = self._plants.get(thing, set())
        return next((name for name, iri in ends.items() if iri in plants), "")


def _plainest(known: Known) -> tuple[bool, bool, bool, str, str]:
    """The place of a record among those that say the same: the plainest first."""
    return (
        known.by_plant,
        known.basis not in ("", "stated"),
        known.status not in ("", "existing"),
        known.basis,
        known.status,
    )


def _select_in_turns(store: Store, query: str, name: str, iris: Iterable[str]) -> list[Solution]:
    # With many values bound the engine begins at the other end, with every record of a class:
    # a thousand places took 8 s at once, and 0.4 s in turns.
    wanted = sorted(set(iris))
    turns = (wanted[n : n + _AT_ONCE] for n in range(0, len(wanted), _AT_ONCE))
    return [row for turn in turns for row in select_about(store, query, name, turn)]
