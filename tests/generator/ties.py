"""Other ties of firms: owners, plants, co-operation, projects, and firms drawn by firms."""

from __future__ import annotations

from collections.abc import Sequence

from .dice import Dice
from .evidence import Evidence
from .firms import Firm
from .rows import Tables

__all__ = ["add_ties"]

# Status that goes with a stage, as the check stage-against-status has it.
_STAGES = (("signed", "planned", 2.0), ("building", "building", 3.0), ("in-production", "", 4.0),
           ("at-capacity", "", 2.0))  # fmt: skip
_COOPERATIONS = (("rd", 3.0), ("strategic", 3.0), ("supply-chain", 2.0), ("ecosystem", 1.0))
_ROLES = ("investor", "contractor", "operator", "participant")


def add_ties(tables: Tables, evidence: Evidence, firms: Sequence[Firm], seed: int) -> None:
    """Write ownership, facilities, co-operations, projects and attractions."""
    _ownership(tables, evidence, firms, Dice(seed, "ownership"))
    standing = [firm for firm in firms if not firm.status]
    _plants(tables, evidence, standing, Dice(seed, "plants"))
    _cooperations(tables, evidence, standing, Dice(seed, "cooperations"))
    _projects(tables, evidence, standing, Dice(seed, "projects"))
    dice = Dice(seed, "attractions")
    for _ in range(len(firms) // 100):
        attractor, attracted = dice.some(standing, 2)
        tables.record("attractions", "att", evidence.text(), attractor=attractor.id,
                      attracted=attracted.id, since=str(dice.between(2015, 2025)))  # fmt: skip


def _ownership(tables: Tables, evidence: Evidence, firms: Sequence[Firm], dice: Dice) -> None:
    for firm in firms:
        for owner, kind, share in firm.owners:
            since = str(dice.between(2005, 2024)) if dice.chance(0.5) and not firm.status else ""
            tables.record("ownership", "own", evidence.register(), firm.dated, owner=owner.id,
                          owned=firm.id, kind=kind, share=share, since=since)  # fmt: skip


def _plants(tables: Tables, evidence: Evidence, firms: Sequence[Firm], dice: Dice) -> None:
    for n, firm in enumerate(dice.some(firms, len(firms) // 50)):
        plant = f"plant-{n + 1:04d}"
        tables.add("facilities", plant, evidence.text(),
                   name_zh=f"{firm.named.zh}{firm.segment.zh}工厂",
                   name_en=firm.named.en and f"{firm.named.en}, {firm.segment.en}")  # fmt: skip
        tables.record("ownership", "own", evidence.text(), owner=firm.id, owned=plant, kind="plant")
        tables.record("locations", "loc", evidence.text(), located=plant,
                      place=firm.park or firm.district)  # fmt: skip


def _cooperations(tables: Tables, evidence: Evidence, firms: Sequence[Firm], dice: Dice) -> None:
    for _ in range(len(firms) // 10):
        one, other = dice.some(firms, 2)
        since = str(dice.between(2018, 2025)) if dice.chance(0.5) else ""
        tables.record("cooperations", "coop", evidence.trade(), party_a=one.id, party_b=other.id,
                      kind=dice.weighted(_COOPERATIONS), since=since)  # fmt: skip


def _projects(tables: Tables, evidence: Evidence, firms: Sequence[Firm], dice: Dice) -> None:
    for n, firm in enumerate(dice.some(firms, len(firms) // 60)):
        project = f"proj-{n + 1:04d}"
        stage, status, _ = dice.weighted([(one, one[2]) for one in _STAGES])
        product, en = dice.pick(firm.segment.products)
        tables.add("projects", project, evidence.text(), stage=stage, status=status,
                   name_zh=f"{firm.named.zh}{product}项目",
                   name_en=firm.named.en and f"{firm.named.en} {en} project")  # fmt: skip
        tables.record("participations", "part", evidence.text(), participant=firm.id,
                      activity=project, role="owner")  # fmt: skip
        others = [one for one in dice.some(firms, dice.between(0, 3)) if one is not firm]
        for other in others:
            tables.record("participations", "part", evidence.text(), participant=other.id,
                          activity=project, role=dice.pick(_ROLES))  # fmt: skip
        tables.record("locations", "loc", evidence.text(), located=project,
                      place=firm.park or firm.district)  # fmt: skip
