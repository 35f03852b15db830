"""The sources of a chain map: those of the records that it shows, and no others."""

from __future__ import annotations

from collections.abc import Iterable

from kg.chain_map import ChainMap
from kg.records import Evidence
from kg.viz.shell import About, SourceLine

__all__ = ["used_sources"]


def used_sources(map_: ChainMap, about: About) -> list[SourceLine]:
    """The sources used, in the order of ``about``, then those that only a record names."""
    known = {source.id: source for source in about.sources}
    used: dict[str, SourceLine] = {}
    for proof in _proofs(map_):
        if proof.source and proof.source not in used:
            line = SourceLine(proof.source, proof.source_title, proof.source_date)
            used[proof.source] = known.get(proof.source, line)
    ordered = [source for source in about.sources if source.id in used]
    return ordered + [source for id_, source in used.items() if id_ not in known]


def _proofs(map_: ChainMap) -> Iterable[Evidence]:
    yield from (role.evidence for leader in map_.leaders for role in leader.roles)
    yield from (flow.evidence for flow in map_.flows)
    for box in map_.boxes:
        for member in box.members:
            yield member.evidence
            yield from (amount.evidence for amount in member.amounts)
        yield from (need.evidence for need in box.needs)
