"""From rows to RDF triples: pure, and the same for the same packs.

Every row becomes one node, ``<namespace><id>``; each column adds the triples of its property.
The pack itself is the node ``<namespace>``, a dcat:Dataset. References are resolved here,
because only here all packs stand together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kg.dates import PartialDate
from kg.errors import Finding, Text
from kg.pack import Pack, Row, finding, near, offer
from kg.schema import Column, Schema, Table, parse_spans
from kg.vocab import KG, PREFIXES, RDF_TYPE, XSD, class_iri

__all__ = ["Mapped", "map_packs", "thing_iri"]

Term = ox.NamedNode | ox.Literal

_TYPE = ox.NamedNode(RDF_TYPE)
_SPDX = "https://spdx.org/licenses/"
# Near misses are looked up among all ids: for the first mistakes only, not for 10,000 of them.
_MOST_OFFERS = 30


@dataclass(frozen=True)
class Mapped:
    """The facts of all packs.

    ``triples``: sorted by their N-Triples text, each once. ``origin``: IRI of each thing and
    record to its row. ``findings``: references that lead nowhere or to a wrong class, and
    packs that clash; what they concern is left out of the triples.
    """

    triples: tuple[ox.Triple, ...]
    origin: dict[str, Row]
    findings: tuple[Finding, ...]


def thing_iri(namespace: str, id: str) -> str:  # noqa: A002 - what it is called in every table
    """The IRI of a thing or record: the namespace of its pack, then its id."""
    return namespace + id


def map_packs(packs: Sequence[Pack], schema: Schema) -> Mapped:
    """The triples of packs that are loaded together.

    Linear in the number of cells, and n log n for the sorting.
    """
    clashes = list(_clashes(packs))
    if clashes:
        return Mapped((), {}, tuple(sorted(clashes)))
    mapper = _Mapper(packs, schema)
    for pack in packs:
        mapper.add_pack(pack)
    lines = {str(triple): triple for triple in mapper.triples}
    return Mapped(
        triples=tuple(lines[line] for line in sorted(lines)),
        origin={thing_iri(pack.namespace, row.id): row for pack in packs for row in pack.rows},
        findings=tuple(sorted(set(mapper.findings))),
    )


def _clashes(packs: Sequence[Pack]) -> Iterator[Finding]:
    for n, pack in enumerate(packs):
        file = f"{pack.folder.name}/pack.toml"
        for other in packs[:n]:
            names = {"one": pack.id, "other": other.id}
            for what in ("id", "prefix", "namespace"):
                value = getattr(pack, what)
                if value == getattr(other, what):
                    yield finding("mapping", "prefix-clash", file, 0, what,
                                  what=what, value=value, **names)  # fmt: skip
            if pack.namespace != other.namespace:
                inner, outer = sorted((pack, other), key=lambda p: -len(p.namespace))
                if inner.namespace.startswith(outer.namespace):
                    yield finding("mapping", "namespace-clash", file, 0, "namespace",
                                  value=inner.namespace, one=inner.id, other=outer.id)  # fmt: skip


class _Mapper:
    """One mapping of several packs, with the indexes that resolve references."""

    def __init__(self, packs: Sequence[Pack], schema: Schema) -> None:
        self.schema = schema
        self.packs = {pack.prefix: pack for pack in packs}
        self.rows = {p.prefix: {row.id: row for row in p.rows} for p in packs}
        self.names: dict[str, dict[str, str]] = {}
        self.offers: dict[tuple[str, str, tuple[str, ...]], Text] = {}
        self.classes: dict[tuple[str, ...], frozenset[str]] = {}
        self.triples: list[ox.Triple] = []
        self.findings: list[Finding] = []

    def add_pack(self, pack: Pack) -> None:
        self.triples += _dataset(pack)
        classes = {c: ox.NamedNode(class_iri(c)) for c in self.schema.superclasses}
        plans = {name: _plan(table) for name, table in self.schema.tables.items()}
        for row in pack.rows:
            node = ox.NamedNode(thing_iri(pack.namespace, row.id))
            self.triples.append(ox.Triple(node, _TYPE, classes[row.cls]))
            for column, predicate in plans[row.table]:
                text = row.cells.get(column.name)
                if text is not None:
                    for term in self.terms(pack, row, column, text):
                        self.triples.append(ox.Triple(node, predicate, term))

    def terms(self, pack: Pack, row: Row, column: Column, text: str) -> Iterator[Term]:
        """The objects that a cell gives."""
        if column.type == "spans":
            yield from self.passages(pack, row, column, text)
            return
        for value in text.split(";") if column.many else (text,):
            if column.type == "ref":
                iri = self.resolve(pack, row, column, value)
                if iri is not None:
                    yield ox.NamedNode(iri)
            elif column.type == "concept":
                yield _node(self.schema.concepts[column.scheme or ""][value])
            elif column.type == "label":
                yield ox.Literal(value, language=column.lang)
            else:
                yield _LITERALS[column.type](value)

    def report(self, code: str, row: Row, column: Column, **values: object) -> None:
        self.findings.append(finding("mapping", code, row.file, row.line, column.name, **values))

    def resolve(self, pack: Pack, row: Row, column: Column, value: str) -> str | None:
        """The IRI of a reference; reports and gives None where it leads nowhere."""
        prefix, colon, local = value.rpartition(":")
        home = self.packs.get(prefix) if colon else pack
        if home is None:
            self.report("unknown-prefix", row, column, prefix=prefix,
                        offer=near(prefix, self.packs))  # fmt: skip
            return None
        target = self.rows[home.prefix].get(local)
        if target is None:
            concept = self.schema.concepts.get(column.scheme or "", {}).get(local)
            if concept is None or colon:
                self.report("unknown-ref", row, column, value=value,
                            offer=self.offer(home, column, local))  # fmt: skip
                return None
            return concept
        if target is row:
            self.report("self-ref", row, column, value=value)
            return None
        if target.cls not in self.fitting(column.to):
            self.report("wrong-class", row, column, value=value,
                        is_a=self.label(target.cls), place=f"{target.file}:{target.line}",
                        wanted=self.labels(column.to))  # fmt: skip
            return None
        return thing_iri(home.namespace, local)

    def passages(self, pack: Pack, row: Row, column: Column, text: str) -> Iterator[Term]:
        """Character ranges of the source: fragments after RFC 5147, half-open, from 0."""
        source = self.schema.tables[row.table].column_of(KG + "source")
        value = row.cells.get(source.name, "") if source else ""
        if not source or not value:
            self.report("spans-without-source", row, column)
            return
        prefix, colon, local = value.rpartition(":")
        home = self.packs.get(prefix) if colon else pack
        if home is None or local not in self.rows[home.prefix]:
            return  # the source column has said so
        for start, end in parse_spans(text):
            yield ox.NamedNode(f"{thing_iri(home.namespace, local)}#char={start},{end}")

    def offer(self, home: Pack, column: Column, value: str) -> Text:
        """The row or concept whose name was written for its id, or else ids that look alike."""
        key = (home.prefix, value, column.to)
        if key not in self.offers:
            if len(self.offers) >= _MOST_OFFERS:
                return Text("", "")
            named = self.by_name(home).get(value)
            meant = (named,) if named else self.schema.notations(column.scheme or "", value)
            classes = self.fitting(column.to)
            fitting = [row.id for row in home.rows if row.cls in classes]
            fitting += self.schema.concepts.get(column.scheme or "", {})
            self.offers[key] = offer(meant) if meant else near(value, fitting)
        return self.offers[key]

    def fitting(self, to: tuple[str, ...]) -> frozenset[str]:
        """All classes that are one of these or stand below one."""
        if to not in self.classes:
            is_a = self.schema.is_a
            self.classes[to] = frozenset(
                cls for cls in self.schema.superclasses if any(is_a(cls, top) for top in to)
            )
        return self.classes[to]

    def by_name(self, home: Pack) -> dict[str, str]:
        if home.prefix not in self.names:
            self.names[home.prefix] = {
                row.cells[name]: row.id
                for row in home.rows
                for name in ("name_en", "name_zh")
                if name in row.cells
            }
        return self.names[home.prefix]

    def label(self, cls: str) -> Text:
        return self.schema.class_labels.get(cls, Text(cls, cls))

    def labels(self, classes: Sequence[str]) -> Text:
        said = [self.label(cls) for cls in classes]
        return Text("、".join(t.zh for t in said), ", ".join(t.en for t in said))


def _plan(table: Table) -> list[tuple[Column, ox.NamedNode]]:
    return [(c, ox.NamedNode(c.property)) for c in table.columns.values() if c.property]


def _dataset(pack: Pack) -> Iterator[ox.Triple]:
    node = ox.NamedNode(pack.namespace)
    terms = PREFIXES["dcterms"]
    yield ox.Triple(node, _TYPE, ox.NamedNode(PREFIXES["dcat"] + "Dataset"))
    for lang in ("zh", "en"):
        title = ox.Literal(pack.title.zh if lang == "zh" else pack.title.en, language=lang)
        yield ox.Triple(node, ox.NamedNode(terms + "title"), title)
    yield ox.Triple(node, ox.NamedNode(terms + "license"), _license(pack.license))
    as_of = ox.Literal(pack.as_of.isoformat(), datatype=ox.NamedNode(XSD + "date"))
    yield ox.Triple(node, ox.NamedNode(PREFIXES["dcterms"] + "date"), as_of)


def _license(name: str) -> ox.NamedNode:
    """A licence by its SPDX identifier, or by an address of its own."""
    try:
        return ox.NamedNode(name)
    except ValueError:
        return ox.NamedNode(_SPDX + "".join(c if c.isalnum() or c in "-.+" else "-" for c in name))


@lru_cache(maxsize=4096)
def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _typed(datatype: str) -> Callable[[str], ox.Literal]:
    node = ox.NamedNode(XSD + datatype)
    return lambda text: ox.Literal(text, datatype=node)


def _date(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=_node(PartialDate.parse(text).datatype))


# Cells are canonical already (see kg.pack.cells), so that equal values are equal literals.
_LITERALS: dict[str, Callable[[str], ox.Literal]] = {
    "boolean": _typed("boolean"),
    "code": ox.Literal,
    "date": _date,
    "decimal": _typed("decimal"),
    "integer": _typed("integer"),
    "text": ox.Literal,
    "url": _typed("anyURI"),
}
