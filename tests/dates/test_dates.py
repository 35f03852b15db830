"""Partial dates: as exact as their source, never more."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import PartialDate

DAYS = st.dates()
TEXTS = st.one_of(
    DAYS.map(lambda d: d.isoformat()),
    DAYS.map(lambda d: d.isoformat()[:7]),
    DAYS.map(lambda d: d.isoformat()[:4]),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-09-27", "2024-09-27", "2024-09-27"),
    ],
)
def test_a_partial_date_means_all_its_days(text: str, first: str, last: str) -> None:
    date = PartialDate.parse(text)
    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("2024", "gYear"), ("2024-02", "gYearMonth"), ("2024-02-01", "date")],
)
def test_the_datatype_says_how_exact_it_is(text: str, datatype: str) -> None:
    assert PartialDate.parse(text).datatype == f"http://www.w3.org/2001/XMLSchema#{datatype}"


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024/1/9", "2024-1-9", "2024-13", "2023-02-29", "0000", "2024-", "２０２４",
     "2024-01-09T00:00", " 2024"],
)  # fmt: skip
def test_other_forms_and_impossible_days_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each reason has its own words
        PartialDate.parse(text)


def test_a_day_without_its_month_is_refused() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(2024, None, 3)


@given(TEXTS)
def test_text_round_trips(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@given(TEXTS)
def test_first_and_last_enclose_the_date_and_agree_with_its_text(text: str) -> None:
    date = PartialDate.parse(text)
    assert date.first <= date.last
    for day in (date.first, date.last):
        assert day.isoformat().startswith(text)


@given(DAYS)
def test_a_year_covers_each_of_its_days(day: datetime.date) -> None:
    year = PartialDate(day.year)
    assert year.first <= day <= year.last
