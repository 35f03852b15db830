"""A synthetic city as a pack folder."""

from __future__ import annotations

import csv
from pathlib import Path

from kg.schema import load_schema

from .city import City
from .evidence import AS_OF

__all__ = ["write_city"]

_MANIFEST = """\
# Made by tests/generator, seed {seed}. No firm in it exists.

[pack]
id = "synthetic"
prefix = "syn"
namespace = "https://w3id.org/chainkg/id/synthetic/"
region = "410100"
license = "CC0-1.0"
as_of = {as_of}

[pack.title]
zh = "合成城市（{firms}家企业，种子{seed}）"
en = "Synthetic city ({firms} firms, seed {seed})"

[minimum]
organizations = {firms}
"""


def write_city(city: City, folder: Path) -> Path:
    """Write ``pack.toml`` and every table into a folder, which is made if need be; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _MANIFEST.format(seed=city.seed, firms=len(city.firms), as_of=AS_OF)
    (folder / "pack.toml").write_bytes(manifest.encode("utf-8"))
    for table in load_schema().tables.values():
        with (folder / table.file).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(table.columns), lineterminator="\n")
            writer.writeheader()
            writer.writerows(city.tables.get(table.name, []))
    return folder
