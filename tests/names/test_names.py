"""From a text to the thing that is meant, on the mini pack."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import AmbiguousNameError, NotFoundError, Text
from kg.names import Name, NamedThing, NameIndex, Rank, write_index


@pytest.mark.parametrize(
    "typed",
    [
        "acme",
        "ACME",
        "https://w3id.org/chainkg/id/mini/acme",
        "顶峰汽车有限公司",
        "顶峰汽车 有限公司",
        "老顶峰",
        "顶峰",
        "dingfeng",
    ],
    ids=["id", "english", "iri", "label", "spaced", "former", "core", "pinyin"],
)
def test_every_way_to_write_a_name_finds_the_firm(graph: kg.Graph, typed: str) -> None:
    assert graph.resolve(typed).id == "acme"


def test_a_name_of_two_things_is_never_taken_for_one(graph: kg.Graph) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        graph.resolve("老字号")
    assert {c.id for c in caught.value.candidates} == {"core", "peer"}


def test_a_near_miss_is_offered_and_not_taken(graph: kg.Graph) -> None:
    with pytest.raises(NotFoundError) as caught:
        graph.resolve("螺拴科技")
    assert "bolt" in {c.id for c in caught.value.candidates}


def test_a_text_like_nothing_has_no_candidates(graph: kg.Graph) -> None:
    with pytest.raises(NotFoundError) as caught:
        graph.resolve("qqqqqqqqqqqqxyzzy")
    assert caught.value.candidates == ()


def test_search_finds_all_things_that_contain_the_text(graph: kg.Graph) -> None:
    assert {"acme", "plant", "many"} <= {c.id for c in graph.find("顶峰")}


def test_an_exact_name_goes_before_an_alias(tmp_path: Path) -> None:
    none = Text("", "")
    things = [
        NamedThing("i:1", "one", "Enterprise", Text("甲", "A"), none, none,
                   (Name("甲", Rank.LABEL),)),
        NamedThing("i:2", "two", "Enterprise", Text("乙", "B"), none, none,
                   (Name("乙", Rank.LABEL), Name("甲", Rank.ALIAS))),
    ]  # fmt: skip
    write_index(tmp_path / "names.sqlite", things)
    assert NameIndex(tmp_path / "names.sqlite").resolve("甲").id == "one"


@pytest.mark.parametrize("typed", ["m:acme", "M:ACME", "acme"])
def test_an_id_may_carry_the_prefix_of_its_pack(graph: kg.Graph, typed: str) -> None:
    assert graph.resolve(typed).id == "acme"


def test_a_prefixed_id_is_never_read_as_pinyin(graph: kg.Graph) -> None:
    with pytest.raises(NotFoundError):
        graph.resolve("ding:feng")


def test_a_name_of_another_kind_of_thing_says_what_it_is(graph: kg.Graph) -> None:
    with pytest.raises(NotFoundError, match="chain segment"):
        graph.partners("零部件")
