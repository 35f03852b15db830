"""Answers as a table on a terminal, TSV in a pipe, and JSON, JSON lines, CSV or Markdown."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from kg.errors import (
    AmbiguousNameError,
    CheckError,
    KgError,
    Lang,
    NotEnoughKnownError,
    NotFoundError,
    OptionError,
    PackError,
    Text,
    WrongKindError,
)
from kg.files import replacing
from kg.messages import message

if TYPE_CHECKING:
    from pathlib import Path

    from kg.cli.options import Asked
    from kg.errors import Candidate, Finding
    from kg.records import Ref

__all__ = [
    "Table",
    "both",
    "candidates_table",
    "emit",
    "emit_each",
    "findings_table",
    "report_error",
    "thing_name",
    "write_text",
]


@dataclass
class Table:
    """Rows of text under bilingual headers, with the same answer as plain data for JSON.

    ``items`` is the list that JSON lines writes; ``payload`` what JSON writes (default: the
    items). ``notes`` stand below the table, and go to stderr where the output is for a program.
    ``sentences`` say for each row why it is here (``--explain``); ``sparql`` is the query behind
    the answer (``--show-sparql``).
    """

    headers: Sequence[Text]
    rows: list[list[str]]
    items: Sequence[Any]
    payload: Any = None
    notes: list[Text] = field(default_factory=list)
    title: Text | None = None
    sentences: Sequence[Text] = ()
    sparql: str = ""


def emit(table: Table, asked: Asked) -> None:
    """Write an answer as the shared options ask."""
    terminal = asked.output is None and sys.stdout.isatty()
    if asked.show_sparql:
        write_text(table.sparql, asked.output)
        return
    if asked.explain:
        table = _explained(table, asked)
    kind = asked.format or ("table" if terminal else "tsv")
    shown, total = list(table.rows), len(table.rows)
    items = list(table.items)
    if asked.limit is not None and asked.limit < total:
        shown, items = shown[: asked.limit], items[: asked.limit]
        asked.say(message("cli.limited", shown=asked.limit, total=total))
    text = _render(kind, table, shown, items, asked)
    # A spreadsheet takes a CSV file without this mark for the code page of the machine.
    bom = "\ufeff" if kind == "csv" and asked.output else ""
    if terminal:
        _to_screen(text, asked)
    else:
        write_text(bom + text, asked.output)
    if kind not in ("table", "md", "json"):
        for note in table.notes:
            asked.say(note)


def emit_each(asked: Asked, name: str, answer: Callable[[str], Table]) -> int:
    """Write the answer for a name; for ``-`` those for the names on stdin, one a line, as one
    table that says which name each row answers.

    A name that fails is said to stderr and does not stop the others; its row holds the name and,
    in a last column, the problem. Notes say which name they are about. The exit code is that of
    the last failure, else 0.
    """
    if name != "-":
        emit(answer(name), asked)
        return 0
    if asked.show_sparql:
        raise OptionError(message("cli.one_query"))
    code = 0
    found: list[tuple[str, Table | KgError]] = []
    for line in sys.stdin:
        if not (one := line.strip()):
            continue
        try:
            found.append((one, answer(one)))
        except KgError as error:
            report_error(error, asked.lang)
            found.append((one, error))
            code = error.exit_code
    if not found:
        asked.say(message("cli.no_names"))
        return NotFoundError.exit_code
    first = next((answered for _, answered in found if isinstance(answered, Table)), None)
    if first:
        emit(_joined(found, first, asked), asked)
    return code


def _joined(found: Sequence[tuple[str, Table | KgError]], first: Table, asked: Asked) -> Table:
    failed = any(isinstance(answered, KgError) for _, answered in found)
    joined = Table(
        headers=[message("column.asked"), *first.headers],
        rows=[],
        items=[],
        payload=[],
    )
    if failed:
        joined.headers = [*joined.headers, message("column.problem")]
    items: list[dict[str, Any]] = []
    sentences: list[Text] = []
    notes: dict[Text, None] = {}
    for name, answered in found:
        if isinstance(answered, KgError):
            problem = {"problem_zh": answered.text.zh, "problem_en": answered.text.en}
            said = answered.text.to(asked.lang)
            joined.rows.append([name, *[""] * len(first.headers), said])
            items.append({"asked": name, **problem})
            joined.payload.append({"asked": name, "answer": None, **problem})
            sentences.append(answered.text)
            continue
        joined.rows += [[name, *row, *[""] * failed] for row in answered.rows]
        items += [{"asked": name, **item} for item in answered.items]
        payload = answered.items if answered.payload is None else answered.payload
        joined.payload.append({"asked": name, "answer": payload})
        sentences += answered.sentences
        notes |= {message("cli.note_of", name=name, note=note): None for note in answered.notes}
    joined.items, joined.sentences, joined.notes = items, sentences, list(notes)
    return joined


def _explained(table: Table, asked: Asked) -> Table:
    kind = asked.format or ("table" if sys.stdout.isatty() and not asked.output else "tsv")
    if kind in ("csv", "tsv"):
        return replace(
            table,
            headers=[*table.headers, message("column.why")],
            rows=[
                [*row, why.to(asked.lang)]
                for row, why in zip(table.rows, table.sentences, strict=True)
            ],
        )
    # On paper a sentence needs the whole width; JSON has the sentences in any case.
    return replace(
        table,
        headers=[Text("", ""), message("column.why")],
        rows=[[str(n), why.to(asked.lang)] for n, why in enumerate(table.sentences, 1)],
    )


def _to_screen(text: str, asked: Asked) -> None:
    from kg.cli import terminal

    if asked.pager and text.count("\n") >= terminal.height():
        terminal.page(text)
    else:
        click.echo(text, nl=not text.endswith("\n"), color=terminal.coloured())


def write_text(text: str, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to stdout."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    with replacing(output) as file:
        file.write((text if text.endswith("\n") else text + "\n").encode("utf-8"))


def _render(kind: str, table: Table, rows: list[list[str]], items: list[Any], asked: Asked) -> str:
    headers = [h.to(asked.lang) for h in table.headers]
    match kind:
        case "json":
            limited = asked.limit is not None and len(rows) < len(table.rows)
            payload = items if table.payload is None or limited else table.payload
            return json.dumps(payload, ensure_ascii=False, indent=2)
        case "jsonl":
            return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
        case "csv":
            return _delimited([headers, *rows], ",")
        case "tsv":
            return _delimited([headers, *rows], "\t")
        case "md":
            return _markdown(headers, rows, table, asked.lang)
        case _:
            return _terminal(headers, rows, table, asked.lang)


def _delimited(rows: list[list[str]], separator: str) -> str:
    if separator == "\t":
        # The IANA type has no quoting: a tab or line break inside a cell becomes a space.
        clean = [[" ".join(cell.split()) for cell in row] for row in rows]
        return "".join("\t".join(row) + "\n" for row in clean)
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def _markdown(headers: list[str], rows: list[list[str]], table: Table, lang: Lang) -> str:
    def line(cells: Sequence[str]) -> str:
        clean = (" ".join(c.split()).replace("|", "\\|") for c in cells)
        return "| " + " | ".join(clean) + " |"

    lines = [line(headers), line(["---"] * len(headers)), *map(line, rows)]
    if table.title:
        lines = [f"**{table.title.to(lang)}**", "", *lines]
    lines += [""] * bool(table.notes) + [note.to(lang) for note in table.notes]
    return "\n".join(lines) + "\n"


_QUIET = ("source", "spans", "id", "matched")
"""Columns that are looked up rather than read: dim on a terminal."""


def _terminal(headers: list[str], rows: list[list[str]], table: Table, lang: Lang) -> str:
    from kg.cli import terminal

    # In a file or a pipe a table has no width of its own, unless COLUMNS gives one.
    shown = sys.stdout.isatty() or "COLUMNS" in os.environ
    return terminal.layout(
        table.title.to(lang) if table.title else "",
        headers,
        rows,
        [note.to(lang) for note in table.notes],
        columns=terminal.width() if shown else None,
        quiet=[message(f"column.{name}").to(lang) for name in _QUIET],
        styled=terminal.coloured(),
    )


def candidates_table(found: Sequence[Candidate], lang: Lang) -> Table:
    """Candidates for a name, with what tells them apart."""
    return Table(
        headers=[
            message("column.name"),
            message("column.type"),
            message("column.group"),
            message("column.place"),
            message("column.id"),
            message("column.matched"),
        ],
        rows=[
            [
                both(c.label),
                c.type.to(lang),
                c.group.to(lang),
                c.place.to(lang),
                c.id,
                c.matched,
            ]
            for c in found
        ],
        items=[
            {
                "id": c.id,
                "iri": c.iri,
                "name_zh": c.label.zh,
                "name_en": c.label.en,
                "type_zh": c.type.zh,
                "type_en": c.type.en,
                "group_zh": c.group.zh,
                "group_en": c.group.en,
                "place_zh": c.place.zh,
                "place_en": c.place.en,
                "matched": c.matched,
                "score": c.score,
            }
            for c in found
        ],
    )


def findings_table(found: Sequence[Finding], lang: Lang) -> Table:
    """Findings, one a row, where they stand and how to mend them."""
    names = {s: message(f"severity.{s}") for s in ("error", "warning", "notice")}
    return Table(
        headers=[
            message("column.where"),
            message("column.severity"),
            message("column.problem"),
            message("column.remedy"),
        ],
        rows=[
            [f.where(), names[f.severity].to(lang), f.message.to(lang), f.remedy.to(lang)]
            for f in found
        ],
        items=[
            {
                "file": f.file,
                "row": f.row,
                "column": f.column,
                "severity": f.severity,
                "code": f.code,
                "message_zh": f.message.zh,
                "message_en": f.message.en,
                "remedy_zh": f.remedy.zh,
                "remedy_en": f.remedy.en,
            }
            for f in found
        ],
    )


def report_error(error: KgError, lang: Lang) -> None:
    """Say an error to stderr, with its findings or candidates."""
    click.echo(error.text.to(lang), err=True)
    if isinstance(error, PackError | CheckError):
        for finding in error.findings:
            if finding.severity == "error":
                click.echo(
                    f"  {finding.where()}: {finding.message.to(lang)}"
                    f"\n    → {finding.remedy.to(lang)}",
                    err=True,
                )
    if isinstance(error, NotEnoughKnownError):
        for line in (*error.reasons, *error.ask):
            click.echo(f"  {line.to(lang)}", err=True)
    if isinstance(error, NotFoundError | AmbiguousNameError) and error.candidates:
        _say_candidates(error, lang)


def _say_candidates(error: NotFoundError | AmbiguousNameError, lang: Lang) -> None:
    # What was just refused is not offered as what was meant: it is said what it is good for.
    wrong = isinstance(error, WrongKindError)
    if isinstance(error, NotFoundError):
        heading = "names.there_is" if wrong else "names.did_you_mean"
        click.echo(message(heading).to(lang), err=True)
    for c in error.candidates:
        told = (c.type.to(lang), c.group.to(lang), c.place.to(lang))
        about = ", ".join(part for part in told if part)
        click.echo(f"  {c.id}\t{c.label.to(lang)} ({about})", err=True)
    if isinstance(error, WrongKindError):
        click.echo(message("names.try").to(lang), err=True)
        for tried in error.tries:
            click.echo(f"  {tried}", err=True)


def both(label: Text) -> str:
    """A name in both languages, once where they are the same."""
    return label.zh if label.zh == label.en else f"{label.zh} / {label.en}"


def thing_name(ref: Ref, lang: Lang) -> str:
    """A thing's name; a stated group with the number that its source gives."""
    if not ref.is_group:
        return ref.label.to(lang)
    operator = message(f"operator.{ref.count_operator or 'equal'}").to(lang)
    count = f"{ref.count:,}" if ref.count is not None else ""
    return f"{ref.label.to(lang)} ({operator}{count})"
