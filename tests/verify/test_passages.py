"""What counts as the same words, and how a passage is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.verify.passages import core, holds, packed, shown

WORDS = st.text(st.sampled_from("上汽郑州新能源汽车5GAI（）"), min_size=1, max_size=8)
LAYOUT = st.text(" \n\r\t\u3000", max_size=3)


@given(WORDS, WORDS, LAYOUT)
def test_layout_inside_words_changes_nothing(one: str, other: str, layout: str) -> None:
    assert packed(one + layout + other) == packed(one + other)


@given(WORDS)
def test_packing_twice_is_packing_once(words: str) -> None:
    assert packed(packed(words)) == packed(words)


@given(WORDS, WORDS)
def test_han_words_stand_in_any_passage_that_has_them(before: str, after: str) -> None:
    assert holds(packed(f"{before}某市{after}"), packed("某市"))


def test_full_width_forms_quotation_marks_and_dashes_are_the_printers_choice() -> None:
    assert packed("《“科创”计划（2024—2026年）》") == packed("《科创计划(2024-2026 年)》")


def test_a_latin_name_does_not_stand_inside_a_longer_word() -> None:
    assert not holds(packed("SAIC"), packed("AI"))
    assert holds(packed("借助 AI、机器视觉"), packed("AI"))
    assert holds(packed("绿色MG7"), packed("MG"))


def test_only_a_bracket_at_the_end_is_left_out_of_a_name() -> None:
    assert core(packed("产业园（一期）")) == "产业园"
    assert core(packed("上汽（郑州）数据中心")) == "上汽(郑州)数据中心"
    assert core("(一期)") == "(一期)"


def test_a_passage_is_shown_on_one_line_without_what_layout_put_in() -> None:
    assert shown("高 端\n装备 IC12E\n Euro VI") == "高端装备IC12E Euro VI"
