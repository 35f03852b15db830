"""The page of the firm graph: what is drawn, as pyvis nodes and edges and as facts to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.viz.firms.columns import columns_of
from kg.viz.firms.layout import Layout
from kg.viz.firms.model import Model, model_of
from kg.viz.shell import About, page_script, render_page, resource, write_page

if TYPE_CHECKING:
    import networkx as nx

    from kg.viz.firms.canvas import MapNetwork

__all__ = ["render_map", "write_map"]

_SCRIPTS = (
    "app.js", "state.js", "filter.js", "rings.js", "blocks.js", "scene.js", "symbols.js",
    "names.js", "painter.js", "pens.js", "canvas.js", "pointer.js", "keys.js", "legend.js",
    "panel.js", "views.js", "search.js", "tables.js", "caption.js", "save.js", "start.js",
)  # fmt: skip


def write_map(graph: nx.MultiDiGraph[str], path: Path, about: About) -> Path:
    """Write the map of a graph as one HTML file and return its path; see ``render_map``.

    Raises ExportError if it cannot be written or pyvis ships no vis-network.
    """
    return write_page(render_map(graph, about), path)


def render_map(graph: nx.MultiDiGraph[str], about: About) -> str:
    """The map of a graph as the text of an HTML page; the graph is only read.

    Node attributes: id, label (Text), type, type_label (Text), aliases, keys (more words to
    find it by, not shown: pinyin), roles (list of Text), score or scores (by measure, the first
    of ``graph.graph["measures"]`` by default), cluster, layer (0, 1, 2), status, count,
    count_operator, basis; chains, places and segments (IRIs, labels in ``graph.graph["names"]``),
    home (IRI of the segment's node under which it stands), figures (Text and where it is stated).
    Edge attributes: relation, relation_label (Text), basis, source, since, until, published,
    passages, symmetric.
    ``graph.graph["focus"]`` is the IRI in the middle. All may be missing. The same input gives
    the same bytes. Raises ExportError if pyvis ships no vis-network.
    Under 1 s for 500 nodes; layout O(n * min(n, 400)), all else O(n log n).
    """
    from kg.viz.firms.canvas import MapNetwork

    model = model_of(graph, about.lang)
    layout = _layout(model, graph)
    network = MapNetwork(lambda drawn: _page(drawn, model, layout, about))
    for number, (node, centre) in enumerate(zip(model.nodes, layout.centres, strict=True)):
        # The box holds shape and label; a node's place is the centre of its shape.
        y = round(centre[1] - node.label_height / 2)
        network.add_node(number, label=node.name.to(about.lang), x=centre[0], y=y, size=node.radius)
    for line in model.lines:
        network.add_edge(line.source, line.target, bend=line.bend)
    html: str = network.generate_html()
    return html


def _layout(model: Model, graph: nx.MultiDiGraph[str]) -> Layout:
    from kg.viz.firms.arrange import arrange

    return arrange(model, graph)


def _page(network: MapNetwork, model: Model, layout: Layout, about: About) -> str:
    from kg.viz.firms.canvas import vis_script

    return render_page(
        resource("template.html", "kg.viz.firms"),
        about,
        data=columns_of(model, layout, network.nodes, network.edges) | {"options": network.options},
        words=("firms",),
        scripts=[
            vis_script(),
            page_script(_SCRIPTS, "kg.viz.firms"),
        ],
        styles=[resource("style.css", "kg.viz.firms")],
    )
