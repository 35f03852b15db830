"""Names are shown whole, in lines of like length that break where a reader would."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.viz.labels import clean, text_width, wrap


def bare(text: str) -> str:
    return "".join(text.split())


def test_a_chinese_character_is_one_em_and_a_latin_letter_about_half():
    assert text_width("郑州") == 2.0
    assert 0.5 < text_width("a") < 0.6


def test_a_short_name_stays_on_one_line():
    assert wrap("宇通客车", 8) == ["宇通客车"]


def test_a_long_name_breaks_into_lines_of_like_length():
    assert wrap("一二三四五六七八九十甲乙", 8) == ["一二三四五六", "七八九十甲乙"]


def test_a_line_neither_ends_with_an_opening_bracket_nor_begins_with_a_closing_one():
    assert wrap("高端装备产业园（一）项", 7) == ["高端装备产业", "园（一）项"]
    assert wrap("装备产业园（一期）", 5) == ["装备产业园", "（一期）"]


def test_latin_words_and_numbers_are_not_torn():
    assert wrap("Sample Leader Holding Co., Ltd.", 8) == ["Sample Leader", "Holding Co., Ltd."]
    assert any("10000" in line for line in wrap("宇通出口中亚市场第10000台车辆下线仪式", 8))


def test_a_word_wider_than_any_label_is_broken_but_not_cut():
    lines = wrap("x" * 300, 8)
    assert len(lines) > 1
    assert "".join(lines) == "x" * 300


def test_line_separators_and_control_characters_become_blanks():
    assert clean("甲\u2028乙\x00丙\n丁\ud800") == "甲 乙 丙 丁"


@given(st.text(max_size=120), st.floats(4, 20))
def test_wrapping_loses_nothing(text, limit):
    assert bare("".join(wrap(text, limit))) == bare(clean(text))


@given(st.text("汽车（产业）链、ab 1。“”", max_size=60), st.floats(5, 12))
def test_no_line_begins_with_closing_punctuation(text, limit):
    lines = wrap(text, limit)
    # A run of nothing but punctuation, wider than a line, has nowhere else to break.
    assert all(
        line[0] not in "）、。”" or text_width(previous) >= limit / 2
        for previous, line in pairwise(lines)
    )


@given(st.text("产业链", min_size=1, max_size=40))
def test_chinese_lines_stay_near_the_limit(text):
    assert all(text_width(line) <= 8 * 1.15 for line in wrap(text, 8))
