"""Around one thing: it stands in the middle, others by how far away and by what they are to it."""

from __future__ import annotations

from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.viz.firms.ego import lay_out_ego
from kg.viz.firms.layout import Box, Layout

SMALL = Box(100, 60)
LEFT, TOP, RIGHT, BOTTOM = 0, 2, 4, 6


def overlapping(boxes: list[Box], layout: Layout) -> list[tuple[int, int]]:
    at = layout.centres
    return [
        (i, j)
        for i in range(len(boxes))
        for j in range(i)
        if abs(at[i][0] - at[j][0]) < (boxes[i].width + boxes[j].width) / 2
        and abs(at[i][1] - at[j][1]) < (boxes[i].height + boxes[j].height) / 2
    ]


@st.composite
def surroundings(draw):
    count = draw(st.integers(1, 40))
    side = st.integers(10, 160)
    boxes = draw(st.lists(st.builds(Box, side, side), min_size=count, max_size=count))
    node = st.integers(0, count - 1)
    lines = draw(st.lists(st.tuples(node, node), max_size=80))
    focus = draw(node)
    near = {b if a == focus else a for a, b in lines if focus in (a, b)} - {focus}
    return boxes, lines, focus, {n: draw(st.integers(0, 7)) for n in sorted(near)}


@settings(max_examples=80, deadline=None)  # the time of the first example is that of the imports
@given(surroundings())
def test_no_box_lies_on_another(drawing):
    assert overlapping(drawing[0], lay_out_ego(*drawing)) == []


@settings(max_examples=40, deadline=None)  # likewise
@given(surroundings())
def test_the_focus_stands_in_the_middle(drawing):
    assert lay_out_ego(*drawing).centres[drawing[2]] == (0, 0)


@settings(max_examples=20, deadline=None)  # likewise
@given(surroundings())
def test_the_same_surroundings_lie_the_same(drawing):
    assert lay_out_ego(*drawing) == lay_out_ego(*drawing)


def test_suppliers_stand_left_and_customers_right():
    sectors = {1: LEFT, 2: LEFT, 3: RIGHT, 4: RIGHT}
    at = lay_out_ego([SMALL] * 5, [(n, 0) for n in range(1, 5)], 0, sectors).centres
    assert max(at[1][0], at[2][0]) < 0 < min(at[3][0], at[4][0])


def test_owners_stand_above_and_plants_below():
    sectors = {1: TOP, 2: BOTTOM, 3: LEFT, 4: RIGHT}
    at = lay_out_ego([SMALL] * 5, [(n, 0) for n in range(1, 5)], 0, sectors).centres
    assert at[1][1] < 0 < at[2][1]


def test_what_is_two_records_away_stands_farther_out_and_on_the_side_of_what_it_hangs_on():
    lines = [(0, 1), (0, 2), (1, 3), (2, 4)]
    layout = lay_out_ego([SMALL] * 5, lines, 0, {1: LEFT, 2: RIGHT})
    at = layout.centres
    assert at[3][0] < at[1][0] < 0 < at[2][0] < at[4][0]
    assert len(layout.rings) == 2


def test_a_hub_with_a_hundred_neighbours_is_no_wider_than_it_must_be():
    count = 101
    layout = lay_out_ego([SMALL] * count, [(0, n) for n in range(1, count)], 0, {})
    assert overlapping([SMALL] * count, layout) == []
    reach = max(hypot(x / 1.75, y) for x, y in layout.centres)
    # A single ring of a hundred boxes would have a radius of 1,200 pixels and more.
    assert reach < 900


def test_what_nothing_leads_to_stands_outside():
    at = lay_out_ego([SMALL] * 4, [(0, 1), (1, 2)], 0, {}).centres
    assert hypot(*at[3]) > hypot(*at[1])


def test_a_thing_alone_stands_in_the_middle():
    assert lay_out_ego([SMALL], [], 0, {}).centres == [(0, 0)]
