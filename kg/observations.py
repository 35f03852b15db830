"""Figures as typed values: observation records, and the points of a time line they agree on.

Facts over time, targets and conflicts all read figures from here, so that they mean the same
by "the same indicator", "the same period" and "the same figure".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg.dates import PartialDate
from kg.errors import Text
from kg.intervals import Interval, printed_interval
from kg.query import bind
from kg.records import (
    Evidence,
    Ref,
    Scope,
    evidence_of,
    labels_of,
    local_id,
    refs_of,
    select_about,
)
from kg.store import Solution, Store

__all__ = [
    "Concept",
    "DataPoint",
    "Observation",
    "SeriesKey",
    "data_points",
    "growth_base",
    "interval",
    "observations",
    "year_before",
]

_ABOUT = """
SELECT DISTINCT ?record WHERE {
  #PARAM self
  ?record a kg:Observation ; kg:subject|kg:product|kg:policy ?self
}"""

_OBSERVATIONS = """
SELECT ?record ?subject ?indicator ?indicatorId ?kind ?operator ?value ?unit ?unitId ?qudt ?raw
       ?from ?to ?product ?policy ?baseline ?scope ?level ?published WHERE {
  #PARAM record
  #PARAM subject
  ?record a kg:Observation ; kg:subject ?subject ; kg:indicator ?indicator ;
    kg:kind/skos:notation ?kind ; kg:operator/skos:notation ?operator ;
    kg:value ?value ; kg:unit ?unit ; kg:rawFigure ?raw .
  OPTIONAL { ?indicator skos:notation ?indicatorId }
  OPTIONAL { ?unit skos:notation ?unitId }
  OPTIONAL { ?unit kg:qudtUnit ?qudt }
  OPTIONAL { ?record kg:periodFrom ?from }
  OPTIONAL { ?record kg:periodTo ?to }
  OPTIONAL { ?record kg:product ?product }
  OPTIONAL { ?record kg:policy ?policy }
  OPTIONAL { ?record kg:baseline ?baseline }
  OPTIONAL { ?record kg:scope ?scope }
  OPTIONAL { ?subject kg:level/skos:notation ?level }
  OPTIONAL { ?record kg:source ?source .
    OPTIONAL { ?source kg:periodTo ?outTo } OPTIONAL { ?source kg:periodFrom ?outFrom }
    BIND (COALESCE(?outTo, ?outFrom) AS ?published) }
}"""

_NUMBER_OF_THINGS = "http://qudt.org/vocab/unit/NUM"
_GROWTH = "-growth"


class Concept(NamedTuple):
    """An indicator or unit: its id (notation where it has one), IRI and label."""

    id: str
    iri: str
    label: Text

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {"id": self.id, "name_zh": self.label.zh, "name_en": self.label.en}


class SeriesKey(NamedTuple):
    """What figures must share to stand on one time line.

    Not capacity with output, not one product or scope with another, not city with province:
    those differ in kind or indicator, product, scope, or subject.
    """

    subject: str
    indicator: str
    kind: str
    product: str
    scope: str
    unit: str


@dataclass(frozen=True)
class Observation:
    """One record of a figure. ``value`` is in ``unit`` (a base unit), ``raw`` as printed.

    ``id`` is the record's id in its pack, ``kind`` actual, target, cumulative or capacity,
    ``counted`` whether the unit is a number of things, ``level`` the subject's (city, province)
    or "", ``published`` the last day on which the source may have come out.
    """

    iri: str
    id: str
    subject: Ref
    indicator: Concept
    kind: str
    operator: str
    value: Decimal
    unit: Concept
    counted: bool
    raw: str
    period_from: PartialDate | None
    period_to: PartialDate | None
    product: Ref | None
    scope: str
    level: str
    policy: Ref | None
    baseline: str
    evidence: Evidence
    published: PartialDate | None

    @property
    def key(self) -> SeriesKey:
        """The time line that this figure stands on."""
        product = self.product.iri if self.product else ""
        return SeriesKey(
            self.subject.iri, self.indicator.iri, self.kind, product, self.scope, self.unit.iri
        )

    @property
    def period(self) -> str:
        """``2024``, ``2021/2024``, ``2021-09/`` (from then on), ``/2025-07`` (as of), or ""."""
        first, last = self.period_from, self.period_to
        if first is not None and first == last:
            return str(first)
        return f"{first or ''}/{last or ''}" if first or last else ""

    @property
    def interval(self) -> Interval:
        """The numbers that the printed figure may stand for."""
        return interval(self)


@dataclass(frozen=True)
class DataPoint:
    """One figure for one period, with every record that says just this; never empty.

    Records agree here only if they give the same value and operator; a rounder figure that is
    compatible stays a point of its own. The first record is the one with the earliest source.
    """

    records: tuple[Observation, ...]

    @property
    def first(self) -> Observation:
        """The record that stands for all: they share key, value and operator."""
        return self.records[0]

    @property
    def interval(self) -> Interval:
        """The numbers that all printed forms of the figure allow."""
        found = [record.interval for record in self.records]
        return Interval(max(i.low for i in found), min(i.high for i in found))

    @property
    def period(self) -> str:
        """The period, from whichever record states it."""
        return next((record.period for record in self.records if record.period), "")

    def sort_key(self) -> tuple[Any, ...]:
        """By time (last day, then first; undated first), then by value."""
        last = max((_end(record) for record in self.records), default="")
        first = max((str(record.period_from or "") for record in self.records), default="")
        return (last, first, self.first.value, self.first.operator, self.first.id)


def interval(obs: Observation) -> Interval:
    """The (low, high) that a figure may stand for, from rounding of ``raw`` and its operator."""
    return printed_interval(obs.value, obs.raw, obs.operator, counted=obs.counted)


def observations(
    store: Store,
    scope: Scope,
    *,
    subject: str | None = None,
    indicator: str | None = None,
    about: str | None = None,
    records: Iterable[str] | None = None,
) -> list[Observation]:
    """All figures known on the day of ``scope``, sorted by series, then by time.

    ``subject`` (IRI) keeps figures of that thing; ``about`` (IRI) also those of which it is the
    product or the policy; ``records`` (IRIs) keeps these, instead; ``indicator`` (IRI or id)
    keeps one indicator. One query for the figures and three for labels, whatever their number.
    """
    bound: dict[str, ox.NamedNode | list[ox.NamedNode]] = {}
    if about is not None:
        rows = select_about(store, _ABOUT, "self", [about])
        bound["record"] = [ox.NamedNode(iri) for iri in sorted(r["record"].value for r in rows)]
    if records is not None:
        bound["record"] = [ox.NamedNode(iri) for iri in sorted(set(records))]
    if subject is not None:
        bound["subject"] = ox.NamedNode(subject)
    text = bind(_OBSERVATIONS, bound, optional={"record", "subject"})
    rows = store.select(text)
    if indicator is not None:
        rows = [r for r in rows if indicator in (r["indicator"].value, _text(r, "indicatorId"))]
    kept = scope.keep(store, {row["record"].value for row in rows})
    found = _read(store, [row for row in rows if row["record"].value in kept])
    return sorted(found, key=lambda o: (o.subject.id, o.indicator.id, o.key, _end(o), o.id))


def data_points(found: Iterable[Observation]) -> list[DataPoint]:
    """The figures as points: agreeing repeats are one, disagreeing values stay apart.

    A repeat that states no period joins the one that does, if there is just one.
    """
    groups: dict[tuple[Any, ...], dict[str, list[Observation]]] = {}
    for obs in found:
        same = (obs.key, obs.value, obs.operator)
        groups.setdefault(same, {}).setdefault(obs.period, []).append(obs)
    points = []
    for periods in groups.values():
        if len(periods) == 2 and "" in periods:
            undated = periods.pop("")
            next(iter(periods.values())).extend(undated)
        points += [
            DataPoint(tuple(sorted(records, key=lambda o: (str(o.published or ""), o.id))))
            for records in periods.values()
        ]
    return sorted(points, key=lambda p: (p.first.key, p.sort_key()))


def growth_base(obs: Observation, known: Sequence[Observation]) -> str:
    """The id of the indicator that a growth rate is of, or "" where it is no growth rate.

    The baseline says it where one is given; else the id: ``nev-output-growth`` is of
    ``nev-output``, if that has figures.
    """
    if not obs.indicator.id.endswith(_GROWTH):
        return ""
    named = [o.indicator.id for o in known if o.iri == obs.baseline]
    if named:
        return named[0]
    base = obs.indicator.id.removesuffix(_GROWTH)
    return base if any(o.indicator.id == base for o in known) else ""


def year_before(earlier: Observation, later: Observation) -> bool:
    """Whether two figures are of the same span of time, one year apart (2023 and 2024)."""
    ends = (earlier.period_from, later.period_from), (earlier.period_to, later.period_to)
    return all(
        a is not None and b is not None and (a.year + 1, a.month, a.day) == (b.year, b.month, b.day)
        for a, b in ends
    )


def _read(store: Store, rows: list[Solution]) -> list[Observation]:
    # A thing with two levels or a source with two dates gives several rows for a record.
    first: dict[str, Solution] = {}
    for row in sorted(rows, key=lambda r: (_text(r, "published"), _text(r, "level"))):
        first[row["record"].value] = row
    ends = ("subject", "product", "policy")
    refs = refs_of(store, {r[n].value for r in first.values() for n in ends if n in r})
    labels = labels_of(store, {r[n].value for r in first.values() for n in ("indicator", "unit")})
    evidence = evidence_of(store, first)

    def concept(row: Solution, name: str) -> Concept:
        iri = row[name].value
        known = _text(row, f"{name}Id") or local_id(store, iri)
        return Concept(known, iri, labels.get(iri, Text(known, known)))

    return [
        Observation(
            iri=iri,
            id=local_id(store, iri),
            subject=refs[row["subject"].value],
            indicator=concept(row, "indicator"),
            kind=row["kind"].value,
            operator=row["operator"].value,
            value=Decimal(row["value"].value),
            unit=concept(row, "unit"),
            counted=_text(row, "qudt") == _NUMBER_OF_THINGS,
            raw=row["raw"].value,
            period_from=_date(row, "from"),
            period_to=_date(row, "to"),
            product=refs[row["product"].value] if "product" in row else None,
            scope=_text(row, "scope"),
            level=_text(row, "level"),
            policy=refs[row["policy"].value] if "policy" in row else None,
            baseline=_text(row, "baseline"),
            evidence=evidence[iri],
            published=_date(row, "published"),
        )
        for iri, row in first.items()
    ]


def _end(obs: Observation) -> str:
    # A figure that only begins (2021-09/) is placed at its beginning.
    end = obs.period_to or obs.period_from
    return end.last.isoformat() if end else ""


def _date(row: Solution, name: str) -> PartialDate | None:
    return PartialDate.parse(row[name].value) if name in row else None


def _text(row: Solution, name: str) -> str:
    return row[name].value if name in row else ""
