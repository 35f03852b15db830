"""The page of the firm graph: what is drawn, as pyvis nodes and edges and as facts to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.viz.firms.layout import Box, Layout, lay_out
from kg.viz.firms.model import Model, Node, model_of
from kg.viz.shell import About, render_page, resource, write_page
from kg.vocab import local_name

if TYPE_CHECKING:
    import networkx as nx

    from kg.viz.firms.canvas import MapNetwork

__all__ = ["render_map", "write_map"]

_MANY = 2000
_SCRIPTS = ("app.js", "symbols.js", "canvas.js", "panel.js", "search.js", "tables.js", "start.js")
_DRAWN = ("id", "x", "y", "group", "size")


def write_map(graph: nx.MultiDiGraph[str], path: Path, about: About) -> Path:
    """Write the map of a graph as one HTML file and return its path; see ``render_map``.

    Raises ExportError if it cannot be written or pyvis ships no vis-network.
    """
    return write_page(render_map(graph, about), path)


def render_map(graph: nx.MultiDiGraph[str], about: About) -> str:
    """The map of a graph as the text of an HTML page; the graph is only read.

    Node attributes: id, label (Text), type, type_label (Text), aliases, keys (more words to
    find it by, not shown: pinyin), roles (list of Text), score, cluster, layer (0, 1, 2),
    status, count, count_operator, basis. Edge attributes: relation, relation_label (Text),
    basis, source, since, until, symmetric. All may be missing. The same input gives the same
    bytes. Raises ExportError if pyvis ships no vis-network.
    Under 1 s for 500 nodes; layout O(n * min(n, 400)), all else O(n log n).
    """
    from kg.viz.firms.canvas import MapNetwork

    model = model_of(graph, about.lang)
    layout = _layout(model)
    facts = {
        "kinds": [[k.name, list(k.label), *k.look] for k in model.kinds],
        "relations": [[n, list(label), colour, both] for n, label, colour, both in model.relations],
        "facts": [_facts(node) for node in model.nodes],
        "records": [[local_name(r.iri), *r[1:]] for r in model.records],
        "looseTop": layout.loose_top,
    }
    network = MapNetwork(lambda drawn: _page(drawn, facts, about))
    for number, (node, centre) in enumerate(zip(model.nodes, layout.centres, strict=True)):
        # The box holds shape and label; vis-network wants the centre of the shape.
        y = round(centre[1] - node.label_height / 2)
        network.add_node(
            number,
            label=node.wrapped.to(about.lang),
            x=centre[0],
            y=y,
            group=f"k{node.kind}",
            size=node.radius,
            font={"size": node.fonts[0 if about.lang == "zh" else 1]},
        )
    for line in model.lines:
        network.add_edge(line.source, line.target, **_drawn(line._asdict(), model))
    html: str = network.generate_html()
    return html


def _layout(model: Model) -> Layout:
    # Over 2,000 nodes labels show only when zoomed in, where a good part of the map is out of
    # sight anyway: only the shapes need room.
    many = len(model.nodes) > _MANY
    boxes = [
        Box(2.0 * n.radius, 2.0 * n.radius, n.layer)
        if many
        else Box(n.width, 2 * n.radius + n.label_height, n.layer)
        for n in model.nodes
    ]
    return lay_out(boxes, [(line.source, line.target) for line in model.lines])


def _drawn(line: dict[str, Any], model: Model) -> dict[str, Any]:
    """vis-network's options of a line, leaving out what is the same for most."""
    options: dict[str, Any] = {"rel": line["relation"], "rec": list(line["records"])}
    if model.relations[line["relation"]][3]:
        options["arrows"] = ""
    if dashes := {"derived": [7, 5], "outside": [2, 4]}.get(line["basis"]):
        options["dashes"] = dashes
    if len(line["records"]) > 1:
        options |= {"label": f"×{len(line['records'])}", "width": 2.2}
    if line["bend"]:
        way = "curvedCW" if line["bend"] > 0 else "curvedCCW"
        options["smooth"] = {"type": way, "roundness": round(0.13 * abs(line["bend"]), 2)}
    return options


def _facts(node: Node) -> dict[str, Any]:
    facts: dict[str, Any] = {"id": node.id, "name": list(node.name), "fonts": list(node.fonts)}
    if node.wrapped != node.name:
        facts["wrap"] = list(node.wrapped)
    optional = {
        "alias": list(node.aliases),
        "keys": list(node.keys),
        "roles": [list(role) for role in node.roles],
        "status": "" if node.status == "existing" else node.status,
        "basis": node.basis,
        "count": node.count,
    }
    facts |= {key: value for key, value in optional.items() if value}
    if node.cluster is not None:
        facts["cluster"] = node.cluster
    return facts


def _page(network: MapNetwork, facts: dict[str, Any], about: About) -> str:
    from kg.viz.firms.canvas import vis_script

    # Names and their sizes stand in the facts, in both languages.
    drawn = [{key: node[key] for key in _DRAWN} for node in network.nodes]
    return render_page(
        resource("template.html", "kg.viz.firms"),
        about,
        data=facts | {"nodes": drawn, "edges": network.edges, "options": network.options},
        words=(),
        scripts=[
            vis_script(),
            resource("shell.js") + "".join(resource(name, "kg.viz.firms") for name in _SCRIPTS),
        ],
        styles=[resource("style.css", "kg.viz.firms")],
    )
