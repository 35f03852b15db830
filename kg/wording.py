"""Figures and their periods in words, zh and en, and the paste-ready citation of a figure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from kg.errors import Text
from kg.intervals import Interval
from kg.messages import message
from kg.observations import Concept, DataPoint, Observation
from kg.records import Evidence

__all__ = [
    "amount_text",
    "citation",
    "figure_text",
    "listed",
    "percent_text",
    "period_text",
    "plain",
    "scope_text",
    "source_text",
]

_LARGE = ((12, "万亿"), (8, "亿"), (4, "万"))
_TENTH = Decimal("0.1")


def listed(labels: Iterable[Text]) -> Text:
    """Names in a row, each once: with 、 in Chinese, commas in English.

    >>> listed([Text("甲", "A"), Text("乙", "B"), Text("甲", "A")])
    Text(zh='甲、乙', en='A, B')
    """
    found = list(dict.fromkeys(labels))
    return Text("、".join(t.zh for t in found), ", ".join(t.en for t in found))


def plain(value: Decimal) -> str:
    """A number without exponent and without zeros that say nothing.

    >>> plain(Decimal("5.4500E+5")), plain(Decimal("98.0"))
    ('545000', '98')
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def amount_text(value: Decimal, unit: Concept) -> Text:
    """A value with its unit; Chinese in 万, 亿 and 万亿, English with thousands separators.

    The number is never rounded: 316000 is 31.6万.
    """
    if unit.id == "percent":
        return Text(f"{plain(value)}%", f"{plain(value)}%")
    zh = plain(value)
    for power, word in _LARGE:
        if abs(value) >= Decimal(10) ** power:
            zh = plain(value.scaleb(-power)) + word
            break
    whole, _, fraction = plain(value).partition(".")
    en = f"{int(whole):,}" + (f".{fraction}" if fraction else "")
    return Text(f"{zh}{unit.label.zh}", f"{en} {unit.label.en}")


def figure_text(obs: Observation) -> Text:
    """The figure of an observation: operator, number, unit."""
    amount = amount_text(obs.value, obs.unit)
    operator = message(f"operator.{obs.operator}")
    return Text(operator.zh + amount.zh, operator.en + amount.en)


def period_text(period: str) -> Text:
    """A period as a reader says it: in 2024, from 2021 to 2024, as of July 2025."""
    first, slash, last = period.partition("/")
    if not period:
        return message("facts.no_period")
    if not slash:
        return Text(f"{period}年" if len(period) == 4 else period, period)
    if first and last:
        return Text(f"{first}–{last}", f"{first} – {last}")
    return message("facts.until", date=last) if last else message("facts.since", date=first)


def scope_text(obs: Observation) -> Text:
    """What a figure is limited to: its product and its scope, or nothing."""
    parts = [obs.product.label] if obs.product else []
    parts += [Text(obs.scope, obs.scope)] if obs.scope else []
    return Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def percent_text(value: Decimal | None, interval: Interval, *, floor: Decimal) -> Text:
    """A computed percentage with what rounding leaves open, ends rounded outwards to a tenth.

    ``floor`` is the least that is possible at all (-100 for growth, 0 for a share): an interval
    that begins there says only what cannot be passed. ``value`` is left out where it is None.
    """
    low = str(interval.low.quantize(_TENTH, ROUND_FLOOR)) if interval.low > floor else ""
    high = str(interval.high.quantize(_TENTH, ROUND_CEILING)) if interval.high.is_finite() else ""
    if low and high:
        if value is None:
            return Text(f"{low}%–{high}%", f"{low}% – {high}%")
        middle = value.quantize(_TENTH, ROUND_HALF_EVEN)
        return Text(f"{middle}%（{low}%–{high}%）", f"{middle}% ({low}% – {high}%)")
    if low:
        return message("facts.over", value=low)
    return message("facts.under", value=high) if high else message("facts.open")


def source_text(evidence: Evidence) -> Text:
    """A source as a citation names it: title, date of publication, passage; or what it is."""
    if not evidence.source:
        return message("facts.derived", records="; ".join(evidence.derived_from))
    return message(
        "facts.source",
        title=evidence.source_title,
        date=evidence.source_date,
        passage=evidence.short(),
        basis=message(f"basis.{evidence.basis or 'stated'}"),
    )


def caveats(point: DataPoint, *, disputed: bool) -> Text:
    """What must be said beside a figure: that it is disputed, or how unsure its reading is."""
    unsure = dict.fromkeys(r.evidence for r in point.records if r.evidence.confidence != "high")
    said = [message("facts.caveat_disputed")] if disputed else []
    said += [
        message(
            "facts.caveat_read",
            confidence=message(f"confidence.{evidence.confidence}"),
            note=evidence.note.rstrip(".。") or evidence.source,
        )
        for evidence in unsure
    ]
    return Text("".join(t.zh for t in said), "".join(t.en for t in said))


def citation(point: DataPoint, *, disputed: bool) -> Text:
    """One paste-ready line: of what, figure as printed, scope, caveats, sources with dates."""
    obs = point.first
    raw = dict.fromkeys(record.raw for record in point.records)
    scope = scope_text(obs)
    sources = [source_text(record.evidence) for record in point.records]
    return message(
        "facts.cite",
        name=obs.subject.label,
        indicator=obs.indicator.label,
        kind=message(f"facts.{obs.kind}"),
        period=period_text(point.period),
        scope=Text(f"，{scope.zh}" if scope.zh else "", f", {scope.en}" if scope.en else ""),
        figure=figure_text(obs),
        raw=Text("、".join(raw), ", ".join(raw)),
        caveats=caveats(point, disputed=disputed),
        sources=Text("；".join(s.zh for s in sources), "; ".join(s.en for s in sources)),
    )
