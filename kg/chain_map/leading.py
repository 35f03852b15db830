"""Who leads a chain: chain leaders and leading firms, with the record of each role, whether or
not any record says at what segment they are at work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.chain_map.around import Around
from kg.chain_map.model import Box
from kg.chains import ChainAnswer
from kg.errors import Text
from kg.messages import message
from kg.records import Evidence, Ref

__all__ = ["LeadRole", "Leader", "leaders_in", "with_sites"]

_BASES = ("stated", "derived", "outside", "")


@dataclass(frozen=True)
class LeadRole:
    """One role: ``rank`` 0 is the highest; it counts from year ``start`` to year ``end``, None
    where nothing limits it."""

    what: Text
    rank: int
    evidence: Evidence
    start: int | None = None
    end: int | None = None

    @property
    def words(self) -> Text:
        """The role, with its basis where no source states it."""
        basis = self.evidence.basis
        if basis in ("stated", ""):
            return self.what
        return message("chain_map.role_basis", role=self.what, basis=message(f"basis.{basis}"))

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "what_zh": self.what.zh,
            "what_en": self.what.en,
            "start": self.start,
            "end": self.end,
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Leader:
    """A thing that leads the chain (IRI): its roles, highest first, and its plants and projects
    that stand in boxes of that chain."""

    ref: Ref
    chain: str
    roles: tuple[LeadRole, ...]
    sites: tuple[Ref, ...] = ()

    @property
    def rank(self) -> tuple[int, int]:
        """The rank of the highest role, then of its basis."""
        return min((role.rank, _BASES.index(role.evidence.basis)) for role in self.roles)

    @property
    def years(self) -> tuple[tuple[int | None, int | None], ...]:
        """From when to when each role counts."""
        return tuple((role.start, role.end) for role in self.roles)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "thing": self.ref.as_json(),
            "chain": self.chain,
            "roles": [role.as_json() for role in self.roles],
            "sites": [ref.as_json() for ref in self.sites],
        }


def leaders_in(answer: ChainAnswer, ranks: Sequence[Text], around: Around) -> dict[str, Leader]:
    """The leaders of a chain by IRI, highest first; ``ranks`` are the labels of the roles that
    make one, highest first. Of several records of one role the best founded speaks; it counts
    from the first year in which a record as well founded counts."""
    found: dict[str, dict[Text, LeadRole]] = {}
    refs: dict[str, Ref] = {}
    for holding in answer.roles:
        if holding.what not in ranks or not holding.exists:
            continue
        refs[holding.thing.iri] = holding.thing
        known = found.setdefault(holding.thing.iri, {})
        years = around.years(holding.evidence.record, holding.evidence.source)
        role = LeadRole(holding.what, ranks.index(holding.what), holding.evidence, *years)
        old = known.get(holding.what)
        known[holding.what] = role if old is None else _better(old, role)
    leaders = [
        Leader(refs[iri], answer.chain.iri, tuple(sorted(known.values(), key=lambda r: r.rank)))
        for iri, known in found.items()
    ]
    return {one.ref.iri: one for one in sorted(leaders, key=lambda one: (one.rank, one.ref.id))}


def with_sites(
    leaders: Iterable[Leader], boxes: Iterable[Box], owners: Mapping[str, set[str]]
) -> tuple[Leader, ...]:
    """The leaders of one chain with their plants and projects in its boxes, by whatever firms
    between. O(members * owners above them)."""
    led = {leader.ref.iri: leader for leader in leaders}
    sites: dict[str, dict[str, Ref]] = {iri: {} for iri in led}
    for member in (m for box in boxes for m in box.members if m.kind in ("plant", "project")):
        seen, wave = {member.ref.iri}, owners.get(member.ref.iri, set())
        while wave := wave - seen:
            for leader in sorted(wave & led.keys()):
                sites[leader][member.ref.iri] = member.ref
            seen |= wave
            wave = {o for one in wave for o in owners.get(one, ())}
    return tuple(replace(one, sites=tuple(sites[iri].values())) for iri, one in led.items())


def _better(old: LeadRole, new: LeadRole) -> LeadRole:
    a, b = _BASES.index(old.evidence.basis), _BASES.index(new.evidence.basis)
    if a != b:
        return old if a < b else new
    starts, ends = (old.start, new.start), (old.end, new.end)
    return replace(
        old,
        start=None if None in starts else min(s for s in starts if s is not None),
        end=None if None in ends else max(e for e in ends if e is not None),
    )
