"""pyvis, made safe: a Network with its own template, which asks nothing of any network.

Imported only when a map is drawn, because pyvis brings IPython along.

What is mended against pyvis 0.3.2: its template lets names run as script and loads Bootstrap
from a CDN; ``write_html`` writes in the encoding of the locale; a tooltip with "href" switches
all tooltips to innerHTML; ``add_node`` and ``add_edge`` search lists (O(n) a call).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyvis
from pyvis.network import Network

from kg.errors import ExportError
from kg.messages import message

__all__ = ["MapNetwork", "vis_script"]


class MapNetwork(Network):  # type: ignore[misc]  # pyvis ships no types: its class is Any
    """A pyvis network that hands its nodes, edges and options to a renderer of ours.

    Directed, because pyvis drops parallel edges of undirected networks.
    """

    def __init__(self, renderer: Callable[[MapNetwork], str]) -> None:
        super().__init__(height="100%", width="100%", directed=True, cdn_resources="in_line")
        self._renderer = renderer
        self.options = dict(_OPTIONS)

    def add_node(self, n_id: int, label: str | None = None, **options: Any) -> None:
        """Add a node. O(1), where pyvis takes O(n)."""
        if n_id in self.node_map:
            return
        node = {"id": n_id, "label": label or str(n_id), **options}
        self.nodes.append(node)
        self.node_ids.append(n_id)
        self.node_map[n_id] = node

    def add_edge(self, source: int, to: int, **options: Any) -> None:
        """Add an edge, parallel ones too. O(1), where pyvis takes O(n)."""
        self.edges.append({"from": source, "to": to, **options})

    def generate_html(
        self,
        name: str = "index.html",  # noqa: ARG002 - the signature is pyvis's
        local: bool = True,  # noqa: ARG002, FBT001, FBT002 - likewise
        notebook: bool = False,  # noqa: ARG002, FBT001, FBT002 - likewise
    ) -> str:
        """The page as text."""
        self.html = self._renderer(self)
        return self.html


def vis_script() -> str:
    """The newest vis-network that the installed pyvis ships, as a script fit to stand inline.

    Raises ExportError if pyvis ships none, or one that would end the script element early.
    """
    root = Path(pyvis.__file__).parent / "templates" / "lib"
    found = sorted(root.glob("vis-*/vis-network.min.js"), key=lambda file: _version(file.parent))
    if not found:
        raise ExportError(message("viz.no_library", path=root))
    # A browser hashes what it parsed, and a parser turns CR LF into LF.
    script = found[-1].read_text("utf-8").replace("\r\n", "\n")
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        raise ExportError(message("viz.odd_library", path=found[-1]))
    return script


def _version(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


# vis-network keeps the places, moves the view and drags; the page's own painter draws.
_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {
        "hover": False,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "dragNodes": True,
        "hideNodesOnDrag": True,
        "hideEdgesOnDrag": True,
        "keyboard": {"enabled": False},
    },
}
