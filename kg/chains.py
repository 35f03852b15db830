"""A chain from up- to downstream: segments with their firms, leaders, needs and policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import Text
from kg.records import Evidence, Ref, Scope, evidence_of, labels_of, refs_of, select_about
from kg.store import Solution, Store

__all__ = ["ChainAnswer", "Holding", "SegmentView", "chain", "chain_answers", "chains"]

_SEGMENTS = """
SELECT ?chain ?segment ?position ?order WHERE {
  #PARAM chain
  ?segment a kg:ChainSegment ; kg:inChain ?chain ; kg:position ?concept .
  ?concept skos:notation ?position ; kg:order ?order
}"""

_ACTIVITIES = """
SELECT ?record ?segment ?firm WHERE {
  #PARAM segment
  ?record a kg:SegmentActivity ; kg:segment ?segment ; kg:agent ?firm
}"""

_FLOWS = """
SELECT ?record ?segment ?to WHERE {
  #PARAM segment
  ?record a kg:SegmentFlow ; kg:fromSegment ?segment ; kg:toSegment ?to
}"""

_NEEDS = """
SELECT ?record ?segment ?by ?level WHERE {
  #PARAM segment
  ?record a kg:Need ; kg:needed ?segment ; kg:statedBy ?by .
  OPTIONAL { ?record kg:level ?level }
}"""

_ROLES = """
SELECT ?record ?chain ?holder ?role WHERE {
  #PARAM chain
  ?record a kg:ChainRole ; kg:chain ?chain ; kg:holder ?holder ; kg:role ?role
}"""

_COVERAGE = """
SELECT ?record ?chain ?policy WHERE {
  #PARAM chain
  ?record a kg:Coverage ; kg:covered ?chain ; kg:instrument ?policy
}"""

_NARROWER = """
SELECT DISTINCT ?segment ?narrower WHERE {
  #PARAM segment
  ?narrower skos:broader+ ?segment
}"""

_ALL = """
SELECT ?chain ?level (COUNT(DISTINCT ?segment) AS ?segments) WHERE {
  ?chain a kg:IndustrialChain .
  OPTIONAL { ?chain kg:level ?level }
  OPTIONAL { ?segment a kg:ChainSegment ; kg:inChain ?chain }
} GROUP BY ?chain ?level"""


@dataclass(frozen=True)
class Holding:
    """A thing with a word of what it is here (a role, a level), and its evidence."""

    thing: Ref
    what: Text
    evidence: Evidence

    @property
    def exists(self) -> bool:
        """Whether both the thing and the record of it are more than planned or being built."""
        return self.thing.status == "existing" and self.evidence.status == "existing"

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "thing": self.thing.as_json(),
            "what_zh": self.what.zh,
            "what_en": self.what.en,
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class SegmentView:
    """One segment: who is active in it, what it feeds, who states a need of it.

    ``firms`` holds named firms, plants and projects, and stated groups; nothing adds up the
    groups' counts, because groups may overlap. ``narrower`` are those of narrower segments of
    the chain that are not among them.
    """

    segment: Ref
    position: str
    firms: tuple[Holding, ...]
    feeds: tuple[Holding, ...]
    needs: tuple[Holding, ...]
    narrower: tuple[Holding, ...] = ()

    @property
    def named(self) -> int:
        """How many different firms, plants and projects are named in it that exist."""
        return len({f.thing.iri for f in self.firms if f.exists and not f.thing.is_group})

    @property
    def state(self) -> str:
        """``served``, ``narrower`` (by firms of narrower segments), ``unnamed`` (only stated
        groups), ``planned``, ``needed`` or ``unknown``.

        What is only proposed, planned or being built does not serve. Unknown is not absent: it
        says that no source names a firm.
        """
        if self.named:
            return "served"
        if any(f.exists and not f.thing.is_group for f in self.narrower):
            return "narrower"
        if any(f.exists for f in self.firms):
            return "unnamed"
        if self.firms:
            return "planned"
        return "needed" if self.needs else "unknown"

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "segment": self.segment.as_json(),
            "position": self.position,
            "state": self.state,
            "named": self.named,
            "firms": [f.as_json() for f in self.firms],
            "narrower": [f.as_json() for f in self.narrower],
            "feeds": [f.as_json() for f in self.feeds],
            "needs": [n.as_json() for n in self.needs],
        }


@dataclass(frozen=True)
class ChainAnswer:
    """A chain with everything that hangs on it; segments stand in flow order."""

    chain: Ref
    roles: tuple[Holding, ...]
    segments: tuple[SegmentView, ...]
    policies: tuple[Holding, ...]


def chains(store: Store) -> list[tuple[Ref, Text, int]]:
    """All chains: reference, level, number of segments; sorted by id."""
    rows = store.select(_ALL)
    refs = refs_of(store, (r["chain"].value for r in rows))
    labels = labels_of(store, (r["level"].value for r in rows if "level" in r))
    found = [
        (
            refs[r["chain"].value],
            labels[r["level"].value] if "level" in r else Text("", ""),
            int(r["segments"].value),
        )
        for r in rows
    ]
    return sorted(found, key=lambda row: (-row[2], row[0].id))


def chain(store: Store, iri: str, scope: Scope) -> ChainAnswer:
    """One chain (IRI) as of a day; segments upstream first, then along ``feeds``."""
    return chain_answers(store, [iri], scope)[iri]


def chain_answers(store: Store, iris: Iterable[str], scope: Scope) -> dict[str, ChainAnswer]:
    """Several chains by IRI, in the order given, with the queries of one.

    O(segments + activities + flows); a segment of several chains is read once, but narrower
    segments count only within their chain.
    """
    asked = list(dict.fromkeys(iris))
    segments = select_about(store, _SEGMENTS, "chain", asked)
    own: dict[str, list[str]] = {iri: [] for iri in asked}
    for row in sorted(segments, key=lambda r: str(r["segment"].value)):
        own[row["chain"].value].append(row["segment"].value)
    names = sorted({r["segment"].value for r in segments})
    reader = _Reader(store, scope)
    found = _Found(
        refs=refs_of(store, [*names, *asked]),
        position={r["segment"].value: r["position"].value for r in segments},
        order={r["segment"].value: int(r["order"].value) for r in segments},
        firms=reader.by(_ACTIVITIES, "segment", names, "firm"),
        flows=reader.by(_FLOWS, "segment", names, "to"),
        needs=reader.by(_NEEDS, "segment", names, "by", "level"),
        narrower=sorted(
            (r["segment"].value, r["narrower"].value)
            for r in select_about(store, _NARROWER, "segment", names)
        ),
    )
    roles = reader.by(_ROLES, "chain", asked, "holder", "role")
    policies = reader.by(_COVERAGE, "chain", asked, "policy")
    return {
        iri: ChainAnswer(
            chain=found.refs[iri],
            roles=tuple(roles.get(iri, ())),
            segments=found.views(own[iri]),
            policies=tuple(policies.get(iri, ())),
        )
        for iri in asked
    }


@dataclass(frozen=True)
class _Found:
    """What was read of all segments asked for, by segment."""

    refs: Mapping[str, Ref]
    position: Mapping[str, str]
    order: Mapping[str, int]
    firms: Mapping[str, list[Holding]]
    flows: Mapping[str, list[Holding]]
    needs: Mapping[str, list[Holding]]
    narrower: Sequence[tuple[str, str]]

    def views(self, own: Sequence[str]) -> tuple[SegmentView, ...]:
        """The segments of one chain, in flow order."""
        below = self._below(own)
        return tuple(
            SegmentView(
                segment=self.refs[s],
                position=self.position[s],
                firms=tuple(self.firms.get(s, ())),
                feeds=tuple(self.flows.get(s, ())),
                needs=tuple(self.needs.get(s, ())),
                narrower=below[s],
            )
            for s in _flow_order(own, self.order, self.flows)
        )

    def _below(self, segments: Sequence[str]) -> dict[str, tuple[Holding, ...]]:
        own = {s: {h.thing.iri for h in self.firms.get(s, ())} for s in segments}
        found: dict[str, dict[str, Holding]] = {s: {} for s in own}
        for segment, narrower in self.narrower:
            if segment not in own or narrower not in own:
                continue
            for holding in self.firms.get(narrower, ()):
                if holding.thing.iri not in own[segment]:
                    found[segment].setdefault(holding.thing.iri, holding)
        return {
            s: tuple(sorted(by_thing.values(), key=lambda h: h.thing.id))
            for s, by_thing in found.items()
        }


class _Reader:
    """Reads rows of (record, thing, word) with their evidence, as of a day."""

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store = store
        self._scope = scope

    def by(
        self, query: str, name: str, iris: Iterable[str], end: str, what: str = ""
    ) -> dict[str, list[Holding]]:
        """Holdings by the thing that was asked about."""
        found: dict[str, list[Holding]] = {}
        for row, holding in self._read(query, name, iris, end, what):
            found.setdefault(row[name].value, []).append(holding)
        return found

    def _read(
        self, query: str, name: str, iris: Iterable[str], end: str, what: str
    ) -> list[tuple[Solution, Holding]]:
        rows = select_about(self._store, query, name, iris)
        kept = self._scope.keep(self._store, (r["record"].value for r in rows))
        rows = [r for r in rows if r["record"].value in kept]
        refs = refs_of(self._store, (r[end].value for r in rows))
        evidence = evidence_of(self._store, kept)
        labels = labels_of(self._store, (r[what].value for r in rows if what in r))
        found = [
            (
                row,
                Holding(
                    refs[row[end].value],
                    labels[row[what].value] if what in row else Text("", ""),
                    evidence[row["record"].value],
                ),
            )
            for row in rows
        ]
        return sorted(found, key=lambda pair: (pair[1].thing.id, pair[1].evidence.record))


def _flow_order(
    segments: Iterable[str], position: Mapping[str, int], flows: Mapping[str, list[Holding]]
) -> list[str]:
    # Position first; within one position a segment stands before those it feeds, as far as
    # flows form no cycle: the depth is bounded by the number of segments.
    segments = list(segments)
    depth = dict.fromkeys(segments, 0)
    for _ in segments:
        for segment in segments:
            for flow in flows.get(segment, ()):
                to = flow.thing.iri
                if to in depth and position[to] == position[segment] and to != segment:
                    depth[to] = min(max(depth[to], depth[segment] + 1), len(segments))
    return sorted(segments, key=lambda s: (position[s], depth[s], s))
