"""index.html: all rows with their evidence, every name a link, every text only text."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from html_reading import Page

from kg.errors import Text
from kg.report import html as html_module
from kg.report.content import Change, Changes, Delta, Report, with_changes
from kg.report.html import index_html
from kg.report.numerals import number_words


def rows_of(page: str, table: str) -> str:
    """The body of a table of a page."""
    found = re.search(rf'<table id="{re.escape(table)}">(.*?)</table>', page, re.DOTALL)
    assert found, table
    return found[1]


def island(page: str) -> dict:
    """The data that the page's script reads."""
    found = re.search(r'<script id="data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_same_report_gives_the_same_bytes(cars: Report) -> None:
    assert index_html(cars) == index_html(replace(cars))


def test_the_title_counts_the_lists_that_there_are(cars: Report) -> None:
    assert cars.title == Text("汽车产业链：一图八清单", "Car chain: one map, eight lists")
    assert number_words(12) == Text("12", "12")


def test_every_list_stands_in_the_contents_and_has_its_purpose(auto: Report) -> None:
    text = Page(index_html(auto)).text
    for each in auto.lists:
        assert each.title.zh in text
        assert each.purpose.zh in text


def test_the_page_says_that_the_names_of_the_lists_are_a_proposal(auto: Report) -> None:
    assert auto.lists[0].proposal.zh in Page(index_html(auto)).text


def test_every_row_of_every_list_stands_in_the_page(auto: Report) -> None:
    page = index_html(auto)
    for each in auto.lists:
        for section in each.sections:
            body = rows_of(page, f"l-{each.id}-{section.id}")
            assert body.count("<tr") - body.count("<thead>") == len(section.rows)


def test_a_name_in_a_list_links_to_its_page(auto: Report) -> None:
    body = rows_of(index_html(auto), "l-investment-needs")
    assert re.search(r'<a href="things\.html#t-[a-z0-9-]+">汽车电子</a>', body)


def test_a_box_of_the_map_links_to_its_segment(auto: Report) -> None:
    page = index_html(auto)
    boxes = re.findall(r'<a href="(things\.html#[^"]+)"><g class="b ', page)
    assert boxes == [auto.page(box.segment.iri) for box in auto.map.boxes]


def test_an_inferred_row_is_marked_by_word_and_by_style(auto: Report) -> None:
    body = rows_of(index_html(auto), "l-investment-thin")
    assert '<tr class="inferred">' in body
    assert "推断，待核实" in body


def test_what_a_section_should_hold_and_nobody_knows_is_a_row_of_its_own(auto: Report) -> None:
    empty = [s for each in auto.lists for s in each.sections if s.empty]
    page = index_html(auto)
    assert empty
    assert page.count('<tr class="unknown"><td colspan="1"') == len(empty)


def test_a_cell_that_nobody_knows_says_so(auto: Report) -> None:
    assert re.search(r'<td data-h="责任单位" class="unknown">未知</td>', index_html(auto))


def test_a_source_is_a_number_that_leads_to_its_entry(cars: Report) -> None:
    page = index_html(cars)
    assert '<a class="src" href="#s-doc">[1]</a>' in page
    assert '<li id="s-doc">某报' in page


def test_passages_of_one_source_are_told_once_and_in_order(cars: Report) -> None:
    body = rows_of(index_html(cars), "workspace-slots")
    assert '[1]</a><span class="at"> 0-10</span>' in body


def test_a_link_of_a_source_is_shown_only_where_it_is_safe(cars: Report) -> None:
    doc, *others = cars.sources
    for url, shown in (("https://example.com/a", True), ("javascript:alert(1)", False)):
        page = Page(index_html(replace(cars, sources=(doc._replace(url=url), *others))))
        assert (url in page.links) == shown


def test_where_there_is_nothing_a_sentence_says_so(cars: Report) -> None:
    text = Page(index_html(cars)).text
    for said in ("来源没有给出本链的目标。", "没有发现矛盾", "本链还没有登记任务。"):
        assert said in text


def test_both_sides_of_a_contradiction_stand(auto: Report) -> None:
    body = rows_of(index_html(auto), "conflicts-all")
    assert "169.8%" in body
    assert "175%" in body


def test_figures_that_change_over_time_are_drawn(auto: Report) -> None:
    assert '<svg xmlns="http://www.w3.org/2000/svg" viewBox' in index_html(auto)
    assert 'class="timeline"' in index_html(auto)


def test_what_changed_since_another_report_is_a_part_of_its_own(cars: Report) -> None:
    column = cars.lists[0].sections[0].columns[0]
    delta = Delta(column, Text("旧名", "old"), Text("新名", "new"))
    change = Change(
        "changed",
        "firms",
        Text("企业", "Firms"),
        "a",
        Text("乙", "B"),
        "k",
        Text("丙", "C"),
        (delta,),
    )
    told = with_changes(cars, Changes(Text("5月31日", "31 May"), "2025-05-31", (change,)))
    page = Page(index_html(told)).text
    assert "与5月31日相比的变化" in page
    assert "旧名" in page
    assert "新名" in page


def test_the_english_report_speaks_english(cars: Report) -> None:
    page = index_html(cars, "en")
    assert '<html lang="en">' in page
    assert not re.search(r"[\u4e00-\u9fff]", Page(page).text)


def test_nothing_is_asked_of_the_network(auto: Report) -> None:
    page = index_html(auto)
    found = Page(page)
    assert not any({"src", "srcset", "style"} & attributes.keys() for _, attributes in found.tags)
    policies = [given["content"] for tag, given in found.tags if "http-equiv" in given]
    assert policies
    assert policies[0].startswith("default-src 'none'; script-src 'sha256-")
    assert not [link for link in found.links if link.startswith("//")]


def test_texts_that_try_to_be_more_stay_texts(hostile: Report, payloads: list[str]) -> None:
    page = index_html(hostile)
    found = Page(page)
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"img", "iframe", "b", "textarea"}
    assert [tag for tag, _ in found.tags].count("script") == 2
    assert not any(name.startswith("on") for _, given in found.tags for name in given)
    shown = " ".join(found.text.split())
    for bad in payloads:
        assert " ".join(bad.split()) in shown


def test_rows_beyond_those_printed_go_into_the_data_of_the_page(
    hostile: Report, payloads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_module, "PRINTED", 5)
    page = index_html(hostile)
    table, rows = max(island(page)["rows"].items(), key=lambda pair: len(pair[1]))
    body = rows_of(page, table)
    assert body.count("<tr") == 1 + 5
    assert f"此处印出前 5 行，共 {5 + len(rows)} 行" in Page(page).text
    texts = {piece[0] for _, _, cells in rows for _, pieces in cells for piece in pieces}
    assert texts & {" ".join(bad.split()) for bad in payloads}


def test_control_characters_become_blanks(cars: Report) -> None:
    odd = replace(cars, summary=(Text("甲\x00乙\u2028丙", "a"),))
    assert "甲 乙 丙" in index_html(odd)
