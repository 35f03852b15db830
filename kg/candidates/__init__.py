"""Candidates: firms that a firm has no known link to but could deal with. Always inferred.

``ground`` is where the firm stands, ``search`` one query for everyone who shares it, ``weigh``
and ``score`` what each is worth, ``rank`` the order, ``answer`` the words, ``evaluation`` the
measured check on links that were hidden.
"""

from __future__ import annotations

from kg.candidates.answer import TOP, candidates
from kg.candidates.model import CandidateAnswer, CandidateRow, Reason

__all__ = ["TOP", "CandidateAnswer", "CandidateRow", "Reason", "candidates"]
