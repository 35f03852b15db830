"""What the page of the chain map knows beside its picture: short arrays, each thing once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.chain_map import Box, Member
from kg.chains import Holding
from kg.records import Evidence, Ref
from kg.viz.chain_map.grid import POSITIONS
from kg.viz.chain_map.picture import Picture
from kg.viz.chain_map.strip import strips_of
from kg.viz.labels import clean
from kg.viz.shell import SourceLine, pair

__all__ = ["page_data"]

_KINDS = ("segment", "firm", "plant", "project", "group", "other", "need")
_STATES = ("several", "single", "works", "unnamed", "needed", "planned", "unknown")
_LABELS = ("", "fill", "strengthen", "extend")


class _Things:
    """Numbers for things, so that a name stands in the page once."""

    def __init__(self, keys: Mapping[str, Sequence[str]], sources: Sequence[SourceLine]) -> None:
        self._keys = keys
        self._sources = {source.id: number for number, source in enumerate(sources, 1)}
        self.rows: list[list[Any]] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, ref: Ref, kind: str) -> int:
        """The number of a thing; the first call decides."""
        key = (ref.iri, kind)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            keys = " ".join(self._keys.get(ref.iri, ()))
            row: list[Any] = [clean(ref.id), *pair(ref.label), _KINDS.index(kind), clean(keys)]
            # A kind is kept even where it is 0.
            self.rows.append(row if keys else row[:4])
        return self._numbers[key]

    def proof(self, evidence: Evidence) -> list[Any]:
        """Record, number of the source (from 1, 0 for none), spans, and what is not usual."""
        parts: list[Any] = [
            clean(evidence.record),
            self._sources.get(evidence.source, 0),
            clean(evidence.spans),
            "" if evidence.basis == "stated" else clean(evidence.basis),
            "" if evidence.status == "existing" else clean(evidence.status),
            clean(" ".join(evidence.derived_from)),
        ]
        return _trimmed(parts)


def page_data(
    picture: Picture, keys: Mapping[str, Sequence[str]], sources: Sequence[SourceLine]
) -> dict[str, Any]:
    """The data block of the page; ``app.js`` tells what stands where.

    Rows end where only empty values would follow. ``keys`` are further words by which a thing is
    found, by IRI.
    """
    map_ = picture.map
    things = _Things(keys, sources)
    districts = {iri: n for n, iri in enumerate(map_.districts)}
    products = {iri: n for n, iri in enumerate(map_.products)}
    lanes = {lane.key: n for n, lane in enumerate(map_.lanes)}
    boxes = []
    for number, box in enumerate(map_.boxes):
        boxes.append(
            _trimmed(
                [
                    things.number(box.segment, "segment"),
                    lanes[box.lane],
                    POSITIONS.index(box.position),
                    _STATES.index(box.state),
                    _LABELS.index(box.label),
                    pair(inside) if (inside := picture.inside[number]) else 0,
                    _members(box, things, districts, products),
                    [_need(need, things) for need in box.needs],
                ]
            )
        )
    links = []
    for number, (link, flow) in enumerate(zip(picture.links, picture.flows, strict=True)):
        way = picture.drawing.ways.get(number, "")
        links.append([link.source, link.target, things.proof(map_.flows[flow].evidence), way])
    return {
        "lanes": [pair(lane.title) for lane in map_.lanes],
        "boxes": boxes,
        "links": links,
        "leaders": _leaders(picture, things),
        "strip": int(picture.drawing.strip_width),
        "districts": [_named(ref) for ref in map_.districts.values()],
        "products": [_named(ref) for ref in map_.products.values()],
        "years": list(map_.years),
        "kinds": _KINDS,
        "states": _STATES,
        "labels": _LABELS,
        "things": things.rows,
    }


def _leaders(picture: Picture, things: _Things) -> list[list[Any]]:
    """By number: thing, lane, roles and the things that are plants and projects of it."""
    kinds = {m.ref.iri: m.kind for box in picture.map.boxes for m in box.members}
    lanes = {n: lane for lane, leaders in strips_of(picture.map).items() for n in leaders}
    return [
        [
            things.number(leader.ref, kinds.get(leader.ref.iri, "firm")),
            lanes.get(number, 0),
            [
                [
                    *pair(role.what),
                    role.rank,
                    things.proof(role.evidence),
                    role.start or 0,
                    role.end or 0,
                ]
                for role in leader.roles
            ],
            [things.number(ref, kinds[ref.iri]) for ref in leader.sites],
        ]
        for number, leader in enumerate(picture.map.leaders)
    ]


def _members(
    box: Box, things: _Things, districts: dict[str, int], products: dict[str, int]
) -> list[list[Any]]:
    return [
        _trimmed(
            [
                things.number(member.ref, member.kind),
                int(member.exists),
                things.proof(member.evidence),
                [districts[iri] for iri in member.districts if iri in districts],
                [products[iri] for iri in member.products if iri in products],
                member.start or 0,
                member.end or 0,
                [
                    _trimmed([*pair(role), start or 0, end or 0])
                    for role, (start, end) in zip(member.roles, member.years_of_roles, strict=True)
                ],
                [[*pair(a.text), a.kind, things.proof(a.evidence)] for a in member.amounts],
                _count(member),
                # 1 and more, for an empty value at the end of a row is left out.
                things.number(member.head, "firm") + 1 if member.head else 0,
            ]
        )
        for member in box.members
    ]


def _count(member: Member) -> Any:
    if member.kind != "group":
        return 0
    operator = member.ref.count_operator or "equal"
    return [member.ref.count, operator] if member.ref.count is not None else []


def _need(need: Holding, things: _Things) -> list[Any]:
    year = need.evidence.source_date.split("/")[-1][:4]
    return [
        things.number(need.thing, "need"),
        pair(need.what),
        things.proof(need.evidence),
        int(year) if year.isascii() and year.isdigit() else 0,
    ]


def _named(ref: Ref) -> list[str]:
    return [clean(ref.id), *pair(ref.label)]


def _trimmed(row: Sequence[Any]) -> list[Any]:
    row = list(row)
    while row and row[-1] in ("", 0, []):
        row.pop()
    return row
