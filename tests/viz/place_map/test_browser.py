"""The page in a real browser: it paints, answers to mouse and keys, and executes no data."""

from __future__ import annotations

import pytest

from kg.viz.place_map import render_place_map
from kg.viz.place_map.page import ground_of
from kg.viz.shell import write_page

pytestmark = pytest.mark.browser

SEEN = "#picture svg:visible"


@pytest.fixture
def show(open_page, tmp_path):
    """A function that writes a place map as a page and opens it."""

    def opened(shown, about, *, ground=None, keys=None, **how):
        html = render_place_map(shown, about, ground=ground, keys=keys)
        return open_page(write_page(html, tmp_path / "places.html"), **how)

    return opened


def thing(page, name: str):
    return page.locator(f"{SEEN} .thing", has_text=name).first


def district(page, name: str):
    return page.locator(f"{SEEN} .area .t-head", has_text=name).first


def heading(page) -> str:
    return page.locator("#panel h2").text_content()


def dimmed(page) -> set[str]:
    found = page.locator(f"{SEEN} .thing.dim").all()
    return {one.get_attribute("aria-label").split(",")[0] for one in found}


# ---------------------------------------------------------------- the picture
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768), (1920, 1080)])
def test_the_picture_is_painted_and_nothing_sticks_out(show, town, about, width, height):
    shown = show(town, about, width=width, height=height)
    pixels = shown.pixels(SEEN)
    assert pixels["painted"] > 0.05 * pixels["all"]
    assert len(pixels["colours"]) > 50
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.page.locator(SEEN).count() == 1


def test_layers_types_and_leaders_are_seen_in_their_colours(show, town, about):
    colours = show(town, about).pixels(SEEN)["colours"]
    assert colours["0b7a63"] > 500  # the outline of one layer
    assert colours["c2570c"] > 500  # and of the other
    assert colours["1f6fb2"] > 100  # firms
    assert colours["ffd54a"] > 20  # the leader's star


def test_no_text_leaves_its_box_or_lies_on_another(show, town, about):
    page = show(town, about).page
    for _ in range(2):
        found = page.evaluate("""() => {
          const svg = kgMap.picture();
          const lines = [...svg.querySelectorAll(".thing text, .area text")];
          const boxes = lines.map((line) => [line.getBoundingClientRect(), line.textContent]);
          const bad = [];
          boxes.forEach(([a, name], i) => boxes.slice(0, i).forEach(([b, other]) => {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            const touch = wide > 1 && high > 0.5 * Math.min(a.height, b.height);
            if (touch) bad.push(name + " / " + other);
          }));
          const right = svg.getBoundingClientRect().right;
          return bad.concat(boxes.filter(([a]) => a.right > right).map(([, name]) => name));
        }""")
        assert found == []
        page.click("#switch")


def test_an_empty_map_opens(show, town, about):
    from kg.place_map import PlaceMap

    shown = show(PlaceMap((), (), (), {}, town.coverage), about)
    assert shown.troubles == []


def test_ten_thousand_things_open(show, crowded, about):
    shown = show(crowded, about)
    assert shown.troubles == []
    shown.page.fill("#search", "第39区第249号")
    shown.page.press("#search", "Enter")
    assert heading(shown.page) == "第39区第249号汽车零部件有限公司"


# ---------------------------------------------------------------- safe and offline
def test_hostile_data_executes_nothing_and_asks_for_nothing(
    show, hostile_places, hostile_about, payloads, tmp_path, boundary_file, make_collection,
    make_feature,
):  # fmt: skip
    features = [make_feature(bad, 113 + 0.3 * n) for n, bad in enumerate(payloads)]
    path = boundary_file(make_collection(*features, 审图号="<script>alert(9)</script>1号"))
    keys = {one.ref.iri: payloads for area in hostile_places.areas for one in area.entries}
    for ground in (None, ground_of(hostile_places, path)):
        shown = show(hostile_places, hostile_about, ground=ground, keys=keys)
        page = shown.page
        page.click("#tables summary")
        for number in range(page.evaluate("kgMap.data.things.length")):
            page.evaluate(f"kgMap.choose({{ thing: {number} }})")
        for number in range(page.evaluate("kgMap.data.boxes.length")):
            page.evaluate(f"kgMap.choose({{ box: kgMap.data.boxes[{number}].key }})")
        page.fill("#search", "<")
        page.click("#switch")
        assert shown.troubles == []
        assert shown.violations() == []
        assert shown.requests == [shown.url]
        assert page.locator("#panel script, #panel img, #panel svg, a").count() == 0


@pytest.mark.parametrize("fragment", [
    "#at=%3Cimg src=x onerror=alert(1)%3E&chain=__proto__&kind=constructor&layer=toString&lang=xx",
    "#%%%", "#at=box:", "#at=" + "x" * 5000, "#lang=javascript:alert(1)",
])  # fmt: skip
def test_an_address_that_anyone_made_does_no_harm(show, town, about, fragment):
    shown = show(town, about, fragment=fragment)
    assert shown.troubles == []
    assert dimmed(shown.page) == set()


# ---------------------------------------------------------------- facts and sources
def test_a_click_on_a_thing_says_where_it_is_why_and_from_which_source(show, town, about):
    page = show(town, about).page
    thing(page, "某某客车").click()
    said = page.locator("#panel").inner_text()
    for words in ("某某客车股份有限公司", "汽车产业链链主", "中区", "其设施在此：二期工厂", "推得",
                  "产业链发展报告（示例）", "report-1", "own-1", "3-9", "20亿元"):  # fmt: skip
        assert words in said


def test_a_click_on_a_district_lists_what_is_there_and_its_layers(show, town, about):
    page = show(town, about).page
    district(page, "中区").click()
    said = page.locator("#panel").inner_text()
    for words in (
        "410102",
        "整车集聚区",
        "零部件产业园（在建）",
        "mem-both-areas",
        "二期工厂",
        "超150",
    ):
        assert words in said
    page.locator("#panel button", has_text="二期工厂").click()
    assert heading(page) == "二期工厂"


def test_what_has_no_place_says_that_this_is_not_absence(show, town, about):
    page = show(town, about).page
    thing(page, "无处公司").click()
    assert "不等于不在本市" in page.locator("#panel").inner_text()


def test_the_panel_does_not_cover_what_was_clicked(show, town, about):
    page = show(town, about).page
    for name in ("东车厂", "无处公司"):
        thing(page, name).click()
        covered = page.evaluate("""() => {
          const panel = document.getElementById("panel").getBoundingClientRect();
          const at = kgMap.picture().querySelector(".chosen").getBoundingClientRect();
          return at.right > panel.left && at.left < panel.right;
        }""")
        assert not covered
        page.keyboard.press("Escape")


def test_boundaries_can_be_clicked(show, town, about, boundary_file, make_collection):
    ground = ground_of(town, boundary_file(make_collection()))
    page = show(town, about, ground=ground).page
    page.locator(f"{SEEN} .land").nth(1).click(position={"x": 8, "y": 8})
    assert heading(page) in ("中区", "东区")
    assert "样(0000)001号" in page.locator(SEEN).text_content()


# ---------------------------------------------------------------- search, filters, keys
@pytest.mark.parametrize("words", ["某某客车", "某某客车股份有限公司 (EN)", "leader", "moumou"])
def test_search_finds_by_name_id_and_key(show, town, about, words):
    keys = {one.ref.iri: ["moumou"] for one in town.areas[0].entries if one.roles}
    page = show(town, about, keys=keys).page
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    assert heading(page) == "某某客车股份有限公司"


def test_search_finds_districts_and_says_when_there_is_nothing(show, town, about):
    page = show(town, about).page
    page.fill("#search", "西区")
    page.press("#search", "Enter")
    assert heading(page) == "西区"
    page.fill("#search", "没有这个")
    assert page.locator("#found").text_content() == "没有找到"


def test_filters_dim_what_does_not_match_and_say_how_many_do(show, town, about):
    page = show(town, about).page
    page.select_option("#by-chain", "cars")
    assert "某某客车股份有限公司" not in dimmed(page)
    assert "东车厂" in dimmed(page)
    matching = page.locator("#matching").text_content()
    assert matching.startswith("符合 1 / 7 个：")
    assert matching.endswith(" 1（框内小计和页脚是全部对象的）")
    page.click("#reset")
    page.select_option("#by-kind", "Facility")
    assert "某某客车股份有限公司" in dimmed(page)
    page.select_option("#by-kind", "")
    page.select_option("#by-layer", "-all")
    assert "东车厂" in dimmed(page)
    assert "二期工厂" not in dimmed(page)
    page.click("#reset")
    assert dimmed(page) == set()


def test_a_filter_changes_what_is_painted(show, town, about):
    shown = show(town, about)
    before = shown.pixels(SEEN)["colours"]["1f6fb2"]
    shown.page.select_option("#by-kind", "Facility")
    assert shown.pixels(SEEN)["colours"].get("1f6fb2", 0) < before / 3


def test_arrows_walk_enter_opens_and_escape_comes_back(show, town, about):
    page = show(town, about).page
    page.locator(f'{SEEN} [tabindex="0"]').focus()
    seen = set()
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert len(seen) >= 3
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == label


def test_every_part_of_the_picture_is_reached_by_arrows(show, town, about):
    page = show(town, about).page
    reached = page.evaluate("""() => {
      const parts = [...kgMap.picture().querySelectorAll('[role="button"]')];
      const seen = new Set([parts[0]]);
      const todo = [parts[0]];
      while (todo.length) {
        const from = todo.pop();
        for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
          from.focus();
          from.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
          const next = document.activeElement;
          if (!seen.has(next)) { seen.add(next); todo.push(next); }
        }
      }
      return [seen.size, parts.length];
    }""")
    assert reached[0] == reached[1]


# ---------------------------------------------------------------- language, address, tables, print
def test_the_language_switches_picture_and_words(show, town, about):
    page = show(town, about).page
    page.click("#switch")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "A schematic, not a map" in page.locator(SEEN).text_content()
    assert page.locator(SEEN).count() == 1
    assert "All chains" in page.locator("#by-chain").inner_text()


def test_the_address_brings_back_what_was_shown(show, town, about):
    shown = show(town, about)
    page = shown.page
    page.click("#switch")
    page.select_option("#by-chain", "cars")
    thing(page, "某某客车").click()
    fragment = page.evaluate("window.location.hash")
    again = show(town, about, fragment=fragment).page
    assert heading(again) == "某某客车股份有限公司 (en)"
    assert again.input_value("#by-chain") == "cars"
    assert again.evaluate("document.documentElement.lang") == "en"


def test_the_same_content_stands_in_tables(show, town, about):
    page = show(town, about).page
    page.click("#tables summary")
    page.wait_for_selector("#thing-table tbody tr")
    assert page.locator("#box-table tbody tr").count() == 6
    assert page.locator("#thing-table tbody tr").count() == 8
    assert "零部件产业园（在建）" in page.locator("#box-table").inner_text()
    assert "report-1" in page.locator("#thing-table").inner_text()


def test_on_paper_the_picture_stands_on_one_sheet_without_tools(show, town, about):
    page = show(town, about, width=390, height=844).page
    page.emulate_media(media="print")
    assert page.locator("#filters").is_hidden()
    assert page.locator("#search").is_hidden()
    assert page.locator(f'{SEEN}[data-wide="screen"]').count() == 1
    assert page.locator(f'{SEEN}[data-wide="phone"]').count() == 0
    assert page.locator("#sources").is_visible()


def test_every_control_has_a_name(show, town, about):
    page = show(town, about).page
    unnamed = page.evaluate("""() =>
      [...document.querySelectorAll("button, input, select, [role=button], [role=application]")]
      .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() || e.closest("label")))
      .map((e) => e.outerHTML)""")
    assert unnamed == []
