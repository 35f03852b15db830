"""Which nodes may break a shape: a quick sieve, so that the full validator sees only those.

A SHACL validator takes minutes for a million triples, nearly all of them right. Here shapes are
compiled to plain functions over nodes. A node that they let pass conforms; one that they hold
back may conform or not (a date with a time zone, say), and the validator decides. So the
findings are the validator's own, and the same as without the sieve. Shapes that use anything
not known here are not sieved at all.
"""

from kg.sieve.nodes import Nodes, Term, nodes_of, star
from kg.sieve.suspects import Sieve
from kg.sieve.terms import UnknownShapeError

__all__ = ["Nodes", "Sieve", "Term", "UnknownShapeError", "nodes_of", "star"]
