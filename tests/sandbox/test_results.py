"""Results come in every format of SPARQL 1.1 and of RDF, written by the engine itself."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import OptionError
from kg.sandbox import GRAPH_FORMATS, SOLUTION_FORMATS, run_answer, run_query

SELECT = "SELECT ?s ?o WHERE { ?s <x:knows> ?o } ORDER BY ?s ?o"
PAIRS = [("x:a", "x:b"), ("x:a", "x:c"), ("x:b", "x:c")]
RDF = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
Ask = Callable[..., bytes]


def graph(data: bytes, name: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(data, format=RDF[name])}


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("json", ox.QueryResultsFormat.JSON),
        ("xml", ox.QueryResultsFormat.XML),
        ("tsv", ox.QueryResultsFormat.TSV),
    ],
)
def test_a_select_parses_back(ask: Ask, name: str, format_: ox.QueryResultsFormat) -> None:
    found = ox.parse_query_results(ask(SELECT, name), format=format_)
    assert isinstance(found, ox.QuerySolutions)
    assert [(row["s"].value, row["o"].value) for row in found] == PAIRS


def test_a_select_as_csv_holds_plain_values(ask: Ask) -> None:
    lines = ask(SELECT, "csv").decode().split("\r\n")
    assert lines == ["s,o", "x:a,x:b", "x:a,x:c", "x:b,x:c", ""]


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_an_ask_is_written_in_every_format_of_solutions(ask: Ask, name: str) -> None:
    assert b"true" in ask("ASK { <x:a> ?p ?o }", name)
    assert b"false" in ask("ASK { <x:nobody> ?p ?o }", name)


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_a_construct_parses_back(ask: Ask, name: str) -> None:
    # RDF/XML cuts a property's IRI into namespace and name, so it wants one that can be cut.
    query = "CONSTRUCT { ?o <http://e.org/knownBy> ?s } WHERE { ?s <x:knows> ?o }"
    by = ox.NamedNode("http://e.org/knownBy")
    expected = {ox.Triple(ox.NamedNode(o), by, ox.NamedNode(s)) for s, o in PAIRS}
    assert graph(ask(query, name), name) == expected


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_a_describe_parses_back(ask: Ask, name: str) -> None:
    assert len(graph(ask("DESCRIBE <x:a>", name), name)) == 5


def test_a_graph_is_written_with_the_known_prefixes(ask: Ask) -> None:
    query = "CONSTRUCT { <x:a> a kg:Enterprise } WHERE {}"
    assert b"a kg:Enterprise" in ask(query, "ttl")


def test_known_prefixes_need_no_declaration(ask: Ask) -> None:
    (row,) = json.loads(ask("SELECT ?x { VALUES ?x { kg:Park } }"))["results"]["bindings"]
    assert row["x"]["value"] == "https://w3id.org/chainkg/ontology#Park"


def test_a_prefix_of_the_query_goes_before_the_known_one(ask: Ask) -> None:
    found = json.loads(ask("PREFIX kg: <y:> SELECT ?x { VALUES ?x { kg:Park } }"))
    assert found["results"]["bindings"][0]["x"]["value"] == "y:Park"


def test_the_first_format_that_fits_is_taken(ask: Ask) -> None:
    assert ask("ASK {}", "ttl,json,xml").startswith(b'{"head"')
    assert graph(ask("DESCRIBE <x:b>", "json, nt"), "nt")


@pytest.mark.parametrize(
    ("query", "name", "says"),
    [
        (SELECT, "ttl", "a SELECT query cannot be written as ttl; these fit: json, xml, csv, tsv"),
        ("ASK {}", "nt", "an ASK query cannot be written as nt; these fit: json"),
        ("DESCRIBE <x:a>", "csv", "CONSTRUCT or DESCRIBE query .* csv; these fit: ttl, nt, jsonld"),
        ("ASK {}", "yaml", "there is no format yaml; there are: json"),
    ],
)
def test_a_format_that_does_not_fit_is_refused_with_those_that_do(
    ask: Ask, query: str, name: str, says: str
) -> None:
    with pytest.raises(OptionError, match=says):
        ask(query, name)


@pytest.mark.parametrize(
    ("query", "form"),
    [(SELECT, "select"), ("ASK {}", "ask"), ("DESCRIBE <x:a>", "construct")],
)
def test_the_form_of_the_query_is_told(store: Path, query: str, form: str) -> None:
    assert run_query(store, query, io.BytesIO(), format="json,nt") == form


def test_rows_come_as_terms_with_unbound_ones_left_out(store: Path) -> None:
    answer = run_answer(store, "SELECT ?s ?n { ?s <x:knows> <x:c> OPTIONAL { ?s <x:size> ?n } }")
    assert answer.variables == ("s", "n")
    seven = ox.Literal("7", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert sorted(answer.rows, key=lambda row: str(row["s"])) == [
        {"s": ox.NamedNode("x:a"), "n": seven},
        {"s": ox.NamedNode("x:b")},
    ]


def test_texts_come_back_with_language_quotes_and_line_breaks(store: Path) -> None:
    answer = run_answer(store, "SELECT ?n { <x:a> <x:name> ?n }")
    found = {row["n"] for row in answer.rows}
    assert found == {ox.Literal("甲", language="zh"), ox.Literal('A "quoted"\nname')}


def test_an_ask_comes_as_a_truth_value(store: Path) -> None:
    assert run_answer(store, "ASK { <x:a> ?p ?o }").truth
    assert not run_answer(store, "ASK { <x:nobody> ?p ?o }").truth


def test_a_graph_comes_as_triples(store: Path) -> None:
    answer = run_answer(store, "DESCRIBE <x:b>")
    knows = ox.Triple(ox.NamedNode("x:b"), ox.NamedNode("x:knows"), ox.NamedNode("x:c"))
    assert (answer.form, answer.triples) == ("construct", (knows,))
