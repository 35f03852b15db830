"""What a printed figure leaves open, and arithmetic on it; each number can be redone by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.intervals import Interval, growth, printed_interval, ratio, step_of

D = Decimal
INFINITY = D("Infinity")


def between(low: str | int, high: str | int) -> Interval:
    return Interval(D(low), D(high))


@pytest.mark.parametrize(
    ("value", "raw", "step"),
    [
        ("626000", "62.6万辆", "1000"),
        ("69800", "6.98万辆", "100"),
        ("545000", "545,000辆", "1"),
        ("300000000000", "3000亿元", "100000000"),
        ("1900000000000", "1.9万亿元", "100000000000"),
        ("169.8", "169.8%", "0.1"),
        ("20", "2 0家", "1"),  # page layout tears figures apart
        ("62600", "６.２６万", "100"),  # full-width digits
        ("8", "八大", "1"),
        ("300000000000", "三千亿", "100000000"),  # as exact as 3000亿
        ("1000000000000", "万亿级", "1000000000000"),
        ("100", "再翻倍", "100"),  # no number printed: the first digit of the value
        ("0", "无", "1"),
    ],
)
def test_the_step_is_one_unit_of_the_last_printed_digit(value: str, raw: str, step: str) -> None:
    assert step_of(D(value), raw) == D(step)


@pytest.mark.parametrize(
    ("value", "raw", "operator", "expected"),
    [
        ("626000", "62.6万辆", "equal", between(625500, 626500)),
        ("98", "98%", "equal", between("97.5", "98.5")),
        ("200000", "超20万辆", "more-than", Interval(D(200000), INFINITY)),
        ("150", "150余家", "at-least", Interval(D(150), INFINITY)),
        ("33", "不到33个月", "less-than", between(0, 33)),
        ("610", "610公里", "at-most", between(0, 610)),
        ("2000000000", "约20亿元", "about", between(1900000000, 2100000000)),  # one printed step
        ("1000", "约1000元", "about", between(950, 1050)),  # a twentieth
        ("100", "近100个", "nearly", between(90, 100)),  # the last tenth
    ],
)
def test_rounding_and_operator_make_the_interval(
    value: str, raw: str, operator: str, expected: Interval
) -> None:
    assert printed_interval(D(value), raw, operator) == expected


def test_a_count_printed_in_full_is_exact_and_one_printed_in_wan_is_not() -> None:
    assert printed_interval(D(7), "7家", counted=True) == between(7, 7)
    assert printed_interval(D(545000), "54.5万辆", counted=True) == between(544500, 545500)


def test_what_may_lie_below_a_negative_bound_has_no_start() -> None:
    assert printed_interval(D(-5), "低于-5%", "less-than") == Interval(-INFINITY, D(-5))


def test_growth_of_rounded_levels_is_an_interval() -> None:
    # (625500 / 316500 - 1) to (626500 / 315500 - 1), in percent: 97.63 to 98.57
    found = growth(between(315500, 316500), between(625500, 626500))
    assert [round(end, 2) for end in found] == [D("97.63"), D("98.57")]


def test_growth_over_more_than_something_has_only_a_top() -> None:
    # 545500 / 200000 - 1 = 172.75 percent at most; a far larger base would make it a fall
    assert growth(Interval(D(200000), INFINITY), between(544500, 545500)) == between(-100, "172.75")


def test_growth_to_more_than_something_has_only_a_bottom() -> None:
    assert growth(between(100, 100), Interval(D(150), INFINITY)) == Interval(D(50), INFINITY)


def test_growth_over_a_level_that_may_be_zero_has_no_top() -> None:
    assert growth(between(0, 10), between(20, 20)) == Interval(D(100), INFINITY)


def test_a_share_of_a_fixed_whole_keeps_the_ends_of_the_part() -> None:
    assert ratio(between(50, 60), between(200, 200)) == between(25, 30)


def test_two_rounded_figures_that_only_touch_do_not_agree() -> None:
    assert not between("36.5", "37.5").agrees(between("37.5", "38.5"))


def test_an_exact_figure_on_the_edge_agrees() -> None:
    assert between(60, 60).agrees(Interval(D(60), INFINITY))
    assert not between(59, 59).agrees(Interval(D(60), INFINITY))


amounts = st.decimals(min_value=0, max_value=10**13, places=2)
operators = st.sampled_from(
    ["equal", "more-than", "less-than", "at-least", "at-most", "about", "nearly"]
)
printed = st.sampled_from([("", 0), ("万", 4), ("亿", 8), ("万亿", 12)])


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted([draw(amounts), draw(amounts)])
    return Interval(low, high)


@given(amounts, printed, operators, st.booleans())
def test_the_figure_itself_is_always_possible(
    mantissa: Decimal, unit: tuple[str, int], operator: str, counted: bool
) -> None:
    value = mantissa.scaleb(unit[1])
    found = printed_interval(value, f"{mantissa}{unit[0]}元", operator, counted=counted)
    assert found.low <= found.high
    assert value in found


@given(st.decimals(min_value=D("0.01"), max_value=10**6, places=4), st.integers(0, 3), printed)
def test_whatever_is_rounded_to_a_figure_lies_in_its_interval(
    exact: Decimal, places: int, unit: tuple[str, int]
) -> None:
    shown = round(exact, places)
    assume(shown)  # of nothing the multiplier cannot be told
    value = shown.scaleb(unit[1])
    assert exact.scaleb(unit[1]) in printed_interval(value, f"{shown}{unit[0]}辆")


@given(intervals(), intervals(), st.fractions(0, 1), st.fractions(0, 1))
def test_growth_holds_the_growth_of_every_pair_of_levels(
    before: Interval, after: Interval, s: Fraction, t: Fraction
) -> None:
    def inside(i: Interval, share: Fraction) -> Fraction:
        return Fraction(i.low) + (Fraction(i.high) - Fraction(i.low)) * share

    base, level = inside(before, s), inside(after, t)
    if base == 0:
        return
    exact = (level / base - 1) * 100
    found = growth(before, after)
    assert Fraction(found.low) <= exact
    assert found.high == INFINITY or exact <= Fraction(found.high)


@given(intervals(), intervals())
def test_agreement_has_no_direction(one: Interval, other: Interval) -> None:
    assert one.agrees(other) == other.agrees(one)


@given(intervals())
def test_a_figure_agrees_with_itself(one: Interval) -> None:
    assert one.agrees(one)
