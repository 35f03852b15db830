"""Filters over the whole graph, the building block of lists: ``kg who``."""

from __future__ import annotations

from kg.who.answer import Known, Match, Who, WhoAnswer
from kg.who.query import DEFAULT_TYPES
from kg.who.search import who

__all__ = ["DEFAULT_TYPES", "Known", "Match", "Who", "WhoAnswer", "who"]
