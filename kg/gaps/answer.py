"""The gaps of a chain: what each segment is, who serves it, who needs it."""

from __future__ import annotations

from collections.abc import Mapping

from kg.chains import ChainAnswer, Holding, SegmentView, chain
from kg.gaps.model import Gap, GapsAnswer, State, label_of
from kg.gaps.nearby import nearby
from kg.records import Ref, Scope, local_id, refs_of, select_about
from kg.selection import Selection
from kg.store import Store
from kg.technology import matrices

__all__ = ["gaps"]

# Who stands behind a thing; a building contractor or a host does not.
_OWNERS = """
SELECT DISTINCT ?owned ?owner WHERE {
  { ?record a kg:Ownership ; kg:owned ?owned ; kg:owner ?owner }
  UNION
  { ?record a kg:Participation ; kg:activity ?owned ; kg:participant ?owner ; kg:role ?role .
    ?owned a kg:Project .
    FILTER (?role IN (kg:participation-role-owner, kg:participation-role-investor,
                      kg:participation-role-operator)) }
}"""

_NEED_PLACES = "SELECT ?record ?place WHERE { ?record a kg:Need ; kg:place ?place }"

_AROUND = """
SELECT DISTINCT ?place WHERE {
  {
    #PARAM asked
    ?asked kg:within* ?place
  } UNION {
    #PARAM asked
    ?place kg:within* ?asked
  }
}"""


def gaps(store: Store, iri: str, scope: Scope, *, place: str | None = None) -> GapsAnswer:
    """The gaps of a chain (IRI) as of a day, in a place (IRI) with what lies within it.

    Firms, groups and plans count through the segment itself and its narrower ones: who makes
    batteries serves core parts. O(segments + activities) and five queries.
    """
    answer = chain(store, iri, scope)
    here = Selection(places=(place,)).things(store, scope) if place else None
    views = {view.segment.iri: view for view in answer.segments}
    firms = {s: _each_once(view) for s, view in views.items()}
    owners = _owners(store)
    named = {s: tuple(h for h in found if _serves(h, here)) for s, found in firms.items()}
    takes_from = {to.thing.iri for s in views if named[s] for to in views[s].feeds}
    leaders = _leaders(answer, owners)
    near = nearby(store, list(views), scope, here)
    wanted = _needs_here(store, views, place)
    where = refs_of(store, [place])[place] if place else None
    heads = refs_of(store, {g for found in named.values() for h in found
                            if (g := _supplier(h, owners))})  # fmt: skip
    rows = []
    for s, view in views.items():
        depends = _downstream(s, views)
        groups = {g for h in named[s] if (g := _supplier(h, owners))}
        needs = wanted[s]
        counted = [h for h in firms[s] if h.thing.is_group]
        local = [h for h in counted if here is None or h.thing.iri in here]
        planned = [
            h
            for h in firms[s]
            if not h.thing.is_group and not h.exists and (here is None or h.thing.iri in here)
        ]
        state = _state(named[s], len(groups), local, planned, needs)
        rows.append(
            Gap(
                segment=view.segment,
                position=view.position,
                place=where,
                state=state,
                label=label_of(
                    state,
                    needed=bool(needs),
                    feeds_served=any(named.get(d.iri) for d in depends),
                    takes_from_served=s in takes_from,
                ),
                named=named[s],
                elsewhere=tuple(
                    h for h in firms[s] if h.exists and here is not None and h.thing.iri not in here
                ),
                groups=tuple(local),
                planned=tuple(planned),
                needs=needs,
                depends=depends,
                direct=len({flow.thing.iri for flow in view.feeds}),
                one_group=len(groups) == 1,
                run_by={
                    h.thing.iri: heads[head]
                    for h in named[s]
                    if (head := _supplier(h, owners)) and h.thing.type in ("Facility", "Project")
                },
                leaders=tuple(
                    role for role, works in leaders if works & ({d.iri for d in depends} | {s})
                ),
                to_check=tuple(near.get(s, ())) if not named[s] else (),
            )
        )
    return GapsAnswer(
        answer.chain,
        where,
        tuple(row for row in rows if row.is_gap),
        tuple(row for row in rows if not row.is_gap),
        tuple(matrices(store, iri, scope)),
    )


def _serves(holding: Holding, here: set[str] | None) -> bool:
    thing = holding.thing
    return holding.exists and not thing.is_group and (here is None or thing.iri in here)


def _each_once(view: SegmentView) -> tuple[Holding, ...]:
    # That a firm serves a segment by several records is one fact.
    found = {h.thing.iri: h for h in reversed((*view.firms, *view.narrower))}
    return tuple(sorted(found.values(), key=lambda h: h.thing.id))


def _supplier(holding: Holding, owners: Mapping[str, set[str]]) -> str:
    """The head of the group of firms behind a thing; "" where no firm is told (a project or
    facility without an owner). A joint venture stands for itself."""
    thing = holding.thing
    if thing.type in ("Facility", "Project") and len(owners.get(thing.iri, ())) != 1:
        return ""
    top, seen = thing.iri, {thing.iri}
    while len(above := owners.get(top, set()) - seen) == 1:
        top = next(iter(above))
        seen.add(top)
    return top


def _state(
    named: tuple[Holding, ...],
    suppliers: int,
    counted: list[Holding],
    planned: list[Holding],
    needs: tuple[Holding, ...],
) -> State:
    if suppliers:
        return "several" if suppliers > 1 else "single"
    if named:
        return "works"
    if any(h.exists for h in counted):
        return "unnamed"
    if needs:
        return "needed"
    return "planned" if planned or counted else "unknown"


def _owners(store: Store) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for row in store.select(_OWNERS):
        owners.setdefault(row["owned"].value, set()).add(row["owner"].value)
    return owners


def _above(thing: str, owners: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    wave = {thing}
    while wave := {owner for one in wave for owner in owners.get(one, ())} - found:
        found |= wave
    return found


def _needs_here(
    store: Store, views: Mapping[str, SegmentView], place: str | None
) -> dict[str, tuple[Holding, ...]]:
    if place is None:
        return {s: view.needs for s, view in views.items()}
    rows = store.select(_NEED_PLACES)
    told: dict[str, set[str]] = {}
    for row in rows:
        told.setdefault(local_id(store, row["record"].value), set()).add(row["place"].value)
    around = {row["place"].value for row in select_about(store, _AROUND, "asked", [place])}
    return {
        s: tuple(
            need
            for need in view.needs
            if not (places := told.get(need.evidence.record)) or places & around
        )
        for s, view in views.items()
    }


def _downstream(segment: str, views: Mapping[str, SegmentView]) -> tuple[Ref, ...]:
    found: dict[str, Ref] = {}
    wave = [segment]
    while wave:
        reached = [flow.thing for s in wave for flow in views[s].feeds if s in views]
        wave = []
        for ref in sorted(reached, key=lambda r: r.id):
            if ref.iri not in found and ref.iri != segment:
                found[ref.iri] = ref
                if ref.iri in views:
                    wave.append(ref.iri)
    return tuple(found.values())


def _leaders(answer: ChainAnswer, owners: Mapping[str, set[str]]) -> list[tuple[Holding, set[str]]]:
    works: dict[str, set[str]] = {}
    for view in answer.segments:
        for holding in view.firms:
            behind = _above(holding.thing.iri, owners) if holding.thing.type == "Facility" else ()
            for iri in (holding.thing.iri, *behind):
                works.setdefault(iri, set()).add(view.segment.iri)
    roles: dict[str, Holding] = {}
    for role in sorted(answer.roles, key=lambda r: r.evidence.basis != "stated"):
        roles.setdefault(role.thing.iri, role)
    return [(role, works.get(iri, set())) for iri, role in sorted(roles.items())]
