"""``kg build``, ``kg check``, ``kg new``, ``kg cite``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from kg.cli.options import Asked, answering, command, progress_bar, word
from kg.cli.render import Table, emit, findings_table
from kg.messages import message
from kg.paths import bundled_pack

__all__ = ["build_command", "check_command", "cite_command", "new_command"]


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


@command("cite")
@click.argument("document", metavar="DOC")
@click.argument("text")
@click.option("--occurrence", type=click.IntRange(min=1), metavar="N", help=word("cite.occurrence"))
@click.option(
    "--sources", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help=word("cite.sources"),
)  # fmt: skip
@answering()
def cite_command(
    asked: Asked, document: str, text: str, occurrence: int | None, sources: Path | None
) -> None:
    """A span to paste into a row."""
    from kg.evidence import cite, spans_text

    path, source = _document(asked, document, sources)
    found = cite(path, text, occurrence=occurrence)
    emit(
        Table(
            headers=[message(f"column.{c}") for c in ("source", "spans", "sha256", "context")],
            rows=[
                [source, spans_text([hit.span]), found.sha256, hit.context] for hit in found.hits
            ],
            items=[
                {"source": source, "spans": spans_text([hit.span]), "sha256": found.sha256,
                 "context": hit.context}
                for hit in found.hits
            ],
        ),
        asked,
    )  # fmt: skip


def _document(asked: Asked, name: str, sources: Path | None) -> tuple[Path, str]:
    """The file of a document given by path, or by source id with ``--sources``."""
    from kg.errors import NotFoundError
    from kg.pack import scan_pack
    from kg.schema import load_schema

    given = Path(name)
    pack, _ = scan_pack(asked.data[0] if asked.data else bundled_pack(), load_schema())
    rows = [] if pack is None else [row for row in pack.rows if row.table == "sources"]
    for row in rows:
        file = row.cells.get("file", "")
        if name in (row.id, file) or (given.is_file() and given.name == file):
            path = given if given.is_file() else (sources or Path()) / file
            if path.is_file():
                return path, row.id
            raise NotFoundError(message("cite.no_document", id=row.id, file=path))
    if given.is_file():
        return given, given.name
    raise NotFoundError(message("cite.unknown", id=name, known=", ".join(r.id for r in rows)))
