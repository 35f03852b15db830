"""The folder of a report: every file of it, whole or not at all.

It is written beside its place and moved there. Only a report of ours that nobody touched is ever
replaced: the file that marks it (``data/lists.json``) holds the SHA-256 of all others, so that a
document that somebody edited, or a file of somebody's own, is never lost.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from kg.collecting import uncollected
from kg.errors import ExportError, Lang
from kg.messages import message
from kg.report.changes import SCHEMA
from kg.report.data import facts_jsonld, list_csv, lists_json, sources_csv

if TYPE_CHECKING:
    from kg.records import Scope
    from kg.report.content import Report
    from kg.store import Store

__all__ = ["check_target", "make_report", "write_report"]

_MARKER = "data/lists.json"
_NOT_OURS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # what file managers leave behind


def check_target(folder: Path) -> None:
    """Refuse a folder that a report may not replace: raises ExportError.

    What is not there, is empty, or is a report of ours as it was written may be replaced.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportError(message("report_files.not_a_folder", path=folder))
    found = {name for name in _files(folder) if Path(name).name not in _NOT_OURS}
    if not found:
        return
    ours = _hashes(folder)
    if ours is None:
        raise ExportError(message("report_files.not_ours", path=folder))
    foreign = sorted(found - ours.keys() - {_MARKER})
    if foreign:
        raise ExportError(message("report_files.foreign", path=folder, file=foreign[0]))
    for name, digest in ours.items():
        if name in found and _sha256(folder / name) != digest:
            raise ExportError(message("report_files.edited", path=folder, file=name))


@uncollected()
def make_report(
    store: Store,
    scope: Scope,
    chain: str,
    folder: Path,
    lang: Lang,
    *,
    lists_dir: Path | None = None,
    since: str = "",
    pdf: bool = False,
) -> Path:
    """Gather the report of a chain (IRI) and write it; see ``changes_since`` for ``since``.

    What would stop it in the end stops it at once: the folder and the browser are looked at first.
    """
    from kg.report.changes import changes_since, seen_in
    from kg.report.content import gather, with_changes
    from kg.report.pdf import chromium

    check_target(folder)
    if pdf:
        chromium()
    report = gather(store, scope, chain, lists_dir=lists_dir)
    if since:
        changes = changes_since(
            since, report.lists, store, report.chain, scope, lists_dir=lists_dir
        )
        report = with_changes(report, seen_in(changes, lang))
    return write_report(report, store, folder, lang, pdf=pdf)


def write_report(
    report: Report, store: Store, folder: Path, lang: Lang, *, pdf: bool = False
) -> Path:
    """Write all files of a report and return the folder; the same report, the same bytes.

    With ``pdf`` also ``report.pdf``, whose bytes depend on the machine's browser. Raises
    ExportError where the folder may not be replaced or written, or no browser prints.
    """
    from kg.report.pdf import print_pdf

    check_target(folder)
    # "." has no name to write beside.
    place = folder.absolute()
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        _write_files(report, store, part, lang)
        if pdf:
            print_pdf(part / "index.html", part / "report.pdf")
        hashes = {name: _sha256(part / name) for name in _files(part)}
        (part / _MARKER).write_bytes(lists_json(report, lang, hashes))
        _move(part, place)
    except OSError as error:
        raise ExportError(
            message("report_files.unwritable", path=folder, why=error.strerror or error)
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _write_files(report: Report, store: Store, part: Path, lang: Lang) -> None:
    from kg.report.document import document
    from kg.report.pages import write_html
    from kg.report.workbook import workbook

    write_html(report, part, lang)
    if report.firm_graph:
        _write_firm_graph(report, store, part / "firms.html", lang)
    (part / "data").mkdir()
    files = {
        "lists.xlsx": workbook(report, lang),
        "report.docx": document(report, lang),
        "sources.csv": sources_csv(report, lang),
        "README.txt": _readme(report, lang),
        "data/report.jsonld": facts_jsonld(store, report),
    }
    files |= {f"data/{each.id}.csv": list_csv(each, lang, report.assigned) for each in report.lists}
    for name, content in files.items():
        (part / name).write_bytes(content)


def _write_firm_graph(report: Report, store: Store, path: Path, lang: Lang) -> None:
    from kg.records import Scope
    from kg.selection import Selection
    from kg.viz.firms.graph import write_firm_graph
    from kg.viz.firms.wanted import Wanted

    wanted = Wanted(selection=Selection(chains=(report.chain.iri,)))
    write_firm_graph(store, Scope(report.as_of), path, lang, wanted)


def _readme(report: Report, lang: Lang) -> bytes:
    """What each file is; with BOM and CRLF, so that every Notepad shows it."""
    names = [
        "index",
        "things",
        *(["firms"] if report.firm_graph else []),
        "lists",
        "document",
        "data",
        "sources",
        "pdf",
        "csv",
        "edit",
    ]
    lines = [
        report.title.to(lang),
        message("report.as_of", day=report.as_of).to(lang),
        "",
        *(message(f"report_files.readme_{name}").to(lang) for name in names),
        "",
        *dict.fromkeys(each.proposal.to(lang) for each in report.lists),
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig", "replace")


def _move(part: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one; what cannot be moved stays as it was."""
    if not folder.exists():
        part.rename(folder)
        return
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


def _hashes(folder: Path) -> dict[str, str] | None:
    """The digests that the marker of a report holds; None where there is no marker of ours."""
    try:
        found = json.loads((folder / _MARKER).read_text("utf-8"))
        if found["schema"] != SCHEMA:
            return None
        return {str(name): str(digest) for name, digest in found["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
