"""What is looked up only for candidates that can still come to the top: whether they stand in
the firm's city, are on its chain, and how many named organizations they deal with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.candidates.dealings import dealings_pattern, partner_edges
from kg.candidates.ground import Ground
from kg.candidates.known import named_partners
from kg.candidates.rules import Rules
from kg.candidates.weigh import Hint
from kg.query import bind
from kg.store import Solution, Store

__all__ = ["Circle", "about", "circle_of", "degrees_of", "plants_of"]

_PLANTS = """
SELECT DISTINCT ?other ?agent WHERE {{
  #PARAM other
  ?record a kg:Ownership ; kg:owner ?other ; kg:owned ?agent . ?agent a kg:Facility .
  {record}
}}"""

_IN_CITY = """
SELECT DISTINCT ?agent ?value ?wide ?record WHERE {{
  #PARAM agent
  ?record a kg:Location ; kg:located ?agent ; kg:place ?value . ?value kg:within* ?wide .
  FILTER (?wide IN ({wide}))
  {record}
}}"""

_ON_CHAIN = """
SELECT DISTINCT ?agent ?value ?wide ?record WHERE {{
  #PARAM agent
  ?record a kg:SegmentActivity ; kg:agent ?agent ; kg:segment ?value . ?value kg:inChain ?wide .
  FILTER (?wide IN ({wide}))
  {record}
}}"""

_ABOUT = """
SELECT DISTINCT ?agent ?what ?value WHERE {{
  {{
    #PARAM agent
    ?record a kg:Location ; kg:located ?agent ; kg:place ?value .
    {record}
    BIND ("place" AS ?what)
  }} UNION {{
    #PARAM agent
    ?record a kg:SegmentActivity ; kg:agent ?agent ; kg:segment ?value .
    {record}
    BIND ("segment" AS ?what)
  }}
}}"""

# Above a thousand values the engine stops looking them up one by one and reads everything.
_BATCH = 500


@dataclass
class Circle:
    """What is added to the hints of candidates; ``partners`` counts the named organizations that
    each deals with."""

    partners: dict[str, int] = field(default_factory=dict)
    hints: dict[str, list[Hint]] = field(default_factory=dict)


def circle_of(store: Store, rules: Rules, ground: Ground | None, others: Iterable[str]) -> Circle:
    """The circle of these candidates; a firm's plants count as it. O(what is known of them)."""
    whose = plants_of(store, rules, others)
    circle = Circle(named_partners(store, rules, whose))
    if ground is None:
        return circle
    cities = {iri: own for iri, (level, own) in ground.areas.items() if level == "city"}
    for part, how, query, held in (
        ("place", "city", _IN_CITY, cities),
        ("chain", "member", _ON_CHAIN, ground.chains),
    ):
        for row in _ask(store, rules, query, "agent", whose, held) if held else []:
            value, wide, record = (row[k].value for k in ("value", "wide", "record"))
            agent = row["agent"].value
            other = whose[agent]
            hint = Hint(
                part, how, "cooperate", wide, value, wide, (record, *held[wide][:1]),
                by=agent if agent != other else "",
            )  # fmt: skip
            circle.hints.setdefault(other, []).append(hint)
    return circle


def plants_of(store: Store, rules: Rules, others: Iterable[str]) -> dict[str, str]:
    """Each of these firms, and each of their plants, to the firm."""
    whose = {iri: iri for iri in sorted(set(others))}
    for row in _ask(store, rules, _PLANTS, "other", whose):
        whose.setdefault(row["agent"].value, row["other"].value)
    return whose


def about(
    store: Store, rules: Rules, others: Iterable[str]
) -> dict[tuple[str, str], dict[str, bool]]:
    """Where each stands and what it does: (firm, "place" or "segment") to IRIs, sorted, with
    whether a record says so of the firm itself, not only of its plants."""
    whose = plants_of(store, rules, others)
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for row in _ask(store, rules, _ABOUT, "agent", whose):
        agent, value = row["agent"].value, row["value"].value
        values = found.setdefault((whose[agent], row["what"].value), {})
        values[value] = values.get(value, False) or whose[agent] == agent
    return {key: dict(sorted(values.items())) for key, values in found.items()}


def degrees_of(store: Store, rules: Rules, things: Iterable[str]) -> dict[str, int]:
    """How many different things each of these deals with, ownership left out."""
    edges, holding = partner_edges(store), rules.holding("?record")
    pattern = dealings_pattern(edges, "agent", "far", holding)
    query = f"SELECT ?agent (COUNT(DISTINCT ?far) AS ?count) {{\n{pattern}\n}} GROUP BY ?agent"
    rows = _in_batches(store, query, "agent", things)
    return {row["agent"].value: int(row["count"].value) for row in rows if "agent" in row}


def _ask(
    store: Store,
    rules: Rules,
    query: str,
    name: str,
    things: Iterable[str],
    wide: Iterable[str] = (),
) -> list[Solution]:
    listed = ", ".join(str(ox.NamedNode(iri)) for iri in sorted(wide))
    text = query.format(record=rules.holding("?record"), wide=listed)
    rows = _in_batches(store, text, name, things)
    return sorted(rows, key=lambda row: [row[k].value for k in sorted(row)])


def _in_batches(store: Store, query: str, name: str, things: Iterable[str]) -> list[Solution]:
    wanted = [ox.NamedNode(iri) for iri in sorted(set(things))]
    return [
        row
        for start in range(0, len(wanted), _BATCH)
        for row in store.select(bind(query, {name: wanted[start : start + _BATCH]}))
    ]
