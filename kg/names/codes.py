"""What is written with a name and is no part of it, and names of parks written out."""

from __future__ import annotations

from kg.names.keys import words

__all__ = ["in_short", "without_codes"]

_PAIRS = {")": "(", "）": "（", "]": "[", "］": "［", "】": "【", "〕": "〔"}
_TOLD = ("股票代码", "证券代码", "股份代号", "代码", "code", "stock", "ticker")
_LEAST_DIGITS = 3
_MOST_LETTERS = 6  # of an exchange: SH, SZ, HKEX, NASDAQ

# What the catalogue of development zones (中国开发区审核公告目录, 2018) calls zones in full, and
# everyone else calls them.
_ZONES = (
    ("高新技术产业开发区", "高新区"), ("经济技术开发区", "经开区"), ("综合保税区", "综保区"),
)  # fmt: skip


def without_codes(text: str) -> str:
    """A name without the codes that stand in brackets behind it; itself where there are none.

    >>> without_codes("宇通客车（600066）"), without_codes("BYD (SZ: 002594) [1211.HK]")
    ('宇通客车', 'BYD')
    >>> without_codes("上汽动力（郑州）"), without_codes("(600066)")
    ('上汽动力（郑州）', '(600066)')
    """
    left = text.rstrip()
    while left[-1:] in _PAIRS:
        name, bracket, inside = left[:-1].rpartition(_PAIRS[left[-1]])
        if not (bracket and name.strip() and _is_code(inside)):
            break
        left = name.rstrip()
    return left if left != text.rstrip() else text


def _is_code(inside: str) -> bool:
    """Whether all parts are numbers of three digits and more, or names of exchanges."""
    for told in _TOLD:
        inside = inside.casefold().replace(told, " ")
    parts = words(inside)
    digits = [sum(map(str.isdigit, part)) for part in parts]
    return any(n >= _LEAST_DIGITS for n in digits) and all(
        part.isascii() and (n >= _LEAST_DIGITS or not n) and len(part) - n <= _MOST_LETTERS
        for part, n in zip(parts, digits, strict=True)
    )


def in_short(key: str) -> str:
    """The key of a zone as people call it.

    >>> in_short("郑州经济技术开发区")
    '郑州经开区'
    """
    for full, short in _ZONES:
        key = key.replace(full, short)
    return key
