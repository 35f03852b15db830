"""Two things side by side: what they share and what each has alone, ``kg compare``.

Everything that a record links with the one or the other is an item under one aspect: partners,
segments, chains, places, policies, and so on; an item that both are linked with is shared. A
firm answers together with its plants. Three things go beyond single records: a chain is also
that of a segment worked in, a place is shared where both stand in it through different parks,
and an award is shared where both hold one of the same title. Records that are proposed, planned
or ended are shown with their status, never taken as existing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from kg.compare.aspects import ASPECTS, aspect_label, grouped, reading_order
from kg.compare.awards import AWARD_BRANCH, AWARD_VARIABLES, award_links, award_ref
from kg.compare.model import Compared, Comparison, Side
from kg.errors import NothingKnownError, OptionError
from kg.links import Counted, Link, Links
from kg.messages import message
from kg.query import bind
from kg.records import Ref, refs_of, select_about
from kg.store import Store

__all__ = ["ASPECTS", "Compared", "Comparison", "Side", "compare"]

_PLANTS = """
SELECT ?asked ?plant WHERE {{
  #PARAM asked
  ?record a kg:Ownership ; kg:owner ?asked ; kg:owned ?plant . ?plant a kg:Facility .
  {conditions}
}}"""

_ABOVE = """\
  {{
    {bound}
    ?record a kg:Location ; kg:located ?self ; kg:place ?through .
    ?through kg:within+ ?other .
    BIND (kg:locatedIn AS ?edge) BIND ("out" AS ?direction)
{conditions}
  }}"""

# A place says itself where it lies: its own row is the record.
_OWN_PLACE = """\
  {{
    {bound}
    ?self kg:within ?other .
    BIND (?self AS ?record) BIND (kg:locatedIn AS ?edge) BIND ("out" AS ?direction)
{conditions}
  }} UNION {{
    {bound}
    ?self kg:within ?through . ?through kg:within+ ?other .
    BIND (?self AS ?record) BIND (kg:locatedIn AS ?edge) BIND ("out" AS ?direction)
{conditions}
  }}"""

_CHAIN = """\
  {{
    {bound}
    ?record a kg:SegmentActivity ; kg:agent ?self ; kg:segment ?through .
    ?through kg:inChain ?other .
    BIND (kg:activeIn AS ?edge) BIND ("out" AS ?direction)
{conditions}
  }}"""


def compare(store: Store, a: str, b: str, counted: Counted) -> Comparison:
    """Two things (IRIs) of any types side by side, from one query over both.

    Raises OptionError where they are one thing, NothingKnownError where no record says anything
    of one of them, naming it. Time grows with the records of the two.
    """
    refs = refs_of(store, {a, b})
    if a == b:
        raise OptionError(message("compare.same", name=refs[a].label))
    families = _families(store, (a, b), counted)
    selves = [ox.NamedNode(iri) for family in families for iri in sorted(family)]
    links, awards, query = Links(store, counted).read(
        bind("#PARAM self", {"self": selves}),
        further=(_ABOVE, _OWN_PLACE, _CHAIN, AWARD_BRANCH),
        variables=AWARD_VARIABLES,
    )
    links = (*links, *award_links(store, awards))
    for end, family in zip((a, b), families, strict=True):
        if not any(link.thing in family for link in links):
            raise NothingKnownError(
                message("compare.nothing", name=refs[end].label, day=counted.scope.as_of)
            )
    refs |= refs_of(
        store, {iri for k in links for iri in (k.thing, k.other, k.through)} - {a, b, ""}
    )
    refs |= {k.other: award_ref(k) for k in links if k.relation.name == "Award"}
    by_aspect = grouped(store, links, families, refs)
    rows = [
        Compared(
            aspect=aspect,
            aspect_label=aspect_label(aspect, sides),
            item=refs[item],
            a=_sides(sides[0], refs),
            b=_sides(sides[1], refs),
            ends=(refs[a], refs[b]),
        )
        for (aspect, item), sides in by_aspect.items()
    ]
    return Comparison(refs[a], refs[b], tuple(sorted(rows, key=reading_order)), query)


def _families(store: Store, ends: tuple[str, str], counted: Counted) -> tuple[set[str], set[str]]:
    query = _PLANTS.format(conditions=replace(counted, planned=False).where())
    rows = select_about(store, query, "asked", ends)
    a, b = ({end, *(r["plant"].value for r in rows if r["asked"].value == end)} for end in ends)
    # A plant that is compared with its own firm, or run by both, is not taken as a part.
    return (a - b) | {ends[0]}, (b - a) | {ends[1]}


def _sides(links: Iterable[Link], refs: Mapping[str, Ref]) -> tuple[Side, ...]:
    found = [Side(k, refs[k.thing], refs[k.through] if k.through else None) for k in links]
    return tuple(sorted(found, key=lambda s: (s.link.relation.name, s.link.evidence.record)))
