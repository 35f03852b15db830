"""The queries behind an answer. The one for its rows is made so that a person can run it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.partners.edges import Edge
from kg.partners.roles import RULES, Bridge, RoleFilter
from kg.partners.tiers import Supply
from kg.query import bind
from kg.records import Scope

__all__ = ["ANSWER_TYPES", "ASKED_TYPES", "FAMILY", "SEGMENTS", "Rows", "peers", "supplies"]

ASKED_TYPES = frozenset({
    "Organization", "Enterprise", "GovernmentBody", "ResearchBody", "ParkAuthority",
    "Consortium", "Facility",
})  # fmt: skip
"""Classes of things that the question can be about."""

ANSWER_TYPES = ASKED_TYPES | {"AdministrativeArea", "Event", "Park", "Platform", "Project"}
"""Classes of things that count as partners."""

FAMILY = """
SELECT DISTINCT ?member ?how WHERE {
  {
    #PARAM self
    ?record a kg:Ownership ; kg:owner ?self ; kg:owned ?member . ?member a kg:Facility
    BIND ("plant" AS ?how)
  } UNION {
    #PARAM self
    ?record a kg:Ownership ; kg:owner ?member ; kg:owned ?self . ?self a kg:Facility
    BIND ("operator" AS ?how)
  } UNION {
    #PARAM self
    ?self a kg:Facility . ?r1 a kg:Ownership ; kg:owner ?op ; kg:owned ?self .
    ?r2 a kg:Ownership ; kg:owner ?op ; kg:owned ?member . ?member a kg:Facility
    BIND ("sister" AS ?how)
  } UNION {
    #PARAM self
    ?self owl:sameAs ?member
    BIND ("same" AS ?how)
  }
}"""
"""A firm with its plants, and with itself in other packs; a plant with its operator and that
firm's other plants. ``?how`` says which: plant, operator, sister, same."""

_HOLDS = "FILTER NOT EXISTS {{ {record} kg:status ?off FILTER (?off IN ({off})) }}"
_STATED = "\n    {record} kg:basis kg:basis-stated ."
_OFF = "kg:status-proposed, kg:status-planned, kg:status-ended"

SEGMENTS = """
SELECT DISTINCT ?segment WHERE {
  #PARAM self
  ?own kg:agent ?self . ?own kg:segment ?segment .
}"""
"""Segments of the firm, whatever the day."""

_PEERS = """
SELECT DISTINCT ?record ?segment ?other WHERE {{
  #PARAM segment
  ?record kg:segment ?segment . ?record kg:agent ?other .
  {counts}
}} LIMIT {most}"""

_ROWS = """\
SELECT DISTINCT ?record ?nearRecord ?edge ?direction ?self ?via ?other
                ?type ?kind ?since ?until ?product{columns} WHERE {{
  {branches}
  OPTIONAL {{ ?other a ?type }}
  OPTIONAL {{ ?record kg:kind|kg:role ?kind }}
  OPTIONAL {{ ?record kg:since|kg:date ?since }}
  OPTIONAL {{ ?record kg:until ?until }}
  OPTIONAL {{ ?record kg:product ?product }}
  FILTER (?type IN ({types}))
  {limits}
}}"""

_DIRECT = """{{
    #PARAM self
    VALUES (?edge ?class ?near ?far ?direction) {{
      {ways}
    }}
    ?record ?near ?self . ?record a ?class . ?record ?far ?other .
    FILTER (?self = {firm} || ?other NOT IN ({family}) || (?other != {firm} && ?direction != "in"))
    {counts}
  }}"""
# A record inside the family is met from both ends. It counts once: as the firm asked for sees it
# where it is an end, else as its source does (the owner of a plant).

_BRIDGE = """{{
    #PARAM self
    ?nearRecord a kg:{record} ; kg:{source} ?self ; kg:{target} ?via .
    ?record a kg:{record} ; kg:{target} ?via ; kg:{source} ?other .{limit}
    MINUS {{
      #PARAM other
    }}
    {counts}
    BIND (kg:{name} AS ?edge) BIND ("both" AS ?direction)
  }}"""

_TIERS = """{{
    #PARAM record
    ?record kg:customer ?via . ?record kg:supplier ?other .
    {counts}
    BIND (kg:suppliesTo AS ?edge) BIND ("in" AS ?direction)
  }}"""

_SUPPLIES = """
SELECT DISTINCT ?record ?customer ?supplier WHERE {{
  #PARAM customer
  ?record kg:customer ?customer . ?record kg:supplier ?supplier .
  {counts}
}}"""

_UNFILTERED = RoleFilter()


class Rows:
    """Builds the query for the rows of one firm's answer.

    ``family`` are ``firm`` and what answers with it, ``scope`` the day, ``observed`` limits to
    records that a source states.
    """

    def __init__(
        self,
        edges: dict[str, Edge],
        firm: str,
        family: Iterable[str],
        scope: Scope,
        *,
        observed: bool,
    ) -> None:
        self._edges = edges
        self._firm = ox.NamedNode(firm)
        self._family = [ox.NamedNode(iri) for iri in sorted(family)]
        self._scope = scope
        self._observed = observed

    def query(
        self,
        roles: RoleFilter = _UNFILTERED,
        tiers: Sequence[Supply] = (),
        chosen: str = "",
        columns: Sequence[str] = (),
    ) -> str:
        """The query, ready to run; ``tiers`` are the supply relations above the first tier,
        ``chosen`` a pattern that limits ?other and binds ``columns``."""
        branches = [self._direct()] if not roles or self._has_direct(roles) else []
        branches += [self._bridge(bridge) for bridge in roles.bridges()]
        if tiers and roles.tiers():
            branches.append(self._tiers())
        limits = [f"FILTER (BOUND(?via) || {roles.condition()})"] if roles else []
        limits += [chosen] if chosen else []
        text = _ROWS.format(
            columns="".join(f" ?{name}" for name in columns),
            branches=" UNION ".join(branches) or "VALUES ?record { }",
            types=", ".join(f"kg:{name}" for name in sorted(ANSWER_TYPES)),
            limits="\n  ".join(limits),
        )
        records = [ox.NamedNode(supply.record) for supply in sorted(tiers)]
        values = {"self": self._family, "other": self._family, "record": records}
        return bind(text, {n: v for n, v in values.items() if f"#PARAM {n}\n" in text})

    def uncounted(self) -> str:
        """The direct records whatever the day, to say how many the day hides."""
        text = (
            f"SELECT DISTINCT ?record WHERE {{{{ {_DIRECT} OPTIONAL {{{{ ?other a ?type }}}}\n"
            "  FILTER (?type IN ({types})) }}"
        ).format(
            ways=self._ways(),
            firm=self._firm,
            family=", ".join(map(str, self._family)),
            counts=self._basis("?record"),
            types=", ".join(f"kg:{name}" for name in sorted(ANSWER_TYPES)),
        )
        return bind(text, {"self": self._family})

    def _has_direct(self, roles: RoleFilter) -> bool:
        return bool(roles.ends) or any(rule.role in roles.roles for rule in RULES)

    def _direct(self) -> str:
        return _DIRECT.format(
            ways=self._ways(),
            firm=self._firm,
            family=", ".join(map(str, self._family)),
            counts=self._counts("?record"),
        )

    def _ways(self) -> str:
        return "\n      ".join(
            f'(kg:{edge.name} kg:{edge.record} kg:{near} kg:{far} "{direction}")'
            for edge in self._edges.values()
            for near, far, direction in edge.ways()
        )

    def _bridge(self, bridge: Bridge) -> str:
        edge = self._edges[bridge.edge]
        limit = ""
        if bridge.through:
            classes = ", ".join(f"kg:{name}" for name in bridge.through)
            limit = f"\n    ?via a ?viaType . FILTER (?viaType IN ({classes}))"
        if bridge.kind:
            limit += (
                f"\n    ?nearRecord kg:kind kg:{bridge.kind} . ?record kg:kind kg:{bridge.kind} ."
            )
        return _BRIDGE.format(
            name=edge.name, record=edge.record, source=edge.source, target=edge.target,
            limit=limit, counts=self._counts("?nearRecord", "?record"),
        )  # fmt: skip

    def _tiers(self) -> str:
        return _TIERS.format(
            counts=self._counts("?record") + "\n    " + _HOLDS.format(record="?record", off=_OFF),
        )

    def _counts(self, *variables: str) -> str:
        return self._scope.where(*variables) + self._basis(*variables)

    def _basis(self, *variables: str) -> str:
        return "".join(_STATED.format(record=v) for v in variables) if self._observed else ""


def peers(most: int, *, observed: bool) -> str:
    """The query for who works in a segment, by records that have begun, whatever the day; at
    most so many rows."""
    counts = _HOLDS.format(record="?record", off=_OFF)
    return _PEERS.format(counts=counts + _STATED.format(record="?record") * observed, most=most)


def supplies(scope: Scope, *, observed: bool) -> str:
    """The query for who supplies some customers, by records that hold."""
    counts = scope.where("?record") + "\n" + _HOLDS.format(record="?record", off=_OFF)
    return _SUPPLIES.format(counts=counts + _STATED.format(record="?record") * observed)
