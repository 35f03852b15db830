"""The figures of a thing over time: ``kg facts``.

Actual, target, cumulative and capacity are lines of their own. Growth is recomputed from the
levels, as an interval, and set beside what the sources state; neither replaces the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from kg.errors import NothingKnownError, Text
from kg.intervals import Interval, growth
from kg.messages import message
from kg.observations import (
    DataPoint,
    Observation,
    data_points,
    growth_base,
    observations,
    year_before,
)
from kg.records import Ref, Scope, refs_of, select_about
from kg.store import Store
from kg.wording import citation, plain

__all__ = ["Fact", "FactsAnswer", "Growth", "Series", "StatedGrowth", "facts", "facts_of_all"]

_KINDS = ("actual", "cumulative", "capacity", "target")
_PERCENT = "percent"

_ABOUT = """
SELECT DISTINCT ?self ?record WHERE {
  #PARAM self
  ?record kg:subject|kg:product|kg:policy ?self ; a kg:Observation
}"""


@dataclass(frozen=True)
class Growth:
    """Growth in percent over ``base`` that the levels give.

    ``value`` takes both figures as they stand, and is None where one is only a bound; the
    interval takes in rounding and operators.
    """

    base: DataPoint
    value: Decimal | None
    interval: Interval

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; an open end is null."""
        return {
            "base_period": self.base.period,
            "base_records": [record.id for record in self.base.records],
            "percent": None if self.value is None else plain(self.value),
            **_ends(self.interval),
        }


@dataclass(frozen=True)
class StatedGrowth:
    """Growth as sources state it; ``fits`` is None where no levels are known to hold it to."""

    point: DataPoint
    fits: bool | None

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {**_point_json(self.point), "fits": self.fits}


@dataclass(frozen=True)
class Fact:
    """One figure for one period, from one or more sources.

    ``disputed`` where another figure of the same line and period cannot be true with it.
    """

    point: DataPoint
    disputed: bool
    growth: tuple[Growth, ...]
    stated: tuple[StatedGrowth, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; numbers are decimal strings."""
        cite = citation(self.point, disputed=self.disputed)
        return {
            **_point_json(self.point),
            "disputed": self.disputed,
            "growth_recomputed": [g.as_json() for g in self.growth],
            "growth_stated": [s.as_json() for s in self.stated],
            "cite_zh": cite.zh,
            "cite_en": cite.en,
        }


@dataclass(frozen=True)
class Series:
    """Figures that stand on one time line, in order of time; never empty."""

    facts: tuple[Fact, ...]

    @property
    def first(self) -> Observation:
        """A record that stands for all: they share subject, indicator, kind, scope and unit."""
        return self.facts[0].point.first

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        obs = self.first
        return {
            "subject": obs.subject.as_json(),
            "indicator": obs.indicator.as_json(),
            "kind": obs.kind,
            "unit": obs.unit.as_json(),
            "product": obs.product.as_json() if obs.product else None,
            "scope": obs.scope,
            "level": obs.level,
            "facts": [fact.as_json() for fact in self.facts],
        }


@dataclass(frozen=True)
class FactsAnswer:
    """The figures of ``thing``, sorted by indicator, then actual, cumulative, capacity, target."""

    thing: Ref
    series: tuple[Series, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {"thing": self.thing.as_json(), "series": [s.as_json() for s in self.series]}


def facts(store: Store, iri: str, scope: Scope, *, indicator: str | None = None) -> FactsAnswer:
    """The figures of a thing (IRI) as of a day, also those of it as a product or by a policy.

    ``indicator`` is an id, IRI or name (zh or en), or a part of a name. Raises
    NothingKnownError where the sources give the thing no such figure. Quadratic only in the
    points of one line.
    """
    thing = refs_of(store, [iri])[iri]
    known = observations(store, scope, about=iri)
    points = data_points(known)
    if not points:
        raise NothingKnownError(message("facts.none", name=thing.label, day=scope.as_of))
    asked = points if indicator is None else [p for p in points if _asked(p, points, indicator)]
    if not asked:
        raise NothingKnownError(
            message(
                "facts.no_indicator",
                name=thing.label,
                indicator=indicator,
                day=scope.as_of,
                known=_indicators(points),
            )
        )
    return _answer(thing, asked, points, known)


def facts_of_all(store: Store, iris: Iterable[str], scope: Scope) -> dict[str, FactsAnswer]:
    """The figures of many things by IRI; those that have none are left out.

    As many queries as for one thing; quadratic only in the figures of one thing.
    """
    ends: dict[str, list[str]] = {}
    for row in select_about(store, _ABOUT, "self", iris):
        ends.setdefault(row["record"].value, []).append(row["self"].value)
    of_thing: dict[str, list[Observation]] = {}
    for obs in observations(store, scope, records=ends):
        for iri in ends[obs.iri]:
            of_thing.setdefault(iri, []).append(obs)
    found = {}
    for iri, thing in refs_of(store, of_thing).items():
        points = data_points(of_thing[iri])
        found[iri] = _answer(thing, points, points, of_thing[iri])
    return found


def _answer(
    thing: Ref,
    asked: Sequence[DataPoint],
    points: Sequence[DataPoint],
    known: Sequence[Observation],
) -> FactsAnswer:
    lines = [
        Series(tuple(_fact(point, line, points, known) for point in line))
        for line in (list(group) for _, group in groupby(asked, key=lambda p: p.first.key))
    ]
    return FactsAnswer(thing, tuple(sorted(lines, key=lambda s: _order(s, thing.iri))))


def _indicators(points: Sequence[DataPoint]) -> Text:
    known = sorted({p.first.indicator for p in points})
    return Text(
        "、".join(f"{c.label.zh}（{c.id}）" for c in known),
        ", ".join(f"{c.label.en} ({c.id})" for c in known),
    )


def _order(series: Series, iri: str) -> tuple[Any, ...]:
    obs = series.first
    return (
        obs.subject.iri != iri,
        obs.subject.id,
        obs.indicator.id,
        _KINDS.index(obs.kind),
        obs.product.id if obs.product else "",
        series.facts[0].point.sort_key()[:2],  # before stands before after
        obs.scope,
        obs.unit.id,
    )


def _asked(point: DataPoint, all_points: Sequence[DataPoint], text: str) -> bool:
    """Whether a point is of the indicator asked for: a whole name goes before a part of one."""
    wanted = text.strip().casefold()

    def names(p: DataPoint) -> set[str]:
        concept = p.first.indicator
        return {n.casefold() for n in (concept.id, concept.iri, *concept.label)}

    if any(wanted in names(p) for p in all_points):
        return wanted in names(point)
    return bool(wanted) and any(wanted in name for name in names(point))


def _fact(
    point: DataPoint,
    line: Sequence[DataPoint],
    points: Sequence[DataPoint],
    known: Sequence[Observation],
) -> Fact:
    grown = tuple(_grown(base, point) for base in _bases(point, line, points))
    return Fact(
        point=point,
        disputed=any(
            other.period == point.period and not other.interval.agrees(point.interval)
            for other in line
        ),
        growth=grown,
        stated=tuple(
            StatedGrowth(
                rate,
                any(rate.interval.agrees(g.interval) for g in grown) if grown else None,
            )
            for rate in points
            if _states_growth_of(rate, point, known)
        ),
    )


def _bases(
    point: DataPoint, line: Sequence[DataPoint], points: Sequence[DataPoint]
) -> list[DataPoint]:
    """The earlier levels that growth is over: a year before, or the baseline that a row names."""
    obs = point.first
    if obs.kind == "target" or obs.unit.id == _PERCENT:
        return []
    named = {record.baseline for record in point.records if record.baseline}
    return [
        base
        for base in points
        if base is not point
        and base.first.unit == obs.unit
        and base.first.indicator == obs.indicator
        and (
            any(record.iri in named for record in base.records)
            or (base in line and year_before(_dated(base), _dated(point)))
        )
    ]


def _grown(base: DataPoint, point: DataPoint) -> Growth:
    before, after = base.first, point.first
    exact = base.interval.low > 0 and all(o.operator in ("equal", "about") for o in (before, after))
    return Growth(
        base=base,
        value=(after.value / before.value - 1) * 100 if exact else None,
        interval=growth(base.interval, point.interval),
    )


def _states_growth_of(rate: DataPoint, point: DataPoint, known: Sequence[Observation]) -> bool:
    level, stated = point.first, rate.first
    return (
        stated.unit.id == _PERCENT
        and level.kind == stated.kind == "actual"
        and (level.subject, level.product, level.scope)
        == (stated.subject, stated.product, stated.scope)
        and rate.period == point.period != ""
        and any(growth_base(record, known) == level.indicator.id for record in rate.records)
    )


def _dated(point: DataPoint) -> Observation:
    return next((record for record in point.records if record.period), point.first)


def _point_json(point: DataPoint) -> dict[str, Any]:
    obs = point.first
    return {
        "period": point.period,
        "operator": obs.operator,
        "value": plain(obs.value),
        **_ends(point.interval),
        "raw": list(dict.fromkeys(record.raw for record in point.records)),
        "evidence": [record.evidence.as_json() for record in point.records],
    }


def _ends(interval: Interval) -> dict[str, str | None]:
    low, high = (plain(end) if end.is_finite() else None for end in interval)
    return {"low": low, "high": high}
