"""Measures over plain graphs: each takes a networkx graph, never changes it, returns values."""

from __future__ import annotations

from kg.analysis.centrality import Centrality, centrality
from kg.analysis.clusters import Cluster, clusters

__all__ = ["Centrality", "Cluster", "centrality", "clusters"]
