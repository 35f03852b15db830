"""What the page of the chain map knows beside its picture: short arrays, each thing once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.chain_map import Box, Member
from kg.chains import Holding
from kg.records import Evidence, Ref
from kg.viz.chain_map.grid import POSITIONS
from kg.viz.chain_map.picture import Picture
from kg.viz.labels import clean
from kg.viz.shell import About, SourceLine, pair

__all__ = ["all_sources", "page_data"]


class _Things:
    """Numbers for things, so that a name stands in the page once."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, ref: Ref, kind: str) -> int:
        """The number of a thing; the first call decides."""
        key = (ref.iri, kind)
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append([clean(ref.id), *pair(ref.label), kind])
        return self._numbers[key]


def page_data(picture: Picture) -> dict[str, Any]:
    """The data block of the page; ``app.js`` tells what stands where.

    Rows end where only empty values would follow.
    """
    map_ = picture.map
    things = _Things()
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
                    box.state,
                    box.label,
                    pair(inside) if (inside := picture.inside[number]) else 0,
                    _members(box, things, districts, products),
                    [_need(need, things) for need in box.needs],
                ]
            )
        )
    links = []
    for number, (link, flow) in enumerate(zip(picture.links, picture.flows, strict=True)):
        way = picture.drawing.ways.get(number, "")
        links.append([link.source, link.target, _proof(map_.flows[flow].evidence), way])
    return {
        "lanes": [pair(lane.title) for lane in map_.lanes],
        "boxes": boxes,
        "links": links,
        "districts": [_named(ref) for ref in map_.districts.values()],
        "products": [_named(ref) for ref in map_.products.values()],
        "years": list(map_.years),
        "things": things.rows,
    }


def all_sources(picture: Picture, about: About) -> list[SourceLine]:
    """The sources of the page, and those of the map's records that are not among them."""
    known = {source.id: source for source in about.sources}
    for proof in _proofs(picture):
        if proof.source and proof.source not in known:
            known[proof.source] = SourceLine(proof.source, proof.source_title, proof.source_date)
    return list(known.values())


def _proofs(picture: Picture) -> Iterable[Evidence]:
    for flow in picture.map.flows:
        yield flow.evidence
    for box in picture.map.boxes:
        for member in box.members:
            yield member.evidence
            yield from (amount.evidence for amount in member.amounts)
        yield from (need.evidence for need in box.needs)


def _members(
    box: Box, things: _Things, districts: dict[str, int], products: dict[str, int]
) -> list[list[Any]]:
    return [
        _trimmed(
            [
                things.number(member.ref, member.kind),
                int(member.exists),
                _proof(member.evidence),
                [districts[iri] for iri in member.districts if iri in districts],
                [products[iri] for iri in member.products if iri in products],
                member.start or 0,
                member.end or 0,
                [pair(role) for role in member.roles],
                [[*pair(a.text), a.kind, _proof(a.evidence)] for a in member.amounts],
                _count(member),
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
        _proof(need.evidence),
        int(year) if year.isascii() and year.isdigit() else 0,
    ]


def _proof(evidence: Evidence) -> list[str]:
    parts = [
        evidence.record,
        evidence.source,
        evidence.spans,
        "" if evidence.basis == "stated" else evidence.basis,
        "" if evidence.status == "existing" else evidence.status,
    ]
    if evidence.derived_from:
        parts.append(" ".join(evidence.derived_from))
    return _trimmed([clean(part) for part in parts])


def _named(ref: Ref) -> list[str]:
    return [clean(ref.id), *pair(ref.label)]


def _trimmed(row: Sequence[Any]) -> list[Any]:
    row = list(row)
    while row and row[-1] in ("", 0, []):
        row.pop()
    return row
