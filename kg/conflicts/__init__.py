"""Contradictions between sources, found by rules: ``kg conflicts``.

Arithmetic on figures is code (``figures``, ``counts``); what excludes what, and which dates are
of one matter, is declared in ``ontology/conflicts/*.rq`` and in the pack. Both sides stand.
"""

from __future__ import annotations

from kg.conflicts.answer import conflicts
from kg.conflicts.model import Conflict, ConflictsAnswer, Judgement, Side

__all__ = ["Conflict", "ConflictsAnswer", "Judgement", "Side", "conflicts"]
