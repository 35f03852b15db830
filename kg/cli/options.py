"""The options that all answering commands share, in one place."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.lazy import Command
from kg.dates import PartialDate
from kg.errors import Lang, OptionError, Text
from kg.messages import default_lang, message

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.selection import Selection

__all__ = [
    "FORMATS",
    "Asked",
    "Chosen",
    "answering",
    "command",
    "open_graph",
    "progress_bar",
    "say_not_counted",
    "selecting",
    "word",
]

# The commands that take - for names on stdin (``render.emit_each``).
_NAMES_IN = frozenset({"find", "partners", "show"})

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "md")


def word(key: str) -> str:
    """A message in the language of help texts."""
    return message(key).to(default_lang())


@dataclass
class Asked:
    """What the shared options say."""

    data: tuple[Path, ...] = ()
    lang: Lang = "zh"
    format: str = ""
    output: Path | None = None
    limit: int | None = None
    as_of: datetime.date | None = None
    to_stdout: bool = False
    explain: bool = False
    show_sparql: bool = False
    pager: bool = True

    def say(self, text: Text) -> None:
        """Write a line for the person to stderr."""
        click.echo(text.to(self.lang), err=True)


def command(name: str, **attrs: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose help and example come from the message catalogue."""
    example = message(f"example.{name}").to(default_lang())
    title = "例" if default_lang() == "zh" else "Example"
    return click.command(
        name,
        cls=Command,
        help=word(f"help.{name}") + (f"\n\n{word('cli.names_in')}" if name in _NAMES_IN else ""),
        epilog=f"\b\n{title}:\n" + "\n".join(f"  {line}" for line in example.splitlines()),
        **attrs,
    )


def _day(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001 - click's signature
    value: str | None,
) -> datetime.date | None:
    try:
        # A year or a month means its last day, as everywhere else.
        return PartialDate.parse(value).last if value else None
    except ValueError:
        raise click.BadParameter(message("option.as_of", value=value).to(default_lang())) from None


_DATA = click.option(
    "--data", "data", multiple=True, metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path), help=word("option.data"),
)  # fmt: skip
_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), help=word("option.lang"))
_NO_PAGER = click.option("--no-pager", is_flag=True, help=word("option.no_pager"))
_EXPLAIN = click.option("--explain", is_flag=True, help=word("option.explain"))
_SHOW_SPARQL = click.option("--show-sparql", is_flag=True, help=word("option.show_sparql"))


def answering(
    *formats: str,
    data_only: bool = False,
    without: Collection[str] = (),
    explain: bool = False,
    sparql: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the shared options; it receives them as one ``Asked``.

    ``formats`` replaces the usual choice of ``--format``; ``without`` names options that make
    no sense for the command (format, output, limit, as_of); ``data_only`` leaves just
    ``--data`` and ``--lang``. ``explain`` adds ``--explain`` and ``sparql`` ``--show-sparql``:
    the command's ``Table`` then carries sentences and the query.
    """
    answers = {
        "format": click.option("--format", "format_", type=click.Choice(formats or FORMATS),
                               help=word("option.format")),
        "output": click.option("-o", "--output", metavar="FILE",
                               type=click.Path(dir_okay=False, path_type=Path),
                               help=word("option.output")),
        "limit": click.option("--limit", type=click.IntRange(min=1), metavar="N",
                              help=word("option.limit")),
        "as_of": click.option("--as-of", callback=_day, metavar="DATE",
                              help=word("option.as_of_help")),
    }  # fmt: skip
    options = [_DATA, _LANG]
    if not data_only:
        options += [option for name, option in answers.items() if name not in without]
    if explain:
        options.append(_EXPLAIN)
    if sparql:
        options.append(_SHOW_SPARQL)
    if not data_only and "format" not in without:
        options.append(_NO_PAGER)

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(
            *args: Any,
            data: tuple[Path, ...],
            lang: Lang | None,
            format_: str | None = None,
            output: Path | None = None,
            limit: int | None = None,
            as_of: datetime.date | None = None,
            explain: bool = False,
            show_sparql: bool = False,
            no_pager: bool = False,
            **rest: Any,
        ) -> Any:
            to_stdout = output == Path("-")
            if to_stdout:
                output = None
            if output and "format" not in without and not format_:
                format_ = _format_of(output, formats or FORMATS)
            asked = Asked(
                data, lang or default_lang(), format_ or "", output, limit, as_of, to_stdout,
                explain, show_sparql, not no_pager,
            )  # fmt: skip
            return function(asked, *args, **rest)

        for option in reversed(options):
            run = option(run)
        return run

    return decorate


@dataclass(frozen=True)
class Chosen:
    """The filters of a list as typed; ``selection`` looks the names up."""

    chains: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def selection(self, graph: Graph) -> Selection:
        """The things and classes meant; raises what ``Graph.resolve`` raises."""
        return graph.selection(
            chains=self.chains, segments=self.segments, places=self.places,
            products=self.products, types=self.types,
        )  # fmt: skip


def selecting(*kinds: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command these filters (chain, segment, place, product, type), each repeatable; it
    receives them as ``chosen``. Stands below ``answering`` on the function."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(*args: Any, **options: Any) -> Any:
            chosen = Chosen(**{f"{kind}s": options.pop(f"{kind}s") for kind in kinds})
            return function(*args, chosen=chosen, **options)

        for kind in reversed(kinds):
            run = click.option(
                f"--{kind}", f"{kind}s", multiple=True, metavar="NAME", help=word(f"select.{kind}")
            )(run)
        return run

    return decorate


def _format_of(output: Path, formats: Collection[str]) -> str:
    suffix = output.suffix.lower().removeprefix(".")
    name = {"txt": "table", "": ""}.get(suffix, suffix)
    if name and name not in formats:
        raise OptionError(message("option.ending", ending=output.suffix, known=", ".join(formats)))
    return name


def say_not_counted(graph: Graph, asked: Asked) -> None:
    """Tell the person, on stderr, how much of the pack the day of the answer leaves out."""
    if count := graph.not_counted():
        asked.say(message("answer.not_counted", count=count, day=graph.as_of))


def open_graph(asked: Asked) -> Graph:
    """The graph asked for; a first use builds it, with a progress bar on a terminal."""
    from kg.api import open as open_packs

    with progress_bar(message("cli.building").to(asked.lang)) as progress:
        graph = open_packs(*asked.data, as_of=asked.as_of, progress=progress)
    if graph.as_of > graph.last_day:
        asked.say(message("answer.beyond", day=graph.as_of, last=graph.last_day))
    return graph


class progress_bar:  # noqa: N801 - used as a function in a with statement
    """A progress display on stderr that exists only on a terminal, and only once work starts."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._status: Any = None

    def __enter__(self) -> Callable[[str], None]:
        return self._step if sys.stderr.isatty() else lambda _: None

    def _step(self, name: str) -> None:
        if self._status is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            self._status = Progress(
                TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._status.start()
            self._task = self._status.add_task(self._title, total=None)
        self._status.update(self._task, description=f"{self._title}: {name}")

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()
