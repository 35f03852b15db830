"""Where in a document a text stands, so that nobody counts characters by hand.

Offsets are code points of the document's UTF-8 text as it is: no newline is translated and a
byte order mark counts, so that the same offsets hold wherever the bytes (sha256) are the same.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError, NotFoundError, OptionError, Text
from kg.messages import message
from kg.schema import MOST, parse_spans, spans_text

__all__ = ["Citation", "Hit", "cite", "parse_spans", "read_document", "spans_text"]

_AROUND = 20
_INVISIBLE = frozenset("\ufeff\u200b\u2060")


@dataclass(frozen=True)
class Hit:
    """One place where a text stands: a half-open span, and the words around it.

    ``context`` has no white space; the hit itself stands in it between 【 and 】.
    """

    span: tuple[int, int]
    context: str


@dataclass(frozen=True)
class Citation:
    """A document (its file name), its sha256 in hex, and the places found, in text order."""

    document: str
    sha256: str
    hits: tuple[Hit, ...]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The spans of all hits."""
        return [hit.span for hit in self.hits]


def read_document(path: Path) -> tuple[str, str]:
    """The text of a UTF-8 document, untouched, and the sha256 of its bytes.

    Raises KgError where it cannot be read or is not UTF-8.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise KgError(message("evidence.unreadable", path=path, why=error.strerror)) from error
    try:
        return raw.decode("utf-8"), hashlib.sha256(raw).hexdigest()
    except UnicodeDecodeError as error:
        raise KgError(message("evidence.not_utf8", path=path, at=error.start)) from error


def cite(document: Path, text: str, *, occurrence: int | None = None) -> Citation:
    """Find a text in a document, whatever white space page layout has torn it with.

    Without ``occurrence`` all hits are given; with it (from 1) that one. Hits do not overlap.
    Linear in the length of the document. Raises NotFoundError, with the nearest passage, where
    the text does not stand in the document; OptionError where it is empty, would make a span
    over 300 code points, or has fewer hits than asked for; KgError for an unreadable document.
    """
    whole, sha256 = read_document(document)
    needle = "".join(c for c in text if not _blank(c))
    if not needle:
        raise OptionError(message("evidence.empty"))
    at = [n for n, character in enumerate(whole) if not _blank(character)]
    packed = "".join([whole[n] for n in at])
    starts = list(_find(packed, needle))
    if not starts:
        raise NotFoundError(_nearest(packed, needle, at, document.name))
    if occurrence is not None:
        if not 1 <= occurrence <= len(starts):
            raise OptionError(message("evidence.occurrence", asked=occurrence, count=len(starts)))
        starts = [starts[occurrence - 1]]
    hits = []
    for start in starts:
        end = start + len(needle)
        span = (at[start], at[end - 1] + 1)
        if span[1] - span[0] > MOST:
            raise OptionError(message("evidence.long", length=span[1] - span[0], most=MOST))
        hits.append(Hit(span, _context(packed, start, end)))
    return Citation(document.name, sha256, tuple(hits))


def _blank(character: str) -> bool:
    return character.isspace() or character in _INVISIBLE


def _find(packed: str, needle: str) -> Iterator[int]:
    start = packed.find(needle)
    while start >= 0:
        yield start
        start = packed.find(needle, start + len(needle))


def _context(packed: str, start: int, end: int) -> str:
    before = packed[max(0, start - _AROUND) : start]
    return f"{before}【{packed[start:end]}】{packed[end : end + _AROUND]}"


def _nearest(packed: str, needle: str, at: list[int], name: str) -> Text:
    """Where the longest piece of the text stands."""
    matcher = difflib.SequenceMatcher(None, packed, needle, autojunk=False)
    match = matcher.find_longest_match()
    if match.size < min(2, len(needle)):
        return message("evidence.not_found", name=name, text=needle)
    context = _context(packed, match.a, match.a + match.size)
    return message(
        "evidence.not_found_near", name=name, text=needle, context=context, at=at[match.a]
    )
