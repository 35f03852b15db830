"""The partner edges that the ontology declares: which record ties whom, and what each is called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.errors import Text
from kg.relations import declared
from kg.store import Store
from kg.vocab import local_name

__all__ = ["Edge", "partner_edges"]


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
    return {
        name: Edge(
            name=name,
            record=local_name(relation.record_class),
            source=local_name(relation.near),
            target=local_name(relation.far),
            symmetric=relation.symmetric,
            source_role=relation.source_role,
            target_role=relation.target_role,
        )
        for name, relation in declared(store, partners=True).items()
    }
