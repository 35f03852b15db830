"""Reading the ontology folder into a Schema, and saying where it is broken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import Text
from kg.paths import ontology_dir
from kg.schema.broken import broken
from kg.schema.model import Schema, UnitInfo, fold
from kg.schema.tables import read_tables
from kg.vocab import KG, PREFIXES, RDFS_LABEL, local_name

__all__ = ["load_schema"]

_SKOS = PREFIXES["skos"]
_SCHEME = KG + "scheme-"

Terms = dict[tuple[str, str], list[Any]]
"""Subject IRI and predicate IRI to the objects."""


def load_schema(ontology: Path | None = None) -> Schema:
    """Read ``tables.toml``, ``core.ttl`` and ``schemes/*.ttl`` of an ontology folder.

    Without an argument it reads the ontology that comes with chainkg. Raises PackError, whose
    findings name file and line, where a file is missing, does not parse, or names a class,
    property, scheme or type that does not exist.
    """
    folder = ontology or ontology_dir()
    terms: Terms = {}
    core = _turtle(folder / "core.ttl", terms)
    for path in sorted((folder / "schemes").glob("*.ttl")):
        _turtle(path, terms)
    concepts = _concepts(terms)
    superclasses = _superclasses(terms)
    units = {
        notation: UnitInfo(
            notation=notation,
            iri=iri,
            label=_label(terms, iri),
            forms=tuple(sorted({_nfkc(o.value) for o in terms.get((iri, _SKOS + "altLabel"), [])})),
        )
        for notation, iri in concepts.get("unit", {}).items()
    }
    return Schema(
        tables=read_tables(folder / "tables.toml", superclasses, core, concepts),
        superclasses=superclasses,
        concepts=concepts,
        units=units,
        indicator_units=_indicator_units(terms, concepts),
        class_labels={cls: _label(terms, KG + cls) for cls in superclasses},
        concept_labels={
            scheme: {notation: _label(terms, iri) for notation, iri in known.items()}
            for scheme, known in concepts.items()
        },
        words={scheme: _words(terms, known) for scheme, known in concepts.items()},
    )


def _turtle(path: Path, terms: Terms) -> set[str]:
    """Add a Turtle file to ``terms``; the subjects it has."""
    subjects = set()
    try:
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode):
                subjects.add(quad.subject.value)
                terms.setdefault((quad.subject.value, quad.predicate.value), []).append(quad.object)
    except OSError as error:
        raise broken(path, 0, "unreadable", why=error.strerror or error) from error
    except SyntaxError as error:
        raise broken(path, error.lineno or 0, "bad-turtle", why=error.msg) from error
    return subjects


def _nfkc(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _label(terms: Terms, iri: str) -> Text:
    said = {o.language: o.value for o in terms.get((iri, RDFS_LABEL), [])}
    return Text(said.get("zh", local_name(iri)), said.get("en", local_name(iri)))


def _concepts(terms: Terms) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for (subject, predicate), objects in terms.items():
        if predicate == _SKOS + "inScheme" and (subject, _SKOS + "notation") in terms:
            for scheme in (o.value for o in objects if o.value.startswith(_SCHEME)):
                name = scheme.removeprefix(_SCHEME)
                for notation in terms[subject, _SKOS + "notation"]:
                    found.setdefault(name, {})[notation.value] = subject
    return {name: dict(sorted(found[name].items())) for name in sorted(found)}


def _words(terms: Terms, known: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Labels of a scheme's concepts to notations; an alternative label only where it is no label.

    Many units share a counter (个, 家); each is the label of one unit at most.
    """
    found: dict[str, tuple[str, ...]] = {}
    for predicate in (RDFS_LABEL, _SKOS + "altLabel"):
        said: dict[str, list[str]] = {}
        for notation, iri in known.items():
            for word in {fold(o.value) for o in terms.get((iri, predicate), [])}:
                said.setdefault(word, []).append(notation)
        found = {word: tuple(notations) for word, notations in said.items()} | found
    return found


def _superclasses(terms: Terms) -> dict[str, frozenset[str]]:
    parents: dict[str, set[str]] = {}
    for (subject, predicate), objects in terms.items():
        if not subject.startswith(KG):
            continue
        above = {local_name(o.value) for o in objects if str(o).startswith(f"<{KG}")}
        if predicate == PREFIXES["rdfs"] + "subClassOf":
            parents.setdefault(local_name(subject), set()).update(above)
        elif predicate == PREFIXES["rdf"] + "type" and any(
            str(o) == f"<{PREFIXES['owl']}Class>" for o in objects
        ):
            parents.setdefault(local_name(subject), set())
    return {cls: frozenset(_closure(cls, parents)) for cls in sorted(parents)}


def _closure(start: str, parents: Mapping[str, Iterable[str]]) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        cls = todo.pop()
        if cls not in seen:
            seen.add(cls)
            todo += parents.get(cls, ())
    return seen


def _indicator_units(terms: Terms, concepts: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    notation_of = {iri: notation for notation, iri in concepts.get("unit", {}).items()}
    return {
        notation: notation_of[unit.value]
        for notation, iri in concepts.get("indicator", {}).items()
        for unit in terms.get((iri, KG + "unit"), [])
        if unit.value in notation_of
    }
