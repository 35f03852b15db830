"""Targets against what is known: ``kg targets``.

A target is held only against an actual of the same thing, indicator, product, scope and unit:
never against a capacity or a cumulative total, nor a province's against a city's. Nothing is
added up: investments that are told separately may be parts of each other.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from kg.errors import NothingKnownError, Text
from kg.intervals import Interval, ratio
from kg.messages import message
from kg.observations import DataPoint, Observation, data_points, observations
from kg.records import Ref, Scope, refs_of, select_about
from kg.store import Store
from kg.wording import percent_text, plain

__all__ = ["Progress", "Target", "targets"]

_NOT_ABOVE = ("equal", "at-most", "less-than")
_NOT_BELOW = ("equal", "at-least", "more-than")

_BELONGS = """
SELECT DISTINCT ?thing WHERE {
  #PARAM self
  ?thing kg:jurisdiction|kg:partOf|kg:issuer ?self
}"""


@dataclass(frozen=True)
class Progress:
    """The latest actual in percent of the target.

    ``percent`` takes both figures as they stand; it is None, as is the interval, where the
    target is an upper bound (a time to get under). ``reached`` is None where rounding or an
    operator ("more than") leaves it open.
    """

    actual: DataPoint
    percent: Decimal | None
    interval: Interval | None
    reached: bool | None

    def said(self) -> Text:
        """In words: what percent of the target, if that means anything, and whether reached."""
        name = {True: "reached", False: "not_reached", None: "reached_unknown"}[self.reached]
        said = message(f"targets.{name}")
        if self.interval is None:
            return said
        exact = self.actual.first.operator == "equal"
        percent = percent_text(self.percent if exact else None, self.interval, floor=Decimal(0))
        return Text(f"{percent.zh}，{said.zh}", f"{percent.en}, {said.en}")

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; an open end is null."""
        ends = self.interval or (None, None)
        low, high = (plain(e) if e is not None and e.is_finite() else None for e in ends)
        return {
            "period": self.actual.period,
            "operator": self.actual.first.operator,
            "value": plain(self.actual.first.value),
            "evidence": [record.evidence.as_json() for record in self.actual.records],
            "percent": None if self.percent is None else plain(self.percent),
            "percent_low": low,
            "percent_high": high,
            "reached": self.reached,
        }


@dataclass(frozen=True)
class Target:
    """One target, by every source that states it.

    ``state`` is open, past (its last day is before the as-of day) or undated; ``days_left``
    counts from the as-of day to the last day and is negative once that is past. ``progress``
    is empty where no actual is known, and has several entries where sources disagree on it.
    """

    point: DataPoint
    policies: tuple[Ref, ...]
    due: datetime.date | None
    days_left: int | None
    state: Literal["open", "past", "undated"]
    progress: tuple[Progress, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; numbers are decimal strings."""
        obs = self.point.first
        return {
            "subject": obs.subject.as_json(),
            "indicator": obs.indicator.as_json(),
            "product": obs.product.as_json() if obs.product else None,
            "scope": obs.scope,
            "level": obs.level,
            "unit": obs.unit.as_json(),
            "operator": obs.operator,
            "value": plain(obs.value),
            "raw": list(dict.fromkeys(record.raw for record in self.point.records)),
            "period": self.point.period,
            "policies": [policy.as_json() for policy in self.policies],
            "due": self.due.isoformat() if self.due else None,
            "days_left": self.days_left,
            "state": self.state,
            "actuals": [p.as_json() for p in self.progress],
            "evidence": [record.evidence.as_json() for record in self.point.records],
        }


def targets(store: Store, scope: Scope, *, by: str | None = None) -> list[Target]:
    """All targets known at the as-of day, by due date (undated last), then subject, indicator.

    ``by`` (IRI) keeps those that the thing sets or has: a policy's and its measures', an
    issuer's, an area's own and its chains' and clusters' - not those of areas within it.
    Raises NothingKnownError where the sources state none.
    """
    points = data_points(observations(store, scope))
    wanted = [p for p in points if p.first.kind == "target"]
    if by is not None:
        own = {by} | {row["thing"].value for row in select_about(store, _BELONGS, "self", [by])}
        wanted = [p for p in wanted if own & set(_holders(p))]
    if not wanted:
        if by is None:
            raise NothingKnownError(message("targets.none", day=scope.as_of))
        name = refs_of(store, [by])[by].label
        raise NothingKnownError(message("targets.none_by", name=name, day=scope.as_of))
    lines: dict[tuple[str, ...], list[DataPoint]] = {}
    for point in points:
        lines.setdefault(point.first.key, []).append(point)
    found = [_target(p, lines.get(p.first.key._replace(kind="actual"), []), scope) for p in wanted]
    return sorted(found, key=_order)


def _order(target: Target) -> tuple[Any, ...]:
    obs = target.point.first
    due = target.due or datetime.date.max
    return (due, obs.subject.id, obs.indicator.id, obs.scope, obs.value, obs.id)


def _holders(point: DataPoint) -> Iterable[str]:
    yield point.first.subject.iri
    for record in point.records:
        if record.policy is not None:
            yield record.policy.iri


def _target(point: DataPoint, actuals: Sequence[DataPoint], scope: Scope) -> Target:
    due = max((o.period_to.last for o in point.records if o.period_to), default=None)
    days = None if due is None else (due - scope.as_of).days
    policies = {o.policy.iri: o.policy for o in point.records if o.policy}
    return Target(
        point=point,
        policies=tuple(sorted(policies.values(), key=lambda ref: ref.id)),
        due=due,
        days_left=days,
        state="undated" if days is None else "past" if days < 0 else "open",
        progress=tuple(_progress(point, actual) for actual in _latest(point, actuals, due)),
    )


def _latest(
    target: DataPoint, actuals: Sequence[DataPoint], due: datetime.date | None
) -> list[DataPoint]:
    """The actuals of the target's own period, else of the latest one that is as long."""
    fit = [a for a in actuals if _as_long(target, a)]
    day = due if any(_day(a) == due for a in fit) else max(map(_day, fit), default=None)
    return [a for a in fit if _day(a) == day]


def _as_long(target: DataPoint, actual: DataPoint) -> bool:
    # A quarter's output says nothing of a year's target; a state at a day has no length.
    lengths = {_months(p.records) for p in (target, actual)} - {None}
    return len(lengths) < 2


def _months(records: Iterable[Observation]) -> int | None:
    for o in records:
        if o.period_from and o.period_to:
            first, last = o.period_from.first, o.period_to.last
            return (last.year - first.year) * 12 + last.month - first.month + 1
    return None


def _day(point: DataPoint) -> datetime.date:
    # What states no period was so when its source came out.
    days = [d.last for o in point.records if (d := o.period_to or o.period_from)]
    days = days or [o.published.last for o in point.records if o.published]
    return max(days, default=datetime.date.min)


def _progress(target: DataPoint, actual: DataPoint) -> Progress:
    goal, said, known = target.first, actual.first, actual.interval
    if goal.operator in ("less-than", "at-most"):
        # No share is told: to need half the time is not to be at 50 percent.
        at_edge = goal.operator == "at-most" or said.operator == "less-than"
        same = said.value == goal.value and at_edge and said.operator in _NOT_ABOVE
        under = same or known.high < goal.value
        return Progress(actual, None, None, _decided(yes=under, no=known.low > goal.value))
    past = goal.operator == "more-than"
    same = said.value == goal.value and (
        said.operator == "more-than" or (not past and said.operator in _NOT_BELOW)
    )
    reached = _decided(
        yes=same or known.low > goal.value,
        no=known.high < goal.value or (past and known.high == goal.value),
    )
    if goal.value <= 0 or known.low < 0:
        return Progress(actual, None, None, reached)
    share = ratio(known, Interval(goal.value, goal.value))
    return Progress(actual, actual.first.value * 100 / goal.value, share, reached)


def _decided(*, yes: bool, no: bool) -> bool | None:
    return True if yes else False if no else None
