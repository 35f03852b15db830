"""Where boxes stand: nothing overlaps, nothing is lost, layers enclose just their districts."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.viz.place_map.boxes import Frame, Item
from kg.viz.place_map.layout import Layout, lay_out

words = st.text("某区汽车零部件园Alpha 12", min_size=1, max_size=30)
items = st.builds(
    Item, key=st.just("1"), name=words, star=st.booleans(),
    tags=st.sampled_from([(), ("推得",), ("组", "在建")]), notes=st.sampled_from([(), ("链主",)]),
)  # fmt: skip


def frames(style: str, layers: list[tuple[int, ...]]):
    return st.lists(
        st.builds(
            Frame, key=words, title=words, summary=st.sampled_from([(), ("企业 3", "设施 2")]),
            style=st.just(style), layers=st.sampled_from(layers),
            items=st.lists(items, max_size=40).map(tuple), remark=st.sampled_from(["", "另有"]),
        ),
        max_size=7,
    )  # fmt: skip


TWO = [(), (0,), (1,), (0, 1)]


def apart_from_each_other(found: Layout) -> bool:
    return all(
        a.x + a.width <= b.x + 0.01 or b.x + b.width <= a.x + 0.01
        or a.y + a.height <= b.y + 0.01 or b.y + b.height <= a.y + 0.01
        for a, b in combinations(found.boxes, 2)
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(areas=frames("area", TWO), apart=frames("apart", [()]), narrow=st.booleans())
def test_boxes_never_overlap_and_none_is_lost(areas, apart, narrow):
    titles = titles_of(areas)
    found = lay_out(areas, apart, titles, narrow=narrow)
    assert apart_from_each_other(found)
    assert sorted(b.frame.key for b in found.boxes) == sorted(f.key for f in (*areas, *apart))
    for box in found.boxes:
        assert len(box.rows) == len(box.frame.items)
        assert box.x + box.width <= found.width
        assert box.y + box.height <= found.height


@settings(max_examples=60, deadline=None)
@given(areas=frames("area", TWO), narrow=st.booleans())
def test_an_outline_holds_the_districts_of_its_layer_and_no_other(areas, narrow):
    found = lay_out(areas, [], titles_of(areas), narrow=narrow)
    for outline in found.outlines:
        for box in found.boxes:
            inside = (
                outline.x <= box.x and box.x + box.width <= outline.x + outline.width
                and outline.y <= box.y and box.y + box.height <= outline.y + outline.height
            )  # fmt: skip
            assert inside == (outline.layer in box.frame.layers)


@settings(max_examples=40, deadline=None)
@given(areas=frames("area", TWO))
def test_rows_stay_in_their_box(areas):
    for box in lay_out(areas, [], titles_of(areas)).boxes:
        for row in box.rows:
            assert row.x >= box.x
            assert row.x + row.width <= box.x + box.width
            assert row.y + row.height <= box.y + box.height


def titles_of(areas) -> list[str]:
    """Titles for the layers that the frames use: the second only after the first."""
    used = {layer for frame in areas for layer in frame.layers}
    return ["整车集聚区", "零部件产业园"] if used == {0, 1} else []


def test_a_fuller_district_gets_a_higher_box():
    full = Frame("a", "甲", (), "area", (0,), tuple(Item(str(n), "某厂") for n in range(12)))
    scant = Frame("b", "乙", (), "area", (0,), (Item("1", "某厂"),))
    found = {b.frame.key: b.height for b in lay_out([full, scant], [], ["层"]).boxes}
    assert found["a"] > 2 * found["b"]


@pytest.mark.parametrize("count", [0, 3])
def test_with_no_layer_or_more_than_two_there_is_no_outline(count):
    areas = [Frame(str(n), "区", (), "area", (n,) if n < count else ()) for n in range(4)]
    found = lay_out(areas, [], [f"层{n}" for n in range(count)])
    assert found.outlines == ()
    assert len(found.boxes) == 4


def test_nothing_at_all_has_a_layout():
    assert lay_out([], [], []).boxes == ()
