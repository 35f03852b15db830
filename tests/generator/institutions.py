"""What stands around the firms: leaders, bodies, clusters, policies, needs, counted groups."""

from __future__ import annotations

from collections.abc import Sequence

from .dice import Dice
from .evidence import Evidence
from .firms import Firm
from .frame import Frame
from .ground import Parks
from .rows import Tables

__all__ = ["add_institutions"]


def add_institutions(
    tables: Tables,
    evidence: Evidence,
    frame: Frame,
    firms: Sequence[Firm],
    degree: Sequence[int],
    parks: Parks,
    seed: int,
) -> None:
    """Write the tables that are left; ``degree`` says which firms are the most linked."""
    standing = [firm for firm in firms if not firm.status]
    ranked = sorted(standing, key=lambda firm: (-degree[firm.number], firm.number))
    _bodies(tables, evidence, frame, parks)
    _roles(tables, evidence, frame, ranked, Dice(seed, "roles"))
    _groups(tables, evidence, frame, ranked, Dice(seed, "groups"))
    _needs(tables, evidence, frame, Dice(seed, "needs"))
    _memberships(tables, evidence, frame, ranked, Dice(seed, "memberships"))
    _research(tables, evidence, frame, standing, Dice(seed, "research"))
    _honours(tables, evidence, standing, Dice(seed, "honours"))
    _dealings(tables, evidence, frame, ranked, parks, Dice(seed, "dealings"))


def _bodies(tables: Tables, evidence: Evidence, frame: Frame, parks: Parks) -> None:
    for id_, zh, en in [
        ("body-industry", "工业和信息化局", "Bureau of Industry and Information Technology"),
        ("body-planning", "发展和改革委员会", "Development and Reform Commission"),
    ]:
        tables.add("organizations", id_, evidence.text(), type="GovernmentBody",
                   name_zh=frame.city.zh + zh, name_en=f"{frame.city.en} {en}")  # fmt: skip
    names = {row["id"]: row for row in tables.rows["places"]}
    for park in (several[0] for several in parks.values()):
        body = tables.add("organizations", f"body-{park}", evidence.text(), type="ParkAuthority",
                          name_zh=names[park]["name_zh"] + "管理委员会",
                          name_en=names[park]["name_en"] + " Administration")  # fmt: skip
        tables.record("locations", "loc", evidence.text(), located=body, place=park)
    for chain in frame.chains:
        document = tables.add("policies", f"pol-{chain.id}", evidence.text(), type="PolicyDocument",
                              level="city", issuer=frame.city.id, issued="2024",
                              name_zh=f"{frame.city.zh}{chain.zh}行动方案（2024-2026年）",
                              name_en=f"{frame.city.en} plan: {chain.en} (2024-2026)")  # fmt: skip
        tables.record("coverage", "cov", evidence.text(), instrument=document,
                      covers=f"chain-{chain.id}")  # fmt: skip


def _roles(
    tables: Tables, evidence: Evidence, frame: Frame, ranked: Sequence[Firm], dice: Dice
) -> None:
    """Leaders are the most linked firms of a chain; its chief is a person of the city."""
    names = [s + g for s in frame.surnames for g in frame.given]
    chiefs = dice.some(names, len(frame.chains))
    for chain, chief in zip(frame.chains, chiefs, strict=True):
        of_chain = [firm for firm in ranked if firm.segment.chain == chain.id]
        leading = max(3, len(of_chain) // 500)
        for n, firm in enumerate(of_chain[: 2 + leading]):
            tables.record("roles", "role", evidence.text(), holder=firm.id,
                          role="chain-leader" if n < 2 else "leading-firm",
                          chain=f"chain-{chain.id}",
                          since=str(dice.between(2020, 2025)))  # fmt: skip
        person = tables.add("people", f"chief-{chain.id}", evidence.text(), name_zh=chief)
        tables.record("roles", "role", evidence.text(), holder=person, role="chain-chief",
                      chain=f"chain-{chain.id}")  # fmt: skip
        tables.record("posts", "post", evidence.text(), person=person,
                      organization="body-industry", title_zh=f"{chain.zh}链长",
                      title_en=f"Chief of the {chain.en}")  # fmt: skip


def _groups(
    tables: Tables, evidence: Evidence, frame: Frame, ranked: Sequence[Firm], dice: Dice
) -> None:
    """Firms that a text counts without naming them: suppliers of leaders, firms of a segment."""
    for n, firm in enumerate(ranked[: max(5, len(ranked) // 1000)]):
        count = dice.between(2, 40) * 100
        group = f"many-suppliers-{n + 1:03d}"
        english = f"Suppliers of {firm.named.en}" if firm.named.en else ""
        tables.add("organizations", group, evidence.text(), type="Enterprise", count=str(count),
                   count_operator="more-than", name_zh=f"{firm.named.zh}的供应商（{count}余家）",
                   name_en=english)  # fmt: skip
        tables.record("supply", "sup", evidence.text(), supplier=group, customer=firm.id)
    for segment in frame.segments[::5]:
        count = dice.between(3, 60) * 10
        group = tables.add("organizations", f"many-{segment.id}", evidence.text(),
                           type="Enterprise", count=str(count), count_operator="about",
                           name_zh=f"{segment.zh}企业（约{count}家）",
                           name_en=f"About {count} firms in {segment.en.lower()}")  # fmt: skip
        tables.record("activities", "act", evidence.text(), agent=group,
                      segment=f"seg-{segment.id}")  # fmt: skip
        tables.record("locations", "loc", evidence.text(), located=group, place=frame.city.id)
        tables.record("observations", "obs", evidence.text(), about=group, indicator="firm-count",
                      kind="actual", period_to="2025", operator="about", value=str(count),
                      unit="firm", raw=f"约{count}家")  # fmt: skip


def _needs(tables: Tables, evidence: Evidence, frame: Frame, dice: Dice) -> None:
    for segment in dice.some(frame.segments, 10):
        tables.record("needs", "need", evidence.text(), stated_by=frame.city.id,
                      needed=f"seg-{segment.id}", level="city", place=frame.city.id,
                      stated="2025")  # fmt: skip
    products = [row["id"] for row in tables.rows["products"]]
    for district, product in zip(frame.districts, dice.some(products, 12), strict=True):
        tables.record("needs", "need", evidence.text(), stated_by=district.id, needed=product,
                      level="district", place=district.id, stated="2025-06")  # fmt: skip


def _memberships(
    tables: Tables, evidence: Evidence, frame: Frame, ranked: Sequence[Firm], dice: Dice
) -> None:
    for chain in frame.chains:
        field, field_en = chain.zh.removesuffix("产业链"), chain.en.removesuffix(" chain")
        cluster = tables.add("clusters", f"cluster-{chain.id}", evidence.text(), level="city",
                             place=frame.city.id,
                             name_zh=f"{frame.city.short}{field}产业集群",
                             name_en=f"{frame.city.en} {field_en} cluster")  # fmt: skip
        alliance = tables.add("organizations", f"alliance-{chain.id}", evidence.text(),
                              type="Consortium",
                              name_zh=f"{frame.city.short}{chain.zh}联盟",
                              name_en=f"{frame.city.en} {chain.en} alliance")  # fmt: skip
        of_chain = [firm for firm in ranked if firm.segment.chain == chain.id]
        for group, every in ((cluster, 20), (alliance, 40)):
            for firm in dice.some(of_chain, 3 + len(of_chain) // every):
                tables.record("memberships", "mem", evidence.text(), member=firm.id, group=group)
    programme = tables.add("programmes", "prog-specialised", evidence.text(), type="Programme",
                           level="city", name_zh="专精特新企业培育计划",
                           name_en="Programme for specialised firms")  # fmt: skip
    for firm in dice.some(ranked, len(ranked) // 50):
        tables.record("participations", "part", evidence.text(), participant=firm.id,
                      activity=programme, role="beneficiary")  # fmt: skip


def _research(
    tables: Tables, evidence: Evidence, frame: Frame, firms: Sequence[Firm], dice: Dice
) -> None:
    """An institute for each chain and kind of work; each works with some firms of the chain."""
    for chain in frame.chains:
        field, field_en = chain.zh.removesuffix("产业链"), chain.en.removesuffix(" chain")
        for kind, zh, en in [
            ("rd", "技术研究院", "Technology Institute"),
            ("talent", "职业学院", "Vocational College"),
            ("lab", "重点实验室", "Key Laboratory"),
        ]:
            body = tables.add("organizations", f"{kind}-{chain.id}", evidence.text(),
                              type="ResearchBody", name_zh=f"{frame.province.short}{field}{zh}",
                              name_en=f"{frame.province.en} {field_en} {en}")  # fmt: skip
            of_chain = [firm for firm in firms if firm.segment.chain == chain.id]
            for firm in dice.some(of_chain, 2 + len(of_chain) // 100):
                tables.record("cooperations", "coop", evidence.text(), party_a=firm.id,
                              party_b=body, kind=kind)  # fmt: skip


def _honours(tables: Tables, evidence: Evidence, firms: Sequence[Firm], dice: Dice) -> None:
    for firm in dice.some(firms, len(firms) // 25):
        tables.record("awards", "aw", evidence.text(), holder=firm.id, kind="title",
                      title_zh="专精特新中小企业", title_en="Specialised small firm",
                      level="province", date=str(dice.between(2020, 2025)))  # fmt: skip


def _dealings(
    tables: Tables,
    evidence: Evidence,
    frame: Frame,
    ranked: Sequence[Firm],
    parks: Parks,
    dice: Dice,
) -> None:
    """Fairs, markets abroad, agreements with parks."""
    for year in (2023, 2024, 2025):
        fair = tables.add("events", f"fair-{year}", evidence.text(), date_from=f"{year}-09-10",
                          date_to=f"{year}-09-13", name_zh=f"{year}年产业链供需对接会",
                          name_en=f"Supply fair {year}")  # fmt: skip
        for firm in dice.some(ranked, len(ranked) // 100):
            tables.record("participations", "part", evidence.text(), participant=firm.id,
                          activity=fair, role="exhibitor")  # fmt: skip
    first = [several[0] for several in parks.values()]
    for firm in dice.some(ranked, len(ranked) // 200):
        tables.record("markets", "mkt", evidence.text(), seller=firm.id, market="china")
        tables.record("agreements", "agr", evidence.text(), party_a=dice.pick(first),
                      party_b=firm.id, signed=str(dice.between(2019, 2025)))  # fmt: skip
