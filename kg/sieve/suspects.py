"""Shapes to checks, and the targets that do not pass them."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from kg.sieve.nodes import Node, Nodes, Term
from kg.sieve.rules import RULES, Values
from kg.sieve.terms import (
    FIRST,
    NIL,
    NODE_SHAPE,
    PATH,
    REST,
    SILENT,
    SUBCLASS,
    TARGET_CLASS,
    TARGET_SUBJECTS,
    TYPE,
    UnknownShapeError,
)

__all__ = ["Sieve"]


class Sieve:
    """The nodes of a graph, to be held against shapes.

    ``depth``: how far from a target the shapes so far look; 1 at its own triples, 2 also at
    those of its values.
    """

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.depth = 1
        self.having: dict[ox.NamedNode, list[Term]] = {}
        for node, values in nodes.items():
            for predicate in values:
                self.having.setdefault(predicate, []).append(node)
        self.of_type: dict[Term, list[Term]] = {}
        for node in self.having.get(TYPE, ()):
            for cls in nodes[node][TYPE]:
                self.of_type.setdefault(cls, []).append(node)

    def suspects(self, shapes: Nodes) -> list[Term]:
        """The targets that may break one of these shapes; ``shapes`` is a whole shapes graph.

        Linear in the triples of the targets. Raises UnknownShapeError.
        """
        compiler = Compiler(shapes, self)
        found: dict[Term, None] = {}
        for shape, said in shapes.items():
            # All are compiled, so that one whose target is of an unknown kind raises.
            check = compiler.shape(shape, 0) if _is_shape(said) else None
            if check is not None:
                found |= {node: None for node in self.targets(said) if not check(node)}
        return list(found)

    def targets(self, said: Node) -> list[Term]:
        """The nodes that a shape is about."""
        classes = {c for top in said.get(TARGET_CLASS, ()) for c in self.below(top)}
        several = [self.of_type.get(cls, []) for cls in sorted(classes, key=str)]
        several += [self.having.get(p, []) for p in said.get(TARGET_SUBJECTS, ())
                    if isinstance(p, ox.NamedNode)]  # fmt: skip
        return list(dict.fromkeys(node for nodes in several for node in nodes))

    def below(self, top: Term) -> set[Term]:
        """A class and all below it."""
        found, before = {top}, 0
        while len(found) > before:
            before = len(found)
            found |= {
                node
                for node in self.having.get(SUBCLASS, ())
                if not found.isdisjoint(self.nodes[node][SUBCLASS])
            }
        return found


def _is_shape(said: Node) -> bool:
    return said.get(TYPE) == [NODE_SHAPE] or any(p.value.startswith(_TARGET) for p in said)


_TARGET = TARGET_CLASS.value.removesuffix("Class")


class Compiler:
    """Makes checks of the shapes of one graph; False from a check: the shape may be broken."""

    def __init__(self, shapes: Nodes, sieve: Sieve) -> None:
        self.shapes = shapes
        self.sieve = sieve

    def shape(self, shape: Term, steps: int) -> Callable[[Term], bool]:
        """The check of a node or property shape ``steps`` away from the target."""
        said = self.shapes.get(shape)
        if said is None or said.get(TYPE, [NODE_SHAPE]) != [NODE_SHAPE]:
            raise UnknownShapeError(str(shape))
        paths = said.get(PATH)
        if paths is None:
            rules = self.rules(said, steps)
            return lambda term: all(rule([term]) for rule in rules)
        if len(paths) != 1 or not isinstance(paths[0], ox.NamedNode):
            raise UnknownShapeError(str(shape))
        self.look(steps + 1)
        return _along(paths[0], self.rules(said, steps + 1), self.sieve.nodes)

    def rules(self, said: Node, steps: int) -> list[Values]:
        """What the values of a shape must pass."""
        found: list[Values] = []
        for predicate, parameters in said.items():
            if predicate in SILENT:
                continue
            make = RULES.get(predicate)
            if make is None:
                raise UnknownShapeError(str(predicate))
            found += [make(self, parameter, said, steps) for parameter in parameters]
        return found

    def items(self, head: Term) -> list[Term]:
        """The members of a list in the shapes graph."""
        found: list[Term] = []
        while head != NIL:
            said = self.shapes.get(head, {})
            if FIRST not in said or REST not in said:
                raise UnknownShapeError(str(head))
            found.append(said[FIRST][0])
            head = said[REST][0]
        return found

    def look(self, steps: int) -> None:
        """Note that triples of nodes up to ``steps`` - 1 away from the target are read."""
        self.sieve.depth = max(self.sieve.depth, steps)


def _along(path: ox.NamedNode, rules: list[Values], nodes: Nodes) -> Callable[[Term], bool]:
    none: Node = {}
    nothing: list[Term] = []

    def check(term: Term) -> bool:
        values = nodes.get(term, none).get(path, nothing)
        return all(rule(values) for rule in rules)

    return check
