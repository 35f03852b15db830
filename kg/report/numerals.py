"""Small numbers in words."""

from __future__ import annotations

from kg.errors import Text

__all__ = ["number_words"]

_ZH = "零一二三四五六七八九十"
_EN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number_words(number: int) -> Text:
    """A number up to ten in words, a larger one in figures.

    >>> number_words(8), number_words(12)
    (Text(zh='八', en='eight'), Text(zh='12', en='12'))
    """
    if 0 <= number <= 10:
        return Text(_ZH[number], _EN[number])
    return Text(str(number), str(number))
