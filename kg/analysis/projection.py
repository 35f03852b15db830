"""From records to the simple digraph that measures run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analysis.digraph import Digraph

if TYPE_CHECKING:
    from kg.network import EdgeArrays

__all__ = ["apart"]


def apart(found: EdgeArrays) -> Digraph[str]:
    """The simple digraph of a network's arrays, without loops: an edge of a node to itself is
    no dealing with anyone. O(edges)."""
    different = found.source != found.target
    return Digraph.from_arrays(
        len(found.nodes),
        found.source[different],
        found.target[different],
        found.weight[different],
        found.nodes,
    )
