"""Chain maps to draw: a hand-made one, one of 150 boxes, and one made of hostile texts."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

import pytest

from kg.chain_map import Amount, Box, ChainMap, Flow, Lane, Member
from kg.chains import Holding
from kg.errors import Text
from kg.records import Evidence, Ref

ID = "https://w3id.org/chainkg/id/"


def ref(id_: str, zh: str, en: str = "", type_: str = "Enterprise", **more) -> Ref:
    return Ref(ID + id_, id_, Text(zh, en or zh), type_, Text(type_, type_), "existing", **more)


def evidence(record: str, basis: str = "stated", source: str = "report-1", **more) -> Evidence:
    values = {"spans": "3-9", "status": "existing", "derived_from": ()} | more
    title = Text("产业链发展报告（示例）", "Chain report (sample)")
    return Evidence(record, source, title, "2025-11", basis=basis, **values)


def member(id_: str, zh: str, en: str = "", kind: str = "firm", **more) -> Member:
    values = {"exists": True, "evidence": evidence(f"act-{id_}")} | more
    count = {k: values.pop(k) for k in ("count", "count_operator") if k in values}
    return Member(ref(id_, zh, en, **count), kind, **values)


def need(record: str, zh: str = "示例市", en: str = "Sample City") -> Holding:
    who = ref("city", zh, en, "AdministrativeArea")
    return Holding(who, Text("市级", "city level"), evidence(record))


def flow(source: str, target: str, basis: str = "stated") -> Flow:
    record = evidence(f"flow-{source}-{target}", basis)
    return Flow(ID + source, ID + target, record)


def box(id_: str, zh: str, en: str, position: str, state: str, *members: Member, **more) -> Box:
    values = {"lane": "main", "rank": 0, "label": ""} | more
    return Box(ref(id_, zh, en, "ChainSegment"), position=position, state=state, members=members,
               **values)  # fmt: skip


def small_map() -> ChainMap:
    """Parts and cells feed vehicles, these feed recycling: every state, each label, each basis.

    hub is the leader, in the north; bolt makes parts since 2021, in the south; nut since 2024.
    """
    chain = ref("cars", "示例市汽车产业链", "Car chain of Sample City", "IndustrialChain")
    invest = Amount(
        Text("50亿元", "5,000,000,000 yuan"), Decimal(5_000_000_000), "yuan", "investment",
        evidence("obs-1"),
    )  # fmt: skip
    north, south = ID + "north", ID + "south"
    boxes = (
        box("parts", "汽车核心零部件", "Core automotive parts", "upstream", "several",
            member("bolt", "示例螺栓科技股份有限公司", "Sample Bolt Technology Co., Ltd.",
                   districts=(south,), products=(ID + "screw",), start=2021),
            member("nut", "示例螺母有限公司", "Sample Nut Co.", districts=(north,), start=2024),
            member("many", "零部件配套企业（150余家）", "Parts firms", "group", count=150,
                   count_operator="more-than"),
            needs=(need("need-2"),), label="strengthen"),
        box("sensors", "车用传感器", "Car sensors", "upstream", "needed",
            needs=(need("need-1"),), label="fill", rank=1),
        box("glass", "汽车玻璃", "Car glass", "upstream", "unnamed",
            member("panes", "玻璃企业", "Glass firms", "group", count_operator="unstated"), rank=2),
        box("vehicles", "整车制造", "Vehicles", "midstream", "single",
            member("hub", "示例客车集团", "Sample Bus Group", districts=(north,),
                   roles=(Text("链主", "chain leader"),), start=2021),
            member("plant-2", "示例客车二期工厂", "Bus plant two", "project", exists=False,
                   amounts=(invest,), districts=(south,)),
            label="strengthen"),
        box("buses", "客车制造", "Buses", "midstream", "works",
            member("hall", "承装车间", "Assembly hall", "plant"), inside=ID + "vehicles", rank=1),
        box("tests", "检验检测", "Testing", "downstream", "planned",
            member("lab", "国家检测中心", "National test centre", "plant", exists=False),
            label="extend"),
        box("reuse", "循环利用", "Recycling", "downstream", "unknown", rank=1),
    )  # fmt: skip
    return ChainMap(
        chains=(chain,),
        lanes=(Lane("main", Text("汽车制造", "Cars"), "chain", chain),),
        boxes=boxes,
        flows=(
            flow("parts", "vehicles"),
            flow("sensors", "vehicles", "outside"),
            flow("glass", "vehicles", "outside"),
            flow("vehicles", "tests", "derived"),
            flow("vehicles", "reuse", "outside"),
            flow("reuse", "parts", "outside"),
        ),
        districts={
            north: ref("north", "北区", "North District", "AdministrativeArea"),
            south: ref("south", "南区", "South District", "AdministrativeArea"),
        },
        products={ID + "screw": ref("screw", "螺栓", "Bolts", "Product")},
        years=(2021, 2025),
        coverage=Text("图中具名 4，载明 150余家", "4 named, over 150 stated"),
    )


_PLACES = ["中原", "金水", "惠济", "新郑", "荥阳", "中牟", "登封", "新密", "航空港"]
_TRADES = ["汽车零部件", "动力电池", "智能终端", "精密铸造", "超硬材料", "电控系统", "传感器"]
_STATES = ["several", "single", "unnamed", "needed", "unknown", "planned", "works"]
_LABELS = {"single": "strengthen", "needed": "fill", "planned": "extend"}


def large_map(number: int = 150, lanes: int = 6) -> ChainMap:
    """As many boxes as asked for, uneven as a province's chains are; the same every time."""
    rng = random.Random(7)  # noqa: S311 - a picture to look at, no secret
    chain = ref("chain", "示例产业链", "Sample chain", "IndustrialChain")
    districts = {ID + f"d{n}": ref(f"d{n}", f"{p}区", f"District {n}") for n, p in
                 enumerate(_PLACES)}  # fmt: skip
    boxes, ranks = [], Counter()
    for n in range(number):
        lane = f"lane-{n % lanes}"
        position = rng.choices(["upstream", "midstream", "downstream"], [5, 3, 4])[0]
        state = rng.choices(_STATES, [40, 20, 12, 10, 6, 6, 6])[0]
        count = {"several": rng.randint(2, 7), "single": 1, "unnamed": 1, "planned": 1,
                 "works": 1}.get(state, 0)  # fmt: skip
        kind = {"unnamed": "group", "works": "plant"}.get(state, "firm")
        people = [
            member(
                f"m{n}-{i}",
                rng.choice(_PLACES) + rng.choice(_TRADES) + rng.choice(["股份有限公司", "科技"]),
                f"Sample Firm {n}-{i}",
                kind,
                exists=state != "planned",
                districts=(rng.choice(sorted(districts)),),
                start=rng.randint(2019, 2025),
                roles=(Text("链主", "leader"),) if n % 31 == 1 and not i else (),
                **({"count": 20 + n, "count_operator": "at-least"} if kind == "group" else {}),
            )
            for i in range(count)
        ]
        boxes.append(
            box(f"s{n}", rng.choice(_PLACES) + rng.choice(_TRADES) + "制造", f"Segment {n}",
                position, state, *people, lane=lane, rank=ranks[lane, position],
                label=_LABELS.get(state, ""), needs=(need(f"n{n}"),) if state == "needed" else ())
        )  # fmt: skip
        ranks[lane, position] += 1
    order = ["upstream", "midstream", "downstream"]
    flows = []
    for n, one in enumerate(boxes):
        ahead = [b for b in boxes if b.lane == one.lane and b.segment.iri != one.segment.iri
                 and order.index(b.position) == min(order.index(one.position) + 1, 2)]  # fmt: skip
        for other in rng.sample(ahead, min(len(ahead), 1 + n % 2)):
            basis = rng.choice(["stated", "outside", "derived"])
            record = evidence(f"flow-{n}", basis)
            flows.append(Flow(one.segment.iri, other.segment.iri, record))
    boxes.sort(key=lambda b: (b.lane, order.index(b.position), b.rank))
    return ChainMap(
        (chain,),
        tuple(
            Lane(f"lane-{i}", Text(f"{_TRADES[i % 7]}产业链", f"Chain {i}"), "chain", chain)
            for i in range(lanes)
        ),
        tuple(boxes),
        tuple(flows),
        districts,
        {},
        (2019, 2025),
        Text("具名 300", "300 named"),
    )


def hostile_map(payloads: list[str]) -> ChainMap:
    """Every payload in every text that reaches the picture or the page."""
    chain = ref("chain", payloads[0], payloads[1], "IndustrialChain")
    boxes, flows = [], []
    for n, bad in enumerate(payloads):
        both = Text(bad, bad + " ")
        name = Ref(ID + bad, bad, both, bad, both, bad)
        proof = Evidence(bad, bad, both, bad, bad, bad, bad, (bad,), bad, bad)
        amount = Amount(both, None, bad, "investment", proof)
        group = Ref(ID + bad + "g", bad, both, bad, both, bad, 5, "more-than")
        members = (
            Member(name, "firm", True, proof, (ID + bad,), (ID + bad,), 2020, None, (both,),
                   (amount,)),
            Member(group, "group", True, proof),
        )  # fmt: skip
        position = ("upstream", "midstream", "downstream")[n % 3]
        boxes.append(
            Box(name, "lane", position, n, "several", "fill", members,
                (Holding(name, both, proof),), ID + payloads[0])
        )  # fmt: skip
        flows.append(Flow(ID + bad, ID + payloads[(n + 1) % len(payloads)], proof))
    order = ["upstream", "midstream", "downstream"]
    boxes.sort(key=lambda b: (order.index(b.position), b.rank))
    tables = {b.segment.iri: b.segment for b in boxes}
    lanes = (Lane("lane", Text(payloads[2], payloads[3]), "chain", chain),)
    both = Text(" ".join(payloads), " ".join(payloads))
    return ChainMap((chain,), lanes, tuple(boxes), tuple(flows), tables, tables, (2019, 2025), both)


@pytest.fixture
def cars() -> ChainMap:
    return small_map()


@pytest.fixture
def large() -> ChainMap:
    return large_map()


@pytest.fixture
def hostile(payloads) -> ChainMap:
    return hostile_map(payloads)
