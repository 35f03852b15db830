"""The picture: a graph as one HTML page that works offline and shows where each line is from.

``write_map`` and ``render_map`` take a networkx graph and know nothing of stores or packs.
pyvis and numpy are imported only when a map is drawn.
"""

from kg.viz.page import SourceLine, render_map, write_map

__all__ = ["SourceLine", "render_map", "write_map"]
