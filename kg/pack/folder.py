"""Reading a whole pack folder, and everything that is wrong with it at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from kg.errors import Finding, PackError
from kg.messages import message
from kg.pack.bad import Bad
from kg.pack.cells import cell_readers
from kg.pack.credit import credit_findings
from kg.pack.days import late_findings
from kg.pack.decode import decode
from kg.pack.figures import FigureCheck
from kg.pack.findings import finding, near
from kg.pack.manifest import FILE, read_manifest
from kg.pack.model import Manifest, Pack, Row
from kg.pack.readings import Readings
from kg.pack.table import RawRow, read_table
from kg.schema import Schema, Table

__all__ = ["pack_files", "read_pack", "scan_pack"]


def read_pack(folder: Path, schema: Schema) -> Pack:
    """A pack without errors; its warnings and notices are in ``findings``.

    Reads all files before it complains: raises PackError with every finding of every file if
    one of them is an error. Linear in the number of rows.
    """
    pack, found = scan_pack(folder, schema)
    if pack is None:
        errors = sum(f.severity == "error" for f in found)
        raise PackError(message("pack.refused", name=_name(folder), count=errors), found)
    return pack


def scan_pack(folder: Path, schema: Schema) -> tuple[Pack | None, tuple[Finding, ...]]:
    """As ``read_pack``, without raising: None in place of a pack that has errors."""
    name = _name(folder)
    if not folder.is_dir():
        return None, (finding("pack", "no-folder", name, path=folder),)
    if not (folder / FILE).exists():
        # Most likely the wrong folder: what its files lack as tables of a pack is beside the point.
        return None, (finding("pack", "no-manifest", name, path=folder),)
    manifest, found = read_manifest(folder, name, schema)
    rows: list[Row] = []
    found += _stray_files(folder, name, schema)
    for table in schema.tables.values():
        table_rows, table_found = _read_file(folder / table.file, f"{name}/{table.file}",
                                             table, schema)  # fmt: skip
        rows += table_rows
        found += table_found
    found += _duplicates(rows)
    if manifest is not None:
        broken = {f.file for f in found if f.severity == "error"}
        found += (f for f in _shrunk(manifest, rows, name, schema) if f.file not in broken)
        found += late_findings(rows, manifest.as_of, schema)
    findings = tuple(sorted(set(found)))
    if manifest is None or any(f.severity == "error" for f in findings):
        return None, findings
    return _pack(manifest, folder, rows, findings), findings


def pack_files(folder: Path) -> list[Path]:
    """The files whose content makes a pack: ``pack.toml`` and its CSV files, sorted."""
    return sorted(p for p in folder.iterdir() if p.name == FILE or _is_csv(p))


def _pack(manifest: Manifest, folder: Path, rows: list[Row], findings: tuple[Finding, ...]) -> Pack:
    said = {k: v for k, v in asdict(manifest).items() if k not in ("minimum", "title")}
    return Pack(**said, title=manifest.title, folder=folder, rows=tuple(rows), findings=findings)


def _name(folder: Path) -> str:
    return folder.name or folder.resolve().name


def _is_csv(path: Path) -> bool:
    # Excel and LibreOffice lay a lock file beside a file that is open: ~$x.csv, .~lock.x.csv#.
    return path.suffix.lower() == ".csv" and not path.name.startswith(("~", ".")) and path.is_file()


def _stray_files(folder: Path, name: str, schema: Schema) -> Iterator[Finding]:
    known = {table.file for table in schema.tables.values()}
    for path in sorted(folder.iterdir()):
        if _is_csv(path) and path.name not in known:
            missing = {file for file in known if not (folder / file).exists()}
            offered = near(path.name, missing or known, most=1)
            yield finding("pack", "unknown-file", f"{name}/{path.name}", offer=offered)


def _read_file(
    path: Path, file: str, table: Table, schema: Schema
) -> tuple[list[Row], list[Finding]]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return [], [finding("pack", "missing-file", file, header=",".join(table.columns))]
    except OSError as error:
        return [], [finding("pack", "unreadable-file", file, why=error.strerror or error)]
    text, found = decode(raw, file)
    if text is None:
        return [], found
    if not text.strip():
        return [], [*found, finding("pack", "empty-file", file, header=",".join(table.columns))]
    raw_rows, shape = read_table(text, table, file)
    found += shape
    reader = _RowReader(
        table, schema, file, {f.column for f in shape if f.code == "missing-column"}
    )
    rows = [row for raw_row in raw_rows for row in reader.read(raw_row)]
    return rows, [*found, *reader.findings, *reader.readings.findings()]


class _RowReader:
    """Turns the raw rows of one file into typed ones."""

    def __init__(self, table: Table, schema: Schema, file: str, missing: set[str]) -> None:
        self.table = table
        self.file = file
        self.readers = cell_readers(table, schema)
        # A column that is not there is one finding, not one for each row.
        self.columns = {n: c for n, c in table.columns.items() if n not in missing}
        self.required = [n for n, c in self.columns.items() if c.required]
        self.defaults = {n: c.default for n, c in self.columns.items() if c.default is not None}
        self.figures = FigureCheck(table, schema)
        self.readings = Readings(file)
        self.findings: list[Finding] = []

    def read(self, raw: RawRow) -> Iterator[Row]:
        """The row, if its id can be read; other bad cells are left out and reported."""
        cells = dict(self.cells(raw))
        for name in self.required:
            if name not in raw.cells:
                self.report("missing-value", raw.line, name, name=name)
        if "id" not in cells:
            return
        fixed = self.table.classes[0] if len(self.table.classes) == 1 else ""
        row = Row(
            table=self.table.name,
            file=self.file,
            line=raw.line,
            id=cells["id"],
            cls=fixed or cells.get("type", ""),
            cells=cells,
        )
        if self.figures.applies:
            self.findings += self.figures.check(row)
        self.findings += credit_findings(row, self.table)
        yield row

    def cells(self, raw: RawRow) -> Iterator[tuple[str, str]]:
        given: Mapping[str, str] = raw.cells
        for name, column in self.columns.items():
            text = given.get(name)
            if text is None:
                text = self.defaults.get(name)
                if text is None:
                    continue
            try:
                value = self.readers[name](text)
            except Bad as bad:
                self.report(bad.code, raw.line, name, **bad.values)
            else:
                self.readings.note(raw.line, name, column, text, value)
                if value:
                    yield name, value

    def report(self, code: str, line: int, column: str, **values: object) -> None:
        self.findings.append(finding("pack", code, self.file, line, column, **values))


def _duplicates(rows: Iterable[Row]) -> Iterator[Finding]:
    """An id stands once in a pack, whatever the table: it becomes one IRI."""
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(row.id, row)
        if other is not row:
            place = f"{other.file}:{other.line}"
            yield finding("pack", "duplicate-id", row.file, row.line, "id", id=row.id, other=place)


def _shrunk(
    manifest: Manifest, rows: Iterable[Row], name: str, schema: Schema
) -> Iterator[Finding]:
    counts = Counter(row.table for row in rows)
    for table, least in manifest.minimum.items():
        if counts[table] < least:
            file = f"{name}/{schema.tables[table].file}"
            yield finding("pack", "shrunk", file, count=counts[table], least=least, table=table)
