"""How many named organizations a candidate deals with: the count of ``kg partners``.

The words "named organizations" must mean one thing: those that ``kg.partners.coverage`` counts,
directly or over a project, platform, consortium or joint venture, plants of others among them.
Its own plants, projects, events and groups that a source only counts are none. A test holds the
two counts together.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from kg.candidates.dealings import dealings_pattern, partner_edges
from kg.candidates.rules import Rules
from kg.query import bind
from kg.store import Store

__all__ = ["named_partners"]

_NAMED = """
SELECT DISTINCT ?agent ?far WHERE {{
  {branches}
  ?far a ?type .
  FILTER (?type IN (kg:Organization, kg:Enterprise, kg:GovernmentBody, kg:ResearchBody,
                    kg:ParkAuthority, kg:Consortium, kg:Facility))
  MINUS {{ ?far kg:statedCount ?size }}
  MINUS {{ ?far kg:countOperator ?size }}
}}"""

_BESIDE = """{{
    #PARAM agent
    ?near kg:{one} ?agent ; kg:{two} ?via ; a kg:{cls} .
    ?record kg:{two} ?via ; kg:{one} ?far ; a kg:{cls} .
    {limit}
    {held}
  }}"""

_THROUGH = "?via a ?viaType FILTER (?viaType IN ({classes}))"
_JOINT = """VALUES ?joint { kg:ownership-kind-joint-venture }
    ?near kg:kind ?joint . ?record kg:kind ?joint"""
_BRIDGES = (
    ("Participation", "participant", "activity",
     _THROUGH.format(classes="kg:Project, kg:Platform")),
    ("Membership", "member", "group", _THROUGH.format(classes="kg:Consortium, kg:Platform")),
    ("Ownership", "owner", "owned", _JOINT),
)  # fmt: skip

# Above a thousand values the engine stops looking them up one by one and reads everything.
_BATCH = 500


def named_partners(store: Store, rules: Rules, whose: Mapping[str, str]) -> dict[str, int]:
    """How many named organizations each firm deals with, by records that hold.

    ``whose`` maps each firm, and each of its plants, to the firm (IRIs). O(their records).
    """
    edges = partner_edges(store, ownership=True)
    both = rules.holding("?near", "?record")
    branches = [dealings_pattern(edges, "agent", "far", rules.holding("?record"))]
    branches += [
        _BESIDE.format(cls=cls, one=one, two=two, limit=limit, held=both)
        for cls, one, two, limit in _BRIDGES
    ]
    query = _NAMED.format(branches=" UNION ".join(branches))
    wanted = [ox.NamedNode(iri) for iri in sorted(whose)]
    met: dict[str, set[str]] = {}
    for start in range(0, len(wanted), _BATCH):
        for row in store.select(bind(query, {"agent": wanted[start : start + _BATCH]})):
            firm, far = whose[row["agent"].value], row["far"].value
            if whose.get(far) != firm:
                met.setdefault(firm, set()).add(far)
    return {firm: len(found) for firm, found in met.items()}
