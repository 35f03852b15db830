"""Numbers, periods and percentages as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Text
from kg.intervals import Interval
from kg.observations import Concept
from kg.wording import amount_text, percent_text, period_text, plain

D = Decimal
VEHICLE = Concept("vehicle", "https://example.org/vehicle", Text("辆", "vehicles"))
PERCENT = Concept("percent", "https://example.org/percent", Text("百分比", "percent"))


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("7", "7辆", "7 vehicles"),
        ("9999", "9999辆", "9,999 vehicles"),
        ("545000", "54.5万辆", "545,000 vehicles"),
        ("354660000000", "3546.6亿辆", "354,660,000,000 vehicles"),
        ("1900000000000", "1.9万亿辆", "1,900,000,000,000 vehicles"),
        ("105.33", "105.33辆", "105.33 vehicles"),
    ],
)
def test_amounts_read_as_each_language_counts(value: str, zh: str, en: str) -> None:
    assert amount_text(D(value), VEHICLE) == Text(zh, en)


def test_percent_is_a_sign_not_a_word() -> None:
    assert amount_text(D("169.80"), PERCENT) == Text("169.8%", "169.8%")


@given(st.decimals(min_value=0, max_value=10**14, places=3))
def test_no_digit_of_a_number_is_lost(value: Decimal) -> None:
    assert D(plain(value)) == value
    assert D(amount_text(value, VEHICLE).en.removesuffix(" vehicles").replace(",", "")) == value


@pytest.mark.parametrize(
    ("period", "en"),
    [
        ("2024", "2024"),
        ("2021/2024", "2021 – 2024"),
        ("/2025-07", "as of 2025-07"),
        ("2021-09/", "from 2021-09"),
        ("", "no date given"),
    ],
)
def test_a_period_says_whether_it_is_a_span_or_a_day(period: str, en: str) -> None:
    assert period_text(period).en == en


@pytest.mark.parametrize(
    ("value", "low", "high", "en"),
    [
        ("98.1012", "97.63", "98.57", "98.1% (97.6% – 98.6%)"),  # ends rounded outwards
        (None, "10", "20", "10.0% – 20.0%"),
        (None, "-100", "172.75", "≤172.8%"),
        (None, "50", "Infinity", "≥50.0%"),
        (None, "-100", "Infinity", "cannot be told"),
    ],
)
def test_a_computed_percentage_says_what_is_left_open(
    value: str | None, low: str, high: str, en: str
) -> None:
    exact = None if value is None else D(value)
    assert percent_text(exact, Interval(D(low), D(high)), floor=D(-100)).en == en
