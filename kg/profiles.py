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

from kg.errors import Text
from kg.records import Evidence, Ref, Scope, evidence_of, labels_of, refs_of, select_about
from kg.sorted_facts import Said
from kg.store import Store
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

_ENDS = """
SELECT ?self ?record ?as WHERE {
  #PARAM self
  ?record ?as ?self
  FILTER (?as NOT IN (kg:derivedFrom, %s))
}"""

_CLASSES = "SELECT ?class WHERE { ?class rdfs:subClassOf kg:Record FILTER (?class != kg:Naming) }"
_DECLARED = "SELECT ?edge WHERE { ?edge kg:edgeRecord ?class }"
_OTHER_NAME = KG + "altName"


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
    about = store.about(refs)
    hidden = _EVIDENCE_TERMS | derived
    own = {iri: [s for s in about.get(iri, ()) if s.property not in hidden] for iri in refs}
    records = _Records(store, refs, scope, most, derived)
    evidence = evidence_of(store, records.classes.keys() | refs.keys(), {**about, **records.about})
    reader = _Reader(
        store,
        chain(*own.values(), *records.said.values()),
        chain(records.classes.values(), records.ends.values()),
    )
    facts: dict[str, list[Fact]] = {}
    for (iri, record), role in records.ends.items():
        fact = reader.fact(
            records.said[record],
            cls=records.classes[record],
            role=role,
            self_iri=iri,
            evidence=evidence[record],
        )
        facts.setdefault(iri, []).append(fact)
    return {
        iri: Profile(
            thing=ref,
            names=tuple(sorted({s.value for s in about[iri] if s.property == _OTHER_NAME})),
            own=tuple(sorted(map(reader.value, own[iri]), key=lambda v: (v.property, v.text))),
            evidence=evidence[iri],
            facts=tuple(sorted(facts.get(iri, ()), key=lambda f: (f.type, f.evidence.record))),
            left_out=records.left_out[iri],
        )
        for iri, ref in refs.items()
    }


class _Records:
    """The records that things stand in.

    ``ends`` says which thing stands in which record as what, ``classes`` what a record is,
    ``about`` all of it and ``said`` what it says, ``left_out`` how many records of each thing are
    beyond the most wanted.
    """

    def __init__(
        self,
        store: Store,
        things: Iterable[str],
        scope: Scope,
        most: int | None,
        derived: Iterable[str],
    ) -> None:
        edges = ", ".join(f"<{iri}>" for iri in sorted(derived))
        ends = [
            (row["as"].value, row["self"].value, row["record"].value)
            for row in select_about(store, _ENDS % edges, "self", things)
        ]
        known = {row["class"].value for row in store.select(_CLASSES)}
        about = store.about(record for _, _, record in ends)
        found = {
            record: each.value
            for record, said in about.items()
            for each in said
            if each.property == RDF_TYPE and each.value in known
        }
        kept = scope.keep(store, found)
        self.ends: dict[tuple[str, str], str] = {}
        # A thing may stand in a record twice; the first property by IRI says as what.
        for role, iri, record in sorted(ends):
            if record in kept:
                self.ends.setdefault((iri, record), role)
        self.left_out: Counter[str] = Counter()
        if most is not None:
            self._leave_out(most)
        self.classes = {record: found[record] for _, record in self.ends}
        self.about = {record: about[record] for record in self.classes}
        self.said = {
            record: [each for each in said if each.property not in _EVIDENCE_TERMS]
            for record, said in self.about.items()
        }

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

    def __init__(self, store: Store, said: Iterable[Said], terms: Iterable[str]) -> None:
        iris = {*terms}
        for each in set(said):
            iris.add(each.property)
            if each.is_iri:
                iris.add(each.value)
        about = store.about(iris)
        self._labels: Mapping[str, Text] = labels_of(store, iris, about)
        self._refs = refs_of(store, iris, about)
        self._values: dict[Said, Value] = {}

    def value(self, said: Said) -> Value:
        # Thousands of records say the same of themselves: one value stands for all.
        if said not in self._values:
            self._values[said] = self._value(said)
        return self._values[said]

    def _value(self, said: Said) -> Value:
        name = local_name(said.property)
        known = self._labels.get(said.value) if said.is_iri else None
        return Value(
            property=name,
            label=self._labels.get(said.property, Text(name, name)),
            text=known or Text(said.value, said.value),
            ref=self._refs.get(said.value) if said.is_iri else None,
        )

    def fact(
        self, said: Iterable[Said], *, cls: str, role: str, self_iri: str, evidence: Evidence
    ) -> Fact:
        seen: dict[tuple[str, ...], Value] = {}
        for each in said:
            if each.value == self_iri:
                continue
            value = self.value(each)
            # The same words in two languages are one value.
            key = (value.property, *(() if each.language else (each.value, each.datatype)))
            if each.language and key in seen:
                value = _both(seen[key], value, each.language)
            seen[key] = value
        return Fact(
            type=local_name(cls),
            type_label=self._labels[cls],
            role=self._labels[role],
            values=tuple(sorted(seen.values(), key=_reading_order)),
            evidence=evidence,
        )
