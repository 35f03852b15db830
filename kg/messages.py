"""All words that chainkg says to people, zh and en side by side.

The catalogue is a plain TOML file beside this module, so that a translator edits no code.
"""

from __future__ import annotations

import locale
import os
import tomllib
from functools import cache
from pathlib import Path

from kg.errors import Lang, Text

__all__ = ["catalogue", "default_lang", "message"]

_CATALOGUE = Path(__file__).with_name("messages.toml")


@cache
def catalogue() -> dict[str, Text]:
    """All messages by key, ``section.name``; values may hold ``{placeholders}``."""
    # Not importlib.resources: its import alone costs a sixth of a partner query.
    raw = tomllib.loads(_CATALOGUE.read_text("utf-8"))
    return {
        f"{section}.{name}": Text(words["zh"], words["en"])
        for section, entries in raw.items()
        for name, words in entries.items()
    }


def message(key: str, /, **values: object) -> Text:
    """The message of that key with its placeholders filled, in both languages.

    A value that is itself a Text is filled in the matching language.
    Raises KeyError for an unknown key or a missing placeholder.
    """
    template = catalogue()[key]
    zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
    en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
    return Text(template.zh.format(**zh), template.en.format(**en))


def default_lang() -> Lang:
    """The language to speak when none is asked for: the locale's, zh where that is unknown.

    ``KG_LANG`` (zh or en) goes before the locale. A locale that is neither Chinese nor
    unknown gets English.
    """
    name = os.environ.get("KG_LANG") or _locale_name()
    name = name.lower()
    if not name or name.startswith(("zh", "c.", "chinese")) or name in ("c", "posix"):
        return "zh"
    return "en"


def _locale_name() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value
    return locale.getlocale()[0] or ""
