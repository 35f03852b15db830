"""ontology/README.md is what the generator makes of the files now."""

from __future__ import annotations

from ontology_files import ONTOLOGY, files, own_terms, vocabulary
from rdflib import OWL
from readme import render

from kg.vocab import KG


def test_readme_is_fresh() -> None:
    written = (ONTOLOGY / "README.md").read_text("utf-8")
    assert written == render(), "run: python tests/ontology/readme.py"


def test_readme_names_every_term_and_file() -> None:
    text = (ONTOLOGY / "README.md").read_text("utf-8")
    graph = vocabulary()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = [f"| `kg:{t.removeprefix(KG)}` |" for t in own_terms(graph, *kinds)]
    named = [
        f"| `{p.stem}` |"
        for p in files("rules/*.rq", "shapes/*.ttl", "checks/*.rq", "queries/*.rq")
    ]
    assert not [t for t in terms + named if t not in text]
