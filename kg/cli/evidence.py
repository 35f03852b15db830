"""``kg cite``, ``kg verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Asked, answering, command, open_graph, word
from kg.cli.render import Table, emit, findings_table
from kg.errors import Lang
from kg.messages import message
from kg.paths import bundled_pack

if TYPE_CHECKING:
    from kg.pack import Pack
    from kg.verify import Reading, Verification

__all__ = ["cite_command", "verify_command"]


@command("cite")
@click.argument("document", metavar="DOC")
@click.argument("text")
@click.option("--occurrence", type=click.IntRange(min=1), metavar="N", help=word("cite.occurrence"))
@click.option(
    "--sources", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help=word("cite.sources"),
)  # fmt: skip
@answering(without=("as_of",))
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


@command("verify")
@click.option(
    "--sources", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help=word("verify.sources"),
)  # fmt: skip
@click.option("--show", "name", metavar="NAME", help=word("verify.show"))
@answering(without=("as_of",))
def verify_command(asked: Asked, sources: Path | None, name: str | None) -> int:
    """Passages re-read; 1 if a row does not fit its own."""
    from kg.schema import load_schema
    from kg.verify import facts_about, verify

    packs = _packs(asked)
    if sources is None:
        asked.say(message("verify.no_sources"))
    if name is not None:
        key = _asked_id(asked, packs, name)
        emit(_readings_table(facts_about(packs, load_schema(), key, sources), asked.lang), asked)
        return 0
    answer = verify(packs, load_schema(), sources)
    if answer.findings or asked.format in ("json", "jsonl"):
        emit(_findings(answer, asked.lang), asked)
    asked.say(
        message(
            "verify.counts",
            **answer.counts.as_json(),
            errors=answer.errors,
            warnings=len(answer.findings) - answer.errors,
        )
    )
    return 1 if answer.errors else 0


def _packs(asked: Asked) -> list[Pack]:
    """The packs asked for, read without a build; PackError where one cannot be."""
    from kg.pack import read_pack
    from kg.schema import load_schema

    return [read_pack(folder, load_schema()) for folder in asked.data or [bundled_pack()]]


def _asked_id(asked: Asked, packs: list[Pack], name: str) -> str:
    """The id that is meant: a record's own, which no index of names holds, or a thing's."""
    ids = {row.id for row in packs[0].rows}
    ids |= {f"{pack.prefix}:{row.id}" for pack in packs for row in pack.rows}
    return name if name in ids else open_graph(asked).resolve(name).id


def _findings(answer: Verification, lang: Lang) -> Table:
    table = findings_table(answer.findings, lang)
    table.payload = {"counts": answer.counts.as_json(), "findings": list(table.items)}
    return table


def _readings_table(found: tuple[Reading, ...], lang: Lang) -> Table:
    return Table(
        headers=[
            message(f"column.{c}")
            for c in ("where", "table", "fact", "source", "passage", "result")
        ],
        rows=[
            [
                f"{reading.file}:{reading.row}",
                reading.table.to(lang),
                reading.fact.to(lang),
                f"{reading.source}:{reading.spans}" if reading.spans else reading.source,
                reading.passage,
                _result(reading, lang),
            ]
            for reading in found
        ],
        items=[reading.as_json() for reading in found],
    )


def _result(reading: Reading, lang: Lang) -> str:
    if reading.problems:
        return "; ".join(problem.message.to(lang) for problem in reading.problems)
    if reading.state != "read":
        return message(f"verify.state_{reading.state}").to(lang)
    return message("verify.excused" if reading.unnamed else "verify.ok").to(lang)
