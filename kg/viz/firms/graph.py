"""The firm graph of a store: who deals with whom, on which segments, who leads which chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analysis import Digraph, communities, pagerank
from kg.errors import Lang, Text
from kg.messages import message
from kg.names import NameIndex, Rank
from kg.network import DEALINGS, network
from kg.records import Scope, evidence_of, labels_of, select_about
from kg.store import Store
from kg.viz.firms.page import write_map
from kg.viz.shell import about

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

__all__ = ["firm_graph", "write_firm_graph"]

_RELATIONS = (*DEALINGS, "activeIn", "feeds", "hasRoleIn")
_TYPES = (
    "ChainSegment", "Consortium", "Enterprise", "Event", "Facility", "IndustrialChain",
    "ParkAuthority", "Project", "ResearchBody",
)  # fmt: skip

_ROLES = """
SELECT ?record ?holder ?role ?chain WHERE {
  #PARAM holder
  ?record a kg:ChainRole ; kg:holder ?holder ; kg:role ?role ; kg:chain ?chain
}"""


def firm_graph(store: Store, scope: Scope) -> nx.MultiDiGraph[str]:
    """The graph that the map draws: things with at least one record, and what marks them.

    To the attributes of ``kg.network`` it adds aliases, keys (what else finds it), roles
    (Text), score (PageRank over all drawn edges) and cluster (number by size, from 0).
    """
    graph = network(store, scope, relation_names=_RELATIONS, types=_TYPES)
    graph.remove_nodes_from([node for node in graph if not graph.degree(node)])
    links = Digraph.from_networkx(graph).undirected()
    scores = pagerank(links)
    groups = [group for group in communities(links).groups() if len(group) > 1]
    member = {node: n for n, group in enumerate(groups) for node in group}
    index = NameIndex(store.folder / "names.sqlite")
    aliases, pinyin = index.names_of(Rank.ALIAS), index.names_of(Rank.PINYIN)
    roles = _roles(store, scope, graph)
    for node, data in graph.nodes(data=True):
        data["score"] = scores[node]
        data["cluster"] = member.get(node)
        data["aliases"] = aliases.get(node, [])
        data["keys"] = [data["id"], *pinyin.get(node, [])]
        data["roles"] = roles.get(node, [])
    return graph


def write_firm_graph(store: Store, scope: Scope, path: Path, lang: Lang) -> Path:
    """Write the firm graph as one offline HTML file; the same facts give the same bytes."""
    graph = firm_graph(store, scope)
    titles = [Text(*pack["title"]) for pack in store.manifest["packs"]]
    title = Text("、".join(t.zh for t in titles), ", ".join(t.en for t in titles))
    return write_map(graph, path, about(store, scope, title, lang, _coverage(graph)))


def _coverage(graph: nx.MultiDiGraph[str]) -> Text:
    firms = [data for _, data in graph.nodes(data=True) if data["type"] == "Enterprise"]
    groups = [data for data in firms if data["count"] is not None or data["count_operator"]]
    return message("viz.coverage", named=len(firms) - len(groups), groups=len(groups))


def _roles(store: Store, scope: Scope, graph: nx.MultiDiGraph[str]) -> dict[str, list[Text]]:
    rows = select_about(store, _ROLES, "holder", graph)
    kept = scope.keep(store, (row["record"].value for row in rows))
    labels = labels_of(store, {row[n].value for row in rows for n in ("role", "chain")})
    evidence = evidence_of(store, kept)
    found: dict[str, list[Text]] = {}
    for row in sorted(rows, key=lambda r: str(r["record"].value)):
        if row["record"].value in kept:
            role, chain = labels[row["role"].value], labels[row["chain"].value]
            basis = evidence[row["record"].value].basis
            said = message("viz.role", role=role, chain=chain)
            if basis != "stated":
                said = message("viz.role_basis", role=said, basis=message(f"basis.{basis}"))
            roles = found.setdefault(row["holder"].value, [])
            if said not in roles:
                roles.append(said)
    return found
