"""The firm graph of a store: which things, with what marks them and where each one stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from kg.errors import Lang, NothingKnownError, OptionError, Text
from kg.leaders import leaders
from kg.messages import message
from kg.names import NameIndex, Rank
from kg.network import DEALINGS, network
from kg.records import Scope, labels_of, select_about
from kg.relations import declared
from kg.selection import Selection
from kg.store import Store
from kg.viz.firms.around import Around, around
from kg.viz.firms.arrange import lanes_of
from kg.viz.firms.page import write_map
from kg.viz.firms.proof import add_evidence
from kg.viz.firms.standing import Standing, standing
from kg.viz.firms.wanted import Wanted, coverage_of, nothing_fits, title_of
from kg.viz.shell import about

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

__all__ = ["MEASURES", "firm_graph", "write_firm_graph"]

MEASURES = ("pagerank", "degree", "betweenness")
"""What the page can size things by; the one asked for stands before them if it is another."""

_RELATIONS = (*DEALINGS, "activeIn", "feeds", "hasRoleIn")
_TYPES = (
    "ChainSegment", "Consortium", "Enterprise", "Event", "Facility", "IndustrialChain",
    "ParkAuthority", "Project", "ResearchBody",
)  # fmt: skip
_LIMITED = _TYPES[1:]

_IN_CHAIN = """
SELECT ?segment WHERE {
  #PARAM chain
  ?segment a kg:ChainSegment ; kg:inChain ?chain
}"""

_NARROWER = """
SELECT ?segment WHERE {
  #PARAM wanted
  ?segment skos:broader* ?wanted
}"""


def firm_graph(
    store: Store, scope: Scope, wanted: Wanted | None = None, *, size_by: str = MEASURES[0]
) -> nx.MultiDiGraph[str]:
    """The graph that the map draws: things, their records, and what marks them.

    To the attributes of ``kg.network`` nodes add aliases, keys (what else finds them), roles
    (Text), scores (by measure, over what is drawn; ``score`` is the one asked for), cluster
    (number by size, from 0), segments, chains, places (lists of IRIs, broader ones included),
    home (the segment under which it stands, if that is drawn), hop (around one thing) and
    left_out (how many more records' ends it has than are drawn), figures (see ``proof``). The
    graph itself holds focus (IRI or None), areas (Text: those linked with it, which are not
    drawn), measures and names (Text by name and by IRI).

    Raises OptionError for an unknown measure and NothingKnownError where nothing fits.
    Under 10 s for a city of 10,000 firms.
    """
    wanted = wanted or Wanted()
    measures = _measures(size_by)
    near = None
    if wanted.around:
        within = wanted.selection.things(store, scope) if wanted.selection else None
        near = around(store, scope, wanted.around, wanted.hops, within)
    stands = standing(store, scope, None, _first(store, wanted.selection))
    graph = _drawn(store, scope, wanted, near, stands)
    if not graph or (near and len(graph) == 1):
        raise NothingKnownError(nothing_fits(store, scope, wanted))
    graph.graph["lanes"] = wanted.selection.chains
    _place(graph, stands)
    if not wanted.around and wanted.found is None:
        graph = _with_lanes(store, scope, graph, stands)
    _mark(store, scope, graph, measures)
    add_evidence(store, scope, graph)
    for node, data in graph.nodes(data=True):
        data["hop"] = near.hops[node] if near else None
        data["left_out"] = near.left_out.get(node, 0) if near else 0
    graph.graph["focus"] = wanted.around or None
    areas = labels_of(store, near.areas) if near else {}
    graph.graph["areas"] = [areas[iri] for iri in sorted(areas)]
    graph.graph["names"] = _names(store, graph)
    graph.graph["measures"] = {name: message(f"column.{name}") for name in measures}
    return graph


def write_firm_graph(
    store: Store,
    scope: Scope,
    path: Path,
    lang: Lang,
    wanted: Wanted | None = None,
    *,
    size_by: str = MEASURES[0],
) -> Path:
    """Write the firm graph as one offline HTML file; the same facts give the same bytes.

    Raises as ``firm_graph`` does, and ExportError where it cannot be written.
    """
    wanted = wanted or Wanted()
    graph = firm_graph(store, scope, wanted, size_by=size_by)
    page = about(store, scope, title_of(store, wanted), lang, coverage_of(graph))
    return write_map(graph, path, page)


def _measures(size_by: str) -> tuple[str, ...]:
    from kg.ranking import MEASURES as KNOWN

    if size_by not in KNOWN:
        raise OptionError(message("rank.measure", name=size_by, known=", ".join(KNOWN)))
    return tuple(dict.fromkeys((size_by, *MEASURES)))


def _first(store: Store, selection: Selection) -> set[str]:
    """The segments under which things stand before others: those asked for."""
    asked = {"wanted": selection.segments, "chain": selection.chains}
    return {
        row["segment"].value
        for name, query in (("wanted", _NARROWER), ("chain", _IN_CHAIN))
        if asked[name]
        for row in select_about(store, query, name, asked[name])
    }


def _drawn(
    store: Store, scope: Scope, wanted: Wanted, near: Around | None, stands: Standing
) -> nx.MultiDiGraph[str]:
    """The things wanted and all records between them."""
    if near or wanted.found is not None:
        among = set(near.hops) if near else set(wanted.found or ())
        if near and wanted.found is not None:
            among &= wanted.found | {wanted.around}
        if wanted.selection and not near:
            among &= wanted.selection.things(store, scope)
        return network(store, scope, relation_names=tuple(declared(store)), among=among)
    if not wanted.selection:
        graph = network(store, scope, relation_names=_RELATIONS, types=_TYPES)
        graph.remove_nodes_from([node for node in graph if not graph.degree(node)])
        return graph
    among = wanted.selection.things(store, scope)
    # What is found shows where it stands, even where the segment itself is not what was asked.
    frame = {stands.homes[thing] for thing in among if thing in stands.homes}
    if among and wanted.selection.segments:
        rows = select_about(store, _NARROWER, "wanted", wanted.selection.segments)
        frame |= {row["segment"].value for row in rows}
    graph = network(store, scope, relation_names=_RELATIONS, among=among | frame)
    outside = [n for n, data in graph.nodes(data=True) if data["type"] not in _TYPES]
    graph.remove_nodes_from(outside)
    if not any(data["type"] in _LIMITED for _, data in graph.nodes(data=True)):
        graph.clear()
    return graph


def _mark(
    store: Store, scope: Scope, graph: nx.MultiDiGraph[str], measures: Collection[str]
) -> None:
    """Names to find it by, roles, scores and cluster."""
    from kg.analysis import Digraph, communities
    from kg.ranking import MEASURES as KNOWN

    directed = Digraph.from_networkx(graph)
    scores = {name: KNOWN[name](directed) for name in measures}
    groups = [g for g in communities(directed.undirected()).groups() if len(g) > 1]
    member = {node: n for n, group in enumerate(groups) for node in group}
    index = NameIndex(store.folder / "names.sqlite")
    aliases, pinyin = index.names_of(Rank.ALIAS), index.names_of(Rank.PINYIN)
    roles = leaders(store, scope, graph)
    for node, data in graph.nodes(data=True):
        data["scores"] = {name: round(float(values[node]), 9) for name, values in scores.items()}
        data["score"] = next(iter(data["scores"].values()))
        data["cluster"] = member.get(node)
        data["aliases"] = aliases.get(node, [])
        data["keys"] = [data["id"], *_whole(pinyin.get(node, []))]
        data["roles"] = [role.words for role in roles.get(node, ())]


def _whole(keys: Iterable[str]) -> list[str]:
    """Keys without those that are a part of another: the page finds a part of a key as well, and
    half the size of a large page would be keys."""
    found: list[str] = []
    for key in sorted(keys, key=lambda key: (-len(key), key)):
        if not any(key in longer for longer in found):
            found.append(key)
    return sorted(found)


def _place(graph: nx.MultiDiGraph[str], stands: Standing) -> None:
    """Segments, chains and places of each node, and where it stands."""
    sets: Mapping[str, Mapping[str, set[str]]] = {
        "segments": stands.segments, "chains": stands.chains, "places": stands.places,
    }  # fmt: skip
    for node, data in graph.nodes(data=True):
        data |= {name: sorted(of.get(node, ())) for name, of in sets.items()}
        home = stands.homes.get(node)
        data["home"] = home if home in graph else None


def _with_lanes(
    store: Store, scope: Scope, graph: nx.MultiDiGraph[str], stands: Standing
) -> nx.MultiDiGraph[str]:
    """The same graph with the chains in whose lanes segments are drawn: each lane has its name."""
    missing = set(lanes_of(graph).values()) - {"", *graph}
    if not missing:
        return graph
    whole = network(store, scope, relation_names=_RELATIONS, among=missing.union(graph))
    whole.graph |= graph.graph
    _place(whole, stands)
    return whole


def _names(store: Store, graph: nx.MultiDiGraph[str]) -> dict[str, Text]:
    spoken = {
        iri
        for _, data in graph.nodes(data=True)
        for name in ("segments", "chains", "places")
        for iri in data[name]
    }
    return dict(sorted(labels_of(store, spoken).items()))
