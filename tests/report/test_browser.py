"""The pages in a browser: they fit a desk and a phone, filter, page and print, and ask nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.report import html as html_module
from kg.report.content import Report
from kg.report.pages import write_html

pytestmark = pytest.mark.browser

_LONG = "l-firms-firms"


@pytest.fixture
def written(auto: Report, tmp_path: Path) -> Path:
    """The folder of the automobile report."""
    write_html(auto, tmp_path)
    return tmp_path


@pytest.fixture
def long_list(auto: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with a list repeated to 240 rows, of which 150 stand in the page."""
    monkeypatch.setattr(html_module, "PRINTED", 150)
    firms = next(each for each in auto.lists if each.id == "firms")
    section = next(each for each in firms.sections if each.id == "firms")
    rows = tuple((section.rows * 240)[:240])
    sections = tuple(replace(s, rows=rows) if s is section else s for s in firms.sections)
    lists = tuple(
        replace(each, sections=sections) if each is firms else each for each in auto.lists
    )
    write_html(replace(auto, lists=lists), tmp_path)
    return tmp_path


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("name", ["index.html", "things.html"])
def test_a_page_fits_and_runs_without_trouble(
    written: Path, open_page: Callable, width: int, name: str
) -> None:
    shown = open_page(written / name, width=width, height=844)
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.troubles == []
    assert shown.violations() == []
    assert shown.requests == [shown.url]


def test_hostile_texts_do_nothing(hostile: Report, tmp_path: Path, open_page: Callable) -> None:
    write_html(hostile, tmp_path)
    for name in ("index.html", "things.html"):
        shown = open_page(tmp_path / name)
        assert shown.troubles == []
        assert shown.violations() == []
        assert shown.requests == [shown.url]


def test_a_box_of_the_map_opens_the_page_of_its_segment(written: Path, open_page: Callable) -> None:
    page = open_page(written / "index.html").page
    page.locator("svg.cm a").first.click()
    page.wait_for_url("**/things.html#*")
    assert page.locator("article:target h2").count() == 1


def test_a_filter_keeps_the_rows_that_hold_every_word(written: Path, open_page: Callable) -> None:
    page = open_page(written / "index.html").page
    page.locator("#list-firms .filter input").fill("宇通 原文")
    texts = page.locator("#list-firms tbody tr:visible").all_inner_texts()
    assert texts
    assert all("宇通" in text and "原文" in text for text in texts)
    assert f"符合 {len(texts)} 行" in page.locator("#list-firms output").inner_text()


def test_a_filter_leaves_other_lists_alone(written: Path, open_page: Callable) -> None:
    page = open_page(written / "index.html").page
    before = page.locator("#list-parks tbody tr:visible").count()
    page.locator("#list-firms .filter input").fill("没有这样的词")
    assert page.locator("#list-firms tbody tr:visible").count() == 0
    assert page.locator("#list-parks tbody tr:visible").count() == before


def test_a_long_list_is_shown_by_the_hundred(long_list: Path, open_page: Callable) -> None:
    from playwright.sync_api import expect

    page = open_page(long_list / "index.html").page
    rows = page.locator(f"#{_LONG} tbody tr:visible")
    part = page.locator(".part", has=page.locator(f"#{_LONG}"))
    expect(rows).to_have_count(100)
    part.get_by_role("button", name="下一页").click()
    part.get_by_role("button", name="下一页").click()
    expect(rows).to_have_count(40)
    assert "第 201–240 行，共 240 行" in part.locator(".pager").inner_text()


def test_rows_added_by_the_script_look_like_those_of_the_page(
    long_list: Path, open_page: Callable
) -> None:
    page = open_page(long_list / "index.html").page
    count = page.evaluate(
        "(id) => { const rows = JSON.parse(document.getElementById('data').textContent).rows[id];"
        " return rows.length; }",
        _LONG,
    )
    assert count == 90
    part = page.locator(".part", has=page.locator(f"#{_LONG}"))
    first = page.locator(f"#{_LONG} tbody tr").first.evaluate("row => row.outerHTML")
    known = {
        html.replace(' class="off"', "")
        for html in page.locator(f"#{_LONG} tbody tr").evaluate_all(
            "rows => rows.map((row) => row.outerHTML)"
        )
    }
    assert first.replace(' class=""', "") in {html.replace(' class=""', "") for html in known}
    part.get_by_role("button", name="下一页").click()
    part.get_by_role("button", name="下一页").click()
    added = page.locator(f"#{_LONG} tbody tr.late-made td:first-child a").first
    assert added.get_attribute("href").startswith("things.html#t-")


def test_all_rows_of_the_page_are_printed_whatever_page_is_shown(
    long_list: Path, open_page: Callable
) -> None:
    page = open_page(long_list / "index.html").page
    page.emulate_media(media="print")
    assert page.locator(f"#{_LONG} tbody tr:visible").count() == 150
    part = page.locator(".part", has=page.locator(f"#{_LONG}"))
    assert "此处印出前 150 行，共 240 行" in part.locator(".printed").inner_text()


def test_without_scripts_every_row_of_the_page_can_be_read(written: Path, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((written / "index.html").as_uri())
    assert page.locator("#list-firms tbody tr").count() > 20
    assert page.locator("#list-firms .filter").is_hidden()
    context.close()


def test_a_print_has_upright_and_lying_pages(written: Path, open_page: Callable) -> None:
    page = open_page(written / "index.html").page
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert b"%PDF" in pdf[:8]
    widths = {int(found) for found in re.findall(rb"/MediaBox \[0 0 (\d+)", pdf)}
    assert widths == {594, 841}


def test_names_are_found_in_the_index_of_things(written: Path, open_page: Callable) -> None:
    page = open_page(written / "things.html").page
    page.locator("nav .filter input").fill("宇通客车")
    found = page.locator(".names li:visible").all_inner_texts()
    assert "宇通客车" in found
    assert all("宇通客车" in name for name in found)
