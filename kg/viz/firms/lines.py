"""The records between things, and the lines on which they are drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import Text
from kg.viz.firms.attributes import text_of, words_of
from kg.viz.firms.style import relation_colours

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Line", "Record", "lines_of", "records_of"]

_TOLD = ("basis", "source", "since", "until", "published", "passages")


class Record(NamedTuple):
    """A relation record between two nodes (numbers of nodes and of relation).

    ``passages`` are the places in the text of its source (half-open code-point offsets,
    ``120-135;300-310``), or the records that a derived one follows from.
    """

    iri: str
    source: int
    target: int
    relation: int
    basis: str
    evidence: str
    since: str
    until: str
    published: str
    passages: str


class Line(NamedTuple):
    """A drawn line: all records of one relation and basis from one node to another.

    ``bend`` is 0 for a straight line; parallel lines get 1, -1, 2, -2, ...
    """

    source: int
    target: int
    relation: int
    basis: str
    records: tuple[int, ...]
    bend: int


def records_of(
    graph: nx.MultiDiGraph[str], numbers: Mapping[str, int]
) -> tuple[list[tuple[str, Text, str, bool]], list[Record]]:
    """Relations (name, label, colour, whether mutual), most frequent first, and all records.

    Records stand in order of IRI; a mutual one that the graph holds both ways counts once.
    """
    edges = sorted(
        ((str(key), numbers[a], numbers[b], attrs) for a, b, key, attrs in _edges(graph)),
        key=lambda edge: (edge[0], text_of(edge[3].get("relation")), edge[1], edge[2]),
    )
    names = Counter(text_of(attrs.get("relation")) for *_, attrs in edges)
    colours = relation_colours(names)
    order = sorted(names, key=lambda name: (-names[name], name))
    labels = {text_of(attrs.get("relation")): attrs.get("relation_label") for *_, attrs in edges}
    mutual = {text_of(attrs.get("relation")) for *_, attrs in edges if attrs.get("symmetric")}
    relations = [(n, words_of(labels[n], n), colours[n], n in mutual) for n in order]
    records: list[Record] = []
    seen: set[tuple[str, str, int, int]] = set()
    for key, a, b, attrs in edges:
        name = text_of(attrs.get("relation"))
        ends = (min(a, b), max(a, b)) if name in mutual else (a, b)
        if (key, name, *ends) in seen:
            continue
        seen.add((key, name, *ends))
        texts = [text_of(attrs.get(field)) for field in _TOLD]
        records.append(Record(key, *ends, order.index(name), *texts))
    return relations, records


def _edges(graph: nx.MultiDiGraph[str]) -> Iterable[tuple[str, str, Any, Mapping[str, Any]]]:
    return graph.edges(keys=True, data=True)


def lines_of(records: Sequence[Record]) -> list[Line]:
    """The lines that bundle records of the same ends, relation and basis, in a fixed order."""
    bundles: dict[tuple[int, int, int, str], list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        bundles[record.source, record.target, record.relation, record.basis].append(number)
    pairs: dict[tuple[int, int], list[tuple[int, int, int, str]]] = defaultdict(list)
    for bundle in sorted(bundles):
        pairs[min(bundle[:2]), max(bundle[:2])].append(bundle)
    lines = []
    for side_by_side in pairs.values():
        # An odd number has a straight one in the middle; an even number bends all of them.
        shift = 0 if len(side_by_side) % 2 else 1
        for place, bundle in enumerate(side_by_side):
            step = place + shift
            bend = (step + 1) // 2 * (1 if step % 2 else -1)
            # A line drawn the other way bends to the other side: turn it back.
            turned = bend if bundle[0] < bundle[1] else -bend
            lines.append(Line(*bundle, records=tuple(bundles[bundle]), bend=turned))
    return sorted(lines)
