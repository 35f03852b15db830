"""Which box a thing stands in, by which records, and what the layers are."""

from __future__ import annotations

import json

import kg
from kg.place_map import Area, Entry, PlaceMap, place_map


def area(shown: PlaceMap, name: str) -> Area:
    return next(a for a in shown.areas if a.ref.id == name)


def entry(shown: PlaceMap, name: str) -> tuple[str, Entry]:
    """The only box that a thing stands in, and its entry there."""
    boxes = [(a.ref.id, a.entries) for a in shown.areas]
    boxes += [(b.place.id if b.place else "-", b.entries) for b in shown.apart]
    ((box, found),) = [(box, e) for box, entries in boxes for e in entries if e.ref.id == name]
    return box, found


# ---------------------------------------------------------------- districts and boxes
def test_districts_are_the_places_of_that_level_that_lie_in_no_other(shown):
    assert {a.ref.id for a in shown.areas} == {"east", "west", "north"}
    assert area(shown, "east").code == "410302"


def test_a_park_in_a_district_stands_in_its_box_and_is_not_there_yet(shown):
    box, found = entry(shown, "nook")
    assert box == "west"
    assert not found.exists
    assert [s.how for s in found.standings] == ["within"]


def test_a_park_of_which_no_district_is_told_stands_in_the_city_s_box(shown):
    assert entry(shown, "garden")[0] == "town"


def test_what_stands_in_a_district_is_not_said_again_of_the_city(shown):
    box, found = entry(shown, "maker")
    assert box == "east"
    assert [s.evidence[0].record for s in found.standings] == ["loc-maker-east"]
    assert found.basis == "stated"


def test_what_is_told_only_of_the_city_or_the_province_has_a_box_of_its_own(shown):
    assert entry(shown, "wide")[0] == "town"
    assert entry(shown, "far")[0] == "province"
    assert [b.place.id if b.place else "-" for b in shown.apart] == ["town", "province", "-"]
    assert [b.around for b in shown.apart] == [True, True, False]


def test_what_has_no_place_is_said_to_have_none(shown):
    box, found = entry(shown, "nowhere")
    assert box == "-"
    assert found.standings == ()
    assert found.basis == ""


def test_a_district_of_which_nothing_is_told_stays_on_the_map(shown):
    assert area(shown, "north").entries == ()


# ---------------------------------------------------------------- by other things
def test_a_firm_is_where_its_plant_is_and_that_is_derived(shown):
    box, found = entry(shown, "owner")
    assert box == "west"
    (standing,) = found.standings
    assert (standing.how, standing.through.id, standing.basis) == ("plant", "plant", "derived")
    assert [e.record for e in standing.evidence] == ["own", "loc-plant-west"]


def test_a_project_is_where_the_plant_is_that_hosts_it(shown):
    box, found = entry(shown, "hosted")
    assert (box, found.standings[0].how, found.basis) == ("west", "host", "derived")


def test_who_put_money_into_a_project_is_there_through_it(shown):
    box, found = entry(shown, "backer")
    assert (box, found.standings[0].how) == ("west", "project")
    assert [e.record for e in found.standings[0].evidence] == [
        "par-back", "par-host", "loc-plant-west",
    ]  # fmt: skip


def test_who_builds_a_project_is_not_thereby_where_it_is(shown):
    assert entry(shown, "wide")[0] == "town"


def test_a_planned_project_is_not_there_yet(shown):
    assert entry(shown, "plan")[1].exists is False


def test_leaders_come_first_and_groups_last(shown):
    assert area(shown, "west").entries[0].ref.id == "owner"
    assert entry(shown, "owner")[1].roles[0].zh == "汽车产业链链主"
    assert [e.ref.id for e in area(shown, "east").entries] == ["maker", "plan", "many"]


def test_investment_and_chains_stand_beside_a_thing(shown):
    (figure,) = entry(shown, "hosted")[1].figures
    assert figure.text.zh == "20亿元"
    assert figure.evidence.record == "obs"
    (chain,) = entry(shown, "maker")[1].chains
    assert shown.chains[chain].label.zh == "汽车产业链"


# ---------------------------------------------------------------- layers
def test_layers_are_the_groups_that_districts_are_members_of(shown):
    assert [(layer.ref.id, layer.exists) for layer in shown.layers] == [
        ("areas", True), ("later", True), ("parks", False),
    ]  # fmt: skip
    assert len(shown.layers[0].areas) == 2


def test_the_overlap_is_the_districts_of_both_layers(shown):
    ids = {layer.ref.iri: layer.ref.id for layer in shown.layers}
    found = [({ids[i] for i in of}, [a.ref.id for a in areas]) for of, areas in shown.shared()]
    assert found == [({"areas", "parks"}, ["west"]), ({"areas"}, ["east"]), ({"later"}, ["north"])]


def test_every_mark_has_its_record(shown):
    (mark,) = area(shown, "east").marks
    assert [e.record for e in mark.evidence] == ["mem-east-areas"]


def test_what_came_out_later_is_not_known_earlier(earlier):
    assert [layer.ref.id for layer in earlier.layers] == ["areas", "parks"]
    assert area(earlier, "north").marks == ()


# ---------------------------------------------------------------- as a whole
def test_groups_are_not_counted_in_with_the_named(shown):
    # maker, plan; owner, plant, hosted, backer, nook | wide, garden, far | nowhere; many
    assert "落到区县的具名对象 7 个" in shown.coverage.zh
    assert "只说到市或更大范围的 3 个" in shown.coverage.zh
    assert "没有说地点的 1 个" in shown.coverage.zh
    assert "未具名的组 1 个" in shown.coverage.zh


def test_as_json_names_every_box_layer_and_record(shown):
    told = json.loads(json.dumps(shown.as_json()))
    assert {a["id"] for a in told["areas"]} == {"east", "west", "north"}
    assert told["apart"][-1]["place"] is None
    assert told["layers"][0]["areas"]


def test_a_pack_without_places_has_an_empty_map(write_pack, mini_rows):
    rows = {"sources": mini_rows["sources"][:1], "organizations": mini_rows["organizations"][:1]}
    graph = kg.open(write_pack(rows))
    shown = place_map(graph.store, graph.scope)
    assert (shown.areas, shown.layers) == ((), ())
    assert [len(box.entries) for box in shown.apart] == [1]
