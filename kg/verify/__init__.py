"""Evidence re-read: does each row's passage say what the row says?"""

from __future__ import annotations

from kg.verify.model import Counts, Reading, Verification
from kg.verify.rereading import facts_about, verify

__all__ = ["Counts", "Reading", "Verification", "facts_about", "verify"]
