"""The picture as SVG and the page as text: what they say, whole, safely, the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

import pytest

from kg.errors import ExportError, OptionError
from kg.viz.place_map import place_map_svg, render_place_map, write_place_map
from kg.viz.place_map.page import ground_of

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - written by the code under test


def texts(svg: str) -> str:
    """All that is written in a picture, without blanks and line breaks."""
    return "".join("".join(t.text or "" for t in parsed(svg).iter(f"{SVG}text")).split())


# ---------------------------------------------------------------- what it says
def test_it_says_that_it_is_no_map(town, about):
    assert "示意图，非地图" in texts(place_map_svg(town, about))
    assert "notamap" in texts(place_map_svg(town, about, lang="en"))


def test_every_district_and_thing_is_named_whole(town, about):
    said = texts(place_map_svg(town, about))
    for name in (
        "东区",
        "中区",
        "西区",
        "南区",
        "某某客车股份有限公司",
        "二期工厂",
        "市级公司",
        "无处公司",
    ):
        assert name in said


def test_the_overlap_is_told_in_words(town, about):
    said = texts(place_map_svg(town, about))
    assert "同属整车集聚区、零部件产业园：中区（1个）" in said
    assert "只属整车集聚区：东区（1个）" in said
    assert "两层重叠" in said


def test_things_without_a_district_are_told_plainly(town, about):
    said = texts(place_map_svg(town, about))
    assert "只说在某市，没有说到哪个区县" in said
    assert "来源没有说地点" in said
    assert "现有来源没有说到这里有哪些企业、设施或项目" in said


def test_a_layer_that_is_being_built_is_dashed_and_says_so(town, about):
    svg = place_map_svg(town, about)
    outlines = [r for r in parsed(svg).iter(f"{SVG}rect") if r.get("class") == "outline"]
    assert [bool(outline.get("stroke-dasharray")) for outline in outlines] == [False, True]
    assert "零部件产业园（在建）" in texts(svg)


def test_planned_derived_and_groups_are_told_apart_in_words_too(town, about):
    said = texts(place_map_svg(town, about))
    assert "二期工厂规划" in said
    assert "东车厂推得" in said
    assert "零部件企业组" in said
    assert "某某客车股份有限公司推得汽车产业链链主" in said


def test_alone_it_carries_title_day_and_sources(town, about):
    svg = place_map_svg(town, about)
    assert "示例市产业链关系图" in texts(svg)
    assert "2025-12-31" in texts(svg)
    assert "产业链发展报告（示例）[report-1]2025-11" in texts(svg)
    root = parsed(svg)
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    assert root.find(f"{SVG}script") is None
    assert root.find(f"{SVG}style") is not None


def test_a_crowded_city_lists_some_and_says_how_many_more(crowded, about):
    begin = time.perf_counter()
    svg = place_map_svg(crowded, about)
    assert time.perf_counter() - begin < 30  # a guard against squares, not a measure of speed
    assert "另有246个未列出" in texts(svg)
    assert len(svg) < 300_000


def test_an_empty_map_can_be_drawn(town, about):
    from kg.place_map import PlaceMap

    empty = PlaceMap((), (), (), {}, town.coverage)
    assert "没有覆盖这些区县的布局图层" in texts(place_map_svg(empty, about))


# ---------------------------------------------------------------- boundaries
def test_boundaries_are_drawn_with_their_approval_number(
    town, about, boundary_file, make_collection
):
    ground = ground_of(town, boundary_file(make_collection()))
    svg = place_map_svg(town, about, ground=ground)
    said = texts(svg)
    assert "审图号：样(0000)001号" in said
    assert "非地图" not in said
    paths = [p for p in parsed(svg).iter(f"{SVG}path") if p.get("class") == "ground"]
    assert len(paths) == 2


def test_what_does_not_match_is_told_and_not_dropped(
    town, about, boundary_file, make_collection, make_feature
):
    path = boundary_file(make_collection(make_feature("中区", 113.0), make_feature("远区", 113.4)))
    said = texts(place_map_svg(town, about, ground=ground_of(town, path)))
    assert "边界文件里没有、只列在框里的：东区、西区、南区" in said
    assert "资料没有提到的（灰色）：远区" in said


def test_a_feature_without_a_name_is_told_by_its_number(
    town, about, boundary_file, make_collection, make_feature
):
    path = boundary_file(make_collection(make_feature("中区", 113.0), make_feature("", 113.4)))
    assert "第2个要素" in texts(place_map_svg(town, about, ground=ground_of(town, path)))


def test_boundaries_of_another_city_are_refused_with_the_names_wanted(
    town, boundary_file, make_collection, make_feature
):
    path = boundary_file(make_collection(make_feature("别处", 100.0)))
    with pytest.raises(OptionError) as caught:
        ground_of(town, path)
    assert "东区" in caught.value.text.zh


# ---------------------------------------------------------------- safe, the same, written
def test_hostile_texts_stay_texts(hostile_places, about):
    svg = place_map_svg(hostile_places, about)
    root = parsed(svg)
    allowed = {"svg", "title", "desc", "style", "defs", "pattern", "line", "rect", "g", "text",
               "circle", "polygon", "path"}  # fmt: skip
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name}


def test_drawing_leaves_the_map_as_it_was_and_gives_the_same_text(town, about):
    before = repr(town)
    assert render_place_map(town, about) == render_place_map(town, about)
    assert repr(town) == before


_WRITE = """
import sys
from pathlib import Path
import kg
from kg.viz.place_map import write_place_map
graph = kg.open(sys.argv[1])
write_place_map(graph.store, graph.scope, Path(sys.argv[2]), "zh")
"""


@pytest.mark.parametrize("name", ["places.html", "places.svg"])
def test_the_file_is_the_same_under_any_hash_seed_and_locale(mini, tmp_path, name):
    files = []
    for seed, locale in [("0", "C.UTF-8"), ("1", "zh_CN.GBK")]:
        path = tmp_path / seed / name
        environment = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0"}
        subprocess.run(
            [sys.executable, "-c", _WRITE, mini, path],
            env={**os.environ, **environment}, check=True,
        )  # fmt: skip
        files.append(path.read_bytes())
    assert files[0] == files[1]
    assert "某园区" in files[0].decode("utf-8")


def test_a_path_that_ends_in_svg_gets_the_picture_alone(graph, tmp_path):
    path = write_place_map(graph.store, graph.scope, tmp_path / "a" / "places.SVG", "zh")
    assert parsed(path.read_text("utf-8")).tag == f"{SVG}svg"


def test_a_boundary_file_reaches_the_page(graph, tmp_path, boundary_file, make_collection,
                                          make_feature):  # fmt: skip
    boundaries = boundary_file(make_collection(make_feature("某园区", 113.0)))
    path = write_place_map(graph.store, graph.scope, tmp_path / "p.html", "zh", boundaries)
    assert "样(0000)001号" in path.read_text("utf-8")


def test_what_cannot_be_written_is_told(graph, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ExportError):
        write_place_map(graph.store, graph.scope, tmp_path / "file" / "places.html", "zh")
