"""The bundled pack: what the texts say of the city's districts."""

from __future__ import annotations

import datetime

import pytest

import kg
from kg.place_map import PlaceMap, place_map
from kg.records import Scope


@pytest.fixture(scope="module")
def city(zhengzhou: kg.Graph) -> PlaceMap:
    return place_map(zhengzhou.store, zhengzhou.scope)


def test_the_two_layouts_share_the_economic_zone_and_zhongmu(city):
    by_layer = {layer.ref.id: set(layer.areas) for layer in city.layers}
    ids = {area.ref.iri: area.ref.id for area in city.areas}
    parks, makers = by_layer["prog-4n-parks"], by_layer["grp-vehicle-areas"]
    assert {ids[i] for i in parks} == {"zzaez", "zz-etdz", "zhongmu", "zz-hitech"}
    assert {ids[i] for i in makers} == {"zz-etdz", "zhongmu", "guancheng", "xingyang"}
    assert {ids[i] for i in parks & makers} == {"zz-etdz", "zhongmu"}


def test_a_layout_that_is_being_built_is_not_drawn_as_there(city):
    exists = {layer.ref.id: layer.exists for layer in city.layers}
    assert exists == {"prog-4n-parks": False, "grp-vehicle-areas": True}


def test_the_leaders_stand_in_the_districts_of_their_plants_and_projects(city):
    leaders = {area.ref.id: {e.ref.id for e in area.entries if e.roles} for area in city.areas}
    assert leaders["zz-etdz"] == {"saic-pv-zz", "saic"}
    assert leaders["zzaez"] == {"byd"}


def test_what_is_only_said_to_be_in_the_city_is_kept_apart(city):
    (box,) = [b for b in city.apart if b.place is not None and b.place.id == "zhengzhou"]
    found = {entry.ref.id for entry in box.entries}
    assert {"xfusion", "yutong-bus", "zcz"} <= found
    assert not {"saic-zz-base", "byd-zz", "zz-nissan"} & found


@pytest.mark.parametrize("day", ["2024-12-31", "2025-08-01", "2025-11-29"])
def test_a_day_on_which_the_wider_place_was_not_told_yet_has_a_map(zhengzhou, day):
    shown = place_map(zhengzhou.store, Scope(datetime.date.fromisoformat(day)))
    told = {
        standing.place.id
        for box in (*shown.areas, *shown.apart)
        for entry in box.entries
        for standing in entry.standings
    }
    assert told
    assert "zhengzhou" not in told  # the city's own row comes from a source of November 2025
