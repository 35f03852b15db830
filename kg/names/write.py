"""Writing the index of names, once a build: everything that a look-up would have to work out."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from kg.names.forms import Reader, Reading, place_words
from kg.names.keys import grams, has_han, identifier_key, normalise
from kg.names.model import NamedThing
from kg.names.rank import Rank
from kg.names.spelling import initials, sounds, spelled, syllables, traditional_forms

__all__ = ["write_index"]

# Things are numbered by type, so that the things of a type are a range of numbers.
_TABLES = """
CREATE TABLE things (n INTEGER PRIMARY KEY, iri TEXT, id TEXT, type TEXT, zh TEXT, en TEXT,
    type_zh TEXT, type_en TEXT, place_zh TEXT, place_en TEXT, group_zh TEXT, group_en TEXT,
    located TEXT);
CREATE TABLE types (type TEXT PRIMARY KEY, first INTEGER, last INTEGER);
CREATE TABLE keys (key TEXT, rank INTEGER, n INTEGER, grade INTEGER, shown TEXT, forms TEXT,
    places TEXT, PRIMARY KEY (key, rank, n)) WITHOUT ROWID;
CREATE VIEW named AS
    SELECT t.*, k.key, k.rank, k.grade, k.shown, k.forms, k.places
    FROM keys k JOIN things t ON t.n = k.n;
CREATE TABLE near (n INTEGER PRIMARY KEY, names TEXT, other TEXT);
CREATE TABLE grams (gram TEXT PRIMARY KEY, things BLOB) WITHOUT ROWID;
CREATE TABLE sounds (character TEXT PRIMARY KEY, sound TEXT) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_LONGEST_BUSINESS = 6
# Grades of pinyin: of the whole name, of its core, of what is shorter; then those of initials.
_WHOLE, _CORE, _SHORT, _INITIALS = 0, 1, 2, 3
_FEWEST, _FEWEST_OF_SHORT = 2, 3  # initials: two of a shortened name would mean anything


class _Key(NamedTuple):
    text: str
    rank: Rank
    grade: int
    shown: str
    forms: str = ""
    places: str = ""


def write_index(path: Path, things: Iterable[NamedThing]) -> None:
    """Write the index of all names into a new SQLite file.

    Ambiguity is kept: a key that belongs to several things is stored for each of them. The
    same things give the same content. Linear in the names; about 0.2 ms each (pinyin).
    """
    ordered = sorted(things, key=lambda t: (t.type, t.iri))
    fold = traditional_forms()
    table = str.maketrans(fold)
    reader, facts = _reader(ordered, table)
    numbers = {thing.iri: n for n, thing in enumerate(ordered)}
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA cache_size = -65536")  # in KiB; keys come in no order
        db.executescript(_TABLES)
        seen: set[str] = set()
        pieces: dict[str, array[int]] = {}
        for n, thing in enumerate(ordered):
            # Of two names with the same key, the better kind stays.
            keys = sorted(_keys(thing, reader), key=lambda key: (key.rank, key.grade))
            seen.update(*(key.text for key in keys))
            db.execute(
                "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (n, thing.iri, thing.id, thing.type, *thing.label, *thing.type_label,
                 *thing.place, *thing.group,
                 " ".join(str(numbers[iri]) for iri in thing.located if iri in numbers)),
            )  # fmt: skip
            db.executemany(
                "INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?, ?, ?, ?)",
                ((k.text, k.rank, n, k.grade, k.shown, k.forms, k.places) for k in keys),
            )
            names, other = _near_keys(thing, keys)
            db.execute("INSERT INTO near VALUES (?, ?, ?)", (n, "\n".join(names), "\n".join(other)))
            for gram in set().union(*map(grams, names), *map(grams, other)):
                pieces.setdefault(gram, array("I")).append(n)
        db.executemany(
            "INSERT INTO grams VALUES (?, ?)",
            ((gram, found.tobytes()) for gram, found in sorted(pieces.items())),
        )
        for name, group in groupby(enumerate(ordered), key=lambda pair: pair[1].type):
            members = [n for n, _ in group]
            db.execute("INSERT INTO types VALUES (?, ?, ?)", (name, members[0], members[-1]))
        db.executemany("INSERT INTO sounds VALUES (?, ?)", sounds())
        # Only what can meet a name: a look-up reads all of it.
        kept = {a: b for a, b in fold.items() if b in seen}
        facts |= {"traditional": "".join(kept), "simplified": "".join(kept.values())}
        db.executemany("INSERT INTO facts VALUES (?, ?)", sorted(facts.items()))


def _reader(things: Sequence[NamedThing], table: dict[int, str]) -> tuple[Reader, dict[str, str]]:
    places: dict[str, list[int]] = {}
    business: set[str] = set()
    for n, thing in enumerate(things):
        texts = [name.text for name in thing.names if name.rank != Rank.IDENTIFIER]
        if thing.kind == "place":
            for word in sorted({w for text in texts for w in place_words(text)}):
                places.setdefault(word.translate(table), []).append(n)
        elif thing.kind == "industry":
            keys = (normalise(text).translate(table) for text in texts)
            business.update(k for k in keys if has_han(k) and 1 < len(k) <= _LONGEST_BUSINESS)
    facts = {"places": json.dumps(places, ensure_ascii=False, sort_keys=True)}
    return Reader(places, business, lambda text: text.translate(table)), facts


def _keys(thing: NamedThing, reader: Reader) -> Iterator[_Key]:
    yield _Key(identifier_key(thing.iri), Rank.IDENTIFIER, 0, thing.iri)
    for name in thing.names:
        if name.rank == Rank.IDENTIFIER:
            yield _Key(identifier_key(name.text), Rank.IDENTIFIER, 0, name.text)
        else:
            yield from _keys_of(thing, name.text, name.rank, reader)


def _keys_of(thing: NamedThing, text: str, rank: Rank, reader: Reader) -> Iterator[_Key]:
    reading = reader.read(text)
    if not reading.whole:
        return
    grade = rank - Rank.LABEL
    yield _Key(reading.whole, rank, grade, text)
    yield _Key(reading.core, Rank.CORE, grade, text, reading.forms)
    short = [reading.bare]
    if thing.kind == "organization":
        short += reader.shorter(text, reading)
    short = [key for key in dict.fromkeys(short) if key not in (reading.whole, reading.core)]
    places = " ".join(map(str, sorted({n for found in reading.places for n in found})))
    for key in short:
        yield _Key(key, Rank.SHORT, grade, text, reading.forms, places)
    # Whatever is typed as letters, an exact spelling of a longer name goes first.
    steps = dict.fromkeys(short, _SHORT) | {reading.core: _CORE} | {reading.whole: _WHOLE}
    for key, step in steps.items():
        if has_han(key):
            parts = _spelling(key, reading)
            for letters in spelled(parts):
                yield _Key(letters, Rank.PINYIN, step, text)
            first = initials(parts)
            if len(first) >= (_FEWEST_OF_SHORT if step == _SHORT else _FEWEST):
                yield _Key(first, Rank.PINYIN, step + _INITIALS, text)


def _spelling(key: str, reading: Reading) -> list[str]:
    """The syllables of a key, cut from those of a longer one: working them out is slow."""
    for longer in (reading.whole, reading.bare):
        if longer.startswith(key):
            length, parts = 0, _syllables(longer)
            for at, part in enumerate(parts):
                if length == len(key):
                    return parts[:at]
                length += len(part) - 1 if part.startswith(" ") else 1
            return parts
    return _syllables(key)


@lru_cache(maxsize=1024)
def _syllables(key: str) -> list[str]:
    return syllables(key)


def _near_keys(thing: NamedThing, keys: Iterable[_Key]) -> tuple[list[str], list[str]]:
    """What a misspelt name is held against: names, and id and pinyin. Initials are not: any
    few letters are like those of something."""
    names: dict[str, None] = {}
    other = {normalise(thing.id): None}
    for key in keys:
        if Rank.LABEL <= key.rank <= Rank.SHORT:
            names[key.text] = None
        elif key.rank == Rank.PINYIN and key.grade < _INITIALS:
            other[key.text] = None
    return list(names), list(other)
