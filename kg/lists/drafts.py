"""Rows before they are put into words: what a section's query or answer gives, still as terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import Text
from kg.lists.config import HELPERS
from kg.lists.known import Known
from kg.lists.model import NOTHING, Basis, Figure
from kg.query import SavedQuery
from kg.records import Evidence, Ref
from kg.store import Solution

__all__ = ["Draft", "Item", "Value", "drafts_of", "fill_drafts", "iris_in", "worst"]

Value = ox.NamedNode | ox.Literal | Ref | Figure | Text

_BASES: tuple[Basis, ...] = ("stated", "derived", "outside", "inferred")  # best first
_STANDS_ON = ("record", "by", "via")


@dataclass(frozen=True)
class Item:
    """One value of a cell; ``role`` is the IRI of a term that says what it is to the row's thing,
    ``record`` the IRI of the record that says so, if not the row's own."""

    value: Value
    role: str = ""
    record: str = ""


@dataclass
class Draft:
    """A row to be. ``things`` are the IRIs whose columns may be filled; ``ways`` the sets of
    records (IRIs) any of which lets it in; ``evidence`` what is known of it besides them.

    ``status_of`` are further things (IRIs) without which it cannot exist.

    ``words`` are notations for the next step's rule; ``status`` words that an answer found.
    """

    key: str
    values: dict[str, list[Item]] = field(default_factory=dict)
    things: list[str] = field(default_factory=list)
    ways: list[tuple[str, ...]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    status_of: list[str] = field(default_factory=list)
    words: tuple[str, ...] = ()
    status: Text = NOTHING
    basis: Basis = ""

    def add(self, column: str, item: Item) -> None:
        """Put a value into a column, once."""
        items = self.values.setdefault(column, [])
        if all((i.value, i.role) != (item.value, item.role) for i in items):
            items.append(item)

    @property
    def records(self) -> list[str]:
        """All records (IRIs) behind the row and its cells, each once, the row's own first."""
        own = [record for way in self.ways for record in way]
        cells = [i.record for items in self.values.values() for i in items if i.record]
        return list(dict.fromkeys([*own, *cells]))


def drafts_of(known: Known, rows: Iterable[tuple[Solution, tuple[str, ...]]]) -> list[Draft]:
    """The rows of a section's queries as drafts, in their order: solutions of one record are one
    row. With each solution come the records that tie it to the chain.

    A solution counts if all the records that it stands on do.
    """
    rows = list(rows)
    kept = known.keep(row[name].value for row, _ in rows for name in _STANDS_ON if name in row)
    found: dict[str, Draft] = {}
    for row, tie in rows:
        own = [row[name].value for name in _STANDS_ON if name in row]
        if not kept.issuperset(own):
            continue
        way = tuple(dict.fromkeys([*own, *tie]))
        key = f"{way[0]} {row['apart'].value}" if "apart" in row else way[0]
        draft = found.setdefault(key, Draft(key))
        if way not in draft.ways:
            draft.ways.append(way)
        _take(draft, row)
    for draft in found.values():
        if "what" not in draft.values:
            draft.add("what", Item(ox.NamedNode(draft.ways[0][0])))
        draft.things = [
            item.value.value
            for item in draft.values["what"]
            if isinstance(item.value, ox.NamedNode)
        ]
    return _merged(found.values())


def _merged(drafts: Iterable[Draft]) -> list[Draft]:
    # Two sources that say the same are one row with two records.
    found: dict[object, Draft] = {}
    for draft in drafts:
        said = frozenset(
            (name, frozenset((i.value, i.role) for i in items))
            for name, items in draft.values.items()
        )
        first = found.setdefault((said, tuple(draft.stages), tuple(draft.things)), draft)
        if first is not draft:
            first.ways += draft.ways
            first.key = min(first.key, draft.key)
    return list(found.values())


def _take(draft: Draft, row: Solution) -> None:
    for name, term in row.items():
        if name == "stage":
            draft.stages += [term.value] if term.value not in draft.stages else []
        elif name == "with_status_of":
            draft.status_of.append(term.value)
        elif name in ("from", "until") or name not in HELPERS:
            draft.add(name, Item(term))


def fill_drafts(
    known: Known, wanted: Mapping[str, tuple[SavedQuery, list[tuple[str, Draft]]]]
) -> None:
    """Fill columns by saved queries: for each, the columns and drafts it is to fill."""
    for query, uses in wanted.values():
        things = {iri for _, draft in uses for iri in draft.things}
        rows = list(known.filled(query, things))
        kept = known.keep(row["record"].value for row in rows)
        by_thing: dict[str, list[Item]] = {}
        for row in rows:
            if row["record"].value in kept:
                role = row["as"].value if "as" in row else ""
                item = Item(row["value"], role, row["record"].value)
                by_thing.setdefault(row["thing"].value, []).append(item)
        for column, draft in uses:
            for iri in draft.things:
                for item in by_thing.get(iri, ()):
                    draft.add(column, item)


def iris_in(drafts: Iterable[Draft]) -> tuple[set[str], set[str]]:
    """The IRIs that stand in cells, with those of roles and stages; and all records."""
    iris: set[str] = set()
    records: set[str] = set()
    for draft in drafts:
        records.update(draft.records)
        iris.update(draft.stages, draft.status_of)
        for items in draft.values.values():
            iris.update(i.value.value for i in items if isinstance(i.value, ox.NamedNode))
            iris.update(i.role for i in items if i.role)
    return iris, records


def worst(bases: Iterable[str]) -> Basis:
    """The weakest of several bases."""
    given = set(bases)
    ranks = [rank for rank, base in enumerate(_BASES) if base in given]
    return _BASES[max(ranks, default=0)]
