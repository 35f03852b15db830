"""Lists are files: another city changes them, and what is wrong in one is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import PackError
from kg.lists import CATEGORIES, read_lists
from kg.lists.config import MAPS

SMALL = """\
id = "{id}"
order = 1
category = "investment"
title = {{ zh = "招商", en = "Investment" }}
purpose = {{ zh = "缺什么", en = "What is lacking" }}

[named]
note = {{ zh = "自拟", en = "our own" }}

[[section]]
id = "needs"
title = {{ zh = "需求", en = "Needs" }}
query = "list-needs"
columns = ["what", "asker", "source"]
empty = {{ zh = "需求", en = "needs" }}
"""


def test_the_bundled_lists_are_eight_one_a_category() -> None:
    lists = read_lists()
    assert [spec.category for spec in lists.specs] == list(CATEGORIES)
    assert lists.maps == MAPS


def test_five_of_the_tasks_are_named_in_the_sources_and_three_are_our_proposal() -> None:
    named = [spec.id for spec in read_lists().specs if spec.named.task]
    assert named == ["investment", "projects", "firms", "innovation", "cooperation"]
    assert "建议" in read_lists().proposal.zh


def test_another_region_is_not_told_that_its_sources_name_the_tasks(
    zhengzhou: kg.Graph, graph: kg.Graph
) -> None:
    projects = zhengzhou.lists("算力产业链")[1]
    assert (projects.named.task, projects.named.note.zh[:6]) == ("task-projects", "任务名称见于")
    for each in graph.lists("cars"):
        assert each.named.task == ""
        assert each.named.note.zh.startswith("来源没有点名这项任务")
        assert "五项" not in each.proposal.zh


def test_a_city_with_one_list_needs_one_file(tmp_path: Path, graph: kg.Graph) -> None:
    (tmp_path / "mine.toml").write_text(SMALL.format(id="mine"), "utf-8")
    (mine,) = graph.lists("cars", tmp_path)
    assert mine.id == "mine"
    assert [row.cells["what"].text.zh for row in mine.sections[0].rows] == ["芯片"]


def test_a_file_that_a_spreadsheet_user_saved_with_a_mark_in_front_is_read(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("\ufeff" + SMALL.format(id="mine"), "utf-8")
    assert [spec.id for spec in read_lists(tmp_path).specs] == ["mine"]


def test_a_folder_with_other_maps_has_them(folder: Path) -> None:
    text = (folder / "report.toml").read_text("utf-8")
    text = text.replace('maps = ["chain", "firms", "places"]', 'maps = ["chain"]')
    (folder / "report.toml").write_text(text, "utf-8")
    assert read_lists(folder).maps == ("chain",)


def test_a_folder_without_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no list file"):
        read_lists(tmp_path)


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str], str]:
    """What is said of the small list after one replacement."""

    def said(old: str, new: str) -> str:
        text = SMALL.format(id="mine")
        assert old in text
        (tmp_path / "mine.toml").write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(PackError) as caught:
            read_lists(tmp_path)
        assert "mine.toml" in str(caught.value)
        return str(caught.value)

    return said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"asker"', '"askre"', r"section\[needs\]\.columns .*askre.*nearest: asker"),
        ('"list-needs"', '"list-need"', r"\.query .*list-need,.*nearest: .*list-needs"),
        ('query = "list-needs"', 'answer = "gap"', r"answer .*gap.*nearest: gaps"),
        ('query = "list-needs"', "", "either query or answer"),
        ("columns =", "colums =", r"no key section\[needs\]\.colums.*nearest: columns"),
        ('category = "investment"', 'category = "invest"', "category .*nearest: investment"),
        ("order = 1", 'order = "1"', "order should be a whole number"),
        ("order = 1", "", "order is missing"),
        ('id = "mine"', 'id = ""', "id is missing"),
        ('{ zh = "招商", en = "Investment" }', '"招商"', "title should be a table of words"),
        ('en = "Investment"', 'en = ""', "title should be a table of words"),
        ("[[section]]", "[section]", "section should be a list of tables"),
        ('query = "list-needs"', 'query = "list-fill-where"', "should have the parameters chain"),
        ('query = "list-needs"', 'query = "chain-leaders"', "parameters chain"),
        ('id = "mine"', "id = ", "Cannot read"),
        ("columns", 'fill = { asker = "list-needs" }\ncolumns', "should have the parameters thing"),
        ("columns", 'fill = { askre = "list-fill-who" }\ncolumns', "fill.askre.*nearest: asker"),
        ("columns", 'next = "neds"\ncolumns', "next .*neds.*nearest: need"),
        ("columns", 'sort = ["wha"]\ncolumns', "sort .*wha.*nearest: what"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_file_key_and_nearest_word(
    broken: Callable[[str, str], str], old: str, new: str, says: str
) -> None:
    assert re.search(says, broken(old, new))


def test_a_section_that_stands_there_twice_is_refused(
    broken: Callable[[str, str], str],
) -> None:
    section = SMALL.format(id="mine")[SMALL.format(id="mine").index("[[section]]") :]
    assert "needs stands there twice" in broken("[[section]]", section + "\n[[section]]")


def test_words_of_an_error_are_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(SMALL.format(id="mine") + "colour = 1\n", "utf-8")
    with pytest.raises(PackError) as caught:
        read_lists(tmp_path)
    assert "没有“section[needs].colour”这一项" in caught.value.text.zh
