"""The words of SHACL that the sieve knows."""

from __future__ import annotations

import pyoxigraph as ox

from kg.vocab import PREFIXES, RDF_TYPE

__all__ = ["FIRST", "NIL", "NODE_SHAPE", "PATH", "REST", "SILENT", "SUBCLASS", "TARGET_CLASS",
    "TARGET_SUBJECTS", "TYPE", "UnknownShapeError", "sh"]  # fmt: skip


class UnknownShapeError(Exception):
    """A shape uses a part of SHACL that is not known here; the validator must see all nodes."""


def sh(name: str) -> ox.NamedNode:
    """A term of SHACL."""
    return ox.NamedNode(PREFIXES["sh"] + name)


TYPE = ox.NamedNode(RDF_TYPE)
SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")
FIRST, REST, NIL = (ox.NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
PATH, NODE_SHAPE = sh("path"), sh("NodeShape")
TARGET_CLASS, TARGET_SUBJECTS = sh("targetClass"), sh("targetSubjectsOf")

_SAID = ("message", "name", "description", "severity", "qualifiedMinCount")
SILENT = frozenset({TYPE, PATH, TARGET_CLASS, TARGET_SUBJECTS, *map(sh, _SAID)})
"""What asks nothing of a value by itself."""
