"""Reading ``tables.toml``, held against what the Turtle files of the ontology define."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import PackError, Text
from kg.schema.broken import broken
from kg.schema.model import COLUMN_TYPES, Column, Table
from kg.vocab import KG, expand

__all__ = ["read_tables"]

# Common columns that open a row; the other common ones stand after the table's own.
_HEAD = ("id", "type", "name_zh", "name_en")
_KEYS = frozenset(
    {"property", "type", "required", "many", "to", "scheme", "default", "pattern", "lang"}
)


def read_tables(
    path: Path,
    classes: Mapping[str, frozenset[str]],
    subjects: set[str],
    concepts: Mapping[str, Mapping[str, str]],
) -> dict[str, Table]:
    """The tables by name.

    ``classes``: local names of all classes; ``subjects``: IRIs that core.ttl describes;
    ``concepts``: scheme to notations. Raises PackError naming the line of what is wrong.
    """
    return _Reader(path, classes, subjects, concepts).read()


class _Reader:
    """One reading of the file; it keeps the lines to say where something is wrong."""

    def __init__(
        self,
        path: Path,
        classes: Mapping[str, frozenset[str]],
        subjects: set[str],
        concepts: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.path = path
        self.classes = classes
        self.subjects = subjects
        self.concepts = concepts
        self.lines: list[str] = []

    def read(self) -> dict[str, Table]:
        try:
            text = self.path.read_text("utf-8")
            raw = tomllib.loads(text)
        except OSError as error:
            raise broken(self.path, 0, "unreadable", why=error.strerror or error) from error
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            at = re.search(r"line (\d+)", str(error))
            raise broken(self.path, int(at[1]) if at else 0, "bad-toml", why=error) from error
        self.lines = text.splitlines()
        common = raw.get("common", {})
        return {name: self.table(name, t, common) for name, t in raw.get("tables", {}).items()}

    def fail(self, header: str, code: str, **values: object) -> PackError:
        line = next((n for n, s in enumerate(self.lines, 1) if s.strip() == f"[{header}]"), 0)
        return broken(self.path, line, code, **values)

    def table(self, name: str, raw: Mapping[str, Any], common: Mapping[str, Any]) -> Table:
        header = f"tables.{name}"
        kind = raw.get("kind")
        if kind not in ("thing", "record", "entry"):
            raise self.fail(header, "bad-kind", value=kind)
        classes = tuple(raw.get("classes") or filter(None, [raw.get("class")]))
        if not classes:
            raise self.fail(header, "no-class")
        self.check_classes(header, classes)
        title = raw.get("title", {})
        columns = {
            column.name: column
            for column in self.columns(name, raw, common, kind)
            if column.type != "class" or len(classes) > 1
        }
        return Table(
            name=name,
            file=f"{name}.csv",
            kind=kind,
            classes=classes,
            title=Text(title.get("zh", name), title.get("en", name)),
            columns=columns,
        )

    def columns(
        self, name: str, raw: Mapping[str, Any], common: Mapping[str, Any], kind: str
    ) -> Iterable[Column]:
        shared = [self.column(f"common.{kind}.{n}", n, c) for n, c in common.get(kind, {}).items()]
        yield from (c for c in shared if c.name in _HEAD)
        for own, column in raw.get("columns", {}).items():
            yield self.column(f"tables.{name}.columns.{own}", own, column)
        yield from (c for c in shared if c.name not in _HEAD)
        if raw.get("evidence", True):
            for own, column in common.get("evidence", {}).items():
                yield self.column(f"common.evidence.{own}", own, column)

    def column(self, header: str, name: str, raw: Mapping[str, Any]) -> Column:
        for key in raw:
            if key not in _KEYS:
                raise self.fail(header, "unknown-key", name=key, known=", ".join(sorted(_KEYS)))
        kind = raw.get("type")
        if kind not in COLUMN_TYPES:
            raise self.fail(header, "unknown-type", value=kind, known=", ".join(COLUMN_TYPES))
        to = tuple(raw.get("to", ()))
        self.check_classes(header, to)
        column = Column(
            name=name,
            type=kind,
            property=self.property(header, raw.get("property"), kind),
            required=raw.get("required", False) or kind == "class",
            many=raw.get("many", False),
            to=to,
            scheme=raw.get("scheme"),
            default=raw.get("default"),
            pattern=raw.get("pattern"),
            lang=raw.get("lang"),
        )
        self.check_values(header, column)
        return column

    def property(self, header: str, name: str | None, kind: str) -> str | None:
        if kind in ("id", "class"):
            return None
        if not name:
            raise self.fail(header, "no-property")
        try:
            iri = expand(name)
        except KeyError as error:
            raise self.fail(header, "unknown-property", value=name) from error
        if iri.startswith(KG) and iri not in self.subjects:
            raise self.fail(header, "unknown-property", value=name)
        return iri

    def check_classes(self, header: str, names: Iterable[str]) -> None:
        for cls in names:
            if cls not in self.classes:
                raise self.fail(header, "unknown-class", value=cls)

    def check_values(self, header: str, column: Column) -> None:
        if column.type == "concept" or column.scheme:
            known = self.concepts.get(column.scheme or "")
            if not known:
                raise self.fail(header, "unknown-scheme", value=column.scheme)
            if column.default and column.default not in known:
                raise self.fail(
                    header, "unknown-default", value=column.default, scheme=column.scheme
                )
        if column.type == "ref" and not column.to:
            raise self.fail(header, "no-target")
        try:
            _ = column.regex
        except re.error as error:
            raise self.fail(header, "bad-pattern", value=column.pattern, why=error) from error
