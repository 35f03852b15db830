"""Filters by chain, segment, place, product and type, on the mini pack of tests/conftest.py."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import NotFoundError, OptionError
from kg.records import Scope
from kg.selection import Selection

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}


@pytest.fixture
def town(write_pack: Callable[..., Path], mini_rows: Rows) -> kg.Graph:
    """The mini pack with places and products: acme's plant stands in the park of the town."""
    rows: Rows = {
        **mini_rows,
        "segments": [
            *mini_rows["segments"],
            {"id": "screws", "name_zh": "螺钉", "name_en": "Screws", "chain": "cars",
             "position": "upstream", "broader": "parts", **STATED},
        ],
        "activities": [
            *mini_rows["activities"],
            {"id": "act-5", "agent": "core", "segment": "screws", "since": "2024", **STATED},
            {"id": "act-6", "agent": "plant", "segment": "chips", **STATED},
        ],
        "locations": [
            {"id": "loc-1", "located": "plant", "place": "park", **STATED},
            {"id": "loc-2", "located": "bolt", "place": "town", **STATED},
            {"id": "loc-3", "located": "peer", "place": "town", "source": "late", "spans": "1-2"},
        ],
        "products": [
            {"id": "fixings", "type": "ProductFamily", "name_zh": "紧固件",
             "name_en": "Fixings", **STATED},
            {"id": "m8", "type": "Product", "name_zh": "八毫米螺栓", "name_en": "M8",
             "family": "fixings", **STATED},
        ],
        "production": [{"id": "prd-1", "producer": "bolt", "product": "m8", **STATED}],
    }  # fmt: skip
    return kg.open(write_pack(rows))


def _found(graph: kg.Graph, chosen: Selection, day: str = "2025-06-30") -> dict[str, set[str]]:
    scope = Scope(datetime.date.fromisoformat(day))
    names = " ".join(f"?{name}" for name in chosen.records)
    rows = graph.store.select(f"SELECT ?x {names} WHERE {{ {chosen.where('?x', scope)} }}")
    found: dict[str, set[str]] = {}
    for row in rows:
        records = {row[name].value.rpartition("/")[2] for name in chosen.records}
        found.setdefault(row["x"].value.rpartition("/")[2], set()).update(records)
    return found


def test_a_place_holds_what_lies_within_it_and_a_firm_is_where_its_plant_is(
    town: kg.Graph,
) -> None:
    assert _found(town, town.selection(places=["某市"], types=["Enterprise", "设施"])) == {
        "plant": {"loc-1"}, "acme": {"loc-1"}, "bolt": {"loc-2"}, "peer": {"loc-3"},
    }  # fmt: skip


def test_a_smaller_place_leaves_the_rest_of_the_town_out(town: kg.Graph) -> None:
    assert set(_found(town, town.selection(places=["park"]))) == {"plant", "acme"}


def test_a_segment_holds_its_narrower_ones(town: kg.Graph) -> None:
    assert _found(town, town.selection(segments=["parts"])) == {
        "bolt": {"act-3"},
        "core": {"act-5"},
    }


def test_a_firm_works_in_the_segments_of_its_plant(town: kg.Graph) -> None:
    assert _found(town, town.selection(segments=["chips"])) == {
        "plant": {"act-6"}, "acme": {"act-6"},
    }  # fmt: skip


def test_a_chain_holds_those_in_its_segments_those_with_a_role_and_the_segments(
    town: kg.Graph,
) -> None:
    found = _found(town, town.selection(chains=["cars"]))
    assert found["acme"] == {"act-1", "act-6", "role-1"}
    assert {"bolt", "core", "peer", "many", "plant", "steel", "parts"} <= set(found)
    assert "hold" not in found


def test_a_product_family_holds_the_makers_of_its_products(town: kg.Graph) -> None:
    assert _found(town, town.selection(products=["紧固件"])) == {"bolt": {"prd-1"}}


def test_several_of_one_kind_mean_any_and_several_kinds_mean_all(town: kg.Graph) -> None:
    any_of = town.selection(segments=["parts", "vehicles"])
    assert set(_found(town, any_of)) == {"acme", "bolt", "core", "peer"}
    all_of = town.selection(segments=["parts", "vehicles"], places=["某市"])
    assert set(_found(town, all_of)) == {"acme", "bolt", "peer"}


def test_a_record_that_was_not_known_lets_nothing_through(town: kg.Graph) -> None:
    assert "peer" not in _found(town, town.selection(places=["town"]), "2025-06-01")


def test_no_filter_is_no_pattern(town: kg.Graph) -> None:
    assert Selection().where("?x", town.scope) == ""
    assert not Selection()


def test_a_name_of_another_kind_of_thing_is_refused(town: kg.Graph) -> None:
    with pytest.raises(NotFoundError):
        town.selection(chains=["park"])


def test_an_unknown_class_is_answered_with_those_there_are(town: kg.Graph) -> None:
    with pytest.raises(OptionError) as caught:
        town.selection(types=["飞船"])
    assert "企业" in caught.value.text.zh
    assert "enterprise" in caught.value.text.en


@pytest.mark.parametrize(
    "chosen",
    [
        {"places": ["某市"]},
        {"segments": ["parts"]},
        {"chains": ["cars"]},
        {"products": ["紧固件"]},
        {"segments": ["parts", "vehicles"], "places": ["某市"], "types": ["Enterprise"]},
    ],
    ids=["place", "segment", "chain", "product", "several"],
)
def test_among_known_things_the_same_ones_are_found(
    town: kg.Graph, chosen: dict[str, list[str]]
) -> None:
    selection = town.selection(**chosen)
    found = _found(town, selection)
    asked = ["acme", "plant", "core", "hold", "peer"]
    iris = [town.resolve(name).iri for name in asked]
    pattern = selection.among(town.store, "?x", town.scope, iris)
    rows = town.store.select(f"SELECT DISTINCT ?x {{ {pattern} }}")
    assert {row["x"].value.rpartition("/")[2] for row in rows} == set(found) & set(asked)
