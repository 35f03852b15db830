"""What reading a pack gives."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Finding, Text

__all__ = ["Manifest", "Pack", "Row"]


@dataclass(frozen=True, eq=False)
class Row:
    """One row of a table that could be read.

    ``file`` is relative to the folder that holds the pack ("zhengzhou/supply.csv"); ``line`` is
    the line of the file on which the row begins, header = 1; ``cells`` holds trimmed NFC text
    by column, without the empty ones, and with defaults filled in. Values of a many-valued
    cell stand separated by ";".
    """

    table: str
    file: str
    line: int
    id: str
    cls: str
    cells: dict[str, str]


@dataclass(frozen=True)
class Manifest:
    """What ``pack.toml`` says."""

    id: str
    prefix: str
    namespace: str
    title: Text
    region: str
    license: str
    as_of: datetime.date
    minimum: dict[str, int]


@dataclass(frozen=True, eq=False)
class Pack:
    """A pack without errors; ``findings`` holds warnings and notices only."""

    id: str
    prefix: str
    namespace: str
    title: Text
    region: str
    license: str
    as_of: datetime.date
    folder: Path
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
