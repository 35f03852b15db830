"""What holds for whatever names: keys, and every name of an index finding its thing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import AmbiguousNameError, Text
from kg.names import Name, NamedThing, NameIndex, Rank, normalise, write_index
from kg.names.keys import grams, words
from kg.names.near import Form, scores

NONE = Text("", "")
FULL = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)} | {" ": "\u3000"})


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_width_makes_no_difference(text: str) -> None:
    assert normalise(text.translate(FULL)) == normalise(text)


@given(st.text())
def test_the_words_of_a_text_make_its_key(text: str) -> None:
    assert normalise("".join(words(text))) == normalise(text)


@given(
    st.text(alphabet="ab明亮5", max_size=8),
    st.text(alphabet="ab明亮5"),
    st.text(alphabet="ab明亮5"),
)
def test_a_key_has_all_the_inner_pieces_of_its_parts(part: str, before: str, after: str) -> None:
    assert grams(part, inside=True) <= grams(before + part + after) | grams(part + after)


@pytest.mark.parametrize("kanji", ["が", "한국"])
def test_letters_of_other_scripts_keep_their_marks(kanji: str) -> None:
    assert normalise(kanji) == kanji


NAMES = st.lists(
    st.text(alphabet="郑州明亮科技有限公司集团（）AaBb ,.", min_size=1, max_size=10).filter(
        normalise
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NAMES)
def test_every_name_finds_its_thing_or_is_ambiguous_with_it(names: list[str]) -> None:
    things = [
        NamedThing(
            f"https://example.org/{n}", f"thing-{n}", "Enterprise", Text(name, name), NONE, NONE,
            (Name(f"thing-{n}", Rank.IDENTIFIER), Name(name, Rank.LABEL),
             Name(names[n - 1], Rank.ALIAS)), kind="organization",
        )
        for n, name in enumerate(names)
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.sqlite"
        write_index(path, things)
        index = NameIndex(path)
        for thing in things:
            assert index.resolve(thing.iri).iri == thing.iri
            try:
                found = {index.resolve(thing.label.zh).iri}
            except AmbiguousNameError as error:
                found = {c.iri for c in error.candidates}
            assert thing.iri in found
        del index


def test_every_name_of_the_bundled_pack_finds_its_thing(zhengzhou: kg.Graph) -> None:
    index = zhengzhou.names
    for rank in (Rank.LABEL, Rank.ALIAS):
        for iri, texts in index.names_of(rank).items():
            assert index.resolve(iri).iri == iri
            for text in texts:
                # An exact name goes before an alias, so an alias may find the namesake.
                found = {c.iri for c in index.matches(text)}
                assert iri in found, text


def test_the_index_finds_the_near_misses_that_a_scan_of_all_keys_finds(
    zhengzhou: kg.Graph,
) -> None:
    index = zhengzhou.names
    keys = [key for texts in index.names_of(Rank.LABEL).values() for key in map(normalise, texts)]
    for typed in ("超剧变数字技术", "宇同客车", "福跃玻璃", "郑洲大学", "Zhengzhou Univeristy"):
        scanned = max(scores(index.near_forms(typed), keys).values())
        assert index.near(typed)[0].score >= round(scanned, 1)


def test_likeness_is_to_the_best_form_and_an_inner_part_counts_less() -> None:
    found = scores([Form("明亮"), Form("xingguang", 0.5)], ["明亮", "明亮照明", "xingguang", "甲"])
    assert found == {0: 100.0, 1: 80.0, 2: 50.0}
