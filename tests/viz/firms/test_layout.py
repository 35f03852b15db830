"""Boxes (shape and name) never lie on each other, and the same graph always looks the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.viz.firms.layout import Box, lay_out


def overlapping(boxes: list[Box], centres: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i in range(len(boxes))
        for j in range(i)
        if abs(centres[i][0] - centres[j][0]) < (boxes[i].width + boxes[j].width) / 2
        and abs(centres[i][1] - centres[j][1]) < (boxes[i].height + boxes[j].height) / 2
    ]


@st.composite
def drawings(draw):
    count = draw(st.integers(1, 30))
    side = st.integers(10, 160)
    layer = st.sampled_from([None, None, 0, 1, 2])
    boxes = draw(st.lists(st.builds(Box, side, side, layer), min_size=count, max_size=count))
    node = st.integers(0, count - 1)
    return boxes, draw(st.lists(st.tuples(node, node), max_size=60))


@settings(max_examples=60, deadline=None)  # the time of the first example is that of the imports
@given(drawings())
def test_no_box_lies_on_another(drawing):
    boxes, lines = drawing
    assert overlapping(boxes, lay_out(boxes, lines).centres) == []


@settings(max_examples=20, deadline=None)  # likewise
@given(drawings())
def test_the_same_graph_lies_the_same(drawing):
    assert lay_out(*drawing) == lay_out(*drawing)


def test_an_empty_graph_has_an_empty_layout():
    assert lay_out([], []).centres == []


def test_two_nodes_and_a_line():
    (ax, ay), (bx, by) = lay_out([Box(50, 40), Box(50, 40)], [(0, 1)]).centres
    assert abs(ax - bx) >= 50 or abs(ay - by) >= 40


def test_a_hub_with_sixty_neighbours_keeps_every_name_clear():
    boxes = [Box(120, 90)] + [Box(105, 60)] * 60
    assert overlapping(boxes, lay_out(boxes, [(0, i) for i in range(1, 61)]).centres) == []


def test_many_more_nodes_than_pivots_still_have_room():
    boxes = [Box(30, 30)] * 600
    lines = [(i, i // 3) for i in range(1, 600)]
    assert overlapping(boxes, lay_out(boxes, lines).centres) == []


def test_the_whole_is_shaped_like_a_screen():
    boxes = [Box(100, 60)] * 100
    centres = lay_out(boxes, [(i, i // 2) for i in range(1, 100)]).centres
    width = max(x for x, _ in centres) - min(x for x, _ in centres)
    height = max(y for _, y in centres) - min(y for _, y in centres)
    assert 1.2 < width / height < 3.0


def test_a_third_of_the_room_or_more_is_used():
    boxes = [Box(100, 60)] * 100
    centres = lay_out(boxes, [(i, i // 2) for i in range(1, 100)]).centres
    width = max(x for x, _ in centres) - min(x for x, _ in centres) + 100
    height = max(y for _, y in centres) - min(y for _, y in centres) + 60
    assert 100 * 100 * 60 / (width * height) > 1 / 3


def test_nodes_without_lines_stand_in_a_grid_under_the_rest():
    boxes = [Box(80, 40)] * 9
    layout = lay_out(boxes, [(0, 1), (1, 2)])
    assert layout.loose_top is not None
    assert all(y - 20 > layout.loose_top for _, y in layout.centres[3:])
    assert all(y + 20 <= layout.loose_top + 1 for _, y in layout.centres[:3])


def test_without_loose_nodes_there_is_no_grid():
    assert lay_out([Box(80, 40)] * 2, [(0, 1)]).loose_top is None


def test_upstream_lies_left_of_downstream():
    layers = [0] * 6 + [1] * 6 + [2] * 6
    lines = [(i, i + 6) for i in range(12)] + [(i, i + 1) for i in range(5)]
    centres = lay_out([Box(60, 30, layer) for layer in layers], lines).centres
    mean = [sum(centres[i][0] for i in range(k, k + 6)) / 6 for k in (0, 6, 12)]
    assert mean[0] < mean[1] < mean[2]


@pytest.mark.parametrize("parts", [3, 12, 40])
def test_separate_groups_stand_apart(parts):
    boxes = [Box(60, 30)] * (2 * parts)
    lines = [(2 * i, 2 * i + 1) for i in range(parts)]
    assert overlapping(boxes, lay_out(boxes, lines).centres) == []
