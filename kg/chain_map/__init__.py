"""The chain map: what the picture of one or all chains shows, as data.

A lane is a chain, or a branch of one that runs from one end of it towards the other; a box is a
segment, with state and label as ``kg gaps`` gives them. ``chain_map`` puts it together from
records; ``kg.viz.chain_map`` draws it.
"""

from __future__ import annotations

from kg.chain_map.answer import chain_map
from kg.chain_map.leading import Leader, LeadRole
from kg.chain_map.model import Amount, Box, ChainMap, Flow, Kind, Lane, Member, Position

__all__ = [
    "Amount",
    "Box",
    "ChainMap",
    "Flow",
    "Kind",
    "Lane",
    "LeadRole",
    "Leader",
    "Member",
    "Position",
    "chain_map",
]
