"""Contradictions between figures: two values of one matter, and growth that levels do not give.

Figures are intervals (rounding, operators such as "more than"), so an agreeing repeat or a
rounder print of the same number is no contradiction. Figures of different days are none either:
something may have changed between them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from kg.conflicts.model import Conflict, Side
from kg.errors import Text
from kg.intervals import Interval, growth
from kg.messages import message
from kg.observations import (
    DataPoint,
    Observation,
    SeriesKey,
    data_points,
    growth_base,
    year_before,
)
from kg.records import Evidence
from kg.wording import figure_text, percent_text, period_text, scope_text

__all__ = ["figure_conflicts"]

_FLOOR = Decimal(-100)  # nothing shrinks by more than all of it
_PERCENT = "percent"
_Days = tuple[datetime.date | None, datetime.date | None]


def figure_conflicts(known: Sequence[Observation], labels: dict[str, Text]) -> Iterator[Conflict]:
    """Contradictions among figures; ``labels`` names the kinds of contradiction.

    Quadratic only in the different figures of one line.
    """
    points = data_points(known)
    lines: dict[SeriesKey, list[DataPoint]] = {}
    for point in points:
        lines.setdefault(point.first.key, []).append(point)
    levels = _Levels(points, known)
    for line in lines.values():
        for slot in _slots(line):
            found = _conflict(slot, levels.steps(slot), labels)
            if found is not None:
                yield found


@dataclass(frozen=True)
class _Step:
    """What two agreeing sets of levels allow growth to be, in percent."""

    before: tuple[DataPoint, ...]
    after: tuple[DataPoint, ...]
    interval: Interval


def _conflict(
    slot: Sequence[DataPoint], steps: Sequence[_Step], labels: dict[str, Text]
) -> Conflict | None:
    fits = {p: _fits(p, steps) for p in slot}
    against_levels = any(fit is False for fit in fits.values())
    disputed = {p for pair in combinations(slot, 2) if _contradict(*pair) for p in pair}
    if not disputed and not against_levels:
        return None
    shown = [p for p in slot if p in disputed or fits[p] is False]
    sides = [_side(p, fits=fits[p]) for p in shown]
    if against_levels:
        sides += [_recomputed(step) for step in steps]
        # What the levels do give is the other side of what they do not.
        sides += [_side(p, fits=fits[p]) for p in slot if p not in shown and fits[p]]
    kind = "growth" if against_levels else "values"
    obs = slot[0].first
    return Conflict(
        kind=kind,
        kind_label=labels[kind],
        about=obs.subject,
        what=_what(slot),
        why=_why(kind, [fits[p] for p in slot]),
        sides=tuple(sides),
    )


def _why(kind: str, fits: Sequence[bool | None]) -> Text:
    if kind == "values":
        return message("conflicts.why_values")
    return message("conflicts.why_growth_some" if any(fits) else "conflicts.why_growth")


def _what(slot: Sequence[DataPoint]) -> Text:
    obs = slot[0].first
    scope = scope_text(obs)
    return message(
        "conflicts.figure",
        indicator=obs.indicator.label,
        kind=message(f"facts.{obs.kind}"),
        period=period_text(next((p.period for p in slot if p.period), "")),
        scope=Text(f"，{scope.zh}" if scope.zh else "", f", {scope.en}" if scope.en else ""),
    )


def _side(point: DataPoint, *, fits: bool | None) -> Side:
    return Side(
        value=figure_text(point.first),
        evidence=_evidence([point]),
        raw=tuple(dict.fromkeys(record.raw for record in point.records)),
        fits=fits,
    )


def _recomputed(step: _Step) -> Side:
    return Side(
        value=message(
            "conflicts.recomputed",
            percent=percent_text(None, step.interval, floor=_FLOOR),
            before=_levels_text(step.before),
            after=_levels_text(step.after),
        ),
        evidence=_evidence([*step.before, *step.after]),
        raw=tuple(dict.fromkeys(r.raw for p in (*step.before, *step.after) for r in p.records)),
        computed=True,
    )


def _levels_text(points: Sequence[DataPoint]) -> Text:
    figures = list(dict.fromkeys(figure_text(p.first) for p in points))
    period = period_text(points[0].period)
    return Text(
        f"{'、'.join(f.zh for f in figures)}（{period.zh}）",
        f"{', '.join(f.en for f in figures)} ({period.en})",
    )


def _evidence(points: Iterable[DataPoint]) -> tuple[Evidence, ...]:
    return tuple(record.evidence for point in points for record in point.records)


def _contradict(one: DataPoint, other: DataPoint) -> bool:
    """Whether both cannot hold; goals of two policies are two goals."""
    policies = [{r.policy.iri for r in p.records if r.policy} for p in (one, other)]
    if all(policies) and not policies[0] & policies[1]:
        return False
    return not one.interval.agrees(other.interval)


def _fits(point: DataPoint, steps: Sequence[_Step]) -> bool | None:
    if not steps:
        return None
    return any(step.interval.agrees(point.interval) for step in steps)


def _slots(line: Iterable[DataPoint]) -> list[list[DataPoint]]:
    """The figures of a line by the days they are of.

    What states no end (37 days from signing, with or without the month of the signing) is of no
    day of its own: there, figures are of one matter unless they begin on different days.
    """
    found: dict[_Days, list[DataPoint]] = {}
    for point in line:
        found.setdefault(_days(point), []).append(point)
    undated = found.pop((None, None), [])
    open_ended = [days for days in found if days[1] is None]
    if len(open_ended) == 1:
        found[open_ended[0]] += undated
    elif undated:
        found[None, None] = undated
    return list(found.values())


def _days(point: DataPoint) -> _Days:
    obs = _dated(point)
    return (
        obs.period_from.first if obs.period_from else None,
        obs.period_to.last if obs.period_to else None,
    )


def _dated(point: DataPoint) -> Observation:
    return next((record for record in point.records if record.period), point.first)


class _Levels:
    """The levels that a growth rate can be held against."""

    def __init__(self, points: Sequence[DataPoint], known: Sequence[Observation]) -> None:
        self._known = known
        self._by_record = {r.iri: p for p in points for r in p.records}
        self._lines: dict[tuple[object, ...], list[DataPoint]] = {}
        for point in points:
            self._lines.setdefault(self._line(point.first, point.first.indicator.id), []).append(
                point
            )

    def steps(self, slot: Sequence[DataPoint]) -> list[_Step]:
        """What levels of the period and of the one before it allow; empty where none are known."""
        rate = slot[0].first
        base = next((b for p in slot for r in p.records if (b := self._base(r))), "")
        if not base or rate.unit.id != _PERCENT or rate.kind == "target":
            return []
        line = self._lines.get(self._line(rate, base), [])
        after = [p for p in line if _days(p) == _days(slot[0])]
        named = {r.baseline for p in slot for r in p.records}
        at = {_days(self._by_record[iri]) for iri in named if iri in self._by_record}
        before = [
            p
            for p in line
            if _days(p) in at or any(year_before(_dated(p), _dated(a)) for a in after)
        ]
        return [
            _Step(tuple(b), tuple(a), growth(_common(b), _common(a)))
            for b in _agreeing(before)
            for a in _agreeing(after)
        ]

    def _base(self, rate: Observation) -> str:
        return growth_base(rate, self._known)

    def _line(self, obs: Observation, indicator: str) -> tuple[object, ...]:
        return (obs.subject.iri, indicator, obs.kind, obs.product, obs.scope)


def _agreeing(points: Sequence[DataPoint]) -> list[Sequence[DataPoint]]:
    """All in one where they can all hold; else each by itself, because none is preferred."""
    if not points:
        return []
    common = _common(points)
    return [points] if common.low <= common.high else [[p] for p in points]


def _common(points: Sequence[DataPoint]) -> Interval:
    return Interval(max(p.interval.low for p in points), min(p.interval.high for p in points))
