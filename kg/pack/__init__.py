"""A pack: a folder with ``pack.toml`` and one CSV file a table, read into typed rows."""

from __future__ import annotations

from kg.pack.findings import finding, near, offer
from kg.pack.folder import pack_files, read_pack, scan_pack
from kg.pack.model import Pack, Row
from kg.pack.template import new_pack

__all__ = [
    "Pack",
    "Row",
    "finding",
    "near",
    "new_pack",
    "offer",
    "pack_files",
    "read_pack",
    "scan_pack",
]
