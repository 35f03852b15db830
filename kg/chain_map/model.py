"""What a chain map shows: boxes in lanes, flows between them, and their JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from kg.chains import Holding
from kg.errors import Text
from kg.gaps import Label, State
from kg.messages import message
from kg.records import Evidence, Ref
from kg.wording import plain

if TYPE_CHECKING:
    from kg.chain_map.leading import Leader

__all__ = ["Amount", "Box", "ChainMap", "Flow", "Kind", "Lane", "Member", "Position"]

Kind = Literal["firm", "plant", "project", "group", "other"]
Position = Literal["upstream", "midstream", "downstream"]


@dataclass(frozen=True)
class Amount:
    """A figure of a project, plant or segment as its source gives it.

    ``value`` is in ``unit`` (the unit's id, CNY), ``kind`` the indicator's id (investment,
    cumulative-investment). Amounts may overlap, so nothing adds them up. ``planned`` is True
    for what is a target, or is of something that is not there yet.
    """

    text: Text
    value: Decimal | None
    unit: str
    kind: str
    evidence: Evidence
    planned: bool = False

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; the value is a decimal string."""
        return {
            "text_zh": self.text.zh,
            "text_en": self.text.en,
            "value": None if self.value is None else plain(self.value),
            "unit": self.unit,
            "kind": self.kind,
            "planned": self.planned,
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Member:
    """Who or what is active in a segment, by which record; each thing once a box.

    ``exists`` is False for what is planned, proposed or being built. ``districts`` and
    ``products`` are IRIs of the map's own tables: a firm also has those of its plants, and each
    also the wider ones that it lies in. From year ``start`` on the record counts (its source is
    out and it has begun, see kg.records.Scope), to year ``end``; None where nothing limits it.
    ``roles`` are those of a chain leader or leading firm, with the basis where it is not stated;
    a plant has its owner's where the owner is not in the box itself, one plant an owner.
    ``role_years`` are the first and last year of each of ``roles``, () where nothing limits them.
    ``head`` is the firm at the head of the group behind it, as ``kg gaps`` counts suppliers.
    ``through`` is the IRI of the narrower segment by whose record it counts here, or "".
    """

    ref: Ref
    kind: Kind
    exists: bool
    evidence: Evidence
    districts: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    roles: tuple[Text, ...] = ()
    amounts: tuple[Amount, ...] = ()
    through: str = ""
    role_years: tuple[tuple[int | None, int | None], ...] = ()
    head: Ref | None = None

    @property
    def years_of_roles(self) -> tuple[tuple[int | None, int | None], ...]:
        """The years of each role, as many as there are roles."""
        return self.role_years or ((None, None),) * len(self.roles)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "thing": self.ref.as_json(),
            "kind": self.kind,
            "exists": self.exists,
            "districts": list(self.districts),
            "products": list(self.products),
            "start": self.start,
            "end": self.end,
            "roles": [
                {"zh": role.zh, "en": role.en, "start": start, "end": end}
                for role, (start, end) in zip(self.roles, self.years_of_roles, strict=True)
            ],
            "head": self.head.as_json() if self.head else None,
            "amounts": [amount.as_json() for amount in self.amounts],
            "through": self.through,
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Box:
    """One segment in one lane; ``inside`` is the IRI of the broader segment's box, or "".

    State and label are those of ``kg gaps``: members of narrower segments count here too.
    ``rank`` is the order within lane and position, along the flows. ``totals`` are amounts that
    a source states of the segment as a whole.
    """

    segment: Ref
    lane: str
    position: Position
    rank: int
    state: State
    label: Label
    members: tuple[Member, ...] = ()
    needs: tuple[Holding, ...] = ()
    inside: str = ""
    totals: tuple[Amount, ...] = ()

    @property
    def named(self) -> tuple[Member, ...]:
        """Existing firms, plants and projects that have a name, each once."""
        return tuple(m for m in self.members if m.exists and m.kind != "group")

    @property
    def groups(self) -> tuple[Member, ...]:
        """Stated groups without names, also those that are only planned."""
        return tuple(m for m in self.members if m.kind == "group")

    @property
    def leaders(self) -> tuple[Member, ...]:
        """Chain leaders and leading firms that exist, or a plant of theirs; leaders first."""
        return tuple(m for m in self.named if m.roles)

    @property
    def projects(self) -> tuple[Member, ...]:
        """Named projects, existing or not."""
        return tuple(m for m in self.members if m.kind == "project")

    def counted(self) -> Text:
        """How many are named and how many stated, in words: ``具名 3 / 载明 150余``.

        A second number stands beside the first only where just one group is stated and counted;
        several groups may overlap and are told apart by name. What is planned is not counted.
        """
        there = [m for m in self.groups if m.exists]
        named = len(self.named)
        if not there:
            return message("chain_map.named", named=named)
        if len(there) == 1 and there[0].ref.count is not None:
            return message("chain_map.named_of", named=named, stated=_count(there[0].ref))
        told = [_told(m.ref) for m in there]
        return message(
            "chain_map.named_groups",
            named=named,
            groups=Text("；".join(t.zh for t in told), "; ".join(t.en for t in told)),
        )

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        counted = self.counted()
        return {
            "segment": self.segment.as_json(),
            "lane": self.lane,
            "position": self.position,
            "rank": self.rank,
            "inside": self.inside,
            "state": self.state,
            "label": self.label,
            "named": len(self.named),
            "counted_zh": counted.zh,
            "counted_en": counted.en,
            "members": [member.as_json() for member in self.members],
            "needs": [need.as_json() for need in self.needs],
            "totals": [amount.as_json() for amount in self.totals],
        }


@dataclass(frozen=True)
class Flow:
    """One segment (IRI) feeds another, by which record."""

    source: str
    target: str
    evidence: Evidence

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "source": self.source,
            "target": self.target,
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Lane:
    """A swim lane: a whole chain, or a branch of one. ``key`` is unique on the map."""

    key: str
    title: Text
    kind: Literal["chain", "branch"]
    chain: Ref

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "key": self.key,
            "title_zh": self.title.zh,
            "title_en": self.title.en,
            "kind": self.kind,
            "chain": self.chain.iri,
        }


@dataclass(frozen=True)
class ChainMap:
    """Boxes in lanes (by lane, then position, then rank), flows, and what can be filtered by.

    ``districts`` and ``products`` hold those of any member, by IRI, sorted by id; ``years`` are
    the first and last that filtering by year can tell apart. ``leaders`` are all chain leaders and
    leading firms, by chain, highest first, also those that no record puts in a segment.
    """

    chains: tuple[Ref, ...]
    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    flows: tuple[Flow, ...]
    districts: Mapping[str, Ref]
    products: Mapping[str, Ref]
    years: tuple[int, int]
    coverage: Text
    leaders: tuple[Leader, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; things are told apart by IRI."""
        return {
            "chains": [ref.as_json() for ref in self.chains],
            "lanes": [lane.as_json() for lane in self.lanes],
            "boxes": [box.as_json() for box in self.boxes],
            "flows": [flow.as_json() for flow in self.flows],
            "leaders": [leader.as_json() for leader in self.leaders],
            "districts": [ref.as_json() for ref in self.districts.values()],
            "products": [ref.as_json() for ref in self.products.values()],
            "years": {"first": self.years[0], "last": self.years[1]},
            "coverage_zh": self.coverage.zh,
            "coverage_en": self.coverage.en,
        }


def _told(ref: Ref) -> Text:
    # Many a group's name says its count; what is not counted is only named.
    if ref.count is None:
        return ref.label
    counted = message("chain_map.group", name=ref.label, stated=_count(ref))
    return Text(*(n if str(ref.count) in n else c for n, c in zip(ref.label, counted, strict=True)))


def _count(ref: Ref) -> Text:
    return message(f"chain_map.count_{ref.count_operator or 'equal'}", count=ref.count)
