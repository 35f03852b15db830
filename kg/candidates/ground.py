"""Where a firm stands: its own side of every signal, each with the records that say so.

All look-ups start from the firm, so their cost follows what is known of it, not the size of
the pack.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.candidates.dealings import dealings_pattern, partner_edges
from kg.candidates.rules import Rules
from kg.query import bind
from kg.store import Solution, Store

__all__ = ["Ground", "Link", "ground_of"]

_FAMILY = """
SELECT DISTINCT ?member WHERE {
  {
    #PARAM self
    ?record a kg:Ownership ; kg:owner ?self ; kg:owned ?member . ?member a kg:Facility
  } UNION {
    #PARAM self
    ?record a kg:Ownership ; kg:owner ?member ; kg:owned ?self . ?self a kg:Facility
  } UNION {
    #PARAM self
    ?self a kg:Facility . ?r1 a kg:Ownership ; kg:owner ?op ; kg:owned ?self .
    ?r2 a kg:Ownership ; kg:owner ?op ; kg:owned ?member . ?member a kg:Facility
  } UNION {
    #PARAM self
    ?self owl:sameAs ?member
  }
}"""

_OWN = """
SELECT DISTINCT ?what ?value ?wide ?record WHERE {{
  {{
    #PARAM self
    ?record a kg:SegmentActivity ; kg:agent ?self ; kg:segment ?value .
    ?value skos:broader* ?wide .
    {record}
    BIND ("segment" AS ?what)
  }} UNION {{
    #PARAM self
    ?record a kg:Production ; kg:producer ?self ; kg:product ?made .
    ?made kg:productSegment ?value . ?value skos:broader* ?wide .
    {record}
    BIND ("segment" AS ?what)
  }} UNION {{
    #PARAM self
    ?record a kg:Production ; kg:producer ?self ; kg:product ?value . ?value kg:family* ?wide .
    {record}
    BIND ("makes" AS ?what)
  }} UNION {{
    #PARAM self
    ?record a kg:SupplyRelation ; kg:customer ?self ; kg:product ?value .
    {record}
    BIND ("buys" AS ?what) BIND (?value AS ?wide)
  }} UNION {{
    #PARAM self
    ?record a kg:Need ; kg:statedBy ?self ; kg:needed ?value .
    {record}
    BIND ("needs" AS ?what) BIND (?value AS ?wide)
  }} UNION {{
    #PARAM self
    ?record a kg:Location ; kg:located ?self ; kg:place ?value . ?value kg:within* ?wide .
    {record}
    BIND ("place" AS ?what)
  }} UNION {{
    #PARAM self
    ?record a kg:ChainRole ; kg:holder ?self ; kg:chain ?value .
    {record}
    BIND ("chain" AS ?what) BIND (?value AS ?wide)
  }}
}}"""

_FLOWS = """
SELECT DISTINCT ?direction ?near ?far ?record WHERE {{
  {{
    #PARAM near
    ?record a kg:SegmentFlow ; kg:toSegment ?near ; kg:fromSegment ?far .
    {record}
    BIND ("supply" AS ?direction)
  }} UNION {{
    #PARAM near
    ?record a kg:SegmentFlow ; kg:fromSegment ?near ; kg:toSegment ?far .
    {record}
    BIND ("buy" AS ?direction)
  }}
}}"""

_CALLED_FOR = """
SELECT DISTINCT ?segment ?record ?by WHERE {{
  {{
    #PARAM segment
    ?record a kg:Need ; kg:needed ?segment ; kg:statedBy ?by .
    {record}
  }} UNION {{
    #PARAM segment
    ?product kg:productSegment ?segment .
    ?record a kg:Need ; kg:needed ?product ; kg:statedBy ?by .
    {record}
  }}
}}"""

_IN_CHAIN = """
SELECT DISTINCT ?segment ?chain WHERE {
  #PARAM segment
  ?segment kg:inChain ?chain
}"""

_OPERATORS = """
SELECT DISTINCT ?operator WHERE {
  #PARAM plant
  ?plant a kg:Facility . ?record a kg:Ownership ; kg:owned ?plant ; kg:owner ?operator
}"""

_OWNERS = """
SELECT DISTINCT ?upper ?lower ?record WHERE {{
  #PARAM lower
  ?record a kg:Ownership ; kg:owned ?lower ; kg:owner ?upper .
  {record}
}}"""

_OWNED = """
SELECT DISTINCT ?lower WHERE {{
  #PARAM upper
  ?record a kg:Ownership ; kg:owner ?upper ; kg:owned ?lower .
  {record}
}}"""

_VIA_TYPES = """
SELECT DISTINCT ?thing WHERE {
  #PARAM thing
  ?thing a ?type FILTER (?type IN (kg:Enterprise, kg:ResearchBody, kg:ParkAuthority,
                                   kg:Consortium, kg:Facility, kg:Project, kg:Event))
  FILTER NOT EXISTS { ?thing kg:statedCount|kg:countOperator ?size }
}"""

_AREAS = """
SELECT ?place ?level ?park WHERE {
  #PARAM place
  OPTIONAL { ?place kg:level ?level }
  OPTIONAL { ?place a ?park FILTER (?park = kg:Park) }
}"""

_LEVEL_NAMES = {"level-district": "district", "level-city": "city"}


@dataclass(frozen=True)
class Link:
    """One step from the firm outwards: from what of its own (or ""), and on which records."""

    direction: str
    own: str
    records: tuple[str, ...]


@dataclass
class Ground:
    """What is known of the firm's own side.

    ``selves`` answer together (the firm, its plants, itself in other packs); ``excluded`` are
    those it deals with already and its own line of owners and owned. The other maps go from
    what a candidate may share (a segment, product, place, partner, owner, chain) to how the
    firm comes to it.
    """

    firm: str
    selves: frozenset[str]
    excluded: frozenset[str] = frozenset()
    segments: dict[str, list[str]] = field(default_factory=dict)
    adjacent: dict[str, list[Link]] = field(default_factory=dict)
    called_for: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    inputs: dict[str, list[str]] = field(default_factory=dict)
    outputs: dict[str, list[str]] = field(default_factory=dict)
    wants: dict[str, list[str]] = field(default_factory=dict)
    areas: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    partners: dict[str, list[str]] = field(default_factory=dict)
    owners: dict[str, list[str]] = field(default_factory=dict)
    chains: dict[str, list[str]] = field(default_factory=dict)

    def held(self, branch: str, via: str) -> tuple[str, ...]:
        """The firm's own records of what it shares by a branch of the search.

        Of several that say the same one is enough; of owners the whole line is told.
        """
        if branch == "place":
            return tuple(self.areas[via][1][:1])
        if branch == "owner":
            return tuple(self.owners[via])
        if branch == "offer":
            return tuple((self.segments.get(via) or self.outputs[via])[:1])
        maps = {
            "input": self.inputs, "output": self.outputs, "partner": self.partners,
            "leads": self.chains, "member": self.chains,
        }  # fmt: skip
        return tuple(maps[branch][via][:1])


def ground_of(store: Store, firm: str, rules: Rules) -> Ground:
    """The ground that a firm or plant (IRI) stands on."""
    family = {row["member"].value for row in _plain(store, _FAMILY, "self", [firm])}
    ground = Ground(firm, frozenset({firm} | family))
    _own(store, ground, rules)
    _dealings(store, ground, rules)
    return ground


def _plain(store: Store, query: str, name: str, things: Iterable[str]) -> list[Solution]:
    wanted = [ox.NamedNode(iri) for iri in sorted(set(things))]
    return store.select(bind(query, {name: wanted})) if wanted else []


def _own(store: Store, ground: Ground, rules: Rules) -> None:
    found: dict[str, dict[str, list[str]]] = {}
    rows = rules.ask(store, _OWN, "self", ground.selves)
    # The record of the very segment, product or place first: it is the one that is cited.
    for row in sorted(rows, key=lambda row: row["wide"].value != row["value"].value):
        records = found.setdefault(row["what"].value, {}).setdefault(row["wide"].value, [])
        records.append(row["record"].value)
    ground.segments = found.get("segment", {})
    ground.inputs, ground.outputs = found.get("buys", {}), found.get("makes", {})
    ground.wants = found.get("needs", {})
    ground.chains = found.get("chain", {})
    for row in rules.ask(store, _FLOWS, "near", ground.segments):
        near, far = row["near"].value, row["far"].value
        link = Link(row["direction"].value, near, (ground.segments[near][0], row["record"].value))
        ground.adjacent.setdefault(far, []).append(link)
    feeding = [
        s for s, links in ground.adjacent.items() if any(k.direction == "supply" for k in links)
    ]
    for row in rules.ask(store, _CALLED_FOR, "segment", feeding):
        if row["by"].value not in ground.selves:
            said = (row["record"].value, row["by"].value)
            ground.called_for.setdefault(row["segment"].value, []).append(said)
    for row in _plain(store, _IN_CHAIN, "segment", ground.segments):
        record = ground.segments[row["segment"].value][0]
        ground.chains.setdefault(row["chain"].value, []).append(record)
    for row in _plain(store, _AREAS, "place", found.get("place", {})):
        name = row["level"].value.rpartition("#")[2] if "level" in row else ""
        level = "park" if "park" in row else _LEVEL_NAMES.get(name)
        if level:
            place = row["place"].value
            ground.areas[place] = (level, found["place"][place])


def _dealings(store: Store, ground: Ground, rules: Rules) -> None:
    known: set[str] = set(ground.selves)
    met: dict[str, list[str]] = {}
    # What is only planned, or over, is a known link all the same; it is no shared partner.
    for holding in (False, True):
        for other, record in _met(store, ground, rules, holding=holding):
            known.add(other)
            if holding and other not in ground.selves:
                met.setdefault(other, []).append(record)
    # A plant stands for the firm that runs it.
    known |= {row["operator"].value for row in _plain(store, _OPERATORS, "plant", known)}
    usable = {row["thing"].value for row in _plain(store, _VIA_TYPES, "thing", met)}
    ground.partners = {iri: list(dict.fromkeys(met[iri])) for iri in sorted(usable)}
    _line_up(store, ground, rules)
    ground.excluded = frozenset(known | set(ground.owners) | _line_down(store, ground, rules))


def _met(store: Store, ground: Ground, rules: Rules, *, holding: bool) -> list[tuple[str, str]]:
    filters = (rules.holding if holding else rules.known)("?record")
    edges = partner_edges(store, ownership=not holding)
    pattern = dealings_pattern(edges, "self", "other", filters)
    query = f"SELECT DISTINCT ?other ?record {{\n{pattern}\n}}"
    rows = _plain(store, query, "self", ground.selves)
    return sorted((row["other"].value, row["record"].value) for row in rows)


def _line_up(store: Store, ground: Ground, rules: Rules) -> None:
    # The records down to the firm are kept: they are half of why two are of one group.
    reached: dict[str, list[str]] = {iri: [] for iri in ground.selves}
    step = set(ground.selves)
    while step:
        rows = rules.ask(store, _OWNERS, "lower", step)
        step = set()
        for row in rows:
            upper, lower = row["upper"].value, row["lower"].value
            if upper not in reached:
                reached[upper] = [row["record"].value, *reached[lower]]
                step.add(upper)
    ground.owners = {iri: rs for iri, rs in sorted(reached.items()) if iri not in ground.selves}


def _line_down(store: Store, ground: Ground, rules: Rules) -> set[str]:
    reached, step = set(ground.selves), set(ground.selves)
    while step:
        rows = rules.ask(store, _OWNED, "upper", step, status=False)
        step = {row["lower"].value for row in rows} - reached
        reached |= step
    return reached
