"""What every answer is made of: references to things, records, and their evidence.

All answers read records (never the derived direct edges), so that each row can say on which
record it stands, from which source and spans, and whether it is stated, derived or outside.
"""

from __future__ import annotations

from kg.records.asking import local_id, select_about
from kg.records.model import Evidence, Ref
from kg.records.reading import evidence_of, labels_of, refs_of
from kg.records.scope import Scope

__all__ = [
    "Evidence",
    "Ref",
    "Scope",
    "evidence_of",
    "labels_of",
    "local_id",
    "refs_of",
    "select_about",
]
