"""Fixtures of the lists: the eight lists of two bundled chains, and a folder of lists to edit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.lists import ListAnswer, Row
from kg.lists.config import lists_folder

Filled = dict[str, ListAnswer]
CHAINS = {"auto": "chain-auto-zz", "computing": "chain-computing-zz"}


@pytest.fixture(scope="session")
def filled(zhengzhou: kg.Graph) -> dict[str, Filled]:
    """The lists of both chains by chain and id."""
    return {
        name: {each.id: each for each in zhengzhou.lists(chain)} for name, chain in CHAINS.items()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundled lists that a test may change."""
    copy = tmp_path / "lists"
    shutil.copytree(lists_folder(), copy)
    return copy


@pytest.fixture
def rows_of() -> Callable[[tuple[ListAnswer, ...], str, str], list[Row]]:
    """The rows of a section that stand for something."""

    def rows(lists: tuple[ListAnswer, ...], name: str, section: str) -> list[Row]:
        (found,) = [
            s for each in lists if each.id == name for s in each.sections if s.id == section
        ]
        return [row for row in found.rows if not row.unknown]

    return rows
