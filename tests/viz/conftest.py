"""Graphs to draw: a tiny one, a hostile one, one as large and uneven as a city's chain; and the
browser that notes all that goes wrong (``browsing``)."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import Text
from kg.viz.shell import About, SourceLine

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from browsing import PAYLOADS, browser, open_page  # noqa: F401 - found by the path set above

ID = "https://w3id.org/chainkg/id/"

TYPES = {
    "Enterprise": Text("企业", "Enterprise"),
    "Facility": Text("设施", "Facility"),
    "Project": Text("项目", "Project"),
    "ResearchBody": Text("科研机构", "Research body"),
    "Park": Text("园区", "Park"),
    "ChainSegment": Text("产业链环节", "Chain segment"),
    "IndustrialChain": Text("产业链", "Industrial chain"),
    "Event": Text("事件", "Event"),
}
RELATIONS = {
    "suppliesTo": Text("供应", "supplies"),
    "cooperatesWith": Text("合作", "cooperates with"),
    "activeIn": Text("从事环节", "active in"),
    "memberOf": Text("成员", "member of"),
    "owns": Text("控股", "owns"),
    "feeds": Text("流向", "feeds"),
    "participatesIn": Text("参与", "participates in"),
    "drewIn": Text("引来", "drew in"),
}
MUTUAL = frozenset({"cooperatesWith"})

SOURCES = [
    SourceLine(
        "report-1", Text("产业链发展报告（示例）", "Chain report (sample)"), "2025-11", None
    ),
    SourceLine(
        "site-1", Text("企业网站", "Company site"), "2025-10-01", "https://example.com/a?b=1&c"
    ),
]


def add_thing(graph: nx.MultiDiGraph, id_: str, type_: str, zh: str, en: str = "", **more) -> str:
    """Add a node with all attributes that a map knows; returns its key."""
    key = ID + id_
    attributes = {
        "id": id_, "label": Text(zh, en or zh), "type": type_, "aliases": [], "roles": [],
        "type_label": TYPES.get(type_, Text(type_, type_)), "score": 0.0, "cluster": None,
        "layer": None, "status": "existing", "count": None, "basis": "stated",
    }  # fmt: skip
    graph.add_node(key, **(attributes | more))
    return key


def relate(graph: nx.MultiDiGraph, a: str, b: str, relation: str, **more) -> str:
    """Add a record between two nodes; returns the record's IRI. Mutual relations go both ways."""
    record = f"{ID}record/{relation}-{graph.number_of_edges():04d}"
    attributes = {
        "relation": relation, "relation_label": RELATIONS[relation], "basis": "stated",
        "source": "report-1", "since": "", "until": "", "symmetric": relation in MUTUAL,
    }  # fmt: skip
    graph.add_edge(a, b, key=record, **(attributes | more))
    if relation in MUTUAL:
        graph.add_edge(b, a, key=record, **(attributes | more))
    return record


def small_graph() -> nx.MultiDiGraph:
    """A leader, its supplier (by two records), a planned plant and an unnamed group."""
    graph = nx.MultiDiGraph()
    leader = add_thing(
        graph, "leader", "Enterprise", "某某客车股份有限公司", "Sample Bus Co., Ltd.",
        aliases=["某客"], keys=["moumou"], score=1.0,
        roles=[Text("汽车产业链链主", "Leader of the automobile chain")],
    )  # fmt: skip
    part = add_thing(
        graph, "part", "Enterprise", "某某零部件有限公司", "Sample Parts Co.", score=0.4
    )
    plant = add_thing(graph, "plant", "Facility", "二期工厂", "Plant Two", status="planned")
    group = add_thing(
        graph,
        "group",
        "Enterprise",
        "协作伙伴",
        "Partners",
        count=24000,
        count_operator="more-than",
    )
    relate(graph, part, leader, "suppliesTo", since="2021")
    relate(graph, part, leader, "suppliesTo", basis="derived", source="")
    relate(graph, part, leader, "cooperatesWith")
    relate(graph, leader, plant, "owns")
    relate(graph, group, leader, "suppliesTo", basis="outside", source="site-1")
    return graph


def hostile_graph() -> nx.MultiDiGraph:
    """Every payload in every field that reaches the page."""
    graph = nx.MultiDiGraph()
    for number, bad in enumerate(PAYLOADS):
        graph.add_node(
            f"{ID}{bad}", id=f"{bad}{number}", label=Text(bad, bad + " "), type=bad,
            type_label=Text(bad, bad), aliases=[bad, f"alias {bad}"], roles=[Text(bad, bad)],
            score=float(number), status=bad, basis=bad,
        )  # fmt: skip
    keys = list(graph)
    for number, bad in enumerate(PAYLOADS):
        graph.add_edge(
            keys[0], keys[number], key=f"{ID}record/{bad}", relation=bad,
            relation_label=Text(bad, bad), basis=bad, source=bad, since=bad, until=bad,
            symmetric=False,
        )  # fmt: skip
    return graph


HOSTILE_SOURCES = [SourceLine(bad, Text(bad, bad), bad, bad) for bad in PAYLOADS]

_PLACES = [
    "中原",
    "嵩山",
    "黄河",
    "金水",
    "航空港",
    "经开",
    "管城",
    "中牟",
    "新郑",
    "荥阳",
    "巩义",
    "登封",
]
_TRADES = [
    "新能源汽车零部件", "智能算力服务器", "电子材料", "超硬材料", "精密模具制造", "动力电池系统",
    "轻量化铝合金", "智能网联科技", "传感器", "半导体光电", "汽车内饰", "热管理系统", "氢能装备",
]  # fmt: skip
_TAILS = ["有限公司", "股份有限公司", "科技有限公司", "（集团）有限责任公司", "有限公司郑州分公司"]


def city_graph(count: int = 120, seed: int = 7) -> nx.MultiDiGraph:
    """About ``count`` nodes with hubs of 30 neighbours and long Chinese names."""
    rng = random.Random(seed)  # noqa: S311 - a fixture, not a secret
    graph = nx.MultiDiGraph()
    chains, segments, hubs = [], [], []
    for c, name in enumerate(["新能源汽车产业链", "新一代电子信息产业链", "超硬材料产业链"]):
        chains.append(add_thing(graph, f"chain-{c}", "IndustrialChain", name, f"Sample chain {c}"))
        for s, part in enumerate(["关键材料", "核心零部件", "整机与整车"]):
            segments.append(
                add_thing(graph, f"segment-{c}-{s}", "ChainSegment", part, f"Segment {s}", layer=s)
            )
            relate(graph, segments[-1], chains[-1], "memberOf")
            if s:
                relate(graph, segments[-2], segments[-1], "feeds", basis="outside", source="")
    for h in range(5):
        name = f"{_PLACES[h]}{_TRADES[h]}股份有限公司"
        roles = [Text("产业链链主", "Chain leader")] if h < 3 else []
        english = f"Sample Leader {h} Holding Co., Ltd."
        hub = add_thing(
            graph, f"hub-{h}", "Enterprise", name, english, score=1.0 - 0.12 * h, roles=roles
        )
        hubs.append(hub)
        relate(graph, hubs[h], segments[(h * 3 + 2) % 9], "activeIn")
    parks = [
        add_thing(graph, f"park-{p}", "Park", f"{_PLACES[p]}先进制造业开发区", f"Park {p}")
        for p in range(5)
    ]
    for n in range(max(0, count - len(graph))):
        kind = rng.choices(
            ["Enterprise", "Facility", "Project", "ResearchBody", "Event"], [60, 12, 15, 10, 3]
        )[0]
        zh = rng.choice(_PLACES) + rng.choice(_TRADES) + {
            "Enterprise": rng.choice(_TAILS), "Facility": "生产基地",
            "Project": "年产三十万套扩建项目", "ResearchBody": "研究院", "Event": "产业对接大会",
        }[kind]  # fmt: skip
        status = "planned" if kind == "Project" and n % 2 else "existing"
        key = add_thing(
            graph, f"thing-{n}", kind, zh, f"Sample {kind} Number {n}", status=status,
            score=rng.random() * 0.3, count=27 + n if n % 41 == 3 else None,
        )  # fmt: skip
        if n % 12 == 11:
            continue
        hub = hubs[min(4, int(rng.expovariate(0.8)))]
        basis = rng.choices(["stated", "derived", "outside"], [80, 15, 5])[0]
        if kind in ("Enterprise", "ResearchBody"):
            how = "suppliesTo" if kind == "Enterprise" else "cooperatesWith"
            relate(graph, key, hub, how, basis=basis)
            relate(graph, key, rng.choice(segments), "activeIn", basis=basis)
        else:
            relate(graph, hub, key, "owns" if kind == "Facility" else "participatesIn", basis=basis)
        if rng.random() < 0.3:
            relate(graph, key, rng.choice(parks), "memberOf", basis=basis)
        if rng.random() < 0.1:
            relate(graph, key, hub, "cooperatesWith", basis=basis)
    return graph


ABOUT = About(
    title=Text("示例市产业链关系图", "Sample City: who deals with whom"),
    lang="zh",
    as_of="2025-12-31",
    sources=SOURCES,
    coverage=Text("具名 3 / 载明 150", "3 named of 150 stated"),
)


@pytest.fixture
def small() -> nx.MultiDiGraph:
    return small_graph()


@pytest.fixture
def hostile() -> nx.MultiDiGraph:
    return hostile_graph()


@pytest.fixture
def city() -> nx.MultiDiGraph:
    return city_graph()


@pytest.fixture
def about() -> About:
    """What the page of a map says of itself."""
    return ABOUT


@pytest.fixture
def hostile_about() -> About:
    """The same with every payload in titles and sources."""
    everything = " ".join(PAYLOADS)
    both = Text(everything, everything)
    return ABOUT._replace(title=both, as_of=everything, coverage=both, sources=HOSTILE_SOURCES)


@pytest.fixture
def payloads() -> list[str]:
    return list(PAYLOADS)


@pytest.fixture
def large_city() -> nx.MultiDiGraph:
    return city_graph(2100)
