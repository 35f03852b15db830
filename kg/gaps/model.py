"""A gap in words and as JSON, and the rule for its label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kg.chains import Holding
from kg.errors import Text
from kg.messages import message
from kg.records import Evidence, Ref
from kg.technology import Matrix
from kg.wording import listed

__all__ = ["Adjacent", "Gap", "GapsAnswer", "Label", "State", "label_of"]

_NOTHING = Text("", "")

State = Literal["needed", "single", "several", "works", "unnamed", "planned", "unknown"]
Label = Literal["fill", "extend", "strengthen", ""]


@dataclass(frozen=True)
class Adjacent:
    """A firm near a gap, to be checked and not to be taken for a supplier.

    ``tie`` says how its segment lies to the gap: "feeds" it, is "narrower", or is the "same" but
    only by a product that it makes.
    """

    firm: Ref
    segment: Ref
    tie: str
    product: Text
    holding: Holding

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "firm": self.firm.as_json(),
            "segment": self.segment.as_json(),
            "tie": self.tie,
            "product_zh": self.product.zh,
            "product_en": self.product.en,
            "evidence": self.holding.evidence.as_json(),
        }


@dataclass(frozen=True)
class Gap:
    """One segment of a chain with what is known of its supply.

    ``named`` are existing firms, plants and projects (in the place asked for); ``elsewhere``
    those, and groups, of another place or of a place not told; ``groups`` are counted without
    names; ``planned`` is not there yet. ``needs`` carries who states a need, at what level, from
    which source of what date; a need of another place is none here.
    ``depends`` are the segments downstream, nearest first, of which the first ``direct`` take
    from this one; ``leaders`` the chain leaders and leading firms at work in them or in it, by
    themselves or by their plants.
    ``one_group`` is set where all who are named belong to one group of firms; ``run_by`` tells
    the head of the group behind each plant and project among them, by IRI.
    """

    segment: Ref
    position: str
    state: State
    label: Label
    place: Ref | None
    named: tuple[Holding, ...]
    elsewhere: tuple[Holding, ...]
    groups: tuple[Holding, ...]
    planned: tuple[Holding, ...]
    needs: tuple[Holding, ...]
    depends: tuple[Ref, ...]
    direct: int
    one_group: bool
    run_by: Mapping[str, Ref]
    leaders: tuple[Holding, ...]
    to_check: tuple[Adjacent, ...]

    @property
    def local(self) -> tuple[int, int]:
        """The local rate: how many of all named firms, plants and projects of the segment are in
        the place asked for."""
        named = {h.thing.iri for h in self.named}
        away = {h.thing.iri for h in self.elsewhere if not h.thing.is_group}
        return len(named), len(named | away)

    @property
    def is_gap(self) -> bool:
        """Whether there is something to do: a label, or names to be found."""
        return bool(self.label) or self.state in ("unnamed", "works")

    def names(self) -> list[Text]:
        """Who serves it; a plant or project with the firm behind it in brackets."""
        found = []
        for holding in self.named:
            name, firm = holding.thing.label, self.run_by.get(holding.thing.iri)
            found.append(
                Text(f"{name.zh}（{firm.label.zh}）", f"{name.en} ({firm.label.en})")
                if firm
                else name
            )
        return found

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "segment": self.segment.as_json(),
            "position": self.position,
            "state": self.state,
            "label": self.label,
            "named": [h.as_json() for h in self.named],
            "elsewhere": [h.as_json() for h in self.elsewhere],
            "local": {"here": self.local[0], "of": self.local[1]},
            "stated_groups": [h.as_json() for h in self.groups],
            "planned": [h.as_json() for h in self.planned],
            "needs": [h.as_json() for h in self.needs],
            "depends": [ref.as_json() for ref in self.depends],
            "direct": self.direct,
            "one_group": self.one_group,
            "run_by": {iri: ref.as_json() for iri, ref in self.run_by.items()},
            "leaders": [h.as_json() for h in self.leaders],
            "to_check": [a.as_json() for a in self.to_check],
            "why_zh": why.zh,
            "why_en": why.en,
        }

    def why(self, *, cited: bool = True) -> Text:
        """In sentences: what is known, who needs it, what hangs on it, whom to ask; without
        ``cited`` no record and passage behind, for where they stand in a column of their own."""
        told = "one_group" if self.one_group and len(self.named) > 1 else self.state
        parts = [message("gaps.in_place", place=self.place.label)] if self.place else []
        parts += [
            message(
                f"gaps.why_{told}",
                segment=self.segment.label,
                firms=listed(self.names()),
                groups=listed(h.thing.label for h in self.groups),
                planned=listed(h.thing.label for h in self.planned),
            )
        ]
        if self.elsewhere:
            names = listed(h.thing.label for h in self.elsewhere)
            parts.append(message("gaps.why_elsewhere", names=names))
        parts += [
            message(
                "gaps.why_need",
                who=need.thing.label,
                level=need.what,
                date=need.evidence.source_date,
                cite=_cite(need.evidence) if cited else _NOTHING,
            )
            for need in self.needs
        ]
        if self.depends:
            names = listed(ref.label for ref in self.depends[: self.direct])
            more = len(self.depends) - self.direct
            parts.append(message("gaps.why_depends", names=names))
            if more:
                parts.append(message("gaps.why_depends_more", count=more))
        if self.leaders:
            parts.append(message("gaps.why_leaders", names=listed(map(_led, self.leaders))))
        parts += [
            message(
                f"gaps.why_{a.tie}",
                firm=a.firm.label,
                does=message("gaps.makes", product=a.product)
                if a.product.zh
                else message("gaps.works"),
                segment=a.segment.label,
                cite=_cite(a.holding.evidence) if cited else _NOTHING,
            )
            for a in self.to_check
        ]
        if self.label:
            doubt = "_if" if self.state == "unknown" else ""
            parts.append(message(f"gaps.why_{self.label}{doubt}"))
        return Text("".join(p.zh for p in parts), " ".join(p.en for p in parts))


def _cite(evidence: Evidence) -> Text:
    return message("gaps.cite", record=evidence.record, source=evidence.short())


@dataclass(frozen=True)
class GapsAnswer:
    """The segments of a chain in flow order; ``rows`` are gaps, ``sound`` the others; and the
    technology matrices that policies of the chain speak of."""

    chain: Ref
    place: Ref | None
    rows: tuple[Gap, ...]
    sound: tuple[Gap, ...]
    matrices: tuple[Matrix, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "chain": self.chain.as_json(),
            "place": self.place.as_json() if self.place else None,
            "gaps": [gap.as_json() for gap in self.rows],
            "sound": [gap.as_json() for gap in self.sound],
            "matrices": [matrix.as_json() for matrix in self.matrices],
        }


def label_of(state: State, *, needed: bool, feeds_served: bool, takes_from_served: bool) -> Label:
    """The label of a segment by the rule at the head of this module.

    >>> label_of("single", needed=False, feeds_served=True, takes_from_served=False)
    'strengthen'
    >>> label_of("unknown", needed=False, feeds_served=False, takes_from_served=True)
    'extend'
    """
    if state == "single" or (needed and state in ("several", "works")):
        return "strengthen"
    if state in ("several", "works") or (state == "unnamed" and not needed):
        return ""
    if needed or feeds_served:
        return "fill"
    return "extend" if takes_from_served else ""


def _led(holding: Holding) -> Text:
    basis = holding.evidence.basis
    said = [holding.what] + ([message(f"basis.{basis}")] if basis != "stated" else [])
    name = holding.thing.label
    return Text(
        f"{name.zh}（{'，'.join(t.zh for t in said)}）",
        f"{name.en} ({', '.join(t.en for t in said)})",
    )
