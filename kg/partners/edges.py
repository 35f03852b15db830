"""The partner edges that the ontology declares: which record ties whom, and what each is called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.errors import Text
from kg.store import Store
from kg.vocab import local_name

__all__ = ["Edge", "partner_edges"]

_EDGES = """
SELECT ?edge ?class ?source ?target ?symmetric ?sourceZh ?sourceEn ?targetZh ?targetEn WHERE {
  ?edge a kg:PartnerEdge ; kg:edgeRecord ?class ; kg:edgeSource ?source ; kg:edgeTarget ?target .
  ?edge kg:sourceRoleLabel ?sourceZh FILTER (LANG(?sourceZh) = "zh")
  ?edge kg:sourceRoleLabel ?sourceEn FILTER (LANG(?sourceEn) = "en")
  ?edge kg:targetRoleLabel ?targetZh FILTER (LANG(?targetZh) = "zh")
  ?edge kg:targetRoleLabel ?targetEn FILTER (LANG(?targetEn) = "en")
  OPTIONAL { ?edge kg:edgeSymmetric ?symmetric }
}"""


class Edge(NamedTuple):
    """One declared edge, by local names; ``record`` is the class of its records, ``source`` and
    ``target`` the properties of its ends."""

    name: str
    record: str
    source: str
    target: str
    symmetric: bool
    source_role: Text
    target_role: Text

    def ways(self) -> Iterator[tuple[str, str, str]]:
        """Near property, far property and direction, seen from either end."""
        yield self.source, self.target, "both" if self.symmetric else "out"
        yield self.target, self.source, "both" if self.symmetric else "in"

    def roles(self) -> list[tuple[str, Text]]:
        """What the partner is to the firm, by direction."""
        if self.symmetric:
            return [("both", self.target_role)]
        return [("out", self.target_role), ("in", self.source_role)]

    def role(self, direction: str) -> Text:
        """What the partner is to the firm in that direction."""
        return self.source_role if direction == "in" else self.target_role


def partner_edges(store: Store) -> dict[str, Edge]:
    """All partner edges by name."""
    found = {}
    for row in store.select(_EDGES):
        name = local_name(row["edge"].value)
        found[name] = Edge(
            name=name,
            record=local_name(row["class"].value),
            source=local_name(row["source"].value),
            target=local_name(row["target"].value),
            symmetric="symmetric" in row and row["symmetric"].value == "true",
            source_role=Text(row["sourceZh"].value, row["sourceEn"].value),
            target_role=Text(row["targetZh"].value, row["targetEn"].value),
        )
    return dict(sorted(found.items()))
