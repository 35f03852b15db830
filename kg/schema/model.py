"""What ``tables.toml``, ``core.ttl`` and ``schemes/`` say, as plain values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from kg.errors import Text

__all__ = ["COLUMN_TYPES", "Column", "ColumnType", "Schema", "Table", "UnitInfo", "fold"]

ColumnType = Literal[
    "boolean", "class", "code", "concept", "date", "decimal", "id", "integer", "label", "ref",
    "spans", "text", "url",
]  # fmt: skip
COLUMN_TYPES: tuple[str, ...] = get_args(ColumnType)


@dataclass(frozen=True)
class Column:
    """One column of a table; ``property`` is a full IRI, None for id and type."""

    name: str
    type: ColumnType
    property: str | None = None
    required: bool = False
    many: bool = False
    to: tuple[str, ...] = ()
    scheme: str | None = None
    default: str | None = None
    pattern: str | None = None
    lang: str | None = None

    @cached_property
    def regex(self) -> re.Pattern[str] | None:
        """The compiled ``pattern``; a whole cell must match it."""
        return re.compile(self.pattern) if self.pattern else None


@dataclass(frozen=True)
class Table:
    """One CSV file of a pack; ``columns`` stand in the order of its header."""

    name: str
    file: str
    kind: Literal["thing", "record", "entry"]
    classes: tuple[str, ...]
    title: Text
    columns: dict[str, Column]

    def column_of(self, prop: str) -> Column | None:
        """The column that carries a property (full IRI), if the table has one."""
        return next((c for c in self.columns.values() if c.property == prop), None)


@dataclass(frozen=True)
class UnitInfo:
    """A unit of the scheme ``unit``: ``forms`` are the words for it in texts, in NFKC."""

    notation: str
    iri: str
    label: Text
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """The frame that packs are read against.

    ``superclasses``: local name of each class to itself and all its kg: ancestors.
    ``concepts``: scheme to notation to IRI. ``units``: by notation. ``indicator_units``: the
    unit (notation) in which an indicator (notation) is kept. ``class_labels``: by local name.
    ``concept_labels``: scheme to notation to label.
    ``words``: scheme to folded label (zh, en, or alternative) to the notations it stands for.
    """

    tables: dict[str, Table]
    superclasses: dict[str, frozenset[str]]
    concepts: dict[str, dict[str, str]]
    units: dict[str, UnitInfo]
    indicator_units: dict[str, str]
    class_labels: Mapping[str, Text]
    concept_labels: Mapping[str, Mapping[str, Text]]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]

    def notations(self, scheme: str, text: str) -> tuple[str, ...]:
        """The notations that a label stands for: those it is the label of, else the alternative
        label of; none where it is neither. Case, white space and width make no difference.
        """
        return self.words.get(scheme, {}).get(fold(text), ())

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether a class is, or stands below, another (local names)."""
        return ancestor in self.superclasses.get(cls, ())


def fold(text: str) -> str:
    """A text in the form in which labels are compared: NFKC, without white space or case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
