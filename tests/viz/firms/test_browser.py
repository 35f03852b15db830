"""The page in a real browser: it paints, answers, and executes nothing that came with the data."""

from __future__ import annotations

import csv
import io
from urllib.parse import quote
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.errors import Text
from kg.viz.firms import write_map

pytestmark = pytest.mark.browser

_OVERLAP = """() => {
  const boxes = kgMap.scene.nodes.map((number) => kgMap.boxOf(number));
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


# Share of the pixels that differ to the eye between two pictures given as data URLs: edges of
# lines may be smoothed in another way where only a part is painted.
_DIFFERENT = """async (urls) => {
  const [a, b] = await Promise.all(urls.map(async (url) => {
    const bytes = Uint8Array.from(atob(url.split(",")[1]), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    const ctx = canvas.getContext("2d");
    ctx.drawImage(image, 0, 0);
    return ctx.getImageData(0, 0, image.width, image.height).data;
  }));
  let different = 0;
  a.forEach((value, i) => { if (Math.abs(value - b[i]) > 12) different += 1; });
  return different / a.length;
}"""


@pytest.fixture
def show(open_page, tmp_path):
    """A function that writes a graph as a map and opens it."""

    def opened(graph, about, *, width=1366, height=768, fragment=""):
        path = write_map(graph, tmp_path / "map.html", about)
        return open_page(path, width=width, height=height, fragment=fragment)

    return opened


def search(page, words: str) -> None:
    page.fill("#search", words)
    page.press("#search", "Enter")


def drawn(page) -> list[str]:
    return page.evaluate("kgMap.scene.nodes.map(kgMap.id).sort()")


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
      return kgMap.scene.nodes.filter((number) => {
        const box = kgMap.boxOf(number);
        const low = kgMap.network.canvasToDOM({ x: box.left, y: box.top });
        const high = kgMap.network.canvasToDOM({ x: box.right, y: box.bottom });
        return low.x < 0 || low.y < 0 || high.x > stage.clientWidth || high.y > stage.clientHeight;
      }).length;
    }""")
    assert outside == 0


def test_what_is_planned_stays_hollow_whatever_is_clicked(show, small, about):
    page = show(small, about).page
    fill = "kgMap.nodeLook(kgMap.byName('plant')).fill"
    page.click("#switch")
    page.click("#switch")
    search(page, "二期工厂")
    page.keyboard.press("Escape")
    assert page.evaluate(fill) == "#ffffff"


def test_an_empty_graph_opens(show, about):
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
    for number in range(page.evaluate("kgMap.count")):
        page.evaluate(f"kgMap.choose({number}, true)")
    page.evaluate("for (let line = 0; line < kgMap.lineCount; line += 1) kgMap.chooseLine(line)")
    page.evaluate("kgMap.lookAround(0, 2); kgMap.lookPath(0, 3); kgMap.svgText(); kgMap.csvText()")
    page.evaluate("kgMap.leaveView()")
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
      const leader = kgMap.byName("leader");
      const { x, y } = kgMap.scene;
      const place = kgMap.network.canvasToDOM({ x: x[leader], y: y[leader] });
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
    assert page.evaluate("[...kgMap.scene.lit].map(kgMap.id).sort()") == ["leader", "plant"]


def test_a_filter_hides_a_type_and_its_lines(show, small, about):
    page = show(small, about).page
    lines = "kgMap.scene.lines.length"
    before = page.evaluate(lines)
    page.locator("#kinds label", has_text="设施").locator("input").uncheck()
    assert drawn(page) == ["group", "leader", "part"]
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
    labels = page.evaluate("kgMap.scene.nodes.map((n) => kgMap.wrapped(n).join(' ')).join(' ')")
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


@pytest.fixture
def chain() -> nx.MultiDiGraph:
    """a -> b -> c -> d in a row, each in another year; a and b in the north and in cars."""
    graph = nx.MultiDiGraph(
        names={
            "urn:c#cars": Text("汽车产业链", "Automobiles"),
            "urn:c#chips": Text("芯片产业链", "Chips"),
            "urn:p#north": Text("北区", "North"), "urn:p#south": Text("南区", "South"),
        },
        measures={"degree": Text("关联数", "Degree"), "pagerank": Text("影响力", "PageRank")},
        focus=None,
    )  # fmt: skip
    where = {"a": ("cars", "north"), "b": ("cars", "north"), "c": ("chips", "south"), "d": None}
    for n, (key, home) in enumerate(where.items()):
        known = {"chains": [f"urn:c#{home[0]}"], "places": [f"urn:p#{home[1]}"]} if home else {}
        graph.add_node(
            f"urn:x#{key}", id=key, label=Text(f"企业{key}", f"Firm {key}"), type="Enterprise",
            type_label=Text("企业", "Enterprise"), scores={"degree": 4 - n, "pagerank": n + 1},
            cluster=n % 2, **known,
        )  # fmt: skip
    for n, (one, other) in enumerate(["ab", "bc", "cd"]):
        graph.add_edge(
            f"urn:x#{one}", f"urn:x#{other}", key=f"urn:r#{one}{other}", relation="suppliesTo",
            relation_label=Text("供应", "supplies"), basis="stated", source="report-1",
            since=("2019", "2023", "")[n], until=("2020", "", "")[n],
        )  # fmt: skip
    return graph


def choose(page, id_: str) -> None:
    page.evaluate(f"kgMap.choose(kgMap.byName('{id_}'), false)")


# ---------------------------------------------------------------- by keyboard
def test_arrows_go_from_thing_to_thing_and_enter_opens(show, small, about):
    page = show(small, about).page
    page.focus("#canvas .vis-network")
    page.keyboard.press("ArrowDown")
    assert page.locator("#said").text_content() == "某某客车股份有限公司"
    page.keyboard.press("ArrowDown")
    other = page.locator("#said").text_content()
    assert other != "某某客车股份有限公司"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").text_content() == other


def test_shift_and_an_arrow_push_the_map(show, city, about):
    page = show(city, about).page
    where = "kgMap.network.getViewPosition().x"
    before = page.evaluate(where)
    page.focus("#canvas .vis-network")
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate(where) > before


def test_escape_closes_the_panel_and_then_leaves_the_view(show, small, about):
    page = show(small, about).page
    page.evaluate("kgMap.lookAround(kgMap.byName('plant'), 1)")
    choose(page, "leader")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert drawn(page) == ["leader", "plant"]
    page.keyboard.press("Escape")
    assert len(drawn(page)) == 4


# ---------------------------------------------------------------- filters
def test_the_footer_counts_what_passes(show, small, about):
    page = show(small, about).page
    assert "显示 4 / 4 个对象，5 / 5 条关系记录" in page.locator("#counts").inner_text()
    page.locator("#relations label", has_text="供应").locator("input").uncheck()
    assert "显示 4 / 4 个对象，2 / 5 条关系记录" in page.locator("#counts").inner_text()
    page.click("#clear")
    assert "5 / 5" in page.locator("#counts").inner_text()


@pytest.mark.parametrize(("what", "label"), [("chains", "汽车产业链"), ("places", "北区")])
def test_a_chain_or_a_place_keeps_its_own_and_says_what_it_cannot_judge(
    show, chain, about, what, label
):
    page = show(chain, about).page
    page.select_option(f"#{what}", label=f"{label} (2)")
    assert drawn(page) == ["a", "b"]
    assert "1 个对象没有记载所选项目" in page.locator("#counts").inner_text()


def test_a_period_keeps_what_counts_in_it_and_what_has_no_date(show, chain, about):
    page = show(chain, about).page
    records = """[...kgMap.scene.told.keys()].filter((i) => kgMap.scene.told[i])
      .map((i) => kgMap.record(i).id)"""
    page.fill("#from", "2022")
    assert page.evaluate(records) == ["bc", "cd"]
    page.fill("#from", "")
    page.fill("#to", "2021")
    assert page.evaluate(records) == ["ab", "cd"]
    assert "1 条记录没有日期，照常显示" in page.locator("#counts").inner_text()


def test_size_follows_the_measure_chosen(show, chain, about):
    page = show(chain, about).page
    larger = "kgMap.scene.r[kgMap.byName('a')] > kgMap.scene.r[kgMap.byName('d')]"
    assert page.evaluate(larger)
    page.select_option("#size", label="影响力")
    assert not page.evaluate(larger)


def test_clusters_can_be_seen_as_colours(show, chain, about):
    shown = show(chain, about)
    before = shown.pixels()["colours"]["1f6fb2"]
    shown.page.check("#clusters")
    draw_frames(shown.page)
    colours = shown.pixels()["colours"]
    assert colours["e07b00"] > 100
    assert colours.get("1f6fb2", 0) < before


# ---------------------------------------------------------------- views
def test_a_view_around_one_thing_holds_its_neighbours_on_a_ring(show, chain, about):
    page = show(chain, about).page
    choose(page, "b")
    page.locator("#panel button", has_text="只看它和相邻").click()
    assert drawn(page) == ["a", "b", "c"]
    assert page.evaluate("[kgMap.scene.x, kgMap.scene.y].map((v) => v[kgMap.byName('b')])") == [
        0,
        0,
    ]
    page.locator("#bar button", has_text="2 步以内").click()
    assert drawn(page) == ["a", "b", "c", "d"]
    assert page.evaluate(_OVERLAP) == 0


def test_the_names_of_a_ring_do_not_lie_on_each_other(show, city, about):
    page = show(city, about).page
    page.evaluate("kgMap.lookAround(kgMap.byName('hub-0'), 1)")
    assert len(drawn(page)) > 20
    assert page.evaluate(_OVERLAP) < 0.001


def test_of_very_many_neighbours_it_is_said_how_many_are_drawn(show, large_city, about):
    page = show(large_city, about).page
    page.evaluate("kgMap.lookAround(kgMap.byName('hub-0'), 1)")
    assert len(drawn(page)) == 61
    bar = page.locator("#bar")
    assert "画出 60 /" in bar.inner_text()
    bar.locator("button", has_text="全部画出").click()
    assert len(drawn(page)) > 500


def test_neighbours_can_be_expanded_within_a_view(show, chain, about):
    page = show(chain, about).page
    page.evaluate("kgMap.lookAround(kgMap.byName('a'), 1)")
    choose(page, "b")
    page.locator("#panel button", has_text="展开邻居").click()
    assert drawn(page) == ["a", "b", "c"]


def test_a_thing_can_be_hidden_and_shown_again(show, chain, about):
    page = show(chain, about).page
    choose(page, "b")
    page.locator("#panel button", has_text="隐藏").click()
    assert drawn(page) == ["a", "c", "d"]
    assert "已手动隐藏 1 个" in page.locator("#bar").inner_text()
    page.locator("#bar button", has_text="恢复显示").click()
    assert drawn(page) == ["a", "b", "c", "d"]


def test_a_path_lists_all_its_steps_with_their_sources(show, chain, about):
    page = show(chain, about).page
    choose(page, "a")
    page.locator("#panel button", has_text="从这里找路径").click()
    choose(page, "d")
    page.locator("#panel button", has_text="找从“企业a”到这里的路径").click()
    panel = page.locator("#panel")
    assert "路径：3 步" in panel.inner_text()
    assert panel.locator(".steps li").count() == 3
    assert panel.inner_text().count("产业链发展报告（示例） [report-1] 2025-11") == 3
    assert page.evaluate("kgMap.scene.way.map(kgMap.id)") == ["a", "b", "c", "d"]


def test_no_path_is_not_called_no_dealings(show, chain, about):
    page = show(chain, about).page
    page.locator("#relations label", has_text="供应").locator("input").uncheck()
    page.evaluate("kgMap.lookPath(kgMap.byName('a'), kgMap.byName('d'))")
    assert "没有记载不等于没有往来" in page.locator("#panel").inner_text()


def test_back_leads_through_the_views_like_the_browsers_own(show, chain, about):
    page = show(chain, about).page
    page.evaluate("kgMap.lookAround(kgMap.byName('a'), 1)")
    page.evaluate("kgMap.lookAround(kgMap.byName('d'), 1)")
    assert drawn(page) == ["c", "d"]
    page.locator("#bar button", has_text="返回").click()
    page.wait_for_selector("#bar >> text=企业a")
    assert drawn(page) == ["a", "b"]
    page.go_back()
    page.wait_for_selector("#bar", state="hidden")
    assert len(drawn(page)) == 4


def test_a_large_map_begins_with_its_segments_and_opens_them_in_place(show, large_chain, about):
    shown = show(large_chain, about)
    page = shown.page
    assert shown.pixels()["painted"] > 10_000
    assert drawn(page) == []
    assert "收在环节框内" in page.locator("#counts").inner_text()
    at = page.evaluate("""() => {
      const stage = document.getElementById("canvas").getBoundingClientRect();
      const box = kgMap.scene.blocks.find((block) => !block.open);
      const at = kgMap.network.canvasToDOM({ x: box.left + 20, y: box.top + 20 });
      return [stage.left + at.x, stage.top + at.y];
    }""")
    page.mouse.click(*at)
    opened = len(drawn(page))
    assert 100 < opened < 2000
    page.locator("#bar button", has_text="全部收起").click()
    assert drawn(page) == []
    search(page, "firm-7")
    assert "firm-7" in drawn(page)
    assert shown.troubles == []


@pytest.fixture
def large_chain() -> nx.MultiDiGraph:
    """2,100 firms in six segments of two chains."""
    graph = nx.MultiDiGraph(names={}, measures={}, focus=None)
    label = Text("产业链环节", "Chain segment")
    for n in range(6):
        chain = f"urn:c#{n % 2}"
        graph.add_node(
            f"urn:c#{n % 2}",
            id=f"chain-{n % 2}",
            label=Text(f"产业链{n % 2}", ""),
            type="IndustrialChain",
        )
        graph.add_node(
            f"urn:s#{n}", id=f"segment-{n}", label=Text(f"环节{n}", f"Segment {n}"),
            type="ChainSegment", type_label=label, layer=n % 3, chains=[chain],
        )  # fmt: skip
    for n in range(2100):
        graph.add_node(
            f"urn:f#{n}", id=f"firm-{n}", label=Text(f"第{n}号企业", f"Firm {n}"),
            type="Enterprise", type_label=Text("企业", "Enterprise"), home=f"urn:s#{n % 6}",
            segments=[f"urn:s#{n % 6}"], chains=[f"urn:c#{n % 2}"],
        )  # fmt: skip
        graph.add_edge(f"urn:f#{n}", f"urn:s#{n % 6}", key=f"urn:r#{n}", relation="activeIn")
        if n:
            graph.add_edge(
                f"urn:f#{n}", f"urn:f#{n // 3}", key=f"urn:r#s{n}", relation="suppliesTo"
            )
    return graph


def test_names_without_room_are_announced_and_appear_on_zooming_in(show, large_city, about):
    page = show(large_city, about).page
    assert page.locator("#unwritten").is_visible()
    written = "kgMap.scene.names.chosen.length"
    page.evaluate("kgMap.network.moveTo({ scale: 0.2 }); kgMap.repaint()")
    draw_frames(page)
    far = page.evaluate(written)
    page.evaluate("kgMap.network.moveTo({ scale: 1.5 }); kgMap.repaint()")
    draw_frames(page)
    assert page.evaluate(written) > 3 * far


# ---------------------------------------------------------------- the picture while it moves
def test_a_pushed_map_shows_the_same_as_one_painted_anew(show, city, about):
    page = show(city, about).page
    picture = "document.querySelector('#canvas canvas').toDataURL()"
    page.mouse.move(500, 700)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(500 + 17 * step, 700 - 13 * step)
    draw_frames(page)
    page.mouse.up()
    draw_frames(page)
    pushed = page.evaluate(picture)
    page.evaluate("kgMap.repaint()")
    draw_frames(page)
    assert page.evaluate(_DIFFERENT, [pushed, page.evaluate(picture)]) < 0.001


# ---------------------------------------------------------------- taking it away
def test_the_picture_can_be_saved_as_png(show, city, about, tmp_path):
    shown = show(city, about)
    with shown.page.expect_download() as saved:
        shown.page.click("#save-png")
    saved.value.save_as(tmp_path / "firms.png")
    png = (tmp_path / "firms.png").read_bytes()
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) > 2000
    assert shown.troubles == []


def test_the_picture_can_be_saved_as_svg_with_names_as_text(show, city, about, tmp_path):
    shown = show(city, about)
    with shown.page.expect_download() as saved:
        shown.page.click("#save-svg")
    saved.value.save_as(tmp_path / "firms.svg")
    root = ElementTree.parse(tmp_path / "firms.svg").getroot()  # noqa: S314 - made by the test
    words = "".join(root.itertext())
    assert "中原新能源汽车零" in words
    assert "数据截至 2025-12-31" in words
    picture = shown.page.context.new_page()
    picture.goto((tmp_path / "firms.svg").as_uri())
    assert picture.locator("text").count() > 100


def test_a_hostile_name_in_an_svg_is_text(show, hostile, hostile_about):
    page = show(hostile, hostile_about).page
    root = ElementTree.fromstring(page.evaluate("kgMap.svgText()"))  # noqa: S314 - made here
    tags = {element.tag.split("}")[1] for element in root.iter()}
    assert tags <= {"svg", "title", "rect", "path", "polygon", "circle", "ellipse", "text"}
    assert not {name for element in root.iter() for name in element.attrib if name.startswith("on")}


def test_a_table_holds_the_records_that_are_seen(show, chain, about, tmp_path):
    page = show(chain, about).page
    page.fill("#from", "2022")
    with page.expect_download() as saved:
        page.click("#save-csv")
    saved.value.save_as(tmp_path / "firms.csv")
    text = (tmp_path / "firms.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert [(row["起点编号"], row["终点编号"], row["来源日期"]) for row in rows] == [
        ("b", "c", "2025-11"), ("c", "d", "2025-11"), ("a", "", ""),
    ]  # fmt: skip


def test_no_cell_of_a_table_is_a_formula(show, hostile, hostile_about):
    page = show(hostile, hostile_about).page
    cells = [c for row in csv.reader(io.StringIO(page.evaluate("kgMap.csvText()"))) for c in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_paper_gets_shapes_not_points(show, city, about):
    page = show(city, about).page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#paper svg text").count() > 100
    assert page.locator("#canvas").is_hidden()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#paper svg").count() == 0


# ---------------------------------------------------------------- the address
def test_the_address_brings_back_what_was_seen(show, chain, about):
    page = show(chain, about).page
    page.evaluate("kgMap.lookAround(kgMap.byName('b'), 2)")
    page.fill("#to", "2024")
    page.check("#clusters")
    page.select_option("#size", label="影响力")
    choose(page, "c")
    page.click("#switch")
    again = show(chain, about, fragment="#" + page.url.split("#")[1]).page
    assert again.locator("#panel h2").text_content() == "Firm c"
    assert again.input_value("#to") == "2024"
    assert again.is_checked("#clusters")
    assert drawn(again) == ["a", "b", "c", "d"]
    assert again.evaluate("kgMap.scene.mode") == "around"
    assert again.evaluate("document.documentElement.lang") == "en"


def test_a_hostile_address_is_harmless(show, chain, about, payloads):
    words = "&".join(
        f"{key}={quote(bad)}"
        for bad in payloads
        for key in (
            "lang",
            "kind",
            "chains",
            "from",
            "hide",
            "path",
            "around",
            "hops",
            "node",
            "line",
        )
    )
    for fragment in (f"#{words}", "#%", "#%E0%A4%A", "#node=__proto__&kind=constructor&from=99999"):
        shown = show(chain, about, fragment=fragment)
        assert drawn(shown.page) == ["a", "b", "c", "d"]
        assert (shown.troubles, shown.violations()) == ([], [])


# ---------------------------------------------------------------- on a phone
def test_on_a_phone_the_legend_is_folded_and_the_panel_comes_from_below(show, small, about):
    page = show(small, about, width=390, height=844).page
    assert not page.evaluate("document.getElementById('legend').open")
    choose(page, "leader")
    panel = page.locator("#panel").bounding_box()
    assert panel["width"] == 390
    assert panel["y"] + panel["height"] == 844
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_control_has_a_name(show, city, about):
    page = show(city, about._replace(title=Text("图", "Map"))).page
    unnamed = page.evaluate("""() =>
      [...document.querySelectorAll("button, input, select, ul[role], [role=application]")]
      .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim() || e.labels?.length))
      .map((e) => e.outerHTML)""")
    assert unnamed == []
