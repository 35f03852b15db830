"""How much of what the sources speak of is named: an answer never passes for the whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import Text
from kg.messages import message
from kg.partners.roles import ROLES, role_label
from kg.records import Ref

if TYPE_CHECKING:
    from kg.partners.model import Partner

__all__ = ["Coverage", "RoleCoverage", "coverage_by_role", "coverage_of"]

_COUNTED = frozenset({
    "Organization", "Enterprise", "GovernmentBody", "ResearchBody", "ParkAuthority", "Consortium",
})  # fmt: skip
_STATISTICAL = "group"
"""Here a stated group is what the firm is counted in, not partners without names."""


@dataclass(frozen=True)
class RoleCoverage:
    """One group of partners: how many are named, and the stated groups without names."""

    role: str
    named: int
    stated: tuple[Ref, ...]

    def said(self) -> Text:
        """Named of stated: "over 24,000 stated, 1 named"."""
        label = role_label(self.role)
        named = message("partners.named" if self.named else "partners.none_named", count=self.named)
        if not self.stated:
            return message("partners.role_named", role=label, named=named)
        counts = [_count(ref) for ref in self.stated if ref.count is not None]
        if uncounted := len(self.stated) - len(counts):
            counts.append(message("partners.uncounted", count=uncounted))
        listed = "、".join(t.zh for t in counts)
        # "超" joins the words before it; a bare number stands apart from them.
        listed = f" {listed}" if listed[0].isdigit() else listed
        stated = Text(listed, " and ".join(t.en for t in counts))
        return message("partners.role_stated", role=label, stated=stated, named=named)

    def as_json(self) -> dict[str, Any]:
        """JSON fields: ``role`` notation of the group, ``role_zh``, ``role_en``, ``named`` how
        many are named, ``stated`` the groups that the sources count without naming."""
        label = role_label(self.role)
        return {
            "role": self.role,
            "role_zh": label.zh,
            "role_en": label.en,
            "named": self.named,
            "stated": [ref.as_json() for ref in self.stated],
        }


@dataclass(frozen=True)
class Coverage:
    """What is named of all that the sources speak of, whatever the filters of the answer.

    ``named`` counts organizations, and plants of others, named as partners; ``stated`` are the
    groups spoken of without names; ``roles`` has the groups of partners where some are stated,
    and suppliers always.
    """

    named: int
    stated: tuple[Ref, ...]
    roles: tuple[RoleCoverage, ...]

    @property
    def suppliers_named(self) -> int:
        """How many organizations, or plants of others, are named as suppliers."""
        return next(role.named for role in self.roles if role.role == "supplier")

    def said(self, name: Text, *, filtered: bool = False) -> Text:
        """The sentence at the end of an answer about the firm called so; ``filtered`` says that
        the rows above it are, and this is not."""
        parts = [role.said() for role in self.roles]
        return message(
            "partners.coverage",
            name=name,
            mark=message("partners.unfiltered") if filtered else Text("", ""),
            named=self.named,
            roles=Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts)),
        )

    def as_json(self) -> dict[str, Any]:
        """JSON fields: ``named`` organizations, and plants of others, named; ``suppliers_named``
        those named as suppliers, ``stated_groups`` spoken of without names, ``roles`` the same by
        group of partners."""
        return {
            "named": self.named,
            "suppliers_named": self.suppliers_named,
            "stated_groups": [ref.as_json() for ref in self.stated],
            "roles": [role.as_json() for role in self.roles],
        }


def coverage_of(rows: Iterable[Partner]) -> Coverage:
    """The coverage of a firm's rows; suppliers of suppliers are no partners of the firm."""
    near = [row for row in rows if row.tier == 1]
    counted = _counted(near)
    return Coverage(
        named=sum(not ref.is_group for ref in counted),
        stated=_groups(counted),
        roles=tuple(
            role
            for role in coverage_by_role(near, ROLES)
            if role.role == "supplier" or (role.role != _STATISTICAL and role.stated)
        ),
    )


def coverage_by_role(rows: Iterable[Partner], roles: Iterable[str]) -> tuple[RoleCoverage, ...]:
    """The coverage of some groups (notations), whatever is stated or named in them.

    What counts in a group counts in the whole, too, so that no group has more than the whole.
    """
    near = [row for row in rows if row.tier == 1]
    counted = _counted(near)
    found = {
        role: {row.partner for row in near if row.role_group == role} & counted for role in roles
    }
    return tuple(
        RoleCoverage(role, sum(not ref.is_group for ref in refs), _groups(refs))
        for role, refs in found.items()
    )


def _counted(near: Iterable[Partner]) -> set[Ref]:
    """Organizations, and plants unless they are the firm's own."""
    rows = list(near)
    own = {row.partner for row in rows if row.role_group == "plant"}
    met = {row.partner for row in rows}
    return {
        ref for ref in met if ref.type in _COUNTED or (ref.type == "Facility" and ref not in own)
    }


def _groups(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted((ref for ref in refs if ref.is_group), key=lambda ref: ref.id))


def _count(ref: Ref) -> Text:
    operator = message(f"operator.{ref.count_operator or 'equal'}")
    return message("partners.counted", operator=operator, count=f"{ref.count:,}")
