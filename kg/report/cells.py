"""Texts with links: what stands in a cell of a page or a document, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from kg.errors import Lang, Text
from kg.messages import message
from kg.records import Evidence, Ref
from kg.report.anchors import safe_name

if TYPE_CHECKING:
    from kg.report.content import Report
    from kg.tasks import Task

__all__ = ["Cell", "Links", "Piece", "Place", "joined", "plain"]

Place = Literal["index", "things", "page"]
"""Where a link stands: index.html, things.html, or a page of the folder things."""

_MOST_PASSAGES = 4
_INDEX = {"index": "", "things": "index.html", "page": "../index.html"}


class Piece(NamedTuple):
    """Some text of a cell; ``href`` is a relative link or "", ``look`` a class or ""."""

    text: str
    href: str = ""
    look: str = ""


class Cell(NamedTuple):
    """The pieces of a cell, one after the other; ``look`` is a class of its own or ""."""

    pieces: tuple[Piece, ...]
    look: str = ""

    @property
    def text(self) -> str:
        """The whole cell in words."""
        return "".join(piece.text for piece in self.pieces)


class Links:
    """Links from one place of a report to its things and sources, in one language."""

    def __init__(self, report: Report, lang: Lang, place: Place = "index") -> None:
        self.lang = lang
        self.index = _INDEX[place]
        self._report = report
        self._prefix = {"index": "", "things": "things.html", "page": "things/"}[place]
        # The same records and words stand on thousands of pages.
        self._cells: dict[tuple[str, str], Cell] = {}
        self._said: dict[str, str] = {}
        self._numbers = {source.id: n for n, source in enumerate(report.sources, 1)}

    def thing(self, iri: str) -> str:
        """The link to a thing's page, or "" if it has none."""
        return self._report.page(iri).removeprefix(self._prefix)

    def tasks(self, list_id: str, section_id: str, key: str) -> Sequence[Task]:
        """The tasks of the task force about a row of a list."""
        return self._report.assigned.get((list_id, section_id, key), ())

    def source(self, id_: str) -> Piece:
        """A source by its number in the report."""
        number = self._numbers.get(id_)
        if number is None:
            return Piece(id_)
        return Piece(f"[{number}]", f"{self.index}#{safe_name('s', id_)}", "src")

    def name(self, ref: Ref) -> Piece:
        """A thing by its name."""
        return Piece(ref.label.to(self.lang), self.thing(ref.iri))

    def named(self, text: Text, things: Iterable[Ref]) -> tuple[Piece, ...]:
        """A text in which each thing is a link where its name stands first."""
        hrefs: dict[str, str] = {}
        for ref in things:
            hrefs.setdefault(ref.label.to(self.lang), self.thing(ref.iri))
        hrefs = {name: href for name, href in hrefs.items() if name and href}
        words = text.to(self.lang)
        if not hrefs:
            return plain(words)
        parts = _split(words, hrefs)
        pieces = [Piece(part, hrefs.pop(part, "") if n % 2 else "") for n, part in enumerate(parts)]
        return tuple(piece for piece in pieces if piece.text)

    def evidence(self, found: Iterable[Evidence]) -> Cell:
        """Sources with their passages, each source once; or what a derived record follows from.

        On the page and in the document the first few passages of a source: all of them stand on
        the pages of things, in the workbook and in the data.
        """
        found = tuple(found)
        if len(found) != 1 or not found[0].source:
            return self._evidence(found)
        key = (found[0].source, found[0].spans)
        if key not in self._cells:
            self._cells[key] = self._evidence(found)
        return self._cells[key]

    def _evidence(self, found: Iterable[Evidence]) -> Cell:
        spans: dict[str, set[tuple[int, int]]] = {}
        origins: dict[str, None] = {}
        for evidence in found:
            if evidence.source:
                spans.setdefault(evidence.source, set()).update(_spans(evidence.spans))
            else:
                origins.update(dict.fromkeys(evidence.derived_from))
        groups = [
            (self.source(id_), *plain(self._passages(where), "at"))
            for id_, where in sorted(spans.items(), key=lambda pair: self._order(pair[0]))
        ]
        if origins:
            words = message("report.follows", records="; ".join(origins)).to(self.lang)
            groups.append(plain(words, "at"))
        return Cell(joined(groups, " "), "source")

    def _passages(self, where: Iterable[tuple[int, int]]) -> str:
        all_ = _merged(where)
        shown = all_ if self.index or len(all_) <= _MOST_PASSAGES + 1 else all_[:_MOST_PASSAGES]
        said = " " + ", ".join(f"{start}-{end}" for start, end in shown)
        if len(shown) < len(all_):
            said += self.say("report.passages_more", count=len(all_) - len(shown))
        return said

    def _order(self, id_: str) -> tuple[int, str]:
        return self._numbers.get(id_, len(self._numbers) + 1), id_

    def bases(self, found: Iterable[Evidence]) -> Cell:
        """Whether it is stated, derived or outside knowledge, and how unsure its reading is."""
        said: dict[str, None] = {}
        for evidence in found:
            said[self.say(f"basis.{evidence.basis or 'stated'}")] = None
            if evidence.confidence != "high":
                level = self.say(f"confidence.{evidence.confidence}")
                said[self.say("confidence.mark", level=level)] = None
        return Cell(plain(self.comma.join(said)))

    @property
    def comma(self) -> str:
        """What stands between the parts of a list in a cell."""
        return "；" if self.lang == "zh" else "; "

    def bracketed(self, text: str) -> str:
        """A remark in the brackets of the language; nothing for no remark."""
        return self.say("report.bracketed", text=text) if text else ""

    def say(self, key: str, **values: object) -> str:
        """A message of the catalogue."""
        if values:
            return message(key, **values).to(self.lang)
        if key not in self._said:
            self._said[key] = message(key).to(self.lang)
        return self._said[key]


def plain(text: str, look: str = "") -> tuple[Piece, ...]:
    """A text without links; no piece for no text."""
    return (Piece(text, "", look),) if text else ()


def joined(groups: Iterable[Sequence[Piece]], comma: str) -> tuple[Piece, ...]:
    """Groups of pieces one after the other with a comma between them; empty ones left out."""
    found: list[Piece] = []
    for group in groups:
        if group:
            found += [*plain(comma if found else ""), *group]
    return tuple(found)


def _split(words: str, names: Collection[str]) -> list[str]:
    """A text cut at these names: what stands between them, and each name, in turns."""
    # Making a pattern costs a hundred times as much as cutting at the one name of most cells.
    if len(names) == 1:
        (name,) = names
        between = words.split(name)
        return [part for other in between for part in (other, name)][:-1]
    # A longer name goes first: one may be a part of another.
    pattern = "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))
    return re.split(f"({pattern})", words)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for part in filter(None, text.split(";")):
        start, _, end = part.partition("-")
        yield int(start), int(end)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in the order of the text; those that lie in or touch another are told once.

    >>> _merged([(30, 40), (5, 9), (35, 50), (6, 8)])
    [(5, 9), (30, 50)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
