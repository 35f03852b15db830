"""Everything that is recorded of one thing, each fact with its source: ``kg show``.

It reads the ontology for labels and knows no record class by name, so a new table or column
shows up here without code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import pyoxigraph as ox

from kg.errors import Text
from kg.records import Evidence, Ref, Scope, evidence_of, labels_of, refs_of, select_about
from kg.store import Solution, Store
from kg.vocab import KG, RDF_TYPE, RDFS_LABEL, expand, local_name

__all__ = ["Fact", "Profile", "Value", "profile", "profiles"]

_EVIDENCE_TERMS = frozenset(
    expand(name)
    for name in (
        "basis",
        "confidence",
        "source",
        "passage",
        "derivedFrom",
        "status",
        "unnamed",
    )
) | {RDF_TYPE, RDFS_LABEL}

_OWN = """
SELECT ?self ?property ?value WHERE {
  #PARAM self
  ?self ?property ?value
}"""

# Two plain queries instead of one join: the engine takes minutes to order that for 10,000 things.
_ENDS = """
SELECT ?self ?record ?as WHERE {
  #PARAM self
  ?record ?as ?self
  FILTER NOT EXISTS { ?as kg:edgeRecord ?any }
  FILTER (?as != kg:derivedFrom)
}"""

_TYPES = """
SELECT ?record ?class WHERE {
  #PARAM record
  ?record a ?class
}"""

_SAID = """
SELECT ?record ?property ?value WHERE {
  #PARAM record
  ?record ?property ?value
  FILTER (?property NOT IN (kg:basis, kg:confidence, kg:source, kg:passage, kg:derivedFrom,
    kg:status, kg:unnamed, rdf:type, rdfs:label))
}"""

_CLASSES = "SELECT ?class WHERE { ?class rdfs:subClassOf kg:Record FILTER (?class != kg:Naming) }"
_DECLARED = "SELECT ?edge WHERE { ?edge kg:edgeRecord ?class }"


@dataclass(frozen=True)
class Value:
    """One value of a fact: its property, how it reads, and the thing it points at, if any."""

    property: str
    label: Text
    text: Text
    ref: Ref | None

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "property": self.property,
            "label_zh": self.label.zh,
            "label_en": self.label.en,
            "value_zh": self.text.zh,
            "value_en": self.text.en,
            "id": self.ref.id if self.ref else "",
        }


@dataclass(frozen=True)
class Fact:
    """One record about the thing: its class, the property in which the thing stands, values."""

    type: str
    type_label: Text
    role: Text
    values: tuple[Value, ...]
    evidence: Evidence

    def sentence(self) -> Text:
        """The values in one line, in both languages."""
        return Text(
            " · ".join(f"{v.label.zh}：{v.text.zh}" for v in self.values),
            " · ".join(f"{v.label.en}: {v.text.en}" for v in self.values),
        )

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "type": self.type,
            "type_zh": self.type_label.zh,
            "type_en": self.type_label.en,
            "role_zh": self.role.zh,
            "role_en": self.role.en,
            "values": [v.as_json() for v in self.values],
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Profile:
    """A thing with its own properties, its names, and all records it stands in, but for those
    that were ``left_out`` because only so many were wanted."""

    thing: Ref
    names: tuple[str, ...]
    own: tuple[Value, ...]
    evidence: Evidence
    facts: tuple[Fact, ...]
    left_out: int = 0


def profile(store: Store, iri: str, scope: Scope) -> Profile:
    """The profile of a thing (IRI) as of a day; facts sorted by record class, then by id."""
    return profiles(store, [iri], scope)[iri]


def profiles(
    store: Store, iris: Iterable[str], scope: Scope, *, most: int | None = None
) -> dict[str, Profile]:
    """The profiles of many things by IRI: the same queries, whatever their number.

    What is not a thing is left out. ``most`` bounds the records of each thing (the first by IRI).
    Linear in the records that the things stand in.
    """
    refs = refs_of(store, iris)
    derived = {row["edge"].value for row in store.select(_DECLARED)}
    own_rows = select_about(store, _OWN, "self", refs)
    own = [r for r in own_rows if r["property"].value not in _EVIDENCE_TERMS | derived]
    records = _Records(store, refs, scope, most)
    evidence = evidence_of(store, records.classes.keys() | refs.keys())
    rows = [*own, *records.ends.values(), *chain.from_iterable(records.said.values())]
    reader = _Reader(store, rows, records.classes.values())
    names: dict[str, set[str]] = {}
    for row in own_rows:
        if row["property"].value == KG + "altName":
            names.setdefault(row["self"].value, set()).add(row["value"].value)
    values: dict[str, list[Value]] = {}
    for row in own:
        values.setdefault(row["self"].value, []).append(reader.value(row))
    facts: dict[str, list[Fact]] = {}
    for (iri, record), row in records.ends.items():
        fact = reader.fact(
            records.said[record],
            cls=records.classes[record],
            role=row["as"].value,
            self_iri=iri,
            evidence=evidence[record],
        )
        facts.setdefault(iri, []).append(fact)
    return {
        iri: Profile(
            thing=ref,
            names=tuple(sorted(names.get(iri, ()))),
            own=tuple(sorted(values.get(iri, ()), key=lambda v: (v.property, v.text))),
            evidence=evidence[iri],
            facts=tuple(sorted(facts.get(iri, ()), key=lambda f: (f.type, f.evidence.record))),
            left_out=records.left_out[iri],
        )
        for iri, ref in refs.items()
    }


class _Records:
    """The records that things stand in.

    ``ends`` says which thing stands in which record as what, ``classes`` what a record is,
    ``said`` what it says, ``left_out`` how many records of each thing are beyond the most wanted.
    """

    def __init__(self, store: Store, things: Iterable[str], scope: Scope, most: int | None) -> None:
        ends = select_about(store, _ENDS, "self", things)
        known = {row["class"].value for row in store.select(_CLASSES)}
        types = select_about(store, _TYPES, "record", {row["record"].value for row in ends})
        found = {r["record"].value: r["class"].value for r in types if r["class"].value in known}
        kept = scope.keep(store, found)
        self.ends: dict[tuple[str, str], Solution] = {}
        # A thing may stand in a record twice; the first property by IRI says as what.
        for row in sorted(ends, key=lambda row: str(row["as"].value)):
            if row["record"].value in kept:
                self.ends.setdefault((row["self"].value, row["record"].value), row)
        self.left_out: Counter[str] = Counter()
        if most is not None:
            self._leave_out(most)
        self.classes = {record: found[record] for _, record in self.ends}
        self.said: dict[str, list[Solution]] = {record: [] for record in self.classes}
        for row in select_about(store, _SAID, "record", self.classes):
            self.said[row["record"].value].append(row)

    def _leave_out(self, most: int) -> None:
        taken: Counter[str] = Counter()
        for iri, record in sorted(self.ends):
            taken[iri] += 1
            if taken[iri] > most:
                self.left_out[iri] += 1
                del self.ends[iri, record]


def _both(one: Value, other: Value, language: str) -> Value:
    zh, en = (other.text.zh, one.text.en) if language == "zh" else (one.text.zh, other.text.en)
    return replace(one, text=Text(zh, en))


def _reading_order(value: Value) -> tuple[bool, str, Text]:
    return (value.property == "note", value.property, value.text)


class _Reader:
    """Labels for everything that the rows mention, fetched in one go."""

    def __init__(self, store: Store, rows: Iterable[Solution], classes: Iterable[str]) -> None:
        iris = {*classes} | {
            term.value
            for row in rows
            for name in ("as", "property", "value")
            if isinstance(term := row.get(name), ox.NamedNode)
        }
        self._labels: Mapping[str, Text] = labels_of(store, iris)
        self._refs = refs_of(store, iris)

    def value(self, row: Solution) -> Value:
        term, name = row["value"], row["property"].value
        known = self._labels.get(term.value) if isinstance(term, ox.NamedNode) else None
        return Value(
            property=local_name(name),
            label=self._labels.get(name, Text(local_name(name), local_name(name))),
            text=known or Text(term.value, term.value),
            ref=self._refs.get(term.value) if isinstance(term, ox.NamedNode) else None,
        )

    def fact(
        self, rows: Iterable[Solution], *, cls: str, role: str, self_iri: str, evidence: Evidence
    ) -> Fact:
        seen: dict[tuple[str, str], Value] = {}
        for row in rows:
            if row["property"].value in _EVIDENCE_TERMS or row["value"].value == self_iri:
                continue
            value = self.value(row)
            language = getattr(row["value"], "language", None)
            # The same words in two languages are one value.
            key = (value.property, "" if language else str(row["value"]))
            if language and key in seen:
                value = _both(seen[key], value, language)
            seen[key] = value
        return Fact(
            type=local_name(cls),
            type_label=self._labels[cls],
            role=self._labels[role],
            values=tuple(sorted(seen.values(), key=_reading_order)),
            evidence=evidence,
        )
