"""A page for everything that is named: facts, figures, partners, evidence, and no dead end."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from html_reading import Page, dead_ends

from kg.profiles import Profile
from kg.report import content
from kg.report.content import Report
from kg.report.pages import html_files, write_html


def pages(report: Report, lang: str = "zh") -> dict[str, str]:
    return dict(html_files(report, lang))


def article(html: str, anchor: str) -> str:
    """What stands in the page about one thing."""
    found = re.search(rf'<article id="{anchor}">(.*?)</article>', html, re.DOTALL)
    assert found, anchor
    return found[1]


def linked(report: Report) -> dict[str, Page]:
    """All pages of a report, with the graph of firms that stands beside them."""
    found = {name: Page(html) for name, html in html_files(report)}
    return found | {"firms.html": Page("")} if report.firm_graph else found


@pytest.fixture
def many(cars: Report, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The mini chain as if it had thousands of things."""
    monkeypatch.setattr(content, "ONE_FILE", 3)
    return replace(cars)


def test_no_link_of_the_bundled_reports_leads_nowhere(auto: Report, computing: Report) -> None:
    for report in (auto, computing):
        assert dead_ends(linked(report)) == []


def test_no_link_leads_nowhere_where_each_thing_has_a_file(many: Report) -> None:
    found = linked(many)
    assert dead_ends(found) == []
    assert "things/t-acme.html" in found


def test_ids_on_a_page_are_unique(auto: Report) -> None:
    for html in pages(auto).values():
        ids = Page(html).ids
        assert len(ids) == len(set(ids))


def test_names_of_files_are_told_apart_without_regard_to_case(many: Report) -> None:
    names = [name.lower() for name in pages(many)]
    assert len(names) == len(set(names))


def test_every_thing_is_in_the_index_by_type(cars: Report) -> None:
    page = pages(cars)["things.html"]
    assert page.index("<h2>企业</h2>") < page.index('<a href="#t-acme">顶峰汽车有限公司</a>')


def test_a_page_leads_to_partners_and_back_to_the_report(cars: Report) -> None:
    acme = article(pages(cars)["things.html"], "t-acme")
    assert '<a href="#t-bolt">螺栓科技</a>' in acme
    assert '<a href="index.html">回报告</a>' in acme


def test_every_fact_leads_to_its_source_entry(cars: Report) -> None:
    acme = article(pages(cars)["things.html"], "t-acme")
    assert '<a class="src" href="index.html#s-doc">[1]</a><span class="at"> 0-10</span>' in acme


def test_a_page_in_the_folder_reaches_up_for_the_report(many: Report) -> None:
    acme = pages(many)["things/t-acme.html"]
    assert 'href="../index.html#s-doc"' in acme
    assert '<a href="t-bolt.html">螺栓科技</a>' in acme
    assert '<a href="../things.html">全部名称</a>' in acme


def test_a_page_says_in_which_lists_the_thing_stands(auto: Report) -> None:
    text = article(pages(auto)["things.html"], "t-byd-zz")
    assert '<a href="index.html#list-investment">产业链招商清单</a>' in text


def test_other_names_stand_on_the_page(cars: Report) -> None:
    assert "又名：老顶峰" in article(pages(cars)["things.html"], "t-acme")


def test_a_group_is_called_a_group_with_the_count_as_stated(cars: Report) -> None:
    assert "没有列名的一组：超40" in article(pages(cars)["things.html"], "t-many")


def test_a_fact_that_no_source_states_is_marked(cars: Report) -> None:
    steel = article(pages(cars)["things.html"], "t-steel")
    assert '<tr class="inferred">' in steel
    assert "外部知识" in steel


def test_figures_stand_in_a_table_with_growth_and_in_a_time_line(auto: Report) -> None:
    text = article(pages(auto)["things.html"], "t-byd-zz")
    assert "334.7亿元" in text
    assert "[有不同说法]" in text
    assert 'class="timeline"' in text


def test_what_is_left_out_of_a_page_is_counted(cars: Report) -> None:
    def cut(profile: Profile) -> Profile:
        return replace(profile, left_out=7) if profile.thing.id == "acme" else profile

    told = replace(cars, profiles=tuple(map(cut, cars.profiles)))
    said = "另有 7 条未列在此页；用 kg show acme 查看全部。"
    assert said in article(pages(told)["things.html"], "t-acme")


def test_of_what_only_a_name_is_known_the_page_says_so(cars: Report) -> None:
    bare = tuple(replace(profile, facts=()) for profile in cars.profiles)
    assert "来源除了名称没有说别的。" in pages(replace(cars, profiles=bare))["things.html"]


def test_texts_that_try_to_be_more_stay_texts(hostile: Report, payloads: list[str]) -> None:
    found = Page(pages(hostile)["things.html"])
    assert not {tag for tag, _ in found.tags} & {"img", "iframe", "b", "textarea"}
    assert not any(name.startswith("on") for _, given in found.tags for name in given)
    assert not [link for link in found.links if re.match(r"(?i)javascript|data:|https?:", link)]
    shown = " ".join(found.text.split())
    assert all(" ".join(bad.split()) in shown for bad in payloads)


def test_the_pages_speak_english(cars: Report) -> None:
    page = pages(cars, "en")["things.html"]
    assert '<html lang="en">' in page
    assert "Back to the report" in page
    assert "回报告" not in page


def test_pages_are_written_with_line_feeds_and_in_order(cars: Report, tmp_path: Path) -> None:
    written = write_html(cars, tmp_path)
    assert [path.name for path in written] == ["index.html", "things.html"]
    assert all(b"\r" not in path.read_bytes() for path in written)
