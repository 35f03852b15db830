"""The place map of a store as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace

from kg.errors import Text
from kg.leaders import leaders
from kg.messages import message
from kg.observations import observations
from kg.place_map.layers import layers
from kg.place_map.model import Apart, Area, Entry, Figure, PlaceMap, Standing
from kg.place_map.standings import Reason, Standings, standings
from kg.records import Evidence, Ref, Scope, evidence_of, refs_of
from kg.selection import Selection
from kg.store import Store
from kg.wording import figure_text, period_text

__all__ = ["narrowed", "place_map"]

_CHAINS = "SELECT ?chain WHERE { ?chain a kg:IndustrialChain }"

_INVESTMENT = frozenset({"investment", "cumulative-investment"})
_TYPES = ("Enterprise", "Facility", "ResearchBody", "Project", "Park")


def place_map(store: Store, scope: Scope) -> PlaceMap:
    """What stands in which district, what is told without a district, and the layers.

    Districts are the places of level ``district`` that lie in no other. Things stand in the
    finest place that a record gives them; see ``kg.place_map.standings``. O(records), about ten
    queries and one a chain.
    """
    known = standings(store, scope)
    maker = _Maker(store, scope, known)
    marked, marks = layers(store, scope, known, maker.figures)
    inside: dict[str, dict[str, list[Reason]]] = defaultdict(lambda: defaultdict(list))
    outside: dict[str, dict[str, list[Reason]]] = defaultdict(lambda: defaultdict(list))
    for thing in known.things:
        reasons = known.reasons.get(thing, [])
        for reason in reasons:
            within = known.area_of(reason.place)
            for box in within or (reason.place,):
                (inside if within else outside)[box][thing].append(reason)
        if not reasons:
            outside[""][thing] = []
    order = {layer.ref.iri: n for n, layer in enumerate(marked)}
    areas = [
        Area(
            ref=maker.refs[iri],
            code=known.places[iri].code,
            entries=maker.entries(inside[iri]),
            marks=tuple(sorted(marks.get(iri, ()), key=lambda mark: order[mark.layer])),
            evidence=maker.evidence[iri],
        )
        for iri in known.areas
    ]
    areas.sort(key=lambda area: (-len(area.marks), -len(area.entries), area.ref.id))
    around = {iri for area in known.areas for iri in known.above[area]}
    apart = [
        Apart(maker.refs[iri] if iri else None, iri in around, maker.entries(outside[iri]))
        for iri in sorted(outside, key=lambda iri: _reach(iri, known))
    ]
    return PlaceMap(
        areas=tuple(areas),
        apart=tuple(apart),
        layers=marked,
        chains=maker.chains,
        coverage=_coverage(areas, apart),
    )


def narrowed(shown: PlaceMap, keep: Callable[[Entry], bool], layers: Container[str]) -> PlaceMap:
    """The same map with the things that ``keep`` passes and these layers (IRIs) only.

    Districts in which nothing is left and that no layer holds are left out. Linear in the map.
    """
    areas = [
        replace(
            area,
            entries=tuple(filter(keep, area.entries)),
            marks=tuple(mark for mark in area.marks if mark.layer in layers),
        )
        for area in shown.areas
    ]
    apart = [replace(box, entries=tuple(filter(keep, box.entries))) for box in shown.apart]
    areas = [area for area in areas if area.entries or area.marks]
    apart = [box for box in apart if box.entries]
    return replace(
        shown,
        areas=tuple(areas),
        apart=tuple(apart),
        layers=tuple(layer for layer in shown.layers if layer.ref.iri in layers),
        coverage=_coverage(areas, apart),
    )


def _reach(iri: str, known: Standings) -> tuple[int, str]:
    """The finer a place, the earlier; one of unknown level before those with no place at all."""
    return (-(known.places[iri].order or 1), iri) if iri else (0, "")


class _Maker:
    """Names, evidence, chains, roles and figures of everything, fetched once."""

    def __init__(self, store: Store, scope: Scope, known: Standings) -> None:
        self._known = known
        reasons = [reason for found in known.reasons.values() for reason in found]
        ties = {reason.through for reason in reasons if reason.through}
        self.refs: Mapping[str, Ref] = refs_of(
            store, {*known.things, *known.areas, *ties, *(reason.place for reason in reasons)}
        )
        self.evidence: Mapping[str, Evidence] = evidence_of(
            store,
            {*known.things, *known.areas, *(r for reason in reasons for r in reason.records)},
        )
        self._leaders = leaders(store, scope, known.things)
        self.chains, self._chains_of = _chains(store, scope, known.things)
        self.figures: dict[str, list[Figure]] = defaultdict(list)
        self._invested: dict[str, list[Figure]] = defaultdict(list)
        for obs in observations(store, scope):
            kind = message(f"facts.{obs.kind}")
            period = period_text(obs.period)
            label = message(
                "place_map.figure", indicator=obs.indicator.label, kind=kind, period=period
            )
            figure = Figure(label, figure_text(obs), obs.evidence)
            self.figures[obs.subject.iri].append(figure)
            if obs.indicator.id in _INVESTMENT:
                self._invested[obs.subject.iri].append(figure)

    def entries(self, things: Mapping[str, Sequence[Reason]]) -> tuple[Entry, ...]:
        """Leaders first; then by type, what exists before what is planned, groups last."""
        made = [self._entry(thing, reasons) for thing, reasons in things.items()]
        return tuple(sorted(made, key=self._order))

    def _entry(self, thing: str, reasons: Sequence[Reason]) -> Entry:
        return Entry(
            ref=self.refs[thing],
            standings=tuple(self._standing(reason) for reason in reasons),
            evidence=self.evidence[thing],
            chains=self._chains_of.get(thing, ()),
            roles=tuple(leader.words for leader in self._leaders.get(thing, ())),
            figures=tuple(self._invested.get(thing, ())),
        )

    def _standing(self, reason: Reason) -> Standing:
        return Standing(
            place=self.refs[reason.place],
            how=reason.how,
            through=self.refs[reason.through] if reason.through else None,
            evidence=tuple(self.evidence[record] for record in reason.records),
        )

    def _order(self, entry: Entry) -> tuple[object, ...]:
        roles = self._leaders.get(entry.ref.iri)
        kind = entry.ref.type
        return (
            roles is None,
            roles[0].rank if roles else 0,
            entry.ref.is_group,
            _TYPES.index(kind) if kind in _TYPES else len(_TYPES),
            not entry.exists,
            entry.ref.id,
        )


def _chains(
    store: Store, scope: Scope, things: Iterable[str]
) -> tuple[dict[str, Ref], dict[str, tuple[str, ...]]]:
    """The chains that any of the things belongs to, and the chains of each, sorted."""
    wanted = set(things)
    found: dict[str, list[str]] = defaultdict(list)
    used = []
    for iri in sorted(row["chain"].value for row in store.select(_CHAINS)):
        members = Selection(chains=(iri,)).things(store, scope) & wanted
        if members:
            used.append(iri)
        for thing in members:
            found[thing].append(iri)
    return refs_of(store, used), {thing: tuple(of) for thing, of in found.items()}


def _coverage(areas: Iterable[Area], apart: Iterable[Apart]) -> Text:
    """How many named things stand in districts, in wider places, nowhere; groups apart."""
    placed = {e.ref.iri: e.ref for area in areas for e in area.entries}
    wide = {e.ref.iri: e.ref for box in apart if box.place for e in box.entries}
    untold = {e.ref.iri: e.ref for box in apart if not box.place for e in box.entries}

    def named(found: Mapping[str, Ref]) -> int:
        return sum(not ref.is_group for ref in found.values())

    return message(
        "place_map.coverage",
        placed=named(placed),
        wide=named({iri: ref for iri, ref in wide.items() if iri not in placed}),
        untold=named(untold),
        groups=sum(ref.is_group for ref in (placed | wide | untold).values()),
    )
