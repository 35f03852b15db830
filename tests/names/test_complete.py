"""Names that start with what was typed, for completion in a shell."""

from __future__ import annotations

import pytest

import kg


@pytest.mark.parametrize(
    ("prefix", "wanted"),
    [
        ("超聚", "超聚变"),
        ("超聚變數", "超聚变数字技术有限公司"),
        ("xfu", "xfusion"),
        ("Yutong B", "Yutong Bus"),
        ("chaojub", "超聚变数字技术有限公司"),
        ("zz:byd-z", "zz:byd-zz"),
    ],
    ids=["alias", "traditional", "id", "english", "pinyin", "prefixed-id"],
)
def test_a_name_a_spelling_or_an_id_is_finished(
    zhengzhou: kg.Graph, prefix: str, wanted: str
) -> None:
    assert wanted in [c.matched for c in zhengzhou.names.complete(prefix)]


def test_each_thing_is_offered_once_the_shortest_of_its_best_names_first(
    zhengzhou: kg.Graph,
) -> None:
    found = zhengzhou.names.complete("宇通", limit=100)
    assert len({c.iri for c in found}) == len(found)
    assert found[0].matched == "宇通"


def test_only_things_of_the_classes_asked_for_are_offered(zhengzhou: kg.Graph) -> None:
    found = zhengzhou.names.complete("汽车", accept=frozenset({"IndustrialChain"}).__contains__)
    assert {c.id for c in found} == {"chain-auto-zz"}


def test_nothing_starts_with_nothing(zhengzhou: kg.Graph) -> None:
    assert zhengzhou.names.complete(" ") == []


def test_no_more_are_offered_than_asked_for(zhengzhou: kg.Graph) -> None:
    assert len(zhengzhou.names.complete("郑", limit=3)) == 3
