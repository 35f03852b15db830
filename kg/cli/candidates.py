"""``kg partners FIRM --candidates`` and ``--need``: what is inferred, as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.cli.options import Asked
from kg.cli.render import Table, emit, thing_name
from kg.errors import Lang, Text
from kg.messages import message

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.candidates import CandidateAnswer, CandidateRow
    from kg.records import Ref
    from kg.selection import Selection

__all__ = ["emit_candidates"]

_TOP = 20


def emit_candidates(
    asked: Asked,
    graph: Graph,
    name: str | None,
    need: str | None,
    selection: Selection,
    *,
    observed: bool = False,
) -> None:
    """Write the candidates of a firm, for a need, or both; ``--limit`` says how many (20).

    Raises what ``Graph.candidates`` raises.
    """
    answer = graph.candidates(name, need, selection, observed=observed, top=asked.limit or _TOP)
    emit(_table(answer, asked.lang), asked)


def _table(answer: CandidateAnswer, lang: Lang) -> Table:
    return Table(
        title=_title(answer),
        headers=[
            message("candidates.column_candidate"),
            message("column.type"),
            message("candidates.column_direction"),
            message("candidates.column_score"),
            message("candidates.column_reasons"),
            message("column.place"),
            message("column.segment"),
            message("column.basis"),
            message("column.source"),
        ],
        rows=[_row(row, lang) for row in answer.rows],
        items=[row.as_json() for row in answer.rows],
        payload=answer.as_json(),
        notes=_notes(answer),
        sentences=[row.why() for row in answer.rows],
        sparql=answer.sparql,
    )


def _title(answer: CandidateAnswer) -> Text:
    if answer.firm and answer.need:
        label = answer.need[0].label
        return message("candidates.title_both", name=answer.firm.label, need=label)
    if answer.firm:
        return message("candidates.title", name=answer.firm.label)
    return message("candidates.title_need", need=answer.need[0].label)


def _row(row: CandidateRow, lang: Lang) -> list[str]:
    separator = "；" if lang == "zh" else "; "
    return [
        row.candidate.label.to(lang),
        row.candidate.type_label.to(lang),
        _COMMA[lang].join(message(f"candidates.{d}").to(lang) for d in row.directions),
        f"{row.score:.2f}",
        separator.join(reason.said.to(lang) for reason in row.reasons),
        _labels(row.places, row.by_plant, lang),
        _labels(row.segments, row.by_plant, lang),
        message("candidates.inferred").to(lang),
        " ".join(dict.fromkeys(item.short() for item in row.evidence)),
    ]


def _notes(answer: CandidateAnswer) -> list[Text]:
    notes = [message("candidates.basis_note")]
    if answer.found > len(answer.rows):
        notes.append(message("candidates.counted", found=answer.found, shown=len(answer.rows)))
    for key, refs in (
        ("already", answer.already),
        ("elsewhere", answer.elsewhere),
        ("groups", answer.groups),
        ("planned", answer.planned),
    ):
        if refs:
            named = Text(
                "、".join(thing_name(ref, "zh") for ref in refs),
                ", ".join(thing_name(ref, "en") for ref in refs),
            )
            notes.append(message(f"candidates.{key}", names=named))
    notes += [
        message("candidates.need_stated", name=who.label, record=item.record, source=item.short())
        for who, item in answer.needs
    ]
    return notes


def _labels(refs: Iterable[Ref], by_plant: frozenset[str], lang: Lang) -> str:
    mark = message("candidates.by_plant").to(lang)
    return _COMMA[lang].join(
        ref.label.to(lang) + (mark if ref.iri in by_plant else "") for ref in refs
    )


_COMMA: dict[Lang, str] = {"zh": "、", "en": ", "}
