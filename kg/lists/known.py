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

        def ask(new: list[str]) -> Mapping[str, bool]:
            return dict.fromkeys(self.scope.keep(self.store, new), True)

        return {iri for iri, kept in self._ask(self._kept, records, ask).items() if kept}

    def refs(self, iris: Iterable[str]) -> dict[str, Ref]:
        """Those that are things."""
        return self._found(self._refs, iris, lambda new: refs_of(self.store, new))

    def labels(self, iris: Iterable[str]) -> dict[str, Text]:
        """Labels of any terms."""
        return self._found(self._labels, iris, lambda new: labels_of(self.store, new))

    def evidence(self, records: Iterable[str]) -> dict[str, Evidence]:
        """Where records or things come from."""
        return self._found(self._evidence, records, lambda new: evidence_of(self.store, new))

    def figures(self, records: Iterable[str]) -> dict[str, Figure]:
        """Those that are figures."""

        def ask(new: list[str]) -> Mapping[str, Figure]:
            found = (observations(self.store, self.scope, records=part) for part in parts(new))
            return {obs.iri: figure_of(obs) for part in found for obs in part}

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
        if new := [iri for iri in wanted if iri not in known]:
            answer = ask(new)
            known.update((iri, answer.get(iri)) for iri in new)
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
