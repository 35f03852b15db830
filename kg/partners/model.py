"""The answer as values: rows, peers, and their JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.errors import Text
from kg.messages import message
from kg.partners.coverage import Coverage, RoleCoverage
from kg.partners.roles import role_label
from kg.partners.why import why
from kg.records import Evidence, Ref

__all__ = ["Crowd", "Partner", "PartnerAnswer", "Peer"]


@dataclass(frozen=True)
class Partner:
    """One record that ties the firm to a partner.

    ``role`` is what the partner is to the firm (supplier, owner, ...), ``role_group`` the
    notation of the group that it is shown in. ``direction`` is "out" where the firm is the
    source end of the record, "in" where it is the target, "both" where the relation has none.
    ``of`` is the end on the firm's side: the firm, its plant, or the firm that runs the plant
    asked for. A partner may be met over something in between: ``between`` is what lies between,
    from the firm outward (a project; or the suppliers below), ``through`` the records that lead
    there, and ``evidence`` the last record, which names the partner. ``tier`` is above 1 for
    suppliers of suppliers only. ``own`` is False where a plant was asked for and the dealing is
    that of the firm that runs it, or of another plant of that firm.
    """

    role: Text
    role_group: str
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
    between: tuple[Ref, ...] = ()
    through: tuple[Evidence, ...] = ()
    tier: int = 1
    own: bool = True

    @property
    def via(self) -> Ref | None:
        """The thing by which the partner is met; None for a direct dealing."""
        return self.between[-1] if self.between else None

    @property
    def records(self) -> tuple[Evidence, ...]:
        """The evidence of the row, from the firm outward."""
        return (*self.through, self.evidence)

    def why(self) -> Text:
        """Why the row is here and on which records, in two sentences."""
        return why(self)

    def as_json(self) -> dict[str, Any]:
        """JSON fields of one partner.

        ``role_group`` notation of the group, ``role_group_zh``, ``role_group_en``; ``role_zh``,
        ``role_en`` what the partner is to the firm; ``partner`` the partner; ``relation`` the
        direct edge; ``direction`` out, in or both; ``kind_zh``, ``kind_en`` the record's kind;
        ``of`` the end on the firm's side; ``own`` whether that is who was asked for, rather than
        the operator of that plant; ``via`` what the partner is met by, or null; ``path``
        things from the firm's side to the partner, both included; ``tier`` 1, or more for
        suppliers of suppliers; ``product_zh``, ``product_en``; ``place_zh``, ``place_en``,
        ``segment_zh``, ``segment_en`` all that are known of the partner, marked where only its
        plant is there; ``since``, ``until`` partial dates or ""; ``evidence`` the
        record that names the partner; ``through`` the evidence of the records before it;
        ``why_zh``, ``why_en``.
        """
        group, said = role_label(self.role_group), self.why()
        return {
            "role_group": self.role_group,
            "role_group_zh": group.zh,
            "role_group_en": group.en,
            "role_zh": self.role.zh,
            "role_en": self.role.en,
            "partner": self.partner.as_json(),
            "relation": self.relation,
            "direction": self.direction,
            "kind_zh": self.kind.zh,
            "kind_en": self.kind.en,
            "of": self.of.as_json(),
            "own": self.own,
            "via": self.via.as_json() if self.via else None,
            "path": [ref.as_json() for ref in (self.of, *self.between, self.partner)],
            "tier": self.tier,
            "product_zh": self.product.zh,
            "product_en": self.product.en,
            "place_zh": self.place.zh,
            "place_en": self.place.en,
            "segment_zh": self.segment.zh,
            "segment_en": self.segment.en,
            "since": self.since,
            "until": self.until,
            "evidence": self.evidence.as_json(),
            "through": [evidence.as_json() for evidence in self.through],
            "why_zh": said.zh,
            "why_en": said.en,
        }


@dataclass(frozen=True)
class Peer:
    """Who works in a segment of the firm, and is no partner; ``record`` is the id of the record
    that places it there."""

    peer: Ref
    segment: Text
    record: str

    def as_json(self) -> dict[str, Any]:
        """JSON fields: ``peer`` the firm or plant, ``segment_zh``, ``segment_en``, ``record`` the
        id of the record that places it there."""
        return {
            "peer": self.peer.as_json(),
            "segment_zh": self.segment.zh,
            "segment_en": self.segment.en,
            "record": self.record,
        }


@dataclass(frozen=True)
class Crowd:
    """A segment with too many agents to list as peers: more than ``over`` records."""

    segment: Ref
    over: int

    def as_json(self) -> dict[str, Any]:
        """JSON fields: ``segment`` the segment, ``over`` more records than this are in it."""
        return {"segment": self.segment.as_json(), "over": self.over}


@dataclass(frozen=True)
class PartnerAnswer:
    """The partners of ``firm``; rows in the order of the groups, then by tier and partner.

    Where a plant was asked for, ``operators`` run it: their rows and those of their other plants
    come after the plant's own and are counted in ``operator_coverage``, the plant's own in
    ``coverage``. ``asked`` is the coverage of the roles that the answer is limited to, and
    ``missing_tier`` the first tier asked for that no record reaches (0: none is missing).
    ``peers`` work in the same segment and are no partners; ``crowds`` are segments too full to
    list. ``hidden`` counts records that do not count on the day asked for (see ``Scope``), and
    ``unfiltered`` the rows there would be without role, selection and tiers. ``sparql`` is the
    query of the rows, as it was run: ``?record`` and ``?nearRecord`` are their records.
    """

    firm: Ref
    rows: tuple[Partner, ...]
    peers: tuple[Peer, ...]
    crowds: tuple[Crowd, ...]
    coverage: Coverage
    hidden: int
    unfiltered: int
    sparql: str
    operators: tuple[Ref, ...] = ()
    operator_coverage: Coverage | None = None
    asked: tuple[RoleCoverage, ...] = ()
    missing_tier: int = 0

    def none_selected(self) -> Text:
        """What to say where no row passes the filters, with what is known of the roles asked."""
        said = [role.said() for role in self.asked]
        known = message(
            "partners.none_selected_roles",
            name=self.firm.label,
            roles=Text("；".join(t.zh for t in said), "; ".join(t.en for t in said)),
        )
        return message(
            "partners.none_selected",
            name=self.firm.label,
            count=self.unfiltered,
            roles=known if said else Text("", ""),
        )

    def as_json(self) -> dict[str, Any]:
        """JSON fields: ``firm`` who was asked for, ``operators`` who run it where it is a plant,
        ``partners`` the rows, ``peers`` who works in the same segment without a known dealing,
        ``peer_crowds`` segments too full to list, ``coverage`` named of stated,
        ``operator_coverage`` the same of the operators' rows or null, ``missing_tier`` the first
        tier that no record reaches or 0, ``hidden`` records that do not count on the day."""
        return {
            "firm": self.firm.as_json(),
            "partners": [row.as_json() for row in self.rows],
            "peers": [peer.as_json() for peer in self.peers],
            "peer_crowds": [crowd.as_json() for crowd in self.crowds],
            "coverage": self.coverage.as_json(),
            "operators": [ref.as_json() for ref in self.operators],
            "operator_coverage": self.operator_coverage and self.operator_coverage.as_json(),
            "missing_tier": self.missing_tier,
            "hidden": self.hidden,
        }
