"""Which lane a segment stands in, in what order, and within which broader one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from kg.chain_map.around import Tree
from kg.chain_map.model import Lane, Position
from kg.chains import ChainAnswer
from kg.records import Ref

__all__ = ["Place", "placed"]

_POSITIONS: tuple[Position, ...] = ("upstream", "midstream", "downstream")


@dataclass(frozen=True)
class Place:
    """Where one segment (IRI) of a chain stands on the map; see ``Box``."""

    segment: str
    lane: Lane
    position: Position
    rank: int
    inside: str


def placed(answer: ChainAnswer, tree: Tree, shown: Collection[str], *, single: bool) -> list[Place]:
    """The places of a chain's segments that are shown, by lane, position and rank.

    A branch has a lane of its own where the chain is the only one (``single``) and the branch
    runs over more than one position: one that stands at one end is no lane but a part of a
    column. The chain's own lane, where most of its midstream is, lies in the middle.
    """
    views = {v.segment.iri: v for v in answer.segments if v.segment.iri in shown}
    inside = {s: _nearest(s, tree, views) for s in views}
    position = {s: cast("Position", view.position) for s, view in views.items()}
    own = Lane(answer.chain.id, answer.chain.label, "chain", answer.chain)
    branches: dict[str, list[str]] = {}
    for s in views:
        branches.setdefault(_root(s, inside), []).append(s)
    lane_of = dict.fromkeys(views, own)
    for root, members in branches.items():
        if single and len({position[s] for s in members}) > 1:
            segment: Ref = views[root].segment
            lane = Lane(segment.id, segment.label, "branch", answer.chain)
            lane_of.update(dict.fromkeys(members, lane))
    lanes = _arranged(list(dict.fromkeys(lane_of.values())), own)
    ranks: Counter[tuple[Lane, Position]] = Counter()
    found = []
    for s in _tree_order(list(views), inside):
        cell = lane_of[s], position[s]
        found.append(Place(s, lane_of[s], position[s], ranks[cell], inside[s]))
        ranks[cell] += 1
    return sorted(found, key=lambda p: (lanes.index(p.lane), _POSITIONS.index(p.position), p.rank))


def _arranged(lanes: list[Lane], own: Lane) -> list[Lane]:
    others = [lane for lane in lanes if lane != own]
    middle = (len(others) + 1) // 2
    return [*others[:middle], *([own] if own in lanes else []), *others[middle:]]


def _nearest(segment: str, tree: Tree, views: Collection[str]) -> str:
    """The next broader segment that is shown, over others that are not; "" if there is none."""
    seen, wave = {segment}, set(tree.wider.get(segment, ()))
    while wave := wave - seen:
        if near := wave & set(views):
            return min(near)
        seen |= wave
        wave = {w for one in wave for w in tree.wider.get(one, ())}
    return ""


def _root(segment: str, inside: Mapping[str, str]) -> str:
    seen = [segment]
    while (up := inside[seen[-1]]) and up not in seen:
        seen.append(up)
    return seen[-1]


def _tree_order(segments: Sequence[str], inside: Mapping[str, str]) -> Iterator[str]:
    """In the order given, but narrower ones right after their broader one."""
    below: dict[str, list[str]] = {}
    for s in segments:
        below.setdefault(inside[s], []).append(s)
    waiting = below.get("", [])[::-1]
    seen: dict[str, None] = {}
    while waiting:
        s = waiting.pop()
        if s not in seen:
            seen[s] = None
            waiting += below.get(s, [])[::-1]
    yield from seen
    yield from (s for s in segments if s not in seen)
