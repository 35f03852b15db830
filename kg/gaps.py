"""What is missing or thin on a chain, and how sure that is: ``kg gaps``.

Every segment is one of: a stated need that no named firm meets; served by one or by several
named firms; served by firms that the sources count without naming; only planned; or of no
known firm. Unknown is never called absent: a source that names nobody does not say that nobody
is there.

The label follows one rule, whose words are those of Chinese chain work (补链、延链、强链):

==========  ==============================================================================
强 strong    named firms serve the segment, but a need for more is stated, or only one is named
补 fill      no named firm serves it, and a need is stated or a served segment depends on it
延 extend    no named firm serves it, none that is served depends on it, and it takes from one
             that is served
(none)      several named firms and no stated need; or nothing ties it to a served segment; or
             firms that are counted but not named, with no stated need: names come first
==========  ==============================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kg.chains import ChainAnswer, Holding, SegmentView, chain
from kg.errors import Text
from kg.messages import message
from kg.records import Ref, Scope, evidence_of, refs_of, select_about
from kg.selection import Selection
from kg.store import Store
from kg.technology import Matrix, matrices

__all__ = ["Adjacent", "Gap", "GapsAnswer", "Label", "State", "gaps", "label_of"]

State = Literal["needed", "single", "several", "unnamed", "planned", "unknown"]
Label = Literal["fill", "extend", "strengthen", ""]

# A maker of what goes into a segment may be able to take the step itself (gas sensors for
# vehicle sensors) where both stand at the same end of the chain; a car maker is no candidate for
# a test centre.
_NEARBY = """
SELECT DISTINCT ?segment ?adjacent ?tie WHERE {
  {
    #PARAM segment
    ?r a kg:SegmentFlow ; kg:toSegment ?segment ; kg:fromSegment ?adjacent .
    ?segment kg:position ?end . ?adjacent kg:position ?end .
    BIND ("feeds" AS ?tie)
  } UNION {
    #PARAM segment
    ?adjacent skos:broader ?segment .
    BIND ("narrower" AS ?tie)
  } UNION {
    #PARAM segment
    BIND (?segment AS ?adjacent)
    BIND ("same" AS ?tie)
  }
}"""

_MAKERS = """
SELECT DISTINCT ?segment ?record ?maker ?product WHERE {
  {
    #PARAM segment
    ?record a kg:SegmentActivity ; kg:segment ?segment ; kg:agent ?maker
  } UNION {
    #PARAM segment
    ?product kg:productSegment ?segment .
    ?record a kg:Production ; kg:product ?product ; kg:producer ?maker
  }
  ?maker a ?class . VALUES ?class { kg:Enterprise kg:Facility }
  ?record kg:status ?status FILTER (?status IN (kg:status-existing, kg:status-building))
  FILTER NOT EXISTS { ?maker kg:statedCount|kg:countOperator ?count }
}"""

_NARROWER = """
SELECT DISTINCT ?segment ?narrower WHERE {
  #PARAM segment
  ?narrower skos:broader+ ?segment
}"""

_OWNERS = """
SELECT DISTINCT ?owned ?owner WHERE {
  ?record a kg:Ownership ; kg:owned ?owned ; kg:owner ?owner
}"""


@dataclass(frozen=True)
class Adjacent:
    """A firm near a gap, to be checked and not to be taken for a supplier.

    ``tie`` says how its segment lies to the gap: "feeds" it, is "narrower", or is the "same" but
    only by a product that it makes.
    """

    firm: Ref
    segment: Ref
    tie: str
    product: Text
    holding: Holding

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "firm": self.firm.as_json(),
            "segment": self.segment.as_json(),
            "tie": self.tie,
            "product_zh": self.product.zh,
            "product_en": self.product.en,
            "evidence": self.holding.evidence.as_json(),
        }


@dataclass(frozen=True)
class Gap:
    """One segment of a chain with what is known of its supply.

    ``named`` are existing firms and plants (in the place asked for); ``elsewhere`` those of
    other or unknown place; ``groups`` are counted without names; ``planned`` is not there yet.
    ``needs`` carries who states a need, at what level, from which source of what date.
    ``depends`` are the segments downstream, nearest first, of which the first ``direct`` take
    from this one; ``leaders`` the chain leaders and leading firms at work in them or in it.
    ``one_group`` is set where all who are named belong to one group of firms.
    """

    segment: Ref
    position: str
    state: State
    label: Label
    named: tuple[Holding, ...]
    elsewhere: tuple[Holding, ...]
    groups: tuple[Holding, ...]
    planned: tuple[Holding, ...]
    needs: tuple[Holding, ...]
    depends: tuple[Ref, ...]
    direct: int
    one_group: bool
    leaders: tuple[Ref, ...]
    to_check: tuple[Adjacent, ...]

    @property
    def is_gap(self) -> bool:
        """Whether there is something to do: a label, or names to be found."""
        return bool(self.label) or self.state == "unnamed"

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "segment": self.segment.as_json(),
            "position": self.position,
            "state": self.state,
            "label": self.label,
            "named": [h.as_json() for h in self.named],
            "elsewhere": [h.as_json() for h in self.elsewhere],
            "stated_groups": [h.as_json() for h in self.groups],
            "planned": [h.as_json() for h in self.planned],
            "needs": [h.as_json() for h in self.needs],
            "depends": [ref.as_json() for ref in self.depends],
            "direct": self.direct,
            "one_group": self.one_group,
            "leaders": [ref.as_json() for ref in self.leaders],
            "to_check": [a.as_json() for a in self.to_check],
            "why_zh": self.why().zh,
            "why_en": self.why().en,
        }

    def why(self) -> Text:
        """In sentences: what is known, who needs it, what hangs on it, whom to ask."""
        told = "one_group" if self.one_group and len(self.named) > 1 else self.state
        parts = [
            message(
                f"gaps.why_{told}",
                segment=self.segment.label,
                firms=_listed(h.thing.label for h in self.named),
                groups=_listed(h.thing.label for h in self.groups),
                planned=_listed(h.thing.label for h in self.planned),
            )
        ]
        if self.elsewhere:
            names = _listed(h.thing.label for h in self.elsewhere)
            parts.append(message("gaps.why_elsewhere", names=names))
        parts += [
            message(
                "gaps.why_need",
                who=need.thing.label,
                level=need.what,
                date=need.evidence.source_date,
                record=need.evidence.record,
                source=need.evidence.short(),
            )
            for need in self.needs
        ]
        if self.depends:
            names = _listed(ref.label for ref in self.depends[: self.direct])
            more = len(self.depends) - self.direct
            parts.append(message("gaps.why_depends", names=names))
            if more:
                parts.append(message("gaps.why_depends_more", count=more))
        if self.leaders:
            parts.append(
                message("gaps.why_leaders", names=_listed(ref.label for ref in self.leaders))
            )
        parts += [
            message(
                f"gaps.why_{a.tie}",
                firm=a.firm.label,
                does=message("gaps.makes", product=a.product)
                if a.product.zh
                else message("gaps.works"),
                segment=a.segment.label,
                record=a.holding.evidence.record,
                source=a.holding.evidence.short(),
            )
            for a in self.to_check
        ]
        if self.label:
            doubt = "_if" if self.state == "unknown" else ""
            parts.append(message(f"gaps.why_{self.label}{doubt}"))
        return Text("".join(p.zh for p in parts), " ".join(p.en for p in parts))


@dataclass(frozen=True)
class GapsAnswer:
    """The segments of a chain in flow order; ``rows`` are gaps, ``sound`` the others; and the
    technology matrices that policies of the chain speak of."""

    chain: Ref
    place: Ref | None
    rows: tuple[Gap, ...]
    sound: tuple[Gap, ...]
    matrices: tuple[Matrix, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "chain": self.chain.as_json(),
            "place": self.place.as_json() if self.place else None,
            "gaps": [gap.as_json() for gap in self.rows],
            "sound": [gap.as_json() for gap in self.sound],
            "matrices": [matrix.as_json() for matrix in self.matrices],
        }


def label_of(state: State, *, needed: bool, feeds_served: bool, takes_from_served: bool) -> Label:
    """The label of a segment by the rule at the head of this module.

    >>> label_of("single", needed=False, feeds_served=True, takes_from_served=False)
    'strengthen'
    >>> label_of("unknown", needed=False, feeds_served=False, takes_from_served=True)
    'extend'
    """
    if state == "single" or (state == "several" and needed):
        return "strengthen"
    if state == "several" or (state == "unnamed" and not needed):
        return ""
    if needed or feeds_served:
        return "fill"
    return "extend" if takes_from_served else ""


def gaps(store: Store, iri: str, scope: Scope, *, place: str | None = None) -> GapsAnswer:
    """The gaps of a chain (IRI) as of a day, in a place (IRI) with what lies within it.

    Firms, groups and plans count through the segment itself and its narrower ones: who makes
    batteries serves core parts. O(segments + activities) and five queries.
    """
    answer = chain(store, iri, scope)
    here = _in_place(store, place, scope) if place else None
    views = {view.segment.iri: view for view in answer.segments}
    firms = _with_narrower(store, views)
    group_of = _groups(store)
    named = {s: tuple(h for h in found if _serves(h, here)) for s, found in firms.items()}
    takes_from = {to.thing.iri for s in views if named[s] for to in views[s].feeds}
    leaders = _leaders(answer)
    nearby = _nearby(store, list(views), scope, here)
    rows = []
    for s, view in views.items():
        depends = _downstream(s, views)
        groups = {group_of.get(h.thing.iri, h.thing.iri) for h in named[s]}
        state = _state(firms[s], len(groups), view.needs, here)
        rows.append(
            Gap(
                segment=view.segment,
                position=view.position,
                state=state,
                label=label_of(
                    state,
                    needed=bool(view.needs),
                    feeds_served=any(named.get(d.iri) for d in depends),
                    takes_from_served=s in takes_from,
                ),
                named=named[s],
                elsewhere=tuple(h for h in firms[s] if _serves(h, None) and not _serves(h, here)),
                groups=tuple(h for h in firms[s] if h.thing.is_group),
                planned=tuple(h for h in firms[s] if not h.thing.is_group and not h.exists),
                needs=view.needs,
                depends=depends,
                direct=len({flow.thing.iri for flow in view.feeds}),
                one_group=len(groups) == 1,
                leaders=tuple(
                    ref for ref, works in leaders if works & ({d.iri for d in depends} | {s})
                ),
                to_check=tuple(nearby.get(s, ())) if not named[s] else (),
            )
        )
    return GapsAnswer(
        answer.chain,
        refs_of(store, [place])[place] if place else None,
        tuple(row for row in rows if row.is_gap),
        tuple(row for row in rows if not row.is_gap),
        tuple(matrices(store, iri, scope)),
    )


def _serves(holding: Holding, here: set[str] | None) -> bool:
    thing = holding.thing
    return holding.exists and not thing.is_group and (here is None or thing.iri in here)


def _with_narrower(
    store: Store, views: Mapping[str, SegmentView]
) -> dict[str, tuple[Holding, ...]]:
    # One row a thing: that a firm serves a segment twice, or by a narrower one too, is one fact.
    found = {s: {h.thing.iri: h for h in reversed(view.firms)} for s, view in views.items()}
    for row in select_about(store, _NARROWER, "segment", views):
        for holding in views[n].firms if (n := row["narrower"].value) in views else ():
            found[row["segment"].value].setdefault(holding.thing.iri, holding)
    return {
        s: tuple(sorted(by_thing.values(), key=lambda h: h.thing.id))
        for s, by_thing in found.items()
    }


def _groups(store: Store) -> dict[str, str]:
    # A firm, its plants and its subsidiaries fall together as one supplier; a joint venture
    # (several owners) stands for itself.
    owners: dict[str, set[str]] = {}
    for row in store.select(_OWNERS):
        owners.setdefault(row["owned"].value, set()).add(row["owner"].value)
    found = {}
    for thing in owners:
        top, seen = thing, {thing}
        while len(above := owners.get(top, set()) - seen) == 1:
            top = next(iter(above))
            seen.add(top)
        found[thing] = top
    return found


def _state(
    firms: tuple[Holding, ...],
    suppliers: int,
    needs: tuple[Holding, ...],
    here: set[str] | None,
) -> State:
    if suppliers:
        return "several" if suppliers > 1 else "single"
    groups = [h for h in firms if h.thing.is_group and h.exists]
    if any(here is None or h.thing.iri in here for h in groups):
        return "unnamed"
    if needs:
        return "needed"
    return "planned" if any(not h.exists for h in firms) else "unknown"


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


def _leaders(answer: ChainAnswer) -> list[tuple[Ref, set[str]]]:
    works: dict[str, set[str]] = {}
    for view in answer.segments:
        for holding in view.firms:
            works.setdefault(holding.thing.iri, set()).add(view.segment.iri)
    leaders = {role.thing.iri: role.thing for role in answer.roles}
    return [(ref, works.get(iri, set())) for iri, ref in sorted(leaders.items())]


def _in_place(store: Store, place: str, scope: Scope) -> set[str]:
    inside = Selection(places=(place,)).where("?thing", scope)
    rows = store.select(f"SELECT DISTINCT ?thing WHERE {{ {inside} }}")
    return {row["thing"].value for row in rows}


def _nearby(
    store: Store, segments: list[str], scope: Scope, here: set[str] | None
) -> dict[str, list[Adjacent]]:
    ties = select_about(store, _NEARBY, "segment", segments)
    adjacent = {row["adjacent"].value for row in ties}
    makers = select_about(store, _MAKERS, "segment", adjacent)
    kept = scope.keep(store, (row["record"].value for row in makers))
    makers = [
        row
        for row in makers
        if row["record"].value in kept and (here is None or row["maker"].value in here)
    ]
    evidence = evidence_of(store, (row["record"].value for row in makers))
    refs = refs_of(
        store,
        adjacent
        | {row["maker"].value for row in makers}
        | {row["product"].value for row in makers if "product" in row},
    )
    found: dict[str, dict[str, Adjacent]] = {}
    for tie in ties:
        for row in makers:
            if row["segment"].value != tie["adjacent"].value:
                continue
            maker = refs[row["maker"].value]
            product = refs[row["product"].value].label if "product" in row else Text("", "")
            holding = Holding(maker, Text("", ""), evidence[row["record"].value])
            one = Adjacent(maker, refs[row["segment"].value], tie["tie"].value, product, holding)
            found.setdefault(tie["segment"].value, {}).setdefault(maker.iri, one)
    return {
        segment: sorted(by_firm.values(), key=lambda a: (a.tie != "feeds", a.firm.id))
        for segment, by_firm in found.items()
    }


def _listed(labels: Iterable[Text]) -> Text:
    found = list(dict.fromkeys(labels))
    return Text("、".join(t.zh for t in found), ", ".join(t.en for t in found))
