"""Where each segment of a chain stands: who serves it, and what follows for state and label."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kg.chains import Holding, SegmentView
from kg.gaps.model import Label, State, label_of
from kg.records import Ref, Scope, local_id, select_about
from kg.store import Store

__all__ = ["Standing", "needs_in", "owners_of", "standings"]

# Who stands behind a thing; a building contractor or a host does not.
_OWNERS = """
SELECT ?record ?owned ?owner WHERE {
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


@dataclass(frozen=True)
class Standing:
    """What is known of a segment's supply: see ``Gap`` for the fields it shares with it.

    ``heads`` are the firms (IRI) at the head of the group of each of ``named``, by its IRI; a
    plant or project whose firm is not told has none.
    """

    named: tuple[Holding, ...]
    elsewhere: tuple[Holding, ...]
    groups: tuple[Holding, ...]
    planned: tuple[Holding, ...]
    state: State
    label: Label
    depends: tuple[Ref, ...]
    heads: Mapping[str, str]


def owners_of(store: Store, scope: Scope) -> dict[str, set[str]]:
    """Who owns, invests in or runs a thing, by IRI, as of a day. One query."""
    rows = store.select(_OWNERS)
    kept = scope.keep(store, (row["record"].value for row in rows))
    owners: dict[str, set[str]] = {}
    for row in rows:
        if row["record"].value in kept:
            owners.setdefault(row["owned"].value, set()).add(row["owner"].value)
    return owners


def needs_in(
    store: Store, views: Mapping[str, SegmentView], places: Collection[str]
) -> dict[str, tuple[Holding, ...]]:
    """The needs of each segment that concern one of these places (IRIs), by IRI: told without a
    place, or for one that it lies in or that lies in it. All needs where no place is given."""
    if not places:
        return {s: view.needs for s, view in views.items()}
    told: dict[str, set[str]] = {}
    for row in store.select(_NEED_PLACES):
        told.setdefault(local_id(store, row["record"].value), set()).add(row["place"].value)
    around = {row["place"].value for row in select_about(store, _AROUND, "asked", places)}
    return {
        s: tuple(
            need
            for need in view.needs
            if not (known := told.get(need.evidence.record)) or known & around
        )
        for s, view in views.items()
    }


def standings(
    views: Mapping[str, SegmentView],
    needs: Mapping[str, tuple[Holding, ...]],
    owners: Mapping[str, set[str]],
    here: set[str] | None = None,
) -> dict[str, Standing]:
    """The standing of each segment of one chain, by IRI, in the order of ``views``.

    Firms, groups and plans count through the segment itself and its narrower ones: who makes
    batteries serves core parts. ``here`` (IRIs) limits who counts; others are ``elsewhere``.
    """
    firms = {s: _each_once(view) for s, view in views.items()}
    named = {s: tuple(h for h in found if _serves(h, here)) for s, found in firms.items()}
    takes_from = {to.thing.iri for s in views if named[s] for to in views[s].feeds}
    found = {}
    for s in views:
        heads = {h.thing.iri: head for h in named[s] if (head := _supplier(h, owners))}
        local = tuple(h for h in firms[s] if here is None or h.thing.iri in here)
        counted = tuple(h for h in local if h.thing.is_group)
        planned = tuple(h for h in local if not h.thing.is_group and not h.exists)
        depends = _downstream(s, views)
        state = _state(named[s], set(heads.values()), counted, planned, needs[s])
        found[s] = Standing(
            named=named[s],
            elsewhere=tuple(
                h for h in firms[s] if h.exists and here is not None and h.thing.iri not in here
            ),
            groups=counted,
            planned=planned,
            state=state,
            label=label_of(
                state,
                needed=bool(needs[s]),
                feeds_served=any(named.get(d.iri) for d in depends),
                takes_from_served=s in takes_from,
            ),
            depends=depends,
            heads=heads,
        )
    return found


def _serves(holding: Holding, here: set[str] | None) -> bool:
    thing = holding.thing
    return holding.exists and not thing.is_group and (here is None or thing.iri in here)


def _each_once(view: SegmentView) -> tuple[Holding, ...]:
    # That a firm serves a segment by several records is one fact; one record of a plan does not
    # undo another that says it is there.
    found: dict[str, Holding] = {}
    for holding in sorted((*view.firms, *view.narrower), key=lambda h: not h.exists):
        found.setdefault(holding.thing.iri, holding)
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
    suppliers: set[str],
    counted: tuple[Holding, ...],
    planned: tuple[Holding, ...],
    needs: tuple[Holding, ...],
) -> State:
    if suppliers:
        return "several" if len(suppliers) > 1 else "single"
    if named:
        return "works"
    if any(h.exists for h in counted):
        return "unnamed"
    if needs:
        return "needed"
    return "planned" if planned or counted else "unknown"


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
