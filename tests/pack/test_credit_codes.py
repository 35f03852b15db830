"""The check character of unified social credit codes (GB 32100-2015)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.pack.credit import check_character

FIRM = {"id": "a", "type": "Enterprise", "name_zh": "甲", "source": "", "spans": ""}


# Huawei Technologies, as on its licence; the example of python-stdnum's documentation.
@pytest.mark.parametrize("code", ["914403001922038216", "91110000600037341L"])
def test_a_published_code_passes(code: str, scan_rows: Callable[..., Any]) -> None:
    assert check_character(code) == code[-1]
    found = scan_rows("organizations", {**FIRM, "credit_code": code}).findings
    assert not [f for f in found if f.code == "credit-check"]


@pytest.mark.parametrize(
    "code", ["914403001922038261", "91110000600037341M"], ids=["digits-swapped", "wrong-end"]
)
def test_a_code_copied_wrong_is_a_warning_where_it_stands_with_the_mend(
    code: str, scan_rows: Callable[..., Any]
) -> None:
    scan = scan_rows("organizations", {**FIRM, "credit_code": code})
    (found,) = [f for f in scan.findings if f.code == "credit-check"]
    assert (found.where(), found.severity) == ("town/organizations.csv:2:credit_code", "warning")
    assert f"应为 {check_character(code)}" in found.message.zh
    assert "licence" in found.remedy.en


def test_every_slip_of_one_character_is_seen() -> None:
    code = "914403001922038216"
    for at in range(17):
        slipped = code[:at] + ("1" if code[at] != "1" else "2") + code[at + 1 :]
        assert check_character(slipped) != code[-1]
