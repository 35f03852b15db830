"""The terms: complete, used, and at one with tables.toml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import rdflib
from ontology_files import ONTOLOGY, columns, files, own_terms, tables, vocabulary
from rdflib import OWL, RDF, RDFS, SKOS

from kg.vocab import KG

GRAPH = vocabulary()
NS = rdflib.Namespace(KG)
ISSUER = rdflib.URIRef("https://w3id.org/chainkg/ontology")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
PROPERTIES = own_terms(GRAPH, *KINDS[1:])
CLASSES = own_terms(GRAPH, OWL.Class)
EDGES = sorted(s for s in GRAPH.subjects(NS.edgeRecord) if isinstance(s, rdflib.URIRef))
CONCEPTS = own_terms(GRAPH, SKOS.Concept, SKOS.ConceptScheme, NS.Indicator)


def short(term: rdflib.term.Node) -> str:
    return str(term).removeprefix(KG)


def supers(graph: rdflib.Graph, term: rdflib.term.Node) -> set[rdflib.term.Node]:
    """A class and all classes above it."""
    return {t for t in graph.transitive_objects(term, RDFS.subClassOf) if t is not None}


def members(graph: rdflib.Graph, term: rdflib.term.Node) -> list[rdflib.term.Node]:
    """The classes of a union, or the class itself."""
    union = graph.value(term, OWL.unionOf)
    return [term] if union is None else list(rdflib.collection.Collection(graph, union))


@pytest.mark.parametrize(
    "path", files("core.ttl", "schemes/*.ttl", "shapes/*.ttl"), ids=lambda p: p.name
)
def test_turtle_file_parses(path: Path) -> None:
    assert len(rdflib.Graph().parse(path, format="turtle")) > 0


@pytest.mark.parametrize("term", [*CLASSES, *PROPERTIES, *CONCEPTS], ids=short)
def test_term_has_labels_and_definitions_in_both_languages(term: rdflib.URIRef) -> None:
    for said in (RDFS.label, SKOS.definition):
        texts = [o for o in GRAPH.objects(term, said) if isinstance(o, rdflib.Literal)]
        assert sorted(str(t.language) for t in texts) == ["en", "zh"], said
        assert all(t.strip() == str(t) != "" for t in texts)


@pytest.mark.parametrize("term", [*CLASSES, *PROPERTIES, *CONCEPTS], ids=short)
def test_term_says_who_defines_it(term: rdflib.URIRef) -> None:
    assert list(GRAPH.objects(term, RDFS.isDefinedBy)) == [ISSUER]


def test_no_term_is_declared_twice() -> None:
    kinds = [set(own_terms(GRAPH, kind)) for kind in KINDS]
    assert sum(map(len, kinds)) == len(set().union(*kinds))


def test_every_term_that_is_spoken_of_is_declared() -> None:
    used = {t for triple in GRAPH for t in triple if isinstance(t, rdflib.URIRef)}
    declared = {*CLASSES, *PROPERTIES, *CONCEPTS}
    assert not [t for t in sorted(used) if t.startswith(KG) and t not in declared]


def test_external_terms_are_declared_locally_and_nothing_is_imported() -> None:
    stands_on = {
        o
        for link in (RDFS.subClassOf, RDFS.subPropertyOf)
        for o in GRAPH.objects(None, link)
        if isinstance(o, rdflib.URIRef) and not o.startswith(KG)
    }
    assert not [t for t in stands_on if GRAPH.value(t, RDF.type) is None]
    assert not [t for t in stands_on if GRAPH.value(t, RDFS.label) is None]
    assert not list(GRAPH.triples((None, OWL.imports, None)))


def test_properties_named_in_tables_are_declared() -> None:
    named = {c["property"] for _, _, c in columns() if "property" in c}
    own = {NS[name] for name in named if ":" not in name}
    assert own <= set(PROPERTIES)


def test_declared_properties_are_used_by_a_table_or_a_declaration() -> None:
    named = {NS[c["property"]] for _, _, c in columns() if "property" in c}
    in_declarations = {p for p in GRAPH.predicates() if str(p).startswith(KG)}
    assert not [p for p in PROPERTIES if p not in named | in_declarations | set(EDGES)]


def test_classes_named_in_tables_are_declared() -> None:
    named = {name for _, _, c in columns() for name in c.get("to", [])}
    for table in tables()["tables"].values():
        named |= {*table.get("classes", []), *filter(None, [table.get("class")])}
    assert {NS[name] for name in named} <= set(CLASSES)


def test_schemes_named_in_tables_exist() -> None:
    named = {c["scheme"] for _, _, c in columns() if "scheme" in c}
    assert {f"{name}.ttl" for name in named} <= {p.name for p in files("schemes/*.ttl")}


def test_defaults_in_tables_are_values_of_their_scheme() -> None:
    for _, name, column in columns():
        if "default" in column and "scheme" in column:
            concept = NS[f"{column['scheme']}-{column['default']}"]
            assert (concept, RDF.type, SKOS.Concept) in GRAPH, name


@pytest.mark.parametrize(
    ("table", "name", "column"),
    [c for c in columns() if "to" in c[2]],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_range_admits_what_a_column_may_point_at(
    table: str, name: str, column: dict[str, Any]
) -> None:
    if ":" in column["property"]:
        return
    allowed = {
        m for r in GRAPH.objects(NS[column["property"]], RDFS.range) for m in members(GRAPH, r)
    }
    if allowed:
        assert not [t for t in column["to"] if not supers(GRAPH, NS[t]) & allowed]


@pytest.mark.parametrize("table", sorted(tables()["tables"]))
def test_domain_admits_the_classes_of_a_table(table: str) -> None:
    body = tables()["tables"][table]
    held = body.get("classes") or [body["class"]]
    for column in body.get("columns", {}).values():
        if ":" in column["property"]:
            continue
        domains = list(GRAPH.objects(NS[column["property"]], RDFS.domain))
        allowed = {m for d in domains for m in members(GRAPH, d)}
        if allowed:
            assert not [h for h in held if not supers(GRAPH, NS[h]) & allowed], column["property"]


@pytest.mark.parametrize("edge", EDGES, ids=short)
def test_edge_is_declared_whole(edge: rdflib.URIRef) -> None:
    record = GRAPH.value(edge, NS.edgeRecord)
    assert record is not None
    assert NS.Record in supers(GRAPH, record)
    for end, side in ((NS.edgeSource, RDFS.domain), (NS.edgeTarget, RDFS.range)):
        way = GRAPH.value(edge, end)
        assert way in PROPERTIES
        owners = {m for d in GRAPH.objects(way, RDFS.domain) for m in members(GRAPH, d)}
        assert supers(GRAPH, record) & owners
        if GRAPH.value(edge, side) is not None:
            reach = {m for r in GRAPH.objects(edge, side) for m in members(GRAPH, r)}
            due = {m for r in GRAPH.objects(way, RDFS.range) for m in members(GRAPH, r)}
            assert reach == due
    for label in (NS.sourceRoleLabel, NS.targetRoleLabel):
        texts = [o for o in GRAPH.objects(edge, label) if isinstance(o, rdflib.Literal)]
        assert sorted(str(t.language) for t in texts) == ["en", "zh"]
    kinds = set(GRAPH.objects(edge, RDF.type))
    assert len(kinds & {NS.DirectEdge, NS.PartnerEdge}) == 1


@pytest.mark.parametrize("path", files("schemes/*.ttl"), ids=lambda p: p.stem)
def test_scheme_file_holds_one_scheme_with_named_values(path: Path) -> None:
    graph = rdflib.Graph().parse(path, format="turtle")
    scheme = NS[f"scheme-{path.stem}"]
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [scheme]
    values = set(graph.subjects(SKOS.inScheme, scheme))
    assert values == set(graph.subjects(SKOS.notation))
    for value in values:
        assert value == NS[f"{path.stem}-{graph.value(value, SKOS.notation)}"]
    orders = [o.toPython() for o in graph.objects(None, NS.order) if isinstance(o, rdflib.Literal)]
    assert sorted(orders) == list(range(1, len(orders) + 1))
    assert len(orders) in {0, len(values)}


def test_ontology_header_carries_version_and_licence() -> None:
    text = (ONTOLOGY / "core.ttl").read_text("utf-8")
    version = re.search(r'owl:versionInfo "([0-9.]+)"', text)
    assert version is not None
    assert f"<{ISSUER}/{version[1]}>" in text
    assert GRAPH.value(ISSUER, rdflib.DCTERMS.license) is not None
