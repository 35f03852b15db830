"""The page of a map: one HTML file that works offline and executes nothing but our own code.

Data stands in a JSON block, escaped so that no name can end it; scripts and styles are allowed
by their SHA-256 alone (Content Security Policy Level 3); nothing may be loaded from anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from kg.errors import ExportError, Lang, Text
from kg.files import replacing
from kg.messages import catalogue, message
from kg.viz.labels import clean
from kg.viz.layout import Box, Layout, lay_out
from kg.viz.model import Model, Node, model_of
from kg.vocab import local_name

if TYPE_CHECKING:
    import networkx as nx

    from kg.viz.canvas import MapNetwork

__all__ = ["SourceLine", "render_map", "write_map"]

_MANY = 2000
_SCRIPTS = ("app.js", "symbols.js", "canvas.js", "panel.js", "search.js", "tables.js", "start.js")
_DRAWN = ("id", "x", "y", "group", "size")
_LINKS = frozenset({"http", "https", "mailto"})
# What HTML or JavaScript might read as more than text inside a script element.
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


class SourceLine(NamedTuple):
    """A source as it is listed under the map; ``url`` is a link only if http, https or mailto."""

    id: str
    title: Text
    date: str
    url: str | None = None


def write_map(
    graph: nx.MultiDiGraph[str],
    path: Path,
    *,
    title: Text,
    lang: Lang,
    as_of: str,
    sources: Sequence[SourceLine],
    coverage: Text | str = "",
) -> Path:
    """Write the map of a graph as one HTML file (UTF-8, LF) and return its path.

    Arguments as for ``render_map``. Folders are made as needed; the file appears whole or not
    at all. Raises ExportError if it cannot be written or pyvis ships no vis-network.
    """
    html = render_map(
        graph, title=title, lang=lang, as_of=as_of, sources=sources, coverage=coverage
    )
    try:
        with replacing(path) as file:
            file.write(html.encode("utf-8"))
    except OSError as error:
        raise ExportError(message("viz.unwritable", path=path, why=error.strerror)) from error
    return path


def render_map(
    graph: nx.MultiDiGraph[str],
    *,
    title: Text,
    lang: Lang,
    as_of: str,
    sources: Sequence[SourceLine],
    coverage: Text | str = "",
) -> str:
    """The map of a graph as the text of an HTML page; the graph is only read.

    Node attributes: id, label (Text), type, type_label (Text), aliases, keys (more words to
    find it by, not shown: pinyin), roles (list of Text), score, cluster, layer (0, 1, 2),
    status, count, count_operator, basis. Edge attributes: relation, relation_label (Text),
    basis, source, since, until, symmetric. All may be missing.
    ``coverage`` is a sentence on how much of what the sources state is named. The same input
    gives the same bytes. Raises ExportError if pyvis ships no vis-network.
    Under 1 s for 500 nodes; layout O(n * min(n, 400)), all else O(n log n).
    """
    from kg.viz.canvas import MapNetwork

    model = model_of(graph, lang)
    layout = _layout(model)
    about = {
        "lang": lang,
        "title": _pair(title),
        "asOf": clean(as_of),
        "coverage": _pair(Text(coverage, coverage) if isinstance(coverage, str) else coverage),
        "sources": [_source(source) for source in sources],
        "words": {k[4:]: list(v) for k, v in catalogue().items() if k.startswith("viz.")},
        "kinds": [[k.name, list(k.label), *k.look] for k in model.kinds],
        "relations": [[n, list(label), colour, both] for n, label, colour, both in model.relations],
        "facts": [_facts(node) for node in model.nodes],
        "records": [[local_name(r.iri), *r[1:]] for r in model.records],
        "looseTop": layout.loose_top,
    }
    network = MapNetwork(lambda drawn: _page(drawn, about, lang))
    for number, (node, centre) in enumerate(zip(model.nodes, layout.centres, strict=True)):
        # The box holds shape and label; vis-network wants the centre of the shape.
        y = round(centre[1] - node.label_height / 2)
        network.add_node(
            number,
            label=node.wrapped.to(lang),
            x=centre[0],
            y=y,
            group=f"k{node.kind}",
            size=node.radius,
            font={"size": node.fonts[0 if lang == "zh" else 1]},
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


def _source(source: SourceLine) -> list[Any]:
    return [clean(source.id), _pair(source.title), clean(source.date), _link(source.url)]


def _link(url: str | None) -> str:
    try:
        scheme = urlsplit(url or "").scheme.lower()
    except ValueError:
        return ""
    return clean(url or "") if scheme in _LINKS else ""


def _pair(text: Text) -> list[str]:
    return [clean(text.zh), clean(text.en)]


def _page(network: MapNetwork, about: dict[str, Any], lang: Lang) -> str:
    """Fill the template: autoescaped, with the hash of each script and style in the policy."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    from kg.viz.canvas import vis_script

    # Names and their sizes stand in the facts, in both languages.
    drawn = [{key: node[key] for key in _DRAWN} for node in network.nodes]
    data = about | {"nodes": drawn, "edges": network.edges, "options": network.options}
    scripts = [vis_script(), "".join(_resource(name) for name in _SCRIPTS)]
    style = _resource("style.css")
    index = 0 if lang == "zh" else 1
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    page = environment.from_string(_resource("template.html")).render(
        html_lang="zh-CN" if lang == "zh" else "en",
        title=about["title"][index],
        as_of=about["asOf"],
        words={key: pair[index] for key, pair in about["words"].items()},
        policy=_policy(scripts, [style]),
        # Markup only for our own files and for JSON that cannot hold "<".
        style=Markup(style),  # noqa: S704 - a file of this package
        data=Markup(_json(data)),  # noqa: S704 - "<", ">" and "&" are escaped
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - files of ours and pyvis
    )
    return page.encode("utf-8", "replace").decode("utf-8")


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    script, style = (" ".join(map(_hash, texts)) for texts in (scripts, styles))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _json(data: dict[str, Any]) -> str:
    compact = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return compact.translate(_ESCAPES)


def _resource(name: str) -> str:
    return (files("kg.viz") / name).read_text("utf-8").replace("\r\n", "\n")
