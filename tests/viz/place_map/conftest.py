"""Place maps to draw, made by hand: a town, hostile names, a city of thousands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from kg.errors import Text
from kg.place_map import Apart, Area, Entry, Figure, Layer, Mark, PlaceMap, Standing
from kg.records import Evidence, Ref

ID = "https://w3id.org/chainkg/id/"
TYPES = {
    "Enterprise": Text("企业", "enterprise"),
    "Facility": Text("设施", "facility"),
    "Project": Text("项目", "project"),
    "Park": Text("园区", "park"),
    "AdministrativeArea": Text("行政区域", "administrative area"),
    "Programme": Text("计划", "programme"),
    "IndustrialChain": Text("产业链", "chain"),
}


def ref(id_: str, zh: str, type_: str = "Enterprise", status: str = "existing", **more) -> Ref:
    label = TYPES.get(type_, Text(type_, type_))
    return Ref(ID + id_, id_, Text(zh, f"{zh} (en)"), type_, label, status, **more)


def evidence(record: str = "rec-1", basis: str = "stated", status: str = "existing") -> Evidence:
    title = Text("产业链发展报告（示例）", "Chain report (sample)")
    return Evidence(record, "report-1", title, "2025-11", "3-9", basis, status, ())


def entry(thing: Ref, where: Ref | None, *, basis: str = "stated", **more) -> Entry:
    reasons = (Standing(where, "itself", None, (evidence(f"loc-{thing.id}", basis),)),)
    return Entry(thing, reasons if where else (), evidence(thing.id), **more)


def district(place: Ref, layers: Sequence[Layer], entries: Sequence[Entry], code: str = "") -> Area:
    marks = tuple(
        Mark(layer.ref.iri, (evidence(f"mem-{place.id}-{layer.ref.id}"),)) for layer in layers
    )
    return Area(place, code, tuple(entries), marks, evidence(place.id))


def layer(id_: str, zh: str, status: str = "existing") -> Layer:
    return Layer(ref(id_, zh, "Programme", status), (), (), evidence(id_))


def town_map() -> PlaceMap:
    """Four districts, two layers that share one of them, things in and out of districts."""
    vehicles, parks = layer("areas", "整车集聚区"), layer("parks", "零部件产业园", "building")
    east, both, west, none = (
        ref(id_, zh, "AdministrativeArea")
        for id_, zh in [("east", "东区"), ("both", "中区"), ("west", "西区"), ("none", "南区")]
    )
    city = ref("town", "某市", "AdministrativeArea")
    chain = ref("cars", "汽车产业链", "IndustrialChain")
    leader = Entry(
        ref("leader", "某某客车股份有限公司"),
        (Standing(both, "plant", ref("plant", "二期工厂", "Facility"), (evidence("own-1"),)),),
        evidence("leader"),
        (chain.iri,),
        (Text("汽车产业链链主", "Chain leader of the car chain"),),
        (Figure(Text("投资额", "investment"), Text("20亿元", "2 bn"), evidence("obs-1")),),
    )
    plant = ref("plant", "二期工厂", "Facility", "planned")
    group = ref("many", "零部件企业", count=150, count_operator="more-than")
    areas = (
        district(
            both, (vehicles, parks), [leader, entry(plant, both), entry(group, both)], "410102"
        ),
        district(east, (vehicles,), [entry(ref("maker", "东车厂"), east, basis="derived")]),
        district(west, (parks,), []),
        district(none, (), [entry(ref("lone", "南企业"), none)]),
    )
    apart = (
        Apart(city, True, (entry(ref("wide", "市级公司"), city),)),
        Apart(None, False, (entry(ref("nowhere", "无处公司"), None), entry(group, None))),
    )
    return PlaceMap(areas, apart, (vehicles, parks), {chain.iri: chain}, Text("涵盖", "Coverage"))


def hostile_map(payloads: Sequence[str]) -> PlaceMap:
    """Every payload in every text that reaches picture or page."""
    areas, boxes, layers, chains = [], [], [], {}
    for number, bad in enumerate(payloads):
        said = Evidence(bad, bad, Text(bad, bad), bad, bad, bad, bad, (bad,), bad, bad)

        def named(kind: str, type_: str, bad: str = bad, number: int = number) -> Ref:
            words = Text(bad, f"{bad} ")
            return Ref(f"{ID}{kind}{bad}", f"{kind}{number}{bad}", words, type_,
                       Text(bad, bad), "existing")  # fmt: skip

        place, through = named("place", bad), named("through", bad)
        figure = Figure(Text(bad, bad), Text(bad, bad), said)
        chain = named("chain", "IndustrialChain")
        chains[chain.iri] = chain
        thing = Entry(
            replace(named("thing", bad), count=None if number % 2 else 7),
            (Standing(place, "plant", through, (said,)),),
            said, (chain.iri,), (Text(bad, bad),), (figure,),
        )  # fmt: skip
        layers.append(Layer(named("layer", "Programme"), (place.iri,), (figure,), said))
        areas.append(Area(place, bad, (thing,), (Mark(layers[-1].ref.iri, (said,)),), said))
        boxes.append(Apart(named("wide", bad), bool(number % 2), (thing,)))
    return PlaceMap(
        tuple(areas), tuple(boxes), tuple(layers), chains, Text(payloads[0], payloads[0])
    )


def many_map(count: int = 10_000) -> PlaceMap:
    """A city of forty districts and many firms."""
    vehicles = layer("areas", "整车集聚区")
    areas = []
    for n in range(40):
        place = ref(f"d{n}", f"第{n}区", "AdministrativeArea")
        firms = [
            entry(ref(f"f{n}-{k}", f"第{n}区第{k}号汽车零部件有限公司"), place)
            for k in range(count // 40)
        ]
        areas.append(district(place, (vehicles,) if n % 3 else (), firms))
    return PlaceMap(tuple(areas), (), (vehicles,), {}, Text("", ""))


@pytest.fixture
def town() -> PlaceMap:
    return town_map()


@pytest.fixture
def hostile_places(payloads) -> PlaceMap:
    return hostile_map(payloads)


@pytest.fixture
def crowded() -> PlaceMap:
    return many_map()


def square(west: float, south: float, size: float = 0.2) -> list[list[list[float]]]:
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(name: str, west: float, south: float = 34.5, **properties) -> dict:
    return {
        "type": "Feature",
        "properties": {"name": name} | properties,
        "geometry": {"type": "Polygon", "coordinates": square(west, south)},
    }


def collection(*features: dict, **top) -> dict:
    given = list(features) or [feature("中区", 113.0), feature("东区", 113.3)]
    return {"type": "FeatureCollection", "审图号": "样(0000)001号", "features": given} | top


@pytest.fixture
def boundary_file(tmp_path):
    """A function that writes boundaries (toy squares) to a file."""

    def written(content: object, name: str = "边界.geojson"):
        path = tmp_path / name
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, "utf-8")
        return path

    return written


@pytest.fixture
def make_collection():
    return collection


@pytest.fixture
def make_feature():
    return feature
