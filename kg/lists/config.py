"""Lists as configuration: a folder of TOML files, read and checked.

A file is one list, but for three: ``columns.toml`` (the columns there are), ``next.toml`` (rules
for the next step) and ``report.toml`` (maps, words); a folder may leave these out, then the
bundled ones hold. What the keys mean stands in ``ontology/lists/README.md``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast, get_args

from kg.errors import PackError
from kg.lists.keys import Keys
from kg.lists.model import (
    CATEGORIES,
    Basis,
    CellKind,
    Column,
    Lists,
    ListSpec,
    Named,
    NextRule,
    Section,
)
from kg.lists.subjects import SUBJECTS
from kg.messages import message
from kg.paths import ontology_dir
from kg.query import SavedQuery, saved_queries

__all__ = ["ANSWERS", "FILLED", "HELPERS", "MAPS", "lists_folder", "read_lists"]

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "candidates": ("top", "firms"),
    "gaps": (),
    "matrix": (),
    "nothing": (),
    "utilisation": (),
}
"""The named answers that a section may have, each with its options."""

MAPS = ("chain", "firms", "places")
"""The maps that a report may show."""

HELPERS = (
    "record", "by", "via", "apart", "from", "until", "stage", "with_status_of",
    "area", "member", "project",
)  # fmt: skip
"""Variables of a section's query that are no columns: what the row stands on, its dates, the
stage it has reached, and a thing without which it cannot exist (a planned park makes its areas
planned). ``apart`` tells several rows of one record apart.

``record`` is required, and so is the subject that the query asks about, if that is not the chain.
A row counts if one of its solutions has all of ``record``, ``by`` and ``via`` known and valid on
the day."""

FILLED = ("thing", "value", "record")
"""Columns that a query in ``fill`` must have; ``as`` may say what a value is (a role)."""

_SHARED = ("columns", "next", "report")
_MADE = ("basis", "next", "source", "status")  # columns that every row can fill by itself


def lists_folder() -> Path:
    """The folder of the bundled lists."""
    return ontology_dir() / "lists"


def read_lists(folder: Path | None = None) -> Lists:
    """All lists of a folder (the bundled one by default), in their order.

    Raises PackError naming the file, the key, and the nearest known word.
    """
    folder = lists_folder() if folder is None else folder
    files = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    own = [path for name, path in files.items() if name not in _SHARED]
    if not own:
        raise PackError(message("lists.none", path=folder))
    shared = {name: files.get(name, lists_folder() / f"{name}.toml") for name in _SHARED}
    columns, standard = _columns(_open(shared["columns"]))
    rules = _rules(_open(shared["next"]))
    report = _open(shared["report"])
    maps = tuple(report.words("maps", MAPS))
    proposal = report.text("proposal")
    report.done()
    reader = _Reader(columns, standard, rules)
    specs = [reader.spec(_open(path), path) for path in own]
    return Lists(
        specs=tuple(sorted(specs, key=lambda spec: (spec.order, spec.id))),
        columns=columns,
        rules=rules,
        maps=maps,
        proposal=proposal,
        folder=folder,
    )


def _open(path: Path) -> Keys:
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError(message("lists.unreadable", path=path, why=error)) from error
    return Keys(path, raw)


def _columns(keys: Keys) -> tuple[dict[str, Column], tuple[str, ...]]:
    columns: dict[str, Column] = {}
    for each in keys.tables("column"):
        column = Column(
            each.string("id"),
            each.text("head"),
            cast("CellKind", each.word("kind", get_args(CellKind))),
        )
        each.done()
        keys.once("column.id", column.id, columns)
        columns[column.id] = column
    standard = tuple(keys.words("standard", columns))
    keys.done()
    return columns, standard


def _rules(keys: Keys) -> dict[str, NextRule]:
    rules = {}
    for name in keys.names():
        table = keys.table(name)
        rules[name] = NextRule(name, {case: table.text(case) for case in table.names()})
    return rules


class _Reader:
    """Reads list files against what there is: columns, rules, saved queries, answers."""

    def __init__(
        self, columns: Mapping[str, Column], standard: tuple[str, ...], rules: Mapping[str, Any]
    ) -> None:
        self._columns = columns
        self._standard = standard
        self._rules = rules
        self._queries = saved_queries()

    def spec(self, keys: Keys, path: Path) -> ListSpec:
        named = keys.table("named")
        spec = ListSpec(
            id=keys.string("id"),
            order=keys.integer("order"),
            title=keys.text("title"),
            purpose=keys.text("purpose"),
            named=Named(named.string("task", ""), named.text("note")),
            category=keys.word("category", CATEGORIES),
            sections=tuple(self._sections(keys)),
            path=path,
        )
        named.done()
        keys.done()
        return spec

    def _sections(self, keys: Keys) -> list[Section]:
        found: dict[str, Section] = {}
        for each in keys.tables("section"):
            section = self._section(each)
            keys.once("section.id", section.id, found)
            found[section.id] = section
        return list(found.values())

    def _section(self, keys: Keys) -> Section:
        columns = tuple(keys.words("columns", self._columns, self._standard))
        queries = tuple(keys.strings("query")) if "query" in keys else ()
        answer = keys.word("answer", ANSWERS, "")
        if bool(queries) == bool(answer):
            raise PackError(message("lists.one_of", path=keys.path, key=keys.where))
        sortable = [*columns, *(f"-{column}" for column in columns)]
        section = Section(
            id=keys.string("id"),
            title=keys.text("title"),
            columns=columns,
            empty=keys.text("empty"),
            queries=queries,
            answer=answer,
            options=self._options(keys, answer),
            params=self._params(keys),
            fill=self._fill(keys, columns),
            unknown=tuple(keys.words("unknown", columns, columns)),
            sort=tuple(keys.words("sort", sortable, ())),
            limit=keys.integer("limit", 0),
            next=keys.word("next", self._rules, ""),
            basis=cast("Basis", keys.word("basis", ("derived", "inferred"), "")),
            existing=keys.text("existing", required=False),
            note=keys.text("note", required=False),
        )
        for name in queries:
            self._check_subject(keys, name, section)
        keys.done()
        return section

    def _check_subject(self, keys: Keys, name: str, section: Section) -> None:
        given = self._queries.get(name)
        subjects = {p.name for p in given.params if p.name in SUBJECTS} if given else set()
        subject = min(subjects, default="chain")
        told = () if subject == "chain" else (subject,)
        self._check(keys, "query", name, {subject, *section.params}, ("record", *told))

    def _options(self, keys: Keys, answer: str) -> dict[str, int]:
        table = keys.table("options", required=False)
        found = {name: table.integer(name) for name in ANSWERS.get(answer, ()) if name in table}
        table.done()
        return found

    def _params(self, keys: Keys) -> dict[str, str]:
        table = keys.table("params", required=False)
        return {name: table.string(name) for name in table.names()}

    def _fill(self, keys: Keys, columns: tuple[str, ...]) -> dict[str, str]:
        table = keys.table("fill", required=False)
        found = {column: table.string(column) for column in columns if column in table}
        table.done([column for column in columns if column not in _MADE])
        for column, query in found.items():
            self._check(table, column, query, {"thing"}, FILLED)
        return found

    def _check(
        self, keys: Keys, key: str, name: str, params: set[str], needed: tuple[str, ...]
    ) -> SavedQuery:
        where = f"{keys.where}.{key}" if keys.where else key
        if name not in self._queries:
            near = keys.near(name, self._queries)
            text = message("lists.unknown_query", path=keys.path, key=where, word=name, near=near)
            raise PackError(text)
        query = self._queries[name]
        has = {param.name for param in query.params}
        if has != params:
            raise PackError(
                message(
                    "lists.query_param", path=keys.path, key=where, word=name,
                    wanted=", ".join(sorted(params)), params=", ".join(sorted(has)) or "-",
                )
            )  # fmt: skip
        columns = {column for column, _ in query.columns}
        allowed = {*self._columns, *HELPERS, *FILLED, "as"}
        for column in needed:
            if column not in columns:
                text = message(
                    "lists.query_column", path=keys.path, key=where, word=name, column=column
                )
                raise PackError(text)
        for column in sorted(columns - allowed):
            raise keys.unknown(where, column, allowed)
        return query
