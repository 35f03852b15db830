"""Who deals with whom, by every edge that the ontology declares to join partners.

Written out edge by edge: joined through the declarations, the engine would look at every record
of a class for each firm.
"""

from __future__ import annotations

from kg.store import Store
from kg.vocab import KG, local_name

__all__ = ["Edge", "dealings_pattern", "partner_edges"]

Edge = tuple[str, str, str]
"""The class of the record, and the properties of its two ends (local names)."""

_DECLARED = """
SELECT ?class ?source ?target WHERE {
  ?edge a kg:PartnerEdge ; kg:edgeRecord ?class ; kg:edgeSource ?source ; kg:edgeTarget ?target
} ORDER BY ?class ?source ?target"""


def partner_edges(store: Store, *, ownership: bool = False) -> list[Edge]:
    """All edges between partners; ownership, which has a part of its own in the score, only
    where it is asked for."""
    rows = store.select(_DECLARED)
    edges = [tuple(row[k].value for k in ("class", "source", "target")) for row in rows]
    assert all(iri.startswith(KG) for edge in edges for iri in edge)
    named = [(local_name(a), local_name(b), local_name(c)) for a, b, c in edges]
    return [edge for edge in named if ownership or edge[0] != "Ownership"]


def dealings_pattern(edges: list[Edge], parameter: str, far: str, filters: str) -> str:
    """A UNION that binds ``?record`` and ``far`` for every partner of ``?parameter``.

    ``filters`` goes into each innermost group, where ``#PARAM parameter`` binds the near end.
    """
    ends = [e for cls, one, two in edges for e in ((cls, one, two), (cls, two, one))]
    return " UNION ".join(
        f"{{\n    #PARAM {parameter}\n    ?record kg:{near} ?{parameter} ; kg:{end} ?{far} ; "
        f"a kg:{cls} .\n    {filters}\n  }}"
        for cls, near, end in ends
    )
