"""What a list is made of: things, each with the records that let it through the filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.errors import Text
from kg.messages import message
from kg.records import Evidence, Ref

__all__ = ["Known", "Match", "Who", "WhoAnswer"]


_NOTHING = Text("", "")


@dataclass(frozen=True)
class Match:
    """One record that lets a thing through a filter: which filter, what it says, its evidence.

    ``filter`` is chain, segment, place, product or role; ``by_plant`` says that the record is
    about a plant of the thing.
    """

    filter: str
    said: Text
    evidence: Evidence
    by_plant: bool = False

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output: those of the evidence, and these four."""
        return {
            "filter": self.filter,
            "said_zh": self.said.zh,
            "said_en": self.said.en,
            "by_plant": self.by_plant,
            **self.evidence.as_json(),
        }

    def mark(self) -> Text:
        """What the record is where it is not plainly stated and existing, or nothing."""
        return _mark(self.evidence.basis, self.evidence.status)

    def short_mark(self) -> Text:
        """The same for a cell that does not name the plant: also that it is by one."""
        return _mark(self.evidence.basis, self.evidence.status, by_plant=self.by_plant)

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
class Known:
    """A place, a segment, or a chain with the ``role`` held on it, as far as it is known.

    ``basis`` and ``status`` are those of the record that says so, the plainest of several;
    ``by_plant`` says that it is known of a plant of the thing only.
    """

    thing: Ref
    basis: str
    status: str
    by_plant: bool = False
    role: Text = _NOTHING

    def mark(self) -> Text:
        """What it is where it is not plainly stated of the thing itself, or nothing."""
        return _mark(self.basis, self.status, by_plant=self.by_plant)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output: those of the thing, ``basis``,
        ``record_status`` and ``by_plant``."""
        return {
            **self.thing.as_json(),
            "basis": self.basis,
            "record_status": self.status,
            "by_plant": self.by_plant,
        }


@dataclass(frozen=True)
class Who:
    """One thing that passes every filter, with the records that let it through.

    ``places`` and ``segments`` are all that are known of it (a firm's also by its plants),
    ``roles`` the chains on which it has a role.
    """

    thing: Ref
    matches: tuple[Match, ...]
    places: tuple[Known, ...]
    segments: tuple[Known, ...]
    roles: tuple[Known, ...]

    def why(self) -> Text:
        """Why the row is here, on which records, in a sentence of each language."""
        if not self.matches:
            return message("why_who.type", name=self.thing.label, type=self.thing.type_label)
        # One record may pass several filters: it is told once.
        cited = list({match.evidence.record: match.cited() for match in self.matches}.values())
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
                {
                    "role_zh": held.role.zh,
                    "role_en": held.role.en,
                    "basis": held.basis,
                    "record_status": held.status,
                    "chain": held.thing.as_json(),
                }
                for held in self.roles
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


def _mark(basis: str, status: str, *, by_plant: bool = False) -> Text:
    marks = [message("who.by_plant")] if by_plant else []
    if basis not in ("", "stated"):
        marks.append(message(f"basis.{basis}"))
    if status not in ("", "existing"):
        marks.append(message(f"status.{status}"))
    return Text("，".join(m.zh for m in marks), ", ".join(m.en for m in marks))
