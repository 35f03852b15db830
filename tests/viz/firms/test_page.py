"""The page: one file, no request, nothing executed but our own scripts, the same bytes always."""

import base64
import copy
import hashlib
import json
import locale
import os
import re
import runpy
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest

import kg.viz
from kg.errors import ExportError, Text
from kg.messages import catalogue
from kg.viz.firms import render_map, write_map
from kg.viz.shell import SourceLine

PACKAGE = Path(kg.viz.__file__).parent


class Page(HTMLParser):
    """All elements with attributes, and the text of scripts and styles as a browser sees it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._open = (tag, dict(attrs))
            self.blocks.append((*self._open, ""))

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self._open = None

    def handle_data(self, data):
        if self._open:
            tag, attrs, text = self.blocks[-1]
            self.blocks[-1] = (tag, attrs, text + data)

    @property
    def data(self) -> dict:
        return next(json.loads(text) for _, attrs, text in self.blocks if "type" in attrs)

    @property
    def policy(self) -> str:
        found = [a["content"] for t, a in self.elements if "http-equiv" in a]
        assert len(found) == 1
        return found[0]


@pytest.fixture
def hostile_page(hostile, hostile_about) -> Page:
    return Page(render_map(hostile, hostile_about))


def test_the_page_says_what_language_and_what_kind_of_document_it_is(small, about):
    html = render_map(small, about)
    assert html.startswith('<!doctype html>\n<html lang="zh-CN">')
    assert '<meta charset="utf-8">' in html
    assert 'name="viewport"' in html
    assert "<title>示例市产业链关系图</title>" in html
    assert '<html lang="en">' in render_map(small, about._replace(lang="en"))


def test_nothing_is_loaded_from_anywhere(small, about):
    page = Page(render_map(small, about))
    loaders = {"src", "href", "srcset", "action", "data", "poster", "background", "ping"}
    assert not [(t, a) for t, a in page.elements if loaders & a.keys()]
    assert not {"link", "iframe", "object", "embed", "base", "img"} & {t for t, _ in page.elements}
    style = "".join(text for tag, _, text in page.blocks if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_no_element_carries_a_handler_or_a_style(hostile_page):
    names = {name for _, attrs in hostile_page.elements for name in attrs}
    assert not [name for name in names if name.startswith("on") or name == "style"]


def test_the_policy_allows_nothing_but_the_scripts_and_style_of_the_page(hostile_page):
    def source(text):
        digest = hashlib.sha256(text.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"

    scripts = [t for tag, a, t in hostile_page.blocks if tag == "script" and "type" not in a]
    styles = [t for tag, _, t in hostile_page.blocks if tag == "style"]
    assert hostile_page.policy == (
        f"default-src 'none'; script-src {' '.join(map(source, scripts))}; "
        f"style-src {' '.join(map(source, styles))}; base-uri 'none'; form-action 'none'"
    )


def test_hostile_names_add_no_element_to_the_page(hostile_page, small, about):
    harmless = Page(render_map(small, about))
    assert [t for t, _ in hostile_page.elements] == [t for t, _ in harmless.elements]


def test_hostile_names_arrive_as_they_are(hostile_page, payloads):
    wanted = {" ".join(re.split(r"[\s\u2028\u2029]+", bad)) for bad in payloads}
    assert set(hostile_page.data["nodes"]["zh"]) == wanted


def test_template_syntax_in_a_name_is_not_evaluated(hostile, hostile_about):
    html = render_map(hostile, hostile_about)
    assert "{{ 7*7 }}" in html


def test_the_data_block_holds_nothing_that_a_parser_could_act_on(hostile, hostile_about):
    html = render_map(hostile, hostile_about)
    block = html.split('<script id="data" type="application/json">')[1].split("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(block)


@pytest.mark.parametrize(
    ("url", "kept"),
    [("https://example.com/a", True), ("HTTP://example.com", True), ("mailto:a@example.com", True),
     ("javascript:alert(1)", False), (" javascript:alert(1)", False), ("data:text/html,x", False),
     ("file:///etc/passwd", False), ("//example.com", False), ("http://[bad", False),
     (None, False)],
)  # fmt: skip
def test_only_web_and_mail_addresses_become_links(small, about, url, kept):
    sources = [SourceLine("s", Text("来源", "source"), "2025", url)]
    page = Page(render_map(small, about._replace(sources=sources)))
    assert page.data["sources"][0][3] == (url if kept else "")


def test_the_callers_graph_is_left_as_it_was(city, about):
    before = copy.deepcopy(city)
    render_map(nx.freeze(city), about)
    assert list(city.nodes(data=True)) == list(before.nodes(data=True))
    assert list(city.edges(keys=True, data=True)) == list(before.edges(keys=True, data=True))


def test_every_record_is_in_the_page_on_a_line(city, about):
    data = Page(render_map(city, about)).data
    records = data["records"]
    assert len(records["id"]) == len({key for _, _, key in city.edges(keys=True)})
    assert sorted(set(records["line"])) == list(range(len(data["bends"])))


def test_a_line_holds_records_of_one_pair_relation_and_basis_only(city, about):
    records = Page(render_map(city, about)).data["records"]
    kinds = {}
    for n, line in enumerate(records["line"]):
        kind = (records["from"][n], records["to"][n], records["relation"][n], records["basis"][n])
        assert kinds.setdefault(line, kind) == kind


def test_a_property_that_nothing_has_takes_no_room(small, about):
    nodes = Page(render_map(small, about)).data["nodes"]
    assert nodes["chains"] == nodes["places"] == nodes["cluster"] == 0
    assert sorted(nodes["alias"]) == ["", "", "", "某客"]


def test_dates_of_publication_reach_the_page(small, about):
    for *_, attrs in small.edges(data=True):
        attrs["published"] = "2025-11"
    data = Page(render_map(small, about)).data
    assert data["strings"][data["records"]["published"]] == "2025-11"


def test_an_empty_graph_gives_a_page(about):
    data = Page(render_map(nx.MultiDiGraph(), about)).data
    assert data["nodes"]["id"] == 0
    assert data["records"]["id"] == []


def test_words_of_the_page_are_all_in_the_catalogue():
    used = set()
    for file in PACKAGE.rglob("*.js"):
        text = file.read_text("utf-8")
        used |= set(re.findall(r'app\.(?:word|say)\("([\w.]+)"', text))
        used |= set(re.findall(r'(?:term\(list, |add\()"(\w+\.\w+)"', text))
    for file in PACKAGE.rglob("*.html"):
        template = file.read_text("utf-8")
        used |= set(re.findall(r"words\.(\w+)", template))
        used |= set(re.findall(r'words\["([\w.]+)"\]', template))
        used |= set(re.findall(r'data-t(?:-label)?="([\w.]+)"', template))
    known = {key.removeprefix("viz.") for key in catalogue()}
    assert used
    assert not sorted(used - known)


def test_no_library_is_kept_in_the_package():
    for file in PACKAGE.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            text = file.read_text("utf-8")
            assert len(text) < 40_000, file.name
            assert max(map(len, text.splitlines()), default=0) < 2000, file.name


# ---------------------------------------------------------------- the file
def test_the_file_is_utf_8_with_line_feeds(small, about, tmp_path):
    path = write_map(small, tmp_path / "new" / "map.html", about)
    assert path.read_bytes() == render_map(small, about).encode("utf-8")
    assert b"\r" not in path.read_bytes()


def test_nothing_else_is_left_beside_the_file(small, about, tmp_path):
    write_map(small, tmp_path / "map.html", about)
    assert [file.name for file in tmp_path.iterdir()] == ["map.html"]


def test_a_failed_write_leaves_the_old_file(small, about, tmp_path, monkeypatch):
    old = tmp_path / "map.html"
    old.write_text("old", "utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ExportError, match="No space left"):
        write_map(small, old, about)
    assert [file.name for file in tmp_path.iterdir()] == ["map.html"]
    assert old.read_text("utf-8") == "old"


def test_a_place_that_cannot_be_written_is_named(small, about, tmp_path):
    (tmp_path / "map.html").mkdir()
    with pytest.raises(ExportError, match=r"map\.html"):
        write_map(small, tmp_path / "map.html", about)


def test_a_pyvis_without_vis_network_is_named(small, about, tmp_path, monkeypatch):
    import pyvis

    monkeypatch.setattr(pyvis, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(ExportError, match="vis-network"):
        render_map(small, about)


def test_a_library_that_would_end_its_script_element_is_refused(
    small, about, tmp_path, monkeypatch
):
    import pyvis

    folder = tmp_path / "templates" / "lib" / "vis-9.1.2"
    folder.mkdir(parents=True)
    (folder / "vis-network.min.js").write_text('x = "</SCRIPT >"', "utf-8")
    monkeypatch.setattr(pyvis, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(ExportError, match="script"):
        render_map(small, about)


def test_the_newest_library_is_taken_by_number_not_by_letter(tmp_path, monkeypatch):
    import pyvis

    from kg.viz.firms.canvas import vis_script

    for version in ("9.9.0", "9.10.0"):
        folder = tmp_path / "templates" / "lib" / f"vis-{version}"
        folder.mkdir(parents=True)
        (folder / "vis-network.min.js").write_text(version, "utf-8")
    monkeypatch.setattr(pyvis, "__file__", str(tmp_path / "__init__.py"))
    assert vis_script() == "9.10.0"


# ---------------------------------------------------------------- the same bytes
_SCRIPT = """
import hashlib, pathlib, runpy, sys
from kg.viz.firms import write_map
fixtures = runpy.run_path(sys.argv[1])
path = write_map(fixtures["city_graph"](60), pathlib.Path(sys.argv[2]), fixtures["ABOUT"])
print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


def _digest(tmp_path: Path, environment: dict[str, str]) -> str:
    fixtures = Path(__file__).parents[1] / "conftest.py"
    root = Path(kg.viz.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", _SCRIPT, fixtures, tmp_path / "map.html"],
        env=os.environ | {"PYTHONPATH": str(root)} | environment,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("ascii").strip()


@pytest.fixture
def digest_here(tmp_path) -> str:
    fixtures = runpy.run_path(str(Path(__file__).parents[1] / "conftest.py"))
    html = render_map(fixtures["city_graph"](60), fixtures["ABOUT"])
    return hashlib.sha256(html.encode()).hexdigest()


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_hash_seeds_do_not_change_a_byte(tmp_path, digest_here, seed):
    assert _digest(tmp_path, {"PYTHONHASHSEED": seed}) == digest_here


def _gbk_locale() -> str:
    """A GBK locale if this machine has one, else the C locale, which is ASCII: even narrower."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "zh_CN.GBK")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "zh_CN.GBK"


def test_a_locale_that_is_not_utf_8_does_not_change_a_byte(tmp_path, digest_here):
    narrow = {"LC_ALL": _gbk_locale(), "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "gbk"}
    assert _digest(tmp_path, narrow) == digest_here


def test_pyvis_is_not_imported_before_a_map_is_drawn():
    code = (
        "import sys, kg.viz; sys.exit(any(m in sys.modules for m in ('pyvis', 'numpy', 'IPython')))"
    )
    root = Path(kg.viz.__file__).parents[2]
    subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(root)}, check=True
    )
