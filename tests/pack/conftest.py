"""Small packs to break: an empty one, with a few files replaced."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.errors import Finding
from kg.pack import Pack, new_pack, scan_pack
from kg.schema import Schema


@dataclass(frozen=True)
class Scan:
    """What reading gave."""

    pack: Pack | None
    findings: tuple[Finding, ...]

    def only(self) -> Finding:
        """The one finding there is."""
        (found,) = self.findings
        return found

    def row(self, id_: str) -> dict[str, str]:
        """The cells of a row of a pack that could be read."""
        assert self.pack is not None, self.findings
        (row,) = (r for r in self.pack.rows if r.id == id_)
        return row.cells


@pytest.fixture
def folder(tmp_path: Path, schema: Schema) -> Path:
    """An empty pack called town."""
    new_pack(tmp_path / "town", schema, as_of=datetime.date(2025, 6, 30))
    return tmp_path / "town"


@pytest.fixture
def table_text(schema: Schema) -> Callable[..., str]:
    """A table as CSV text with its whole header."""

    def text(table: str, *rows: dict[str, str]) -> str:
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(schema.tables[table].columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    return text


@pytest.fixture
def scan_files(folder: Path, schema: Schema) -> Callable[..., Scan]:
    """Read the empty pack after replacing files, by name, with text or bytes (None: no file)."""

    def scan(files: dict[str, str | bytes | None]) -> Scan:
        for name, content in files.items():
            if content is None:
                (folder / name).unlink()
            else:
                raw = content.encode("utf-8") if isinstance(content, str) else content
                (folder / name).write_bytes(raw)
        return Scan(*scan_pack(folder, schema))

    return scan


@pytest.fixture
def scan_rows(
    scan_files: Callable[..., Scan], table_text: Callable[..., str]
) -> Callable[..., Scan]:
    """Read the empty pack after giving one table these rows."""

    def scan(table: str, *rows: dict[str, str]) -> Scan:
        return scan_files({f"{table}.csv": table_text(table, *rows)})

    return scan
