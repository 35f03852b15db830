"""``kg facts``, ``kg targets``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Asked, answering, command, open_graph, say_not_counted, word
from kg.cli.render import Table, emit, write_text
from kg.errors import Lang, Text
from kg.messages import message
from kg.wording import citation, figure_text, percent_text, period_text, scope_text

if TYPE_CHECKING:
    from kg.facts import Fact, FactsAnswer, Growth, Series, StatedGrowth
    from kg.observations import DataPoint, Observation
    from kg.records import Ref
    from kg.targets import Progress, Target

__all__ = ["facts_command", "targets_command"]

_BAR_WIDTH = 16
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_COLON: dict[Lang, str] = {"zh": "：", "en": ": "}


@command("facts")
@click.argument("name")
@click.option("--indicator", metavar="I", help=word("facts.indicator_option"))
@click.option("--cite", is_flag=True, help=word("facts.cite_option"))
@click.option("--chart", metavar="FILE.svg", type=click.Path(dir_okay=False, path_type=Path),
              help=word("facts.chart_option"))  # fmt: skip
@answering()
def facts_command(
    asked: Asked,
    name: str,
    indicator: str | None,
    cite: bool,  # noqa: FBT001 - click passes options by name
    chart: Path | None,
) -> None:
    """Figures over time."""
    if cite and asked.format:
        raise click.UsageError(message("facts.cite_format").to(asked.lang))
    graph = open_graph(asked)
    say_not_counted(graph, asked)
    answer = graph.facts(name, indicator)
    if chart is not None:
        from kg.viz.timeline import write_timeline

        asked.say(message("facts.chart_done", path=write_timeline(answer, chart, asked.lang)))
    if cite:
        _emit_citations(answer, asked)
    else:
        emit(_facts_table(answer, asked.lang, bars=_for_people(asked)), asked)


@command("targets")
@click.option("--by", metavar="NAME", help=word("targets.by_option"))
@answering()
def targets_command(asked: Asked, by: str | None) -> None:
    """Targets against actuals."""
    graph = open_graph(asked)
    say_not_counted(graph, asked)
    found = graph.targets(by)
    note = message(
        "targets.counted",
        as_of=graph.as_of,
        total=len(found),
        known=sum(bool(t.progress) for t in found),
        past=sum(t.state == "past" for t in found),
    )
    emit(
        Table(
            headers=[
                message(f"targets.column_{c}")
                for c in ("subject", "target", "left", "actual", "progress", "policy")
            ]
            + [message("column.source")],
            rows=[_target_row(t, asked.lang) for t in found],
            items=[t.as_json() for t in found],
            payload={"as_of": graph.as_of.isoformat(), "targets": [t.as_json() for t in found]},
            notes=[note],
        ),
        asked,
    )


def _for_people(asked: Asked) -> bool:
    return asked.format == "table" or (
        not asked.format and asked.output is None and sys.stdout.isatty()
    )


def _emit_citations(answer: FactsAnswer, asked: Asked) -> None:
    lines = [
        citation(f.point, disputed=f.disputed).to(asked.lang)
        for s in answer.series
        for f in s.facts
    ]
    if asked.limit is not None and asked.limit < len(lines):
        asked.say(message("cli.limited", shown=asked.limit, total=len(lines)))
        lines = lines[: asked.limit]
    write_text("\n".join(lines) + "\n", asked.output)


def _facts_table(answer: FactsAnswer, lang: Lang, *, bars: bool) -> Table:
    headers = [
        message("facts.column_indicator"),
        message("column.kind"),
        message("facts.column_period"),
        message("facts.column_figure"),
        message("facts.column_growth"),
        message("facts.column_stated"),
        message("facts.column_scope"),
        message("column.basis"),
        message("column.source"),
    ]
    rows = [_fact_row(fact, answer.thing, lang) for s in answer.series for fact in s.facts]
    if bars:
        headers.insert(4, message("facts.column_bar"))
        drawn = [bar for s in answer.series for bar in _bars(s)]
        for row, bar in zip(rows, drawn, strict=True):
            row.insert(4, bar)
    return Table(
        title=answer.thing.label,
        headers=headers,
        rows=rows,
        items=[
            {**{k: v for k, v in s.as_json().items() if k != "facts"}, **fact.as_json()}
            for s in answer.series
            for fact in s.facts
        ],
        payload=answer.as_json(),
    )


def _fact_row(fact: Fact, thing: Ref, lang: Lang) -> list[str]:
    obs = fact.point.first
    figure = figure_text(obs).to(lang)
    if fact.disputed:
        figure += " " + message("facts.disputed").to(lang)
    return [
        _indicator(obs, thing, lang),
        message(f"facts.{obs.kind}").to(lang),
        period_text(fact.point.period).to(lang),
        figure,
        _join((_growth(g) for g in fact.growth), lang),
        _join((_stated(s) for s in fact.stated), lang),
        scope_text(obs).to(lang),
        _bases(fact.point, lang),
        _sources(fact.point),
    ]


def _indicator(obs: Observation, thing: Ref, lang: Lang) -> str:
    if obs.subject == thing:
        return obs.indicator.label.to(lang)
    named = message("facts.of", name=obs.subject.label, indicator=obs.indicator.label)
    return named.to(lang)


def _growth(found: Growth) -> Text:
    percent = percent_text(found.value, found.interval, floor=Decimal(-100))
    return message(
        "facts.growth",
        percent=percent,
        figure=figure_text(found.base.first),
        period=period_text(found.base.period),
    )


def _stated(found: StatedGrowth) -> Text:
    fits = {True: "fits", False: "fits_not", None: "fits_unknown"}[found.fits]
    return message(
        "facts.stated",
        figure=figure_text(found.point.first),
        fits=message(f"facts.{fits}"),
        sources=_sources(found.point),
    )


def _bars(series: Series) -> list[str]:
    """Bars in proportion to the largest figure of the line; one figure alone needs none."""
    values = [fact.point.first.value for fact in series.facts]
    top = max(values)
    if len(values) < 2 or top <= 0:
        return [""] * len(values)
    return [_bar(max(value, Decimal(0)) / top) for value in values]


def _bar(share: Decimal) -> str:
    whole, rest = divmod(int(share * _BAR_WIDTH * 8), 8)
    return "█" * whole + _EIGHTHS[rest]


def _target_row(target: Target, lang: Lang) -> list[str]:
    obs = target.point.first
    scope = scope_text(obs).to(lang)
    shown = f"{obs.indicator.label.to(lang)}{_COLON[lang]}{figure_text(obs).to(lang)}"
    if target.point.period:
        shown += f" ({period_text(target.point.period).to(lang)})"
    return [
        obs.subject.label.to(lang) + (f" ({scope})" if scope else ""),
        shown,
        _left(target).to(lang),
        _join((_actual(p) for p in target.progress), lang) or message("targets.no_actual").to(lang),
        _join((p.said() for p in target.progress), lang),
        _join((policy.label for policy in target.policies), lang),
        _sources(target.point),
    ]


def _left(target: Target) -> Text:
    if target.days_left is None:
        return message("targets.undated")
    name = "past" if target.state == "past" else "days_left"
    return message(f"targets.{name}", days=abs(target.days_left))


def _actual(progress: Progress) -> Text:
    point = progress.actual
    return message(
        "targets.actual",
        figure=figure_text(point.first),
        period=period_text(point.period),
        sources=_sources(point),
    )


def _bases(point: DataPoint, lang: Lang) -> str:
    said: dict[Text, None] = {}
    for evidence in (record.evidence for record in point.records):
        said[message(f"basis.{evidence.basis or 'stated'}")] = None
        if evidence.confidence != "high":
            level = message(f"confidence.{evidence.confidence}")
            said[message("confidence.mark", level=level)] = None
    return _join(said, lang)


def _sources(point: DataPoint) -> str:
    return " ".join(dict.fromkeys(record.evidence.short() for record in point.records))


def _join(texts: Iterable[Text], lang: Lang) -> str:
    return ("；" if lang == "zh" else "; ").join(text.to(lang) for text in texts)
