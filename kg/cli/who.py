"""``kg who``: filters over the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import Asked, Chosen, answering, command, open_graph, selecting, word
from kg.cli.render import Table, emit, thing_name
from kg.errors import Lang, Text
from kg.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.who import Known, Who, WhoAnswer

__all__ = ["who_command"]


@command("who")
@click.option("--role", "roles", multiple=True, metavar="NAME", help=word("who.role"))
@click.option("--observed/--with-derived", help=word("who.observed"))
@answering(explain=True, sparql=True)
@selecting("segment", "place", "chain", "product", "type")
def who_command(asked: Asked, roles: tuple[str, ...], observed: bool, chosen: Chosen) -> None:  # noqa: FBT001 - click passes options by name
    """Who passes the filters."""
    graph = open_graph(asked)
    answer = graph.who(chosen.selection(graph), roles=roles, observed=observed)
    emit(_who_table(answer, asked.lang, observed=observed), asked)


def _who_table(answer: WhoAnswer, lang: Lang, *, observed: bool) -> Table:
    groups = answer.groups
    coverage = "who.coverage_observed" if observed else "who.coverage"
    return Table(
        headers=[
            message("column.name"),
            message("column.type"),
            message("who.column_roles"),
            message("column.place"),
            message("who.column_segments"),
            message("who.column_why"),
        ],
        rows=[_row(row, lang) for row in answer.rows],
        items=[row.as_json() for row in answer.rows],
        payload=answer.as_json(),
        notes=[message(coverage, named=len(answer.rows) - groups, groups=groups)],
        sentences=[row.why() for row in answer.rows],
        sparql=answer.sparql,
    )


def _row(row: Who, lang: Lang) -> list[str]:
    return [
        thing_name(row.thing, lang),
        row.thing.type_label.to(lang),
        *(_listed(known, lang) for known in (row.roles, row.places, row.segments)),
        # One record may pass several filters: it is cited once.
        "; ".join(
            {
                match.evidence.record: _cell(match.evidence.short(), match.short_mark(), lang)
                for match in row.matches
            }.values()
        ),
    ]


def _listed(known: Iterable[Known], lang: Lang) -> str:
    return _SEPARATOR[lang].join(_cell(_name(one).to(lang), one.mark(), lang) for one in known)


def _name(known: Known) -> Text:
    if not known.role.zh:
        return known.thing.label
    return message("who.role_of", role=known.role, chain=known.thing.label)


def _cell(said: str, mark: Text, lang: Lang) -> str:
    return f"{said} [{mark.to(lang)}]" if mark.zh else said


_SEPARATOR: dict[Lang, str] = {"zh": "、", "en": ", "}
