"""The user's boundaries: what is read, what is refused and how the refusal helps, what matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OptionError
from kg.viz.place_map.geo import Feature, match, read_boundaries
from kg.viz.place_map.ground import draw


def refusal(path) -> OptionError:
    with pytest.raises(OptionError) as caught:
        read_boundaries(path)
    assert path.name in caught.value.text.zh
    assert caught.value.exit_code == 2
    return caught.value


# ---------------------------------------------------------------- what is read
def test_features_are_read_with_name_code_and_rings(boundary_file, make_collection, make_feature):
    path = boundary_file(make_collection(make_feature("东区", 113.0, adcode=410302)))
    (found,) = read_boundaries(path).features
    assert (found.number, found.name, found.code) == (1, "东区", "410302")
    assert len(found.polygons[0][0]) == 5


def test_a_multipolygon_has_several_polygons(boundary_file, make_collection, make_feature):
    island = make_feature("东区", 113.0)
    one = island["geometry"]["coordinates"]
    island["geometry"] = {"type": "MultiPolygon", "coordinates": [one, one]}
    (found,) = read_boundaries(boundary_file(make_collection(island))).features
    assert len(found.polygons) == 2


def test_the_national_map_service_s_code_is_understood(
    boundary_file, make_collection, make_feature
):
    path = boundary_file(make_collection(make_feature("", 113.0, gb="156410302")))
    assert read_boundaries(path).features[0].code == "410302"


@pytest.mark.parametrize("key", ["审图号", "approval"])
def test_the_approval_number_may_stand_at_the_top(boundary_file, make_collection, key):
    content = make_collection()
    del content["审图号"]
    path = boundary_file({**content, key: "样S(0000)9号"})
    assert read_boundaries(path).approval == "样S(0000)9号"


def test_the_approval_number_may_stand_in_a_feature(boundary_file, make_collection, make_feature):
    content = make_collection(make_feature("东区", 113.0, approval="样S(0000)9号"))
    del content["审图号"]
    assert read_boundaries(boundary_file(content)).approval == "样S(0000)9号"


# ---------------------------------------------------------------- what is refused
def test_without_an_approval_number_it_says_where_to_put_one(boundary_file, make_collection):
    content = make_collection()
    del content["审图号"]
    said = refusal(boundary_file(content)).text
    assert "审图号" in said.zh
    assert "properties" in said.zh
    assert "--geojson" in said.zh


@pytest.mark.parametrize("number", ["无", "none", "1" * 61])
def test_what_is_no_approval_number_is_refused(boundary_file, make_collection, number):
    assert "审图号" in refusal(boundary_file(make_collection(审图号=number))).text.zh


def test_two_approval_numbers_are_refused(boundary_file, make_collection):
    said = refusal(boundary_file(make_collection(approval="样S(0000)9号"))).text.zh
    assert "样(0000)001号" in said
    assert "样S(0000)9号" in said


def test_a_missing_file_is_told(tmp_path):
    refusal(tmp_path / "gone.geojson")


def test_what_is_no_json_is_told_with_line_and_column(boundary_file):
    assert "第 2 行" in refusal(boundary_file('{\n"type": }')).text.zh


@pytest.mark.parametrize(
    "content", [[], {"type": "Feature"}, {"type": "FeatureCollection", "features": []}]
)
def test_what_is_no_collection_of_features_is_refused(boundary_file, content):
    refusal(boundary_file(content))


def test_a_file_that_nests_without_end_is_refused(boundary_file):
    refusal(boundary_file("[" * 100_000))


def _bent(change) -> dict:
    ring = [[1, 1], [2, 1], [2, 2], [1, 1]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    bad = {"type": "Feature", "properties": {"name": "坏"}, "geometry": geometry}
    change(bad)
    return bad


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (lambda f: f.update(type="Thing"), "Feature"),
        (lambda f: f.update(geometry=None), "Polygon"),
        (lambda f: f["geometry"].update(type="Point", coordinates=[1, 1]), "Point"),
        (lambda f: f["geometry"].update(coordinates=[]), "环"),
        (lambda f: f["geometry"].update(coordinates=[[[1, 1], [2, 2], [1, 1]]]), "4"),
        (lambda f: f["geometry"]["coordinates"][0].pop(), "4"),
        (lambda f: f["geometry"]["coordinates"][0].__setitem__(-1, [1, 2]), "闭合"),
        (lambda f: f["geometry"]["coordinates"][0].__setitem__(1, ["1", 2]), "坐标"),
        (lambda f: f["geometry"]["coordinates"][0].__setitem__(1, [True, 2]), "坐标"),
        (lambda f: f["geometry"]["coordinates"][0].__setitem__(1, 5), "坐标"),
        (lambda f: f["geometry"]["coordinates"][0].__setitem__(1, [12_650_000, 4_100_000]), "投影"),
        (lambda f: f["geometry"]["coordinates"][0].__setitem__(1, [34.5, 113.2]), "颠倒"),
    ],
)
def test_a_broken_feature_is_told_by_number_and_how_to_mend_it(
    boundary_file, make_collection, make_feature, change, hint
):
    path = boundary_file(make_collection(make_feature("东区", 113.0), _bent(change)))
    said = refusal(path).text.zh
    assert "第 2 个要素" in said
    assert hint in said


def test_a_coordinate_that_is_no_number_is_refused(boundary_file, make_collection, make_feature):
    bad = make_feature("东区", 113.0)
    bad["geometry"]["coordinates"][0][1] = [float("nan"), 34.0]
    assert "第 1 个要素" in refusal(boundary_file(make_collection(bad))).text.zh


# ---------------------------------------------------------------- matching
def one(number: int, name: str = "", code: str = "") -> Feature:
    return Feature(number, name, code, ((((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)),),))


def test_a_code_goes_before_a_name():
    found, rest = match(
        type("B", (), {"features": (one(1, "西区", "410302"),)}),
        {"east": "410302", "west": ""}, {"east": ["东区"], "west": ["西区"]},
    )  # fmt: skip
    assert list(found) == ["east"]
    assert rest == []


def test_names_match_whole_in_any_width_and_by_alias():
    boundaries = type("B", (), {"features": (one(1, "ＥＡＳＴ "), one(2, "东开区"), one(3, "东"))})
    found, rest = match(boundaries, {}, {"east": ["东区", "East", "东开区"]})
    assert [f.number for f in found["east"]] == [1, 2]
    assert [f.number for f in rest] == [3]


def test_a_name_that_two_districts_have_is_of_neither():
    boundaries = type("B", (), {"features": (one(1, "新区"),)})
    found, rest = match(boundaries, {}, {"a": ["新区"], "b": ["新区"]})
    assert (found, len(rest)) == ({}, 1)


# ---------------------------------------------------------------- on paper
degrees = st.floats(-60, 60, allow_nan=False).map(lambda v: round(v, 4))


@given(west=degrees, south=degrees, size=st.floats(0.01, 5))
def test_the_label_stands_inside_a_square_and_all_is_in_the_picture(west, south, size):
    corner = west + size, south + size
    ring = ((west, south), (corner[0], south), corner, (west, corner[1]), (west, south))
    (shape,), height = draw([[Feature(1, "", "", ((ring,),))]], 400, 300)
    assert 0 < shape.label[0] < 400
    assert 0 < shape.label[1] < height + 0.1
    assert height <= 300.001


def test_the_label_of_a_horseshoe_stands_on_it_and_not_in_its_gap():
    shoe = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (8.0, 9.0), (8.0, 1.0), (1.0, 1.0), (1.0, 9.0),
            (0.0, 9.0), (0.0, 0.0))  # fmt: skip
    (shape,), height = draw([[Feature(1, "", "", ((shoe,),))]], 900, 900)
    scale = height / 9
    x, y = shape.label[0], height - shape.label[1]
    assert y < scale or not scale < x < 8 * scale


def test_north_is_up_and_east_is_right():
    low, high = one(1), Feature(2, "", "", ((((2.0, 2.0), (3.0, 2.0), (3.0, 3.0), (2.0, 2.0)),),))
    (first, second), _ = draw([[low], [high]], 300, 300)
    assert second.label[0] > first.label[0]
    assert second.label[1] < first.label[1]
