"""References, evidence and labels by IRI, read for thousands of things at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.errors import Text
from kg.records.asking import local_id
from kg.records.model import Evidence, Ref
from kg.sorted_facts import Said
from kg.store import Store
from kg.vocab import KG, RDF_TYPE, RDFS_LABEL, expand

__all__ = ["evidence_of", "labels_of", "refs_of"]

Read = Mapping[str, Sequence[Said]]
"""What ``Store.about`` says of things, where the caller has asked for it already."""

# A class stands for a word of the ontology, so the few of them are asked for and not read.
_TYPES = """
SELECT DISTINCT ?type ?zh ?en WHERE {
  ?type rdfs:subClassOf* kg:Thing ; rdfs:label ?zh, ?en
  FILTER (LANG(?zh) = "zh" && LANG(?en) = "en")
}"""

_BASIS, _STATUS, _CONFIDENCE = KG + "basis", KG + "status", KG + "confidence"
_NOTE, _SOURCE, _PASSAGE, _ORIGIN = KG + "note", KG + "source", KG + "passage", KG + "derivedFrom"
_COUNT, _OPERATOR = KG + "statedCount", KG + "countOperator"
_NOTATION = expand("skos:notation")


def refs_of(store: Store, iris: Iterable[str], read: Read | None = None) -> dict[str, Ref]:
    """References to things by IRI; what is not a thing is left out."""
    asked = store.about(iris) if read is None else {i: read[i] for i in set(iris) if i in read}
    types = store.once("types of things", lambda: _types(store))
    notations = _notations(store, asked, _STATUS, _OPERATOR)
    found = {}
    for iri, said in asked.items():
        cls, label = "", _label(said)
        values = {}
        for each in said:
            if each.property == RDF_TYPE and each.value in types:
                cls = each.value
            values[each.property] = each.value
        if not cls or label is None:
            continue
        found[iri] = Ref(
            iri=iri,
            id=local_id(store, iri),
            label=label,
            type=cls.removeprefix(KG),
            type_label=types[cls],
            status=notations.get(values.get(_STATUS, ""), ""),
            count=int(values[_COUNT]) if _COUNT in values else None,
            count_operator=notations.get(values.get(_OPERATOR, ""), ""),
        )
    return found


def evidence_of(
    store: Store, records: Iterable[str], read: Read | None = None
) -> dict[str, Evidence]:
    """The evidence of records (or things) by IRI; spans in the order of the text."""
    asked = set(records)
    about = store.about(asked) if read is None else read
    notations = _notations(store, about, _BASIS, _STATUS, _CONFIDENCE)
    sources = _sources(store, about)
    found = {}
    for iri in asked:
        values: dict[str, str] = {}
        spans: list[str] = []
        origins: list[str] = []
        for each in about.get(iri, ()):
            if each.property == _PASSAGE:
                spans.append(each.value)
            elif each.property == _ORIGIN:
                origins.append(each.value)
            else:
                values[each.property] = each.value
        source, title, date = sources.get(values.get(_SOURCE, ""), _NO_SOURCE)
        found[iri] = Evidence(
            record=local_id(store, iri),
            source=source,
            source_title=title,
            source_date=date,
            spans=_spans(spans),
            basis=notations.get(values.get(_BASIS, ""), ""),
            status=notations.get(values.get(_STATUS, ""), ""),
            derived_from=tuple(local_id(store, origin) for origin in sorted(origins)),
            confidence=notations.get(values.get(_CONFIDENCE, "")) or "high",
            note=values.get(_NOTE, ""),
        )
    return found


def labels_of(store: Store, terms: Iterable[str], read: Read | None = None) -> dict[str, Text]:
    """Labels of any terms (concepts, properties, classes, things) by IRI."""
    asked = store.about(terms) if read is None else {t: read[t] for t in set(terms) if t in read}
    labels = ((iri, _label(said)) for iri, said in asked.items())
    return {iri: label for iri, label in labels if label is not None}


_NO_SOURCE = ("", Text("", ""), "")


def _label(said: Iterable[Said]) -> Text | None:
    """The label in both languages, the Chinese one where there is no English one."""
    found = {each.language: each.value for each in said if each.property == RDFS_LABEL}
    return Text(found["zh"], found.get("en") or found["zh"]) if "zh" in found else None


def _sources(store: Store, records: Read) -> dict[str, tuple[str, Text, str]]:
    """Id, title and dates of the sources of these records, by IRI."""
    named = {s.value for said in records.values() for s in said if s.property == _SOURCE}
    found = {}
    for iri, said in store.about(named).items():
        title = _label(said)
        if title is None:
            continue
        values = {each.property: each.value for each in said}
        dates = (values.get(KG + "periodFrom"), values.get(KG + "periodTo"))
        date = "/".join(dict.fromkeys(d for d in dates if d))
        found[iri] = (local_id(store, iri), title, date)
    return found


def _types(store: Store) -> dict[str, Text]:
    rows = store.select(_TYPES)
    return {row["type"].value: Text(row["zh"].value, row["en"].value) for row in rows}


def _notations(store: Store, records: Read, *properties: str) -> dict[str, str]:
    concepts = {s.value for said in records.values() for s in said if s.property in properties}
    return {
        iri: each.value
        for iri, said in store.about(concepts).items()
        for each in said
        if each.property == _NOTATION
    }


def _spans(passages: Iterable[str]) -> str:
    parts = (passage.partition("#char=")[2] for passage in passages)
    pairs = sorted(tuple(int(n) for n in part.split(",")) for part in parts if part)
    return ";".join(f"{start}-{end}" for start, end in pairs)
