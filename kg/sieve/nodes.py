"""Triples by subject and predicate."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

__all__ = ["Node", "Nodes", "Term", "nodes_of", "star"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Node = dict[ox.NamedNode, list[Term]]
Nodes = dict[Term, Node]
"""Subject -> predicate -> objects, each once."""


def nodes_of(triples: Iterable[ox.Triple]) -> Nodes:
    """Triples by subject and predicate. Linear."""
    nodes: Nodes = {}
    for subject, predicate, value in triples:
        values = nodes.setdefault(subject, {}).setdefault(predicate, [])
        if not values or value not in values:
            values.append(value)
    return nodes


def star(start: Iterable[Term], nodes: Nodes, depth: int) -> list[ox.Triple]:
    """The triples of some nodes, of their values, of the values of these: ``depth`` rounds."""
    seen: dict[Term, None] = {}
    edge = list(dict.fromkeys(start))
    for _ in range(depth):
        seen |= dict.fromkeys(edge)
        around = (v for node in edge for vs in nodes.get(node, {}).values() for v in vs)
        edge = [v for v in dict.fromkeys(around) if v not in seen and v in nodes]
    return [
        ox.Triple(node, predicate, value)
        for node in seen
        if isinstance(node, ox.NamedNode | ox.BlankNode)
        for predicate, values in nodes.get(node, {}).items()
        for value in values
    ]
