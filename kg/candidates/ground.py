"""Where a firm stands: its own side of every signal, each with the records that say so.

All look-ups start from the firm, so their cost follows what is known of it, not the size of
the pack.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.candidates.dealings import dealings_pattern, partner_edges
from kg.candidates.looks import (
    AREAS,
    CALLED_FOR,
    FAMILY,
    FLOWS,
    IN_CHAIN,
    OPERATORS,
    OWN,
    OWNED,
    OWNERS,
    VIA_TYPES,
)
from kg.candidates.rules import Rules
from kg.query import bind
from kg.store import Solution, Store

__all__ = ["Ground", "Link", "ground_of"]

_LEVEL_NAMES = {"level-district": "district", "level-city": "city"}


@dataclass(frozen=True)
class Link:
    """One step from the firm outwards: from what of its own (or ""), and on which records.

    ``held`` is what the record says of the firm: the segment, a narrower one, or a product.
    """

    direction: str
    own: str
    records: tuple[str, ...]
    held: str = ""


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
    by: dict[str, str] = field(default_factory=dict)
    """Records that are not of the firm itself, to whose they are: a plant, or who runs it."""

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
    family = {row["member"].value for row in _plain(store, FAMILY, "self", [firm])}
    ground = Ground(firm, frozenset({firm} | family))
    _own(store, ground, rules)
    _dealings(store, ground, rules)
    return ground


def _plain(store: Store, query: str, name: str, things: Iterable[str]) -> list[Solution]:
    wanted = [ox.NamedNode(iri) for iri in sorted(set(things))]
    return store.select(bind(query, {name: wanted})) if wanted else []


def _own(store: Store, ground: Ground, rules: Rules) -> None:
    found: dict[str, dict[str, list[str]]] = {}
    rows = rules.ask(store, OWN, "self", ground.selves)
    held: dict[tuple[str, str], str] = {}
    # The record that is cited comes first: what it does before what it makes, itself before its
    # plants, the very segment, product or place before a narrower one.
    for row in sorted(rows, key=lambda row: _plainest(row, ground.firm)):
        what, wide, record = (row[name].value for name in ("what", "wide", "record"))
        found.setdefault(what, {}).setdefault(wide, []).append(record)
        if what == "segment":
            held.setdefault((wide, record), row["made" if "made" in row else "value"].value)
        if row["self"].value != ground.firm:
            ground.by[record] = row["self"].value
    ground.segments = found.get("segment", {})
    ground.inputs, ground.outputs = found.get("buys", {}), found.get("makes", {})
    ground.wants = found.get("needs", {})
    ground.chains = found.get("chain", {})
    for row in rules.ask(store, FLOWS, "near", ground.segments):
        near, far = row["near"].value, row["far"].value
        first = ground.segments[near][0]
        records = (first, row["record"].value)
        link = Link(row["direction"].value, near, records, held[near, first])
        ground.adjacent.setdefault(far, []).append(link)
    feeding = [
        s for s, links in ground.adjacent.items() if any(k.direction == "supply" for k in links)
    ]
    for row in rules.ask(store, CALLED_FOR, "segment", feeding):
        if row["by"].value not in ground.selves:
            said = (row["record"].value, row["by"].value)
            ground.called_for.setdefault(row["segment"].value, []).append(said)
    for row in _plain(store, IN_CHAIN, "segment", ground.segments):
        record = ground.segments[row["segment"].value][0]
        ground.chains.setdefault(row["chain"].value, []).append(record)
    for row in _plain(store, AREAS, "place", found.get("place", {})):
        name = row["level"].value.rpartition("#")[2] if "level" in row else ""
        level = "park" if "park" in row else _LEVEL_NAMES.get(name)
        if level:
            place = row["place"].value
            ground.areas[place] = (level, found["place"][place])


def _plainest(row: Solution, firm: str) -> tuple[bool, bool, bool]:
    return "made" in row, row["self"].value != firm, row["wide"].value != row["value"].value


def _dealings(store: Store, ground: Ground, rules: Rules) -> None:
    known: set[str] = set(ground.selves)
    met: dict[str, list[str]] = {}
    # What is only planned, or over, is a known link all the same; it is no shared partner.
    for holding in (False, True):
        for other, record, near in _met(store, ground, rules, holding=holding):
            known.add(other)
            if near != ground.firm:
                ground.by[record] = near
            if holding and other not in ground.selves:
                met.setdefault(other, []).append(record)
    # A plant stands for the firm that runs it.
    known |= {row["operator"].value for row in _plain(store, OPERATORS, "plant", known)}
    usable = {row["thing"].value for row in _plain(store, VIA_TYPES, "thing", met)}
    ground.partners = {iri: list(dict.fromkeys(met[iri])) for iri in sorted(usable)}
    _line_up(store, ground, rules)
    ground.excluded = frozenset(known | set(ground.owners) | _line_down(store, ground, rules))


def _met(
    store: Store, ground: Ground, rules: Rules, *, holding: bool
) -> list[tuple[str, str, str]]:
    filters = (rules.holding if holding else rules.known)("?record")
    edges = partner_edges(store, ownership=not holding)
    pattern = dealings_pattern(edges, "self", "other", filters)
    query = f"SELECT DISTINCT ?self ?other ?record {{\n{pattern}\n}}"
    rows = _plain(store, query, "self", ground.selves)
    return sorted(tuple(row[n].value for n in ("other", "record", "self")) for row in rows)


def _line_up(store: Store, ground: Ground, rules: Rules) -> None:
    # The records down to the firm are kept: they are half of why two are of one group.
    reached: dict[str, list[str]] = {iri: [] for iri in ground.selves}
    step = set(ground.selves)
    while step:
        rows = rules.ask(store, OWNERS, "lower", step)
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
        rows = rules.ask(store, OWNED, "upper", step, status=False)
        step = {row["lower"].value for row in rows} - reached
        reached |= step
    return reached
