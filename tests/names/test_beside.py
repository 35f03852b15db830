"""What people write beside a name, or leave of it: codes, a known word, the end of a name."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import Candidate, NotFoundError, Text, WrongKindError
from kg.names import Name, NamedThing, NameIndex, Rank, write_index

NONE = Text("", "")


def _thing(id_: str, label: str, *aliases: str, type_: str = "Enterprise") -> NamedThing:
    names = [Name(id_, Rank.IDENTIFIER), Name(label, Rank.LABEL)]
    names += [Name(alias, Rank.ALIAS) for alias in aliases]
    return NamedThing(f"i:{id_}", id_, type_, Text(label, label), NONE, NONE, tuple(names))


@pytest.fixture
def index(tmp_path: Path) -> NameIndex:
    things = [
        _thing("f1", "明亮客车", "Lumen Bus"),
        _thing("f2", "明亮客车（一厂）"),
        _thing("f3", "极光", "Borealis Precision Works"),
        _thing("f4", "车业", "Auto trade"),
        _thing("park", "甲市经开区", type_="Park"),
        *(_thing(f"z{n}", f"众{n}", f"Common Number {n}") for n in range(60)),
    ]
    write_index(tmp_path / "names.sqlite", things)
    return NameIndex(tmp_path / "names.sqlite")


def _near(index: NameIndex, text: str) -> list[Candidate]:
    with pytest.raises(NotFoundError) as caught:
        index.resolve(text)
    return list(caught.value.candidates)


@pytest.mark.parametrize(
    "typed",
    [
        "明亮客车(600066)",
        "明亮客车（600066）",
        "明亮客车 (600066.SH)",
        "明亮客车【股票代码：600066】",
        "明亮客车(SZ002594)(1211.HK)",
        "Lumen Bus (SH: 600066)",
    ],
)
def test_codes_in_brackets_behind_a_name_are_left_out(index: NameIndex, typed: str) -> None:
    assert index.resolve(typed).id == "f1"
    assert index.search(typed)[0].id == "f1"


def test_brackets_that_hold_words_are_part_of_the_name(index: NameIndex) -> None:
    assert index.resolve("明亮客车（一厂）").id == "f2"
    assert _near(index, "明亮客车（二厂）")


def test_a_misspelt_name_with_a_code_is_offered_the_right_one(index: NameIndex) -> None:
    assert _near(index, "明高客车(600066)")[0].id == "f1"


@pytest.mark.parametrize("typed", ["Lumen Auto", "Lumen汽车集团", "Auto Lumen Ltd."])
def test_the_bearer_of_a_whole_english_word_is_offered_first(index: NameIndex, typed: str) -> None:
    assert _near(index, typed)[0].id == "f1"


def test_a_word_anywhere_in_an_english_name_brings_its_bearer(index: NameIndex) -> None:
    assert "f3" in {c.id for c in _near(index, "Borealis Castings")}


def test_a_word_that_very_many_bear_brings_none_of_them(index: NameIndex) -> None:
    assert not any(c.id.startswith("z") for c in _near(index, "Number Qwv"))


def test_a_bearer_of_a_class_that_is_not_asked_for_is_not_offered(index: NameIndex) -> None:
    assert not index.near("Lumen Auto", accept=frozenset({"Park"}).__contains__)


def test_byd_auto_is_offered_byd_first(zhengzhou: kg.Graph) -> None:
    with pytest.raises(NotFoundError) as caught:
        zhengzhou.find("BYD Auto")
    assert caught.value.candidates[0].id == "byd"


@pytest.mark.parametrize("typed", ["经开区", "经济技术开发区", "甲市经济技术开发区"])
def test_find_takes_the_end_of_a_name_and_zones_written_out(index: NameIndex, typed: str) -> None:
    assert [c.id for c in index.search(typed)] == ["park"]


def test_what_is_only_the_end_of_a_name_is_found_but_never_taken(index: NameIndex) -> None:
    assert [c.id for c in index.search("Precision Works")] == ["f3"]
    with pytest.raises(NotFoundError):
        index.resolve("Precision Works")
    with pytest.raises(NotFoundError):
        index.resolve("经济技术开发区")


@pytest.mark.parametrize(
    ("typed", "types", "tries"),
    [
        ("某市", {"Enterprise"}, ("kg who --place 某市", "kg show 某市")),
        ("acme", {"IndustrialChain"}, ("kg partners acme", "kg show acme")),
        ("Car chain", {"Park"},
         ("kg chain 'Car chain'", "kg who --chain 'Car chain'", "kg show 'Car chain'")),
        ("老字号", {"Park"}, ("kg partners 老字号", "kg show peer", "kg show core")),
    ],
    ids=["place", "firm", "quoted", "ambiguous"],
)  # fmt: skip
def test_a_name_of_another_kind_says_what_it_can_be_used_for(
    graph: kg.Graph, typed: str, types: set[str], tries: tuple[str, ...]
) -> None:
    with pytest.raises(WrongKindError) as caught:
        graph.resolve(typed, frozenset(types))
    assert caught.value.tries == tries
