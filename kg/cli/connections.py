"""``kg path`` and ``kg compare``: two things, how they are connected and what they share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from kg.cli.options import Asked, answering, command, open_graph, word
from kg.cli.render import Table, emit, thing_name
from kg.errors import Lang, Text
from kg.messages import default_lang, message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.compare import Compared, Comparison, Side
    from kg.connections import ConnectionAnswer, Step
    from kg.links import Link
    from kg.records import Evidence, Ref

__all__ = ["compare_command", "path_command"]

# Written out: the modules that hold these are not loaded just to print a help text.
_SOUGHT, _LISTED = 8, 4


@command("path")
@click.argument("a")
@click.argument("b")
@click.option("--all", "all_paths", is_flag=True, help=word("path.all_help"))
@click.option(
    "--max",
    "longest",
    type=click.IntRange(min=1),
    metavar="N",
    help=message("path.max_help", sought=_SOUGHT, listed=_LISTED).to(default_lang()),
)
@click.option(
    "--relation", "relations", multiple=True, metavar="NAME", help=word("path.relation_help")
)
@click.option("--through-places", is_flag=True, help=word("path.places_help"))
@click.option("--through-groups", is_flag=True, help=word("path.groups_help"))
@click.option("--with-planned", is_flag=True, help=word("path.planned_help"))
@click.option("--observed/--with-derived", help=word("path.observed_help"))
@answering(explain=True, sparql=True)
def path_command(
    asked: Asked,
    a: str,
    b: str,
    *,
    all_paths: bool,
    longest: int | None,
    relations: tuple[str, ...],
    through_places: bool,
    through_groups: bool,
    with_planned: bool,
    observed: bool,
) -> None:
    """How two things are connected."""
    answer = open_graph(asked).path(
        a,
        b,
        all=all_paths,
        longest=longest,
        relations=relations,
        through_places=through_places,
        through_groups=through_groups,
        planned=with_planned,
        observed=observed,
        most=asked.limit,
    )
    # A table's row is a step, but what is limited is the number of paths.
    emit(_path_table(answer, asked.lang, all_paths=all_paths), replace(asked, limit=None))


def _path_table(answer: ConnectionAnswer, lang: Lang, *, all_paths: bool) -> Table:
    steps = [
        (n, m, step) for n, row in enumerate(answer.rows, 1) for m, step in enumerate(row.steps, 1)
    ]
    shortest = len(answer.rows[0].steps)
    notes = []
    if answer.more and all_paths:
        notes.append(message("path.more_listed", shown=len(answer.rows), steps=answer.looked))
    elif answer.more:
        notes.append(message("path.more_shortest"))
    elif all_paths:
        longest = len(answer.rows[-1].steps)
        notes.append(message("path.counted", count=len(answer.rows), longest=longest))
    return Table(
        title=message(
            "path.title" if shortest > 1 else "path.title_one",
            start=answer.start.label,
            end=answer.end.label,
            steps=shortest,
        ),
        headers=[
            *(message(f"path.column_{c}") for c in ("path", "step", "from", "relation", "to")),
            message("column.basis"),
            message("column.source"),
        ],
        rows=[[str(n), str(m), *_step_cells(step, lang)] for n, m, step in steps],
        items=[row.as_json() for row in answer.rows],
        payload=answer.as_json(),
        notes=notes,
        sentences=[message("path.numbered", path=n, step=m, said=s.why()) for n, m, s in steps],
        sparql=answer.sparql,
    )


def _step_cells(step: Step, lang: Lang) -> list[str]:
    return [
        _named(step.start, lang),
        "\n".join(dict.fromkeys(_relation(link, lang) for link in step.links)),
        _named(step.end, lang),
        _marks((link.evidence for link in step.links), lang),
        _sources(link.evidence for link in step.links),
    ]


@command("compare")
@click.argument("a")
@click.argument("b")
@click.option("--observed/--with-derived", help=word("compare.observed_help"))
@answering(explain=True, sparql=True)
def compare_command(asked: Asked, a: str, b: str, *, observed: bool) -> None:
    """Two things side by side."""
    answer = open_graph(asked).compare(a, b, observed=observed)
    emit(_compare_table(answer, asked.lang), asked)


def _compare_table(answer: Comparison, lang: Lang) -> Table:
    return Table(
        title=message("compare.title", a=answer.a.label, b=answer.b.label),
        headers=[
            message("compare.column_aspect"),
            message("compare.column_item"),
            message("compare.column_a"),
            message("compare.column_b"),
            message("compare.column_verdict"),
            message("column.source"),
        ],
        rows=[_compared_cells(row, lang) for row in answer.rows],
        items=[row.as_json() for row in answer.rows],
        payload=answer.as_json(),
        notes=[
            message(
                "compare.counted",
                a=answer.a.label,
                b=answer.b.label,
                shown=answer.count("shared"),
                only_a=answer.count("only_a"),
                only_b=answer.count("only_b"),
            )
        ],
        sentences=[row.why() for row in answer.rows],
        sparql=answer.sparql,
    )


def _compared_cells(row: Compared, lang: Lang) -> list[str]:
    return [
        row.aspect_label.to(lang),
        _named(row.item, lang),
        _side(row, row.a, row.ends[0], lang),
        _side(row, row.b, row.ends[1], lang),
        message(f"compare.{row.verdict}").to(lang),
        _sources(row.evidence),
    ]


def _side(row: Compared, sides: tuple[Side, ...], end: Ref, lang: Lang) -> str:
    """What the item is to one side, with the plants, places and segments that this goes by."""
    by: dict[str, dict[Text | None, None]] = {}
    for side in sides:
        said = _tie(row, side).to(lang)
        marks = _marks([side.link.evidence], lang, plain=False)
        by.setdefault(f"{said} [{marks}]" if marks else said, {})[_way(side, end)] = None
    cells = []
    for said, ways in by.items():
        names = _LIST[lang].join(way.to(lang) for way in ways if way)
        # What the thing has itself needs no plant to have it by.
        way = message("compare.by", names=names).to(lang) if None not in ways else ""
        cells.append(_with(said, way, lang))
    return _SEMICOLON[lang].join(cells)


def _tie(row: Compared, side: Side) -> Text:
    link = side.link
    if row.aspect == "chains" and side.through:
        return message("compare.in_chain")
    if row.aspect in ("between", "partners"):
        return Text(
            _with(link.role.zh, link.detail.zh, "zh"), _with(link.role.en, link.detail.en, "en")
        )
    # The aspect has said the role already; its kind says more.
    return link.detail if link.detail.zh else link.role


def _way(side: Side, end: Ref) -> Text | None:
    if side.through:
        return side.through.label
    return side.of.label if side.of != end else None


def _with(said: str, more: str, lang: Lang) -> str:
    if not more:
        return said
    return f"{said}（{more}）" if lang == "zh" else f"{said} ({more})"


_ARROWS = {"out": "{} →", "in": "← {}", "both": "— {} —"}


def _relation(link: Link, lang: Lang) -> str:
    said = _with(link.relation.label.to(lang), link.detail.to(lang), lang)
    return _ARROWS[link.direction].format(said)


def _named(ref: Ref, lang: Lang) -> str:
    name = thing_name(ref, lang)
    if ref.status in ("", "existing"):
        return name
    return f"{name} [{message(f'status.{ref.status}').to(lang)}]"


def _marks(evidence: Iterable[Evidence], lang: Lang, *, plain: bool = True) -> str:
    """Basis, status and confidence; a stated basis is left out unless ``plain`` is to be said."""
    said: dict[Text, None] = {}
    for one in evidence:
        if plain or one.basis != "stated":
            said[message(f"basis.{one.basis}")] = None
        if one.status not in ("", "existing"):
            said[message(f"status.{one.status}")] = None
        if one.confidence != "high":
            level = message(f"confidence.{one.confidence}")
            said[message("confidence.mark", level=level)] = None
    return _COMMA[lang].join(text.to(lang) for text in said)


def _sources(evidence: Iterable[Evidence]) -> str:
    return " ".join(dict.fromkeys(one.short() for one in evidence))


_COMMA: dict[Lang, str] = {"zh": "，", "en": ", "}
_LIST: dict[Lang, str] = {"zh": "、", "en": ", "}
_SEMICOLON: dict[Lang, str] = {"zh": "；", "en": "; "}
