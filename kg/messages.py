"""All words that chainkg says to people, zh and en side by side.

The catalogue is a plain TOML file beside this module, so that a translator edits no code.
"""

from __future__ import annotations

import locale
import os
import re
import tomllib
from functools import cache
from pathlib import Path

from kg.errors import Lang, Text

__all__ = ["catalogue", "default_lang", "message"]

_CATALOGUE = Path(__file__).with_name("messages.toml")
_HEADER = re.compile(r"^\[(\w+)\]$", re.MULTILINE)


@cache
def _sections() -> dict[str, str]:
    # Not importlib.resources: its import alone costs a sixth of a partner query.
    text = _CATALOGUE.read_text("utf-8")
    parts = _HEADER.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def _entry(section: str, name: str) -> Text:
    # One line at a time: a command says a dozen messages of hundreds, and reading TOML is
    # pure Python. That every message is one line of the file is held by a test.
    line = re.search(rf"^{re.escape(name)} = .*$", _sections()[section], re.MULTILINE)
    if line is None:
        raise KeyError(f"{section}.{name}")
    words = tomllib.loads(line[0])[name]
    return Text(words["zh"], words["en"])


def catalogue() -> dict[str, Text]:
    """All messages by key, ``section.name``; values may hold ``{placeholders}``."""
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
    section, _, name = key.partition(".")
    template = _entry(section, name)
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
