"""``kg build``, ``kg check``, ``kg new``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from kg.cli.options import Asked, answering, command, progress_bar, word
from kg.cli.render import emit, findings_table
from kg.messages import message
from kg.paths import bundled_pack

__all__ = ["build_command", "check_command", "new_command"]


@command("build")
@click.option(
    "-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help=word("build.output"),
)  # fmt: skip
@answering(data_only=True)
def build_command(asked: Asked, folder: Path | None) -> None:
    """Build a store."""
    from kg.build import build
    from kg.paths import cache_dir, ontology_dir
    from kg.store import content_hash

    folders = list(asked.data) or [bundled_pack()]
    root = folder or cache_dir() / content_hash([ontology_dir(), *folders])[:24]
    with progress_bar(message("cli.building").to(asked.lang)) as progress:
        store, found = build(folders, root, progress=progress)
    for finding in found:
        asked.say(message("build.finding", where=finding.where(), problem=finding.message))
    click.echo(
        message(
            "build.done",
            triples=f"{store.manifest['counts']['triples']:,}",
            path=store.folder,
        ).to(asked.lang)
    )


@command("check")
@answering()
def check_command(asked: Asked) -> int:
    """Findings with file, row and column; 1 if one of them is an error."""
    from kg.build import inspect

    with progress_bar(message("cli.checking").to(asked.lang)) as progress:
        inspection = inspect(list(asked.data) or [bundled_pack()], progress=progress)
    counts = {
        severity: sum(f.severity == severity for f in inspection.findings)
        for severity in ("error", "warning", "notice")
    }
    if inspection.findings or asked.format in ("json", "jsonl"):
        emit(findings_table(inspection.findings, asked.lang), asked)
    asked.say(message("check.counts", **counts))
    return 1 if counts["error"] else 0


@command("new")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--as-of", "day", metavar="DATE", help=word("new.as_of"))
@answering(data_only=True)
def new_command(asked: Asked, folder: Path, day: str | None) -> None:
    """Write an empty pack."""
    from kg.errors import OptionError
    from kg.pack import new_pack
    from kg.schema import load_schema

    try:
        # The only look at a clock: a person starts a pack today unless told otherwise, and
        # the date is written into pack.toml, where builds read it.
        as_of = datetime.date.fromisoformat(day) if day else datetime.date.today()  # noqa: DTZ011 - the person's own day is meant
    except ValueError as error:
        raise OptionError(message("option.as_of", value=day)) from error
    written = new_pack(folder, load_schema(), as_of=as_of)
    click.echo(message("new.done", count=len(written), path=folder).to(asked.lang))
