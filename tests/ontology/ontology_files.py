"""Reading the files of ``ontology/`` for its tests and for the generator of its README."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from kg.query import read_head
from kg.vocab import KG, PREFIXES

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
HERE = Path(__file__).resolve().parent
ZZ = "https://w3id.org/chainkg/id/zhengzhou/"

TURTLE_PREFIXES = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in {
        **{n: PREFIXES[n] for n in ("dcterms", "kg", "owl", "prov", "rdf", "rdfs", "skos", "xsd")},
        "zz": ZZ,
    }.items()
)


def files(*patterns: str) -> list[Path]:
    """Files of the ontology by glob patterns, in a fixed order."""
    return [path for pattern in patterns for path in sorted(ONTOLOGY.glob(pattern))]


def head_of(path: Path) -> dict[str, Any]:
    """The head of a rule, shape, check or query file."""
    return read_head(path.read_text("utf-8"))


def vocabulary() -> rdflib.Graph:
    """core.ttl and all schemes in one graph."""
    graph = rdflib.Graph()
    for path in files("core.ttl", "schemes/*.ttl"):
        graph.parse(path, format="turtle")
    return graph


def tables() -> dict[str, Any]:
    """The parsed tables.toml."""
    return tomllib.loads((ONTOLOGY / "tables.toml").read_text("utf-8"))


def columns() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every column of tables.toml as (table or common section, column, what is said of it)."""
    toml = tables()
    for section, body in toml["common"].items():
        for name, column in body.items():
            yield f"common.{section}", name, column
    for table, body in toml["tables"].items():
        for name, column in body.get("columns", {}).items():
            yield table, name, column


def own_terms(graph: rdflib.Graph, *kinds: rdflib.URIRef) -> list[rdflib.URIRef]:
    """Terms of the chainkg namespace that are declared as one of the kinds, by name."""
    found = {s for kind in kinds for s in graph.subjects(rdflib.RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, rdflib.URIRef) and s.startswith(KG))


def store_with(turtle: str) -> ox.Store:
    """A store in memory with the ontology, its schemes and some Turtle without prefix lines."""
    store = ox.Store()
    for path in files("core.ttl", "schemes/*.ttl"):
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    store.load(TURTLE_PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return store


def with_parameters(query: str, values: dict[str, ox.NamedNode | ox.Literal]) -> str:
    """A saved query with each ``#PARAM name`` line replaced by a VALUES clause."""

    def clause(match: re.Match[str]) -> str:
        return f"VALUES ?{match[1]} {{ {values[match[1]]} }}"

    return re.sub(r"^\s*#PARAM (\w+)\s*$", clause, query, flags=re.MULTILINE)
