"""Measures over networks: plain functions that never change what they are given.

Each takes a networkx graph or a ``Digraph`` and answers for every node with a mapping that also
holds an array in node order (``NodeValues``). README.md lists them, with times measured.
"""

from __future__ import annotations

from kg.analysis.between import Betweenness, betweenness, betweenness_centrality
from kg.analysis.cuts import articulation_points, bridges
from kg.analysis.digraph import Digraph, NodeValues
from kg.analysis.distances import closeness_centrality, harmonic_centrality
from kg.analysis.partition import adjusted_rand, communities, modularity, stability
from kg.analysis.spectral import eigenvector_centrality, hits, katz_centrality, pagerank
from kg.analysis.structure import (
    core_number,
    degree,
    reciprocity,
    strength,
    strong_components,
    weak_components,
)
from kg.analysis.supply import herfindahl, local_rate, sole_customers, sole_inputs
from kg.analysis.trophic import trophic_incoherence, trophic_levels

__all__ = [
    "Betweenness",
    "Digraph",
    "NodeValues",
    "adjusted_rand",
    "articulation_points",
    "betweenness",
    "betweenness_centrality",
    "bridges",
    "closeness_centrality",
    "communities",
    "core_number",
    "degree",
    "eigenvector_centrality",
    "harmonic_centrality",
    "herfindahl",
    "hits",
    "katz_centrality",
    "local_rate",
    "modularity",
    "pagerank",
    "reciprocity",
    "sole_customers",
    "sole_inputs",
    "stability",
    "strength",
    "strong_components",
    "trophic_incoherence",
    "trophic_levels",
    "weak_components",
]
