"""The lists of a chain (八清单): what a folder of TOML files asks for, filled from the graph.

Every list, its sections and columns are configuration (``ontology/lists``); a section is a saved
query or a named answer. Rows carry their evidence; what nobody says is shown as not known.
"""

from __future__ import annotations

from kg.lists.config import read_lists
from kg.lists.filling import fill, lists
from kg.lists.model import (
    CATEGORIES,
    Cell,
    Column,
    Figure,
    ListAnswer,
    Lists,
    ListSpec,
    Named,
    Row,
    Section,
    SectionAnswer,
)

__all__ = [
    "CATEGORIES",
    "Cell",
    "Column",
    "Figure",
    "ListAnswer",
    "ListSpec",
    "Lists",
    "Named",
    "Row",
    "Section",
    "SectionAnswer",
    "fill",
    "lists",
    "read_lists",
]
