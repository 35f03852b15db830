"""A graph of the mini pack with more rows, and figures in a few words."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import kg

Rows = dict[str, list[dict[str, str]]]


@pytest.fixture
def build(write_pack: Callable[..., Path], mini_rows: Rows) -> Callable[..., kg.Graph]:
    """A graph of the mini pack with these rows added to its tables."""

    def make(as_of: str = "2025-06-30", **tables: list[dict[str, str]]) -> kg.Graph:
        rows = {**mini_rows, **{n: mini_rows.get(n, []) + more for n, more in tables.items()}}
        return kg.open(write_pack(rows), as_of=datetime.date.fromisoformat(as_of))

    return make
