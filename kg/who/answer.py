"""What a list is made of: things, each with the records that let it through the filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.errors import Text
from kg.messages import message
from kg.records import Evidence, Ref

__all__ = ["Match", "Who", "WhoAnswer"]


@dataclass(frozen=True)
class Match:
    """One record that lets a thing through a filter: which filter, what it says, its evidence.

    ``filter`` is chain, segment, place, product or role.
    """

    filter: str
    said: Text
    evidence: Evidence

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output: those of the evidence, and these three."""
        return {
            "filter": self.filter,
            "said_zh": self.said.zh,
            "said_en": self.said.en,
            **self.evidence.as_json(),
        }

    def mark(self) -> Text:
        """What the record is where it is not plainly stated and existing, or nothing."""
        evidence = self.evidence
        marks = [] if evidence.basis in ("", "stated") else [message(f"basis.{evidence.basis}")]
        if evidence.status not in ("", "existing"):
            marks.append(message(f"status.{evidence.status}"))
        return Text("，".join(m.zh for m in marks), ", ".join(m.en for m in marks))

    def cited(self) -> Text:
        """What the record says, with the record, its source, and what it is if not stated."""
        mark = self.mark()
        return message(
            "why_who.cited",
            said=self.said,
            record=self.evidence.record,
            source=self.evidence.short(),
            mark=Text(f"，{mark.zh}", f", {mark.en}") if mark.zh else mark,
        )


@dataclass(frozen=True)
class Who:
    """One thing that passes every filter, with the records that let it through.

    ``places`` and ``segments`` are all that are known of it (a firm's also by its plants),
    ``roles`` pairs of a chain role and its chain.
    """

    thing: Ref
    matches: tuple[Match, ...]
    places: tuple[Ref, ...]
    segments: tuple[Ref, ...]
    roles: tuple[tuple[Text, Ref], ...]

    def why(self) -> Text:
        """Why the row is here, on which records, in a sentence of each language."""
        if not self.matches:
            return message("why_who.type", name=self.thing.label, type=self.thing.type_label)
        cited = [match.cited() for match in self.matches]
        return message(
            "why_who.row",
            name=self.thing.label,
            type=self.thing.type_label,
            reasons=Text("；".join(c.zh for c in cited), "; ".join(c.en for c in cited)),
        )

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "thing": self.thing.as_json(),
            "type_zh": self.thing.type_label.zh,
            "type_en": self.thing.type_label.en,
            "places": [place.as_json() for place in self.places],
            "segments": [segment.as_json() for segment in self.segments],
            "roles": [
                {"role_zh": role.zh, "role_en": role.en, "chain": chain.as_json()}
                for role, chain in self.roles
            ],
            "evidence": [match.as_json() for match in self.matches],
            "why_zh": why.zh,
            "why_en": why.en,
        }


@dataclass(frozen=True)
class WhoAnswer:
    """Everything that passes: chain leaders first, then holders of other chain roles (on the
    chains asked for, where some are), then by class, then by id; stated groups at the end."""

    rows: tuple[Who, ...]
    sparql: str

    @property
    def groups(self) -> int:
        """How many of the rows are groups that the sources count without naming."""
        return sum(row.thing.is_group for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "found": [row.as_json() for row in self.rows],
            "named": len(self.rows) - self.groups,
            "groups": self.groups,
        }
