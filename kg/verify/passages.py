"""Words in passages: what counts as the same words, and how a passage is shown."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["core", "holds", "packed", "shown"]

# White space is layout; a dash or a quotation mark is the printer's choice, not the name's.
_NOTHING = re.compile('[\\s\ufeff\u200b\u2060"“”「」『』]+')
_DASHES = re.compile("[\u2010-\u2015\u2212]+")
# What a curator adds at the end of a name to tell two things apart.
_TOLD_APART = re.compile(r"\([^()]*\)$")
_WIDE = "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uff00-\uffef]"
_LAYOUT = re.compile(rf"(?<={_WIDE})\s+|\s+(?={_WIDE})")


def packed(text: str) -> str:
    """The text as it is compared: NFKC, no white space, no quotation marks, one kind of dash,
    no difference of case.

    >>> packed("5G 智能\\n工厂") == packed("５g智能工厂")
    True
    """
    bare = _NOTHING.sub("", unicodedata.normalize("NFKC", text))
    return _DASHES.sub("-", bare).casefold()


def core(name: str) -> str:
    """A packed name without the bracket at its end.

    >>> core("60多个国家和地区(宇通市场)")
    '60多个国家和地区'
    """
    return _TOLD_APART.sub("", name) or name


def holds(passage: str, words: str) -> bool:
    """Whether a packed passage holds packed words; "ai" does not stand in "saic".

    >>> holds("saic上汽", "ai"), holds("用ai技术", "ai")
    (False, True)
    """
    if words not in passage:
        return False
    before = "(?<![a-z])" if words[:1].isascii() and words[:1].isalpha() else ""
    after = "(?![a-z])" if words[-1:].isascii() and words[-1:].isalpha() else ""
    return re.search(before + re.escape(words) + after, passage) is not None


def shown(passage: str) -> str:
    """A passage on one line: between Chinese characters white space is layout, else a space."""
    return " ".join(_LAYOUT.sub("", passage).split())
