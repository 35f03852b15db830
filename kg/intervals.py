"""What a printed figure leaves open: an interval of numbers, exact in Decimal.

"62.6万" stands for anything that rounds to it, "超20万" for anything above it. Two figures
contradict each other only where their intervals have nothing in common, so arithmetic on
figures is arithmetic on intervals (Moore, Interval Analysis, 1966, chapter 2).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, localcontext
from typing import NamedTuple

__all__ = ["Interval", "growth", "printed_interval", "ratio", "step_of"]

_INFINITY = Decimal("Infinity")
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
# "About" and "nearly" have no agreed width; these are ours, wide enough that nobody who rounds
# by hand is called wrong: a twentieth to either side, and the last tenth below.
_ABOUT = Decimal("0.05")
_NEARLY = Decimal("0.1")
_PRECISION = 40

_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_HAN = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_HAN_LARGE = {"万": Decimal(10**4), "亿": Decimal(10**8)}


class Interval(NamedTuple):
    """All numbers from ``low`` to ``high``, both included; either may be infinite."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: object) -> bool:
        return isinstance(value, Decimal) and self.low <= value <= self.high

    def agrees(self, other: Interval) -> bool:
        """Whether one number can be meant by both.

        Two rounded figures that merely touch (37 and 38, at 37.5) do not agree; an exact
        figure on the edge of another interval does.
        """
        low, high = max(self.low, other.low), min(self.high, other.high)
        return low < high or (low == high and low in (self._point(), other._point()))

    def _point(self) -> Decimal | None:
        return self.low if self.low == self.high else None


def printed_interval(
    value: Decimal, raw: str, operator: str = "equal", *, counted: bool = False
) -> Interval:
    """What a figure may stand for, from how it is printed and qualified.

    ``value`` is in base units, ``raw`` the figure as printed, ``operator`` a notation of the
    scheme ``operator``. ``counted`` figures (firms, vehicles: units that are numbers of
    things) are exact where they are printed in full: "7家" is 7, but "62.6万辆" is 625,500 to
    626,500. What lies below a bound that is not negative starts at 0.

    >>> printed_interval(Decimal(626000), "62.6万辆")
    Interval(low=Decimal('625500'), high=Decimal('626500'))
    """
    step = step_of(value, raw)
    half = _ZERO if counted and step == 1 else step / 2
    match operator:
        case "more-than" | "at-least":
            return Interval(value, _INFINITY)
        case "less-than" | "at-most":
            return Interval(_ZERO if value >= 0 else -_INFINITY, value)
        case "about":
            width = max(step, abs(value) * _ABOUT)
            return Interval(value - width, value + width)
        case "nearly":
            return Interval(value - max(step, abs(value) * _NEARLY), value)
        case _:
            return Interval(value - half, value + half)


def step_of(value: Decimal, raw: str) -> Decimal:
    """One unit of the last printed digit, in base units: 1000 for "62.6万", 1 for "2646".

    The multiplier (万, 亿) is what takes the printed digits to the value, so it need not be
    read. Where the text prints no number that does ("再翻倍"), one unit of the first digit.

    >>> step_of(Decimal("1.9E12"), "1.9万亿元")
    Decimal('100000000000')
    """
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    if match := _DIGITS.search(text):
        digits = match[0].replace(",", "")
        mantissa = abs(Decimal(digits))
        if mantissa and value:
            times = (abs(value) / mantissa).normalize()
            if times.as_tuple().digits == (1,):
                decimals = len(digits.partition(".")[2])
                return _plain(times.scaleb(-decimals))
    elif (match := _HAN.search(text)) and value == value.to_integral_value():
        step = Decimal(1)
        for character in reversed(match[0]):
            if character not in _HAN_LARGE:
                break
            step *= _HAN_LARGE[character]
        if abs(value) >= step:
            return step
    return _plain(Decimal(1).scaleb(value.adjusted())) if value else Decimal(1)


def growth(before: Interval, after: Interval) -> Interval:
    """By how many percent ``after`` is above ``before``; both are amounts of 0 or more.

    The ends are rounded outwards at 40 digits, so that nothing possible is left out.
    """
    share = ratio(after, before)
    with localcontext(Context(prec=_PRECISION, rounding=ROUND_FLOOR)):
        low = share.low - _HUNDRED
    with localcontext(Context(prec=_PRECISION, rounding=ROUND_CEILING)):
        return Interval(low, share.high - _HUNDRED)


def ratio(part: Interval, whole: Interval) -> Interval:
    """``part`` in percent of ``whole``; both are amounts of 0 or more, what lies below is cut.

    A whole that may be 0 leaves the top open.
    """
    top = Interval(max(part.low, _ZERO), max(part.high, _ZERO))
    base = Interval(max(whole.low, _ZERO), max(whole.high, _ZERO))
    return Interval(
        _divided(top.low, base.high, ROUND_FLOOR), _divided(top.high, base.low, ROUND_CEILING)
    )


def _divided(part: Decimal, whole: Decimal, rounding: str) -> Decimal:
    down = rounding == ROUND_FLOOR
    if whole == 0:
        return _ZERO if down and part == 0 else _INFINITY
    if whole == _INFINITY:
        return _ZERO
    if part == _INFINITY:
        return _INFINITY
    with localcontext(Context(prec=_PRECISION, rounding=rounding)):
        return part * _HUNDRED / whole


def _plain(value: Decimal) -> Decimal:
    # 1E+3 and 1000 are equal; the latter reads as what it is.
    return Decimal(format(value, "f"))
