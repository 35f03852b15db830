"""The meaning of ``--as-of``: which records count on a day."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.dates import PartialDate
from kg.records.asking import select_about, value
from kg.sorted_facts import Said
from kg.store import Store
from kg.vocab import KG, concept_iri

__all__ = ["Scope"]


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
        """The records (IRIs) among these that count. O(n) for a few, else a few index scans."""
        asked = set(records)
        if len(asked) > _MANY:
            return asked - store.once(("out", self), lambda: self._out(store))
        days = _validity(store, asked)
        return {record for record in asked if self.holds(*days[record])}

    def _out(self, store: Store) -> set[str]:
        # All that does not count. The comparison of texts only narrows what is read: whether a
        # partial date holds is decided in one place.
        day = ox.Literal(self.as_of.isoformat())
        rows = store.select(_NOT_YET.format(day=day)) + store.select(_NO_MORE.format(day=day))
        late = [
            row["source"].value
            for row in store.select(_PUBLISHED)
            if not self.holds(published=value(row, "published"))
        ]
        return {
            row["record"].value
            for row in rows
            if not self.holds(value(row, "since"), value(row, "until"))
        } | {row["record"].value for row in select_about(store, _OF_SOURCE, "source", late)}

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

_MANY = 500

_SINCE, _UNTIL, _SOURCE = KG + "since", KG + "until", KG + "source"
_KIND, _TEXT = KG + "kind", concept_iri("source-kind", "text")
_FROM, _TO = KG + "periodFrom", KG + "periodTo"

_NOT_YET = """
SELECT ?record ?since WHERE {{ ?record kg:since ?since FILTER (STR(?since) > {day}) }}"""

_NO_MORE = """
SELECT ?record ?until WHERE {{ ?record kg:until ?until FILTER (STR(?until) < {day}) }}"""

_OF_SOURCE = """
SELECT ?record WHERE {
  #PARAM source
  ?record kg:source ?source
}"""

_PUBLISHED = """
SELECT ?source ?published WHERE {
  ?source kg:kind kg:source-kind-text .
  OPTIONAL { ?source kg:periodTo ?to } OPTIONAL { ?source kg:periodFrom ?from }
  BIND (COALESCE(?to, ?from) AS ?published)
}"""


def _validity(store: Store, records: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Records (or things) by IRI with since, until, and when their source was published, each a
    partial date or ""; only a source with a text is published."""
    said = store.about(records)
    values = {iri: {each.property: each.value for each in said[iri]} for iri in said}
    texts = store.about({v[_SOURCE] for v in values.values() if _SOURCE in v})
    out = {iri: _published(each) for iri, each in texts.items()}
    return {
        iri: (
            values.get(iri, {}).get(_SINCE, ""),
            values.get(iri, {}).get(_UNTIL, ""),
            out.get(values.get(iri, {}).get(_SOURCE, ""), ""),
        )
        for iri in records
    }


def _published(said: Sequence[Said]) -> str:
    values = {each.property: each.value for each in said}
    if (_KIND, _TEXT) not in {(each.property, each.value) for each in said}:
        return ""
    return values.get(_TO) or values.get(_FROM, "")
