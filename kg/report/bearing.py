"""Targets and figures over time that bear on a chain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import NothingKnownError
from kg.records import Scope, select_about
from kg.store import Store

if TYPE_CHECKING:
    from kg.facts import FactsAnswer, Series
    from kg.report.content import Report
    from kg.targets import Target

__all__ = ["Bearing", "over_time"]

_AREAS = """
SELECT ?area WHERE {
  #PARAM chain
  ?chain kg:jurisdiction ?area
}"""

_MOST_FIGURES = 12


_POLICIES = """
SELECT ?policy WHERE {
  #PARAM chain
  { ?record kg:covered ?chain }
  UNION { ?segment kg:inChain ?chain . ?record kg:covered ?segment }
  ?record a kg:Coverage ; kg:instrument ?policy
}"""


class Bearing:
    """Targets and figures that bear on a chain.

    A figure of an area is of this chain's matter if things on the chain's map, or targets of the
    chain, have figures of the same indicator; the sources do not say it. ``targets`` are those of
    what the report names, or by a policy that covers the chain or a segment of it;
    ``area_targets`` all others of the area that runs the chain.
    """

    def __init__(self, store: Store, scope: Scope, report: Report, named: set[str]) -> None:
        from kg.facts import facts_of_all

        self._report = report
        self._named = named
        covering = select_about(store, _POLICIES, "chain", [report.chain.iri])
        self._policies = {row["policy"].value for row in covering}
        places = select_about(store, _AREAS, "chain", [report.chain.iri])
        self._areas = sorted(row["area"].value for row in places)
        self._map = {member.ref.iri for box in report.map.boxes for member in box.members}
        self._map |= {report.chain.iri, *(box.segment.iri for box in report.map.boxes)}
        self._known = facts_of_all(store, {*self._map, *self._areas, *self._leading()}, scope)
        self.targets, self.area_targets = self._goals(store, scope)
        goals = {target.point.first.indicator.id for target in self.targets}
        self._kin = self._indicators() | goals

    def figures(self) -> tuple[FactsAnswer, ...]:
        """Of the chain and who leads it, then of what is on its map and of its area where there
        is a time line."""
        found = [self._known[iri] for iri in self._leading() if iri in self._known]
        found += [
            answer
            for iri, answer in sorted(self._known.items(), key=lambda pair: pair[1].thing.id)
            if iri in self._map and answer not in found and any(map(over_time, answer.series))
        ]
        for area in (self._known[iri] for iri in self._areas if iri in self._known):
            kin = tuple(s for s in area.series if s.first.indicator.id in self._kin)
            found += [replace(area, series=kin)] if kin else []
        several = [a for a in found if sum(len(series.facts) for series in a.series) > 1]
        return tuple(several)[:_MOST_FIGURES]

    def _goals(self, store: Store, scope: Scope) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
        from kg.targets import targets

        own: list[Target] = []
        area: list[Target] = []
        try:
            found = targets(store, scope)
        except NothingKnownError:
            return (), ()
        kin = self._indicators()
        for target in found:
            subject = target.point.first.subject
            policies = {policy.iri for policy in target.policies}
            at_home = subject.iri in self._areas
            named = subject.iri in self._named and subject.type != "AdministrativeArea"
            if named or policies & self._policies:
                own.append(target)
            elif at_home:
                (own if target.point.first.indicator.id in kin else area).append(target)
        return tuple(own), tuple(area)

    def _indicators(self) -> set[str]:
        return {
            series.first.indicator.id
            for iri, answer in self._known.items()
            if iri in self._map
            for series in answer.series
        }

    def _leading(self) -> list[str]:
        leading = [self._report.chain.iri]
        leading += [h.thing.iri for slot in self._report.workspace.slots for h in slot.holders]
        leading += [member.ref.iri for box in self._report.map.boxes for member in box.leaders]
        return list(dict.fromkeys(leading))


def over_time(series: Series) -> bool:
    """Whether figures of different times differ, so that a time line shows something."""
    periods = {fact.point.period for fact in series.facts}
    values = {(fact.point.first.value, fact.point.first.operator) for fact in series.facts}
    return len(periods) > 1 and len(values) > 1
