"""Everything that is recorded of one thing, each fact with its source: ``kg show``.

It reads the ontology for labels and knows no record class by name, so a new table or column
shows up here without code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyoxigraph as ox

from kg.errors import Text
from kg.records import Evidence, Ref, Scope, evidence_of, labels_of, refs_of, select_about
from kg.store import Solution, Store
from kg.vocab import KG, RDF_TYPE, RDFS_LABEL, expand, local_name

__all__ = ["Fact", "Profile", "Value", "profile"]

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

_RECORDS = """
SELECT ?record ?class ?as ?property ?value WHERE {
  #PARAM self
  ?record ?as ?self .
  ?record a ?class . ?class rdfs:subClassOf kg:Record .
  FILTER (?as != kg:derivedFrom)
  ?record ?property ?value
}"""

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
    """A thing with its own properties, its names, and all records it stands in."""

    thing: Ref
    names: tuple[str, ...]
    own: tuple[Value, ...]
    evidence: Evidence
    facts: tuple[Fact, ...]


def profile(store: Store, iri: str, scope: Scope) -> Profile:
    """The profile of a thing (IRI) as of a day; facts sorted by record class, then by id."""
    derived = {row["edge"].value for row in store.select(_DECLARED)}
    own_rows = select_about(store, _OWN, "self", [iri])
    names = sorted({r["value"].value for r in own_rows if r["property"].value == KG + "altName"})
    own = [r for r in own_rows if r["property"].value not in _EVIDENCE_TERMS | derived]
    rows = select_about(store, _RECORDS, "self", [iri])
    kept = scope.keep(store, {r["record"].value for r in rows})
    rows = [r for r in rows if r["record"].value in kept]
    reader = _Reader(store, [*own, *rows])
    evidence = evidence_of(store, kept | {iri})
    grouped: dict[str, list[Solution]] = {}
    for row in rows:
        grouped.setdefault(row["record"].value, []).append(row)
    facts = [
        reader.fact(group, iri, evidence[record])
        for record, group in grouped.items()
        if local_name(group[0]["class"].value) != "Naming"
    ]
    return Profile(
        thing=refs_of(store, [iri])[iri],
        names=tuple(names),
        own=tuple(sorted((reader.value(r) for r in own), key=lambda v: (v.property, v.text))),
        evidence=evidence[iri],
        facts=tuple(sorted(facts, key=lambda f: (f.type, f.evidence.record))),
    )


def _both(one: Value, other: Value, language: str) -> Value:
    zh, en = (other.text.zh, one.text.en) if language == "zh" else (one.text.zh, other.text.en)
    return replace(one, text=Text(zh, en))


def _reading_order(value: Value) -> tuple[bool, str, Text]:
    return (value.property == "note", value.property, value.text)


class _Reader:
    """Labels for everything that the rows mention, fetched in one go."""

    def __init__(self, store: Store, rows: list[Solution]) -> None:
        iris = {
            term.value
            for row in rows
            for name in ("class", "as", "property", "value")
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

    def fact(self, group: list[Solution], self_iri: str, evidence: Evidence) -> Fact:
        cls = group[0]["class"].value
        seen: dict[tuple[str, str], Value] = {}
        for row in group:
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
            role=self._labels[group[0]["as"].value],
            values=tuple(sorted(seen.values(), key=_reading_order)),
            evidence=evidence,
        )
