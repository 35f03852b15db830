"""The page in a real browser: it paints, answers, and executes nothing that came with the data."""

from __future__ import annotations

import pytest

from kg.errors import Text
from kg.viz.firms import write_map

pytestmark = pytest.mark.browser

_OVERLAP = """() => {
  const boxes = kgMap.data.nodes.map((_, id) => kgMap.network.getBoundingBox(id));
  let shared = 0, all = 0;
  boxes.forEach((p, i) => {
    all += (p.right - p.left) * (p.bottom - p.top);
    for (const q of boxes.slice(0, i)) {
      const width = Math.min(p.right, q.right) - Math.max(p.left, q.left);
      const height = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      if (width > 0 && height > 0) shared += width * height;
    }
  });
  return shared / all;
}"""


@pytest.fixture
def show(open_page, tmp_path):
    """A function that writes a graph as a map and opens it."""

    def opened(graph, about, *, width=1366, height=768):
        path = write_map(graph, tmp_path / "map.html", about)
        return open_page(path, width=width, height=height)

    return opened


def search(page, words: str) -> None:
    page.fill("#search", words)
    page.press("#search", "Enter")


def draw_frames(page) -> None:
    """Wait until the browser has drawn what was asked for."""
    two = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(f"({two})().then(() => null)")


# ---------------------------------------------------------------- the picture
def test_the_canvas_is_painted(show, city, about):
    pixels = show(city, about).pixels()
    assert pixels["painted"] > 0.03 * pixels["all"]
    assert len(pixels["colours"]) > 50


def test_types_and_leaders_are_seen_in_their_colours(show, city, about):
    colours = show(city, about).pixels()["colours"]
    assert colours["1f6fb2"] > 1000  # enterprises
    assert colours["4a9fd8"] > 200  # facilities
    assert colours["ffd54a"] > 50  # the leaders' stars
    assert colours["d99a00"] > 50  # and their rings


def test_names_do_not_lie_on_each_other(show, city, about):
    shown = show(city, about)
    assert shown.page.evaluate(_OVERLAP) < 0.002
    shown.page.click("#switch")
    assert shown.page.evaluate(_OVERLAP) < 0.03


def test_the_whole_map_is_in_sight(show, city, about):
    shown = show(city, about)
    outside = shown.page.evaluate("""() => {
      const stage = document.getElementById("canvas");
      return kgMap.data.nodes.filter((_, id) => {
        const box = kgMap.network.getBoundingBox(id);
        const low = kgMap.network.canvasToDOM({ x: box.left, y: box.top });
        const high = kgMap.network.canvasToDOM({ x: box.right, y: box.bottom });
        return low.x < 0 || low.y < 0 || high.x > stage.clientWidth || high.y > stage.clientHeight;
      }).length;
    }""")
    assert outside == 0


def test_what_is_planned_stays_hollow_whatever_is_clicked(show, small, about):
    page = show(small, about).page
    plant = "kgMap.vis.nodes.get(kgMap.find('二期工厂')[0])"
    fill = f"kgMap.network.body.nodes[{plant}.id].options.color.background"
    page.click("#switch")
    page.click("#switch")
    search(page, "二期工厂")
    page.keyboard.press("Escape")
    assert page.evaluate(fill) == "#ffffff"


def test_an_empty_graph_opens(show, about):
    import networkx as nx

    shown = show(nx.MultiDiGraph(), about)
    assert shown.troubles == []


def test_more_than_two_thousand_nodes_still_draw(show, large_city, about):
    shown = show(large_city, about)
    assert shown.pixels()["painted"] > 10_000
    assert shown.troubles == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768), (1920, 1080)])
def test_nothing_sticks_out_of_the_screen(show, city, about, width, height):
    shown = show(city, about, width=width, height=height)
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
    assert shown.pixels()["painted"] > 1000


# ---------------------------------------------------------------- safe and offline
def test_hostile_data_executes_nothing_and_asks_for_nothing(show, hostile, hostile_about):
    shown = show(hostile, hostile_about)
    page = shown.page
    page.click("#tables summary")
    for number in range(page.evaluate("kgMap.data.nodes.length")):
        page.evaluate(f"kgMap.choose({number}, true)")
    page.evaluate("kgMap.data.edges.forEach((_, id) => kgMap.chooseEdge(id))")
    page.click("#switch")
    page.mouse.move(700, 400)
    assert shown.troubles == []
    assert shown.violations() == []
    assert shown.requests == [shown.url]


def test_hostile_names_are_shown_as_text(show, hostile, hostile_about, payloads):
    page = show(hostile, hostile_about).page
    wanted = {
        " ".join(bad.replace("\u2028", " ").replace("\u2029", " ").split()) for bad in payloads
    }
    seen = set()
    for number in range(len(payloads)):
        page.evaluate(f"kgMap.choose({number}, false)")
        seen.add(page.locator("#panel h2").text_content())
    assert seen == wanted
    assert (
        page.locator("#panel script, #panel img, #panel svg, #panel a[href^=javascript]").count()
        == 0
    )


def test_hostile_addresses_are_no_links(show, hostile, hostile_about):
    page = show(hostile, hostile_about).page
    assert page.locator("#sources li").count() > 0
    assert page.locator("a").count() == 0


def test_an_ordinary_map_asks_for_nothing_and_complains_of_nothing(show, city, about):
    shown = show(city, about)
    search(shown.page, "郑州")
    shown.page.click("#zoom-in")
    shown.page.click("#zoom-fit")
    assert (shown.troubles, shown.violations()) == ([], [])
    assert shown.requests == [shown.url]


# ---------------------------------------------------------------- using it
@pytest.mark.parametrize(
    "words", ["某某客车", "某客", "sample bus", "SAMPLE BUS CO", "leader", "moumou"]
)
def test_search_finds_by_name_alias_id_and_key_in_either_language(show, small, about, words):
    page = show(small, about).page
    search(page, words)
    assert page.locator("#panel h2").text_content() == "某某客车股份有限公司"


def test_search_says_when_there_is_nothing(show, small, about):
    page = show(small, about).page
    page.fill("#search", "没有这个")
    assert page.locator("#found").text_content() == "没有找到"
    assert page.locator("#panel").is_hidden()


def test_arrows_choose_among_what_is_found(show, small, about):
    page = show(small, about).page
    page.fill("#search", "某某")
    first = page.locator("#found [aria-selected=true]").text_content()
    page.press("#search", "ArrowDown")
    assert page.locator("#found [aria-selected=true]").text_content() != first
    page.press("#search", "Enter")
    assert page.locator("#panel h2").text_content() == "某某零部件有限公司"


def test_slash_goes_to_the_search_and_escape_clears_it(show, small, about):
    page = show(small, about).page
    page.keyboard.press("/")
    page.keyboard.type("客车")
    assert page.input_value("#search") == "客车"
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    page.keyboard.press("Escape")
    assert page.input_value("#search") == ""
    assert page.locator("#panel").is_hidden()


def test_a_click_on_a_node_says_what_is_known_and_from_where(show, small, about):
    page = show(small, about).page
    at = page.evaluate("""() => {
      const stage = document.getElementById("canvas").getBoundingClientRect();
      const place = kgMap.network.canvasToDOM(kgMap.network.getPosition(kgMap.find("leader")[0]));
      return [stage.left + place.x, stage.top + place.y];
    }""")
    page.mouse.click(*at)
    panel = page.locator("#panel").inner_text()
    for words in ("某某客车股份有限公司", "Sample Bus Co., Ltd.", "汽车产业链链主", "企业", "某客",
                  "某某零部件有限公司", "来源明载", "推得", "外部知识", "产业链发展报告（示例）",
                  "report-1", "2021"):  # fmt: skip
        assert words in panel


def test_the_panel_leads_to_the_other_end(show, small, about):
    page = show(small, about).page
    search(page, "leader")
    page.locator("#panel .fact button", has_text="二期工厂").click()
    assert page.locator("#panel h2").text_content() == "二期工厂"


def test_neighbours_stay_bright_and_the_rest_is_dimmed(show, small, about):
    page = show(small, about).page
    search(page, "二期工厂")
    bright = page.evaluate(
        "kgMap.vis.nodes.get().filter((n) => n.opacity === 1).map((n) => kgMap.data.facts[n.id].id)"
    )
    assert sorted(bright) == ["leader", "plant"]


def test_a_filter_hides_a_type_and_its_lines(show, small, about):
    page = show(small, about).page
    lines = "kgMap.vis.edges.get().filter((e) => !e.hidden).length"
    before = page.evaluate(lines)
    page.locator("#kinds label", has_text="设施").locator("input").uncheck()
    hidden = page.evaluate(
        "kgMap.vis.nodes.get().filter((n) => n.hidden).map((n) => kgMap.data.facts[n.id].id)"
    )
    assert hidden == ["plant"]
    assert page.evaluate(lines) == before - 1
    page.locator("#kinds label", has_text="设施").locator("input").check()
    assert page.evaluate(lines) == before


def test_a_filter_changes_what_is_painted(show, city, about):
    shown = show(city, about)
    before = shown.pixels()["colours"]["1f6fb2"]
    shown.page.locator("#kinds label", has_text="企业").locator("input").uncheck()
    shown.page.locator("#relations label", has_text="供应").locator("input").uncheck()
    draw_frames(shown.page)
    assert shown.pixels()["colours"].get("1f6fb2", 0) < before / 10


def test_the_language_can_be_switched(show, small, about):
    page = show(small, about).page
    page.click("#switch")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == "Sample City: who deals with whom"
    assert page.locator("#kinds").inner_text().startswith("Enterprise")
    labels = page.evaluate("kgMap.vis.nodes.get().map((n) => n.label).join(' ')")
    assert "Sample" in labels
    assert "某某" not in labels
    page.click("#switch")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_the_same_content_stands_in_tables(show, small, about):
    page = show(small, about).page
    page.click("#tables summary")
    page.wait_for_selector("#record-table tbody tr")
    assert page.locator("#node-table tbody tr").count() == 4
    assert page.locator("#record-table tbody tr").count() == 5
    assert "Sample Parts Co." in page.locator("#node-table").inner_text()
    assert "suppliesTo-0000" in page.locator("#record-table").inner_text()


def test_sources_are_listed_with_their_dates_and_safe_links(show, small, about):
    page = show(small, about).page
    assert "产业链发展报告（示例） [report-1] 2025-11" in page.locator("#sources").inner_text()
    link = page.locator("#sources a")
    assert link.get_attribute("href") == "https://example.com/a?b=1&c"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_the_map_answers_to_the_keyboard(show, city, about):
    page = show(city, about).page
    where = "JSON.stringify([kgMap.network.getViewPosition(), kgMap.network.getScale()])"
    before = page.evaluate(where)
    page.focus("#canvas .vis-network")
    page.keyboard.down("ArrowRight")
    # Not wait_for_function: it evaluates text in the page, which the page's policy forbids.
    moved = any(draw_frames(page) or page.evaluate(where) != before for _ in range(200))
    page.keyboard.up("ArrowRight")
    assert moved


def test_every_control_has_a_name(show, city, about):
    page = show(city, about._replace(title=Text("图", "Map"))).page
    unnamed = page.evaluate("""() =>
      [...document.querySelectorAll("button, input, ul[role], [role=application]")]
      .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() || e.closest("label")))
      .map((e) => e.outerHTML)""")
    assert unnamed == []
