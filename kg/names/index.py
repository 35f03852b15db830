"""Looking names up: exact keys by index, near misses among what looks alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import AmbiguousNameError, Candidate, NotFoundError, Text, WrongKindError
from kg.messages import message
from kg.names.hits import fit, has_words, order, ordered, score, to_candidate
from kg.names.keys import has_han, identifier_key, is_identifier, normalise
from kg.names.rank import Rank

if TYPE_CHECKING:
    from kg.names.forms import Reader, Reading
    from kg.names.near import Form

__all__ = ["NameIndex"]

Accept = Callable[[str], bool]
_CLOSING = frozenset(")）]］】〕")  # "" is none of them
_LAST = "\U0010ffff"
_LISTED = 20  # how many things of which a text is a part are listed
_LEAST_HAN, _LEAST_LETTERS = 2, 3  # of a part of a name
_BY_SOUND = 0.95  # the weight of a name that sounds alike, against one that is written alike
_BARE = 0.8  # the weight of a name without the place that was typed
_TIED = 4  # times as many near misses as asked for are told apart by the kind of name
_SCANNED = 2000  # keys looked through for completions


def _any(_: str) -> bool:
    return True


class NameIndex:
    """Read access to an index written by ``write_index``.

    Everywhere, ``accept`` says which classes (local names) may answer. A look-up of any kind
    reads a few pages of the index whatever its size.
    """

    def __init__(self, path: Path) -> None:
        # Reading only, from whichever thread: SQLite serialises by itself.
        self._db = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._db.row_factory = sqlite3.Row

    def __del__(self) -> None:
        # Python 3.13 warns of a connection left open; there is none where opening failed.
        if "_db" in self.__dict__:
            self._db.close()

    def resolve(self, text: str, *, accept: Accept = _any) -> Candidate:
        """The one thing that ``text`` means.

        Raises AmbiguousNameError with all candidates of the best kind of match (of parts of
        names, the first 20), WrongKindError with what the text names among other classes, and
        NotFoundError with near misses, best first.
        """
        hits = self.matches(text, accept=accept)
        others = [] if hits else self.matches(text)
        # What is the very name of another kind of thing is not taken for a part of a name.
        if not hits and not (others and others[0].score >= score(Rank.ALIAS, 0)):
            hits = self._parts(text, accept)
        best = [c for c in hits if c.score == hits[0].score]
        if len(best) == 1:
            return best[0]
        if best:
            raise AmbiguousNameError(message("names.ambiguous", text=text), best)
        if others:
            kinds = {c.type: None for c in others}
            types = Text("、".join(t.zh for t in kinds), ", ".join(t.en for t in kinds))
            from kg.names.tries import commands_for

            said = message("names.wrong_kind", text=text, types=types)
            raise WrongKindError(said, others, commands_for(text, others))
        raise NotFoundError(message("names.not_found", text=text), self.near(text, accept=accept))

    def matches(self, text: str, *, accept: Accept = _any) -> list[Candidate]:
        """Everything that ``text`` names, from id to pinyin, best kind of match first, then by
        name. What stands lower on the ladder is asked only if nothing stands higher."""
        found = self._exact(text, normalise(text), accept)
        if found or is_identifier(text):
            return found
        reading = self._reader.read(text)
        if not reading.whole:
            return []
        found = self._exact(text, reading.whole, accept) or self._forms(reading, accept)
        if found or text.rstrip()[-1:] not in _CLOSING:
            return found
        from kg.names.codes import without_codes

        bare = without_codes(text)
        return [] if bare == text else self.matches(bare, accept=accept)

    def near(self, text: str, *, limit: int = 5, accept: Accept = _any) -> list[Candidate]:
        """Things whose names look or sound like ``text``, or contain it; best first.

        Scored 0 to 100 by ``near.scores``, and by ``bearers`` for whole words; see there.
        """
        from kg.names.bearers import bearers, latin_words
        from kg.names.codes import without_codes
        from kg.names.near import likely, scores

        text = without_codes(text)
        forms = self.near_forms(text)
        if not forms:
            return []
        ranges = self._ranges(accept)
        among = likely(self._db, [form.key for form in forms], ranges)
        keys: list[str] = []
        owners: list[int] = []
        for n, names, other in self._db.execute(
            "SELECT n, names, other FROM near WHERE n IN (SELECT value FROM json_each(?))",
            (_listed(among),),
        ):
            of_thing = [*names.split("\n"), *other.split("\n")]
            keys += of_thing
            owners += [n] * len(of_thing)
        best: dict[int, tuple[float, int, str]] = {}
        size = len(forms[0].key)
        for at, likeness in scores(forms, keys).items():
            # Of names as much alike, the one of about the same length is meant.
            place = (-round(likeness, 1), abs(len(keys[at]) - size), keys[at])
            best[owners[at]] = min(place, best.get(owners[at], place))
        latin = latin_words(text)
        skip = self._reader.english_places if latin else ()
        for likeness, n, key in bearers(self._db, latin, ranges, skip):
            place = (-round(likeness, 1), abs(len(key) - size), key)
            best[n] = min(place, best.get(n, place))
        first = sorted(best, key=lambda n: (best[n], n))[: limit * _TIED]
        found = [(best[n], *self._shown(n, best[n][2]), n) for n in first]
        rows = self._things(first)
        # Then the better kind of name, then the name itself.
        found.sort(key=lambda f: (f[0][:2], f[1], rows[f[3]]["zh"], f[3]))
        return [to_candidate(rows[n], shown, -worst) for (worst, *_), _, shown, n in found[:limit]]

    def near_forms(self, text: str) -> list[Form]:
        """What names are held against to find near misses of a text: what is left of it without
        its legal form, without its places too, and how these sound."""
        from kg.names.near import BY_SOUND, Form

        reading = self._reader.read(text)
        found: dict[str, Form] = {}
        for key, weight in ((reading.core, 1.0), (reading.bare, _BARE)):
            found.setdefault(key, Form(key, weight))
            if has_han(key):
                sound = self._sound(key)
                found.setdefault(sound, Form(sound, weight * _BY_SOUND, BY_SOUND))
        return [form for form in found.values() if form.key]

    def search(self, text: str) -> list[Candidate]:
        """All things one of whose names is or contains ``text``, best match first."""
        from kg.names.codes import in_short, without_codes
        from kg.names.near import containing

        found = {c.iri: c for c in self.matches(text)}
        whole = self._key(without_codes(text))
        # 经济技术开发区 is found in names that say 经开区.
        for key in dict.fromkeys(key for key in (whole, in_short(whole)) if key):
            numbers = list(containing(self._db, key, None))
            rows = [
                to_candidate(row, self._shown_with(row["n"], key), score(Rank.PART, 0))
                for row in self._things(numbers).values()
            ]
            for candidate in sorted(rows, key=lambda c: (len(c.label.zh), c.label.zh, c.id)):
                found.setdefault(candidate.iri, candidate)
        return list(found.values())

    def complete(self, prefix: str, *, limit: int = 20, accept: Accept = _any) -> list[Candidate]:
        """Things one of whose names, spellings or ids starts with ``prefix``; best kind first,
        then shortest. ``matched`` is what to put in the place of the prefix.

        A range of keys is read, 2,000 of them at most.
        """
        key, identifier = self._key(prefix), identifier_key(prefix)
        rows = [
            *self._db.execute(
                "SELECT * FROM named WHERE key >= ? AND key < ? AND rank = 0 LIMIT ?",
                (identifier, identifier + _LAST, _SCANNED if identifier else 0),
            ),
            *self._db.execute(
                "SELECT * FROM named WHERE key >= ? AND key < ? AND rank > 0 LIMIT ?",
                (key, key + _LAST, _SCANNED if key else 0),
            ),
        ]
        best: dict[str, Candidate] = {}
        for row in rows:
            if not accept(row["type"]):
                continue
            # A shortened name or a spelling is finished by the name itself.
            matched = row["shown"] if row["rank"] <= Rank.ALIAS else row["zh"]
            # A label and an alias finish a word alike.
            rank = Rank.LABEL if row["rank"] == Rank.ALIAS else row["rank"]
            found = to_candidate(row, matched, score(rank, 0))
            if found.iri not in best or order(found) < order(best[found.iri]):
                best[found.iri] = found
        return sorted(best.values(), key=order)[:limit]

    def names_of(self, *ranks: Rank) -> dict[str, list[str]]:
        """All texts of these kinds by IRI, sorted, for pages that search by themselves.

        A pinyin is given as its key; every other kind as it was written.
        """
        found: dict[str, list[str]] = {}
        for rank in ranks:
            rows: Sequence[tuple[str, str]] = self._db.execute(
                "SELECT DISTINCT t.iri, CASE k.rank WHEN ? THEN k.key ELSE k.shown END"
                " FROM keys k JOIN things t USING (n) WHERE k.rank = ?",
                (Rank.PINYIN, rank),
            ).fetchall()
            for iri, shown in rows:
                found.setdefault(iri, []).append(shown)
        return {iri: sorted(texts) for iri, texts in found.items()}

    def _exact(self, text: str, key: str, accept: Accept) -> list[Candidate]:
        rows = self._db.execute(
            "SELECT * FROM named WHERE (key = ? AND rank = 0) OR (key = ? AND rank IN (1, 2))",
            (identifier_key(text), "" if is_identifier(text) else key),
        )
        return ordered((row["rank"], 0, row) for row in rows if accept(row["type"]))

    def _forms(self, reading: Reading, accept: Accept) -> list[Candidate]:
        rows = self._db.execute(
            "SELECT * FROM named WHERE key IN (?, ?, ?) AND rank IN (3, 4, 5)", reading[:3]
        )
        fitting = ((fit(reading, row), row) for row in rows if accept(row["type"]))
        return ordered((*fit, row) for fit, row in fitting if fit)

    def _parts(self, text: str, accept: Accept) -> list[Candidate]:
        """Things whose names begin with ``text``, by place and form left out; if that is but
        one thing, those as well that have it elsewhere in a name."""
        from kg.names.forms import same_form
        from kg.names.near import containing

        reading = self._reader.read(text)
        key = reading.core
        chinese = has_han(key)
        if is_identifier(text) or len(key) < (_LEAST_HAN if chinese else _LEAST_LETTERS):
            return []
        rows = self._db.execute(
            "SELECT * FROM named WHERE key >= ? AND key < ? AND rank BETWEEN 1 AND 4 LIMIT ?",
            (key, key + _LAST, _SCANNED),
        )
        begun = ordered(
            (Rank.PART, 0, row)
            for row in rows
            if accept(row["type"])
            and same_form(reading.forms, row["forms"] or "")
            and (chinese or has_words(row["shown"], text))
        )
        if len(begun) != 1:
            return begun[:_LISTED]
        for n in containing(self._db, key, self._ranges(accept)):
            row = self._things([n])[n]
            shown = self._shown_with(n, key)
            if row["iri"] != begun[0].iri and (chinese or has_words(shown, text)):
                begun.append(to_candidate(row, shown, begun[0].score))
            if len(begun) == _LISTED:
                break
        return begun

    @cached_property
    def _facts(self) -> dict[str, str]:
        return {row["name"]: row["value"] for row in self._db.execute("SELECT * FROM facts")}

    @cached_property
    def _table(self) -> dict[int, int]:
        return str.maketrans(self._facts["traditional"], self._facts["simplified"])

    @cached_property
    def _reader(self) -> Reader:
        import json

        from kg.names.forms import Reader

        return Reader(json.loads(self._facts["places"]), fold=lambda k: k.translate(self._table))

    def _key(self, text: str) -> str:
        return normalise(text).translate(self._table)

    def _sound(self, key: str) -> str:
        rows = self._db.execute(
            "SELECT * FROM sounds WHERE character IN (SELECT value FROM json_each(?))",
            (_listed(set(key)),),
        )
        sounds = {row["character"]: row["sound"] for row in rows}
        return "".join(sounds.get(character, character) for character in key)

    def _ranges(self, accept: Accept) -> list[tuple[int, int]] | None:
        """The numbers of the things of accepted types; None for all."""
        rows = self._db.execute("SELECT * FROM types ORDER BY first").fetchall()
        kept = [(first, last) for name, first, last in rows if accept(name)]
        return None if len(kept) == len(rows) else kept

    def _things(self, numbers: Iterable[int]) -> dict[int, sqlite3.Row]:
        rows = self._db.execute(
            "SELECT * FROM things WHERE n IN (SELECT value FROM json_each(?))", (_listed(numbers),)
        )
        return {row["n"]: row for row in rows}

    def _shown(self, n: int, key: str) -> tuple[float, str]:
        """How low a key of a thing stands, and the name, as it was written, that has the key;
        the id where none has."""
        row = self._db.execute(
            "SELECT rank, grade, shown FROM keys WHERE key = ? AND n = ? ORDER BY rank LIMIT 1",
            (key, n),
        ).fetchone()
        if row is None:
            return 0.0, str(self._things([n])[n]["id"])
        return row["rank"] + row["grade"] / 10, str(row["shown"])

    def _shown_with(self, n: int, part: str) -> str:
        """The shortest name of a thing that holds ``part``, as it was written."""
        (names,) = self._db.execute("SELECT names FROM near WHERE n = ?", (n,)).fetchone()
        return self._shown(n, min((k for k in names.split("\n") if part in k), key=len))[1]


def _listed(values: Iterable[object]) -> str:
    """Values for ``json_each``: a statement of its own text for each number of values would
    be parsed anew each time."""
    import json

    return json.dumps(list(values), ensure_ascii=False)
