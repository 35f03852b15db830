"""Supply clusters in words: what a computed cluster makes, where it is, who leads it, and which
ties run out of it.

A computed cluster is named after its firms and segments; it never bears the name of a cluster
that a policy speaks of (先进制造业集群 and the like), which is another thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kg.edges import EdgeTable
from kg.errors import Text
from kg.messages import message
from kg.network import STRUCTURE, edge_arrays
from kg.records import Ref, Scope, refs_of
from kg.store import Store
from kg.wording import listed

if TYPE_CHECKING:
    from kg.analysis import Digraph, NodeValues

__all__ = ["ClustersAnswer", "SupplyCluster", "Tie", "supply_clusters"]

_SEEDS = 10


@dataclass(frozen=True)
class Tie:
    """A link that runs from a cluster to another one, with how many records it stands on."""

    inside: Ref
    outside: Ref
    cluster: int
    records: int

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "inside": self.inside.as_json(),
            "outside": self.outside.as_json(),
            "cluster": self.cluster,
            "records": self.records,
        }


@dataclass(frozen=True)
class SupplyCluster:
    """One cluster of two or more members, most linked member first.

    ``inside`` and ``cut`` count linked pairs within it and out of it; ``segments``, ``places``
    and ``leaders`` come by falling number of members concerned; ``cores`` is the highest k-core
    that a member is in.
    """

    number: int
    name: Text
    members: tuple[Ref, ...]
    inside: int
    cut: int
    segments: tuple[Ref, ...]
    places: tuple[Ref, ...]
    leaders: tuple[Ref, ...]
    ties: tuple[Tie, ...]
    core: int

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "cluster": self.number,
            "name_zh": self.name.zh,
            "name_en": self.name.en,
            "inside": self.inside,
            "cut": self.cut,
            "core": self.core,
            "segments": [ref.as_json() for ref in self.segments],
            "places": [ref.as_json() for ref in self.places],
            "leaders": [ref.as_json() for ref in self.leaders],
            "ties": [tie.as_json() for tie in self.ties],
            "members": [ref.as_json() for ref in self.members],
            "why_zh": why.zh,
            "why_en": why.en,
        }

    def why(self) -> Text:
        """The cluster in sentences."""
        parts = [
            message(
                "clusters.why",
                number=self.number,
                size=len(self.members),
                members=listed(ref.label for ref in self.members[:5]),
                inside=self.inside,
                cut=self.cut,
            )
        ]
        if self.segments:
            parts.append(
                message(
                    "clusters.why_segments", names=listed(ref.label for ref in self.segments[:4])
                )
            )
        if self.places:
            parts.append(
                message("clusters.why_places", names=listed(ref.label for ref in self.places[:4]))
            )
        key = "clusters.why_leaders" if self.leaders else "clusters.why_no_leader"
        parts.append(message(key, names=listed(ref.label for ref in self.leaders)))
        if self.ties:
            shown = [
                Text(
                    f"{t.inside.label.zh}—{t.outside.label.zh}（群 {t.cluster}）",
                    f"{t.inside.label.en} - {t.outside.label.en} (cluster {t.cluster})",
                )
                for t in self.ties[:3]
            ]
            ties = Text("；".join(t.zh for t in shown), "; ".join(t.en for t in shown))
            parts.append(message("clusters.why_ties", ties=ties))
        return Text("".join(p.zh for p in parts), " ".join(p.en for p in parts))


@dataclass(frozen=True)
class ClustersAnswer:
    """Clusters, largest first; ``single`` nodes are in none.

    ``stability`` is the mean adjusted Rand index over ``seeds`` seeds: 1 where every seed gives
    the same clusters.
    """

    rows: tuple[SupplyCluster, ...]
    modularity: float
    stability: float
    seeds: int
    seed: int
    method: str
    single: int


def supply_clusters(
    store: Store,
    scope: Scope,
    *,
    relation_names: Sequence[str] = STRUCTURE,
    method: Literal["louvain", "leiden"] = "louvain",
    seed: int = 1,
) -> ClustersAnswer:
    """Clusters of the network of these relations, described.

    Raises OptionError for an unknown relation; ModuleNotFoundError for Leiden without NetworKit.
    """
    from kg import analysis
    from kg.analysis.projection import apart

    found = edge_arrays(store, scope, relation_names=relation_names)
    network = apart(found)
    labels = analysis.communities(network, method=method, seed=seed)
    refs = refs_of(store, found.nodes)
    groups = [group for group in labels.groups() if len(group) > 1]
    facts = _Facts(found.table, scope)
    others = refs_of(store, facts.targets())
    policy = _policy_names(store)
    links = _Links(network, labels)
    cores = analysis.core_number(network.undirected())
    rows = []
    for number, members in enumerate(groups, 1):
        mine = set(members)
        ordered = sorted(members, key=lambda iri: (-links.inside(iri), refs[iri].id))
        shown = tuple(refs[iri] for iri in ordered)
        segments = facts.most("activeIn", mine, others)
        rows.append(
            SupplyCluster(
                number=number,
                name=_name(number, shown, segments, policy),
                members=shown,
                inside=sum(links.inside(iri) for iri in members) // 2,
                cut=sum(links.outside(iri) for iri in members),
                segments=segments,
                places=facts.most(
                    "locatedIn", (iri for iri in members if refs[iri].type != "Event"), others
                ),
                leaders=tuple(ref for ref in shown if facts.leads(ref.iri)),
                ties=links.ties(members, refs),
                core=max(int(cores[iri]) for iri in members),
            )
        )
    seeds = range(seed, seed + _SEEDS)
    return ClustersAnswer(
        rows=tuple(rows),
        modularity=analysis.modularity(network, labels.array),
        stability=analysis.stability(network, seeds, method=method),
        seeds=_SEEDS,
        seed=seed,
        method=method,
        single=len(network) - sum(map(len, groups)),
    )


class _Links:
    """Linked pairs of the network, by how they lie to the clusters."""

    def __init__(self, network: Digraph[str], labels: NodeValues[str]) -> None:
        import numpy as np

        plain = network.undirected()
        pairs = plain.matrix.tocoo()
        self._row, self._column = pairs.coords
        self._weight = pairs.data
        self._labels = labels.array
        self._network = network
        same = self._labels[self._row] == self._labels[self._column]
        self._across = ~same
        size = len(network)
        self._inside = np.bincount(self._row[same], minlength=size)
        self._outside = np.bincount(self._row[~same], minlength=size)

    def inside(self, iri: str) -> int:
        return int(self._inside[self._network.number[iri]])

    def outside(self, iri: str) -> int:
        return int(self._outside[self._network.number[iri]])

    def ties(self, members: Iterable[str], refs: Mapping[str, Ref]) -> tuple[Tie, ...]:
        import numpy as np

        mine = np.zeros(len(self._network), np.bool_)
        mine[[self._network.number[iri] for iri in members]] = True
        nodes = self._network.nodes
        found = [
            Tie(
                refs[nodes[self._row[k]]],
                refs[nodes[self._column[k]]],
                int(self._labels[self._column[k]]) + 1,
                int(self._weight[k]),
            )
            for k in np.flatnonzero(mine[self._row] & self._across).tolist()
        ]
        return tuple(sorted(found, key=lambda t: (-t.records, t.inside.id, t.outside.id)))


class _Facts:
    """Which segments, places and leading roles nodes have, from the columns of edges."""

    def __init__(self, table: EdgeTable, scope: Scope) -> None:
        self._targets: dict[str, dict[str, set[str]]] = {}
        relations = ("activeIn", "locatedIn", "hasRoleIn")
        for n in table.holding(scope.as_of, relations=relations).nonzero()[0].tolist():
            by_thing = self._targets.setdefault(table.relations[table.relation[n]], {})
            source, target = table.nodes[table.source[n]], table.nodes[table.target[n]]
            by_thing.setdefault(source, set()).add(target)

    def targets(self) -> set[str]:
        """All segments and places that occur."""
        kinds = (self._targets.get(name, {}) for name in ("activeIn", "locatedIn"))
        return {target for by_thing in kinds for found in by_thing.values() for target in found}

    def most(
        self, relation: str, members: Iterable[str], refs: Mapping[str, Ref]
    ) -> tuple[Ref, ...]:
        by_thing = self._targets.get(relation, {})
        count = Counter(target for iri in members for target in by_thing.get(iri, ()))
        ordered = sorted(count, key=lambda iri: (-count[iri], refs[iri].id))
        return tuple(refs[iri] for iri in ordered)

    def leads(self, iri: str) -> bool:
        return iri in self._targets.get("hasRoleIn", {})


def _policy_names(store: Store) -> set[str]:
    rows = store.select("SELECT ?name { ?cluster a kg:Cluster ; rdfs:label ?name }")
    return {row["name"].value for row in rows}


def _name(number: int, members: Sequence[Ref], segments: Sequence[Ref], policy: set[str]) -> Text:
    firms = [ref for ref in members if not ref.is_group and ref.type != "ChainSegment"] or members
    words = message(
        "clusters.name",
        number=number,
        first=firms[0].label,
        segments=listed(ref.label for ref in segments[:2]) if segments else firms[0].type_label,
    )
    return message("clusters.plain_name", number=number) if set(words) & policy else words
