"""Dates after the day up to which the pack says that it knows: 2025-06-30 here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Scan

ScanRows = Callable[..., "Scan"]
SUPPLY = {"id": "sup", "supplier": "a", "customer": "b"}
PAPER = {"id": "doc", "name_zh": "某报", "kind": "text", "published_from": "2025-06-01"}


@pytest.mark.parametrize("since", ["2025-07", "2025-07-01", "2026"])
def test_a_record_that_begins_later_is_left_out_with_a_warning(
    scan_rows: ScanRows, since: str
) -> None:
    scan = scan_rows("supply", SUPPLY | {"since": since})
    found = scan.only()
    assert scan.pack is not None
    assert (found.where(), found.code) == ("town/supply.csv:2:since", "late-since")
    assert found.severity == "warning"
    assert f"sup begins in {since}" in found.message.en
    assert "2025-06-30" in found.message.en
    assert "leave it out" in found.message.en


@pytest.mark.parametrize("since", ["2025", "2025-06", "2025-06-30"])
def test_a_record_that_may_have_begun_by_then_counts(scan_rows: ScanRows, since: str) -> None:
    assert scan_rows("supply", SUPPLY | {"since": since}).findings == ()


@pytest.mark.parametrize(
    ("dates", "column"),
    [
        ({"published_from": "2025-07-01"}, "published_from"),
        ({"published_from": "2025"}, "published_from"),
        ({"published_to": "2025-07"}, "published_to"),
    ],
)
def test_a_text_that_may_have_come_out_later_is_left_out_with_a_warning(
    scan_rows: ScanRows, dates: dict[str, str], column: str
) -> None:
    found = scan_rows("sources", PAPER | dates).only()
    assert (found.column, found.code, found.severity) == (column, "late-source", "warning")
    assert "the source doc" in found.message.en
    assert "leave its records out" in found.message.en


@pytest.mark.parametrize("cells", [{}, {"kind": "reference", "published_from": "2025"}])
def test_a_text_that_was_out_and_a_source_that_is_no_text_count(
    scan_rows: ScanRows, cells: dict[str, str]
) -> None:
    assert scan_rows("sources", PAPER | cells).findings == ()


def test_what_was_stated_later_cannot_be_known_unless_it_is_a_plan(scan_rows: ScanRows) -> None:
    need = {"id": "need", "stated_by": "town", "needed": "chips", "level": "city",
            "stated": "2025-08"}  # fmt: skip
    found = scan_rows("needs", need).only()
    assert (found.where(), found.code, found.severity) == (
        "town/needs.csv:2:stated", "late-date", "warning",
    )  # fmt: skip
    assert scan_rows("needs", need | {"status": "planned"}).findings == ()
