"""The table of rooms in kg/README.md says what import-linter holds: every room, on its floor."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _floors() -> dict[str, int]:
    """The floor of each room by the import rules, the lowest being 0."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contract = next(c for c in config["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    lowest_first = reversed(contract["layers"])
    return {
        room.strip(): floor for floor, line in enumerate(lowest_first) for room in line.split("|")
    }


def _told() -> dict[str, int]:
    rows = re.findall(
        r"^\| (\d+) \| (.+?) \|", (ROOT / "kg" / "README.md").read_text("utf-8"), re.M
    )
    return {
        room.rstrip("/"): int(floor)
        for floor, cell in rows
        for room in re.findall(r"`(.+?)`", cell)
    }


def test_the_table_of_rooms_is_that_of_the_import_rules() -> None:
    floors = _floors()
    floors.pop("sandbox_child")  # told of with the sandbox
    assert _told() == floors
