"""Everything that a sorted N-Quads file says of some things, read without a query engine.

A build writes all its triples as sorted lines, so what is said of one subject stands together and
a binary search finds it: of thousands of subjects in a fraction of the time that the engine
takes to hand out the same rows.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["Said", "SortedFacts"]

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_NEAR = 1024  # bytes; the next subject asked for often stands as near


class Said(NamedTuple):
    """One property of a thing and its value: an IRI (or a blank node's label, with ``_:``), or
    the text of a literal with its language, if it has one, and else its datatype."""

    property: str
    value: str
    is_iri: bool = False
    language: str = ""
    datatype: str = ""


class SortedFacts:
    """A file of sorted N-Quads of the default graph, mapped into memory. Raises OSError."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._size = path.stat().st_size
            # An empty file cannot be mapped.
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._size else b""

    def about(self, iris: Iterable[str]) -> dict[str, list[Said]]:
        """What is said of these subjects by IRI, in the order of the file; those of which
        nothing is said are left out. O(s log n) for s subjects in n bytes."""
        found: dict[str, list[Said]] = {}
        known: dict[bytes, Said] = {}
        at = 0
        # In the order of the file, which is that of the bytes.
        for key, iri in sorted((f"<{iri}> ".encode(), iri) for iri in set(iris)):
            at = self._first(key, at)
            lines = []
            for line in self._lines(key, at):
                said = known.get(line)
                if said is None:
                    said = known[line] = _read(line)
                lines.append(said)
            if lines:
                found[iri] = lines
        return found

    def lines(self, iris: Iterable[str]) -> Iterator[bytes]:
        """The lines of these subjects, each with its line end, in the order of the file."""
        at = 0
        for key in sorted(f"<{iri}> ".encode() for iri in set(iris)):
            at = self._first(key, at)
            for line in self._lines(key, at):
                yield b"%s%s .\n" % (key, line)

    def _first(self, key: bytes, low: int) -> int:
        """Where the first line stands that is not below the key, at or after a line's start."""
        text, length, step, high = self._text, len(key), _NEAR, self._size
        while low + step < high:
            line = text.rfind(b"\n", low, low + step) + 1 or low
            if text[line : line + length] >= key:
                high = line
                break
            low = line
            step *= 2
        while low < high:
            middle = (low + high) // 2
            line = text.rfind(b"\n", low, middle) + 1 or low
            if text[line : line + length] < key:
                low = text.find(b"\n", middle) + 1
            else:
                high = line
        return low

    def _lines(self, key: bytes, at: int) -> Iterator[bytes]:
        text, length = self._text, len(key)
        while text[at : at + length] == key:
            end = text.find(b"\n", at)
            yield text[at + length : end - 2]  # without " ."
            at = end + 1


def _read(line: bytes) -> Said:
    """A predicate and an object as N-Quads write them.

    >>> _read(b'<p:a> "x"@zh')
    Said(property='p:a', value='x', is_iri=False, language='zh', datatype='')
    """
    name, _, rest = line.decode("utf-8").partition("> ")
    name = name[1:]
    if rest[0] == "<":
        return Said(name, rest[1:-1], is_iri=True)
    if rest[0] == "_":
        return Said(name, rest)
    text, _, mark = rest[1:].rpartition('"')
    if "\\" in text:
        text = _ESCAPE.sub(_unescaped, text)
    language = mark[1:] if mark.startswith("@") else ""
    datatype = mark[3:-1] if mark.startswith("^^") else ""
    return Said(name, text, language=language, datatype=datatype)


def _unescaped(found: re.Match[str]) -> str:
    if code := found[1] or found[2]:
        return chr(int(code, 16))
    return _PLAIN.get(found[3], found[3])
