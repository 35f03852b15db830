"""The SVG file: stands by itself, is well-formed whatever the names, and says where it is from."""

import xml.etree.ElementTree as ET

import pytest

from kg.viz.chain_map import chain_map_svg

SVG = "{http://www.w3.org/2000/svg}"


def root_of(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own file


def words_of(root: ET.Element) -> str:
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


def test_it_has_a_title_and_a_description_that_it_points_to(cars, about):
    root = root_of(chain_map_svg(cars, about))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "cm-t cm-d"
    assert root.find(f"{SVG}title").text == about.title.zh
    assert "7 个环节，6 条流向" in root.find(f"{SVG}desc").text


def test_the_foot_tells_day_coverage_and_the_sources_used(cars, about):
    words = words_of(root_of(chain_map_svg(cars, about)))
    assert f"数据截至 {about.as_of}" in words
    assert "[report-1] 产业链发展报告（示例） 2025-11" in words
    assert "site-1" not in words  # listed for the page, used by no record here


def test_headings_lanes_and_legend_are_in_it(cars, about):
    words = words_of(root_of(chain_map_svg(cars, about)))
    for expected in ("上游", "中游", "下游", "汽车制造", "流向：外部知识", "补链", "强链", "延链"):
        assert expected in words


def test_a_gap_is_marked_by_class_and_words_and_the_leader_by_a_star(cars, about):
    root = root_of(chain_map_svg(cars, about))
    looks = {g.get("id"): g.get("class") for g in root.iter(f"{SVG}g") if g.get("id")}
    assert looks["b1"] == "b needed"
    assert looks["b3"] == "b single top"
    assert looks["b5"] == "b planned"
    assert looks["b6"] == "b unknown"


def test_english_is_english(cars, about):
    words = words_of(root_of(chain_map_svg(cars, about._replace(lang="en"))))
    assert not [c for c in words if "\u4e00" <= c <= "\u9fff"]


@pytest.mark.parametrize("width", ["screen", "a3"])
def test_hostile_names_stay_text(hostile, hostile_about, width):
    root = root_of(chain_map_svg(hostile, hostile_about, width=width))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "desc", "style", "g", "rect", "path", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or name in ("style", "href")]


def test_characters_that_xml_forbids_are_left_out(cars, about):
    title = about.title._replace(zh="甲\x0b乙\ufffe丙\ud800丁")
    root_of(chain_map_svg(cars, about._replace(title=title)))


def test_nothing_is_loaded_and_nothing_runs(large, about):
    svg = chain_map_svg(large, about)
    for word in ("<script", "url(", "@import", "href", "<image", "<foreignObject"):
        assert word not in svg


def test_the_same_map_gives_the_same_bytes(large, about):
    assert chain_map_svg(large, about) == chain_map_svg(large, about)
