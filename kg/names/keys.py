"""The forms under which texts are compared: keys, identifiers, words, and pieces of keys."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

__all__ = ["grams", "has_han", "identifier_key", "is_identifier", "normalise", "words"]

# Every command imports this module: compiling regular expressions would cost more than a look-up.
_CODE_LENGTH = 18  # of a unified social credit code, GB 32100-2015


def normalise(text: str) -> str:
    """The key of a name: width, case, accents, spaces and punctuation make no difference.

    NFKC and case folding (Unicode 3.13, D145 and UAX #15), accents off, letters and digits
    only. Idempotent. A traditional character stays one: the index knows which it folds.

    >>> normalise("上汽动力科技（郑州）有限公司") == normalise("上汽动力科技(郑州) 有限公司")
    True
    >>> normalise("Ｃｉｔｒｏëｎ Co., Ltd.")
    'citroencoltd'
    """
    return _until_stable(text, lambda folded: "".join(filter(str.isalnum, folded)))


def words(text: str) -> list[str]:
    """The words of a text, each in the form of its key.

    >>> words("SAIC Power (Zhengzhou) Co., Ltd.")
    ['saic', 'power', 'zhengzhou', 'co', 'ltd']
    """
    spaced = _until_stable(text, lambda folded: "".join(c if c.isalnum() else " " for c in folded))
    return spaced.split()


def _until_stable(text: str, drop: Callable[[str], str]) -> str:
    # Folding case can bring forth what NFKC changes again: a few letters need a second turn.
    while (done := drop(_fold(text))) != text:
        text = done
    return text


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    # Accents on Latin, Greek and Cyrillic letters; not the voicing marks of kana, U+3099.
    bare = "".join(c for c in parts if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def identifier_key(text: str) -> str:
    """The key of an id, IRI or credit code: its punctuation counts, case and width do not.

    Without its punctuation zz:byd would be the initials of some name.

    >>> identifier_key(" <https://EXAMPLE.org/a> "), identifier_key("9141 0100 ma3x 4b5c 6d")
    ('https://example.org/a', '91410100ma3x4b5c6d')
    """
    key = unicodedata.normalize("NFKC", text).strip().strip("<>").casefold()
    bare = "".join(key.split())
    return bare if len(bare) == _CODE_LENGTH and bare.isalnum() else key


def is_identifier(text: str) -> bool:
    """Whether a text is prefix:id or an IRI; a name may hold a colon, but then with a space."""
    prefix, colon, local = text.strip().strip("<>").partition(":")
    head = prefix[:1].isalpha() and prefix.replace("-", "").replace("_", "").isalnum()
    return bool(colon and local) and prefix.isascii() and head and not any(map(str.isspace, local))


def has_han(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return any(map(_is_han, text))


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def grams(key: str, *, inside: bool = False) -> set[str]:
    """The pieces by which keys that look alike are found.

    A Chinese character is a piece of its own, for names are short and a slip changes one;
    other writing gives three letters at a time, its ends marked. With ``inside``, only the
    pieces that every key holding this one has as well.

    >>> sorted(grams("5g智能"))
    ['5g$', '^5g', '智', '能']
    >>> sorted(grams("yutong", inside=True))
    ['ong', 'ton', 'uto', 'yut']
    """
    found = set(filter(_is_han, key))
    for run in "".join(" " if c in found else c for c in key).split():
        marked = run if inside else f"^{run}$"
        found.update(marked[at : at + 3] for at in range(len(marked) - 2))
    return found
