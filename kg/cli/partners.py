"""``kg partners``: who deals with whom."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.cli.options import Asked, Chosen, answering, command, open_graph, selecting, word
from kg.cli.render import Table, emit_each, thing_name
from kg.errors import Lang, OptionError, Text
from kg.messages import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.partners import Partner, PartnerAnswer, Peer
    from kg.records import Evidence

__all__ = ["partners_command"]

_NAMED_PEERS = 12
"""So many peers of a segment are named below the table; JSON has all."""

_COLUMNS = (
    "column.role", "column.partner", "column.type", "column.kind", "column.of",
    "partners.column_via", "column.place", "column.segment", "column.since", "column.basis",
    "column.source",
)  # fmt: skip
_OF = _COLUMNS.index("column.of")
_PARTNER = _COLUMNS.index("column.partner")
_FOR_PROGRAMS = ("column.id", "column.count", "column.count_operator")
"""Columns after the partner in csv and tsv, where its name is only a name."""

_COMMA: dict[Lang, str] = {"zh": "，", "en": ", "}
_SEMICOLON: dict[Lang, str] = {"zh": "；", "en": "; "}


@command("partners")
@click.argument("firm", required=False)
@click.option("--role", "roles", multiple=True, metavar="ROLE", help=word("partners.role_help"))
@click.option(
    "--tier", type=click.IntRange(min=1), default=1, metavar="N", help=word("partners.tier_help")
)
@click.option("--observed/--with-derived", help=word("partners.observed_help"))
@click.option("--candidates", "wanted", is_flag=True, help=word("partners.candidates_help"))
@click.option("--need", metavar="NAME", help=word("partners.need_help"))
@answering(explain=True, sparql=True)
@selecting("segment", "place", "chain", "product")
def partners_command(
    asked: Asked,
    firm: str | None,
    roles: tuple[str, ...],
    tier: int,
    observed: bool,  # noqa: FBT001 - click passes options by name
    wanted: bool,  # noqa: FBT001 - click passes options by name
    need: str | None,
    chosen: Chosen,
) -> int:
    """Who deals with whom, and who could."""
    inferred = wanted or need is not None
    if firm is None and need is None:
        raise OptionError(message("partners.no_firm"))
    if inferred and (roles or tier > 1):
        raise OptionError(message("partners.not_both"))
    graph = open_graph(asked)
    if inferred:
        from kg.cli.candidates import emit_candidates

        emit_candidates(asked, graph, firm, need, chosen.selection(graph), observed=observed)
        return 0
    assert firm is not None  # else there is a need
    selection = chosen.selection(graph) if chosen != Chosen() else None

    def table(one: str) -> Table:
        answer = graph.partners(one, roles=roles, selection=selection, tier=tier, observed=observed)
        filtered = bool(roles) or selection is not None
        return _table(answer, asked, str(graph.as_of), fitted=firm != "-", filtered=filtered)

    return emit_each(asked, firm, table)


def _table(answer: PartnerAnswer, asked: Asked, day: str, *, fitted: bool, filtered: bool) -> Table:
    lang = asked.lang
    terminal = not asked.format and asked.output is None and sys.stdout.isatty()
    read = terminal or asked.format in ("table", "md")
    names = list(_COLUMNS)
    if not read:
        names[_PARTNER + 1 : _PARTNER + 1] = _FOR_PROGRAMS
    headers = [message(name) for name in names]
    rows = [_row(row, lang, read=read) for row in answer.rows]
    if fitted and read:
        headers, rows = _fitted(headers, rows, answer.firm.label.to(lang))
    # Words for programs and sentences are made only where they are written: they cost time.
    whole = answer.as_json() if asked.format in ("json", "jsonl") else None
    notes = _notes(answer, day, filtered=filtered)
    title = answer.firm.label
    if after := _after_own(answer):
        # Above a table one reads it first; a program finds it among the notes.
        title, notes = (after, notes) if read and fitted else (title, [after, *notes])
    return Table(
        title=title,
        headers=headers,
        rows=rows,
        items=whole["partners"] if whole else [],
        payload=whole,
        notes=notes,
        sentences=[row.why() for row in answer.rows] if asked.explain else [],
        sparql=answer.sparql,
    )


def _fitted(
    headers: list[Text], rows: list[list[str]], firm: str
) -> tuple[list[Text], list[list[str]]]:
    """Without columns that say nothing: empty ones, and the firm's own name in all rows."""
    kept = [
        n
        for n in range(len(headers))
        if any(row[n] and not (n == _OF and row[n] == firm) for row in rows)
    ]
    return [headers[n] for n in kept], [[row[n] for n in kept] for row in rows]


def _row(row: Partner, lang: Lang, *, read: bool) -> list[str]:
    from kg.partners import role_label

    role = role_label(row.role_group)
    if row.tier > 1:
        role = message("partners.tier", role=role, tier=row.tier)
    if read and not row.own:
        role = message("partners.role_operator", role=role)
    partner = row.partner
    operator = partner.count_operator.replace("equal", "")
    name = [thing_name(partner, lang)] if read else [
        partner.label.to(lang),
        partner.id,
        "" if partner.count is None else str(partner.count),
        message(f"operator.{operator}").to(lang).strip() if operator else "",
    ]  # fmt: skip
    return [
        role.to(lang),
        *name,
        row.partner.type_label.to(lang),
        _SEMICOLON[lang].join(t for t in (row.kind.to(lang), row.product.to(lang)) if t),
        row.of.label.to(lang),
        " ← ".join(ref.label.to(lang) for ref in row.between),
        row.place.to(lang),
        row.segment.to(lang),
        row.since + (f" – {row.until}" if row.until else ""),
        _COMMA[lang].join(dict.fromkeys(mark for e in row.records for mark in _marks(e, lang))),
        " ".join(dict.fromkeys(evidence.short() for evidence in row.records)),
    ]


def _marks(evidence: Evidence, lang: Lang) -> list[str]:
    said = [message(f"basis.{evidence.basis or 'stated'}")]
    if evidence.status not in ("", "existing"):
        said.append(message(f"status.{evidence.status}"))
    if evidence.confidence != "high":
        said.append(message("confidence.mark", level=message(f"confidence.{evidence.confidence}")))
    return [text.to(lang) for text in said]


def _operator(answer: PartnerAnswer) -> Text:
    return message("partners.operator", name=_listed([ref.label for ref in answer.operators]))


def _after_own(answer: PartnerAnswer) -> Text | None:
    """That the rows after a plant's own are those of the firm that runs it."""
    own = sum(row.own for row in answer.rows)
    if own == len(answer.rows):
        return None
    return message(
        "partners.after_own" if own else "partners.only_operator",
        firm=answer.firm.label,
        own=own,
        operator=_operator(answer),
        count=len(answer.rows) - own,
    )


def _notes(answer: PartnerAnswer, day: str, *, filtered: bool) -> list[Text]:
    notes = []
    mark = message("partners.unfiltered_too") if filtered else Text("", "")
    if answer.missing_tier:
        notes.append(message("partners.no_tier", tier=answer.missing_tier))
    if answer.peers:
        notes.append(message("partners.peers", names=_peers(answer.peers), mark=mark))
    notes += [
        message("partners.crowd", segment=crowd.segment.label, count=crowd.over)
        for crowd in answer.crowds
    ]
    notes.append(answer.coverage.said(answer.firm.label, filtered=filtered))
    if answer.operator_coverage:
        notes.append(answer.operator_coverage.said(_operator(answer), filtered=filtered))
    if answer.hidden:
        notes.append(message("partners.hidden", count=answer.hidden, day=day))
    return notes


def _peers(peers: Sequence[Peer]) -> Text:
    by_segment: dict[Text, list[Text]] = {}
    for peer in peers:
        by_segment.setdefault(peer.segment, []).append(peer.peer.label)
    said = []
    for segment, names in by_segment.items():
        shown = _listed(names[:_NAMED_PEERS])
        if len(names) > _NAMED_PEERS:
            shown = message("partners.peers_more", names=shown, count=len(names))
        said.append(message("partners.peers_in", segment=segment, names=shown))
    return Text("；".join(t.zh for t in said), "; ".join(t.en for t in said))


def _listed(names: list[Text]) -> Text:
    return Text("、".join(t.zh for t in names), ", ".join(t.en for t in names))
