"""From what a person types to the thing that is meant.

The index is written when a pack is built: every name of every thing, under several keys. A
look-up asks for the best kind of key first (``Rank``) and stops at the first kind that has a
hit, so an exact name always goes before an alias; near misses are only ever offered.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from kg.errors import AmbiguousNameError, Candidate, NotFoundError, Text
from kg.messages import message

__all__ = ["Name", "NameIndex", "NamedThing", "Rank", "normalise", "write_index"]


class Rank(IntEnum):
    """How a text matched a thing, best first."""

    IDENTIFIER = 0  # local id, IRI, credit code
    LABEL = 1  # canonical name, zh or en
    ALIAS = 2  # any other name the sources use
    CORE = 3  # a name without its place and legal suffix
    PINYIN = 4  # full pinyin or initials


@dataclass(frozen=True)
class Name:
    """One text that names a thing."""

    text: str
    rank: Rank


@dataclass(frozen=True)
class NamedThing:
    """A thing as the index keeps it."""

    iri: str
    id: str
    type: str
    label: Text
    type_label: Text
    place: Text
    names: tuple[Name, ...]


# Longest first, so that 集团有限公司 goes before 有限公司.
_SUFFIXES = (
    "集团股份有限公司", "集团有限公司", "股份有限公司", "有限责任公司", "数字技术有限公司",
    "科技有限公司", "汽车有限公司", "有限公司", "制造产业链", "产业链", "分公司", "集团", "公司",
)  # fmt: skip
_DROPPED = re.compile(r"[\s\W_]+")


def normalise(text: str) -> str:
    """The form under which names are compared: NFKC, case folded, no spaces or punctuation.

    >>> normalise("上汽动力科技（郑州）有限公司") == normalise("上汽动力科技(郑州) 有限公司")
    True
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).casefold())


def write_index(path: Path, things: Iterable[NamedThing]) -> None:
    """Write the index of all names; heavy work (pinyin) is done here, once a build.

    Ambiguity is kept: a key that belongs to several things is stored for each of them.
    """
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "CREATE TABLE things (n INTEGER PRIMARY KEY, iri TEXT, id TEXT, type TEXT, zh TEXT,"
            " en TEXT, type_zh TEXT, type_en TEXT, place_zh TEXT, place_en TEXT)"
        )
        db.execute(
            "CREATE TABLE keys (key TEXT, rank INTEGER, n INTEGER, shown TEXT,"
            " PRIMARY KEY (key, rank, n)) WITHOUT ROWID"
        )
        for n, thing in enumerate(things):
            db.execute(
                "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (n, thing.iri, thing.id, thing.type, *thing.label, *thing.type_label, *thing.place),
            )
            db.executemany(
                "INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)",
                ((key, rank, n, shown) for key, rank, shown in _keys(thing)),
            )


def _keys(thing: NamedThing) -> Iterator[tuple[str, int, str]]:
    yield thing.iri, Rank.IDENTIFIER, thing.iri
    for name in thing.names:
        if name.rank == Rank.IDENTIFIER:
            # Whole: without its punctuation zz:byd would be the initials of another name.
            yield name.text.casefold(), name.rank, name.text
            continue
        key = normalise(name.text)
        if not key:
            continue
        yield key, name.rank, name.text
        if name.rank in (Rank.LABEL, Rank.ALIAS):
            core = _core(key)
            if core != key:
                yield core, Rank.CORE, name.text
            for pinyin in _pinyin(core):
                yield pinyin, Rank.PINYIN, name.text


def _is_identifier(text: str) -> bool:
    # prefix:id or an IRI; a name may hold a colon too, but then with a space or full width.
    return re.fullmatch(r"[A-Za-z][\w-]*:\S+", text.strip()) is not None


def _core(key: str) -> str:
    for suffix in _SUFFIXES:
        if key.endswith(suffix) and len(key) - len(suffix) >= 2:
            return key.removesuffix(suffix)
    return key


def _pinyin(key: str) -> Iterator[str]:
    from pypinyin import Style, lazy_pinyin

    if any("\u4e00" <= char <= "\u9fff" for char in key):
        yield "".join(lazy_pinyin(key))
        initials = "".join(lazy_pinyin(key, style=Style.FIRST_LETTER))
        if len(initials) > 1:
            yield initials


class NameIndex:
    """Read access to an index written by ``write_index``."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)

    def resolve(self, text: str, *, accept: Callable[[str], bool] = lambda _: True) -> Candidate:
        """The one thing that ``text`` means; ``accept`` limits the classes looked at.

        Raises AmbiguousNameError with all candidates of the best kind of match, and
        NotFoundError with near misses, best first.
        """
        hits = self.matches(text, accept=accept)
        best = [c for c in hits if c.score == hits[0].score] if hits else []
        if len(best) == 1:
            return best[0]
        if best:
            raise AmbiguousNameError(message("names.ambiguous", text=text), best)
        if others := self.matches(text):
            kinds = {c.type: None for c in others}
            types = Text("、".join(t.zh for t in kinds), ", ".join(t.en for t in kinds))
            raise NotFoundError(message("names.wrong_kind", text=text, types=types), others)
        raise NotFoundError(message("names.not_found", text=text), self.near(text, accept=accept))

    def matches(
        self, text: str, *, accept: Callable[[str], bool] = lambda _: True
    ) -> list[Candidate]:
        """Everything that ``text`` names, best kind of match first, then by name."""
        key = normalise(text)
        rows = self._db.execute(
            "SELECT t.*, MIN(k.rank), k.shown FROM keys k JOIN things t USING (n)"
            " WHERE (k.key IN (?, ?) AND k.rank = ?) OR (k.key = ? AND k.rank > ?)"
            " OR (k.key = ? AND k.rank = ?)"
            " GROUP BY t.n ORDER BY MIN(k.rank), t.zh, t.id",
            (
                text.strip(), text.strip().casefold(), Rank.IDENTIFIER,
                "" if _is_identifier(text) else key, Rank.IDENTIFIER,
                _core(key), Rank.CORE,
            ),
        )  # fmt: skip
        return [_candidate(row, 100.0 - row[10]) for row in rows if accept(row[3])]

    def near(
        self, text: str, *, limit: int = 5, accept: Callable[[str], bool] = lambda _: True
    ) -> list[Candidate]:
        """Things whose names look like ``text``: containing it, or a few letters off.

        Scored 0 to 100 by RapidFuzz's WRatio over all names. Below 65 is left out: a short
        key that stands inside a long text scores 60.
        """
        from rapidfuzz import fuzz, process

        key = normalise(text)
        if not key:
            return []
        rows = [
            row
            for row in self._db.execute(
                "SELECT t.*, k.rank, k.shown, k.key FROM keys k JOIN things t USING (n)"
                " WHERE k.rank > 0 OR k.shown = t.id"
            )
            if accept(row[3])
        ]
        best: dict[str, Candidate] = {}
        scored = process.extract(key, [row[12] for row in rows], scorer=fuzz.WRatio, limit=60)
        for _, score, index in scored:
            row = rows[index]
            if score >= 65 and row[1] not in best:
                best[row[1]] = _candidate(row, round(score, 1))
        return sorted(best.values(), key=lambda c: (-c.score, c.id))[:limit]

    def search(self, text: str) -> list[Candidate]:
        """All things one of whose names contains ``text``, best match first."""
        key = normalise(text)
        found = {c.iri: c for c in self.matches(text)}
        if key:
            rows = self._db.execute(
                "SELECT t.*, MIN(k.rank), k.shown FROM keys k JOIN things t USING (n)"
                " WHERE INSTR(k.key, ?) > 0 AND k.rank BETWEEN 1 AND 3"
                " GROUP BY t.n ORDER BY LENGTH(t.zh), t.zh, t.id",
                (key,),
            )
            for row in rows:
                found.setdefault(row[1], _candidate(row, 90.0 - row[10]))
        return list(found.values())

    def names_of(self, *ranks: Rank) -> dict[str, list[str]]:
        """All texts of these kinds by IRI, sorted, for pages that search by themselves.

        A pinyin is given as its key; every other kind as it was written.
        """
        rows: Sequence[tuple[str, int, str]] = self._db.execute(
            "SELECT DISTINCT t.iri, k.rank, CASE k.rank WHEN ? THEN k.key ELSE k.shown END"
            " FROM keys k JOIN things t USING (n) ORDER BY 1, 3",
            (Rank.PINYIN,),
        ).fetchall()
        found: dict[str, list[str]] = {}
        for iri, rank, shown in rows:
            if rank in ranks:
                found.setdefault(iri, []).append(shown)
        return found


def _candidate(row: tuple[object, ...], score: float) -> Candidate:
    text = [str(value) for value in row]
    return Candidate(
        iri=text[1],
        id=text[2],
        type=Text(text[6], text[7]),
        label=Text(text[4], text[5]),
        place=Text(text[8], text[9]),
        matched=text[11],
        score=score,
    )
