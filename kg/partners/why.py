"""Why a partner is in the answer, in words that a person can repeat, and on which records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import Text
from kg.messages import message
from kg.records import Evidence

if TYPE_CHECKING:
    from kg.partners.model import Partner

__all__ = ["why"]

_NOTHING = Text("", "")
_TOLD = frozenset({
    "agreedWith_both", "cooperatesWith_both", "drewIn_in", "drewIn_out", "memberOf_in",
    "memberOf_out", "owns_in", "owns_out", "participatesIn_out", "suppliesTo_in", "suppliesTo_out",
})  # fmt: skip
"""Relations and directions that have a sentence of their own."""


def why(row: Partner) -> Text:
    """What ties the partner to the firm, and the records that say so."""
    told = message(
        f"why_partners.{_template(row)}",
        partner=row.partner.label,
        of=row.of.label,
        via=row.via.label if row.via else _NOTHING,
        path=_joined(
            [ref.label for ref in (row.partner, *reversed(row.between), row.of)], " → ", " → "
        ),
        tier=row.tier,
        detail=_detail(row),
        role=row.role,
    )
    cited = [_cited(evidence) for evidence in row.records]
    grounds = message("why_partners.grounds", records=_listed(cited))
    return Text(told.zh + grounds.zh, f"{told.en} {grounds.en}")


def _template(row: Partner) -> str:
    if row.tier > 1:
        return "tier"
    if row.via:
        return f"{row.relation}_via"
    name = f"{row.relation}_{row.direction}"
    return name if name in _TOLD else "other"


def _detail(row: Partner) -> Text:
    said = [text for text in (row.kind, row.product) if text.zh]
    if row.since:
        said.append(message("why_partners.since", date=row.since))
    if row.until:
        said.append(message("why_partners.until", date=row.until))
    if not said:
        return _NOTHING
    return message("why_partners.detail", said=_listed(said))


def _cited(evidence: Evidence) -> Text:
    marks = []
    if evidence.basis == "derived":
        records = _joined([Text(record, record) for record in evidence.derived_from], "、", ", ")
        marks.append(message("why_partners.derived", records=records))
    elif evidence.basis != "stated":
        marks.append(message(f"basis.{evidence.basis or 'stated'}"))
    if evidence.status not in ("", "existing"):
        marks.append(message(f"status.{evidence.status}"))
    if evidence.confidence != "high":
        level = message(f"confidence.{evidence.confidence}")
        marks.append(message("confidence.mark", level=level))
    where = _NOTHING
    if evidence.source:
        where = message("why_partners.source", source=evidence.short())
    return message(
        "why_partners.record",
        record=evidence.record,
        source=where,
        marks=Text("".join(f"，{m.zh}" for m in marks), "".join(f", {m.en}" for m in marks)),
    )


def _listed(texts: list[Text]) -> Text:
    return _joined(texts, "；", "; ")


def _joined(texts: list[Text], zh: str, en: str) -> Text:
    return Text(zh.join(t.zh for t in texts), en.join(t.en for t in texts))
