"""Observations: value, unit and operator are held against the figure as printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Scan

ScanRows = Callable[..., "Scan"]
OUTPUT = {
    "id": "obs", "about": "acme", "indicator": "vehicle-output", "kind": "actual",
    "operator": "more-than", "value": "545000", "unit": "vehicle", "raw": "超54.5万辆",
}  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"raw": "54.5万台"},
        {"raw": "54.5万"},
        {"raw": "545,000辆", "value": "545000.0"},
        {"raw": "54.5万辆", "operator": ""},
    ],
)
def test_a_row_that_says_what_the_figure_says_is_right(
    scan_rows: ScanRows, cells: dict[str, str]
) -> None:
    assert scan_rows("observations", OUTPUT | cells).findings == ()


@pytest.mark.parametrize(
    ("cells", "severity", "code", "column", "said"),
    [
        ({"value": "54.5"}, "error", "wrong-value", "value", "545000"),
        ({"value": "5450000"}, "error", "wrong-value", "value", "545000"),
        ({"raw": "超54.5万元"}, "error", "wrong-unit", "unit", "CNY"),
        ({"raw": "超54.5万个"}, "error", "wrong-unit", "unit", "个"),
        ({"unit": "km", "raw": "超54.5万公里"}, "error", "wrong-unit-of-indicator", "unit",
         "vehicle"),
        ({"raw": "近54.5万辆"}, "warning", "wrong-operator", "operator", "nearly"),
        ({"raw": "数十万辆"}, "notice", "unread-figure", "raw", "数十万辆"),
    ],
)  # fmt: skip
def test_a_row_that_says_otherwise_is_named(
    scan_rows: ScanRows, cells: dict[str, str], severity: str, code: str, column: str, said: str
) -> None:
    found = scan_rows("observations", OUTPUT | cells).only()
    assert (found.severity, found.code, found.column, found.row) == (severity, code, column, 2)
    assert said in found.message.en


def test_a_word_that_several_units_share_means_the_unit_of_the_row(scan_rows: ScanRows) -> None:
    row = {"indicator": "project-count", "value": "27", "unit": "project", "raw": "27个"}
    assert scan_rows("observations", OUTPUT | {"operator": ""} | row).findings == ()


def test_an_unknown_unit_is_named_once(scan_rows: ScanRows) -> None:
    found = scan_rows("observations", OUTPUT | {"unit": "cars"}).only()
    assert (found.code, found.column) == ("unknown-notation", "unit")


def test_a_missing_value_or_figure_is_named_once(scan_rows: ScanRows) -> None:
    assert scan_rows("observations", OUTPUT | {"value": ""}).only().code == "missing-value"
    assert scan_rows("observations", OUTPUT | {"raw": ""}).only().column == "raw"


def test_an_indicator_of_the_pack_has_no_unit_to_be_held_against(scan_rows: ScanRows) -> None:
    assert scan_rows("observations", OUTPUT | {"indicator": "own-indicator"}).findings == ()
