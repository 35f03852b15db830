"""The answer: candidates, each with its score, the reasons for it, and the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.candidates.score import Part
from kg.errors import Text
from kg.messages import message
from kg.records import Evidence, Ref

__all__ = ["CandidateAnswer", "CandidateRow", "Reason"]


@dataclass(frozen=True)
class Reason:
    """One reason, in words, with the records it stands on.

    ``part`` is the part of the score it belongs to, ``direction`` supply, buy or cooperate.
    """

    part: str
    how: str
    direction: str
    said: Text
    evidence: tuple[Evidence, ...]

    def cited(self) -> Text:
        """The reason with its records, their sources, and what is not plainly stated."""
        cites = [_cite(item) for item in self.evidence]
        if not cites:
            return self.said
        records = Text("；".join(c.zh for c in cites), "; ".join(c.en for c in cites))
        return message("why_candidates.cited", said=self.said, records=records)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "part": self.part,
            "how": self.how,
            "direction": self.direction,
            "said_zh": self.said.zh,
            "said_en": self.said.en,
            "evidence": [item.as_json() for item in self.evidence],
        }


@dataclass(frozen=True)
class CandidateRow:
    """One candidate. Nothing says that it deals with the firm: ``basis`` is always "inferred".

    ``parts`` add up to ``score``. ``directions`` are what it could be to the firm: supply, buy,
    or, where no trade is in sight, cooperate. ``peers_in`` are segments in which both are active;
    ``by_plant`` those of ``places`` and ``segments`` that only its plants are in (IRIs).
    """

    candidate: Ref
    firm: Ref | None
    score: float
    parts: tuple[Part, ...]
    directions: tuple[str, ...]
    reasons: tuple[Reason, ...]
    places: tuple[Ref, ...]
    segments: tuple[Ref, ...]
    peers_in: tuple[Ref, ...] = ()
    by_plant: frozenset[str] = frozenset()

    basis = "inferred"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence of all reasons, each record once."""
        found = {item.record: item for reason in self.reasons for item in reason.evidence}
        return tuple(found.values())

    def why(self) -> Text:
        """Why the row is here, on which records and with which score, in each language."""
        reasons = [reason.cited() for reason in self.reasons]
        sums = [
            message(
                "why_candidates.points",
                part=message(f"candidates.part_{part.name}"),
                points=f"{part.points:g}",
            )
            for part in self.parts
        ]
        values: dict[str, object] = {
            "other": self.candidate.label,
            "reasons": Text("；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons)),
            "score": f"{self.score:g}",
            "parts": Text(" + ".join(s.zh for s in sums), " + ".join(s.en for s in sums)),
            "peers": self._peers(),
        }
        if self.firm is None:
            return message("why_candidates.row_need", **values)
        values["firm"] = self.firm.label
        could = message(f"why_candidates.could_{'_and_'.join(self.directions)}", **values)
        return message("why_candidates.row", could=could, **values)

    def _peers(self) -> Text:
        if not self.peers_in:
            return Text("", "")
        names = Text(
            "、".join(ref.label.zh for ref in self.peers_in),
            ", ".join(ref.label.en for ref in self.peers_in),
        )
        return message("why_candidates.peers", segments=names)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "candidate": self.candidate.as_json(),
            "inferred": True,
            "basis": self.basis,
            "score": self.score,
            "parts": [
                {"part": p.name, "strength": round(p.strength, 4), "weight": p.weight,
                 "points": p.points}
                for p in self.parts
            ],
            "directions": list(self.directions),
            "reasons": [reason.as_json() for reason in self.reasons],
            "places": [ref.as_json() for ref in self.places],
            "segments": [ref.as_json() for ref in self.segments],
            "peers_in": [ref.as_json() for ref in self.peers_in],
            "by_plant": sorted(self.by_plant),
            "why_zh": why.zh,
            "why_en": why.en,
            "evidence": [item.as_json() for item in self.evidence],
        }  # fmt: skip


@dataclass(frozen=True)
class CandidateAnswer:
    """The candidates of a firm, for a need, or both; best first, equals by IRI.

    ``found`` counts all that the query finds, ``rows`` holds the best of them. ``already`` are
    those who serve the need and deal with the firm: partners, no candidates. ``elsewhere`` are
    those who serve it outside the places asked for. ``groups`` and ``planned`` are what the
    sources speak of in the segments looked at and what is no candidate: groups without names,
    and what is planned or being built. ``needs`` pairs who states the need with the record;
    ``gaps_in`` is the chain of the need, where ``kg gaps`` tells what is missing.
    """

    firm: Ref | None
    need: tuple[Ref, ...]
    rows: tuple[CandidateRow, ...]
    found: int
    already: tuple[Ref, ...]
    elsewhere: tuple[Ref, ...]
    groups: tuple[Ref, ...]
    planned: tuple[Ref, ...]
    needs: tuple[tuple[Ref, Evidence], ...]
    sparql: str
    gaps_in: Ref | None = None

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "firm": self.firm.as_json() if self.firm else None,
            "need": [ref.as_json() for ref in self.need],
            "inferred": True,
            "candidates": [row.as_json() for row in self.rows],
            "found": self.found,
            "already_partners": [ref.as_json() for ref in self.already],
            "elsewhere": [ref.as_json() for ref in self.elsewhere],
            "stated_groups": [ref.as_json() for ref in self.groups],
            "planned": [ref.as_json() for ref in self.planned],
            "needs": [
                {"stated_by": who.as_json(), "evidence": item.as_json()} for who, item in self.needs
            ],
        }


def _cite(item: Evidence) -> Text:
    marks = [] if item.basis in ("", "stated") else [message(f"basis.{item.basis}")]
    if item.confidence != "high":
        marks.append(message("confidence.mark", level=message(f"confidence.{item.confidence}")))
    return message(
        "why_candidates.record",
        record=item.record,
        source=item.short(),
        mark=Text("".join(f"，{m.zh}" for m in marks), "".join(f", {m.en}" for m in marks)),
    )
