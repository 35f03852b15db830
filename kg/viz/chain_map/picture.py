"""A chain map made ready to be drawn: its boxes with places, its flows between boxes."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from kg.chain_map import ChainMap
from kg.errors import Lang, Text
from kg.viz.chain_map.content import box_height, filled
from kg.viz.chain_map.grid import POSITIONS, Link, Spot
from kg.viz.chain_map.layout import Drawing, Paper, lay_out
from kg.viz.chain_map.strip import strip_heights

__all__ = ["Picture", "pictured"]


class Picture(NamedTuple):
    """``links`` are flows between box numbers, ``flows`` the map's flow behind each of them;
    ``inside`` is the broader segment's name for each box, or None."""

    map: ChainMap
    drawing: Drawing
    links: list[Link]
    flows: list[int]
    inside: list[Text | None]


def pictured(map_: ChainMap, lang: Lang, paper: Paper = "screen") -> Picture:
    """The map with all places, boxes as high as their texts in ``lang`` need.

    A segment in several lanes takes the flows of each lane.
    """
    lanes = {lane.key: number for number, lane in enumerate(map_.lanes)}
    names = {box.segment.iri: box.segment.label for box in map_.boxes}
    inside = [names.get(box.inside) for box in map_.boxes]
    links, flows = _links(map_)

    def sizes(width: float) -> list[Spot]:
        return [
            Spot(
                lanes[box.lane],
                POSITIONS.index(box.position),
                box.rank,
                box_height(box, lang, width, inside[n]),
            )
            for n, box in enumerate(map_.boxes)
        ]

    drawing = lay_out(
        sizes, links, len(map_.lanes), paper, lambda width: strip_heights(map_, width, filled)
    )
    return Picture(map_, drawing, links, flows, inside)


def _links(map_: ChainMap) -> tuple[list[Link], list[int]]:
    where: dict[str, list[int]] = defaultdict(list)
    for number, box in enumerate(map_.boxes):
        where[box.segment.iri].append(number)
    found: dict[Link, int] = {}
    for number, flow in enumerate(map_.flows):
        sources, targets = where.get(flow.source, []), where.get(flow.target, [])
        pairs = [
            (s, t) for s in sources for t in targets if map_.boxes[s].lane == map_.boxes[t].lane
        ]
        # Segments that share no lane are joined once.
        for source, target in pairs or list(zip(sources[:1], targets[:1], strict=False)):
            found.setdefault(Link(source, target, flow.evidence.basis), number)
    return list(found), list(found.values())
