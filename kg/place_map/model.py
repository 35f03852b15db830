"""What a place map shows: areas with what stands in them, layers over areas, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from kg.errors import Text
from kg.records import Evidence, Ref

__all__ = ["Apart", "Area", "Entry", "Figure", "How", "Layer", "Mark", "PlaceMap", "Standing"]

How = Literal["itself", "within", "host", "plant", "project"]
_OFF = frozenset({"proposed", "planned", "building"})


@dataclass(frozen=True)
class Standing:
    """Why a thing is said to be at a place.

    ``how`` is "itself" (a record of its own), "within" (a park that lies in the place), "host"
    (a project landed at a facility there), "plant" or "project" (a firm's plant or project is
    there); the last three go ``through`` that other thing. ``evidence`` holds every record that
    it rests on.
    """

    place: Ref
    how: How
    through: Ref | None
    evidence: tuple[Evidence, ...]

    @property
    def basis(self) -> str:
        """The record's own basis; derived where it takes more than one record."""
        if self.how in ("host", "plant", "project"):
            return "derived"
        return self.evidence[0].basis

    @property
    def exists(self) -> bool:
        """Whether no record of it is planned or being built."""
        return not any(e.status in _OFF for e in self.evidence)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "place": self.place.as_json(),
            "how": self.how,
            "through": self.through.as_json() if self.through else None,
            "basis": self.basis,
            "evidence": [e.as_json() for e in self.evidence],
        }


@dataclass(frozen=True)
class Figure:
    """A figure of a thing in words, with what it is of (``label``) and its evidence."""

    label: Text
    text: Text
    evidence: Evidence

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "label_zh": self.label.zh,
            "label_en": self.label.en,
            "value_zh": self.text.zh,
            "value_en": self.text.en,
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Entry:
    """A thing in one area or box; ``standings`` hold the reasons, best first, none if no place
    is told. ``chains`` are IRIs; ``roles`` its leading roles in words. ``evidence`` is the
    thing's own."""

    ref: Ref
    standings: tuple[Standing, ...]
    evidence: Evidence
    chains: tuple[str, ...] = ()
    roles: tuple[Text, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether the thing and at least one reason to name it here are more than intended."""
        return self.ref.status not in _OFF and (
            not self.standings or any(s.exists for s in self.standings)
        )

    @property
    def basis(self) -> str:
        """stated if any reason is; else the plainest that there is; "" where no place is told."""
        found = {s.basis for s in self.standings}
        return next((b for b in ("stated", "derived", "outside") if b in found), "")

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            **self.ref.as_json(),
            "exists": self.exists,
            "basis": self.basis,
            "standings": [s.as_json() for s in self.standings],
            "chains": list(self.chains),
            "roles_zh": [r.zh for r in self.roles],
            "roles_en": [r.en for r in self.roles],
            "figures": [f.as_json() for f in self.figures],
        }


@dataclass(frozen=True)
class Mark:
    """That an area belongs to a layer, with all records that say so."""

    layer: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Area:
    """A district (county, development zone) and what is told to stand in it, leaders first."""

    ref: Ref
    code: str
    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]
    evidence: Evidence

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers (IRIs) that the area belongs to, in the order of the map's own."""
        return tuple(mark.layer for mark in self.marks)


@dataclass(frozen=True)
class Apart:
    """Things that no source places in a district: only in ``place``, or nowhere (None).

    ``around`` says that districts of the map lie in the place.
    """

    place: Ref | None
    around: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Layer:
    """A layout that areas belong to: a parks programme, a set of cluster areas.

    ``figures`` are what sources count of it; ``exists`` is False for one that is planned or
    being built. ``areas`` are IRIs.
    """

    ref: Ref
    areas: tuple[str, ...]
    figures: tuple[Figure, ...]
    evidence: Evidence

    @property
    def exists(self) -> bool:
        """Whether the layout itself is more than intended."""
        return self.ref.status not in _OFF


@dataclass(frozen=True)
class PlaceMap:
    """Districts, boxes apart, and layers; ``chains`` are those that any thing belongs to."""

    areas: tuple[Area, ...]
    apart: tuple[Apart, ...]
    layers: tuple[Layer, ...]
    chains: Mapping[str, Ref]
    coverage: Text

    def shared(self) -> tuple[tuple[tuple[str, ...], tuple[Area, ...]], ...]:
        """Areas by the exact set of layers that they belong to, sets of several layers first.

        O(areas log areas).
        """
        order = {layer.ref.iri: n for n, layer in enumerate(self.layers)}

        def key(area: Area) -> tuple[int, tuple[int, ...]]:
            return (-len(area.layers), tuple(order[iri] for iri in area.layers))

        areas = sorted(self.areas, key=key)
        return tuple((tuple(of), tuple(found)) for of, found in _by_layers(areas) if of)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "areas": [
                {
                    **area.ref.as_json(),
                    "code": area.code,
                    "layers": [
                        {"layer": m.layer, "evidence": [e.as_json() for e in m.evidence]}
                        for m in area.marks
                    ],
                    "entries": [e.as_json() for e in area.entries],
                }
                for area in self.areas
            ],
            "apart": [
                {
                    "place": box.place.as_json() if box.place else None,
                    "around": box.around,
                    "entries": [e.as_json() for e in box.entries],
                }
                for box in self.apart
            ],
            "layers": [
                {
                    **layer.ref.as_json(),
                    "exists": layer.exists,
                    "areas": list(layer.areas),
                    "figures": [f.as_json() for f in layer.figures],
                }
                for layer in self.layers
            ],
            "chains": [chain.as_json() for chain in self.chains.values()],
            "coverage_zh": self.coverage.zh,
            "coverage_en": self.coverage.en,
        }


def _by_layers(areas: list[Area]) -> list[tuple[tuple[str, ...], list[Area]]]:
    return [(of, list(found)) for of, found in groupby(areas, key=lambda a: a.layers)]
