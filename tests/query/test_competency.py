"""The saved queries answer the questions they stand for, on the bundled pack.

``expected/ID.toml`` holds, for each query, what the source texts say: the parameters, rows that
must be there (``contains``, some cells each), rows that must not (``absent``), and ``at_least``
how many there are. Rows may be added to the pack; a fact lost or turned round breaks a test.
Cells are written short: ``byd-zz`` for an IRI of the pack, ``kg:owns`` for a term, "" for none.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg
from kg.paths import ontology_dir
from kg.query import SavedQuery, bind, saved_queries, to_term
from kg.schema import load_schema
from kg.vocab import KG

FOLDER = Path(__file__).parent / "expected"
PACK = "https://w3id.org/chainkg/id/zhengzhou/"
SAVED = saved_queries()
IDS = sorted(SAVED)
Row = dict[str, str]

_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_DECLARED = re.compile(rf"^kg:(\w+) a owl:(?:{'|'.join(_KINDS)})\b", re.MULTILINE)

LEFT_OUT: dict[str, str] = {}
"""Terms that no saved query uses, each with the reason."""


@cache
def expected(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def short(term: object) -> str:
    """A cell as the expectations write it."""
    value = getattr(term, "value", "")
    return str(value).replace(KG, "kg:").removeprefix(PACK)


def bound(query: SavedQuery, params: Row) -> str:
    values = {}
    for param in query.params:
        value = params[param.name]
        values[param.name] = to_term(param, PACK + value if param.type == "iri" else value)
    return bind(query.text, values)


def answer(name: str, graph: kg.Graph) -> list[Row]:
    query = SAVED[name]
    rows = graph.store.select(bound(query, expected(name).get("params", {})))
    return [{column: short(row.get(column)) for column, _ in query.columns} for row in rows]


def fits(row: Row, cells: Row) -> bool:
    return all(row[column] == value for column, value in cells.items())


def body(query: SavedQuery) -> str:
    """The query without its head and comments."""
    return "\n".join(line for line in query.text.split("\n") if not line.lstrip().startswith("#"))


def records_joined(query: SavedQuery) -> int:
    """How many records every row of the answer joins: each is one column of its own.

    Counted are the result columns that name a record and that the query types as one of the
    record classes outside any OPTIONAL, so that none of them can be empty.
    """
    tables = [table for table in load_schema().tables.values() if table.kind == "record"]
    records = {cls.removeprefix(KG) for table in tables for cls in table.classes}
    needed = re.sub(r"OPTIONAL \{[^{}]*(\{[^{}]*\}[^{}]*)*\}", "", body(query))
    typed = set(re.findall(r"\?(\w+) a kg:(\w+)", needed))
    columns = {name for name, _ in query.columns}
    return len({name for name, cls in typed if cls in records and name in columns})


def test_every_saved_query_has_its_expectations_and_none_is_left_over() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == IDS


def test_there_are_at_least_40_competency_questions() -> None:
    assert len(IDS) >= 40


def test_at_least_15_join_three_or_more_records() -> None:
    joined = [name for name in IDS if records_joined(SAVED[name]) >= 3]
    assert len(joined) >= 15, joined


@pytest.mark.parametrize("name", IDS)
def test_expectations_name_columns_and_parameters_that_the_query_has(name: str) -> None:
    said, query = expected(name), SAVED[name]
    columns = {column for column, _ in query.columns}
    assert said.keys() <= {"params", "at_least", "contains", "absent"}
    assert said.get("params", {}).keys() == {param.name for param in query.params}
    for cells in [*said["contains"], *said["absent"]]:
        assert cells
        assert cells.keys() <= columns


@pytest.mark.parametrize("name", IDS)
def test_expectations_say_more_than_not_empty(name: str) -> None:
    assert expected(name)["contains"]
    assert expected(name)["absent"]
    assert expected(name)["at_least"] >= 1


@pytest.mark.parametrize("name", IDS)
def test_the_bundled_pack_answers_what_the_texts_say(name: str, zhengzhou: kg.Graph) -> None:
    said, rows = expected(name), answer(name, zhengzhou)
    missing = [cells for cells in said["contains"] if not any(fits(r, cells) for r in rows)]
    wrong = [cells for cells in said["absent"] if any(fits(r, cells) for r in rows)]
    assert missing == []
    assert wrong == []
    assert len(rows) >= said["at_least"]


@pytest.mark.parametrize("name", IDS)
def test_no_row_is_given_twice(name: str, zhengzhou: kg.Graph) -> None:
    rows = [tuple(row.values()) for row in answer(name, zhengzhou)]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("name", IDS)
def test_the_columns_that_name_things_come_in_both_languages(name: str) -> None:
    columns = {column for column, _ in SAVED[name].columns}
    for column in columns:
        if column.endswith(("_zh", "_en")):
            assert {column[:-3] + "_zh", column[:-3] + "_en"} <= columns


def declared_terms() -> set[str]:
    return set(_DECLARED.findall((ontology_dir() / "core.ttl").read_text("utf-8")))


def test_every_class_and_property_is_used_by_a_saved_query() -> None:
    text = "\n".join(body(query) for query in SAVED.values())
    used = set(re.findall(r"\bkg:(\w+)(?![\w-])", text))
    assert declared_terms() - used == set(LEFT_OUT)


def test_the_declared_terms_are_those_of_the_ontology(zhengzhou: kg.Graph) -> None:
    """The reading above misses none: the store knows the same terms."""
    rows = zhengzhou.store.select(
        """PREFIX owl: <http://www.w3.org/2002/07/owl#>
        SELECT DISTINCT ?term WHERE {
          VALUES ?kind {
            owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty
          }
          ?term a ?kind .
        }"""
    )
    terms = {row["term"].value for row in rows if isinstance(row["term"], ox.NamedNode)}
    assert declared_terms() == {term.removeprefix(KG) for term in terms if term.startswith(KG)}
