"""What the page of the firm graph says beside the picture, by keyboard, saved and on paper."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from kg.errors import Text
from kg.viz.firms import write_map
from kg.viz.firms.graph import write_firm_graph

pytestmark = pytest.mark.browser

ID = "https://w3id.org/chainkg/id/"


@pytest.fixture
def show(open_page, tmp_path):
    """A function that writes a graph as a map and opens it."""

    def opened(graph, about, *, width=1366, height=768, fragment=""):
        path = write_map(graph, tmp_path / "map.html", about)
        return open_page(path, width=width, height=height, fragment=fragment)

    return opened


@pytest.fixture
def firms(small):
    """The small graph with a firm that is only planned and a group of which no number is told."""
    for id_, zh, en, more in (
        ("new", "拟建公司", "Planned Co.", {"status": "planned"}),
        ("some", "一批配套企业", "Some suppliers", {"count_operator": "unstated"}),
    ):
        small.add_node(
            ID + id_, id=id_, label=Text(zh, en), type="Enterprise", count=None,
            type_label=Text("企业", "Enterprise"), **({"status": "existing"} | more),
        )  # fmt: skip
        small.add_edge(
            ID + id_, ID + "leader", key=f"{ID}record/{id_}", relation="suppliesTo",
            relation_label=Text("供应", "supplies"), basis="stated", source="report-1",
            passages="120-135;300-310",
        )  # fmt: skip
    small.nodes[ID + "plant"]["figures"] = [
        (Text("目标20亿元", "target: 2,000,000,000 yuan"), "report-1:5-9 · obs-1")
    ]
    return small


def coverage(page) -> str:
    return page.locator("#coverage").inner_text()


def choose(page, id_: str) -> None:
    page.evaluate(f"kgMap.choose(kgMap.byName('{id_}'), false)")


def drawn(page) -> list[str]:
    return page.evaluate("kgMap.scene.nodes.map(kgMap.id).sort()")


def place_of(page, id_: str) -> tuple[float, float]:
    return page.evaluate(f"""() => {{
      const stage = document.getElementById("canvas").getBoundingClientRect();
      const number = kgMap.byName("{id_}");
      const {{ scene, network }} = kgMap;
      const {{ x, y }} = network.canvasToDOM({{ x: scene.x[number], y: scene.y[number] }});
      return [stage.left + x, stage.top + y];
    }}""")


# ---------------------------------------------------------------- the foot
def test_the_foot_counts_planned_firms_and_groups_apart(show, firms, about):
    page = show(firms, about).page
    assert "具名企业 2 家（另有规划 1 家），来源未具名的企业组 2 个" in coverage(page)


def test_the_foot_counts_the_firms_that_the_filters_leave(show, firms, about):
    page = show(firms, about).page
    page.evaluate("kgMap.hide(kgMap.byName('part'))")
    page.evaluate("kgMap.hide(kgMap.byName('new'))")
    assert "具名企业 1 家，来源未具名的企业组 2 个" in coverage(page)


def test_the_foot_counts_the_firms_of_a_view(show, firms, about):
    page = show(firms, about).page
    page.evaluate("kgMap.lookAround(kgMap.byName('part'), 1)")
    assert "具名企业 2 家，来源未具名的企业组 0 个" in coverage(page)


def test_a_lane_that_the_filters_empty_is_not_drawn(open_page, zhengzhou, tmp_path):
    path = write_firm_graph(zhengzhou.store, zhengzhou.scope, tmp_path / "map.html", "zh")
    lanes = "kgMap.scene.blocks.filter((block) => block.kind === 'chain').length"
    page = open_page(path).page
    assert page.evaluate(lanes) > 1
    page.evaluate("kgMap.change((s) => { s.kinds = new Set(kgMap.data.kinds.keys()); })")
    assert page.evaluate(lanes) == 0


# ---------------------------------------------------------------- the panel
def test_a_fact_says_where_in_its_source_it_stands(show, firms, about):
    page = show(firms, about).page
    choose(page, "new")
    assert "report-1:120-135;300-310" in page.locator("#panel").inner_text()


def test_amounts_stand_in_the_panel_with_their_source(show, firms, about):
    page = show(firms, about).page
    choose(page, "plant")
    words = page.locator("#panel").inner_text()
    assert "目标20亿元" in words
    assert "report-1:5-9 · obs-1" in words


def test_expanding_adds_what_was_hidden_and_takes_nothing_away(show, firms, about):
    page = show(firms, about).page
    everything = drawn(page)
    page.evaluate("kgMap.hide(kgMap.byName('plant'))")
    choose(page, "leader")
    page.get_by_role("button", name="展开邻居").click()
    assert drawn(page) == everything


def test_where_all_neighbours_are_drawn_there_is_nothing_to_expand(show, firms, about):
    page = show(firms, about).page
    choose(page, "leader")
    assert page.get_by_role("button", name="展开邻居").count() == 0
    assert "相邻对象都已画出" in page.locator("#panel").inner_text()


def test_a_view_whose_centre_is_hidden_is_left(show, firms, about):
    page = show(firms, about).page
    page.evaluate("kgMap.lookAround(kgMap.byName('leader'), 1)")
    choose(page, "leader")
    page.get_by_role("button", name="隐藏").click()
    assert page.evaluate("kgMap.scene.mode") == "whole"
    assert "leader" not in drawn(page)
    assert "part" in drawn(page)


def test_an_address_that_hides_the_centre_of_its_view_shows_it(show, firms, about):
    page = show(firms, about, fragment="#hide=leader&around=leader&hops=1").page
    assert len(drawn(page)) == 6
    assert "hide=" not in page.url


# ---------------------------------------------------------------- by keyboard
def test_tab_reaches_the_picture_once(show, firms, about):
    page = show(firms, about).page
    stops = page.evaluate("""[...document.querySelectorAll("#canvas, #canvas *")]
      .filter((e) => e.tabIndex >= 0).map((e) => e.id)""")
    assert stops == ["canvas"]


def test_arrows_go_on_from_what_was_clicked(show, firms, about):
    page = show(firms, about).page
    page.mouse.click(*place_of(page, "leader"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    said = page.locator("#said").text_content()
    assert said
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").text_content() == said


def test_arrows_go_on_from_what_was_searched(show, firms, about):
    page = show(firms, about).page
    page.fill("#search", "leader")
    page.press("#search", "Enter")
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    assert page.locator("#said").text_content()


def test_enter_gives_the_keyboard_to_the_panel_and_escape_back(show, firms, about):
    page = show(firms, about).page
    page.mouse.click(*place_of(page, "leader"))
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "canvas"


# ---------------------------------------------------------------- period and address
def test_a_period_that_ends_before_it_begins_is_said_and_not_applied(show, firms, about):
    page = show(firms, about).page
    page.fill("#from", "2026")
    page.fill("#to", "2020")
    assert "起始年份晚于截止年份" in page.locator("#period-note").inner_text()
    assert page.evaluate("kgMap.scene.counts.records") == 7
    page.fill("#to", "2027")
    assert page.locator("#period-note").is_hidden()


def test_what_cannot_be_read_does_not_stay_in_the_address(show, firms, about):
    page = show(firms, about, fragment="#around=nobody&from=20x&node=leader").page
    assert page.url.endswith("#node=leader")


# ---------------------------------------------------------------- the stage
def test_a_stage_without_room_raises_no_error(show, firms, about):
    shown = show(firms, about)
    sheet = "const s = document.querySelector('.stage').style;"
    for size in ("width", "height"):
        shown.page.evaluate(f"() => {{ {sheet} s.minHeight = '0'; s.{size} = '0'; }}")
        shown.page.wait_for_timeout(700)
        shown.page.evaluate("kgMap.fit(false); kgMap.zoom(2); kgMap.repaint();")
        shown.page.evaluate(f"() => {{ {sheet} s.{size} = ''; }}")
        shown.page.wait_for_timeout(700)
    assert shown.troubles == []
    assert shown.pixels()["painted"] > 1000


def test_a_picture_of_the_whole_page_with_its_tables_raises_no_error(show, city, about):
    shown = show(city, about)
    shown.page.click("#tables summary")
    shown.page.screenshot(full_page=True)
    shown.page.wait_for_timeout(700)
    assert shown.troubles == []


def test_the_count_of_a_group_hides_neither_its_shape_nor_its_name(show, firms, about):
    page = show(firms, about).page
    room = page.evaluate("""() => {
      const number = kgMap.byName("group");
      const box = kgMap.boxOf(number);
      return box.nameTop - kgMap.scene.y[number] - kgMap.scene.r[number];
    }""")
    assert room >= 19  # the count is 16 high


def test_on_a_phone_the_picture_has_half_of_the_screen(show, city, about):
    page = show(city, about, width=390, height=844).page
    assert page.locator("#canvas").bounding_box()["height"] >= 422
    high = page.evaluate("""() => {
      const { top, bottom } = kgMap.extent(kgMap.scene);
      return (bottom - top) * kgMap.network.getScale();
    }""")
    assert high >= 0.5 * page.locator("#canvas").bounding_box()["height"]


def test_the_whole_picture_is_one_press_away_on_a_phone(show, city, about):
    page = show(city, about, width=390, height=844).page
    page.click("#zoom-fit")
    page.wait_for_timeout(600)
    box = page.evaluate("kgMap.extent(kgMap.scene)")
    scale = page.evaluate("kgMap.network.getScale()")
    assert (box["right"] - box["left"]) * scale <= 390


# ---------------------------------------------------------------- taking it away
def test_a_saved_picture_tells_title_day_filter_and_sources(show, firms, about):
    page = show(firms, about).page
    page.locator("#kinds label", has_text="设施").locator("input").uncheck()
    page.fill("#from", "2019")
    root = ElementTree.fromstring(page.evaluate("kgMap.svgText()"))  # noqa: S314 - made here
    words = "".join(text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text"))
    for said in (
        about.title.zh,
        "数据截至 2025-12-31",
        "筛选：不含：设施；2019 年起",
        "report-1",
        "site-1",
    ):
        assert said in words
    assert page.evaluate("kgMap.pngPicture().height") > 2 * page.evaluate(
        "document.getElementById('canvas').clientHeight"
    )


def test_a_saved_file_has_the_name_of_its_page(show, firms, about):
    page = show(firms, about._replace(title=Text("某市/产业链 图", "A map"))).page
    with page.expect_download() as saved:
        page.click("#save-svg")
    assert saved.value.suggested_filename == "某市_产业链_图_2025-12-31.svg"


def test_a_city_is_one_sheet_of_paper_with_its_sources(show, city, about):
    page = show(city, about).page
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1


def test_on_paper_the_list_of_leaders_is_bounded(show, city, about):
    for key in sorted(city)[:40]:
        city.nodes[key]["roles"] = [Text("链主", "Chain leader")]
    page = show(city, about).page
    leaders = page.evaluate("kgMap.leaders.length")
    assert leaders >= 40
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#leaders li:visible").count() <= 11
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#leaders li:visible").count() == leaders
