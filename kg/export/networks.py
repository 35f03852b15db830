"""GraphML and GEXF, for Gephi, yEd, Cytoscape and igraph."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.files import replacing
from kg.network import STRUCTURE, network
from kg.records import Scope
from kg.store import Store

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["plain_graph", "write_gexf", "write_graphml"]

_DATE = re.compile(rb'lastmodifieddate="[^"]*"')
_CREATOR = re.compile(rb"<creator>[^<]*</creator>")


def plain_graph(store: Store, scope: Scope) -> nx.MultiDiGraph[str]:
    """The chain's network with plain strings and numbers as attributes, as the formats need.

    Nodes: label, name_zh, name_en, type, status, count, layer, basis. Edges: id (record id),
    relation, label, basis, source, since, until.
    """
    import networkx as nx

    rich = network(store, scope, relation_names=STRUCTURE)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ids = {node: str(data["id"]) for node, data in rich.nodes(data=True)}
    for node, data in rich.nodes(data=True):
        label = data["label"]
        shown: dict[str, Any] = {
            "iri": node, "label": label.zh, "name_zh": label.zh, "name_en": label.en,
            "type": data["type"], "status": data["status"], "basis": data["basis"],
        }  # fmt: skip
        shown |= {k: data[k] for k in ("count", "layer") if data[k] is not None}
        plain.add_node(ids[node], **shown)
    for source, target, record, data in rich.edges(keys=True, data=True):
        texts = {k: data[k] for k in ("relation", "basis", "source", "since", "until")}
        plain.add_edge(
            ids[source], ids[target], key=record, label=data["relation_label"].zh,
            label_en=data["relation_label"].en, **texts,
        )  # fmt: skip
    return plain


def write_graphml(store: Store, scope: Scope, path: Path) -> None:
    """Write GraphML (graphml.graphdrawing.org)."""
    import networkx as nx

    with replacing(path) as file:
        text = "\n".join(nx.generate_graphml(plain_graph(store, scope)))
        file.write(b"<?xml version='1.0' encoding='utf-8'?>\n" + text.encode() + b"\n")


def write_gexf(store: Store, scope: Scope, path: Path) -> None:
    """Write GEXF 1.2 (gexf.net); its date is the as-of date, because a build has no clock."""
    import networkx as nx

    with replacing(path) as file:
        text = "\n".join(nx.generate_gexf(plain_graph(store, scope))).encode()
        stamp = f'lastmodifieddate="{scope.as_of.isoformat()}"'.encode()
        text = _CREATOR.sub(b"<creator>chainkg</creator>", _DATE.sub(stamp, text))
        file.write(b"<?xml version='1.0' encoding='utf-8'?>\n" + text + b"\n")
