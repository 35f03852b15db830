"""``kg conflicts``, ``kg diff``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Asked, answering, command, open_graph, say_not_counted, word
from kg.cli.render import Table, emit
from kg.errors import Lang, Text
from kg.messages import message

if TYPE_CHECKING:
    from kg.conflicts import Conflict, ConflictsAnswer, Side
    from kg.diff import Change, Diff

__all__ = ["conflicts_command", "diff_command"]

_FITS = {True: "fits", False: "fits_not", None: "fits_unasked"}
_DIFF_COLUMNS = ("change", "file", "id", "column", "before", "after")
_SEPARATOR: dict[Lang, str] = {"zh": "；", "en": "; "}


@command("conflicts")
@answering()
def conflicts_command(asked: Asked) -> int:
    """Contradictions between sources."""
    graph = open_graph(asked)
    say_not_counted(graph, asked)
    answer = graph.conflicts()
    for judgement in answer.unmatched:
        asked.say(message("conflicts.unmatched", id=judgement.id, author=judgement.author))
    if not answer.conflicts:
        asked.say(message("conflicts.none"))
        return 3
    emit(_conflicts_table(answer, asked.lang), asked)
    return 0


def _conflicts_table(answer: ConflictsAnswer, lang: Lang) -> Table:
    sides = [
        (number, conflict, side)
        for number, conflict in enumerate(answer.conflicts, 1)
        for side in conflict.sides
    ]
    return Table(
        headers=[
            message("conflicts.column_number"),
            message("column.kind"),
            message("conflicts.column_what"),
            message("conflicts.column_said"),
            message("conflicts.column_raw"),
            message("column.basis"),
            message("column.source"),
            message("conflicts.column_fits"),
            message("conflicts.column_why"),
            message("conflicts.column_judgement"),
        ],
        rows=[_side_row(number, conflict, side, lang) for number, conflict, side in sides],
        items=[_side_json(number, conflict, side) for number, conflict, side in sides],
        payload=answer.as_json(),
        notes=[message("conflicts.counted", count=len(answer.conflicts), sides=len(sides))],
    )


def _side_row(number: int, conflict: Conflict, side: Side, lang: Lang) -> list[str]:
    bases = [message(f"basis.{basis}") for basis in side.bases]
    return [
        str(number),
        conflict.kind_label.to(lang),
        _what(conflict).to(lang),
        side.value.to(lang),
        _SEPARATOR[lang].join(side.raw),
        _SEPARATOR[lang].join(basis.to(lang) for basis in bases),
        " ".join(dict.fromkeys(e.short() for e in side.evidence)),
        message(f"conflicts.{_FITS[side.fits]}").to(lang),
        conflict.why.to(lang),
        _SEPARATOR[lang].join(j.said(side).to(lang) for j in conflict.judgements),
    ]


def _what(conflict: Conflict) -> Text:
    if not conflict.what.zh:
        return conflict.about.label
    return message("conflicts.about", name=conflict.about.label, what=conflict.what)


def _side_json(number: int, conflict: Conflict, side: Side) -> dict[str, Any]:
    """A side by itself, for JSON lines: the fields of its conflict, then its own."""
    shared = {name: value for name, value in conflict.as_json().items() if name != "sides"}
    return {"conflict": number, **shared, **side.as_json()}


@command("diff")
@click.argument("pack_a", required=False, type=click.Path(exists=True, file_okay=False,
                path_type=Path))  # fmt: skip
@click.argument("pack_b", required=False, type=click.Path(exists=True, file_okay=False,
                path_type=Path))  # fmt: skip
@click.option("--from", "start", metavar="DATE", help=word("diff.from_option"))
@click.option("--to", "end", metavar="DATE", help=word("diff.to_option"))
@answering()
def diff_command(
    asked: Asked, pack_a: Path | None, pack_b: Path | None, start: str | None, end: str | None
) -> int:
    """What changed between two packs, or between two days of one."""
    if pack_b is not None and not start and not end and not asked.data:
        found = _between_packs(asked, [pack_a, pack_b])
    elif pack_a is None and start and end and asked.as_of is None:
        first, last = _day(asked, "--from", start), _day(asked, "--to", end)
        found = open_graph(asked).diff(start=first, end=last)
    else:
        raise click.UsageError(message("diff.usage").to(asked.lang))
    if not found.changes:
        asked.say(message("diff.none"))
        return 3
    emit(_diff_table(found, asked.lang), asked)
    return 0


def _between_packs(asked: Asked, packs: list[Path | None]) -> Diff:
    graphs = []
    for pack in packs:
        assert pack is not None
        asked.data = (pack,)
        graphs.append(open_graph(asked))
    return graphs[0].diff(graphs[1], start=asked.as_of, end=asked.as_of)


def _day(asked: Asked, option: str, value: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        why = message("option.as_of", value=value).to(asked.lang)
        raise click.BadParameter(why, param_hint=option) from None


def _diff_table(found: Diff, lang: Lang) -> Table:
    rows = [row for change in found.changes for row in _change_rows(change)]
    counts = {kind: found.count(kind) for kind in ("added", "removed", "changed")}
    return Table(
        headers=[message(f"diff.column_{c}") for c in _DIFF_COLUMNS],
        rows=[[message(f"diff.{row[0]}").to(lang), *row[1:]] for row in rows],
        items=[dict(zip(_DIFF_COLUMNS, row, strict=True)) for row in rows],
        payload=found.as_json(),
        notes=[message("diff.counted", **counts)],
    )


def _change_rows(change: Change) -> list[list[str]]:
    """One row for each cell that changed, or one for a whole row that came or went."""
    head = [change.kind, change.file, change.id]
    if change.kind == "changed":
        return [[*head, cell.column, cell.before, cell.after] for cell in change.cells]
    before = " ".join(f"{c.column}={c.before}" for c in change.cells if c.before)
    after = " ".join(f"{c.column}={c.after}" for c in change.cells if c.after)
    return [[*head, "", before, after]]
