"""Who holds the network together, by which measure, and how far the sources carry that.

Measures run on the simple undirected network of recorded dealings (what flows where does not say
who matters), except where the measure is about direction. Cities, policies, government bodies and
sources are no nodes; stated groups are nodes and never ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import OptionError, Text
from kg.messages import message
from kg.network import DEALINGS, EdgeArrays, edge_arrays
from kg.partners import ASKED_TYPES
from kg.records import Ref, Scope, labels_of, local_id, refs_of
from kg.selection import Selection
from kg.store import Store
from kg.vocab import expand

if TYPE_CHECKING:
    from kg.analysis import Digraph, NodeValues

__all__ = ["MEASURES", "SHOWN", "RankAnswer", "Ranked", "rank"]

SHOWN = ("degree", "pagerank", "betweenness")
"""The measures of every answer; the one asked for stands before them if it is another."""

_DOCUMENTS = 40  # left out in turn; a pack of more has its most cited ones tried
_EXPLAINED = 20  # rows for which it is worked out what their loss would cut off


def _undirected(name: str) -> Callable[[Digraph[Any]], NodeValues[Any]]:
    def run(network: Digraph[Any]) -> NodeValues[Any]:
        from kg import analysis

        values: NodeValues[Any] = getattr(analysis, name)(network.undirected())
        return values

    return run


def _authority(network: Digraph[Any]) -> NodeValues[Any]:
    from kg import analysis

    return analysis.hits(network)[1]


def _hub(network: Digraph[Any]) -> NodeValues[Any]:
    from kg import analysis

    return analysis.hits(network)[0]


def _trophic(network: Digraph[Any]) -> NodeValues[Any]:
    from kg import analysis

    return analysis.trophic_levels(network)


MEASURES: Mapping[str, Callable[[Digraph[Any]], NodeValues[Any]]] = {
    "pagerank": _undirected("pagerank"),
    "degree": _undirected("degree"),
    "betweenness": _undirected("betweenness_centrality"),
    "strength": _undirected("strength"),
    "closeness": _undirected("closeness_centrality"),
    "harmonic": _undirected("harmonic_centrality"),
    "eigenvector": _undirected("eigenvector_centrality"),
    "katz": _undirected("katz_centrality"),
    "core": _undirected("core_number"),
    "authority": _authority,
    "hub": _hub,
    "trophic": _trophic,
}
"""Measures by the name that ``--by`` takes."""


@dataclass(frozen=True)
class Ranked:
    """One organization; equals share a rank. ``best`` and ``worst`` are its ranks when each
    source is left out in turn, ``swing`` the source whose loss moves it most ("" for none);
    ``rests_on`` names those without which it has no dealing at all and no rank.

    ``ties`` counts its dealings by relation; ``cuts_off`` is how many nodes would lose their tie
    to the rest without it (None where that was not worked out).
    """

    rank: int
    ref: Ref
    values: Mapping[str, float]
    best: int
    worst: int
    swing: str
    rests_on: tuple[str, ...]
    ties: tuple[tuple[Text, int], ...]
    cuts_off: int | None
    of: int

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "rank": self.rank,
            **self.ref.as_json(),
            **self.values,
            "rank_best": self.best,
            "rank_worst": self.worst,
            "rank_moved_by": self.swing,
            "rests_on": list(self.rests_on),
            "cuts_off": self.cuts_off,
            "why_zh": why.zh,
            "why_en": why.en,
        }

    def why(self) -> Text:
        """What the measures mean for this firm, in sentences."""
        ties = Text(
            "、".join(f"{label.zh} {n}" for label, n in self.ties),
            ", ".join(f"{label.en} {n}" for label, n in self.ties),
        )
        parts = [
            message(
                "rank.why",
                firm=self.ref.label,
                rank=self.rank,
                of=self.of,
                degree=int(self.values["degree"]),
                ties=ties,
            )
        ]
        if share := self.values["betweenness"]:
            parts.append(message("rank.why_between", share=f"{share:.1%}"))
        if self.cuts_off:
            parts.append(message("rank.why_cut", count=self.cuts_off))
        if self.best == self.worst:
            parts.append(message("rank.why_firm", rank=self.rank))
        else:
            parts.append(
                message("rank.why_range", best=self.best, worst=self.worst, source=self.swing)
            )
        if self.rests_on:
            parts.append(message("rank.why_rests", sources=", ".join(self.rests_on)))
        return Text("".join(p.zh for p in parts), " ".join(p.en for p in parts))


@dataclass(frozen=True)
class RankAnswer:
    """Organizations with at least one recorded dealing, first first.

    ``unlinked`` of ``total`` named ones have none. ``documents`` sources were left out in turn,
    of ``all_documents``. ``error`` is the bound on betweenness where that was sampled.
    """

    by: str
    rows: tuple[Ranked, ...]
    unlinked: int
    total: int
    documents: int
    all_documents: int
    error: float


def rank(
    store: Store,
    scope: Scope,
    *,
    by: str = "pagerank",
    relation_names: Sequence[str] = DEALINGS,
    selection: Selection | None = None,
) -> RankAnswer:
    """Organizations by a measure of ``MEASURES``, over the network of these relations.

    ``selection`` limits who is listed, never the network. Equals stand in order of id. Raises
    OptionError for an unknown measure or relation, ConvergenceError where a measure does not
    settle.
    """
    from kg.analysis import betweenness
    from kg.analysis.projection import apart

    if by not in MEASURES:
        raise OptionError(message("rank.measure", name=by, known=", ".join(MEASURES)))
    found = edge_arrays(store, scope, relation_names=relation_names)
    network = apart(found)
    refs = refs_of(store, found.nodes)
    listed = _listed(store, scope, refs, selection)
    values = {
        name: MEASURES[name](network)
        for name in dict.fromkeys((by, *SHOWN))
        if name != "betweenness"
    }
    between = betweenness(network.undirected())
    values["betweenness"] = between.values
    values = {name: values[name] for name in dict.fromkeys((by, *SHOWN))}
    linked = [iri for iri in listed if values["degree"][iri]]
    order = _ordered(values[by], linked, refs)
    moved, documents, every = _without_each(store, scope, found, relation_names, by, linked, refs)
    labels = labels_of(store, (expand(name) for name in found.table.relations))
    ties = _ties(found, labels)
    parts = _Parts(network, order[:_EXPLAINED])
    places = _places(values[by], order)
    rows = []
    for iri in order:
        n = places[iri]
        ranks = {"": n, **{doc: at[iri] for doc, at in moved.items() if iri in at}}
        rows.append(
            Ranked(
                rank=n,
                ref=refs[iri],
                values={name: float(values[name][iri]) for name in values},
                best=min(ranks.values()),
                worst=max(ranks.values()),
                swing=_swing(ranks, n),
                rests_on=tuple(sorted(doc for doc, at in moved.items() if iri not in at)),
                ties=ties.get(iri, ()),
                cuts_off=parts.cut_off_by(iri),
                of=len(order),
            )
        )
    return RankAnswer(
        by, tuple(rows), len(listed) - len(linked), len(listed), documents, every, between.error
    )


def _listed(
    store: Store, scope: Scope, refs: Mapping[str, Ref], selection: Selection | None
) -> list[str]:
    named = [iri for iri, ref in refs.items() if ref.type in ASKED_TYPES and not ref.is_group]
    if not selection:
        return named
    chosen = selection.things(store, scope)
    return [iri for iri in named if iri in chosen]


def _ordered(
    values: Mapping[str, float], iris: Iterable[str], refs: Mapping[str, Ref]
) -> list[str]:
    # Rounded: two firms in the same place differ by the last bit only.
    return sorted(iris, key=lambda iri: (-round(values[iri], 12), refs[iri].id))


def _places(values: Mapping[str, float], order: Sequence[str]) -> dict[str, int]:
    # Equals share a rank, as in a race: 1, 2, 2, 4.
    found: dict[str, int] = {}
    for n, iri in enumerate(order, 1):
        before = order[n - 2] if n > 1 else ""
        same = before and round(values[before], 12) == round(values[iri], 12)
        found[iri] = found[before] if same else n
    return found


def _swing(ranks: Mapping[str, int], n: int) -> str:
    return max(ranks, key=lambda source: (abs(ranks[source] - n), source))


def _without_each(
    store: Store,
    scope: Scope,
    found: EdgeArrays,
    relation_names: Sequence[str],
    by: str,
    linked: list[str],
    refs: Mapping[str, Ref],
) -> tuple[dict[str, dict[str, int]], int, int]:
    import numpy as np

    from kg.analysis.projection import apart

    cited = np.bincount(found.table.document[found.edge], minlength=len(found.table.documents))
    used = [n for n in np.argsort(-cited, kind="stable").tolist() if cited[n]]
    documents = [iri for n in used if (iri := found.table.documents[n])]
    moved = {}
    for document in documents[:_DOCUMENTS]:
        rest = edge_arrays(store, scope, relation_names=relation_names, without=[document])
        network = apart(rest)
        values, degree = MEASURES[by](network), MEASURES["degree"](network)
        order = _ordered(values, (iri for iri in linked if degree[iri]), refs)
        moved[local_id(store, document)] = _places(values, order)
    return moved, len(moved), len(documents)


def _ties(found: EdgeArrays, labels: Mapping[str, Text]) -> dict[str, tuple[tuple[Text, int], ...]]:
    counts: dict[str, dict[str, set[int]]] = {}
    relation = found.table.relation[found.edge].tolist()
    for a, b, r in zip(found.source.tolist(), found.target.tolist(), relation, strict=True):
        name = found.table.relations[r]
        for one, other in ((a, b), (b, a)):
            counts.setdefault(found.nodes[one], {}).setdefault(name, set()).add(other)
    return {
        iri: tuple(
            (labels[expand(name)], len(others))
            for name, others in sorted(by_name.items(), key=lambda p: (-len(p[1]), p[0]))
        )
        for iri, by_name in counts.items()
    }


class _Parts:
    """What the loss of a node cuts off from the part of the network that it is in."""

    def __init__(self, network: Digraph[Any], asked: Iterable[str]) -> None:
        from kg.analysis import articulation_points

        self._network = network
        self._asked = set(asked)
        self._points = articulation_points(network)

    def cut_off_by(self, iri: str) -> int | None:
        if iri not in self._asked:
            return None
        if iri not in self._points:
            return 0
        import numpy as np

        from kg.analysis import Digraph, weak_components

        before = weak_components(self._network)
        k = self._network.number[iri]
        mine = before.array == before.array[k]
        links = self._network.matrix.tocoo()
        rest = (links.coords[0] != k) & (links.coords[1] != k)
        without = Digraph.from_arrays(
            len(self._network), links.coords[0][rest], links.coords[1][rest]
        )
        mine[k] = False
        sizes = np.bincount(weak_components(without).array[mine])
        return int(sizes.sum() - sizes.max())
