"""Figures as Chinese texts print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.units import parse_figure

FORMS = {
    "辆": "vehicle", "台": "vehicle", "台(套)": "set", "元": "CNY", "公里": "km", "个": "project",
    "个月": "month", "家": "firm", "%": "percent", "分钟": "minute", "大": "task", "年": "year",
}  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "value", "unit", "operator"),
    [
        ("54.5万辆", "545000", "vehicle", None),
        ("超20亿元", "2000000000", "CNY", "more-than"),
        ("近10万辆", "100000", "vehicle", "nearly"),
        ("98%", "98", "percent", None),
        ("９８．５％", "98.5", "percent", None),
        ("3000亿级", "300000000000", None, None),
        ("105.33公里", "105.33", "km", None),
        ("不到33个月", "33", "month", "less-than"),
        ("24000+", "24000", None, "more-than"),
        ("1.9万亿元", "1900000000000", "CNY", None),
        ("1,234,567.8元", "1234567.8", "CNY", None),
        ("40万台（套）", "400000", "set", None),
        ("第200万辆", "2000000", "vehicle", None),
        ("150余家", "150", "firm", "more-than"),
        ("20余万辆", "200000", "vehicle", "more-than"),
        ("60多个国家和地区", "60", "project", "more-than"),
        ("80%以上", "80", "percent", "at-least"),
        ("15万个以上", "150000", "project", "at-least"),
        ("不低于100家", "100", "firm", "at-least"),
        ("不超过5年", "5", "year", "at-most"),
        ("约10%左右", "10", "percent", "about"),
        ("达到98%", "98", "percent", None),
        ("上百家", "100", "firm", "at-least"),
        ("千亿级", "100000000000", None, None),
        ("万亿级", "1000000000000", None, None),
        ("二十三家", "23", "firm", None),
        ("一千零五十家", "1050", "firm", None),
        ("三亿五千万元", "350000000", "CNY", None),
        ("两家", "2", "firm", None),
        ("八大", "8", "task", None),
        ("十余家", "10", "firm", "more-than"),
        ("不到一分钟", "1", "minute", "less-than"),
        ("-3.5%", "-3.5", "percent", None),
        ("54.5\n万 辆", "545000", "vehicle", None),
    ],
)
def test_a_plain_figure_is_read(
    raw: str, value: str, unit: str | None, operator: str | None
) -> None:
    figure = parse_figure(raw, FORMS)
    assert figure is not None
    assert (figure.value, figure.unit, figure.operator) == (Decimal(value), unit, operator)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "数百家",
        "再翻倍",
        "5到10年",
        "5年到10年",
        "二三十家",
        "两三家",
        "100朵",
        "3/4",
        "万分之一",
    ],
)
def test_what_is_no_plain_figure_is_not_guessed(raw: str) -> None:
    assert parse_figure(raw, FORMS) is None


def test_the_longest_word_for_a_unit_wins() -> None:
    months = parse_figure("33个月", FORMS)
    assert months is not None
    assert months.unit == "month"


_TIMES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
          "百亿": 10**10, "万亿": 10**12}  # fmt: skip
_NUMBERS = st.decimals(min_value=0, max_value=10**6, places=3)


@given(_NUMBERS, st.sampled_from(sorted(_TIMES)), st.sampled_from(sorted(FORMS)))
def test_a_number_written_with_a_multiplier_reads_back(
    number: Decimal, times: str, form: str
) -> None:
    figure = parse_figure(f"{number}{times}{form}", FORMS)
    assert figure is not None
    assert figure.value == number * _TIMES[times]
    assert figure.unit == FORMS[form]


_BEFORE = {"超过": "more-than", "突破": "more-than", "近": "nearly", "约": "about",
           "不低于": "at-least", "不到": "less-than", "少于": "less-than",
           "不超过": "at-most"}  # fmt: skip


@given(_NUMBERS, st.sampled_from(sorted(_BEFORE)))
def test_a_word_of_degree_changes_the_operator_and_not_the_number(
    number: Decimal, word: str
) -> None:
    figure = parse_figure(f"{word}{number}万辆", FORMS)
    assert figure is not None
    assert (figure.value, figure.operator) == (number * 10**4, _BEFORE[word])


def _han(number: int) -> str:
    """A number below 10,000 in Chinese, the long way (一千零五)."""
    said, zero = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            said += ("零" if zero and said else "") + "零一二三四五六七八九"[digit] + name
        zero = not digit
    return said or "零"


@given(st.integers(1, 9999), st.sampled_from(["", "万", "亿", "万亿"]))
def test_chinese_numerals_read_back(number: int, times: str) -> None:
    figure = parse_figure(f"{_han(number)}{times}元", FORMS)
    assert figure is not None
    assert figure.value == number * _TIMES[times]


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_but_never_fails(raw: str) -> None:
    parse_figure(raw, FORMS)
