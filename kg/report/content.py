"""What the report of a chain holds, read from the graph once; every file is written from it.

``gather`` asks the rooms below, each once, and then reads everything that is named in bulk.
Writers (pages, workbook, document, data) need nothing but a ``Report``. Nothing here is added up,
picked or averaged: a report shows what the answers of the rooms below say, each with its evidence.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.errors import Text
from kg.messages import message
from kg.records import Ref, Scope, refs_of
from kg.report.anchors import anchor
from kg.report.assigned import RowKey, assigned
from kg.report.bearing import Bearing
from kg.report.mentions import NO_PAGE, mentioned, sources_used
from kg.report.numerals import number_words
from kg.report.places import is_small, places_of
from kg.report.summary import summary
from kg.store import Store

if TYPE_CHECKING:
    from kg.chain_map import ChainMap
    from kg.conflicts import Conflict
    from kg.facts import FactsAnswer
    from kg.lists import Column, ListAnswer, Lists
    from kg.place_map import PlaceMap
    from kg.profiles import Profile
    from kg.targets import Target
    from kg.tasks import Task
    from kg.viz.shell import SourceLine
    from kg.workspace import Workspace

__all__ = ["ONE_FILE", "Change", "Changes", "Delta", "Report", "anchor", "gather", "with_changes"]

MOST_RECORDS = 200
"""So many records of a thing stand on its page; a city has tens of thousands."""

ONE_FILE = 2000
"""Below so many things, all their pages stand in one file."""


@dataclass(frozen=True)
class Delta:
    """One cell that reads otherwise than before; "" where a side had no such cell."""

    column: Column
    before: Text
    after: Text


@dataclass(frozen=True)
class Change:
    """One row of a list that came, went or reads otherwise.

    ``list`` and ``section`` are titles, ``list_id`` and ``section_id`` their ids, ``key`` that of
    the row, ``what`` the row's first words; ``deltas`` only for ``changed``.
    """

    kind: Literal["new", "gone", "changed"]
    list_id: str
    list: Text
    section_id: str
    section: Text
    key: str
    what: Text
    deltas: tuple[Delta, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What changed in the lists since another report, or since a day.

    ``since`` says against what, in words; ``before`` is that one's cut-off day. ``rows`` stand in
    the order of the lists.
    """

    since: Text
    before: str
    rows: tuple[Change, ...]


@dataclass(frozen=True)
class Report:
    """All that the report of a chain says.

    ``packs`` are the titles of the packs, ``summary`` sentences with numbers of this graph only.
    ``area_targets`` are those of the area that runs the chain of which no source says what chain
    they are of. ``conflicts`` are those about the chain or anything that the report names;
    ``figures`` those of the chain's leading things, then time lines of others. ``sources`` are
    only those used, in the order of their ids. ``profiles`` stand for every thing that any part
    names (a profile's own facts name more), sorted by id; ``figures_of`` holds the figures of
    those that have any, by IRI. ``places`` holds what of the chain stands where, or None where
    that would be too much to draw; ``maps`` are those that the report shows; ``small`` is the pack
    if all maps of it are drawn.
    """

    chain: Ref
    title: Text
    as_of: datetime.date
    packs: tuple[Text, ...]
    summary: tuple[Text, ...]
    workspace: Workspace
    map: ChainMap
    places: PlaceMap | None
    lists: tuple[ListAnswer, ...]
    targets: tuple[Target, ...]
    area_targets: tuple[Target, ...]
    conflicts: tuple[Conflict, ...]
    figures: tuple[FactsAnswer, ...]
    tasks: tuple[Task, ...]
    sources: tuple[SourceLine, ...]
    profiles: tuple[Profile, ...]
    figures_of: Mapping[str, FactsAnswer] = field(default_factory=dict)
    maps: tuple[str, ...] = ("chain", "firms", "places")
    small: bool = True
    changes: Changes | None = None
    _pages: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def assigned(self) -> Mapping[RowKey, list[Task]]:
        """The tasks of the task force about each row: see ``kg.report.assigned``."""
        return assigned(self.lists, self.tasks)

    @property
    def firm_graph(self) -> bool:
        """Whether ``firms.html`` stands beside the pages."""
        return self.small and "firms" in self.maps and any(box.members for box in self.map.boxes)

    @property
    def has_files(self) -> bool:
        """Whether each thing has a file of its own."""
        return len(self.profiles) >= ONE_FILE

    def page(self, iri: str) -> str:
        """The relative link of a thing's page from the report's folder, or "" if it has none."""
        if not self._pages:
            for profile in self.profiles:
                name = anchor(profile.thing)
                link = f"things/{name}.html" if self.has_files else f"things.html#{name}"
                self._pages[profile.thing.iri] = link
        return self._pages.get(iri, "")


def gather(store: Store, scope: Scope, chain_iri: str, *, lists_dir: Path | None = None) -> Report:
    """The report of a chain (IRI) as of a day, without what changed since another.

    ``lists_dir`` holds other lists than the bundled ones; PackError where one of them is wrong.
    The same number of queries whatever the chain; what is named in one part and in another is
    read once. Below ``ONE_FILE`` things, those that only a named thing's facts name have a
    profile too.
    """
    from concurrent.futures import ThreadPoolExecutor

    from kg.conflicts import conflicts
    from kg.lists import read_lists

    spec = read_lists(lists_dir)
    # To look for contradictions in the whole graph is the engine's work: it goes on beside ours.
    with ThreadPoolExecutor(1) as beside:
        told = beside.submit(conflicts, store, scope)
        return _gathered(store, scope, chain_iri, spec, lambda: told.result().conflicts)


def _gathered(
    store: Store,
    scope: Scope,
    chain_iri: str,
    spec: Lists,
    contradictions: Callable[[], tuple[Conflict, ...]],
) -> Report:
    from kg.chain_map import chain_map
    from kg.facts import facts_of_all
    from kg.lists import fill
    from kg.tasks import tasks
    from kg.viz.shell import about
    from kg.workspace import workspace

    chain = refs_of(store, [chain_iri])[chain_iri]
    report = Report(
        chain=chain,
        title=_title(chain, len(spec.specs)),
        as_of=scope.as_of,
        packs=tuple(Text(*pack["title"]) for pack in store.manifest["packs"]),
        summary=(),
        workspace=workspace(store, chain_iri, scope),
        map=chain_map(store, scope, [chain_iri]),
        places=None,
        lists=fill(spec, store, chain_iri, scope),
        targets=(),
        area_targets=(),
        conflicts=(),
        figures=(),
        tasks=tasks(store, scope.as_of, chains=[chain_iri]).rows,
        sources=(),
        profiles=(),
        maps=spec.maps,
        small=is_small(store),
    )
    named = mentioned(report)
    if report.small and "places" in report.maps:
        report = replace(report, places=places_of(store, scope, chain_iri, named))
    numbers = Bearing(store, scope, report, named)
    report = replace(
        report,
        targets=numbers.targets,
        area_targets=numbers.area_targets,
        figures=numbers.figures(),
        conflicts=tuple(c for c in contradictions() if c.about.iri in named),
    )
    report = replace(report, profiles=_profiles(store, scope, mentioned(report)))
    everything = [profile.thing.iri for profile in report.profiles]
    report = replace(report, figures_of=facts_of_all(store, everything, scope))
    used = sources_used(report)
    told = about(store, scope, report.title, "zh", Text("", ""))
    report = replace(report, sources=tuple(s for s in told.sources if s.id in used))
    return replace(report, summary=summary(report))


def with_changes(report: Report, changes: Changes) -> Report:
    """The same report with what changed since another, in its summary too."""
    told = replace(report, changes=changes)
    return replace(told, summary=summary(told))


def _title(chain: Ref, lists: int) -> Text:
    return message("report.title", chain=chain.label, number=number_words(lists))


def _profiles(store: Store, scope: Scope, named: Iterable[str]) -> tuple[Profile, ...]:
    from kg.profiles import profiles

    found = profiles(store, named, scope, most=MOST_RECORDS)
    if len(found) < ONE_FILE:
        further = {
            value.ref.iri: value.ref
            for profile in found.values()
            for values in (profile.own, *(fact.values for fact in profile.facts))
            for value in values
            if value.ref is not None and value.ref.iri not in found
        }
        more = [iri for iri, ref in further.items() if ref.type not in NO_PAGE]
        if len(found) + len(more) < ONE_FILE:
            found |= profiles(store, more, scope, most=MOST_RECORDS)
    return tuple(sorted(found.values(), key=lambda p: p.thing.id))
