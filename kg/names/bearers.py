"""Who bears a word: near misses of texts in Latin letters that share a whole word with a name.

"BYD Auto" looks like "Auto industry"; but BYD is a name, and what is typed beside it is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from kg.names.forms import distinctive
from kg.names.keys import has_han, words
from kg.names.near import Ranges, containing

__all__ = ["bearers", "latin_words"]

_COMMON = 40  # a word that so many things bear tells none of them
_LEAST_LETTERS = 3  # fewer are looked for only as a whole name
_NAMES = "SELECT n, key, shown FROM named WHERE key = ? AND rank BETWEEN 1 AND 4"
_BASE, _SHARE, _OFF = 60.0, 32.0, 2.0


def latin_words(text: str) -> list[str]:
    """The words of a text that are in letters other than Chinese, also where none stands apart.

    >>> latin_words("BYD汽车"), latin_words("BYD Auto")
    (['byd'], ['byd', 'auto'])
    """
    return words("".join(" " if has_han(c) else c for c in text))


def bearers(
    db: sqlite3.Connection, typed: Iterable[str], ranges: Ranges | None, skip: Iterable[str] = ()
) -> Iterator[tuple[float, int, str]]:
    """Likeness (60 to 92), number and key of the things one of whose names has a telling word
    of those typed (``latin_words``) as a word of its own.

    Telling is what is no legal form, line of business or place (``skip``), unless there is
    nothing else. Likeness is 60, and 32 for the share of the telling letters that the name has,
    less 2 for each word that it has besides. At most 40 things a word are read.
    """
    telling = distinctive(typed, skip)
    letters = sum(map(len, telling))
    for word in telling:
        for n, key, shown in _named_with(db, word, ranges):
            have = words(shown)
            if word in have:
                shared = sum(len(w) for w in telling if w in have)
                besides = sum(w not in telling for w in have)
                yield max(_BASE + _SHARE * shared / letters - _OFF * besides, _BASE), n, key


def _named_with(
    db: sqlite3.Connection, word: str, ranges: Ranges | None
) -> Iterator[tuple[int, str, str]]:
    for n, key, shown in db.execute(_NAMES, (word,)):
        if ranges is None or any(first <= n <= last for first, last in ranges):
            yield n, key, shown
    if len(word) < _LEAST_LETTERS:
        return
    found = list(islice(containing(db, word, ranges), _COMMON + 1))
    if len(found) > _COMMON:
        return
    for n in found:
        (names,) = db.execute("SELECT names FROM near WHERE n = ?", (n,)).fetchone()
        for key in names.split("\n"):
            if word in key:
                rows = db.execute("SELECT shown FROM keys WHERE key = ? AND n = ?", (key, n))
                yield from ((n, key, shown) for (shown,) in rows)
