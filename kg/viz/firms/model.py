"""From a graph to what the page draws and says: plain lists, in an order that never changes."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import Lang, Text
from kg.viz.firms.style import Look, relation_colours, type_looks
from kg.viz.labels import clean, text_width, wrap
from kg.vocab import local_name

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Kind", "Line", "Model", "Node", "Record", "model_of"]

_ZH_LIMIT, _EN_LIMIT = 8.2, 9.2
_LINE_HEIGHT = 1.22
_BOLD = 1.08
_SMALLEST = 9
# A number that is "at least" or "more than" is shown as 24000+, never as if it were exact.
_COUNT_SIGNS = {
    "more-than": ("", "+"),
    "at-least": ("", "+"),
    "less-than": ("<", ""),
    "at-most": ("≤", ""),
    "about": ("≈", ""),
    "nearly": ("≈", ""),
}


class Kind(NamedTuple):
    """A class of things that occurs in the graph."""

    name: str
    label: Text
    look: Look


@dataclass(frozen=True)
class Node:
    """A thing as it is drawn: sizes in pixels, names whole and wrapped.

    ``keys`` are found by the search but not shown (pinyin). ``fonts`` are the sizes of the
    name in zh and en; ``width`` and ``label_height`` are of the box of shape and name in the
    language of the page.
    """

    iri: str
    id: str
    name: Text
    wrapped: Text
    kind: int
    aliases: tuple[str, ...]
    keys: tuple[str, ...]
    roles: tuple[Text, ...]
    status: str
    basis: str
    cluster: int | None
    layer: int | None
    count: str
    radius: int
    fonts: tuple[int, int]
    width: float
    label_height: float


class Record(NamedTuple):
    """A relation record between two nodes (numbers of nodes, of relation and of source)."""

    iri: str
    source: int
    target: int
    relation: int
    basis: str
    evidence: str
    since: str
    until: str


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


class Model(NamedTuple):
    """All that a page shows, in a fixed order."""

    kinds: list[Kind]
    relations: list[tuple[str, Text, str, bool]]
    nodes: list[Node]
    records: list[Record]
    lines: list[Line]


def model_of(graph: nx.MultiDiGraph[str], lang: Lang) -> Model:
    """The drawing of a graph; the graph is only read. Boxes fit the names of one language.

    Nodes stand in order of class and IRI, records in order of IRI; a symmetric record that the
    graph holds in both directions counts once. O(n log n).
    """
    by_type: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(graph.nodes):
        by_type[_text(graph.nodes[iri].get("type"))].append(iri)
    names = sorted(by_type, key=lambda name: (-len(by_type[name]), name))
    looks = type_looks(names)
    kinds = [
        Kind(name, _words(graph.nodes[by_type[name][0]].get("type_label"), name), looks[name])
        for name in names
    ]
    top = max((_score(attrs) for _, attrs in graph.nodes(data=True)), default=0.0)
    nodes = [
        _node(iri, graph.nodes[iri], number, top, lang)
        for number, name in enumerate(names)
        for iri in by_type[name]
    ]
    numbers = {node.iri: i for i, node in enumerate(nodes)}
    relations, records = _records(graph, numbers)
    return Model(kinds, relations, nodes, records, _lines(records))


def _node(iri: str, attrs: Mapping[str, Any], kind: int, top: float, lang: Lang) -> Node:
    roles = tuple(_words(role, "") for role in attrs.get("roles") or ())
    strength = math.sqrt(_score(attrs) / top) if top else 0.0
    name = _words(attrs.get("label"), iri)
    layer, count, cluster = attrs.get("layer"), attrs.get("count"), attrs.get("cluster")
    radius = max(round(8 + 16 * strength), 20 if roles else 8, 13 if count is not None else 8)
    font = max(round(13 + 8 * strength), 22 if roles else 13)
    bold = _BOLD if roles else 1.0
    lines = _lines_of(name.to(lang))
    width = max(2.0 * radius, max(map(text_width, lines)) * font * bold)
    height = len(lines) * font * _LINE_HEIGHT
    # The other language takes the same box: smaller letters, if it must be.
    other, other_font = _fitted(name.en if lang == "zh" else name.zh, font, width / bold, height)
    shown = ("\n".join(lines), "\n".join(other))
    return Node(
        iri=iri,
        id=_text(attrs.get("id")) or local_name(iri),
        name=name,
        wrapped=Text(*shown) if lang == "zh" else Text(*reversed(shown)),
        kind=kind,
        aliases=tuple(sorted({clean(a) for a in attrs.get("aliases") or ()} - {name.zh, name.en})),
        keys=tuple(sorted({clean(key) for key in attrs.get("keys") or ()})),
        roles=roles,
        status=_text(attrs.get("status")) or "existing",
        basis=_text(attrs.get("basis")),
        cluster=None if cluster is None else int(cluster),
        layer=int(layer) if layer in (0, 1, 2) else None,
        count=_count(count, _text(attrs.get("count_operator"))),
        radius=radius,
        fonts=(font, other_font) if lang == "zh" else (other_font, font),
        width=width,
        label_height=6 + height,
    )


def _lines_of(name: str) -> list[str]:
    chinese = sum(ord(c) > 0x2E7F for c in name) * 2 >= len(name)
    return wrap(name, _ZH_LIMIT if chinese else _EN_LIMIT)


def _fitted(name: str, font: int, width: float, height: float) -> tuple[list[str], int]:
    """The lines of a name in the largest letters that fit a box, at the least in the smallest.

    The smallest boxes are stretched a little: there is mostly some room around them.
    """
    width, height = max(width, 6.2 * font) * 1.1, max(height, 2 * font * _LINE_HEIGHT) * 1.1
    for size in range(font, _SMALLEST - 1, -1):
        lines = wrap(name, max(width / size, 6.0) / 1.15)
        broad = max(map(text_width, lines)) * size
        if len(lines) * size * _LINE_HEIGHT <= height and broad <= width:
            break
    return lines, size


def _count(count: int | None, operator: str) -> str:
    if count is None:
        return ""
    before, after = _COUNT_SIGNS.get(operator, ("", ""))
    return f"{before}{count}{after}"


def _score(attrs: Mapping[str, Any]) -> float:
    score = float(attrs.get("score") or 0.0)
    return score if math.isfinite(score) and score > 0 else 0.0


def _text(value: object) -> str:
    return "" if value is None else clean(str(value))


def _words(value: Any, otherwise: str) -> Text:
    """Bilingual words from a Text or a plain string; an empty language falls to the other."""
    zh, en = (value, value) if value is None or isinstance(value, str) else value
    zh, en = _text(zh), _text(en)
    return Text(zh or en or clean(otherwise), en or zh or clean(otherwise))


def _records(
    graph: nx.MultiDiGraph[str], numbers: Mapping[str, int]
) -> tuple[list[tuple[str, Text, str, bool]], list[Record]]:
    edges = sorted(
        ((str(key), numbers[a], numbers[b], attrs) for a, b, key, attrs in _edges(graph)),
        key=lambda edge: (edge[0], _text(edge[3].get("relation")), edge[1], edge[2]),
    )
    names = Counter(_text(attrs.get("relation")) for *_, attrs in edges)
    colours = relation_colours(names)
    order = sorted(names, key=lambda name: (-names[name], name))
    labels = {_text(attrs.get("relation")): attrs.get("relation_label") for *_, attrs in edges}
    mutual = {_text(attrs.get("relation")) for *_, attrs in edges if attrs.get("symmetric")}
    relations = [(n, _words(labels[n], n), colours[n], n in mutual) for n in order]
    records: list[Record] = []
    seen: set[tuple[str, str, int, int]] = set()
    for key, a, b, attrs in edges:
        name = _text(attrs.get("relation"))
        ends = (min(a, b), max(a, b)) if name in mutual else (a, b)
        if (key, name, *ends) in seen:
            continue
        seen.add((key, name, *ends))
        texts = [_text(attrs.get(field)) for field in ("basis", "source", "since", "until")]
        records.append(Record(key, *ends, order.index(name), *texts))
    return relations, records


def _edges(graph: nx.MultiDiGraph[str]) -> Iterable[tuple[str, str, Any, Mapping[str, Any]]]:
    return graph.edges(keys=True, data=True)


def _lines(records: Sequence[Record]) -> list[Line]:
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
