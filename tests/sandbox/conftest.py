"""A tiny store on disk, opened by a child process as a built one is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.sandbox import Limits, run_query

FACTS = """
<x:a> <x:knows> <x:b>, <x:c> ; <x:name> "甲"@zh, "A \\"quoted\\"\\nname" ; <x:size> 7 .
<x:b> <x:knows> <x:c> .
"""


def _make(folder: Path, facts: str) -> Path:
    store = ox.Store(str(folder))
    store.load(facts.encode(), format=ox.RdfFormat.TURTLE)
    store.flush()
    del store
    return folder


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six facts about three things."""
    return _make(tmp_path_factory.mktemp("sandbox") / "store", FACTS)


@pytest.fixture(scope="session")
def large_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 facts: two joined without a condition are nine million rows."""
    facts = "".join(f'<x:s{i}> <x:p> "value {i}" .\n' for i in range(3000))
    return _make(tmp_path_factory.mktemp("sandbox") / "large", facts)


@pytest.fixture
def ask(store: Path) -> Callable[..., bytes]:
    """The bytes that a query gives on the tiny store."""

    def run(query: str, format: str = "json,nt", limits: Limits | None = None) -> bytes:  # noqa: A002 (as in run_query)
        output = io.BytesIO()
        run_query(store, query, output, format=format, limits=limits or Limits())
        return output.getvalue()

    return run
