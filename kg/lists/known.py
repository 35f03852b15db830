"""What the graph knows of many things at once: asked in bulk, in parts, each only once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

import pyoxigraph as ox

from kg.errors import Text
from kg.lists.model import Figure
from kg.messages import message
from kg.observations import Observation, observations
from kg.query import SavedQuery, bind
from kg.records import Evidence, Ref, Scope, evidence_of, labels_of, refs_of
from kg.store import Solution, Store
from kg.wording import figure_text, period_text

__all__ = ["PART", "Known", "figure_of", "parts"]

PART = 300
"""How many things one query asks about: beyond about a thousand the engine plans otherwise."""

_T = TypeVar("_T")


class Known:
    """A store as of a day, with what was asked of it so far."""

    def __init__(self, store: Store, scope: Scope) -> None:
        self.store = store
        self.scope = scope
        self._kept: dict[str, bool | None] = {}
        self._refs: dict[str, Ref | None] = {}
        self._labels: dict[str, Text | None] = {}
        self._evidence: dict[str, Evidence | None] = {}
        self._figures: dict[str, Figure | None] = {}

    def keep(self, records: Iterable[str]) -> set[str]:
        """The records (IRIs) that count on the day."""

        def ask(part: list[str]) -> Mapping[str, bool]:
            return dict.fromkeys(self.scope.keep(self.store, part), True)

        return {iri for iri, kept in self._ask(self._kept, records, ask).items() if kept}

    def refs(self, iris: Iterable[str]) -> dict[str, Ref]:
        """Those that are things."""
        return self._found(self._refs, iris, lambda part: refs_of(self.store, part))

    def labels(self, iris: Iterable[str]) -> dict[str, Text]:
        """Labels of any terms."""
        return self._found(self._labels, iris, lambda part: labels_of(self.store, part))

    def evidence(self, records: Iterable[str]) -> dict[str, Evidence]:
        """Where records or things come from."""
        return self._found(self._evidence, records, lambda part: evidence_of(self.store, part))

    def figures(self, records: Iterable[str]) -> dict[str, Figure]:
        """Those that are figures."""

        def ask(part: list[str]) -> Mapping[str, Figure]:
            found = observations(self.store, self.scope, records=part)
            return {obs.iri: figure_of(obs) for obs in found}

        return self._found(self._figures, records, ask)

    def filled(self, query: SavedQuery, things: Iterable[str]) -> Iterator[Solution]:
        """The rows of a saved query for these things (parameter ``thing``)."""
        for part in parts(sorted(set(things))):
            nodes = [ox.NamedNode(iri) for iri in part]
            yield from self.store.select(bind(query.text, {"thing": nodes}))

    def _found(
        self,
        known: dict[str, _T | None],
        iris: Iterable[str],
        ask: Callable[[list[str]], Mapping[str, _T]],
    ) -> dict[str, _T]:
        got = self._ask(known, iris, ask)
        return {iri: value for iri, value in got.items() if value is not None}

    @staticmethod
    def _ask(
        known: dict[str, _T | None],
        iris: Iterable[str],
        ask: Callable[[list[str]], Mapping[str, _T]],
    ) -> dict[str, _T | None]:
        wanted = sorted(set(iris))
        for part in parts([iri for iri in wanted if iri not in known]):
            answer = ask(part)
            for iri in part:
                known[iri] = answer.get(iri)
        return {iri: known[iri] for iri in wanted}


def figure_of(obs: Observation) -> Figure:
    """A figure as a cell holds it: what it is of, its number, its period."""
    key = "lists.figure" if obs.period else "lists.figure_undated"
    text = message(
        key,
        indicator=obs.indicator.label,
        kind=message(f"lists.kind_{obs.kind}"),
        figure=figure_text(obs),
        period=period_text(obs.period) if obs.period else Text("", ""),
    )
    return Figure(
        value=obs.value,
        unit=obs.unit.label,
        unit_id=obs.unit.id,
        operator=obs.operator,
        kind=obs.kind,
        period=obs.period,
        text=text,
        record=obs.id,
        label=obs.indicator.label,
    )


def parts(iris: list[str]) -> Iterator[list[str]]:
    """Lists of at most ``PART``, in order."""
    for at in range(0, len(iris), PART):
        yield iris[at : at + PART]
