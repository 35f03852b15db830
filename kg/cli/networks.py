"""``kg rank`` and ``kg clusters``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

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
from kg.errors import Lang
from kg.messages import message

if TYPE_CHECKING:
    from kg.clustering import ClustersAnswer
    from kg.ranking import RankAnswer, Ranked
    from kg.records import Ref

__all__ = ["clusters_command", "rank_command"]


@command("rank")
@click.option("--by", metavar="MEASURE", default="pagerank", help=word("rank.by"))
@click.option("--relation", "relations", multiple=True, metavar="NAME", help=word("rank.relation"))
@selecting("chain", "segment", "place", "type")
@answering(explain=True)
def rank_command(asked: Asked, by: str, relations: tuple[str, ...], chosen: Chosen) -> None:
    """Centrality of named organizations."""
    graph = open_graph(asked)
    selection = chosen.selection(graph) if chosen != Chosen() else None
    if by == "esri":
        from kg.cli.risk import risk_table

        with progress_bar(message("shock.running").to(asked.lang)) as step:
            risk = graph.systemic(
                selection=selection, progress=lambda done, of: step(f"{done}/{of}")
            )
        emit(risk_table(risk, asked.lang), asked)
        return
    emit(_rank_table(graph.rank(relations, by=by, selection=selection), asked.lang), asked)


def _rank_table(answer: RankAnswer, lang: Lang) -> Table:
    measures = list(answer.rows[0].values)
    notes = [
        message("rank.unlinked", count=answer.unlinked, total=answer.total),
        message("rank.sources", used=answer.documents, all=answer.all_documents),
        message("rank.network"),
    ]
    if answer.error:
        notes.append(message("rank.sampled", error=f"{answer.error:.3f}"))
    return Table(
        headers=[
            message(f"column.{c}") for c in ("rank", "name", "type", *measures, "rank_range", "id")
        ],
        rows=[
            [
                str(row.rank),
                row.ref.label.to(lang),
                row.ref.type_label.to(lang),
                *(_figure(row.values[name]) for name in measures),
                _range(row, lang),
                row.ref.id,
            ]
            for row in answer.rows
        ],
        items=[row.as_json() for row in answer.rows],
        notes=notes,
        sentences=[row.why() for row in answer.rows],
    )


def _range(row: Ranked, lang: Lang) -> str:
    ranks = f"{row.best}–{row.worst}" if row.best != row.worst else str(row.best)
    if not row.rests_on:
        return ranks
    gone = message("rank.none_without", sources=", ".join(row.rests_on)).to(lang)
    return f"{ranks}{_SEMICOLON[lang]}{gone}"


_SEMICOLON: dict[Lang, str] = {"zh": "；", "en": "; "}


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.4f}"


@command("clusters")
@click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), default=1, show_default=True,
    help=word("clusters.seed"),
)  # fmt: skip
@click.option("--method", type=click.Choice(["louvain", "leiden"]), default="louvain",
              help=word("clusters.method"))  # fmt: skip
@click.option("--relation", "relations", multiple=True, metavar="NAME", help=word("rank.relation"))
@answering(explain=True)
def clusters_command(
    asked: Asked, seed: int, method: Literal["louvain", "leiden"], relations: tuple[str, ...]
) -> None:
    """Supply clusters."""
    graph = open_graph(asked)
    emit(_clusters_table(graph.clusters(relations, seed=seed, method=method), asked.lang), asked)


def _clusters_table(answer: ClustersAnswer, lang: Lang) -> Table:
    def names(refs: Sequence[Ref]) -> str:
        shown = dict.fromkeys(ref.label.to(lang) for ref in refs)
        return ("、" if lang == "zh" else ", ").join(shown)

    return Table(
        headers=[
            message(f"column.{c}")
            for c in ("group_name", "size", "inside", "cut", "leaders", "main_segments",
                      "main_places", "members")
        ],
        rows=[
            [row.name.to(lang), str(len(row.members)), str(row.inside), str(row.cut),
             names(row.leaders), names(row.segments[:4]), names(row.places[:4]),
             names(row.members)]
            for row in answer.rows
        ],
        items=[row.as_json() for row in answer.rows],
        notes=[
            message("clusters.modularity", value=f"{answer.modularity:.3f}", seed=answer.seed,
                    method=answer.method.capitalize()),
            message("clusters.stability", seeds=answer.seeds, value=f"{answer.stability:.2f}",
                    single=answer.single),
        ],
        sentences=[row.why() for row in answer.rows],
    )  # fmt: skip
