"""Where boxes and lines stand: nothing on each other, up to down the chain, the same each time."""

import re

import pytest

from kg.viz.chain_map.grid import Link
from kg.viz.chain_map.picture import pictured
from kg.viz.chain_map.routes import nets_of, tracks


@pytest.fixture(params=["screen", "a3"])
def drawing(request, large):
    return pictured(large, "zh", request.param).drawing


def test_boxes_do_not_overlap(drawing):
    assert overlapping(drawing.boxes) == []


def test_lines_pass_between_boxes_never_through_them(drawing):
    segments = [piece for route in drawing.routes for piece in pieces(route.lines)]
    assert segments
    assert crossed(segments, drawing.boxes) == []


def test_each_flows_own_way_leads_from_its_source_to_its_target(large):
    picture = pictured(large, "zh")
    for number, path in picture.drawing.ways.items():
        source, target = (picture.drawing.boxes[n] for n in picture.links[number][:2])
        points = [float(n) for n in re.findall(r"-?\d+", path)]
        assert source.y <= points[1] <= source.y + source.height
        assert min(abs(points[-1] - target.x), abs(points[-1] - target.x - target.width)) <= 1


def test_upstream_stands_left_of_midstream_and_that_left_of_downstream(large):
    picture = pictured(large, "zh")
    spans = {}
    for box, rect in zip(large.boxes, picture.drawing.boxes, strict=True):
        spans.setdefault(box.position, []).append((rect.x, rect.x + rect.width))
    ends = [(min(a for a, _ in spans[p]), max(b for _, b in spans[p]))
            for p in ("upstream", "midstream", "downstream")]  # fmt: skip
    assert ends[0][1] < ends[1][0]
    assert ends[1][1] < ends[2][0]


def test_every_box_stands_in_its_lane(large):
    picture = pictured(large, "zh")
    lanes = {lane.key: place for lane, place in
             zip(large.lanes, picture.drawing.lanes, strict=True)}  # fmt: skip
    for box, rect in zip(large.boxes, picture.drawing.boxes, strict=True):
        top, height = lanes[box.lane]
        assert top <= rect.y
        assert rect.y + rect.height <= top + height + 0.01


def test_the_screens_picture_keeps_letters_readable_on_a_laptop(cars):
    assert pictured(cars, "zh").drawing.width <= 1340 * 12 / 11


def test_a_map_without_segments_is_still_a_picture(cars):
    from dataclasses import replace

    empty = replace(cars, boxes=(), flows=())
    assert pictured(empty, "zh").drawing.boxes == []


def test_flows_into_one_box_share_a_trunk_and_those_out_of_one_too():
    column = {0: 0, 1: 0, 2: 1, 3: 2, 4: 2, 5: 2}
    links = [
        Link(0, 2, "stated"),
        Link(1, 2, "stated"),
        *(Link(2, n, "outside") for n in (3, 4, 5)),
    ]
    assert [(net.sources, net.targets) for net in nets_of(links, column)] == [
        ((0, 1), (2,)),
        ((2,), (3, 4, 5)),
    ]


def test_flows_of_another_basis_do_not_share_a_trunk():
    links = [Link(0, 2, "stated"), Link(1, 2, "outside")]
    assert len(nets_of(links, {0: 0, 1: 0, 2: 1})) == 2


def test_of_two_lines_that_go_down_the_lower_one_turns_first():
    assert tracks({0: (10, 100, 10, 100), 1: (20, 110, 20, 110)}) == {1: 0, 0: 1}


def pieces(path: str) -> list[tuple[float, float, float, float]]:
    """The straight pieces of path data made of M, H and V."""
    found, x, y = [], 0.0, 0.0
    for letter, numbers in re.findall(r"([MHV])(-?\d+(?: -?\d+)?)", path):
        values = [float(n) for n in numbers.split()]
        nx = values[0] if letter in "MH" else x
        ny = values[-1] if letter in "MV" else y
        if letter != "M":
            found.append((min(x, nx), min(y, ny), max(x, nx), max(y, ny)))
        x, y = nx, ny
    return found


def overlapping(rects):
    return [
        (a, b)
        for n, a in enumerate(rects)
        for b in rects[:n]
        if a.x < b.x + b.width
        and b.x < a.x + a.width
        and a.y < b.y + b.height
        and b.y < a.y + a.height
    ]


def crossed(segments, rects):
    return [
        (segment, rect)
        for segment in segments
        for rect in rects
        if segment[0] < rect.x + rect.width - 1
        and segment[2] > rect.x + 1
        and segment[1] < rect.y + rect.height - 1
        and segment[3] > rect.y + 1
    ]
