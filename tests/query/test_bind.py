"""Values enter a query as RDF terms and stay values, whatever characters they hold."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OptionError, Text
from kg.query import Param, Term, bind, to_term

HOSTILE = [
    '" } UNION { ?s ?p ?o } #',
    "; DROP ALL ;",
    '" . } ; DROP ALL ; #',
    "> } UNION { ?s ?p ?o } #",
    "a\n} UNION { ?s ?p ?o",
    "a\r\n#PARAM name\r\n",
    "\\",
    '\\" } #',
    '"\'\'"\'"""',
    "a\u2028b\u2029c\u0085d",
    "\\u0022 } UNION { ?s ?p ?o } #",
    "{name}",
    r"\g<0> \1",
    "",
]
BY_NAME = "SELECT ?s ?name WHERE {\n  #PARAM name\n  ?s <x:name> ?name .\n}"
BY_THING = "SELECT ?s ?name WHERE {\n  #PARAM s\n  ?s <x:name> ?name .\n}"
BY_VALUE = "SELECT ?s ?v WHERE {\n  #PARAM v\n  ?s <x:value> ?v .\n}"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture
def store() -> ox.Store:
    """Two firms with a name, a founding day and a count; facts that nobody asks for beside."""
    store = ox.Store()
    store.update(
        """INSERT DATA {
          <x:a> <x:name> "甲" ; <x:value> "2024-05-01"^^<http://www.w3.org/2001/XMLSchema#date>, 7 .
          <x:b> <x:name> "乙" ; <x:value> "2025-01-01"^^<http://www.w3.org/2001/XMLSchema#date>, 8 .
          <x:secret> <x:says> "not asked for" .
        }"""
    )
    return store


def param(kind: str, name: str = "v") -> Param:
    return Param(name, kind, Text("值", "the value"), "例")  # type: ignore[arg-type]  # from a list


def names(store: ox.Store, query: str) -> list[str]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(row["s"].value for row in found)


def test_a_text_finds_what_has_it(store: ox.Store) -> None:
    assert names(store, bind(BY_NAME, {"name": ox.Literal("甲")})) == ["x:a"]


def test_an_iri_finds_the_thing(store: ox.Store) -> None:
    assert names(store, bind(BY_THING, {"s": ox.NamedNode("x:b")})) == ["x:b"]


def test_a_date_and_an_integer_find_their_rows(store: ox.Store) -> None:
    assert names(store, bind(BY_VALUE, {"v": to_term(param("date"), "2024-05-01")})) == ["x:a"]
    assert names(store, bind(BY_VALUE, {"v": to_term(param("integer"), "8")})) == ["x:b"]


def test_several_values_find_the_rows_of_each(store: ox.Store) -> None:
    both = [ox.Literal("甲"), ox.Literal("乙"), ox.Literal("丙")]
    assert names(store, bind(BY_NAME, {"name": both})) == ["x:a", "x:b"]


def test_no_values_find_no_rows(store: ox.Store) -> None:
    assert names(store, bind(BY_NAME, {"name": []})) == []


@pytest.mark.parametrize("value", [*HOSTILE, "丙"])
def test_a_text_that_nothing_has_finds_nothing_whatever_it_holds(
    store: ox.Store, value: str
) -> None:
    before = len(store)
    assert names(store, bind(BY_NAME, {"name": to_term(param("text"), value)})) == []
    assert len(store) == before


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_with_such_characters_is_found_by_itself(store: ox.Store, value: str) -> None:
    store.add(ox.Quad(ox.NamedNode("x:odd"), ox.NamedNode("x:name"), ox.Literal(value)))
    assert names(store, bind(BY_NAME, {"name": ox.Literal(value)})) == ["x:odd"]


@pytest.mark.parametrize("kind", ["iri", "date", "integer"])
@pytest.mark.parametrize("value", HOSTILE)
def test_other_types_refuse_what_is_not_of_them(kind: str, value: str) -> None:
    with pytest.raises(OptionError, match="v must be"):
        to_term(param(kind), value)


@pytest.mark.parametrize(
    ("kind", "query", "value"),
    [("iri", BY_THING, "x:nobody"), ("date", BY_VALUE, "1999-01-01"), ("integer", BY_VALUE, "9")],
)
def test_other_types_find_nothing_where_nothing_matches(
    store: ox.Store, kind: str, query: str, value: str
) -> None:
    name = "s" if kind == "iri" else "v"
    assert names(store, bind(query, {name: to_term(param(kind, name), value)})) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "20240501"),
        ("date", "2024-02-30"),
        ("date", "2024-W01-1"),
        ("date", "２０２４-05-01"),
        ("integer", "1e3"),
        ("integer", "1_000"),
        ("integer", "９"),
        ("integer", "9" * 19),
        ("iri", "not an iri"),
        ("iri", "http://a/\\u003e"),
    ],
)
def test_values_that_only_look_right_are_refused(kind: str, value: str) -> None:
    with pytest.raises(OptionError):
        to_term(param(kind), value)


def test_a_short_iri_with_a_known_prefix_is_written_out() -> None:
    expected = ox.NamedNode("https://w3id.org/chainkg/id/zhengzhou/xfusion")
    assert to_term(param("iri"), "id:zhengzhou/xfusion") == expected


def test_characters_that_are_no_unicode_are_refused() -> None:
    with pytest.raises(OptionError, match="not valid Unicode"):
        to_term(param("text"), "a\udce9")


def test_an_iri_that_was_parsed_leniently_cannot_close_the_clause() -> None:
    lines = b"<x:a> <x:b> <http://x/}> ."
    bad = next(iter(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True))).triple.object
    assert isinstance(bad, ox.NamedNode)
    with pytest.raises(OptionError, match="cannot be written"):
        bind(BY_THING, {"s": bad})


def test_every_line_of_a_parameter_is_filled() -> None:
    query = "{\n#PARAM a\n} UNION {\n\t#PARAM a  \r\n}"
    assert bind(query, {"a": ox.Literal("1")}).count('VALUES ?a { "1" }') == 2


def test_a_parameter_line_within_a_value_is_not_filled() -> None:
    bound = bind("#PARAM a\n#PARAM b", {"a": ox.Literal("\n#PARAM b\n"), "b": ox.Literal("1")})
    assert bound.count("VALUES") == 2


def test_a_missing_value_is_named() -> None:
    with pytest.raises(OptionError, match="parameter name has no value"):
        bind(BY_NAME, {})


def test_an_optional_parameter_without_a_value_leaves_its_variable_free(store: ox.Store) -> None:
    assert names(store, bind(BY_NAME, {}, optional={"name"})) == ["x:a", "x:b"]


def test_an_unknown_name_gets_the_near_one() -> None:
    with pytest.raises(OptionError, match="did you mean name"):
        bind(BY_NAME, {"nmae": ox.Literal("甲")})


def test_an_unknown_name_far_from_all_gets_the_list() -> None:
    with pytest.raises(OptionError, match="it has: name"):
        bind(BY_NAME, {"zzzzzz": ox.Literal("甲")})


def test_a_value_for_a_query_without_parameters_is_refused() -> None:
    with pytest.raises(OptionError, match="no parameters"):
        bind("ASK {}", {"name": ox.Literal("甲")})


@pytest.mark.parametrize("value", ["", "甲", ["甲"], [ox.BlankNode()]])
def test_only_iris_and_literals_are_values(value: list[Term]) -> None:
    with pytest.raises(TypeError):
        bind(BY_NAME, {"name": value})


@given(st.text())
def test_any_text_comes_back_as_it_went_in(value: str) -> None:
    found = ox.Store().query(bind("SELECT ?v {\n#PARAM v\n}", {"v": ox.Literal(value)}))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["v"] for row in found] == [ox.Literal(value)]


@given(st.text(), st.sampled_from(["zh", "en", "zh-hant-tw"]))
def test_any_text_with_a_language_comes_back_as_it_went_in(value: str, language: str) -> None:
    term = ox.Literal(value, language=language)
    found = ox.Store().query(bind("SELECT ?v {\n#PARAM v\n}", {"v": term}))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["v"] for row in found] == [term]


@given(st.text())
def test_any_iri_comes_back_as_it_went_in_or_is_refused(tail: str) -> None:
    try:
        term = ox.NamedNode("http://example.org/" + tail)
    except ValueError:
        return
    found = ox.Store().query(bind("SELECT ?v {\n#PARAM v\n}", {"v": term}))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["v"] for row in found] == [term]
