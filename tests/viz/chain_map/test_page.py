"""The page: one small file with all records in it, nothing loaded, the same bytes always."""

import hashlib
import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import kg.viz.chain_map
from kg.messages import catalogue
from kg.viz.chain_map import render_chain_map, write_chain_map
from kg.viz.chain_map.page import _DRAWN, _SCRIPTS, _words

PACKAGE = Path(kg.viz.chain_map.__file__).parent


def data_of(html: str) -> dict:
    return json.loads(html.split('type="application/json">')[1].split("</script>", maxsplit=1)[0])


def test_150_segments_fit_in_200_kilobytes(large, about):
    assert len(render_chain_map(large, about).encode()) <= 200_000


def test_every_member_need_and_flow_is_in_the_page(large, about):
    data = data_of(render_chain_map(large, about))
    # A row ends where only empty values would follow.
    members = sum(len(row[6]) for row in data["boxes"] if len(row) > 6 and row[6])
    assert members == sum(len(box.members) for box in large.boxes)
    assert len(data["links"]) == len(large.flows)


def test_each_record_has_its_source_and_what_is_not_stated_its_basis(cars, about):
    data = data_of(render_chain_map(cars, about))
    assert data["sources"][0][0] == "report-1"
    assert data["boxes"][0][6][0][2] == ["act-bolt", 1, "3-9"]
    assert data["links"][1][2] == [
        "flow-sensors-vehicles",
        1,
        "3-9",
        "outside",
    ]


def test_a_source_that_only_a_record_names_is_listed_too(cars, about):
    data = data_of(render_chain_map(cars, about._replace(sources=[])))
    assert [source[0] for source in data["sources"]] == ["report-1"]


def test_a_source_that_no_record_names_is_not_listed(cars, about):
    odd = about.sources[0]._replace(id="never-used")
    data = data_of(render_chain_map(cars, about._replace(sources=[odd, *about.sources])))
    assert "never-used" not in [source[0] for source in data["sources"]]


def test_a_thing_is_found_by_further_words(cars, about):
    keys = {cars.boxes[0].segment.iri: ["qichehexin", "qchx"]}
    data = data_of(render_chain_map(cars, about, keys=keys))
    assert data["things"][0][4] == "qichehexin qchx"


def test_nothing_is_loaded_and_no_element_carries_a_handler_or_style(hostile, hostile_about):
    html = render_chain_map(hostile, hostile_about)
    markup = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S)
    tags = re.findall(r"<[a-z][^>]*>", markup)
    assert not [tag for tag in tags if re.search(r"\s(on\w+|style|src|href|action)\s*=", tag)]
    assert "url(" not in "".join(re.findall(r"<style>.*?</style>", html, flags=re.S))


def test_hostile_names_add_no_element(hostile, hostile_about, about):
    def tags(html):
        return sorted(set(re.findall(r"<(/?[a-z]+)", re.sub(r"(?s)<script.*?</script>", "", html))))

    assert tags(render_chain_map(hostile, hostile_about)) == tags(render_chain_map(hostile, about))


def test_the_policy_allows_the_pages_own_scripts_alone(cars, about):
    html = render_chain_map(cars, about)
    policy = re.search(r'Policy" content="([^"]+)"', html)[1]
    assert policy.startswith(("default-src 'none'", "default-src &#39;none&#39;"))
    assert "unsafe" not in policy


def test_all_words_that_the_page_says_are_in_it():
    known = set(_words())
    own = {key for key in catalogue() if key.startswith("chain_picture.")}
    assert own - known == {f"chain_picture.{name}" for name in _DRAWN}
    used = set()
    for name in (*_SCRIPTS, "template.html", "../shell.html", "../shell.js"):
        text = (PACKAGE / name).read_text("utf-8")
        used |= set(re.findall(r'app\.word\("([\w.]+)"', text))
        used |= set(re.findall(r'data-t(?:-label)?="([\w.]+)"', text))
        used |= {f"chain_picture.{key}" for key in re.findall(r'app\.words\("(\w+)"', text)}
        used |= {f"chain_picture.{key}" for key in re.findall(r'section\("(\w+)"', text)}
    assert used
    assert not sorted(used - known)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_its_language(cars, about, lang):
    html = render_chain_map(cars, about._replace(lang=lang))
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in html


# ---------------------------------------------------------------- the same bytes
_SCRIPT = """
import hashlib, runpy, sys
from kg.viz.chain_map import chain_map_svg, render_chain_map
large = runpy.run_path(sys.argv[1])["large_map"](40)
about = runpy.run_path(sys.argv[2])["ABOUT"]
both = render_chain_map(large, about) + chain_map_svg(large, about)
print(hashlib.sha256(both.encode()).hexdigest())
"""


def _digest(**environment: str) -> str:
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", _SCRIPT, here / "conftest.py",
         here.parent / "conftest.py"],
        env=os.environ | {"PYTHONPATH": str(PACKAGE.parents[2])} | environment,
        capture_output=True,
        check=True,
    )  # fmt: skip
    return done.stdout.decode("ascii").strip()


def test_neither_hash_seed_nor_locale_changes_a_byte(about):
    from kg.viz.chain_map import chain_map_svg

    large = runpy.run_path(str(Path(__file__).with_name("conftest.py")))["large_map"](40)
    both = render_chain_map(large, about) + chain_map_svg(large, about)
    here = hashlib.sha256(both.encode()).hexdigest()
    assert _digest(PYTHONHASHSEED="1") == here
    assert _digest(PYTHONHASHSEED="4711", LC_ALL="C", PYTHONCOERCECLOCALE="0") == here


# ---------------------------------------------------------------- from a store
def test_a_chain_of_a_store_becomes_a_page_or_a_picture(graph, tmp_path):
    store, scope = graph.store, graph.scope
    page = write_chain_map(store, scope, tmp_path / "new" / "map.html", "zh")
    picture = write_chain_map(store, scope, tmp_path / "map.svg", "en")
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert picture.read_text("utf-8").startswith("<svg ")
    assert b"\r" not in page.read_bytes()
