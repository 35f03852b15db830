"""From what a person types to the thing that is meant.

The index is written when a pack is built: every name of every thing, under several keys. A
look-up goes down a ladder and stops at the first rung that has a hit among the classes that may
answer; two things on that rung are ambiguous, and never taken one for the other:

0. IDENTIFIER  local id, prefix:id, IRI or credit code, in whatever case and width.
1. LABEL       the canonical name, zh or en. Here and below, width, case, accents, spaces,
               punctuation and traditional characters make no difference.
2. ALIAS       any other name the sources use: former, short, English.
3. CORE        the name but for its legal form (有限公司, 集团, 产业链; Co., Ltd., Group), left
               out on either side. A branch is not its company, nor a firm its group.
4. SHORT       the name but for places too (郑州, （郑州）, 郑州分公司; Zhengzhou), or for the
               lines of business that a firm's name ends in (科技, 汽车). A place that is typed
               must be in the name or be where the thing stands; a line of business that is
               typed must be in the name: they are left out, never exchanged.
5. PINYIN      whole spellings of the names above, then their initials.
6. PART        what a name begins with, at least two Chinese characters or whole words, if only
               one thing has it anywhere in its names; else those that have it are ambiguous.
               Not tried for what is the very name (0 to 2) of a thing of another class.

Where no rung has a hit, codes in brackets behind the name (宇通客车（600066）) are left out and the
ladder is gone down once more, but for the last rung.

Within a rung, labels go before aliases, whole spellings before initials, and a place in the
name before a place where the thing stands (``grade`` in the index; the score of a candidate is
100 - rung - grade / 10). All else is a near miss: offered, and never taken.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.names.index import NameIndex
from kg.names.keys import normalise
from kg.names.rank import Rank

if TYPE_CHECKING:
    from kg.names.model import Kind, Name, NamedThing
    from kg.names.things import named_things
    from kg.names.write import write_index

__all__ = [
    "Kind",
    "Name",
    "NameIndex",
    "NamedThing",
    "Rank",
    "named_things",
    "normalise",
    "write_index",
]

# What only a build needs comes when it is asked for: a look-up must not wait for it.
_HOMES = {
    "Kind": "model",
    "Name": "model",
    "NamedThing": "model",
    "named_things": "things",
    "write_index": "write",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
