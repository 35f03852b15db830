"""``kg shock``: what falls if firms stop, and who would soften it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    Asked,
    Chosen,
    answering,
    command,
    open_graph,
    progress_bar,
    selecting,
    word,
)
from kg.cli.render import Table, emit
from kg.errors import Lang, OptionError, Text
from kg.messages import message

if TYPE_CHECKING:
    from kg.records import Ref
    from kg.risk import ReliefAnswer, RiskAnswer, ShockAnswer

__all__ = ["relief_table", "risk_table", "shock_command"]


@command("shock")
@click.argument("firms", nargs=-1, required=True)
@click.option("--psi", type=click.FloatRange(0, 1), default=0.0, metavar="P",
              help=word("shock.psi_help"))  # fmt: skip
@click.option("--relief", is_flag=True, help=word("shock.relief_help"))
@click.option("--samples", type=click.IntRange(1), metavar="N", help=word("shock.samples_help"))
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help=word("clusters.seed"))
@answering(explain=True)
@selecting("chain", "place")
def shock_command(
    asked: Asked,
    firms: tuple[str, ...],
    psi: float,
    relief: bool,  # noqa: FBT001 - click passes options by name
    samples: int | None,
    seed: int | None,
    chosen: Chosen,
) -> None:
    """What falls if firms stop."""
    graph = open_graph(asked)
    selection = chosen.selection(graph) if chosen != Chosen() else None
    if relief and (samples is not None or seed is not None):
        raise OptionError(message("shock.not_drawn"))
    if relief:
        with progress_bar(message("shock.running").to(asked.lang)) as step:
            found = graph.reliefs(
                firms, psi=psi, selection=selection, progress=lambda done, of: step(f"{done}/{of}")
            )
        emit(relief_table(found, asked.lang), asked)
        return
    answer = graph.shock(
        firms, psi=psi, selection=selection, samples=samples or 50,
        seed=1 if seed is None else seed,
    )  # fmt: skip
    emit(_shock_table(answer, asked.lang), asked)


def _shock_table(answer: ShockAnswer, lang: Lang) -> Table:
    return Table(
        title=Text(
            "、".join(ref.label.zh for ref in answer.firms),
            ", ".join(ref.label.en for ref in answer.firms),
        ),
        headers=[
            message(f"column.{c}")
            for c in ("firm", "segment", "lost", "lost_orders", "lost_inputs", "through", "records")
        ],
        rows=[
            [
                row.firm.label.to(lang),
                row.segment.label.to(lang) if row.segment else "",
                row.lost.text(),
                row.orders.text(),
                row.inputs.text(),
                _names(row.through, lang),
                "; ".join(row.records),
            ]
            for row in answer.rows
        ],
        items=[row.as_json() for row in answer.rows],
        payload=answer.as_json(),
        notes=[
            message(
                "shock.index",
                esri=answer.esri.text(),
                up=answer.upstream.text(),
                down=answer.downstream.text(),
            ),
            *_doubt(answer.links, answer.valued, answer.samples),
            message("shock.coverage", linked=answer.linked, of=answer.of),
        ],
        sentences=[row.why() for row in answer.rows],
    )


def risk_table(answer: RiskAnswer, lang: Lang) -> Table:
    """Firms by systemic risk: the answer of ``kg rank --by esri``."""
    return Table(
        headers=[
            message(f"column.{c}")
            for c in ("rank", "firm", "segment", "esri", "lost_orders", "lost_inputs",
                      "rank_range", "sole", "id")
        ],
        rows=[
            [str(row.rank), row.firm.label.to(lang),
             row.segment.label.to(lang) if row.segment else "", row.esri.text(),
             row.upstream.text(), row.downstream.text(),
             f"{row.best}–{row.worst}" if row.best != row.worst else str(row.best),
             str(row.sole), row.firm.id]
            for row in answer.rows
        ],
        items=[row.as_json() for row in answer.rows],
        notes=[
            *_doubt(answer.links, answer.valued, answer.samples),
            message("shock.stability", value=f"{answer.stability:.2f}"),
            message("shock.coverage", linked=answer.linked, of=answer.of),
        ],
        sentences=[row.why() for row in answer.rows],
    )  # fmt: skip


def relief_table(answer: ReliefAnswer, lang: Lang) -> Table:
    """Second suppliers by the relief that they would bring."""
    return Table(
        headers=[
            message(f"column.{c}") for c in ("segment", "supplier", "buyers", "drop", "single")
        ],
        rows=[
            [
                row.segment.label.to(lang),
                (row.supplier.label if row.supplier else message("shock.newcomer")).to(lang),
                _names(row.buyers, lang),
                f"{row.drop:.2%}",
                str(row.single),
            ]
            for row in answer.rows
        ],
        items=[row.as_json() for row in answer.rows],
        notes=[
            message("shock.relief_note", single=answer.single),
            message("shock.relief_tried", shown=len(answer.rows), tried=answer.tried),
            *([message("shock.relief_structural")] if answer.structural else []),
            message("shock.coverage", linked=answer.linked, of=answer.of),
        ],
        sentences=[row.why() for row in answer.rows],
    )


def _doubt(links: int, valued: int, samples: int) -> list[Text]:
    if valued == links:
        return []
    return [message("shock.structural", links=links, valued=valued, samples=samples)]


def _names(refs: Sequence[Ref], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(ref.label.to(lang) for ref in refs)
