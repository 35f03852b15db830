"""What a firm graph is asked to show, and what is said of it in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.edges import edges_of
from kg.errors import NothingKnownError, OptionError, Text
from kg.messages import message
from kg.records import Scope, labels_of
from kg.selection import Selection
from kg.store import Store
from kg.viz.firms.around import around
from kg.wording import listed

if TYPE_CHECKING:
    import networkx as nx

    from kg.sandbox import Answer

__all__ = ["Wanted", "coverage_of", "nothing_fits", "things_in", "title_of"]

_SOURCE = "Source"


@dataclass(frozen=True)
class Wanted:
    """What a firm graph is to show; several together mean what fits all of them.

    ``around`` is the IRI of a thing with its surroundings up to ``hops`` records away; ``found``
    holds the things (IRIs) that a query found. Nothing at all means everything.
    """

    selection: Selection = field(default_factory=Selection)
    around: str = ""
    hops: int = 1
    found: frozenset[str] | None = None


def things_in(store: Store, answer: Answer) -> frozenset[str]:
    """The things (IRIs) that the result of a query holds, and those that records in it link.

    Raises OptionError for an ASK query, NothingKnownError where there is nothing to draw.
    """
    if answer.form == "ask":
        raise OptionError(message("map.query_ask"))
    terms = [term for row in answer.rows for term in row.values()]
    terms += [term for t in answer.triples for term in (t.subject, t.object)]
    iris = {term.value for term in terms if isinstance(term, ox.NamedNode)}
    table = edges_of(store)
    found = set()
    for iri in sorted(iris):
        if (n := table.records.find(iri)) >= 0:
            found |= {table.nodes[int(table.source[n])], table.nodes[int(table.target[n])]}
        elif (n := table.nodes.find(iri)) >= 0 and table.types[int(table.node_type[n])] != _SOURCE:
            found.add(iri)
    if not found:
        raise NothingKnownError(message("map.query_empty"))
    return frozenset(found)


def title_of(store: Store, wanted: Wanted) -> Text:
    """What the picture is of: what was asked for, or the packs."""
    selection = wanted.selection
    asked = (*selection.chains, *selection.segments, *selection.places)
    names = labels_of(store, {*asked, *filter(None, [wanted.around])})
    parts = []
    if wanted.around:
        parts.append(_around(names[wanted.around], wanted.hops))
    if wanted.found is not None:
        parts.append(message("map.found"))
    parts += [names[iri] for iri in asked]
    if not parts:
        parts = [Text(*pack["title"]) for pack in store.manifest["packs"]]
    return Text("、".join(t.zh for t in parts), ", ".join(t.en for t in parts))


def _around(name: Text, hops: int) -> Text:
    return message("map.around_one" if hops == 1 else "map.around", name=name, hops=hops)


def coverage_of(graph: nx.MultiDiGraph[str]) -> Text:
    """Of how many things not all ties are drawn, and which areas are not; how many firms are named
    depends on the filters: the page counts them."""
    said = []
    if hubs := sorted(
        (-data["left_out"], data["id"], data["label"])
        for _, data in graph.nodes(data=True)
        if data["left_out"]
    ):
        left, _, name = hubs[0]
        said.append(message("map.left_out", hubs=len(hubs), name=name, count=-left))
    if areas := graph.graph.get("areas"):
        name = graph.nodes[graph.graph["focus"]]["label"]
        said.append(message("map.areas", name=name, count=len(areas), names=listed(areas)))
    return Text("".join(t.zh for t in said), " ".join(t.en for t in said))


def nothing_fits(store: Store, scope: Scope, wanted: Wanted) -> Text:
    """Why there is nothing to draw, and what each of several conditions finds alone."""
    selection = wanted.selection
    alone = [
        (message(f"who.filter_{kind}"), len(_only(selection, kind).things(store, scope)))
        for kind in selection.kinds
    ]
    if wanted.found is not None:
        alone.append((message("map.found"), len(wanted.found)))
    if wanted.around:
        near = around(store, scope, wanted.around, wanted.hops)
        name = labels_of(store, [wanted.around])[wanted.around]
        if not alone:
            return message("map.nothing_around", name=name, day=scope.as_of)
        alone.append((_around(name, wanted.hops), len(near.hops) - 1))
    if len(alone) < 2:
        return message("map.nothing", day=scope.as_of)
    parts = [message("who.alone", filter=label, count=count) for label, count in alone]
    each = Text("、".join(t.zh for t in parts), ", ".join(t.en for t in parts))
    return message("map.emptied", day=scope.as_of, alone=each)


def _only(selection: Selection, kind: str) -> Selection:
    return Selection(**{f"{kind}s": getattr(selection, f"{kind}s")})
