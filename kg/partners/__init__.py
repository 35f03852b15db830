"""Who deals with whom: the partners of a firm by role, from records, with evidence.

A partner is the other end of a record whose direct edge the ontology declares a
``kg:PartnerEdge`` (supply, ownership, cooperation, attraction, agreement, participation,
membership of an organisation), or who stands beside the firm in the same project, platform,
consortium or joint venture. Firms of the same segment are peers, not partners.
"""

from __future__ import annotations

from kg.partners.answer import ASKED_TYPES, partners
from kg.partners.coverage import Coverage, RoleCoverage
from kg.partners.model import Crowd, Partner, PartnerAnswer, Peer
from kg.partners.roles import ROLES, RoleFilter, role_filter, role_label

__all__ = [
    "ASKED_TYPES",
    "ROLES",
    "Coverage",
    "Crowd",
    "Partner",
    "PartnerAnswer",
    "Peer",
    "RoleCoverage",
    "RoleFilter",
    "partners",
    "role_filter",
    "role_label",
]
