"""What stands where: districts with their firms, plants, projects and parks, and the layouts
(parks programmes, cluster areas) that the districts belong to."""

from __future__ import annotations

from kg.place_map.answer import narrowed, place_map
from kg.place_map.model import (
    Apart,
    Area,
    Entry,
    Figure,
    How,
    Layer,
    Mark,
    PlaceMap,
    Standing,
)

__all__ = [
    "Apart",
    "Area",
    "Entry",
    "Figure",
    "How",
    "Layer",
    "Mark",
    "PlaceMap",
    "Standing",
    "narrowed",
    "place_map",
]
