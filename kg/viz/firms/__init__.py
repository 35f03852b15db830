"""The firm graph: who deals with whom, drawn by pyvis and vis-network.

``render_map`` takes a networkx graph and knows nothing of stores or packs. pyvis and numpy are
imported only when a map is drawn.
"""

from kg.viz.firms.page import render_map, write_map

__all__ = ["render_map", "write_map"]
