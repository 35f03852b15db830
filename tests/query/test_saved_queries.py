"""Each file of ontology/queries keeps what its head promises; a head that does not is named."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import OptionError, QueryError, Text
from kg.query import SavedQuery, bind, read_head, saved_queries, to_term
from kg.vocab import PREFIXES

SAVED = list(saved_queries().values())
WITH_PARAMS = [query for query in SAVED if query.params]
HOSTILE = [
    '" } UNION { ?s ?p ?o } #',
    "; DROP ALL ;",
    "a\nb",
    "\\",
    "\"'",
    "a\u2028b",
    "查无此物",
    "urn:nobody:';DROP(ALL);#",  # an IRI, and a harmless one
]

HEAD = """\
# id = "one"
# title.zh = "一"
# title.en = "One"
# [param.thing]
# type = "iri"
# title.zh = "事物"
# title.en = "the thing"
# example = "x:a"
# [column.label]
# zh = "名称"
# en = "its name"
SELECT ?label WHERE {
  #PARAM thing
  ?thing <x:label> ?label .
}
"""


def examples(query: SavedQuery) -> str:
    return bind(query.text, {p.name: to_term(p, p.example) for p in query.params})


def test_there_are_saved_queries() -> None:
    assert SAVED


@pytest.mark.parametrize("query", SAVED, ids=lambda query: query.id)
def test_it_is_plain_sparql_that_returns_the_declared_columns_in_order(query: SavedQuery) -> None:
    # No prefixes are passed: the file must work in any SPARQL 1.1 engine as it stands.
    result = ox.Store().query(examples(query))
    assert isinstance(result, ox.QuerySolutions)
    assert [v.value for v in result.variables] == [name for name, _ in query.columns]


@pytest.mark.parametrize("query", SAVED, ids=lambda query: query.id)
def test_its_example_finds_something_in_the_bundled_pack(
    query: SavedQuery, zhengzhou: kg.Graph
) -> None:
    assert zhengzhou.store.select(examples(query))


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("query", WITH_PARAMS, ids=lambda query: query.id)
def test_a_hostile_or_unknown_value_finds_nothing(
    query: SavedQuery, value: str, zhengzhou: kg.Graph
) -> None:
    """Each parameter in turn gets the value; where its type refuses it, that is the answer."""
    for bad in query.params:
        terms = {p.name: to_term(p, p.example) for p in query.params}
        try:
            terms[bad.name] = to_term(bad, value)
        except OptionError:
            assert bad.type != "text"
            continue
        assert zhengzhou.store.select(bind(query.text, terms)) == []


def test_a_file_is_read_with_its_parameters_and_columns(tmp_path: Path) -> None:
    (tmp_path / "one.rq").write_text(HEAD, "utf-8")
    query = saved_queries(tmp_path)["one"]
    assert query.title == Text("一", "One")
    assert [(p.name, p.type, p.title.en, p.example) for p in query.params] == [
        ("thing", "iri", "the thing", "x:a")
    ]
    assert query.columns == (("label", Text("名称", "its name")),)
    assert query.text == HEAD


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "one"', 'id = "two"', "has the id two"),
        ('title.en = "One"', "", "lacks or misstates 'en'"),
        ('type = "iri"', 'type = "uri"', "lacks or misstates 'uri'"),
        ("#PARAM thing", "#PARAM other", "differ: other, thing"),
        ('# title.zh = "一"', "# title.zh = ", "cannot read"),
    ],
)
def test_a_head_that_is_wrong_is_named_with_its_file(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    (tmp_path / "one.rq").write_text(HEAD.replace(old, new, 1), "utf-8")
    with pytest.raises(QueryError, match=says) as caught:
        saved_queries(tmp_path)
    assert "one.rq" in str(caught.value)


def test_a_head_ends_at_the_first_line_that_is_no_comment() -> None:
    assert read_head('# a = 1\n#b = 2\nASK {}\n# c = "no head any more"') == {"a": 1, "b": 2}


def test_a_head_may_hold_several_lines_of_text_and_any_separator() -> None:
    assert read_head("# a = '''\n# x\u2028y\n# '''\nASK {}") == {"a": "x\u2028y\n"}


def test_a_head_is_read_with_windows_line_ends_and_a_mark_in_front() -> None:
    assert read_head("\ufeff# a = 1\r\n# b = 2\r\nASK {}") == {"a": 1, "b": 2}


def test_a_parameter_line_is_no_part_of_the_head() -> None:
    assert read_head("#PARAM thing\nASK {}") == {}


def test_a_query_without_a_head_has_an_empty_one() -> None:
    assert read_head("ASK {}") == {}


def test_a_prefix_means_the_same_in_every_file() -> None:
    """A prefix that a file declares means in it what it means everywhere in chainkg."""
    for query in SAVED:
        for line in query.text.split("\n"):
            if line.startswith("PREFIX "):
                _, name, iri = line.split()
                assert PREFIXES[name.rstrip(":")] == iri.strip("<>"), query.id
