"""The workspace of a chain: its chief, leaders, task force, R&D body, map and lists, and what of
these the sources leave open.

The slots are the scheme ``chain-slot`` of the ontology, so that a city with another way of
working edits a file. A slot is known where a record names who or what fills it; it is spoken of
where a mechanism that applies to the chain, to its group or to its area calls for it, or where a
source tells of it without a name. What is only planned fills nothing.
"""

from __future__ import annotations

from kg.workspace.model import Holder, Mention, Slot, State, Via, Workspace
from kg.workspace.reading import workspace

__all__ = ["Holder", "Mention", "Slot", "State", "Via", "Workspace", "workspace"]
