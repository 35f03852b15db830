"""What each thing of a firm graph belongs to: chains, segments, places, and where it stands.

A firm works in its plants' segments and is where its plants are, as in ``kg who``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from kg.edges import edges_of
from kg.records import Scope
from kg.store import Store

__all__ = ["Standing", "standing"]

_PLANT = "Facility"
_HANGS_ON = frozenset({"Facility", "Project"})
_RELATIONS = ("activeIn", "hasRoleIn", "locatedIn", "owns", "participatesIn")
_BASES = {"stated": 0, "derived": 1, "outside": 2}

_INSIDE = {
    "chain": "SELECT ?one ?whole { ?one kg:inChain ?whole }",
    "broader": "SELECT ?one ?whole { ?one skos:broader ?whole }",
    "within": "SELECT ?one ?whole { ?one kg:within|kg:jurisdiction ?whole }",
}

Sets = dict[str, set[str]]


class Standing(NamedTuple):
    """By IRI: the segments, chains and places that a thing is in (broader ones too), and the
    segment under which it stands in the picture."""

    segments: Mapping[str, set[str]]
    chains: Mapping[str, set[str]]
    places: Mapping[str, set[str]]
    homes: Mapping[str, str]


def standing(
    store: Store, scope: Scope, things: Collection[str] | None, first: Collection[str] = ()
) -> Standing:
    """What these things (or all) belong to on a day.

    A thing stands under one of the segments that it works in: one of ``first`` before others,
    a narrower before its broader one, its own before its plants', a stated before a derived
    one, and then the one where most work. A plant or project that works in none stands with its
    owner or with who takes part in it. O(records) and three small queries.
    """
    inside = {name: _pairs(store, query) for name, query in _INSIDE.items()}
    broader, within = _closed(inside["broader"]), _closed(inside["within"])
    ties = _ties(store, scope)
    plants = [(a, b) for a, b, _ in ties.rows["owns"] if b in ties.plants]
    active = _active(ties, plants)
    size = Counter(segment for segments in active.values() for segment in segments)

    def home(segments: Mapping[str, int]) -> str | None:
        above = {b for s in segments for b in broader.get(s, ())}
        return min(
            (s for s in segments if (things is None or s in things) and s not in above),
            key=lambda s: (s not in first, segments[s], -size[s], s),
            default=None,
        )

    homes = {who: stands for who in sorted(active) if (stands := home(active[who]))}
    _hang(homes, ties, size)
    segments: Sets = {who: _with(found, broader) for who, found in active.items()}
    for segment in inside["chain"]:
        segments[segment] = segments.get(segment, set()) | _with([segment], broader)
    return Standing(
        segments, _chains(segments, inside["chain"], ties), _places(within, ties, plants), homes
    )


def _active(ties: _Ties, plants: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Who works in which segments, with a rank: below 3 itself, from 3 on by a plant."""
    own: dict[str, dict[str, int]] = defaultdict(dict)
    for who, segment, basis in ties.rows["activeIn"]:
        own[who][segment] = min(basis, own[who].get(segment, basis))
    active = {who: dict(segments) for who, segments in own.items()}
    for owner, plant in plants:
        for segment, basis in own.get(plant, {}).items():
            active.setdefault(owner, {}).setdefault(segment, 3 + basis)
    return active


def _chains(segments: Mapping[str, set[str]], chains: Mapping[str, set[str]], ties: _Ties) -> Sets:
    found: Sets = defaultdict(set)
    for who, within in segments.items():
        # A segment is in its own chains; its broader one may be in others as well.
        own = [who] if who in chains else within
        found[who] |= {c for s in own for c in chains.get(s, ())}
    for who, chain, _ in ties.rows["hasRoleIn"]:
        found[who].add(chain)
    for chain in {c for wholes in chains.values() for c in wholes}:
        found[chain].add(chain)
    return found


def _places(within: Mapping[str, set[str]], ties: _Ties, plants: Iterable[tuple[str, str]]) -> Sets:
    found: Sets = defaultdict(set)
    for who, place, _ in ties.rows["locatedIn"]:
        found[who] |= _with([place], within)
    for owner, plant in plants:
        found[owner] |= found.get(plant, set())
    for place, wholes in within.items():
        found[place] |= wholes
    return found


class _Ties(NamedTuple):
    """Rows (source, target, rank of the basis) by relation; which things are plants, which
    hang on others."""

    rows: dict[str, list[tuple[str, str, int]]]
    plants: set[str]
    hanging: set[str]


def _ties(store: Store, scope: Scope) -> _Ties:
    table = edges_of(store)
    nodes = list(table.nodes)
    types = [table.types[n] for n in table.node_type.tolist()]
    rank = [_BASES.get(basis, 2) for basis in table.bases]
    rows = table.holding(scope.as_of, relations=_RELATIONS).nonzero()[0]
    found: dict[str, list[tuple[str, str, int]]] = {name: [] for name in _RELATIONS}
    columns = (table.relation, table.source, table.target, table.basis)
    for relation, a, b, basis in zip(*(c[rows].tolist() for c in columns), strict=True):
        found[table.relations[relation]].append((nodes[a], nodes[b], rank[basis]))
    return _Ties(
        rows=found,
        plants={iri for iri, cls in zip(nodes, types, strict=True) if cls == _PLANT},
        hanging={iri for iri, cls in zip(nodes, types, strict=True) if cls in _HANGS_ON},
    )


def _hang(homes: dict[str, str], ties: _Ties, size: Mapping[str, int]) -> None:
    """Let plants and projects without a segment stand with who owns them or takes part."""
    holders: dict[str, tuple[int, int, int, str]] = {}
    for way, name in enumerate(("owns", "participatesIn")):
        for who, what, basis in ties.rows[name]:
            if what in ties.hanging and what not in homes and who in homes:
                key = (way, basis, -size[homes[who]], who)
                holders[what] = min(holders.get(what, key), key)
    # All at once: the order of the records must not matter.
    homes |= {what: homes[who] for what, (_, _, _, who) in holders.items()}


def _pairs(store: Store, query: str) -> Sets:
    found: Sets = defaultdict(set)
    for row in store.select(query):
        found[row["one"].value].add(row["whole"].value)
    return dict(found)


def _closed(pairs: Mapping[str, set[str]]) -> Sets:
    """All that each lies in, directly or by others."""
    closed: Sets = {}
    for one in pairs:
        seen: set[str] = set()
        level = set(pairs[one])
        while level:
            seen |= level
            level = {w for p in level for w in pairs.get(p, ())} - seen
        closed[one] = seen
    return closed


def _with(things: Iterable[str], above: Mapping[str, set[str]]) -> set[str]:
    own = set(things)
    return own.union(*(above.get(thing, set()) for thing in own))
