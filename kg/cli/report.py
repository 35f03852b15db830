"""``kg report``: one map, eight lists."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Asked, answering, command, open_graph, say_not_counted, word
from kg.messages import message

__all__ = ["report_command"]


@command("report")
@click.argument("chain")
@click.option(
    "-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help=word("report_files.output_help"),
)  # fmt: skip
@click.option(
    "--lists", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help=word("report_files.lists_help"),
)  # fmt: skip
@click.option("--since", metavar="REPORT|DATE", help=word("report_files.since_help"))
@click.option("--pdf", is_flag=True, help=word("report_files.pdf_help"))
@answering(without=("format", "limit", "output"))
def report_command(
    asked: Asked,
    chain: str,
    folder: Path | None,
    lists: Path | None,
    since: str | None,
    pdf: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """A folder of files for a chain's task force."""
    graph = open_graph(asked)
    say_not_counted(graph, asked)
    written = graph.report(chain, folder, lang=asked.lang, lists=lists, since=since, pdf=pdf)
    click.echo(message("report_files.done", path=written / "index.html").to(asked.lang))
    if pdf:
        asked.say(message("report_files.pdf_differs"))
