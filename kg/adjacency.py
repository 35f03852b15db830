"""Who is linked with whom, and how well: the two questions of a search for paths.

Both are asked of thousands of links at once, so they read no more than they must: first only
the ends of records, and of the few that may matter status, basis and dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cached_property

import pyoxigraph as ox

from kg.links import Counted
from kg.records import select_about
from kg.relations import Relation
from kg.routes import Pair
from kg.store import Solution, Store
from kg.vocab import local_name

__all__ = ["Adjacency"]

# About 25 microseconds a link; with the class and the status of the record it would be 150.
_AROUND = """
SELECT ?self ?other ?record ?near ?far WHERE {{
  #PARAM self
  ?record ?near ?self . ?record ?far ?other .
  FILTER (?near IN ({ends}) && ?far IN ({ends}) && ?near != ?far)
}}"""

_CLAIMS = """
SELECT ?record ?class ?status ?basis ?source ?since ?until WHERE {
  #PARAM record
  ?record a ?class ; kg:status ?status ; kg:basis ?basis .
  OPTIONAL { ?record kg:source ?source }
  OPTIONAL { ?record kg:since ?since }
  OPTIONAL { ?record kg:until ?until }
}"""

_PUBLISHED = """
SELECT ?source ?from ?to WHERE {
  ?source a kg:Source ; kg:kind kg:source-kind-text .
  OPTIONAL { ?source kg:periodFrom ?from } OPTIONAL { ?source kg:periodTo ?to }
}"""

_BLOCKS = {
    "areas": "SELECT ?thing WHERE { ?thing a kg:AdministrativeArea }",
    "groups": "SELECT ?thing WHERE { ?thing kg:statedCount|kg:countOperator ?count }",
}

# More terms than this in one VALUES clause, and the engine scans instead of looking up.
_AT_ONCE = 500

_Shape = tuple[str, str]


class Adjacency:
    """Links around things, under one rule of what counts.

    Administrative areas and stated groups are left out as other ends, except those in ``ends``
    and the kinds in ``passing`` ("areas", "groups").
    """

    def __init__(
        self,
        store: Store,
        counted: Counted,
        relations: Iterable[Relation],
        ends: Iterable[str],
        passing: Iterable[str] = (),
    ) -> None:
        self._store = store
        self._counted = counted
        kinds = _BLOCKS.keys() - set(passing)
        rows = [row for kind in sorted(kinds) for row in store.select(_BLOCKS[kind])]
        self._blocked = {row["thing"].value for row in rows} - set(ends)
        self._shapes: dict[_Shape, set[str]] = {}
        for relation in relations:
            for shape in ((relation.near, relation.far), (relation.far, relation.near)):
                self._shapes.setdefault(shape, set()).add(relation.record_class)
        self._records: dict[Pair, set[tuple[str, _Shape]]] = {}
        self._degree: dict[str, int] = {}

    def neighbours(self, nodes: frozenset[str]) -> Iterator[tuple[str, str]]:
        """All links at these things, whether their records count or not."""
        ends = ", ".join(
            sorted({str(ox.NamedNode(end)) for shape in self._shapes for end in shape})
        )
        query = _AROUND.format(ends=ends)
        self._degree.update(dict.fromkeys(nodes, 0))
        for row in self._in_parts(query, "self", nodes):
            one, other = row["self"].value, row["other"].value
            shape = (row["near"].value, row["far"].value)
            if shape in self._shapes and other not in self._blocked:
                pair = (min(one, other), max(one, other))
                self._records.setdefault(pair, set()).add((row["record"].value, shape))
                self._degree[one] += 1
                yield one, other

    def weigh(self, pairs: Set[Pair]) -> dict[Pair, int]:
        """0 for a pair with a stated record that counts, 1 for one with another that counts."""
        records = {record for pair in pairs for record, _ in self._records[pair]}
        claims = {row["record"].value: row for row in self._in_parts(_CLAIMS, "record", records)}
        costs: dict[Pair, int] = {}
        for pair in pairs:
            for record, shape in self._records[pair]:
                row = claims[record]
                if row["class"].value in self._shapes[shape] and self._counts(row):
                    cost = 0 if _notation(row, "basis") == "stated" else 1
                    costs[pair] = min(cost, costs.get(pair, cost))
        return costs

    def pairs(self, pairs: Iterable[Pair]) -> str:
        """SPARQL that binds ?self and ?other to each pair once, the one with fewer links first:
        the engine begins there."""
        unknown = 100
        rows = []
        for pair in sorted({(min(pair), max(pair)) for pair in pairs}):
            one, other = sorted(pair, key=lambda iri: (self._degree.get(iri, unknown), iri))
            rows.append(f"({ox.NamedNode(one)} {ox.NamedNode(other)})")
        return f"VALUES (?self ?other) {{ {' '.join(rows)} }}"

    def _in_parts(self, query: str, name: str, iris: Iterable[str]) -> Iterator[Solution]:
        asked = sorted(iris)
        for n in range(0, len(asked), _AT_ONCE):
            yield from select_about(self._store, query, name, asked[n : n + _AT_ONCE])

    def _counts(self, row: Solution) -> bool:
        return self._counted.counts(
            status=_notation(row, "status"),
            basis=_notation(row, "basis"),
            since=_value(row, "since"),
            until=_value(row, "until"),
            published=self._published.get(_value(row, "source"), ""),
        )

    @cached_property
    def _published(self) -> Mapping[str, str]:
        return {
            row["source"].value: _value(row, "to") or _value(row, "from")
            for row in self._store.select(_PUBLISHED)
        }


def _notation(row: Solution, scheme: str) -> str:
    # kg:basis-stated: a concept's IRI is made of its scheme and its notation.
    return local_name(row[scheme].value).removeprefix(f"{scheme}-")


def _value(row: Solution, name: str) -> str:
    return row[name].value if name in row else ""
