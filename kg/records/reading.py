"""References, evidence and labels by IRI, read for thousands of things at once."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import Text
from kg.records.asking import local_id, select_about, value
from kg.records.model import Evidence, Ref
from kg.store import Solution, Store
from kg.vocab import KG

__all__ = ["evidence_of", "labels_of", "refs_of"]

# What few things share (a source's title, a notation, a class) is asked for once a value and not
# once a row.
_REFS = """
SELECT ?thing ?type ?zh ?en ?status ?count ?operator WHERE {
  #PARAM thing
  ?thing a ?type ; rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  OPTIONAL { ?thing rdfs:label ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?thing kg:status ?status }
  OPTIONAL { ?thing kg:statedCount ?count }
  OPTIONAL { ?thing kg:countOperator ?operator }
}"""

_TYPES = """
SELECT DISTINCT ?type ?zh ?en WHERE {
  #PARAM type
  ?type rdfs:subClassOf* kg:Thing ; rdfs:label ?zh, ?en
  FILTER (LANG(?zh) = "zh" && LANG(?en) = "en")
}"""

_NOTATIONS = """
SELECT ?concept ?notation WHERE {
  #PARAM concept
  ?concept skos:notation ?notation
}"""

_EVIDENCE = """
SELECT ?record ?basis ?status ?confidence ?note ?source WHERE {
  #PARAM record
  OPTIONAL { ?record kg:basis ?basis }
  OPTIONAL { ?record kg:status ?status }
  OPTIONAL { ?record kg:confidence ?confidence }
  OPTIONAL { ?record kg:note ?note }
  OPTIONAL { ?record kg:source ?source }
}"""

_GROUNDS = """
SELECT ?record ?passage ?origin WHERE {
  {
    #PARAM record
    ?record kg:passage ?passage
  } UNION {
    #PARAM record
    ?record kg:derivedFrom ?origin
  }
}"""

_SOURCES = """
SELECT ?source ?zh ?en ?from ?to WHERE {
  #PARAM source
  ?source rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  OPTIONAL { ?source rdfs:label ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?source kg:periodFrom ?from } OPTIONAL { ?source kg:periodTo ?to }
}"""

_LABELS = """
SELECT ?term ?zh ?en WHERE {
  #PARAM term
  ?term rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  OPTIONAL { ?term rdfs:label ?en FILTER (LANG(?en) = "en") }
}"""


def refs_of(store: Store, iris: Iterable[str]) -> dict[str, Ref]:
    """References to things by IRI; what is not a thing is left out."""
    rows = select_about(store, _REFS, "thing", iris)
    types = {
        row["type"].value: Text(row["zh"].value, row["en"].value)
        for row in select_about(store, _TYPES, "type", {row["type"].value for row in rows})
    }
    notations = _notations(store, rows, "status", "operator")
    found = {}
    for row in rows:
        iri, cls, zh = row["thing"].value, row["type"].value, row["zh"].value
        if cls not in types:
            continue
        found[iri] = Ref(
            iri=iri,
            id=local_id(store, iri),
            label=Text(zh, value(row, "en") or zh),
            type=cls.removeprefix(KG),
            type_label=types[cls],
            status=notations.get(value(row, "status"), ""),
            count=int(row["count"].value) if "count" in row else None,
            count_operator=notations.get(value(row, "operator"), ""),
        )
    return found


def evidence_of(store: Store, records: Iterable[str]) -> dict[str, Evidence]:
    """The evidence of records (or things) by IRI; spans in the order of the text."""
    asked = set(records)
    rows = select_about(store, _EVIDENCE, "record", asked)
    notations = _notations(store, rows, "basis", "status", "confidence")
    sources = {
        row["source"].value: row
        for row in select_about(
            store, _SOURCES, "source", {row["source"].value for row in rows if "source" in row}
        )
    }
    spans: dict[str, set[str]] = {}
    origins: dict[str, set[str]] = {}
    for row in select_about(store, _GROUNDS, "record", asked):
        ground = spans if "passage" in row else origins
        ground.setdefault(row["record"].value, set()).add(
            (row["passage"] if "passage" in row else row["origin"]).value
        )
    found = {}
    for row in rows:
        iri = row["record"].value
        source = sources.get(value(row, "source"), {})
        zh = value(source, "zh")
        dates = [value(source, "from"), value(source, "to")]
        found[iri] = Evidence(
            record=local_id(store, iri),
            source=local_id(store, row["source"].value) if source else "",
            source_title=Text(zh, value(source, "en") or zh),
            source_date="/".join(dict.fromkeys(d for d in dates if d)),
            spans=_spans(spans.get(iri, ())),
            basis=notations.get(value(row, "basis"), ""),
            status=notations.get(value(row, "status"), ""),
            derived_from=tuple(local_id(store, o) for o in sorted(origins.get(iri, ()))),
            confidence=notations.get(value(row, "confidence")) or "high",
            note=value(row, "note"),
        )
    return found


def labels_of(store: Store, terms: Iterable[str]) -> dict[str, Text]:
    """Labels of any terms (concepts, properties, classes, things) by IRI."""
    rows = select_about(store, _LABELS, "term", terms)
    return {
        row["term"].value: Text(row["zh"].value, value(row, "en") or row["zh"].value)
        for row in rows
    }


def _notations(store: Store, rows: Iterable[Solution], *names: str) -> dict[str, str]:
    concepts = {row[name].value for row in rows for name in names if name in row}
    return {
        row["concept"].value: row["notation"].value
        for row in select_about(store, _NOTATIONS, "concept", concepts)
    }


def _spans(passages: Iterable[str]) -> str:
    parts = (passage.partition("#char=")[2] for passage in passages)
    pairs = sorted(tuple(int(n) for n in part.split(",")) for part in parts if part)
    return ";".join(f"{start}-{end}" for start, end in pairs)
