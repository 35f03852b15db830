"""``kg gaps``: what is missing or thin on a chain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Asked, answering, command, open_graph, progress_bar, word
from kg.cli.render import Table, emit
from kg.errors import Lang, NothingKnownError, Text
from kg.messages import message

if TYPE_CHECKING:
    from kg.chains import Holding
    from kg.gaps import Gap, GapsAnswer, Label, State
    from kg.technology import Matrix

__all__ = ["gaps_command"]


@command("gaps")
@click.argument("chain", required=False)
@click.option("--place", metavar="NAME", help=word("gaps.place"))
@click.option("--all", "everything", is_flag=True, help=word("gaps.all"))
@click.option("--candidates", is_flag=True, help=word("gaps.candidates_help"))
@answering(explain=True)
def gaps_command(
    asked: Asked,
    chain: str | None,
    place: str | None,
    everything: bool,  # noqa: FBT001 - click passes options by name
    candidates: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """Segments that are missing, thin or unnamed; without a chain, how each chain stands."""
    graph = open_graph(asked)
    if candidates:
        from kg.cli.risk import relief_table

        chosen = graph.selection(chains=[chain] if chain else [], places=[place] if place else [])
        with progress_bar(message("shock.running").to(asked.lang)) as step:
            found = graph.reliefs(selection=chosen, progress=lambda done, of: step(f"{done}/{of}"))
        emit(relief_table(found, asked.lang), asked)
        return
    if chain is None:
        answers = [graph.gaps(ref.iri, place=place) for ref, _, _ in graph.chains()]
        emit(_chains_table(answers, asked.lang), asked)
        return
    answer = graph.gaps(chain, place=place)
    rows = [*answer.rows, *(answer.sound if everything else ())]
    if not rows:
        raise NothingKnownError(message("gaps.none", chain=answer.chain.label))
    emit(_gaps_table(answer, rows, asked.lang), asked)


def _gaps_table(answer: GapsAnswer, rows: list[Gap], lang: Lang) -> Table:
    return Table(
        title=_title(answer),
        headers=[
            message(f"column.{c}")
            for c in (
                "gap_label", "position", "segment", "state", "gap_named", "gap_groups",
                "needed_by", "gap_feeds", "to_check", "source",
                *(["local_rate"] if answer.place else []),
            )
        ],
        rows=[_row(gap, lang) for gap in rows],
        items=[gap.as_json() for gap in rows],
        payload=answer.as_json(),
        notes=[
            _summary(answer),
            *(_matrix(matrix) for matrix in answer.matrices),
            message("gaps.rule"),
        ],
        sentences=[gap.why() for gap in rows],
    )  # fmt: skip


def _title(answer: GapsAnswer) -> Text:
    chain, place = answer.chain.label, answer.place
    if not place:
        return chain
    return Text(f"{chain.zh}（{place.label.zh}）", f"{chain.en} ({place.label.en})")


def _row(gap: Gap, lang: Lang) -> list[str]:
    label = message(f"gaps.label_{gap.label}")
    if gap.label and gap.state == "unknown":
        label = message("gaps.if_none", label=label)
    return [
        label.to(lang),
        message(f"position.{gap.position}").to(lang),
        gap.segment.label.to(lang),
        message(f"gaps.state_{_told(gap)}").to(lang),
        _names((*gap.names(), *map(_planned, gap.planned)), lang),
        _names((h.thing.label for h in gap.groups), lang),
        _names((_need(h) for h in gap.needs), lang),
        _names((ref.label for ref in gap.depends[: gap.direct]), lang),
        _names((a.firm.label for a in gap.to_check), lang),
        " ".join(dict.fromkeys(h.evidence.short() for h in _behind(gap))),
        *([f"{gap.local[0]}/{gap.local[1]}"] if gap.place else []),
    ]


def _told(gap: Gap) -> str:
    return "one_group" if gap.one_group and len(gap.named) > 1 else gap.state


def _planned(holding: Holding) -> Text:
    marks = {s for s in (holding.thing.status, holding.evidence.status) if s != "existing"}
    told = [message(f"status.{s}") for s in sorted(marks)]
    name = holding.thing.label
    return Text(
        f"{name.zh} [{'，'.join(t.zh for t in told)}]",
        f"{name.en} [{', '.join(t.en for t in told)}]",
    )


def _behind(gap: Gap) -> list[Holding]:
    return [*gap.named, *gap.planned, *gap.groups, *gap.needs, *(a.holding for a in gap.to_check)]


def _need(need: Holding) -> Text:
    date = need.evidence.source_date
    return Text(
        f"{need.thing.label.zh}（{need.what.zh}，{date}）",
        f"{need.thing.label.en} ({need.what.en}, {date})",
    )


def _names(labels: Iterable[Text], lang: Lang) -> str:
    shown = dict.fromkeys(text.to(lang) for text in labels)
    return ("、" if lang == "zh" else ", ").join(shown)


def _summary(answer: GapsAnswer) -> Text:
    states = Counter(gap.state for gap in (*answer.rows, *answer.sound))
    return message(
        "gaps.summary",
        chain=_title(answer),
        total=states.total(),
        several=states["several"],
        single=states["single"],
        works=states["works"],
        unnamed=states["unnamed"],
        needed=states["needed"],
        planned=states["planned"],
        unknown=states["unknown"],
    )


def _matrix(matrix: Matrix) -> Text:
    first, second = matrix.axes
    return message(
        "gaps.matrix",
        root=matrix.root.label,
        axes=Text(f"{first.label.zh}×{second.label.zh}", f"{first.label.en} by {second.label.en}"),
        total=len(matrix.cells),
        known=matrix.known,
        unknown=len(matrix.cells) - matrix.known,
    )


_STATES: tuple[State, ...] = (
    "several", "single", "works", "unnamed", "needed", "planned", "unknown",
)  # fmt: skip
_LABELS: tuple[Label, ...] = ("fill", "extend", "strengthen")


def _chains_table(answers: list[GapsAnswer], lang: Lang) -> Table:
    rows: list[list[str]] = []
    items: list[dict[str, Any]] = []
    for answer in answers:
        found = [*answer.rows, *answer.sound]
        count = Counter(gap.state for gap in found)
        labels = Counter(gap.label for gap in found if gap.state != "unknown")
        doubtful = sum(bool(gap.label) for gap in found if gap.state == "unknown")
        rows.append(
            [answer.chain.label.to(lang), str(len(found)), *(str(count[s]) for s in _STATES),
             *(str(labels[label]) for label in _LABELS), str(doubtful)]
        )  # fmt: skip
        items.append(
            {"chain": answer.chain.as_json(), "segments": len(found),
             **{s: count[s] for s in _STATES},
             **{label: labels[label] for label in _LABELS}, "if_none": doubtful}
        )  # fmt: skip
    return Table(
        headers=[
            message("column.chain"),
            message("column.segments"),
            *(message(f"gaps.state_{s}") for s in _STATES),
            *(message(f"gaps.label_{label}") for label in _LABELS),
            message("gaps.label_if_none"),
        ],
        rows=rows,
        items=items,
        notes=[message("gaps.rule")],
        sentences=[_summary(answer) for answer in answers],
    )
