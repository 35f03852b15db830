"""What falls if firms stop, who is most to be feared for, and which newcomer would help most.

The Economic Systemic Risk Index over observed firm-to-firm supply (``kg.analysis.esri``). Where
no source tells what is supplied, the amounts are drawn at random (seeded), and the answer is a
range and "structural", never one figure. Where too few supply relations are recorded there is no
answer at all: a leader of whom no supplier is known would score 0, which reads as no risk.
"""

from __future__ import annotations

from kg.risk.answer import reliefs, shock, systemic
from kg.risk.model import (
    Hit,
    Range,
    ReliefAnswer,
    ReliefRow,
    RiskAnswer,
    RiskRow,
    ShockAnswer,
)

__all__ = [
    "Hit",
    "Range",
    "ReliefAnswer",
    "ReliefRow",
    "RiskAnswer",
    "RiskRow",
    "ShockAnswer",
    "reliefs",
    "shock",
    "systemic",
]
