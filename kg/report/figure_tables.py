"""Targets, contradictions and figures over time as tables of a report."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.errors import Lang, Text
from kg.messages import message
from kg.report.anchors import safe_name
from kg.report.cells import Cell, Links, Piece, joined, plain
from kg.report.tables import Line, Table, heads, without_empty
from kg.wording import figure_text, percent_text, period_text, scope_text

if TYPE_CHECKING:
    from kg.conflicts import Conflict, Side
    from kg.facts import Fact, FactsAnswer, Growth, StatedGrowth
    from kg.observations import DataPoint
    from kg.targets import Target

__all__ = ["conflicts_table", "figures_table", "targets_table"]


def targets_table(targets: Iterable[Target], links: Links, name: str = "all") -> Table:
    """Targets against the latest comparable actuals; ``name`` tells tables of a page apart."""
    lines = []
    for target in targets:
        obs = target.point.first
        scope = scope_text(obs).to(links.lang)
        cells = (
            Cell((links.name(obs.subject), *plain(links.bracketed(scope)))),
            Cell(plain(obs.indicator.label.to(links.lang))),
            Cell(plain(figure_text(obs).to(links.lang)), "figure"),
            Cell(plain(period_text(target.point.period).to(links.lang)), "short"),
            Cell(plain(_left(target).to(links.lang))),
            _actuals(target, links),
            Cell(joined((plain(p.said().to(links.lang)) for p in target.progress), links.comma)),
            Cell(joined(((links.name(p),) for p in target.policies), links.comma)),
            links.evidence(record.evidence for record in target.point.records),
        )
        lines.append(Line(cells))
    names = (
        "targets.column_subject", "facts.column_indicator", "targets.column_target",
        "facts.column_period", "targets.column_left", "targets.column_actual",
        "targets.column_progress", "targets.column_policy", "column.source",
    )  # fmt: skip
    title = "" if name == "all" else links.say(f"report.targets_{name}")
    return without_empty(Table(f"targets-{name}", title, heads(names, links), tuple(lines)))


def _left(target: Target) -> Text:
    if target.days_left is None:
        return message("targets.undated")
    name = "past" if target.state == "past" else "days_left"
    return message(f"targets.{name}", days=abs(target.days_left))


def _actuals(target: Target, links: Links) -> Cell:
    if not target.progress:
        return Cell(plain(links.say("targets.no_actual")), "unknown")
    said = []
    for progress in target.progress:
        point = progress.actual
        words = links.say(
            "report.figure_when",
            figure=figure_text(point.first),
            period=period_text(point.period),
        )
        said.append((Piece(words + " "), *_sources(point, links).pieces))
    return Cell(joined(said, links.comma))


def conflicts_table(conflicts: Iterable[Conflict], links: Links) -> Table:
    """Contradictions, a row a side; all sides stand."""
    lines = []
    for number, conflict in enumerate(conflicts, 1):
        for n, side in enumerate(conflict.sides):
            what = [links.name(conflict.about), *plain(_what(conflict, links.lang))]
            cells = (
                Cell(plain(str(number)), "n"),
                Cell((*what, *plain(links.bracketed(conflict.kind_label.to(links.lang)), "at"))),
                Cell(plain(side.value.to(links.lang))),
                Cell(plain("、".join(side.raw))),
                Cell(plain(_side_bases(side, links))),
                links.evidence(side.evidence),
                Cell(plain(conflict.why.to(links.lang) if n == 0 else "")),
                Cell(
                    joined(
                        (plain(j.said(side).to(links.lang)) for j in conflict.judgements),
                        links.comma,
                    )
                ),
            )
            lines.append(Line(cells, "" if n else "first"))
    names = (
        "conflicts.column_number", "conflicts.column_what", "conflicts.column_said",
        "conflicts.column_raw", "column.basis", "column.source", "conflicts.column_why",
        "conflicts.column_judgement",
    )  # fmt: skip
    return without_empty(Table("conflicts-all", "", heads(names, links), tuple(lines)))


def _what(conflict: Conflict, lang: Lang) -> str:
    colon = "：" if lang == "zh" else ": "
    return f"{colon}{conflict.what.to(lang)}" if conflict.what.zh else ""


def _side_bases(side: Side, links: Links) -> str:
    fits = {True: "fits", False: "fits_not", None: "fits_unasked"}[side.fits]
    said = [*(links.say(f"basis.{basis}") for basis in side.bases), links.say(f"conflicts.{fits}")]
    return links.comma.join(filter(None, said))


def figures_table(answer: FactsAnswer, links: Links) -> Table:
    """The figures of a thing over time, growth recomputed beside what is stated."""
    lines = [_fact_line(fact, answer, links) for series in answer.series for fact in series.facts]
    names = (
        "facts.column_indicator", "column.kind", "facts.column_period", "facts.column_figure",
        "facts.column_growth", "facts.column_stated", "facts.column_scope", "column.basis",
        "column.source",
    )  # fmt: skip
    used = [n for n in range(len(names)) if any(line.cells[n].text for line in lines)]
    return Table(
        id=safe_name("f", answer.thing.id),
        title=answer.thing.label.to(links.lang),
        heads=tuple(heads(names, links)[n] for n in used),
        lines=tuple(Line(tuple(line.cells[n] for n in used), line.look) for line in lines),
    )


def _fact_line(fact: Fact, answer: FactsAnswer, links: Links) -> Line:
    obs = fact.point.first
    indicator = plain(obs.indicator.label.to(links.lang))
    if obs.subject.iri != answer.thing.iri:
        colon = "：" if links.lang == "zh" else ": "
        indicator = (links.name(obs.subject), *plain(colon), *indicator)
    disputed = plain(" " + links.say("facts.disputed"), "late") if fact.disputed else ()
    records = [record.evidence for record in fact.point.records]
    return Line(
        (
            Cell(indicator),
            Cell(plain(links.say(f"facts.{obs.kind}"))),
            Cell(plain(period_text(fact.point.period).to(links.lang)), "short"),
            Cell((*plain(figure_text(obs).to(links.lang)), *disputed), "figure"),
            Cell(joined((plain(_growth(g, links)) for g in fact.growth), links.comma)),
            Cell(joined((_stated(s, links) for s in fact.stated), links.comma)),
            Cell(plain(scope_text(obs).to(links.lang))),
            links.bases(records),
            links.evidence(records),
        )
    )


def _growth(found: Growth, links: Links) -> str:
    return links.say(
        "facts.growth",
        percent=percent_text(found.value, found.interval, floor=Decimal(-100)),
        figure=figure_text(found.base.first),
        period=period_text(found.base.period),
    )


def _stated(found: StatedGrowth, links: Links) -> tuple[Piece, ...]:
    fits = {True: "fits", False: "fits_not", None: "fits_unknown"}[found.fits]
    figure = figure_text(found.point.first).to(links.lang)
    said = links.bracketed(links.say(f"facts.{fits}"))
    return (Piece(f"{figure}{said} "), *_sources(found.point, links).pieces)


def _sources(point: DataPoint, links: Links) -> Cell:
    return links.evidence(record.evidence for record in point.records)
