"""Rows of a comparison: an item, the aspect it falls under, and what ties it to either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from kg.errors import Text
from kg.links import Link, cited, joined
from kg.messages import message
from kg.records import Evidence, Ref

__all__ = ["Compared", "Comparison", "Side", "Verdict"]

Verdict = Literal["shared", "only_a", "only_b"]


@dataclass(frozen=True)
class Side:
    """One record that links one of the two with an item.

    ``of`` is the thing itself or its plant; ``through`` the place within the item, or the
    segment of it, where the record names that and not the item.
    """

    link: Link
    of: Ref
    through: Ref | None

    def said(self, item: Ref) -> Text:
        """What the record says, with its id, document and spans; no full stop."""
        link, inward = self.link, self.link.direction == "in"
        names = {link.thing: self.of.label, link.other: item.label}
        if self.through:
            names[link.thing if inward else link.other] = self.through.label
        records = [link.detail, cited(link.evidence)] if link.detail.zh else [cited(link.evidence)]
        said = message(
            "why_path.on", said=link.sentence(names), records=joined(records, "；", "; ")
        )
        if self.through is None:
            return said
        return message(
            f"why_compare.{'in_chain' if link.relation.name == 'activeIn' else 'within'}",
            said=said,
            part=self.through.label,
            whole=(self.of if inward else item).label,
        )

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output: those of a link, ``of`` and ``through``."""
        return {
            **self.link.as_json(),
            "of": self.of.as_json(),
            "through": self.through.as_json() if self.through else None,
        }


@dataclass(frozen=True)
class Compared:
    """One item under one aspect, with what ties it to either side (one of them may be empty).

    ``aspect_label`` names the aspect for people. An award is an item without an id.
    """

    aspect: str
    aspect_label: Text
    item: Ref
    a: tuple[Side, ...]
    b: tuple[Side, ...]
    ends: tuple[Ref, Ref]

    @property
    def verdict(self) -> Verdict:
        """Whether both have it, or only one."""
        return "shared" if self.a and self.b else "only_a" if self.a else "only_b"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence of all records, each once."""
        found = {side.link.record: side.link.evidence for side in (*self.a, *self.b)}
        return tuple(found.values())

    def why(self) -> Text:
        """On which records the row stands, in one sentence."""
        sides: dict[tuple[str, str], Side] = {}
        for side in (*self.a, *self.b):
            sides.setdefault((side.link.record, side.link.through), side)
        names = {
            "a": self.ends[0].label,
            "b": self.ends[1].label,
            "one": self.ends[0 if self.a else 1].label,
            "other": self.ends[1 if self.a else 0].label,
        }
        said = joined([side.said(self.item) for side in sides.values()], "；", "; ")
        key = "between" if self.aspect == "between" else self.verdict.partition("_")[0]
        return message(
            f"why_compare.{key}", aspect=self.aspect_label, item=self.item.label, said=said, **names
        )

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; ``a`` and ``b`` list records."""
        why = self.why()
        return {
            "aspect": self.aspect,
            "aspect_zh": self.aspect_label.zh,
            "aspect_en": self.aspect_label.en,
            "item": self.item.as_json(),
            "verdict": self.verdict,
            "a": [side.as_json() for side in self.a],
            "b": [side.as_json() for side in self.b],
            "evidence": [evidence.as_json() for evidence in self.evidence],
            "why_zh": why.zh,
            "why_en": why.en,
        }


@dataclass(frozen=True)
class Comparison:
    """Rows by aspect; within one, shared items first, then those of ``a``, then those of ``b``."""

    a: Ref
    b: Ref
    rows: tuple[Compared, ...]
    sparql: str

    def count(self, verdict: Verdict) -> int:
        """How many rows have this verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "a": self.a.as_json(),
            "b": self.b.as_json(),
            "shared": self.count("shared"),
            "only_a": self.count("only_a"),
            "only_b": self.count("only_b"),
            "rows": [row.as_json() for row in self.rows],
        }
