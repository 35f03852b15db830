"""The summary of a report: sentences with numbers, each counted in what the report shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import Text
from kg.messages import message
from kg.report.mentions import texts_used
from kg.wording import listed

if TYPE_CHECKING:
    from kg.report.content import Report

__all__ = ["summary"]


def summary(report: Report) -> tuple[Text, ...]:
    """What there is, what is new, what is missing; counts of named things only.

    Stated counts of groups are never added up, and a thing that stands in several segments or
    lists counts once.
    """
    return tuple(_sentences(report))


def _sentences(report: Report) -> Iterator[Text]:
    yield _standing(report)
    yield from _outside(report)
    yield from _gaps(report)
    if report.changes is not None:
        kinds = [change.kind for change in report.changes.rows]
        yield message(
            "report.sum_changes",
            since=report.changes.since,
            new=kinds.count("new"),
            changed=kinds.count("changed"),
            gone=kinds.count("gone"),
        )
    yield from _newest(report)
    yield from _targets(report)
    if report.conflicts:
        yield message("report.sum_conflicts", count=len(report.conflicts))
    yield _tasks(report)
    yield _workspace(report)
    yield from _empty(report)


def _standing(report: Report) -> Text:
    kinds: dict[str, set[str]] = {}
    for box in report.map.boxes:
        for member in box.members:
            if member.kind == "group":
                kinds.setdefault("group", set()).add(member.ref.iri)
            elif member.exists:
                kinds.setdefault(member.kind, set()).add(member.ref.iri)
            else:
                kinds.setdefault("intended", set()).add(member.ref.iri)
    return message(
        "report.sum_standing",
        chain=report.chain.label,
        segments=len({box.segment.iri for box in report.map.boxes}),
        **{
            kind: len(kinds.get(kind, ()))
            for kind in ("firm", "plant", "project", "group", "intended")
        },
    )


def _outside(report: Report) -> Iterator[Text]:
    bases: dict[str, set[str]] = {}
    firms: dict[str, Text] = {}
    for box in report.map.boxes:
        for member in box.members:
            if member.kind == "firm" and member.exists:
                bases.setdefault(member.ref.iri, set()).add(member.evidence.basis)
                firms[member.ref.iri] = member.ref.label
    found = [firms[iri] for iri, of in bases.items() if of == {"outside"}]
    if found:
        yield message("report.sum_outside", count=len(found), names=listed(found))


def _gaps(report: Report) -> Iterator[Text]:
    boxes = {box.segment.iri: box for box in report.map.boxes}.values()
    for state in ("needed", "single", "works", "unnamed", "planned", "unknown"):
        found = [box.segment.label for box in boxes if box.state == state]
        if found:
            yield message(f"report.sum_{state}", count=len(found), names=listed(found))


def _newest(report: Report) -> Iterator[Text]:
    texts = texts_used(report)
    dated = [source for source in report.sources if source.date and source.id in texts]
    if dated:
        day = max(_last(source.date) for source in dated)
        newest = [source.title for source in dated if _last(source.date) == day]
        yield message("report.sum_newest", sources=listed(newest), day=day)


def _last(date: str) -> str:
    return date.rpartition("/")[2]


def _targets(report: Report) -> Iterator[Text]:
    if report.targets:
        yield message(
            "report.sum_targets",
            count=len(report.targets),
            known=sum(bool(target.progress) for target in report.targets),
            past=sum(target.state == "past" for target in report.targets),
        )
    if report.area_targets:
        yield message("report.sum_area_targets", count=len(report.area_targets))


def _tasks(report: Report) -> Text:
    if not report.tasks:
        return message("report.sum_no_tasks")
    running = [task for task in report.tasks if task.status in ("open", "doing")]
    late = [task for task in running if task.overdue]
    return message("report.sum_tasks", count=len(report.tasks), open=len(running), late=len(late))


def _workspace(report: Report) -> Text:
    return message("report.sum_workspace", meter=report.workspace.meter()[0])


def _empty(report: Report) -> Iterator[Text]:
    empty = {each.title: sum(s.empty for s in each.sections) for each in report.lists}
    found = [
        message("report.sum_empty_list", list=title, count=count)
        for title, count in empty.items()
        if count
    ]
    if found:
        yield message("report.sum_empty", count=sum(empty.values()), lists=listed(found))
