"""``kg who``: filters over the whole graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import Asked, Chosen, answering, command, open_graph, selecting, word
from kg.cli.render import Table, emit, thing_name
from kg.errors import Lang
from kg.messages import message

if TYPE_CHECKING:
    from kg.who import Who, WhoAnswer

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
    emit(_who_table(answer, asked.lang), asked)


def _who_table(answer: WhoAnswer, lang: Lang) -> Table:
    groups = answer.groups
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
        notes=[message("who.coverage", named=len(answer.rows) - groups, groups=groups)],
        sentences=[row.why() for row in answer.rows],
        sparql=answer.sparql,
    )


def _row(row: Who, lang: Lang) -> list[str]:
    roles = [message("who.role_of", role=role, chain=chain.label) for role, chain in row.roles]
    return [
        thing_name(row.thing, lang),
        row.thing.type_label.to(lang),
        _SEPARATOR[lang].join(role.to(lang) for role in roles),
        _SEPARATOR[lang].join(place.label.to(lang) for place in row.places),
        _SEPARATOR[lang].join(segment.label.to(lang) for segment in row.segments),
        "; ".join(_cell(match.mark().to(lang), match.evidence.short()) for match in row.matches),
    ]


def _cell(mark: str, source: str) -> str:
    return f"{source} [{mark}]" if mark else source


_SEPARATOR: dict[Lang, str] = {"zh": "、", "en": ", "}
