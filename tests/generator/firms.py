"""Firms: names, codes, segments, places, groups."""

from __future__ import annotations

from dataclasses import dataclass

from .dice import Dice
from .evidence import Evidence
from .frame import Frame, Segment
from .ground import Parks, product_id
from .identity import Identity, Namer, credit_code
from .rows import Row, Tables

__all__ = ["Firm", "make_firms"]

_COMMUNITY = 60
_REGION = "410100"


@dataclass
class Firm:
    """One firm while its city is being made.

    ``owners`` are firms that stand before it in the order of making: no firm can own itself.
    """

    named: Identity
    segment: Segment
    community: int = 0
    owners: tuple[tuple[Firm, str, str], ...] = ()
    id: str = ""
    number: int = 0
    status: str = ""
    district: str = ""
    park: str = ""
    activity: str = ""

    @property
    def dated(self) -> Row:
        """The status of whatever the firm does: no more than the firm itself is."""
        if self.status == "ended":
            return {"status": "ended", "until": "2024"}
        return {"status": self.status} if self.status else {}


def make_firms(
    tables: Tables,
    evidence: Evidence,
    frame: Frame,
    count: int,
    seed: int,
    parks: Parks,
    *,
    known_structure: bool,
) -> list[Firm]:
    """Make ``count`` firms and write the tables that say what each is by itself; by number."""
    maker = _Maker(frame, count, seed, parks, known_structure=known_structure)
    firms = maker.firms()
    codes = Dice(seed, "codes")
    for firm in firms:
        _write(tables, evidence, firm, codes)
    _activities(tables, evidence, frame, firms, Dice(seed, "activities"))
    _production(tables, evidence, firms, Dice(seed, "production"))
    _namings(tables, evidence, frame, firms, Dice(seed, "namings"))
    return firms


class _Maker:
    def __init__(
        self, frame: Frame, count: int, seed: int, parks: Parks, *, known_structure: bool
    ) -> None:
        self.frame = frame
        self.count = count
        self.dice = Dice(seed, "firms")
        self.namer = Namer(frame, seed)
        self.parks = parks
        self.known_structure = known_structure
        self.chains = [(chain, chain.weight) for chain in frame.chains]
        places = [(d, p) for d, several in parks.items() for p in several]
        # A community has one chain and one park.
        self.communities = [
            (self.dice.weighted(self.chains), self.dice.pick(places))
            for _ in range(max(4, count // _COMMUNITY))
        ]

    def firms(self) -> list[Firm]:
        """All firms; their numbers are given at random, so that a number says nothing."""
        made = self.groups(self.count // 60)
        made += self.branches(made, self.count // 60)
        alone = [self.firm() for _ in range(self.count - len(made))]
        self.joint_ventures(alone, [f for f in made if not f.owners], self.count // 150)
        made += alone
        for number, firm in enumerate(mixed := self.dice.shuffled(made)):
            firm.number, firm.id = number, f"f{number + 1:06d}"
        return mixed

    def firm(self, brand: str = "", status: bool = True) -> Firm:
        community = self.dice.below(len(self.communities)) if self.known_structure else 0
        chain, home = self.communities[community]
        if not self.known_structure:
            chain = self.dice.weighted(self.chains)
        segment = self.dice.pick(chain.segments)
        firm = Firm(self.namer.firm(segment, brand), segment, community)
        if status:
            firm.status = self.dice.weighted([("", 98.0), ("planned", 1.0), ("ended", 1.0)])
        return self.place(firm, *(home if self.known_structure else ("", "")))

    def place(self, firm: Firm, district: str, park: str) -> Firm:
        """Seven of ten in a park, that of the community if there is one; the others around."""
        if not district or self.dice.chance(0.3):
            district = self.dice.pick(list(self.parks))
            park = self.dice.pick(self.parks[district])
        firm.district = district
        firm.park = park if self.dice.chance(0.7) else ""
        return firm

    def groups(self, count: int) -> list[Firm]:
        """Heads of groups, each with two to six firms below it, some of them two steps."""
        found = []
        for _ in range(count):
            head = self.firm(status=False)
            head.named = self.namer.group()
            members = [head]
            for _ in range(self.dice.between(2, 6)):
                owner = self.dice.pick(members) if self.dice.chance(0.3) else head
                member = self.firm(head.named.brand, status=False)
                kind = self.dice.weighted([("subsidiary", 8.0), ("group-member", 2.0)])
                share = self.dice.pick(["100", "100", "80", "67", "51"])
                member.owners = ((owner, kind, share if kind == "subsidiary" else ""),)
                members.append(member)
            found += members
        return found

    def branches(self, made: list[Firm], count: int) -> list[Firm]:
        found = []
        for parent in self.dice.some(made, count):
            named = self.namer.branch(parent.named)
            if named is not None:
                branch = Firm(named, parent.segment, parent.community, ((parent, "branch", ""),))
                found.append(self.place(branch, "", ""))
        return found

    def joint_ventures(self, alone: list[Firm], heads: list[Firm], count: int) -> None:
        """Give some firms two owners each, who are themselves owned by nobody."""
        chosen = self.dice.some(alone, count * 2)
        for venture, partner in zip(chosen[:count], chosen[count:], strict=False):
            share = self.dice.pick(["51", "50", "60", "70"])
            head = self.dice.pick(heads)
            venture.owners = (
                (head, "joint-venture", share),
                (partner, "joint-venture", str(100 - int(share))),
            )


def _write(tables: Tables, evidence: Evidence, firm: Firm, codes: Dice) -> None:
    source = evidence.register() if codes.chance(0.8) else evidence.text()
    code = credit_code(codes, _REGION) if codes.chance(0.9) else ""
    tables.add("organizations", firm.id, source, type="Enterprise", name_zh=firm.named.zh,
               name_en=firm.named.en, credit_code=code, industry=f"gb-{firm.segment.industry}",
               status=firm.status)  # fmt: skip
    tables.record("locations", "loc", evidence.register(), firm.dated, located=firm.id,
                  place=firm.park or firm.district)  # fmt: skip


def _activities(
    tables: Tables, evidence: Evidence, frame: Frame, firms: list[Firm], dice: Dice
) -> None:
    chains = {chain.id: chain.segments for chain in frame.chains}
    for firm in firms:
        segments = [firm.segment]
        if dice.chance(0.3):
            other = dice.pick(chains[firm.segment.chain])
            segments += [other] * (other is not firm.segment)
        made = [
            tables.record("activities", "act", evidence.trade(), firm.dated, agent=firm.id,
                          segment=f"seg-{segment.id}")
            for segment in segments
        ]  # fmt: skip
        firm.activity = made[0]


def _production(tables: Tables, evidence: Evidence, firms: list[Firm], dice: Dice) -> None:
    for firm in firms:
        if dice.chance(0.6):
            many = 2 if dice.chance(0.25) else 1
            for n in dice.some(range(len(firm.segment.products)), many):
                tables.record("production", "make", evidence.trade(), firm.dated, producer=firm.id,
                              product=product_id(firm.segment.id, n))  # fmt: skip


def _namings(
    tables: Tables, evidence: Evidence, frame: Frame, firms: list[Firm], dice: Dice
) -> None:
    for firm in firms:
        named = firm.named
        if dice.chance(0.35):
            name = named.brand + named.trade
            if name == named.zh or named.zh.endswith("分公司"):
                continue
            tables.record("namings", "name", evidence.trade(), entity=firm.id, name=name,
                          kind="abbreviation")  # fmt: skip
        elif dice.chance(0.06):
            before = dice.pick(frame.elsewhere)[0] + named.brand + named.trade + "厂"
            if before != named.zh:
                tables.record("namings", "name", evidence.register(), entity=firm.id, name=before,
                              kind="former")  # fmt: skip
