"""One table of a TOML file, read key by key; what is wrong is named with file, key, near words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import PackError, Text
from kg.messages import message
from kg.nearest import nearest, nearest_text

__all__ = ["Keys"]

_NOTHING = Text("", "")
_T = TypeVar("_T")


class Keys:
    """The keys of a table. Every reading notes its key; ``done`` refuses those never read.

    All raise PackError.
    """

    def __init__(self, path: Path, raw: dict[str, Any], where: str = "") -> None:
        self.path = path
        self.where = where
        self._raw = raw
        self._read: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def names(self) -> list[str]:
        """All keys, in the order of the file."""
        return list(self._raw)

    def string(self, key: str, default: str | None = None) -> str:
        """A string that is not empty, or the default."""
        if default is not None:
            return self._or(key, str, "string", default)
        found = self._get(key, str, "string")
        if not found:
            raise PackError(message("lists.missing", path=self.path, key=self._name(key)))
        return found

    def strings(self, key: str) -> list[str]:
        """A string, or a list of them that is not empty."""
        if isinstance(self._raw.get(key), str):
            return [self.string(key)]
        listed: list[Any] = self._get(key, list, "strings")
        if not listed or not all(isinstance(each, str) and each for each in listed):
            raise self._wrong(key, "strings")
        return listed

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number."""
        if default is None:
            found = self._get(key, int, "integer")
        else:
            found = self._or(key, int, "integer", default)
        if isinstance(found, bool) or found < 0:
            raise self._wrong(key, "integer")
        return found

    def text(self, key: str, *, required: bool = True) -> Text:
        """Words in both languages; empty where they may be left out and are."""
        if not required and key not in self._raw:
            self._read.add(key)
            return _NOTHING
        raw = self._get(key, dict, "text")
        said = [raw.get("zh"), raw.get("en")]
        if raw.keys() != {"zh", "en"} or not all(isinstance(s, str) and s for s in said):
            raise self._wrong(key, "text")
        return Text(raw["zh"], raw["en"])

    def word(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """A string that must be one of those known."""
        found = self.string(key, default)
        words = list(known)
        if found and found not in words:
            raise self.unknown(self._name(key), found, words)
        return found

    def words(
        self, key: str, known: Iterable[str], default: Collection[str] | None = None
    ) -> list[str]:
        """A list of strings, each one of those known."""
        if default is None:
            found: list[Any] = self._get(key, list, "strings")
        else:
            found = self._or(key, list, "strings", list(default))
        words = list(known)
        for each in found:
            if not isinstance(each, str):
                raise self._wrong(key, "strings")
            if each not in words:
                raise self.unknown(self._name(key), each, words)
        return found

    def table(self, key: str, *, required: bool = True) -> Keys:
        """A table within this one; an empty one where it may be left out."""
        if not required and key not in self._raw:
            self._read.add(key)
            return Keys(self.path, {}, self._name(key))
        raw: dict[str, Any] = self._get(key, dict, "table")
        return Keys(self.path, raw, self._name(key))

    def tables(self, key: str) -> list[Keys]:
        """A list of tables (``[[section]]``); each is named by its id, or by its number."""
        found: list[Any] = self._get(key, list, "tables")
        if not found or not all(isinstance(each, dict) for each in found):
            raise self._wrong(key, "tables")
        return [
            Keys(self.path, each, f"{self._name(key)}[{each.get('id', n)}]")
            for n, each in enumerate(found, start=1)
        ]

    def once(self, key: str, word: str, seen: Collection[str]) -> None:
        """Refuse a word that was there before."""
        if word in seen:
            raise PackError(message("lists.twice", path=self.path, key=key, word=word))

    def done(self, known: Iterable[str] = ()) -> None:
        """Refuse keys that nobody asked for."""
        known = sorted({*self._read, *known})
        for key in self._raw:
            if key not in self._read:
                raise PackError(
                    message(
                        "lists.unknown_key",
                        path=self.path,
                        key=self._name(key),
                        near=self.near(key, known),
                        known=", ".join(known) or "-",
                    )
                )

    def near(self, word: str, known: Iterable[str]) -> Text:
        """The known words most like this one, as the middle of a sentence."""
        return nearest_text(nearest(word, (Text(each, each) for each in known)))

    def unknown(self, key: str, word: str, known: Iterable[str]) -> PackError:
        """The error for a word that is not known, with the nearest ones that are."""
        words = sorted(known)
        return PackError(
            message(
                "lists.unknown_word",
                path=self.path,
                key=key,
                word=word,
                near=self.near(word, words),
                known=", ".join(words),
            )
        )

    def _get(self, key: str, cls: type[_T], kind: str) -> _T:
        if key not in self._raw:
            self._read.add(key)
            raise PackError(message("lists.missing", path=self.path, key=self._name(key)))
        found: _T = self._or(key, cls, kind, self._raw[key])
        return found

    def _or(self, key: str, cls: type[_T], kind: str, default: _T) -> _T:
        self._read.add(key)
        found: object = self._raw.get(key, default)
        if not isinstance(found, cls):
            raise self._wrong(key, kind)
        return found

    def _wrong(self, key: str, kind: str) -> PackError:
        said = message(f"lists.type_{kind}")
        return PackError(
            message("lists.wrong_type", path=self.path, key=self._name(key), kind=said)
        )

    def _name(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key
