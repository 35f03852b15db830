"""Figures as Chinese texts print them: "超20亿元" is more than 2,000,000,000 of unit 元."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Figure", "parse_figure"]


@dataclass(frozen=True)
class Figure:
    """What a raw figure says: a number in base units, its unit, and how it is qualified.

    ``unit`` is None where the figure names none ("3000亿级"). ``operator`` is a notation of
    the scheme ``operator`` (more-than, nearly, about, at-least, at-most, less-than), or None
    where the figure stands bare.
    """

    value: Decimal
    unit: str | None
    operator: str | None


# Longest first where one word begins another; all are compared after NFKC.
_BEFORE = {
    "more-than": ("超过", "超出", "超", "突破", "逾", "高于", "多于", "大于", ">"),
    "at-least": ("不低于", "不少于", "不小于", "至少", "≥"),
    "at-most": ("不超过", "不高于", "不多于", "至多", "最多", "≤"),
    "less-than": ("不到", "不足", "少于", "低于", "小于", "未满", "<"),
    "nearly": ("接近", "将近", "近"),
    "about": ("大约", "约为", "约", "大概"),
    "": ("达到", "达", "第"),
}
_AFTER = {
    "at-least": ("及以上", "以上"),
    "at-most": ("及以下", "以下", "以内"),
    "about": ("左右", "上下"),
    "more-than": ("+", "多", "余"),
    "": ("级",),
}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

_WORDS = sorted(((w, op) for op, ws in _BEFORE.items() for w in ws), key=lambda p: -len(p[0]))
_TAILS = sorted(((w, op) for op, ws in _AFTER.items() for w in ws), key=lambda p: -len(p[0]))
_NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?:(?P<arabic>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<han>[零〇一二两三四五六七八九十百千万亿]+))"
    r"(?P<more>[多余+]?)(?P<times>[十百千万亿]*)"
)


def parse_figure(raw: str, surface_forms: Mapping[str, str]) -> Figure | None:
    """Read a raw figure; None where it is not one plain figure ("5到10年", "数百家").

    ``surface_forms`` maps the words of units, in NFKC, to unit notations ("辆" to vehicle);
    the longest that fits wins. Reads Arabic digits (full-width ones, thousands separators,
    decimals) and Chinese numerals, the multipliers 十 百 千 万 亿 and their combinations (万亿),
    percent, and words of degree before or after. Whitespace is ignored: page layout tears
    figures apart.

    >>> parse_figure("超20亿元", {"元": "CNY"})
    Figure(value=Decimal('2000000000'), unit='CNY', operator='more-than')
    """
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    operator, text = _before(text)
    match = _NUMBER.match(text)
    if match is None:
        return None
    value = _number(match)
    if value is None:
        return None
    if match["more"]:
        operator = operator or "more-than"
    unit, after, rest = _after(text[match.end() :], surface_forms)
    if rest:
        return None
    return Figure(value, unit, operator or after)


def _before(text: str) -> tuple[str | None, str]:
    operator = None
    for word, means in _WORDS:
        if text.startswith(word):
            operator, text = means or None, text[len(word) :]
            break
    # 上百, 上千, 上万: that many or more.
    if re.match("上[百千万亿]", text):
        return operator or "at-least", text[1:]
    return operator, text


def _after(text: str, forms: Mapping[str, str]) -> tuple[str | None, str | None, str]:
    """Unit, operator, and what of the text is left over (a clause of which only a unit is read)."""
    text, operator = _tail(text, None)
    form = max((f for f in forms if f and text.startswith(f)), key=len, default="")
    if not form:
        return None, operator, text
    text, operator = _tail(text[len(form) :], operator)
    # A noun may follow its counter (60多个国家), another figure may not (5年到10年).
    left = text if re.search(r"[0-9零〇一二两三四五六七八九十百千万亿到至—~]", text) else ""
    return forms[form], operator, left


def _tail(text: str, operator: str | None) -> tuple[str, str | None]:
    found = True
    while found:
        found = False
        for word, means in _TAILS:
            if text.startswith(word):
                text, operator, found = text[len(word) :], operator or means or None, True
                break
    return text, operator


def _number(match: re.Match[str]) -> Decimal | None:
    arabic = match["arabic"]
    number = Decimal(arabic.replace(",", "")) if arabic else _han(match["han"])
    if number is None:
        return None
    for character in match["times"]:
        number *= _SMALL.get(character) or _LARGE[character]
    return Decimal(-number if match["sign"] else number)


def _han(text: str) -> int | None:
    """A Chinese numeral; a bare multiplier counts once (千亿 is 10 to the 11th).

    Digits that follow each other without a multiplier (二三十, 两三) are an estimate, not a
    number: None.
    """
    total = section = 0
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[character]
            digit = None
        else:
            section, digit = section + (digit or 0), None
            if character == "万" and section:
                total, section = total + section * _LARGE["万"], 0  # 三亿五千万
            else:
                total, section = (total + section or 1) * _LARGE[character], 0  # 万亿
    return total + section + (digit or 0)
