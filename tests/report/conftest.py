"""Reports of the bundled chains, gathered once, and of a pack whose names are attacks."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.report.content import Report, gather

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browsing import PAYLOADS, browser, open_page  # noqa: F401 - found by the path set above

Rows = dict[str, list[dict[str, str]]]


def report_of(graph: kg.Graph, chain: str) -> Report:
    """The report of a chain, by any name of it."""
    return gather(graph.store, graph.scope, graph.resolve(chain).iri)


@pytest.fixture(scope="session")
def auto(zhengzhou: kg.Graph) -> Report:
    """The automobile chain of the bundled pack."""
    return report_of(zhengzhou, "chain-auto-zz")


@pytest.fixture(scope="session")
def computing(zhengzhou: kg.Graph) -> Report:
    """The computing-power chain of the bundled pack."""
    return report_of(zhengzhou, "chain-computing-zz")


@pytest.fixture
def cars(graph: kg.Graph) -> Report:
    """The chain of the mini pack."""
    return report_of(graph, "cars")


@pytest.fixture
def payloads() -> list[str]:
    return list(PAYLOADS)


@pytest.fixture
def hostile(write_pack: Callable[..., Path], mini_rows: Rows) -> Report:
    """A chain with every payload as the name of a supplier, and as the title of a source."""
    stated = {"source": "doc", "spans": "0-10"}
    rows = {name: list(table) for name, table in mini_rows.items()}
    for n, bad in enumerate(PAYLOADS):
        firm = {"id": f"bad-{n}", "type": "Enterprise", "name_zh": bad, "name_en": bad}
        rows["organizations"].append({**firm, **stated})
        rows["activities"].append(
            {"id": f"act-bad-{n}", "agent": f"bad-{n}", "segment": "parts", **stated}
        )
        rows["supply"].append(
            {"id": f"sup-bad-{n}", "supplier": f"bad-{n}", "customer": "acme", **stated}
        )
    rows["sources"] = [{**row} for row in rows["sources"]]
    rows["sources"][0] |= {"name_zh": PAYLOADS[0], "name_en": PAYLOADS[1]}
    return report_of(kg.open(write_pack(rows)), "cars")
