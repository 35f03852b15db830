"""The groups in which partners are shown, and which end of which record belongs to which.

This is a table and not a scheme of the ontology: a group depends on an edge, on the end of it
and on the record's kind or the partner's class together, for which the ontology would need
terms that nothing else reads; and a table costs an answer no query. That it covers every end of
every partner edge and every kind exactly once is held by a test.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from kg.errors import OptionError, Text
from kg.messages import message
from kg.partners.edges import Edge

__all__ = [
    "BRIDGES",
    "ROLES",
    "RULES",
    "Bridge",
    "RoleFilter",
    "Rule",
    "bridge_role",
    "role_filter",
    "role_label",
    "role_of",
]

Direction = Literal["out", "in", "both"]

ROLES = (
    "supplier", "customer", "owner", "subsidiary", "plant", "joint-venture", "project",
    "research", "ecosystem", "cooperation", "agreement", "attracted", "attractor", "group",
    "event", "other",
)  # fmt: skip
"""Notations of the groups, in the order in which an answer shows them. "other" is for an edge
that a later ontology adds."""


class Rule(NamedTuple):
    """A partner met by ``edge`` in ``direction`` stands in the group ``role``.

    ``direction`` is "out" where the firm is the edge's source, "both" for a symmetric edge.
    ``kinds`` (notations of ``scheme``) and ``types`` (classes of the partner) limit the rule.
    """

    role: str
    edge: str
    direction: Direction
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def fits(self, edge: str, direction: str, kind: str, type_: str) -> bool:
        """Whether a row is one of these; ``kind`` is the local name of the concept."""
        return (
            (edge, direction) == (self.edge, self.direction)
            and (not self.kinds or kind in self._concepts())
            and (not self.types or type_ in self.types)
        )

    def condition(self) -> str:
        """The same as a SPARQL expression on ?edge, ?direction, ?kind and ?type."""
        parts = [f'?edge = kg:{self.edge} && ?direction = "{self.direction}"']
        if self.kinds:
            parts.append(f"?kind IN ({', '.join(f'kg:{name}' for name in self._concepts())})")
        if self.types:
            parts.append(f"?type IN ({', '.join(f'kg:{name}' for name in self.types)})")
        return f"({' && '.join(parts)})"

    def _concepts(self) -> list[str]:
        return [f"{_SCHEMES[self.edge]}-{kind}" for kind in self.kinds]


class Bridge(NamedTuple):
    """Who stands at the same end of another record about the same thing is a partner, too.

    ``through`` are the classes that the thing in between may have. Statistical groups ("seven
    vehicle makers") are enterprises, so they make no partners. ``kind`` is the local name of the
    concept that both records must carry.
    """

    role: str
    edge: str
    through: tuple[str, ...] = ()
    kind: str = ""


_SCHEMES = {"owns": "ownership-kind", "cooperatesWith": "cooperation-kind"}

RULES = (
    Rule("supplier", "suppliesTo", "in"),
    Rule("customer", "suppliesTo", "out"),
    Rule("owner", "owns", "in"),
    Rule("subsidiary", "owns", "out", kinds=("subsidiary", "branch", "group-member")),
    Rule("plant", "owns", "out", kinds=("plant",)),
    Rule("joint-venture", "owns", "out", kinds=("joint-venture",)),
    Rule("project", "participatesIn", "out", types=("Project",)),
    Rule("research", "cooperatesWith", "both", kinds=("rd", "talent", "lab")),
    Rule("ecosystem", "cooperatesWith", "both", kinds=("platform", "ecosystem")),
    Rule("ecosystem", "participatesIn", "out", types=("Platform",)),
    Rule("cooperation", "cooperatesWith", "both", kinds=("strategic", "supply-chain")),
    Rule("agreement", "agreedWith", "both"),
    Rule("attracted", "drewIn", "out"),
    Rule("attractor", "drewIn", "in"),
    Rule("ecosystem", "memberOf", "out", types=("Consortium", "Platform")),
    Rule("group", "memberOf", "out", types=(
        "Organization", "Enterprise", "GovernmentBody", "ResearchBody", "ParkAuthority",
    )),
    Rule("group", "memberOf", "in"),
    Rule("event", "participatesIn", "out", types=("Event",)),
)  # fmt: skip

BRIDGES = (
    Bridge("joint-venture", "owns", kind="ownership-kind-joint-venture"),
    Bridge("project", "participatesIn", through=("Project",)),
    Bridge("ecosystem", "participatesIn", through=("Platform",)),
    Bridge("ecosystem", "memberOf", through=("Consortium", "Platform")),
)


class RoleFilter(NamedTuple):
    """The groups and single ends of edges that an answer is limited to; empty: no limit.

    ``ends`` are pairs of edge (local name) and direction.
    """

    roles: frozenset[str] = frozenset()
    ends: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.roles or self.ends)

    def condition(self) -> str:
        """A SPARQL expression that direct rows must meet."""
        said = [rule.condition() for rule in RULES if rule.role in self.roles]
        said += [
            f'(?edge = kg:{edge} && ?direction = "{direction}")'
            for edge, direction in sorted(self.ends)
        ]
        return " || ".join(said) or "false"

    def bridges(self) -> list[Bridge]:
        """The ways over a third thing that may be taken."""
        return [bridge for bridge in BRIDGES if not self or bridge.role in self.roles]

    def groups(self) -> list[str]:
        """The groups that the limit names, also by an end of an edge, in their order."""
        met = {rule.role for rule in RULES if (rule.edge, rule.direction) in self.ends}
        return [role for role in ROLES if role in self.roles | met]

    def tiers(self) -> bool:
        """Whether suppliers of suppliers are within the limit."""
        return not self or "supplier" in self.roles or ("suppliesTo", "in") in self.ends


def role_of(edge: str, direction: str, kind: str, type_: str) -> str:
    """The group of a direct row; names are local names of the ontology."""
    for rule in RULES:
        if rule.fits(edge, direction, kind, type_):
            return rule.role
    return "other"


def bridge_role(edge: str, via: str) -> str:
    """The group of a row over a thing of the class ``via``."""
    for bridge in BRIDGES:
        if bridge.edge == edge and (not bridge.through or via in bridge.through):
            return bridge.role
    return "other"


def role_label(role: str) -> Text:
    """The name of a group."""
    return message(f"partners.role_{role}")


def role_filter(names: Iterable[str], edges: Iterable[Edge]) -> RoleFilter:
    """The filter that a person means: notations or labels (zh, en) of groups or edge roles.

    Raises OptionError with all that are known.
    """
    groups = {said.casefold(): role for role in ROLES[:-1] for said in (role, *role_label(role))}
    ends: dict[str, set[tuple[str, str]]] = {}
    for edge in edges:
        for direction, label in edge.roles():
            for said in label:
                ends.setdefault(said.casefold(), set()).add((edge.name, direction))
    roles: set[str] = set()
    chosen: set[tuple[str, str]] = set()
    for name in names:
        wanted = name.strip().casefold()
        if wanted in groups:
            roles.add(groups[wanted])
        elif wanted in ends:
            chosen |= ends[wanted]
        else:
            raise OptionError(message("partners.unknown_role", name=name, known=_known(edges)))
    return RoleFilter(frozenset(roles), frozenset(chosen))


def _known(edges: Iterable[Edge]) -> Text:
    groups = {role: role_label(role) for role in ROLES[:-1]}
    labels = {label for edge in edges for _, label in edge.roles()} - set(groups.values())
    zh = [f"{label.zh}（{role}）" for role, label in groups.items()]
    en = [f"{role} ({label.en})" for role, label in groups.items()]
    return Text(
        "、".join(zh + sorted(label.zh for label in labels)),
        ", ".join(en + sorted(label.en for label in labels)),
    )
