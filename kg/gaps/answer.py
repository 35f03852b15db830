"""The gaps of a chain: what each segment is, who serves it, who needs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kg.chains import ChainAnswer, Holding, chain
from kg.errors import Text
from kg.gaps.model import Gap, GapsAnswer
from kg.gaps.nearby import nearby
from kg.gaps.standing import needs_in, owners_of, standings
from kg.leaders import LEADING
from kg.records import Scope, labels_of, refs_of
from kg.selection import Selection
from kg.store import Store
from kg.technology import matrices

__all__ = ["gaps"]


def gaps(store: Store, iri: str, scope: Scope, *, place: str | None = None) -> GapsAnswer:
    """The gaps of a chain (IRI) as of a day, in a place (IRI) with what lies within it.

    Firms, groups and plans count through the segment itself and its narrower ones: who makes
    batteries serves core parts. O(segments + activities) and five queries.
    """
    answer = chain(store, iri, scope)
    here = Selection(places=(place,)).things(store, scope) if place else None
    views = {view.segment.iri: view for view in answer.segments}
    owners = owners_of(store, scope)
    wanted = needs_in(store, views, [place] if place else [])
    found = standings(views, wanted, owners, here)
    leaders = _leaders(answer, owners, set(labels_of(store, LEADING).values()))
    near = nearby(store, [s for s, one in found.items() if not one.named], scope, here)
    where = refs_of(store, [place])[place] if place else None
    heads = refs_of(store, {head for one in found.values() for head in one.heads.values()})
    rows = []
    for s, one in found.items():
        view = views[s]
        rows.append(
            Gap(
                segment=view.segment,
                position=view.position,
                place=where,
                state=one.state,
                label=one.label,
                named=one.named,
                elsewhere=one.elsewhere,
                groups=one.groups,
                planned=one.planned,
                needs=wanted[s],
                depends=one.depends,
                direct=len({flow.thing.iri for flow in view.feeds}),
                one_group=len(set(one.heads.values())) == 1,
                run_by={
                    h.thing.iri: heads[one.heads[h.thing.iri]]
                    for h in one.named
                    if h.thing.iri in one.heads and h.thing.type in ("Facility", "Project")
                },
                leaders=tuple(
                    role for role, works in leaders if works & ({d.iri for d in one.depends} | {s})
                ),
                to_check=tuple(near.get(s, ())),
            )
        )
    return GapsAnswer(
        answer.chain,
        where,
        tuple(row for row in rows if row.is_gap),
        tuple(row for row in rows if not row.is_gap),
        tuple(matrices(store, iri, scope)),
    )


def _above(thing: str, owners: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    wave = {thing}
    while wave := {owner for one in wave for owner in owners.get(one, ())} - found:
        found |= wave
    return found


def _leaders(
    answer: ChainAnswer, owners: Mapping[str, set[str]], leading: Collection[Text]
) -> list[tuple[Holding, set[str]]]:
    works: dict[str, set[str]] = {}
    for view in answer.segments:
        for holding in view.firms:
            behind = _above(holding.thing.iri, owners) if holding.thing.type == "Facility" else ()
            for iri in (holding.thing.iri, *behind):
                works.setdefault(iri, set()).add(view.segment.iri)
    roles: dict[str, Holding] = {}
    for role in sorted(answer.roles, key=lambda r: r.evidence.basis != "stated"):
        if role.what in leading:
            roles.setdefault(role.thing.iri, role)
    return [(role, works.get(iri, set())) for iri, role in sorted(roles.items())]
