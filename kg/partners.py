"""Who deals with whom: the partners of a firm, from records, with roles and evidence.

A partner is the other end of a record whose direct edge the ontology declares a
``kg:PartnerEdge`` (supply, ownership, cooperation, attraction, agreement, participation,
membership of an organisation). Firms of the same segment are peers, not partners.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.errors import Text
from kg.records import Evidence, Ref, Scope, evidence_of, labels_of, refs_of, select_about
from kg.store import Store
from kg.vocab import local_name

__all__ = ["ASKED_TYPES", "Coverage", "Partner", "PartnerAnswer", "partners"]

ASKED_TYPES = frozenset({
    "Organization", "Enterprise", "GovernmentBody", "ResearchBody", "ParkAuthority",
    "Consortium", "Facility",
})  # fmt: skip
_ORGANIZATIONS = ASKED_TYPES - {"Facility"}
_ANSWER_TYPES = ASKED_TYPES | {"AdministrativeArea", "Event", "Park", "Platform", "Project"}

_FAMILY = """
SELECT DISTINCT ?member WHERE {
  {
    #PARAM self
    ?record a kg:Ownership ; kg:owner ?self ; kg:owned ?member . ?member a kg:Facility
  } UNION {
    #PARAM self
    ?record a kg:Ownership ; kg:owner ?member ; kg:owned ?self . ?self a kg:Facility
  } UNION {
    #PARAM self
    ?self a kg:Facility . ?r1 a kg:Ownership ; kg:owner ?op ; kg:owned ?self .
    ?r2 a kg:Ownership ; kg:owner ?op ; kg:owned ?member . ?member a kg:Facility
  } UNION {
    #PARAM self
    ?self owl:sameAs ?member
  }
}"""

_RECORDS = """
SELECT DISTINCT ?record ?edge ?self ?other ?direction ?symmetric
                ?kind ?since ?until ?product WHERE {
  {
    #PARAM self
    ?record ?near ?self .
    ?edge kg:edgeSource ?near ; kg:edgeTarget ?far ; kg:edgeRecord ?class .
    BIND ("out" AS ?direction)
  } UNION {
    #PARAM self
    ?record ?near ?self .
    ?edge kg:edgeTarget ?near ; kg:edgeSource ?far ; kg:edgeRecord ?class .
    BIND ("in" AS ?direction)
  }
  ?edge a kg:PartnerEdge .
  ?record a ?class ; ?far ?other .
  OPTIONAL { ?edge kg:edgeSymmetric ?symmetric }
  OPTIONAL { ?record kg:kind|kg:role ?kind }
  OPTIONAL { ?record kg:since|kg:date ?since }
  OPTIONAL { ?record kg:until ?until }
  OPTIONAL { ?record kg:product ?product }
}"""

_ROLE_LABELS = """
SELECT ?edge ?end ?zh ?en WHERE {
  { ?edge kg:sourceRoleLabel ?zh, ?en BIND ("source" AS ?end) }
  UNION { ?edge kg:targetRoleLabel ?zh, ?en BIND ("target" AS ?end) }
  FILTER (LANG(?zh) = "zh" && LANG(?en) = "en")
}"""

_PLACES = """
SELECT ?thing (MIN(STR(?place)) AS ?where) WHERE {
  #PARAM thing
  ?record a kg:Location ; kg:located ?thing ; kg:place ?place
} GROUP BY ?thing"""

_SEGMENTS = """
SELECT ?thing (MIN(STR(?segment)) AS ?where) WHERE {
  #PARAM thing
  ?record a kg:SegmentActivity ; kg:agent ?thing ; kg:segment ?segment
} GROUP BY ?thing"""


@dataclass(frozen=True)
class Partner:
    """One record that ties the firm to a partner.

    ``role`` is what the partner is to the firm (supplier, owner, ...); ``direction`` is "out"
    where the firm is the source end of the record, "in" where it is the target, "both" where
    the relation has none. ``of`` is the end on the firm's side: the firm, its plant, or the
    firm that runs the plant asked for.
    """

    role: Text
    partner: Ref
    relation: str
    direction: str
    kind: Text
    of: Ref
    product: Text
    place: Text
    segment: Text
    since: str
    until: str
    evidence: Evidence

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "role_zh": self.role.zh,
            "role_en": self.role.en,
            "partner": self.partner.as_json(),
            "relation": self.relation,
            "direction": self.direction,
            "kind_zh": self.kind.zh,
            "kind_en": self.kind.en,
            "of": self.of.as_json(),
            "product_zh": self.product.zh,
            "product_en": self.product.en,
            "place_zh": self.place.zh,
            "place_en": self.place.en,
            "segment_zh": self.segment.zh,
            "segment_en": self.segment.en,
            "since": self.since,
            "until": self.until,
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Coverage:
    """How many organizations are named as partners, how many organizations or plants as
    suppliers, and the groups that the sources speak of without naming."""

    named: int
    stated: tuple[Ref, ...]
    suppliers_named: int

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "named": self.named,
            "suppliers_named": self.suppliers_named,
            "stated_groups": [ref.as_json() for ref in self.stated],
        }


@dataclass(frozen=True)
class PartnerAnswer:
    """The partners of ``firm``; rows sorted by role, then by partner.

    ``hidden`` counts records that do not count on the day asked for (see ``Scope``).
    """

    firm: Ref
    rows: tuple[Partner, ...]
    coverage: Coverage
    hidden: int


def partners(store: Store, firm: str, scope: Scope) -> PartnerAnswer:
    """Everyone that a firm or plant (IRI) has a recorded dealing with, one row a record.

    A plant answers together with the firm that runs it and that firm's other plants; a firm
    together with its plants, and with itself in other packs (the same credit code). ``of``
    says for which of them a row holds.
    """
    family = {firm} | {row["member"].value for row in select_about(store, _FAMILY, "self", [firm])}
    found = select_about(store, _RECORDS, "self", family)
    holding = scope.keep(store, (row["record"].value for row in found))
    kept: dict[str, dict[str, Any]] = {}
    for row in sorted(
        found, key=lambda r: (r["self"].value != firm, r["direction"].value != "out")
    ):
        # A record inside the family is met from both ends: once is enough, seen from the
        # firm asked for where it is one of them, else from its source (the owner of a plant).
        inside = row["other"].value == firm
        if row["record"].value in holding and not inside:
            kept.setdefault(row["record"].value, row)
    hidden = len({row["record"].value for row in found} - holding)
    return _answer(store, firm, kept, hidden)


def _answer(store: Store, firm: str, kept: dict[str, dict[str, Any]], hidden: int) -> PartnerAnswer:
    others = {row["other"].value for row in kept.values()}
    selves = {row["self"].value for row in kept.values()}
    refs = refs_of(store, others | selves | {firm})
    kept = {r: row for r, row in kept.items() if refs[row["other"].value].type in _ANSWER_TYPES}
    evidence = evidence_of(store, kept)
    roles = {
        (row["edge"].value, row["end"].value): Text(row["zh"].value, row["en"].value)
        for row in store.select(_ROLE_LABELS)
    }
    places, segments = _where(store, _PLACES, others), _where(store, _SEGMENTS, others)
    terms = {row[n].value for row in kept.values() for n in ("kind", "product") if n in row}
    labels = labels_of(store, terms | set(places.values()) | set(segments.values()))
    nothing = Text("", "")
    rows = []
    for record, row in kept.items():
        edge, other, out = row["edge"].value, row["other"].value, row["direction"].value == "out"
        symmetric = "symmetric" in row and row["symmetric"].value == "true"
        rows.append(
            Partner(
                role=roles[edge, "target" if out else "source"],
                partner=refs[other],
                relation=local_name(edge),
                direction="both" if symmetric else row["direction"].value,
                kind=labels[row["kind"].value] if "kind" in row else nothing,
                of=refs[row["self"].value],
                product=labels[row["product"].value] if "product" in row else nothing,
                place=labels.get(places.get(other, ""), nothing),
                segment=labels.get(segments.get(other, ""), nothing),
                since=row["since"].value if "since" in row else "",
                until=row["until"].value if "until" in row else "",
                evidence=evidence[record],
            )
        )
    rows.sort(key=lambda p: (p.relation, p.direction, p.partner.id, p.evidence.record))
    return PartnerAnswer(refs[firm], tuple(rows), _coverage(rows), hidden)


def _where(store: Store, query: str, things: Iterable[str]) -> dict[str, str]:
    rows = select_about(store, query, "thing", things)
    return {row["thing"].value: row["where"].value for row in rows}


def _coverage(rows: Iterable[Partner]) -> Coverage:
    organisations = {r.partner for r in rows if r.partner.type in _ORGANIZATIONS}
    named = {ref for ref in organisations if not ref.is_group}
    suppliers = {
        r.partner
        for r in rows
        if r.relation == "suppliesTo" and r.direction == "in" and r.partner in named
    }
    stated = sorted(organisations - named, key=lambda ref: ref.id)
    return Coverage(len(named), tuple(stated), len(suppliers))
