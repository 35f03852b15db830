"""A chain lies from left to right, its segments as blocks, and nothing lies on anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.viz.firms.layered import Segment, lay_out_layered
from kg.viz.firms.layout import Block, Box, Layout


def overlapping(boxes: list[Box], layout: Layout) -> list[tuple[int, int]]:
    at = layout.centres
    return [
        (i, j)
        for i in range(len(boxes))
        for j in range(i)
        if abs(at[i][0] - at[j][0]) < (boxes[i].width + boxes[j].width) / 2
        and abs(at[i][1] - at[j][1]) < (boxes[i].height + boxes[j].height) / 2
    ]


def inside(box: Box, at: tuple[int, int], block: Block) -> bool:
    return (
        block.left <= at[0] - box.width / 2
        and at[0] + box.width / 2 <= block.right
        and block.top <= at[1] - box.height / 2
        and at[1] + box.height / 2 <= block.bottom
    )


def blocks_of(layout: Layout, kind: str) -> list[Block]:
    return [block for block in layout.blocks if block.kind == kind]


def apart(a: Block, b: Block) -> bool:
    return a.right <= b.left or b.right <= a.left or a.bottom <= b.top or b.bottom <= a.top


@st.composite
def chains(draw):
    """Boxes, lines, homes, segments and lanes: the first nodes are segments, then lane heads."""
    segments = draw(st.integers(1, 12))
    lanes = draw(st.integers(1, 3))
    others = draw(st.integers(0, 30))
    count = segments + lanes + others
    side = st.integers(10, 160)
    boxes = draw(st.lists(st.builds(Box, side, side), min_size=count, max_size=count))
    node = st.integers(0, count - 1)
    lines = draw(st.lists(st.tuples(node, node), max_size=60))
    home = st.one_of(st.none(), st.integers(0, segments - 1))
    homes = [None] * (segments + lanes)
    homes += draw(st.lists(home, min_size=others, max_size=others))
    places = st.tuples(st.integers(0, 2), st.integers(0, lanes - 1))
    found = draw(st.lists(places, min_size=segments, max_size=segments))
    return (
        boxes,
        lines,
        homes,
        [Segment(n, layer, lane) for n, (layer, lane) in enumerate(found)],
        [segments + n for n in range(lanes)],
    )


@settings(max_examples=40, deadline=None)  # the time of the first example is that of the imports
@given(chains())
def test_no_box_lies_on_another(chain):
    assert overlapping(chain[0], lay_out_layered(*chain)) == []


@settings(max_examples=30, deadline=None)  # likewise
@given(chains())
def test_who_stands_in_a_segment_lies_in_its_block(chain):
    boxes, _, homes, segments, _ = chain
    layout = lay_out_layered(*chain)
    block_of = {block.head: block for block in blocks_of(layout, "segment")}
    assert set(block_of) == {segment.node for segment in segments}
    for node, home in enumerate(homes):
        if home is not None:
            assert inside(boxes[node], layout.centres[node], block_of[home])


@settings(max_examples=30, deadline=None)  # likewise
@given(chains())
def test_blocks_and_lanes_stand_apart(chain):
    layout = lay_out_layered(*chain)
    for kind in ("segment", "chain", "rest"):
        blocks = blocks_of(layout, kind)
        assert all(apart(a, b) for i, a in enumerate(blocks) for b in blocks[:i])
    assert all(apart(a, b) for a in blocks_of(layout, "segment") for b in blocks_of(layout, "rest"))


@settings(max_examples=30, deadline=None)  # likewise
@given(chains())
def test_positions_lie_in_the_order_of_the_flow(chain):
    _, _, _, segments, _ = chain
    layout = lay_out_layered(*chain)
    assert all(a.right < b.left and a.layer < b.layer
               for a, b in zip(layout.columns, layout.columns[1:], strict=False))  # fmt: skip
    column = {column.layer: column for column in layout.columns}
    for segment in segments:
        x = layout.centres[segment.node][0]
        assert column[segment.layer].left <= x <= column[segment.layer].right


@settings(max_examples=20, deadline=None)  # likewise
@given(chains())
def test_the_same_chain_lies_the_same(chain):
    assert lay_out_layered(*chain) == lay_out_layered(*chain)


SMALL = Box(100, 60)


def test_the_head_of_a_lane_stands_left_of_its_segments():
    layout = lay_out_layered([SMALL] * 3, [], [None] * 3, [Segment(0, 0, 0), Segment(1, 2, 0)], [2])
    assert layout.centres[2][0] + 50 < layout.centres[0][0] - 50 < layout.centres[1][0]


def test_what_stands_in_no_segment_lies_in_the_lane_of_its_ties():
    segments = [Segment(0, 1, 0), Segment(1, 1, 1)]
    layout = lay_out_layered(
        [SMALL] * 6, [(4, 2), (4, 5), (3, 1)], [None, None, 1, 0, None, None], segments, [None] * 2
    )
    lower = blocks_of(layout, "chain")[1]
    (rest,) = blocks_of(layout, "rest")
    assert inside(SMALL, layout.centres[4], lower)
    assert inside(SMALL, layout.centres[5], rest)


def test_an_empty_position_takes_no_room():
    layout = lay_out_layered(
        [SMALL] * 2, [], [None] * 2, [Segment(0, 0, 0), Segment(1, 2, 0)], [None]
    )
    assert [column.layer for column in layout.columns] == [0, 2]


def test_a_narrower_segment_keeps_its_place_in_the_order():
    segments = [Segment(n, 0, 0) for n in range(3)]
    layout = lay_out_layered([SMALL] * 3, [], [None] * 3, segments, [None])
    assert layout.centres == sorted(layout.centres, key=lambda at: (at[1], at[0]))


@pytest.mark.parametrize("firms", [40, 2000])
def test_a_large_segment_is_a_block_like_a_screen(firms):
    boxes = [SMALL] + [Box(30, 30)] * firms
    layout = lay_out_layered(boxes, [], [None] + [0] * firms, [Segment(0, 1, 0)], [None])
    (block,) = blocks_of(layout, "segment")
    assert 0.8 < (block.right - block.left) / (block.bottom - block.top) < 5
