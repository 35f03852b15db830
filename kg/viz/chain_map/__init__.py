"""The chain map: a chain from up- to downstream that is read in ten seconds.

``chain_map_svg`` draws it as an SVG file of its own, ``render_chain_map`` as a page with
filters, panel and tables; both take what ``kg.chain_map`` says and know nothing of stores.
"""

from kg.viz.chain_map.page import render_chain_map, write_chain_map
from kg.viz.chain_map.svg import chain_map_svg

__all__ = ["chain_map_svg", "render_chain_map", "write_chain_map"]
