"""From a graph to what the page draws and says: plain lists, in an order that never changes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import Lang, Text
from kg.viz.firms.attributes import count_of, score_of, text_of, words_of
from kg.viz.firms.lines import Line, Record, lines_of, records_of
from kg.viz.firms.style import Look, type_looks
from kg.viz.labels import clean, text_width, wrap
from kg.vocab import local_name

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Kind", "Model", "Node", "model_of"]

_ZH_LIMIT, _EN_LIMIT = 8.2, 9.2
_LINE_HEIGHT = 1.22
_BOLD = 1.08
_SMALLEST = 9
_COUNT_HEIGHT = 19


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
    language of the page. ``chains``, ``places`` and ``segments`` are numbers of ``Model.names``,
    ``strengths`` go from 0 to 1000, one a measure: the root of its share of the highest;
    ``left_out`` counts further relations that the map leaves out. ``group`` is whether it stands
    for several without names, of which ``count`` may say how many. ``figures`` are amounts, each
    in Chinese, in English, and where it is stated.
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
    chains: tuple[int, ...]
    places: tuple[int, ...]
    segments: tuple[int, ...]
    strengths: tuple[int, ...]
    left_out: int
    count: str
    group: bool
    figures: tuple[tuple[str, str, str], ...]
    radius: int
    fonts: tuple[int, int]
    width: float
    label_height: float


class Model(NamedTuple):
    """All that a page shows, in a fixed order.

    ``names`` are the chains, places and segments that nodes speak of, by IRI; ``measures`` the
    centralities that a size may stand for, the first of them by default; ``focus`` is the number
    of the node in the middle of a view around one thing.
    """

    kinds: list[Kind]
    relations: list[tuple[str, Text, str, bool]]
    nodes: list[Node]
    records: list[Record]
    lines: list[Line]
    names: list[tuple[str, Text]]
    measures: list[tuple[str, Text]]
    focus: int | None


def model_of(graph: nx.MultiDiGraph[str], lang: Lang) -> Model:
    """The drawing of a graph; the graph is only read. Boxes fit the names of one language.

    Nodes stand in order of class and IRI, records in order of IRI; a symmetric record that the
    graph holds in both directions counts once. O(n log n).
    """
    by_type: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(graph.nodes):
        by_type[text_of(graph.nodes[iri].get("type"))].append(iri)
    names = sorted(by_type, key=lambda name: (-len(by_type[name]), name))
    looks = type_looks(names)
    kinds = [
        Kind(name, words_of(graph.nodes[by_type[name][0]].get("type_label"), name), looks[name])
        for name in names
    ]
    frame = _frame(graph)
    nodes = [
        _node(iri, graph.nodes[iri], number, frame, lang)
        for number, name in enumerate(names)
        for iri in by_type[name]
    ]
    numbers = {node.iri: i for i, node in enumerate(nodes)}
    relations, records = records_of(graph, numbers)
    return Model(
        kinds, relations, nodes, records, lines_of(records), frame.names, frame.measures,
        numbers.get(str(graph.graph.get("focus") or "")),
    )  # fmt: skip


class _Frame(NamedTuple):
    """What nodes are measured against: names by number, measures and their highest scores."""

    names: list[tuple[str, Text]]
    numbers: dict[str, int]
    measures: list[tuple[str, Text]]
    tops: dict[str, float]


def _frame(graph: nx.MultiDiGraph[str]) -> _Frame:
    spoken = {
        iri
        for _, attrs in graph.nodes(data=True)
        for field in ("chains", "places", "segments")
        for iri in attrs.get(field) or ()
    }
    known = graph.graph.get("names") or {}
    names = [(clean(iri), words_of(known.get(iri), local_name(iri))) for iri in sorted(spoken)]
    said = graph.graph.get("measures") or {}
    measures = [(clean(name), words_of(label, name)) for name, label in said.items()]
    tops = {
        name: max((score_of(attrs, name) for _, attrs in graph.nodes(data=True)), default=0.0)
        for name in said or ("",)
    }
    return _Frame(names, {iri: i for i, iri in enumerate(sorted(spoken))}, measures, tops)


def _node(iri: str, attrs: Mapping[str, Any], kind: int, frame: _Frame, lang: Lang) -> Node:
    roles = tuple(words_of(role, "") for role in attrs.get("roles") or ())
    strengths = [
        math.sqrt(score_of(attrs, name) / top) if top else 0.0 for name, top in frame.tops.items()
    ]
    strength = strengths[0]
    name = words_of(attrs.get("label"), iri)
    layer, count, cluster = attrs.get("layer"), attrs.get("count"), attrs.get("cluster")
    radius = max(round(8 + 16 * strength), 20 if roles else 8, 13 if count is not None else 8)
    shown_count = count_of(count, text_of(attrs.get("count_operator")))
    figures = attrs.get("figures") or ()
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
        id=text_of(attrs.get("id")) or local_name(iri),
        name=name,
        wrapped=Text(*shown) if lang == "zh" else Text(*reversed(shown)),
        kind=kind,
        aliases=tuple(sorted({clean(a) for a in attrs.get("aliases") or ()} - {name.zh, name.en})),
        keys=tuple(sorted({clean(key) for key in attrs.get("keys") or ()})),
        roles=roles,
        status=text_of(attrs.get("status")) or "existing",
        basis=text_of(attrs.get("basis")),
        cluster=None if cluster is None else int(cluster),
        layer=int(layer) if layer in (0, 1, 2) else None,
        **{
            field: tuple(sorted(frame.numbers[iri] for iri in set(attrs.get(field) or ())))
            for field in ("chains", "places", "segments")
        },
        strengths=tuple(round(1000 * value) for value in strengths) if frame.measures else (),
        left_out=int(attrs.get("left_out") or 0),
        count=shown_count,
        group=count is not None or bool(attrs.get("count_operator")),
        figures=tuple((*words_of(words, ""), clean(where)) for words, where in figures),
        radius=radius,
        fonts=(font, other_font) if lang == "zh" else (other_font, font),
        width=width,
        # The count stands between shape and name.
        label_height=6 + height + (_COUNT_HEIGHT if shown_count else 0),
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
