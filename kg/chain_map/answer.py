"""The chain map of one or all chains: boxes in lanes, flows, and what to filter by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.chain_map.around import Tree, around
from kg.chain_map.lanes import Place, placed
from kg.chain_map.leading import Leader, leaders_in, with_sites
from kg.chain_map.members import Members
from kg.chain_map.model import Box, ChainMap, Flow, Member
from kg.chains import ChainAnswer, chain_answers
from kg.chains import chains as all_chains
from kg.errors import NothingKnownError, Text
from kg.gaps import needs_in, owners_of, standings
from kg.leaders import LEADING
from kg.messages import message
from kg.records import Evidence, Ref, Scope, labels_of, refs_of
from kg.selection import Selection
from kg.store import Store
from kg.vocab import expand
from kg.wording import listed

__all__ = ["chain_map"]

_NOTHING = Text("", "")
_BASES = ("stated", "derived", "outside", "")

_BROADER = """
SELECT ?one ?wider WHERE { ?one a kg:ChainSegment ; skos:broader ?wider }"""


def chain_map(
    store: Store,
    scope: Scope,
    chains: Sequence[str] = (),
    selection: Selection | None = None,
) -> ChainMap:
    """The map of some chains (IRIs) as of a day, or of all that have segments.

    Several chains have a lane each. A single one has its own lane, and one more for each branch
    (a broader segment with its narrower ones) that runs over more than one position.
    ``selection`` limits boxes (chains, segments with their narrower ones) and members (places,
    products, types); a place also decides state and label, as in ``kg gaps --place``.
    Raises NothingKnownError where no segment is left. O(activities), about forty queries.
    """
    limits = selection or Selection()
    asked = chains or limits.chains or [ref.iri for ref, _, n in all_chains(store) if n]
    answers = list(chain_answers(store, asked, scope).values())
    reader = _Reader(store, scope, limits, answers)
    places = [
        place
        for answer in answers
        for place in placed(answer, reader.tree, reader.shown(answer), single=len(answers) == 1)
    ]
    if not places:
        raise NothingKnownError(message("chain_map.none"))
    boxes = tuple(box for answer in answers for box in reader.boxes(answer, places))
    used = [member for box in boxes for member in box.members]
    leaders = tuple(one for answer in answers for one in reader.leaders(answer, places, boxes))
    return ChainMap(
        chains=tuple(answer.chain for answer in answers),
        lanes=tuple(dict.fromkeys(place.lane for place in places)),
        boxes=boxes,
        flows=_flows(answers, boxes),
        districts=reader.table(iri for member in used for iri in member.districts),
        products=reader.table(iri for member in used for iri in member.products),
        years=_years(used, leaders, scope),
        coverage=_coverage(boxes, leaders, reader.limited()),
        leaders=leaders,
    )


class _Reader:
    """What all chains of a map share."""

    def __init__(
        self, store: Store, scope: Scope, limits: Selection, answers: Sequence[ChainAnswer]
    ) -> None:
        self._store = store
        self._limits = limits
        self._here = self._passing(store, scope, Selection(places=limits.places))
        self._among = self._passing(store, scope, replace(limits, chains=(), segments=()))
        self._owners = owners_of(store, scope)
        labels = labels_of(store, LEADING)
        self._ranks = [labels[role] for role in LEADING if role in labels]
        wider: dict[str, set[str]] = {}
        for row in store.select(_BROADER):
            wider.setdefault(row["one"].value, set()).add(row["wider"].value)
        self.tree = Tree(wider)
        views = [view for answer in answers for view in answer.segments]
        things = {h.thing.iri for view in views for h in view.firms}
        self._around = around(store, scope, things | {view.segment.iri for view in views})

    @staticmethod
    def _passing(store: Store, scope: Scope, limits: Selection) -> set[str] | None:
        return limits.things(store, scope) if limits else None

    def shown(self, answer: ChainAnswer) -> set[str]:
        """The segments (IRIs) of a chain that have a box."""
        wanted = set(self._limits.segments)
        segments = {view.segment.iri for view in answer.segments}
        return {s for s in segments if not wanted or self.tree.up([s]) & wanted}

    def boxes(self, answer: ChainAnswer, places: Sequence[Place]) -> Iterable[Box]:
        """The boxes of one chain, in the order of their places."""
        views = {view.segment.iri: view for view in answer.segments}
        needs = needs_in(self._store, views, self._limits.places)
        found = standings(views, needs, self._owners, self._here)
        members = Members(
            views=views,
            narrower={s: [n for n in views if n != s and s in self.tree.up([n])] for s in views},
            around=self._around,
            roles=self._leaders(answer),
            owners=self._owners,
            heads=refs_of(self._store, {h for one in found.values() for h in one.heads.values()}),
        )
        for place in places:
            if place.lane.chain != answer.chain:
                continue
            s = place.segment
            yield Box(
                segment=views[s].segment,
                lane=place.lane.key,
                position=place.position,
                rank=place.rank,
                state=found[s].state,
                label=found[s].label,
                members=members.of(found[s], views[s], self._among),
                needs=needs[s],
                inside=place.inside,
                totals=self._around.amounts.get(s, ()),
            )

    def leaders(
        self, answer: ChainAnswer, places: Sequence[Place], boxes: Sequence[Box]
    ) -> tuple[Leader, ...]:
        """All who lead a chain, with their plants and projects in its boxes; of a map that is
        limited to places, products or types those that pass."""
        lanes = {place.lane.key for place in places if place.lane.chain == answer.chain}
        return with_sites(
            (
                one
                for iri, one in self._leaders(answer).items()
                if self._among is None or iri in self._among
            ),
            (box for box in boxes if box.lane in lanes),
            self._owners,
        )

    def _leaders(self, answer: ChainAnswer) -> dict[str, Leader]:
        return leaders_in(answer, self._ranks, self._around)

    def table(self, iris: Iterable[str]) -> dict[str, Ref]:
        """References by IRI, sorted by id."""
        refs = [self._around.refs[iri] for iri in set(iris)]
        return {ref.iri: ref for ref in sorted(refs, key=lambda ref: ref.id)}

    def limited(self) -> Text:
        """What the map is limited to, in words; empty where it is not."""
        limits = self._limits
        iris = (*limits.segments, *limits.places, *limits.products, *map(expand, limits.types))
        labels = labels_of(self._store, iris)
        names = listed(labels[iri] for iri in iris if iri in labels)
        return message("chain_map.limited", names=names) if names.zh else _NOTHING


def _flows(answers: Sequence[ChainAnswer], boxes: Sequence[Box]) -> tuple[Flow, ...]:
    """One flow a pair of boxes, by its best founded record."""
    drawn = {box.segment.iri for box in boxes}
    ends: dict[tuple[str, str], tuple[str, str]] = {}
    best: dict[tuple[str, str], Evidence] = {}
    for view in (view for answer in answers for view in answer.segments):
        for flow in view.feeds:
            pair = view.segment.iri, flow.thing.iri
            if drawn.issuperset(pair):
                ends[pair] = view.segment.id, flow.thing.id
                best[pair] = min(best.get(pair, flow.evidence), flow.evidence, key=_foundation)
    return tuple(Flow(*pair, best[pair]) for pair in sorted(ends, key=ends.__getitem__))


def _foundation(evidence: Evidence) -> tuple[bool, int, str]:
    return (evidence.status != "existing", _BASES.index(evidence.basis), evidence.record)


def _years(members: Sequence[Member], leaders: Sequence[Leader], scope: Scope) -> tuple[int, int]:
    last = scope.as_of.year
    spans = [(m.start, m.end) for m in members] + [y for one in leaders for y in one.years]
    told = {y for span in spans for y in span if y is not None and y < last}
    return min(told, default=last), last


def _coverage(boxes: Sequence[Box], leaders: Sequence[Leader], limited: Text) -> Text:
    named = {m.ref.iri: m.kind for box in boxes for m in box.named}
    planned = {m.ref.iri for box in boxes for m in box.members if not m.exists}
    groups = {m.ref.iri for box in boxes for m in box.groups if m.exists}
    kinds = Counter(named.values())
    words = message(
        "chain_map.coverage",
        segments=len({box.segment.iri for box in boxes}),
        firms=kinds["firm"],
        plants=kinds["plant"],
        projects=kinds["project"],
        others=message("chain_map.others", count=kinds["other"]) if kinds["other"] else _NOTHING,
        groups=len(groups),
        planned=len(planned - named.keys()),
    )
    if beside := {one.ref.iri for one in leaders} - named.keys():
        more = message("chain_map.leaders_beside", count=len(beside))
        words = Text(words.zh + more.zh, f"{words.en} {more.en}")
    return Text(limited.zh + words.zh, limited.en + words.en)
