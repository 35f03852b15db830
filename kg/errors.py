"""Every error that chainkg raises on purpose.

KgError                   base: has a bilingual text and an exit code
├── PackError             a pack cannot be read or mapped; findings say where and how to mend
├── CheckError            a build stopped because shapes or checks found errors
├── StoreError            a store is missing, unfinished, locked or from another version
├── NotFoundError         nothing has that name; carries near misses       (exit 3)
│   └── WrongKindError    what has that name is not what the question is about
├── NothingKnownError     the thing exists, the answer is empty            (exit 3)
│   └── NotEnoughKnownError  too little is known for an honest answer; says what to ask next
├── AmbiguousNameError    several things have that name; carries them      (exit 4)
├── OptionError           a value of an option cannot be used              (exit 2)
├── QueryError            a SPARQL query failed
│   ├── QuerySyntaxError  it does not parse, or it is an update
│   ├── QueryLimitError   too long, out of time, or out of memory
│   └── QueryCrashError   the engine died on it, in its own process
├── ConvergenceError      an iterative measure did not settle
└── ExportError           an export cannot be written
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

__all__ = [
    "AmbiguousNameError",
    "Candidate",
    "CheckError",
    "ConvergenceError",
    "ExportError",
    "Finding",
    "KgError",
    "Lang",
    "NotEnoughKnownError",
    "NotFoundError",
    "NothingKnownError",
    "OptionError",
    "PackError",
    "QueryCrashError",
    "QueryError",
    "QueryLimitError",
    "QuerySyntaxError",
    "Severity",
    "StoreError",
    "Text",
    "WrongKindError",
]

Lang = Literal["zh", "en"]
Severity = Literal["error", "warning", "notice"]


class Text(NamedTuple):
    """The same words in both languages of the product."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """The words in one language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong with the input, where it stands, and how to mend it.

    ``row`` counts lines of the file from 1, header included, as an editor and Excel do;
    ``row`` 0 means the file as a whole. ``column`` is the header's name, or "".
    """

    file: str
    row: int
    column: str
    severity: Severity
    code: str
    message: Text
    remedy: Text

    def where(self) -> str:
        """``file:row:column``, leaving out what is not known."""
        parts = [self.file]
        if self.row:
            parts.append(str(self.row))
            if self.column:
                parts.append(self.column)
        return ":".join(parts)


@dataclass(frozen=True)
class Candidate:
    """A thing that a name may mean, with what tells it apart from others.

    ``group`` is its owner or parent firm, or a segment's chain; empty where none is known.
    ``cls`` is the local name of its class, ``type`` the label of that.
    """

    iri: str
    id: str
    label: Text
    type: Text
    group: Text
    place: Text
    matched: str
    score: float
    cls: str = ""


class KgError(Exception):
    """Base of all errors of chainkg. ``text`` is bilingual; ``str()`` is English."""

    exit_code: ClassVar[int] = 1

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class PackError(KgError):
    """A pack cannot be read; ``findings`` says where and how to mend it."""

    def __init__(self, text: Text, findings: Sequence[Finding] = ()) -> None:
        super().__init__(text)
        self.findings = tuple(findings)


class CheckError(KgError):
    """A build was refused because its facts break shapes or checks."""

    def __init__(self, text: Text, findings: Sequence[Finding] = ()) -> None:
        super().__init__(text)
        self.findings = tuple(findings)


class StoreError(KgError):
    """A store is missing, unfinished, locked or from another version."""


class NotFoundError(KgError):
    """Nothing has that name; ``candidates`` holds near misses, best first."""

    exit_code = 3

    def __init__(self, text: Text, candidates: Sequence[Candidate] = ()) -> None:
        super().__init__(text)
        self.candidates = tuple(candidates)


class WrongKindError(NotFoundError):
    """The name is that of another kind of thing than the question is about.

    ``candidates`` holds what it names; ``tries`` are command lines that take it.
    """

    def __init__(
        self, text: Text, candidates: Sequence[Candidate] = (), tries: Sequence[str] = ()
    ) -> None:
        super().__init__(text, candidates)
        self.tries = tuple(tries)


class NothingKnownError(KgError):
    """The thing exists, but the sources say nothing that answers the question."""

    exit_code = 3


class NotEnoughKnownError(NothingKnownError):
    """Too little is recorded for a figure that could be defended.

    ``reasons`` say what is missing, ``ask`` what to find out next, most useful first.
    """

    def __init__(self, text: Text, reasons: Sequence[Text] = (), ask: Sequence[Text] = ()) -> None:
        super().__init__(text)
        self.reasons = tuple(reasons)
        self.ask = tuple(ask)


class AmbiguousNameError(KgError):
    """Several things have that name; ``candidates`` holds all of them."""

    exit_code = 4

    def __init__(self, text: Text, candidates: Sequence[Candidate]) -> None:
        super().__init__(text)
        self.candidates = tuple(candidates)


class OptionError(KgError):
    """A value given for an option cannot be used."""

    exit_code = 2


class QueryError(KgError):
    """A SPARQL query failed."""


class QuerySyntaxError(QueryError):
    """The query does not parse, or is an update."""


class QueryLimitError(QueryError):
    """The query is too long, or ran out of time or memory."""


class QueryCrashError(QueryError):
    """The engine died on the query, in its own process."""


class ConvergenceError(KgError):
    """An iterative measure did not settle within its steps on this network."""


class ExportError(KgError):
    """An export cannot be written."""
