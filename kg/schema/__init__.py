"""The frame of the data: which tables and columns a pack has, which classes and concepts exist."""

from __future__ import annotations

from kg.schema.load import load_schema
from kg.schema.model import Column, ColumnType, Schema, Table, UnitInfo
from kg.schema.spans import MOST, SpansError, parse_spans, spans_text

__all__ = [
    "MOST",
    "Column",
    "ColumnType",
    "Schema",
    "SpansError",
    "Table",
    "UnitInfo",
    "load_schema",
    "parse_spans",
    "spans_text",
]
