"""What a report names: the things of all its parts, and the sources that they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.records import Evidence, Ref

if TYPE_CHECKING:
    from kg.facts import FactsAnswer
    from kg.observations import DataPoint
    from kg.place_map import Entry
    from kg.report.content import Report

__all__ = ["NO_PAGE", "mentioned", "sources_used", "texts_used"]

NO_PAGE = frozenset({"Indicator", "Source"})
"""Types whose things have no page: sources stand in a list, indicators in tables of figures."""


def mentioned(report: Report) -> set[str]:
    """The IRIs of all things that any part of a report names; sources are listed by themselves."""
    return {ref.iri for ref in _refs(report) if ref.type not in NO_PAGE} | {
        about.iri for task in report.tasks for about in task.about
    }


def sources_used(report: Report) -> set[str]:
    """The ids of the sources that any part of a report rests on."""
    return {evidence.source for evidence in _evidence(report)} - {""} | {
        task.source for task in report.tasks if task.source
    }


def texts_used(report: Report) -> set[str]:
    """The ids of the sources of which a passage is given."""
    return {evidence.source for evidence in _evidence(report) if evidence.spans} - {""}


def _refs(report: Report) -> Iterator[Ref]:
    yield report.chain
    for slot in report.workspace.slots:
        yield from (holder.thing for holder in slot.holders)
        yield from (mention.mechanism for mention in slot.mentions)
    yield from report.map.chains
    for box in report.map.boxes:
        yield box.segment
        yield from (member.ref for member in box.members)
        yield from (need.thing for need in box.needs)
    if report.places is not None:
        yield from (layer.ref for layer in report.places.layers)
        yield from (area.ref for area in report.places.areas)
        yield from (entry.ref for entry in _placed(report))
    for section in (s for each in report.lists for s in each.sections):
        yield from (ref for row in section.rows for ref in row.things)
    for target in (*report.targets, *report.area_targets):
        yield from target.policies
        yield from _of_point(target.point)
    yield from (conflict.about for conflict in report.conflicts)
    for answer in report.figures:
        yield answer.thing
        for point in _points(answer):
            yield from _of_point(point)
    yield from (task.chain for task in report.tasks)


def _evidence(report: Report) -> Iterator[Evidence]:
    for slot in report.workspace.slots:
        yield from (holder.evidence for holder in slot.holders)
        yield from (mention.evidence for mention in slot.mentions)
    yield from (flow.evidence for flow in report.map.flows)
    for box in report.map.boxes:
        yield from (member.evidence for member in box.members)
        yield from (need.evidence for need in box.needs)
        yield from (a.evidence for member in box.members for a in member.amounts)
    yield from (e for entry in _placed(report) for s in entry.standings for e in s.evidence)
    for section in (s for each in report.lists for s in each.sections):
        yield from (evidence for row in section.rows for evidence in row.evidence)
    for target in (*report.targets, *report.area_targets):
        for point in (target.point, *(p.actual for p in target.progress)):
            yield from (record.evidence for record in point.records)
    for side in (s for conflict in report.conflicts for s in conflict.sides):
        yield from side.evidence
    for answer in report.figures:
        for point in _points(answer):
            yield from (record.evidence for record in point.records)
    for profile in report.profiles:
        yield profile.evidence
        yield from (fact.evidence for fact in profile.facts)


def _placed(report: Report) -> Iterator[Entry]:
    if report.places is not None:
        for area in report.places.areas:
            yield from area.entries
        for box in report.places.apart:
            yield from box.entries


def _points(answer: FactsAnswer) -> Iterator[DataPoint]:
    yield from (fact.point for series in answer.series for fact in series.facts)


def _of_point(point: DataPoint) -> Iterator[Ref]:
    for record in point.records:
        yield record.subject
        if record.product is not None:
            yield record.product
