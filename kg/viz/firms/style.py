"""What things look like: shape and colour by class, colour by relation.

Shape and colour both tell classes apart, so that the picture can be read in grey and by people
who do not see red and green. A class or relation not named here gets the next free look, in
the order of its name: the same graph always looks the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Look", "relation_colours", "type_looks"]


class Look(NamedTuple):
    """A shape of vis-network and a fill colour."""

    shape: str
    colour: str


_TYPES = {
    "Enterprise": Look("dot", "#1f6fb2"),
    "Facility": Look("square", "#4a9fd8"),
    "Project": Look("triangle", "#e07b00"),
    "ResearchBody": Look("diamond", "#7b4fb5"),
    "Park": Look("triangleDown", "#2e8b57"),
    "ParkAuthority": Look("triangleDown", "#8bbf9f"),
    "IndustrialChain": Look("hexagon", "#b3261e"),
    "ChainSegment": Look("hexagon", "#e3879e"),
    "Consortium": Look("dot", "#12304d"),
    "Product": Look("diamond", "#a1887f"),
    "ProductFamily": Look("diamond", "#5d4037"),
    "Event": Look("square", "#00897b"),
    "Cluster": Look("hexagon", "#3949ab"),
    "GovernmentBody": Look("square", "#546e7a"),
    "AdministrativeArea": Look("triangleDown", "#607d3b"),
    "Programme": Look("triangle", "#8e6c00"),
}
_SPARE_TYPES = [
    Look(shape, colour)
    for colour in ("#455a64", "#ad1457", "#558b2f", "#6d4c41", "#0277bd")
    for shape in ("square", "diamond", "triangle", "triangleDown", "hexagon", "dot")
]

_RELATIONS = {
    "suppliesTo": "#1f6fb2",
    "cooperatesWith": "#7b4fb5",
    "owns": "#8d5a2b",
    "drewIn": "#d1495b",
    "agreedWith": "#00897b",
    "memberOf": "#5fa777",
    "participatesIn": "#e0912f",
    "activeIn": "#a9b4be",
    "feeds": "#263238",
    "produces": "#b59b52",
    "locatedIn": "#8fa3ad",
    "hasRoleIn": "#b3261e",
    "needs": "#e53935",
}
_SPARE_RELATIONS = ("#ad1457", "#558b2f", "#0277bd", "#6d4c41", "#5c6bc0", "#00838f", "#455a64")


def type_looks(types: Iterable[str]) -> dict[str, Look]:
    """The look of each class, by its local name."""
    spare = sorted(set(types) - _TYPES.keys())
    looks = {name: _SPARE_TYPES[i % len(_SPARE_TYPES)] for i, name in enumerate(spare)}
    return _TYPES | looks


def relation_colours(relations: Iterable[str]) -> dict[str, str]:
    """The line colour of each relation, by its local name."""
    spare = sorted(set(relations) - _RELATIONS.keys())
    colours = {name: _SPARE_RELATIONS[i % len(_SPARE_RELATIONS)] for i, name in enumerate(spare)}
    return _RELATIONS | colours
