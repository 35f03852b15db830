"""The page in a real browser: it paints, nothing overlaps or sticks out, and it answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.chain_map import Leader, LeadRole, chain_map
from kg.errors import Text
from kg.viz.chain_map import chain_map_svg, render_chain_map
from kg.viz.shell import write_page

pytestmark = pytest.mark.browser

# Texts that leave their box, and pairs of texts that lie on each other, by the browser's measure.
_TEXTS = """() => {
  const shown = [...document.querySelectorAll("#canvas text, svg.cm > text, svg.cm > g text")];
  const rects = [...new Set(shown)].filter((t) => t.textContent.trim()).map((t) => {
    const r = t.getBoundingClientRect();
    // Letters are lower than the line: two thirds of it tell whether they touch.
    const cut = r.height / 6;
    return { text: t.textContent, box: t.closest(".b[id]"),
      left: r.left, right: r.right, top: r.top + cut, bottom: r.bottom - cut };
  });
  const out = [], over = [];
  rects.forEach((a, n) => {
    if (a.box) {
      const r = a.box.querySelector("rect").getBoundingClientRect();
      const inside = a.left >= r.left && a.right <= r.right
        && a.top >= r.top && a.bottom <= r.bottom;
      if (!inside) out.push(a.text);
    }
    for (const b of rects.slice(0, n)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 0.5 && high > 0.5) over.push(a.text + " | " + b.text);
    }
  });
  return { out, over, count: rects.length };
}"""

_OF_BOX = "(n) => [...document.querySelectorAll(`#b${n} text`)].map((t) => t.textContent)"


@pytest.fixture
def show(open_page, tmp_path):
    """A function that writes a chain map as a page and opens it."""

    def opened(map_, about, **more):
        path = write_page(render_chain_map(map_, about), tmp_path / "map.html")
        return open_page(path, **more)

    return opened


def box_texts(page, number: int) -> list[str]:
    return page.evaluate(_OF_BOX, number)


def state_of(page, number: int) -> str:
    return page.get_attribute(f"#b{number}", "class")


# ---------------------------------------------------------------- the picture
def test_the_picture_is_painted_with_leader_gap_and_flow(show, cars, about):
    pixels = show(cars, about).pixels("#canvas")
    assert pixels["painted"] > 0.1 * pixels["all"]
    assert pixels["colours"]["fff3cd"] > 2000  # the leader's box
    assert pixels["colours"]["c98a00"] > 300  # and its frame
    assert pixels["colours"]["fff4f3"] > 2000  # a gap
    assert pixels["colours"]["0b4f8a"] > 2000  # headings


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["cars", "large"])
def test_no_two_texts_overlap_and_none_leaves_its_box(show, request, about, name, lang):
    page = show(request.getfixturevalue(name), about._replace(lang=lang)).page
    for _ in range(2):  # as it was written, and in the other language
        found = page.evaluate(_TEXTS)
        assert found["count"] > 30
        assert found["out"] == []
        assert found["over"] == []
        page.click("#switch")


def test_zhengzhou_stands_without_overlap_in_both_languages(show, zhengzhou, about):
    map_ = chain_map(zhengzhou.store, zhengzhou.scope)
    page = show(map_, about).page
    for _ in range(2):
        found = page.evaluate(_TEXTS)
        assert (found["out"], found["over"]) == ([], [])
        page.click("#switch")


def test_under_a_filter_no_text_overlaps_either(show, large, about):
    page = show(large, about).page
    page.select_option("#year", "2021")
    found = page.evaluate(_TEXTS)
    assert (found["out"], found["over"]) == ([], [])


@pytest.mark.parametrize("width", ["screen", "a3"])
def test_the_svg_file_opens_by_itself_and_nothing_overlaps(browser, large, about, tmp_path, width):
    path = write_page(chain_map_svg(large, about, width=width), tmp_path / "map.svg")
    page = browser.new_page()
    try:
        page.goto(path.as_uri())
        found = page.evaluate(_TEXTS)
    finally:
        page.close()
    assert found["count"] > 300
    assert (found["out"], found["over"]) == ([], [])


def test_letters_have_eleven_pixels_on_a_laptop(show, cars, about):
    page = show(cars, about).page
    assert 12 * page.evaluate("kgMap.scale()") >= 11


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768), (1920, 1080)])
def test_the_page_never_scrolls_sideways(show, large, about, width, height):
    shown = show(large, about, width=width, height=height)
    shown.page.evaluate("kgMap.choose(0)")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.pixels("#stage")["painted"] > 1000


# ---------------------------------------------------------------- one click
def test_a_click_opens_firms_with_role_source_and_date(show, cars, about):
    page = show(cars, about).page
    page.click("#b3")
    words = page.inner_text("#panel")
    who = ("示例客车集团", "★ 链主", "北区", "示例客车二期工厂", "50亿元", "规划或在建")
    proof = ("产业链发展报告（示例）", "2025-11", "act-hub", "外部知识", "推得")
    for expected in who + proof:
        assert expected in words
    assert page.locator("#ways .way").count() == 5


def test_links_of_the_panel_lead_along_the_chain(show, cars, about):
    page = show(cars, about).page
    page.click("#b3")
    page.click("#panel .link >> text=循环利用")
    assert page.inner_text("#panel h2") == "循环利用"
    assert "来源未提及企业" in page.inner_text("#panel")


# ---------------------------------------------------------------- filters
def test_a_district_leaves_its_firms_and_counts_follow(show, cars, about):
    page = show(cars, about).page
    page.select_option("#district", label="南区")
    assert "具名 1" in box_texts(page, 0)
    assert "示例螺栓科技股份有限公司" in "".join(box_texts(page, 0))
    assert "示例螺母有限公司" not in "".join(box_texts(page, 0))
    assert "具名企业、设施、项目共 1" in page.inner_text("#counts")


def test_a_box_whose_firms_are_all_filtered_out_is_faded_and_no_gap(show, cars, about):
    page = show(cars, about).page
    page.select_option("#product", label="螺栓")
    assert state_of(page, 4).startswith("b filtered")
    assert box_texts(page, 4)[-1] == "不在筛选之内"
    assert state_of(page, 1) == "b needed"  # what was a gap before is one still
    assert "筛选之外" in page.inner_text("#counts")


def test_a_year_shows_who_was_known_by_then(show, cars, about):
    page = show(cars, about).page
    page.select_option("#year", "2022")
    assert "示例螺母有限公司" not in "".join(box_texts(page, 0))
    page.select_option("#year", "2024")
    assert "示例螺母有限公司" in "".join(box_texts(page, 0))


def test_under_a_filter_no_label_is_shown_and_the_page_says_why(show, cars, about):
    page = show(cars, about).page
    assert page.locator("#boxes .t").count() == 4
    page.select_option("#district", label="北区")
    assert page.locator("#boxes .t").count() == 0
    assert "筛选时不显示" in page.inner_text("#note")
    page.click("#reset")
    assert page.locator("#boxes .t").count() == 4


# ---------------------------------------------------------------- search and keyboard
@pytest.mark.parametrize(
    ("words", "box"), [("整车", 3), ("螺母", 0), ("Bus plant two", 3), ("sensors", 1)]
)
def test_search_finds_segments_firms_and_projects(show, cars, about, words, box):
    page = show(cars, about).page
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    assert "on" in state_of(page, box).split()


def test_arrows_go_to_the_box_that_lies_there_enter_opens_escape_returns(show, cars, about):
    page = show(cars, about).page
    page.focus("#b0")
    page.keyboard.press("ArrowRight")
    first = page.evaluate("document.activeElement.id")
    assert first in ("b1", "b2")
    page.keyboard.press("Enter")
    assert page.is_visible("#panel")
    page.keyboard.press("Escape")
    assert page.is_hidden("#panel")
    assert page.evaluate("document.activeElement.id") == first


def test_every_box_can_be_reached_by_arrows(show, large, about):
    page = show(large, about).page
    reached = page.evaluate("""() => {
      const seen = new Set([0]), open = [0];
      while (open.length) {
        const at = open.pop();
        for (const way of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
          const next = kgMap.neighbour(at, ...way);
          if (next !== null && !seen.has(next)) { seen.add(next); open.push(next); }
        }
      }
      return seen.size;
    }""")
    assert reached == len(large.boxes)


# ---------------------------------------------------------------- state, tables, language, print
def test_the_address_keeps_the_state_and_brings_it_back(show, cars, about):
    first = show(cars, about)
    first.page.select_option("#district", label="北区")
    first.page.click("#b3")
    first.page.click("#switch")
    fragment = first.page.evaluate("location.hash")
    again = show(cars, about, fragment=fragment).page
    assert again.inner_text("#panel h2") == "Vehicles"
    assert again.input_value("#district") == "0"


@pytest.mark.parametrize(
    "fragment", ["#box=%3Cimg%20src=x%20onerror=alert(1)%3E", "#lang=__proto__&year=9e9&lane=-1",
                 "#district=constructor&box=__proto__", "#%", "#year=NaN&product=0"]
)  # fmt: skip
def test_a_hostile_address_is_harmless(show, cars, about, fragment):
    shown = show(cars, about, fragment=fragment)
    assert shown.troubles == []
    assert shown.page.is_hidden("#panel")


def test_tables_hold_the_same_content(show, cars, about):
    page = show(cars, about).page
    page.click("#tables summary")
    page.wait_for_selector("#flow-table tbody tr")
    assert page.locator("#segment-table tbody tr").count() == len(cars.boxes)
    assert page.locator("#member-table tbody tr").count() == sum(len(b.members) for b in cars.boxes)
    assert page.locator("#flow-table tbody tr").count() == len(cars.flows)
    assert "act-nut" in page.inner_text("#member-table")


def test_the_language_changes_in_place(show, cars, about):
    page = show(cars, about).page
    page.click("#switch")
    assert "Vehicles" in box_texts(page, 3)
    assert page.get_attribute("html", "lang") == "en"
    shown = page.evaluate(
        "[...document.querySelectorAll('#canvas text')].map((t) => t.textContent).join()"
    )
    assert not [c for c in shown if "\u4e00" <= c <= "\u9fff"]


def test_a_tall_map_is_printed_lane_by_lane(show, large, about):
    page = show(large, about).page
    page.evaluate("kgMap.layOutSheets()")
    assert page.locator(".sheet").count() >= 3
    page.evaluate("kgMap.clearSheets()")
    assert page.locator(".sheet").count() == 0


# ---------------------------------------------------------------- safe and offline
def test_hostile_data_executes_nothing_and_asks_for_nothing(show, hostile, hostile_about):
    shown = show(hostile, hostile_about)
    page = shown.page
    page.click("#tables summary")
    page.wait_for_selector("#segment-table tbody tr")
    for number in range(0, len(hostile.boxes), 3):
        page.evaluate(f"kgMap.choose({number})")
    page.fill("#search", "script")
    page.select_option("#year", "2020")
    page.click("#switch")
    assert shown.troubles == []
    assert shown.violations() == []
    assert shown.requests == [shown.url]
    links = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:"}


def test_an_empty_map_opens_and_says_so(show, cars, about):
    from dataclasses import replace

    shown = show(replace(cars, boxes=(), flows=()), about)
    assert shown.troubles == []
    assert "没有可画的环节" in shown.page.inner_text("#note")


# ---------------------------------------------------------------- leaders and the way back
def led_map(cars):
    """The small map with a chain leader that no box holds, since 2024, and one that a box does."""
    outside = replace(
        cars.boxes[0].members[0].ref,
        iri="x:far",
        id="far",
        label=Text("远方汽车分公司", "Far Branch"),
    )
    role = LeadRole(Text("链主", "chain leader"), 0, cars.boxes[0].members[0].evidence, 2024)
    hall = cars.boxes[4].members[0].ref
    chain = cars.chains[0].iri
    hub = Leader(cars.boxes[3].members[0].ref, chain, (replace(role, start=None),))
    return replace(cars, leaders=(Leader(outside, chain, (role,), (hall,)), hub))


def test_a_leader_without_a_box_stands_at_the_head_of_the_lane(show, cars, about):
    page = show(led_map(cars), about).page
    line = page.text_content("#strip0")
    assert line == "★ 链主：远方汽车分公司（原文）、示例客车集团（原文）"
    page.select_option("#year", "2023")
    assert "远方汽车分公司" not in page.text_content("#strip0")


def test_a_leader_without_a_box_is_found_and_its_panel_names_role_source_and_plants(
    show, cars, about
):
    page = show(led_map(cars), about).page
    page.fill("#search", "远方")
    page.press("#search", "Enter")
    said = page.inner_text("#panel")
    assert "★ 链主" in said
    assert "report-1" in said
    assert "客车制造 承装车间" in said
    assert page.evaluate("location.hash") == "#leader=far"


def test_back_goes_back_one_box_or_filter_at_a_time(show, cars, about):
    page = show(cars, about).page
    page.click("#b0")
    page.click("#b3")
    page.select_option("#year", "2023")
    page.go_back()
    assert page.evaluate("location.hash") == "#box=vehicles"
    page.go_back()
    assert page.inner_text("#panel h2") == "汽车核心零部件"
    page.go_back()
    assert page.is_hidden("#panel")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_overlaps_with_leaders_at_the_head_of_a_lane(show, cars, about, lang):
    page = show(led_map(cars), about._replace(lang=lang)).page
    for _ in range(2):
        found = page.evaluate(_TEXTS)
        assert (found["out"], found["over"]) == ([], [])
        page.click("#switch")
