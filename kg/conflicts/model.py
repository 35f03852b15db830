"""What a contradiction is: its sides, why it was flagged, and what a curator holds of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.errors import Text
from kg.messages import message
from kg.records import Evidence, Ref

__all__ = ["Conflict", "ConflictsAnswer", "Judgement", "Side"]


@dataclass(frozen=True)
class Side:
    """One thing that is said, with every record that says it.

    ``raw`` holds figures as printed. ``fits`` says of a stated growth whether the stated levels
    give it; None where that cannot be told or asked. ``computed``: no record says ``value``, it
    was worked out from what they say (growth from levels, a count from a list).
    """

    value: Text
    evidence: tuple[Evidence, ...]
    raw: tuple[str, ...] = ()
    fits: bool | None = None
    computed: bool = False

    @property
    def bases(self) -> tuple[str, ...]:
        """What the side rests on, in the words of ``Evidence.basis``: what is worked out is
        derived, however well its records are stated."""
        found = dict.fromkeys(e.basis or "stated" for e in self.evidence)
        if self.computed:
            found = {"derived": None} | {b: None for b in found if b != "stated"}
        return tuple(found)

    @property
    def records(self) -> frozenset[str]:
        """The ids of the records (or things) that say it."""
        return frozenset(e.record for e in self.evidence)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; ``fits`` is true, false or null, ``bases``
        lists stated, derived, outside."""
        return {
            "value_zh": self.value.zh,
            "value_en": self.value.en,
            "raw": list(self.raw),
            "fits": self.fits,
            "bases": list(self.bases),
            "evidence": [e.as_json() for e in self.evidence],
        }


@dataclass(frozen=True)
class Judgement:
    """What a curator holds of a contradiction between ``records`` (ids); ``prefers`` may be "".

    ``kind`` is a notation of the scheme ``conflict-kind``, ``date`` a partial date.
    """

    id: str
    kind: str
    records: frozenset[str]
    prefers: str
    author: str
    reason: Text
    date: str

    def said(self, side: Side) -> Text:
        """In words beside a side: who holds what of it since when, and whether this one."""
        preferred = bool(self.prefers) and self.prefers in side.records
        return message(
            "conflicts.judged_preferred" if preferred else "conflicts.judged",
            author=self.author,
            date=self.date,
            reason=self.reason,
        )

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "id": self.id,
            "kind": self.kind,
            "records": sorted(self.records),
            "prefers": self.prefers,
            "author": self.author,
            "reason_zh": self.reason.zh,
            "reason_en": self.reason.en,
            "date": self.date,
        }


@dataclass(frozen=True)
class Conflict:
    """Two or more sides that cannot all hold.

    ``kind`` is a notation of the scheme ``conflict-kind``; ``about`` the thing, ``what`` the
    matter in words (indicator and period, the other end of a relation, or nothing).
    """

    kind: str
    kind_label: Text
    about: Ref
    what: Text
    why: Text
    sides: tuple[Side, ...]
    judgements: tuple[Judgement, ...] = ()

    @property
    def records(self) -> frozenset[str]:
        """The ids of all records (or things) on all sides."""
        return frozenset().union(*(side.records for side in self.sides))

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output; ``kind`` is values, growth, counts, roles
        or dates."""
        return {
            "kind": self.kind,
            "kind_zh": self.kind_label.zh,
            "kind_en": self.kind_label.en,
            "about": self.about.as_json(),
            "what_zh": self.what.zh,
            "what_en": self.what.en,
            "why_zh": self.why.zh,
            "why_en": self.why.en,
            "sides": [side.as_json() for side in self.sides],
            "judgements": [j.as_json() for j in self.judgements],
        }


@dataclass(frozen=True)
class ConflictsAnswer:
    """All contradictions, sorted by kind and thing, and judgements that fit none of them."""

    conflicts: tuple[Conflict, ...]
    unmatched: tuple[Judgement, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "conflicts": [c.as_json() for c in self.conflicts],
            "unmatched_judgements": [j.as_json() for j in self.unmatched],
        }
