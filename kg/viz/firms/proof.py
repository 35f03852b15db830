"""What the panel says beside a name: where in the text a record stands, and amounts invested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import Text
from kg.messages import message
from kg.observations import data_points, observations
from kg.records import Scope, evidence_of
from kg.store import Store
from kg.wording import figure_text, period_text, scope_text

if TYPE_CHECKING:
    import networkx as nx

    from kg.records import Evidence

__all__ = ["add_evidence"]

_AMOUNTS = """
SELECT ?record WHERE {
  ?record a kg:Observation ; kg:indicator ?indicator .
  FILTER (?indicator IN (kg:indicator-investment, kg:indicator-cumulative-investment))
}"""


def add_evidence(store: Store, scope: Scope, graph: nx.MultiDiGraph[str]) -> None:
    """Give edges passages, and nodes figures: (Text, where it is stated), one a data point.

    Passages are half-open code-point offsets (``120-135;300-310``); of a derived record, the
    records that it follows from. O(edges), one look-up for all.
    """
    evidence = evidence_of(store, {key for _, _, key in graph.edges(keys=True)})
    for _, _, key, data in graph.edges(keys=True, data=True):
        data["passages"] = _passages(evidence[key])
    records = [row["record"].value for row in store.select(_AMOUNTS)]
    for point in data_points(observations(store, scope, records=records)) if records else ():
        obs = point.first
        if obs.subject.iri in graph:
            target = obs.kind == "target" or obs.evidence.status in {"proposed", "planned"}
            figure = figure_text(obs)
            words = message("chain_map.target", figure=figure) if target else figure
            parts = (obs.indicator.label, words, period_text(obs.period), scope_text(obs))
            words = Text(*("，".join(filter(None, (p.zh for p in parts))),
                           ", ".join(filter(None, (p.en for p in parts)))))  # fmt: skip
            where = f"{obs.evidence.short()} · {obs.evidence.record}"
            graph.nodes[obs.subject.iri].setdefault("figures", []).append((words, where))


def _passages(evidence: Evidence) -> str:
    if evidence.spans or not evidence.derived_from:
        return evidence.spans
    return "<- " + ";".join(evidence.derived_from)
