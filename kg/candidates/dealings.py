"""Who deals with whom, by every edge that the ontology declares to join partners.

Written out edge by edge: joined through the declarations, the engine would look at every record
of a class for each firm.
"""

from __future__ import annotations

from kg.relations import declared
from kg.store import Store
from kg.vocab import local_name

__all__ = ["Edge", "dealings_pattern", "partner_edges"]

Edge = tuple[str, str, str]
"""The class of the record, and the properties of its two ends (local names)."""


def partner_edges(store: Store, *, ownership: bool = False) -> list[Edge]:
    """All edges between partners; ownership, which has a part of its own in the score, only
    where it is asked for."""
    ends = sorted(
        (local_name(r.record_class), local_name(r.near), local_name(r.far))
        for r in declared(store, partners=True).values()
    )
    return [edge for edge in ends if ownership or edge[0] != "Ownership"]


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
