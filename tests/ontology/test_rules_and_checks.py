"""Each shape, check, rule and query does what its own head says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from ontology_files import (
    HERE,
    TURTLE_PREFIXES,
    ZZ,
    columns,
    files,
    head_of,
    store_with,
    tables,
    vocabulary,
    with_parameters,
)
from rdflib import RDF, SH

from kg.vocab import KG, XSD, expand

RULES = files("rules/*.rq")
CHECKS = files("checks/*.rq")
SHAPES = files("shapes/*.ttl")
QUERIES = files("queries/*.rq")
CONFLICTS = files("conflicts/*.rq")
EXAMPLE = (HERE / "example.ttl").read_text("utf-8")
DATE = ox.NamedNode(XSD + "date")
VALUES: dict[str, ox.NamedNode | ox.Literal] = {
    "chain": ox.NamedNode(ZZ + "chain"),
    "day": ox.Literal("2025-01-01", datatype=DATE),
    "firm": ox.NamedNode(ZZ + "firm"),
    "group": ox.NamedNode(ZZ + "corridor"),
    "leader": ox.NamedNode(ZZ + "firm"),
    "place": ox.NamedNode(ZZ + "area"),
    "text": ox.Literal("甲客"),
    "thing": ox.NamedNode(ZZ + "firm"),
}
STRANGE: dict[str, list[ox.NamedNode | ox.Literal]] = {
    "iri": [ox.NamedNode(ZZ + "nobody")],
    "text": [ox.Literal('" } UNION { ?s ?p ?o'), ox.Literal("; DROP ALL ;"), ox.Literal("\\\n'")],
    "date": [ox.Literal("0001-01-01", datatype=DATE)],
}


def triples(turtle: str) -> set[ox.Triple]:
    return {q.triple for q in ox.parse(TURTLE_PREFIXES + turtle, format=ox.RdfFormat.TURTLE)}


def select(store: ox.Store, query: str) -> ox.QuerySolutions:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return found


def derive(store: ox.Store) -> list[ox.Triple]:
    """What all rules derive; also added to the store."""
    found: list[ox.Triple] = []
    for path in RULES:
        made = store.query(path.read_text("utf-8"))
        assert isinstance(made, ox.QueryTriples)
        found += made
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in found)
    return found


def shape_results(turtle: str, *shapes: rdflib.Graph) -> tuple[rdflib.Graph, set[str]]:
    """The validation report on some Turtle, and the local names of the faulty subjects."""
    data = vocabulary().parse(data=TURTLE_PREFIXES + turtle, format="turtle")
    shape = rdflib.Graph()
    for one in shapes:
        shape += one
    _, report, _ = pyshacl.validate(data, shacl_graph=shape, inference="none", advanced=False)
    assert isinstance(report, rdflib.Graph)
    return report, {
        str(report.value(r, SH.focusNode)).removeprefix(ZZ) for r in report.objects(None, SH.result)
    }


def subjects(turtle: str) -> set[str]:
    return {str(t.subject).strip("<>").removeprefix(ZZ) for t in triples(turtle)}


@pytest.mark.parametrize("path", [*SHAPES, *CHECKS], ids=lambda p: p.stem)
def test_head_is_whole(path: Path) -> None:
    head = head_of(path)
    assert head["id"] == path.stem
    assert head["severity"] in {"error", "warning", "notice"}
    for part in ("title", "problem", "remedy"):
        assert set(head[part]) == {"zh", "en"}
        assert all(head[part].values())
    assert head["good"].strip()
    assert head["bad"].strip()


@pytest.mark.parametrize("path", SHAPES, ids=lambda p: p.stem)
def test_shape_fires_on_its_bad_example_and_not_on_its_good_one(path: Path) -> None:
    head = head_of(path)
    graph = rdflib.Graph().parse(path, format="turtle")
    report, faulty = shape_results(head["bad"], graph)
    assert faulty
    known = set(graph.subjects())
    for result in report.objects(None, SH.result):  # not sh:detail: parts of a result
        assert report.value(result, SH.sourceShape) in known
        said = {getattr(m, "language", None) for m in report.objects(result, SH.resultMessage)}
        assert said == {"zh", "en"}
    assert shape_results(head["good"], graph)[1] == set()


@pytest.mark.parametrize("path", SHAPES, ids=lambda p: p.stem)
def test_shape_is_shacl_core(path: Path) -> None:
    graph = rdflib.Graph().parse(path, format="turtle")
    assert not [p for p in graph.predicates() if p in {SH.sparql, SH.js, SH.rule}]


@pytest.mark.parametrize("path", CHECKS, ids=lambda p: p.stem)
def test_check_fires_on_its_bad_example_and_not_on_its_good_one(path: Path) -> None:
    head, query = head_of(path), path.read_text("utf-8")
    rows = list(select(store_with(head["bad"]), query))
    assert rows
    assert {row["focus"].value.removeprefix(ZZ) for row in rows} <= subjects(head["bad"])
    assert list(select(store_with(head["good"]), query)) == []


@pytest.mark.parametrize("path", CHECKS, ids=lambda p: p.stem)
def test_check_gives_only_focus_path_and_value(path: Path) -> None:
    found = select(ox.Store(), path.read_text("utf-8"))
    names = [variable.value for variable in found.variables]
    assert names in (["focus"], ["focus", "path"], ["focus", "path", "value"])
    assert "NOT EXISTS" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", RULES, ids=lambda p: p.stem)
def test_rule_derives_what_its_head_says_and_nothing_else(path: Path) -> None:
    head, query = head_of(path), path.read_text("utf-8")
    assert set(head["title"]) == set(head["why"]) == {"zh", "en"}

    def derived(turtle: str) -> set[ox.Triple]:
        made = store_with(turtle).query(query)
        assert isinstance(made, ox.QueryTriples)
        return set(made)

    assert derived(head["good"]) == triples(head["expect"])
    assert derived(head["bad"]) == set()


@pytest.mark.parametrize("path", CONFLICTS, ids=lambda p: p.stem)
def test_conflict_rule_finds_pairs_in_its_bad_example_and_none_in_its_good_one(path: Path) -> None:
    head, query = head_of(path), path.read_text("utf-8")
    assert head["id"] == path.stem
    assert (rdflib.URIRef(f"{KG}conflict-kind-{head['kind']}"), RDF.type, None) in vocabulary()
    assert set(head["title"]) == set(head["why"]) == {"zh", "en"}
    found = select(store_with(head["bad"]), query)
    names = [variable.value for variable in found.variables]
    assert names == ["about", "topic", "one", "one_value", "other", "other_value"]
    pairs = [{row["one"].value, row["other"].value} for row in found]
    named = {term.removeprefix(ZZ) for pair in pairs for term in pair}
    assert pairs
    assert all(len(pair) == 2 for pair in pairs)
    assert subjects(head["bad"]) - named <= {"e", "f", "g", "p", "q"}  # what the records are about
    assert list(select(store_with(head["good"]), query)) == []


def test_example_breaks_no_shape() -> None:
    graphs = [rdflib.Graph().parse(path, format="turtle") for path in SHAPES]
    report, _ = shape_results(EXAMPLE, *graphs)
    assert [str(o) for o in report.objects(None, SH.resultMessage)] == []


def test_example_breaks_no_check() -> None:
    store = store_with(EXAMPLE)
    derive(store)
    fired = {p.stem: list(select(store, p.read_text("utf-8"))) for p in CHECKS}
    assert {name for name, rows in fired.items() if rows} == set()


def test_example_uses_every_table_class_and_gives_every_edge() -> None:
    graph = vocabulary().parse(data=EXAMPLE, format="turtle")
    made = {t.predicate.value for t in derive(store_with(EXAMPLE))}
    assert made == {str(s) for s in graph.subjects(rdflib.URIRef(KG + "edgeRecord"))}
    held = {str(o) for s, o in graph.subject_objects(RDF.type) if str(s).startswith(ZZ)}
    for body in tables()["tables"].values():
        assert {KG + name for name in body.get("classes") or [body["class"]]} <= held


def test_example_uses_every_property_of_the_tables() -> None:
    graph = rdflib.Graph().parse(data=EXAMPLE, format="turtle")
    used = {str(p) for p in graph.predicates()}
    assert not [
        (table, name)
        for table, name, column in columns()
        if "property" in column and expand(column["property"]) not in used
    ]


def values_of(head: dict[str, Any]) -> dict[str, ox.NamedNode | ox.Literal]:
    """A value for each parameter: of the example's things if it has one, else the head's own."""
    params = head.get("param", {}).items()
    own = {
        name: ox.NamedNode(p["example"]) if p["type"] == "iri" else ox.Literal(p["example"])
        for name, p in params
    }
    return {**own, **VALUES}


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_query_runs_on_the_example_and_has_the_columns_of_its_head(path: Path) -> None:
    """What it answers is tested on the bundled pack, in tests/query/test_competency.py."""
    head, query = head_of(path), path.read_text("utf-8")
    assert head["id"] == path.stem
    assert set(head["title"]) == {"zh", "en"}
    store = store_with(EXAMPLE)
    derive(store)
    found = select(store, with_parameters(query, values_of(head)))
    assert [v.value for v in found.variables] == list(head["column"])
    list(found)


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_query_says_what_its_parameters_are(path: Path) -> None:
    head, query = head_of(path), path.read_text("utf-8")
    marked = {line.split()[1] for line in query.splitlines() if line.strip().startswith("#PARAM")}
    assert marked == set(head.get("param", {}))
    for param in head.get("param", {}).values():
        assert param["type"] in STRANGE
        assert set(param["title"]) == {"zh", "en"}
        assert param["example"]


@pytest.mark.parametrize("path", QUERIES, ids=lambda p: p.stem)
def test_query_finds_nothing_for_a_strange_value(path: Path) -> None:
    head, query = head_of(path), path.read_text("utf-8")
    store = store_with(EXAMPLE)
    for name, param in head.get("param", {}).items():
        for value in STRANGE[param["type"]]:
            strange = with_parameters(query, {**values_of(head), name: value})
            assert list(select(store, strange)) == []
