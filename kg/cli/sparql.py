"""``kg sparql``: a query given inline, from a file, from stdin, or saved under a name."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from kg.cli.options import Asked, answering, command, open_graph, word
from kg.cli.render import Table, emit, write_text
from kg.errors import OptionError, Text
from kg.files import replacing
from kg.messages import message

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.sandbox import Limits

__all__ = ["sparql_command"]

_FORMATS = ("json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "rdfxml")


@command("sparql")
@click.argument("query", required=False)
@click.option("-f", "--file", "file", metavar="FILE", help=word("sparql.file"))
@click.option("--saved", metavar="NAME", help=word("sparql.saved"))
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help=word("sparql.param"))
@click.option("--list", "listing", is_flag=True, help=word("sparql.list"))
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=60.0, show_default=True, metavar="SECONDS",
    help=word("sparql.timeout"),
)  # fmt: skip
@answering("table", "md", *_FORMATS)
def sparql_command(
    asked: Asked,
    query: str | None,
    file: str | None,
    saved: str | None,
    params: tuple[str, ...],
    listing: bool,  # noqa: FBT001 - click passes options by name
    timeout: float,
) -> None:
    """Run a query in a process of its own."""
    from kg.sandbox import Limits

    if listing:
        emit(_saved_table(), asked)
        return
    if sum(given is not None for given in (query, file, saved)) > 1:
        raise OptionError(message("sparql.one_query"))
    graph = open_graph(asked)
    text = graph.saved(saved, _pairs(params)) if saved else _query_text(query, file)
    limits = Limits(timeout=timeout)
    terminal = asked.output is None and sys.stdout.isatty()
    shown = asked.format in ("table", "md") or (not asked.format and terminal)
    with graph.engine_files() as store:
        (_shown if shown else _streamed)(graph, store, text, limits, asked)


def _shown(graph: Graph, store: Path, text: str, limits: Limits, asked: Asked) -> None:
    from kg.sandbox import run_query

    buffer = io.BytesIO()
    form = run_query(store, text, buffer, format="json,ttl", limits=limits, prefixes=graph.prefixes)
    if form == "construct":
        write_text(buffer.getvalue().decode("utf-8"), asked.output)
        return
    result = json.loads(buffer.getvalue())
    if form == "ask":
        write_text(str(result["boolean"]).lower(), asked.output)
        return
    names = result["head"]["vars"]
    bindings = result["results"]["bindings"]
    namespaces = sorted(graph.prefixes.items(), key=lambda pair: -len(pair[1]))
    emit(
        Table(
            headers=[Text(n, n) for n in names],
            rows=[[_short(b[n], namespaces) if n in b else "" for n in names] for b in bindings],
            items=bindings,
        ),
        asked,
    )


def _streamed(graph: Graph, store: Path, text: str, limits: Limits, asked: Asked) -> None:
    from kg.sandbox import run_query

    wanted = asked.format or "tsv,ttl"

    def run(output: BinaryIO) -> None:
        run_query(
            store, text, output, format=wanted, limits=limits, prefixes=graph.prefixes,
            most=asked.limit, when_cut=say_cut,
        )  # fmt: skip

    def say_cut() -> None:
        asked.say(message("sparql.limited", shown=asked.limit))

    if asked.output is None:
        run(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        with replacing(asked.output) as file:
            run(file)


def _query_text(query: str | None, file: str | None) -> str:
    if query is not None and query != "-":
        return query
    if file is not None and file != "-":
        try:
            return Path(file).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise OptionError(message("sparql.unreadable", file=file, why=error)) from error
    if sys.stdin.isatty():
        raise OptionError(message("sparql.no_query"))
    try:
        return sys.stdin.read()
    except UnicodeDecodeError as error:
        raise OptionError(message("sparql.unreadable", file="-", why=error)) from error


def _pairs(params: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise OptionError(message("sparql.param_form", text=param))
        pairs[name] = value
    return pairs


def _saved_table() -> Table:
    from kg.query import saved_queries

    found = sorted(saved_queries().values(), key=lambda q: q.id)
    return Table(
        headers=[message(f"column.{c}") for c in ("query", "title", "parameters")],
        rows=[
            [q.id, f"{q.title.zh} / {q.title.en}",
             " ".join(f"{p.name}={p.example}" for p in q.params)]
            for q in found
        ],
        items=[
            {"id": q.id, "title_zh": q.title.zh, "title_en": q.title.en,
             "parameters": [{"name": p.name, "type": p.type, "example": p.example}
                            for p in q.params],
             "columns": [name for name, _ in q.columns]}
            for q in found
        ],
    )  # fmt: skip


def _short(term: dict[str, str], namespaces: list[tuple[str, str]]) -> str:
    if term["type"] != "uri":
        return term["value"]
    value = term["value"]
    for prefix, namespace in namespaces:
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value
