"""A word that is not known is answered with the nearest that are, before all there are."""

from __future__ import annotations

import pytest

import kg
from kg.errors import OptionError, Text
from kg.nearest import nearest, nearest_text
from kg.roles import role_named
from kg.selection import class_named

KNOWN = [Text("链主", "chain leader"), Text("龙头企业", "leading firm"), Text("业主", "owner")]


def test_what_holds_the_text_goes_before_what_is_spelled_like_it() -> None:
    known = [Text("产业链主", "leader"), Text("市级产业链长办公室", "office")]
    assert [word.zh for word in nearest("产业链长", known)] == ["市级产业链长办公室", "产业链主"]
    assert nearest("龙头", KNOWN) == [KNOWN[1]]


@pytest.mark.parametrize("typed", ["chain-leader", "Chain Leeder"])
def test_either_language_will_do(typed: str) -> None:
    assert nearest(typed, KNOWN)[0].zh == "链主"


@pytest.mark.parametrize("typed", ["", "  ", "飞船"])
def test_what_is_like_nothing_has_no_nearest(typed: str) -> None:
    assert nearest(typed, KNOWN) == []
    assert nearest_text([]) == Text("", "")


def test_an_unknown_role_is_answered_with_the_nearest_before_the_list(graph: kg.Graph) -> None:
    with pytest.raises(OptionError) as caught:
        role_named(graph.store, "龙头")
    said = caught.value.text.zh
    assert said.index("最接近的：龙头企业") < said.index("角色有：")


def test_an_unknown_class_is_answered_with_that_of_what_is_called_so(graph: kg.Graph) -> None:
    # 某大学 is a research body.
    with pytest.raises(OptionError, match="nearest: research body"):
        class_named(graph.store, "大学")


def test_a_class_like_nothing_is_answered_with_the_list_alone(graph: kg.Graph) -> None:
    with pytest.raises(OptionError) as caught:
        class_named(graph.store, '飞"船')
    assert "最接近" not in caught.value.text.zh
