"""What every answer is made of: references to things, records, and their evidence.

All answers read records (never the derived direct edges), so that each row can say on which
record it stands, from which source and spans, and whether it is stated, derived or outside.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.dates import PartialDate
from kg.errors import Text
from kg.query import bind
from kg.store import Solution, Store
from kg.vocab import KG, local_name

__all__ = [
    "Evidence",
    "Ref",
    "Scope",
    "evidence_of",
    "labels_of",
    "local_id",
    "refs_of",
    "select_about",
]


@dataclass(frozen=True)
class Ref:
    """A thing as an answer names it.

    A stated group without names has a ``count``, or the operator "unstated" where the source
    does not even count it.
    """

    iri: str
    id: str
    label: Text
    type: str
    type_label: Text
    status: str
    count: int | None = None
    count_operator: str = ""

    @property
    def is_group(self) -> bool:
        """Whether this is a stated group rather than one named thing."""
        return self.count is not None or bool(self.count_operator)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        shown: dict[str, Any] = {
            "id": self.id,
            "iri": self.iri,
            "name_zh": self.label.zh,
            "name_en": self.label.en,
            "type": self.type,
            "status": self.status,
        }
        if self.is_group:
            shown["count"] = self.count
            shown["count_operator"] = self.count_operator or "equal"
        return shown


@dataclass(frozen=True)
class Evidence:
    """Where a record comes from.

    ``spans`` are half-open code-point offsets, ``120-135;300-310``; empty for a source without
    a text. ``basis`` is stated, derived or outside; ``status`` the record's own (existing,
    planned, ...). ``derived_from`` lists record ids. ``confidence`` (high, medium, low) and
    ``note`` are the curator's own words on how the text was read.
    """

    record: str
    source: str
    source_title: Text
    source_date: str
    spans: str
    basis: str
    status: str
    derived_from: tuple[str, ...]
    confidence: str = "high"
    note: str = ""

    def short(self) -> str:
        """One cell: source id and spans, or what a derived record follows from."""
        if self.spans:
            return f"{self.source}:{self.spans}"
        if self.source or not self.derived_from:
            return self.source
        return "<- " + ";".join(self.derived_from)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "record": self.record,
            "basis": self.basis,
            "status": self.status,
            "source": self.source,
            "source_title_zh": self.source_title.zh,
            "source_title_en": self.source_title.en,
            "source_date": self.source_date,
            "spans": self.spans,
            "derived_from": list(self.derived_from),
            "confidence": self.confidence,
            "note": self.note,
        }


@dataclass(frozen=True)
class Scope:
    """What was known and valid at a day: the meaning of ``--as-of``.

    A record counts if its source was out by that day (the last day on which it may have been
    published), it had begun, and it had not ended. What carries no date is taken to hold.
    """

    as_of: datetime.date

    def holds(self, since: str = "", until: str = "", published: str = "") -> bool:
        """Whether a record with these partial dates (or "") counts."""
        if published and PartialDate.parse(published).last > self.as_of:
            return False
        if since and PartialDate.parse(since).first > self.as_of:
            return False
        return not (until and PartialDate.parse(until).last < self.as_of)

    def keep(self, store: Store, records: Iterable[str]) -> set[str]:
        """The records (IRIs) among these that count."""
        rows = select_about(store, _VALIDITY, "record", records)
        return {
            row["record"].value
            for row in rows
            if self.holds(_text(row, "since"), _text(row, "until"), _text(row, "published"))
        }

    def where(self, *variables: str) -> str:
        """SPARQL filters for the innermost group that keep only records that count.

        ``variables`` are written with their question mark. The same rule as ``holds``, so that
        a query shown to a person is the whole truth. A partial date is compared as text after
        it is filled up to its first day, or to the 31st, which no month's last day passes.

        >>> print(Scope(datetime.date(2025, 11, 30)).where("?r").splitlines()[0])
        FILTER NOT EXISTS { ?r kg:since ?rFrom
        """
        day = end = self.as_of.isoformat()
        if (self.as_of + datetime.timedelta(days=1)).day == 1:
            end = f"{day[:7]}-31"  # what came out "in November" was out on the 30th
        return "\n".join(_HOLDS.format(record=v, day=day, end=end) for v in variables)


_HOLDS = """\
FILTER NOT EXISTS {{ {record} kg:since {record}From
  FILTER (CONCAT(STR({record}From), SUBSTR("0000-01-01", STRLEN(STR({record}From)) + 1))
    > "{day}") }}
FILTER NOT EXISTS {{ {record} kg:until {record}Until
  FILTER (CONCAT(STR({record}Until), SUBSTR("0000-12-31", STRLEN(STR({record}Until)) + 1))
    < "{day}") }}
FILTER NOT EXISTS {{ {record} kg:source {record}Source .
  {record}Source kg:kind kg:source-kind-text .
  OPTIONAL {{ {record}Source kg:periodFrom {record}Out }}
  OPTIONAL {{ {record}Source kg:periodTo {record}Last }}
  BIND (STR(COALESCE({record}Last, {record}Out)) AS {record}Day)
  FILTER (CONCAT({record}Day, SUBSTR("0000-12-31", STRLEN({record}Day) + 1)) > "{end}") }}"""

_VALIDITY = """
SELECT ?record ?since ?until ?published WHERE {
  #PARAM record
  OPTIONAL { ?record kg:since ?since }
  OPTIONAL { ?record kg:until ?until }
  OPTIONAL { ?record kg:source ?source .
    OPTIONAL { ?source kg:periodTo ?to } OPTIONAL { ?source kg:periodFrom ?from }
    ?source kg:kind kg:source-kind-text .
    BIND (COALESCE(?to, ?from) AS ?published) }
}"""

_REFS = """
SELECT ?thing ?type ?typeZh ?typeEn ?zh ?en ?status ?count ?operator WHERE {
  #PARAM thing
  ?thing a ?type . ?type rdfs:subClassOf* kg:Thing .
  ?thing rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  ?type rdfs:label ?typeZh FILTER (LANG(?typeZh) = "zh")
  ?type rdfs:label ?typeEn FILTER (LANG(?typeEn) = "en")
  OPTIONAL { ?thing rdfs:label ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?thing kg:status/skos:notation ?status }
  OPTIONAL { ?thing kg:statedCount ?count }
  OPTIONAL { ?thing kg:countOperator/skos:notation ?operator }
}"""

_EVIDENCE = """
SELECT ?record ?basis ?status ?confidence ?note ?source ?zh ?en ?from ?to
       (GROUP_CONCAT(DISTINCT STRAFTER(STR(?passage), "#char="); separator=";") AS ?spans)
       (GROUP_CONCAT(DISTINCT STR(?origin); separator=" ") AS ?origins) WHERE {
  #PARAM record
  OPTIONAL { ?record kg:basis/skos:notation ?basis }
  OPTIONAL { ?record kg:status/skos:notation ?status }
  OPTIONAL { ?record kg:confidence/skos:notation ?confidence }
  OPTIONAL { ?record kg:note ?note }
  OPTIONAL { ?record kg:passage ?passage }
  OPTIONAL { ?record kg:derivedFrom ?origin }
  OPTIONAL { ?record kg:source ?source .
    ?source rdfs:label ?zh FILTER (LANG(?zh) = "zh")
    OPTIONAL { ?source rdfs:label ?en FILTER (LANG(?en) = "en") }
    OPTIONAL { ?source kg:periodFrom ?from } OPTIONAL { ?source kg:periodTo ?to } }
} GROUP BY ?record ?basis ?status ?confidence ?note ?source ?zh ?en ?from ?to"""

_LABELS = """
SELECT ?term ?zh ?en WHERE {
  #PARAM term
  ?term rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  OPTIONAL { ?term rdfs:label ?en FILTER (LANG(?en) = "en") }
}"""


def select_about(store: Store, query: str, name: str, iris: Iterable[str]) -> list[Solution]:
    """The rows of a query of ours for these things: its ``#PARAM name`` lines are bound."""
    return store.select(bind(query, {name: [ox.NamedNode(iri) for iri in sorted(set(iris))]}))


def local_id(store: Store, iri: str) -> str:
    """The id that a pack gives a thing: bare in the first pack, ``prefix:id`` in others."""
    for n, pack in enumerate(store.manifest["packs"]):
        if iri.startswith(pack["namespace"]):
            local = iri.removeprefix(pack["namespace"])
            return local if n == 0 else f"{pack['prefix']}:{local}"
    return local_name(iri)


def refs_of(store: Store, iris: Iterable[str]) -> dict[str, Ref]:
    """References to things by IRI; what is not a thing is left out."""
    found = {}
    for row in select_about(store, _REFS, "thing", iris):
        iri = row["thing"].value
        zh = row["zh"].value
        found[iri] = Ref(
            iri=iri,
            id=local_id(store, iri),
            label=Text(zh, _text(row, "en") or zh),
            type=row["type"].value.removeprefix(KG),
            type_label=Text(row["typeZh"].value, row["typeEn"].value),
            status=_text(row, "status"),
            count=int(row["count"].value) if "count" in row else None,
            count_operator=_text(row, "operator"),
        )
    return found


def evidence_of(store: Store, records: Iterable[str]) -> dict[str, Evidence]:
    """The evidence of records (or things) by IRI; spans in the order of the text."""
    found = {}
    for row in select_about(store, _EVIDENCE, "record", records):
        iri = row["record"].value
        zh = _text(row, "zh")
        dates = [_text(row, "from"), _text(row, "to")]
        origins = sorted(_text(row, "origins").split())
        found[iri] = Evidence(
            record=local_id(store, iri),
            source=local_id(store, row["source"].value) if "source" in row else "",
            source_title=Text(zh, _text(row, "en") or zh),
            source_date="/".join(dict.fromkeys(d for d in dates if d)),
            spans=_spans(_text(row, "spans")),
            basis=_text(row, "basis"),
            status=_text(row, "status"),
            derived_from=tuple(local_id(store, o) for o in origins),
            confidence=_text(row, "confidence") or "high",
            note=_text(row, "note"),
        )
    return found


def labels_of(store: Store, terms: Iterable[str]) -> dict[str, Text]:
    """Labels of any terms (concepts, properties, classes, things) by IRI."""
    rows = select_about(store, _LABELS, "term", terms)
    return {
        row["term"].value: Text(row["zh"].value, _text(row, "en") or row["zh"].value)
        for row in rows
    }


def _spans(joined: str) -> str:
    pairs = [tuple(int(n) for n in part.split(",")) for part in joined.split(";") if part]
    return ";".join(f"{start}-{end}" for start, end in sorted(pairs))


def _text(row: Solution | Mapping[str, Any], name: str) -> str:
    return row[name].value if name in row else ""
