"""The members of a box: each thing once, with what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.chain_map.around import Around
from kg.chain_map.leading import Leader
from kg.chain_map.model import Kind, Member
from kg.chains import Holding, SegmentView
from kg.errors import Text
from kg.gaps import Standing
from kg.messages import message
from kg.records import Ref
from kg.wording import listed

__all__ = ["Members"]

_KINDS: dict[str, Kind] = {"Enterprise": "firm", "Facility": "plant", "Project": "project"}
_ORDER: tuple[Kind, ...] = ("firm", "plant", "other", "project", "group")
_LAST = (9, 9)
# What a firm invests in all is no figure of one segment.
_FUNDED = ("Facility", "Project")


@dataclass(frozen=True)
class Members:
    """What is known of the members of one chain's boxes, all by IRI: the views of segments, the
    segments below each, the leaders, who owns what, and the firms at the heads of groups."""

    views: Mapping[str, SegmentView]
    narrower: Mapping[str, Sequence[str]]
    around: Around
    roles: Mapping[str, Leader]
    owners: Mapping[str, set[str]]
    heads: Mapping[str, Ref]

    def of(
        self, standing: Standing, view: SegmentView, among: set[str] | None
    ) -> tuple[Member, ...]:
        """The members of a box that are ``among`` (IRIs) those wanted: leaders first, then by
        kind and id; what is planned last."""
        holdings = [
            h
            for h in (*standing.named, *standing.groups, *standing.planned)
            if among is None or h.thing.iri in among
        ]
        records = self._records(view.segment.iri)
        members = [
            replace(
                self._member(h, records[h.thing.iri]),
                head=self.heads.get(standing.heads.get(h.thing.iri, "")),
            )
            for h in holdings
        ]
        inside = {member.ref.iri for member in members}
        leads = {iri: iri for iri in inside & self.roles.keys()} | self._plants(members, inside)
        return tuple(
            sorted(
                (
                    replace(
                        m,
                        roles=self._words(m.ref.iri, leads[m.ref.iri]),
                        role_years=self._years(m.ref.iri, leads[m.ref.iri]),
                    )
                    if m.ref.iri in leads
                    else m
                    for m in members
                ),
                key=lambda m: (
                    not m.exists,
                    self.roles[leads[m.ref.iri]].rank if m.ref.iri in leads else _LAST,
                    _ORDER.index(m.kind),
                    m.ref.id,
                ),
            )
        )

    def _records(self, segment: str) -> dict[str, list[tuple[str, Holding]]]:
        found: dict[str, list[tuple[str, Holding]]] = {}
        for s in (segment, *self.narrower.get(segment, ())):
            for holding in self.views[s].firms:
                through = "" if s == segment else s
                found.setdefault(holding.thing.iri, []).append((through, holding))
        return found

    def _member(self, holding: Holding, records: Iterable[tuple[str, Holding]]) -> Member:
        thing = holding.thing
        alike = [(through, h) for through, h in records if h.exists == holding.exists]
        years = [self.around.years(h.evidence.record, h.evidence.source) for _, h in alike]
        starts, ends = [s for s, _ in years], [e for _, e in years]
        return Member(
            ref=thing,
            kind="group" if thing.is_group else _KINDS.get(thing.type, "other"),
            exists=holding.exists,
            evidence=holding.evidence,
            districts=self.around.districts.get(thing.iri, ()),
            products=self.around.products.get(thing.iri, ()),
            start=None if None in starts else min(s for s in starts if s is not None),
            end=None if None in ends else max(e for e in ends if e is not None),
            amounts=self.around.amounts.get(thing.iri, ()) if thing.type in _FUNDED else (),
            through=alike[0][0],
        )

    def _plants(self, members: Iterable[Member], inside: set[str]) -> dict[str, str]:
        """For each leader that is at work here only by its plants, one of them (IRIs): one whose
        district is known, and of a works and its parts the works, whose name is shorter."""
        plants: dict[str, list[Ref]] = {}
        placed = set()
        for member in members:
            if member.kind == "plant" and member.exists and member.ref.iri not in self.roles:
                placed |= {member.ref.iri} if member.districts else set()
                for leader in self._leaders_behind(member.ref.iri) - inside:
                    plants.setdefault(leader, []).append(member.ref)
        return {
            min(own, key=lambda ref: (ref.iri not in placed, len(ref.label.zh), ref.id)).iri: leader
            for leader, own in sorted(
                plants.items(), key=lambda pair: (-self.roles[pair[0]].rank[0], pair[0])
            )
        }

    def _leaders_behind(self, plant: str) -> set[str]:
        """The nearest owners with such a role."""
        seen, wave = {plant}, self.owners.get(plant, set())
        while wave:
            if leaders := wave & self.roles.keys():
                return leaders
            seen |= wave
            wave = {o for one in wave for o in self.owners.get(one, ())} - seen
        return set()

    def _words(self, member: str, leader: str) -> tuple[Text, ...]:
        role = self.roles[leader]
        words = tuple(one.words for one in role.roles)
        if member == leader:
            return words
        return (message("chain_map.role_of", role=listed(words), name=role.ref.label),)

    def _years(self, member: str, leader: str) -> tuple[tuple[int | None, int | None], ...]:
        years = self.roles[leader].years
        if member == leader:
            return years
        # One line tells of all roles: before the last is known it would say too much.
        starts = [start for start, _ in years if start is not None]
        ends = [end for _, end in years if end is not None]
        return ((max(starts, default=None), min(ends, default=None)),)
