"""What a box says: counts side by side, names whole, planned and unknown told apart."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kg.viz.chain_map.content import box_height, box_lines, filled
from kg.viz.labels import clean, text_width


def texts(map_, number, lang="zh", width=220.0):
    return [line.text for line in box_lines(map_.boxes[number], lang, width)]


def looks(map_, number):
    return {line.look: line.text for line in box_lines(map_.boxes[number], "zh", 220.0)}


def test_named_and_stated_stand_side_by_side_and_are_not_added_up(cars):
    assert "具名 2 / 载明 150余" in texts(cars, 0)
    assert "2 named / stated: over 150" in texts(cars, 0, "en")


def test_a_group_that_no_source_counts_is_said_to_be_uncounted(cars):
    assert texts(cars, 2) == ["汽车玻璃", "企业未具名", "未具名群体 1 组，没有确数"]


def test_the_leader_stands_below_the_name_with_a_star_and_the_role(cars):
    assert texts(cars, 3)[:2] == ["整车制造", "★ 示例客车集团（链主）"]


def test_what_is_planned_is_counted_apart_and_its_money_is_called_planned(cars):
    assert texts(cars, 3)[2:] == ["具名 1 / 规划或在建 1", "计划投资 50亿元"]


def test_a_need_without_firms_is_said_in_words_and_a_sign(cars):
    assert looks(cars, 1)["r"] == "▲ 有需求，未见企业"


def test_unknown_says_that_the_sources_are_silent_not_that_nobody_is_there(cars):
    assert looks(cars, 6)["r"] == "○ 来源未提及企业"


def test_only_planned_is_said_in_words_and_a_sign(cars):
    assert looks(cars, 5)["g"] == "□ 仅在规划或建设"


def test_a_need_beside_firms_is_told(cars):
    assert texts(cars, 0)[-1] == "▲ 仍有需求"


def test_a_box_with_only_a_project_names_the_firm_behind_it(cars):
    hub = cars.boxes[3].members[0].ref
    works = replace(cars.boxes[3].members[1], exists=True, head=hub)
    box = replace(cars.boxes[4], state="single", members=(works,))
    said = [line.text for line in box_lines(box, "zh", 260.0)]
    assert said == ["客车制造", "具名 1（项目 1）", "投资 50亿元", "示例客车集团（经其项目）"]


def test_of_many_firms_the_first_are_named_whole_and_all_are_counted(large):
    many = next(box for box in large.boxes if len(box.named) >= 6 and not box.leaders)
    said = "".join(line.text for line in box_lines(many, "zh", 190.0))
    assert f"等 {len(many.named)} 家" in said
    assert many.named[0].ref.label.zh in said


def test_a_box_is_high_enough_for_its_lines_in_either_language(cars):
    for box in cars.boxes:
        for lang in ("zh", "en"):
            lines = box_lines(box, lang, 180.0, brief=True)
            assert box_height(box, "zh", 180.0, None) >= 16 * len(lines)


@given(st.text(max_size=60), st.floats(3.0, 30.0))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text, limit):
    lines = filled(text, limit)
    assert all(text_width(line) <= limit for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
