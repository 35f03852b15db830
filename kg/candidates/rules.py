"""Which records a candidate may rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.query import bind
from kg.records import Scope
from kg.store import Solution, Store

__all__ = ["Rules"]

_OFF = "kg:status-proposed kg:status-planned kg:status-ended"


@dataclass(frozen=True)
class Rules:
    """Which records count: as of a day, of what basis, and none of those hidden.

    ``hidden`` holds IRIs of records that the answer must not know of: how the measured check
    (``kg.candidates.evaluation``) hides a link.
    """

    scope: Scope
    observed: bool = False
    hidden: Collection[str] = frozenset()

    def known(self, *variables: str) -> str:
        """SPARQL filters: the record counts on the day and is not hidden, whatever its status."""
        lines = [self.scope.where(*variables)]
        if self.hidden:
            listed = " ".join(str(ox.NamedNode(iri)) for iri in sorted(self.hidden))
            lines += [f"MINUS {{ VALUES {v} {{ {listed} }} }}" for v in variables]
        return "\n".join(lines)

    def holding(self, *variables: str) -> str:
        """SPARQL filters: as ``known``, and the record is not proposed, planned or ended; with
        ``observed``, a source states it."""
        lines = [self.known(*variables)]
        for v in variables:
            lines.append(f"MINUS {{ VALUES {v}Off {{ {_OFF} }} {v} kg:status {v}Off }}")
            if self.observed:
                lines.append(f"FILTER EXISTS {{ {v} kg:basis kg:basis-stated }}")
        return "\n".join(lines)

    def ask(
        self,
        store: Store,
        query: str,
        name: str,
        things: Iterable[str],
        *,
        status: bool = True,
    ) -> list[Solution]:
        """The rows of one of these queries, its ``{record}`` filtered, in a fixed order."""
        wanted = sorted(set(things))
        if not wanted:
            return []
        held = self.holding("?record") if status else self.known("?record")
        text = bind(query.format(record=held), {name: [ox.NamedNode(iri) for iri in wanted]})
        return sorted(store.select(text), key=lambda row: [str(row.get(k)) for k in sorted(row)])
