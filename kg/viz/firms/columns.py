"""The drawing of a graph as columns: one list a property, so that a large graph is a small file.

What occurs again and again (bases, sources, dates, statuses) stands once in ``strings`` and is
named by its number; a property that few nodes have is an object by node number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.viz.firms.layout import Layout
from kg.viz.firms.model import Model, Node
from kg.viz.shell import pair
from kg.vocab import local_name

__all__ = ["columns_of", "line_starts"]


class _Strings:
    """Each string once; "" is number 0."""

    def __init__(self) -> None:
        self.numbers = {"": 0}

    def __call__(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def columns_of(
    model: Model,
    layout: Layout,
    nodes: Sequence[dict[str, Any]],
    edges: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    """What the page's scripts read; ``nodes`` hold x, y and size and ``edges`` bends, as pyvis
    keeps them.

    ``nodes`` and ``records`` are objects of columns of like length. ``records.line`` is the
    number of the line on which a record is drawn; the ends, relation and basis of a line are
    those of its records, ``bends`` says which of parallel lines it is. O(nodes + records).
    """
    strings = _Strings()
    return {
        "kinds": [[k.name, list(k.label), *k.look] for k in model.kinds],
        "relations": [[n, list(label), colour, both] for n, label, colour, both in model.relations],
        "nodes": _nodes(model.nodes, nodes, strings),
        "more": _more(model.nodes),
        "records": _records(model, strings),
        "bends": [edge["bend"] for edge in edges],
        "names": [[local_name(iri), pair(label)] for iri, label in model.names],
        "measures": [[name, pair(label)] for name, label in model.measures],
        "focus": model.focus,
        "looseTop": layout.loose_top,
        "blocks": [list(block) for block in layout.blocks],
        "columns": [list(column) for column in layout.columns],
        "rings": [list(ring) for ring in layout.rings],
        "strings": list(strings.numbers),
    }


def line_starts(name: str, wrapped: str) -> list[int]:
    """Where in a name its second and later lines begin, counted in UTF-16 units as scripts count;
    white space at a break is of no line.

    >>> line_starts("Sample Bus Co., Ltd.", "Sample Bus\\nCo., Ltd.")
    [11]
    """
    starts, at = [], 0
    for line in wrapped.split("\n"):
        at = name.index(line, at)
        starts.append(at)
        at += len(line)
    return [start + sum(c > "\uffff" for c in name[:start]) for start in starts[1:]]


def _nodes(nodes: Sequence[Node], drawn: Sequence[dict[str, Any]], strings: _Strings) -> Any:
    columns: dict[str, list[Any]] = {
        "id": [node.id for node in nodes],
        "zh": [node.name.zh for node in nodes],
        "en": ["" if node.name.en == node.name.zh else node.name.en for node in nodes],
        "zhBreaks": [_breaks(node, 0) for node in nodes],
        "enBreaks": [_breaks(node, 1) for node in nodes],
        "zhFont": [node.fonts[0] for node in nodes],
        "enFont": [node.fonts[1] for node in nodes],
        "kind": [node.kind for node in nodes],
        "status": [strings("" if node.status == "existing" else node.status) for node in nodes],
        "basis": [strings(node.basis) for node in nodes],
        # A name holds no line break: it parts them.
        "alias": ["\n".join(node.aliases) for node in nodes],
        "keys": ["\n".join(key for key in node.keys if key != node.id) for node in nodes],
        "cluster": [-1 if node.cluster is None else node.cluster for node in nodes],
        "chains": [_few(node.chains) for node in nodes],
        "places": [_few(node.places) for node in nodes],
        "segments": [_few(node.segments) for node in nodes],
    }
    columns |= {name: [node[name] for node in drawn] for name in ("x", "y", "size")}
    # What no node has needs no column.
    return {name: column if any(value != _EMPTY.get(name) for value in column) else 0
            for name, column in columns.items()}  # fmt: skip


_EMPTY: dict[str, Any] = {
    "en": "", "zhBreaks": 0, "enBreaks": 0, "status": 0, "basis": 0, "alias": "", "keys": "",
    "cluster": -1, "chains": 0, "places": 0, "segments": 0,
}  # fmt: skip


def _breaks(node: Node, language: int) -> int | list[int]:
    starts = line_starts(node.name[language], node.wrapped[language])
    return _single(starts) if starts else 0


def _few(numbers: Sequence[int]) -> int | list[int]:
    """Nothing as 0, one number as itself plus 1, several as a list of such."""
    return _single([number + 1 for number in numbers]) if numbers else 0


def _single(numbers: list[int]) -> int | list[int]:
    return numbers[0] if len(numbers) == 1 else numbers


def _more(nodes: Sequence[Node]) -> dict[str, Any]:
    measures = len(nodes[0].strengths) if nodes else 0
    return {
        "roles": {
            i: [list(role) for role in node.roles] for i, node in enumerate(nodes) if node.roles
        },
        "leftOut": {i: node.left_out for i, node in enumerate(nodes) if node.left_out},
        "count": {i: node.count for i, node in enumerate(nodes) if node.count},
        "uncounted": {i: 1 for i, node in enumerate(nodes) if node.group and not node.count},
        "figures": {i: [list(f) for f in n.figures] for i, n in enumerate(nodes) if n.figures},
        "strengths": [[node.strengths[m] for node in nodes] for m in range(measures)],
    }


def _records(model: Model, strings: _Strings) -> dict[str, Any]:
    line = [0] * len(model.records)
    for number, drawn in enumerate(model.lines):
        for record in drawn.records:
            line[record] = number
    records = model.records
    return {
        "id": [local_name(record.iri) for record in records],
        "from": [record.source for record in records],
        "to": [record.target for record in records],
        "relation": [record.relation for record in records],
        "line": line,
        **{
            field: _told([getattr(record, field) for record in records], strings)
            for field in ("basis", "evidence", "since", "until", "published")
        },
        # Hardly two are alike: as strings of their own they take least room.
        "passages": [record.passages for record in records]
        if any(record.passages for record in records)
        else 0,
    }


def _told(texts: Sequence[str], strings: _Strings) -> list[int] | int:
    """A column of strings; a single number where all are alike."""
    numbers = [strings(text) for text in texts]
    return numbers[0] if len(set(numbers)) == 1 else numbers
