"""What stands around the members of a chain map, each asked of all of them at once: places,
products, amounts, years, and the plants of a firm."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.chain_map.model import Amount
from kg.dates import PartialDate
from kg.errors import Text
from kg.messages import message
from kg.observations import Observation, data_points, observations
from kg.records import Ref, Scope, local_id, refs_of
from kg.store import Solution, Store
from kg.wording import figure_text

__all__ = ["Around", "Tree", "around"]

# Not bound to the members: of thousands, one scan of all records is quicker.
_PLACED = """
SELECT ?record ?thing ?value WHERE {
  ?record a kg:Location ; kg:located ?thing ; kg:place ?value
}"""

_MADE = """
SELECT ?record ?thing ?value WHERE {
  { ?record a kg:Production ; kg:producer ?thing ; kg:product ?value }
  UNION
  { ?record a kg:SupplyRelation ; kg:supplier ?thing ; kg:product ?value }
}"""

_PLANTS = """
SELECT ?record ?thing ?value WHERE {
  ?record a kg:Ownership ; kg:owner ?thing ; kg:owned ?value . ?value a kg:Facility
}"""

_LARGE = re.compile(r"\d{1,3}(?:,\d{3}){2,}(?= yuan)")

_WITHIN = "SELECT ?one ?wider WHERE { ?one kg:within ?wider }"
_DISTRICTS = "SELECT ?place WHERE { ?place kg:level kg:level-district }"
_FAMILIES = "SELECT ?one ?wider WHERE { ?one kg:family ?wider }"

_AMOUNTS = """
SELECT ?record WHERE {
  ?record a kg:Observation ; kg:indicator ?indicator .
  FILTER (?indicator IN (kg:indicator-investment, kg:indicator-cumulative-investment))
}"""

_BEGUN = """
SELECT ?record ?since ?until WHERE {
  VALUES ?kind { kg:SegmentActivity kg:ChainRole }
  ?record a ?kind .
  { ?record kg:since ?since } UNION { ?record kg:until ?until }
}"""

_PUBLISHED = """
SELECT ?source ?day WHERE {
  ?source kg:kind kg:source-kind-text .
  OPTIONAL { ?source kg:periodTo ?to } OPTIONAL { ?source kg:periodFrom ?from }
  BIND (COALESCE(?to, ?from) AS ?day)
}"""


@dataclass(frozen=True)
class Tree:
    """What lies in what, by IRI: wider ones are followed up, cycles and all."""

    wider: Mapping[str, Collection[str]]

    def up(self, iris: Iterable[str]) -> set[str]:
        """These and all wider ones."""
        found: set[str] = set()
        wave = set(iris)
        while wave := wave - found:
            found |= wave
            wave = {w for one in wave for w in self.wider.get(one, ())}
        return found


@dataclass(frozen=True)
class Around:
    """By IRI of a thing: its districts and products, and its amounts; by id of a record of an
    activity or role when it began and ended, and by id of a text when it was out (partial
    dates)."""

    districts: Mapping[str, tuple[str, ...]]
    products: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, tuple[Amount, ...]]
    since: Mapping[str, str]
    until: Mapping[str, str]
    published: Mapping[str, str]
    refs: Mapping[str, Ref]

    def years(self, record: str, source: str) -> tuple[int | None, int | None]:
        """The first and last year in which a record (id) from a source (id) counts."""
        starts = [
            PartialDate.parse(day).last.year if out else PartialDate.parse(day).first.year
            for day, out in ((self.published.get(source), True), (self.since.get(record), False))
            if day
        ]
        end = self.until.get(record)
        return max(starts, default=None), PartialDate.parse(end).last.year if end else None


def around(store: Store, scope: Scope, things: Collection[str]) -> Around:
    """What stands around these things (IRIs) as of a day.

    A dozen queries whatever their number, each O(records of its kind).
    """
    reader = _Reader(store, scope)
    plants = reader.pairs(_PLANTS)
    placed, made = reader.pairs(_PLACED), reader.pairs(_MADE)
    level = {row["place"].value for row in store.select(_DISTRICTS)}
    within, families = reader.tree(_WITHIN), reader.tree(_FAMILIES)

    def wider(
        direct: Mapping[str, set[str]], tree: Tree, kept: set[str] | None
    ) -> Iterable[tuple[str, tuple[str, ...]]]:
        known: dict[frozenset[str], tuple[str, ...]] = {}
        for thing in things:
            own = {thing, *plants.get(thing, ())}
            at = frozenset(v for one in own for v in direct.get(one, ()))
            if not at:
                continue
            if at not in known:
                found = tree.up(at)
                known[at] = tuple(sorted(found if kept is None else found & kept))
            yield thing, known[at]

    districts = dict(wider(placed, within, level))
    products = dict(wider(made, families, None))
    begun = store.select(_BEGUN)
    return Around(
        districts=districts,
        products=products,
        amounts=_amounts(store, scope, things),
        since=_days(store, begun, "since"),
        until=_days(store, begun, "until"),
        published={
            local_id(store, row["source"].value): row["day"].value
            for row in store.select(_PUBLISHED)
            if "day" in row
        },
        refs=refs_of(
            store, {v for found in (districts, products) for vs in found.values() for v in vs}
        ),
    )


class _Reader:
    """Reads pairs of a thing and a value from records that count."""

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store = store
        self._scope = scope

    def pairs(self, query: str) -> dict[str, set[str]]:
        rows = self._store.select(query)
        kept = self._scope.keep(self._store, (row["record"].value for row in rows))
        found: dict[str, set[str]] = {}
        for row in rows:
            if row["record"].value in kept:
                found.setdefault(row["thing"].value, set()).add(row["value"].value)
        return found

    def tree(self, query: str) -> Tree:
        wider: dict[str, set[str]] = {}
        for row in self._store.select(query):
            wider.setdefault(row["one"].value, set()).add(row["wider"].value)
        return Tree(wider)


def _days(store: Store, rows: Iterable[Solution], name: str) -> dict[str, str]:
    return {local_id(store, row["record"].value): row[name].value for row in rows if name in row}


def _amounts(store: Store, scope: Scope, things: Collection[str]) -> dict[str, tuple[Amount, ...]]:
    records = (row["record"].value for row in store.select(_AMOUNTS))
    found: dict[str, list[Amount]] = {}
    for point in data_points(observations(store, scope, records=records)):
        if point.first.subject.iri in things:
            found.setdefault(point.first.subject.iri, []).append(_amount(point.first))
    return {iri: tuple(amounts) for iri, amounts in found.items()}


def _in_words(figure: Text) -> Text:
    """A sum whose English reads as people say it: 2 billion yuan, where nothing is rounded."""

    def said(match: re.Match[str]) -> str:
        for digits, word in ((9, "billion"), (6, "million")):
            count = Decimal(match[0].replace(",", "")).scaleb(-digits)
            if count >= 1 and count == count.quantize(Decimal("0.001")):
                return f"{count.normalize():f} {word}"
        return match[0]

    return Text(figure.zh, _LARGE.sub(said, figure.en))


def _amount(obs: Observation) -> Amount:
    figure = _in_words(figure_text(obs))
    there = obs.subject.status == "existing" and obs.evidence.status == "existing"
    text = message("chain_map.target", figure=figure) if obs.kind == "target" else figure
    return Amount(
        text=Text(*text),
        value=obs.value,
        unit=obs.unit.id,
        kind=obs.indicator.id,
        evidence=obs.evidence,
        planned=obs.kind == "target" or not there,
    )
