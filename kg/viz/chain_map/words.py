"""The words of the chain map, filled as the page fills them."""

from __future__ import annotations

from kg.errors import Lang
from kg.messages import message

__all__ = ["comma", "say"]


def say(key: str, lang: Lang, **values: object) -> str:
    """A message of this picture in one language, its #placeholders filled as the page does."""
    words = message(f"chain_picture.{key}").to(lang)
    for name, value in values.items():
        words = words.replace(f"#{name}", str(value))
    return words


def comma(lang: Lang) -> str:
    """What stands between the names of a list."""
    return "、" if lang == "zh" else ", "
