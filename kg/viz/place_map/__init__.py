"""The place view: districts as boxes (or as the user's own boundaries), layouts over them."""

from kg.viz.place_map.page import render_place_map, write_place_map
from kg.viz.place_map.svg import place_map_svg

__all__ = ["place_map_svg", "render_place_map", "write_place_map"]
