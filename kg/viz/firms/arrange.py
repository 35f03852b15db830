"""Which layout a graph gets: around its focus, by segment along a chain, or by its ties alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.viz.firms.ego import lay_out_ego
from kg.viz.firms.layered import Segment, lay_out_layered
from kg.viz.firms.layout import Box, Layout, lay_out
from kg.viz.firms.model import Model

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["arrange", "lanes_of"]

_MANY = 2000
_SEGMENT = "ChainSegment"
_MIDSTREAM = 1

# What a thing is to the one in the middle, by relation and which end of it: see SECTORS.
_SECTORS = {
    ("suppliesTo", "source"): 0,
    ("feeds", "source"): 0,
    ("owns", "source"): 1,
    ("memberOf", "target"): 1,
    ("covers", "source"): 2,
    ("hasRoleIn", "target"): 2,
    ("needs", "source"): 2,
    ("cooperatesWith", "source"): 3,
    ("cooperatesWith", "target"): 3,
    ("agreedWith", "source"): 3,
    ("agreedWith", "target"): 3,
    ("suppliesTo", "target"): 4,
    ("feeds", "target"): 4,
    ("activeIn", "target"): 5,
    ("activeIn", "source"): 5,
    ("produces", "target"): 5,
    ("produces", "source"): 5,
    ("owns", "target"): 6,
    ("memberOf", "source"): 6,
}
_ELSE = 7


def arrange(model: Model, graph: nx.MultiDiGraph[str]) -> Layout:
    """Where the nodes of a graph stand; the graph is only read.

    With ``graph.graph["focus"]`` around that node; where nodes have a ``home``, by segment along
    the chain; else ``lay_out``.
    """
    numbers = {node.iri: i for i, node in enumerate(model.nodes)}
    lines = [(line.source, line.target) for line in model.lines]
    focus = numbers.get(graph.graph.get("focus") or "")
    if focus is not None:
        return lay_out_ego(_boxes(model, ()), lines, focus, _sectors(model, focus))
    homes = [numbers.get(graph.nodes[node.iri].get("home") or "") for node in model.nodes]
    if all(home is None for home in homes):
        return lay_out(_boxes(model, ()), lines)
    segments, lanes = _segments(graph, numbers)
    heads = {segment.node for segment in segments} | {head for head in lanes if head is not None}
    return lay_out_layered(_boxes(model, heads), lines, homes, segments, lanes)


def lanes_of(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """The chain (IRI) in whose lane each segment of a graph is drawn; "" for none.

    A segment of several chains is drawn once, in the chain with most who stand in its segments:
    that chain takes all its segments, then the next one of what is left. Chains in
    ``graph.graph["lanes"]`` go before others.
    """
    asked = set(graph.graph.get("lanes") or ())
    chains = {iri: set(graph.nodes[iri].get("chains") or ()) for iri in _segment_nodes(graph)}
    size = Counter(attrs.get("home") for _, attrs in graph.nodes(data=True))
    lanes: dict[str, str] = {}
    while left := [iri for iri in chains if iri not in lanes]:
        weight: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for iri in left:
            for chain in chains[iri]:
                weight[chain][0] += size[iri]
                weight[chain][1] += 1
        if not weight:
            return lanes | dict.fromkeys(left, "")
        best = min(weight, key=lambda c: (c not in asked, -weight[c][0], -weight[c][1], c))
        lanes |= {iri: best for iri in left if best in chains[iri]}
    return lanes


def _segment_nodes(graph: nx.MultiDiGraph[str]) -> list[str]:
    homes = {attrs.get("home") for _, attrs in graph.nodes(data=True)}
    return sorted(n for n, a in graph.nodes(data=True) if a.get("type") == _SEGMENT or n in homes)


def _boxes(model: Model, whole: Iterable[int]) -> list[Box]:
    # Over 2,000 nodes labels show only when zoomed in, where a good part of the map is out of
    # sight anyway: only the shapes need room, and the names that head a block.
    many = len(model.nodes) > _MANY
    named = set(whole)
    return [
        Box(2.0 * n.radius, 2.0 * n.radius, n.layer)
        if many and i not in named
        else Box(n.width, 2 * n.radius + n.label_height, n.layer)
        for i, n in enumerate(model.nodes)
    ]


def _segments(
    graph: nx.MultiDiGraph[str], numbers: Mapping[str, int]
) -> tuple[list[Segment], list[int | None]]:
    """The segments in the order of their flow, and the nodes that head the lanes."""
    chain_of = lanes_of(graph)
    # The largest lane first, which is the order in which chains took their segments.
    lanes = {chain: n for n, chain in enumerate(dict.fromkeys(chain_of.values()))}
    depth = _depths(graph, chain_of)
    attrs: Mapping[str, Mapping[str, Any]] = graph.nodes

    def place(iri: str) -> tuple[Any, ...]:
        # A narrower segment stands with the broadest one that it is part of.
        inside = [s for s in attrs[iri].get("segments") or () if s in chain_of] or [iri]
        top = min(inside, key=lambda s: (len(attrs[s].get("segments") or ()), s))
        return (depth[top], top, len(attrs[iri].get("segments") or ()), depth[iri], iri)

    order = sorted(chain_of, key=place)
    found = [Segment(numbers[iri], _layer(attrs[iri]), lanes[chain_of[iri]]) for iri in order]
    return found, [None if chain in chain_of else numbers.get(chain) for chain in lanes]


def _layer(attrs: Mapping[str, Any]) -> int:
    layer = attrs.get("layer")
    return int(layer) if layer in (0, 1, 2) else _MIDSTREAM


def _depths(graph: nx.MultiDiGraph[str], segments: Mapping[str, str]) -> dict[str, int]:
    """How many flows a segment is away from where its position begins; cycles end somewhere."""
    flows = sorted({
        (a, b)
        for a, b, attrs in graph.edges(data=True)
        if attrs.get("relation") == "feeds" and a in segments and b in segments and a != b
        and _layer(graph.nodes[a]) == _layer(graph.nodes[b])
    })  # fmt: skip
    depth = dict.fromkeys(segments, 0)
    for _ in range(len(segments)):
        before = dict(depth)
        for a, b in flows:
            depth[b] = min(max(depth[b], depth[a] + 1), len(segments))
        if depth == before:
            break
    return depth


def _sectors(model: Model, focus: int) -> dict[int, int]:
    """The sector of each direct neighbour of a node: that of its first relation clockwise."""
    found: dict[int, int] = {}
    for line in model.lines:
        if focus in line[:2]:
            end = "source" if line.target == focus else "target"
            other = line.source if end == "source" else line.target
            relation: Sequence[Any] = model.relations[line.relation]
            sector = _SECTORS.get((relation[0], end), _ELSE)
            found[other] = min(sector, found.get(other, sector))
    return found
