"""Under OWL RL with the published axioms of the standard vocabularies, nothing is mistyped."""

from __future__ import annotations

import owlrl
import pyoxigraph as ox
import rdflib
from ontology_files import HERE, ZZ, files, vocabulary
from rdflib import OWL, RDF

from kg.vocab import PREFIXES

TYPES = HERE / "example_types.txt"
NAMES = {"zz": ZZ, **PREFIXES}
EVERYTHING = {OWL.Thing, rdflib.RDFS.Resource}


def curie(iri: str) -> str:
    return next((f"{p}:{iri[len(n) :]}" for p, n in NAMES.items() if iri.startswith(n)), iri)


def closure(more: str = "") -> rdflib.Graph:
    """The closure over ontology, schemes, published axioms, example and some more Turtle."""
    graph = vocabulary().parse(data=more, format="turtle")
    for name in ("external.ttl", "example.ttl"):
        graph.parse(HERE / name, format="turtle")
    graph.parse(data=derived(graph), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def derived(graph: rdflib.Graph) -> str:
    """What the rules derive, as N-Triples; the closure must type the ends of edges rightly too."""
    store = ox.Store()
    store.load(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    made: list[ox.Triple] = []
    for path in files("rules/*.rq"):
        found = store.query(path.read_text("utf-8"))
        assert isinstance(found, ox.QueryTriples)
        made += found
    return "".join(f"{triple} .\n" for triple in made)


def types_line(graph: rdflib.Graph, node: rdflib.term.Node) -> str:
    """A node and its named types, without what everything is."""
    found = {t for t in graph.objects(node, RDF.type) if isinstance(t, rdflib.URIRef)}
    return " ".join([curie(str(node)), *sorted(curie(str(t)) for t in found - EVERYTHING)])


def test_closure_gives_each_node_only_the_types_written_down() -> None:
    graph = closure()
    nodes = {str(s) for s in graph.subjects() if str(s).startswith(ZZ) and "#" not in str(s)}
    found = [types_line(graph, rdflib.URIRef(node)) for node in sorted(nodes)]
    assert found == TYPES.read_text("utf-8").splitlines()


def contradictions(graph: rdflib.Graph) -> list[str]:
    return [str(o) for o in graph.objects(None, owlrl.Namespaces.ERRNS.error)]


def test_closure_finds_no_contradiction() -> None:
    assert contradictions(closure()) == []


def test_closure_would_find_a_firm_that_is_also_a_plant() -> None:
    both = f"<{ZZ}firm> a <{PREFIXES['kg']}Facility> ."
    assert contradictions(closure(both)) != []
