"""Which things a firm graph holds, with what marks them and where they stand."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import NothingKnownError, OptionError
from kg.viz.firms import around as surroundings
from kg.viz.firms.arrange import lanes_of
from kg.viz.firms.graph import firm_graph
from kg.viz.firms.wanted import Wanted, coverage_of, things_in

ID = "https://w3id.org/chainkg/id/mini/"
STATED = {"source": "doc", "spans": "0-10"}
Rows = dict[str, list[dict[str, str]]]
WritePack = Callable[..., Path]


def drawn(graph: kg.Graph, wanted: Wanted | None = None, **options: str) -> set[str]:
    found = firm_graph(graph.store, graph.scope, wanted, **options)
    return {str(data["id"]) for _, data in found.nodes(data=True)}


def marks(graph: kg.Graph, id_: str, wanted: Wanted | None = None) -> dict[str, object]:
    found: dict[str, object] = firm_graph(graph.store, graph.scope, wanted).nodes[ID + id_]
    return found


def test_everything_holds_whatever_has_a_record(graph: kg.Graph) -> None:
    assert drawn(graph) == {"acme", "bolt", "core", "hold", "peer", "many", "uni", "plant",
                            "cars", "steel", "parts", "vehicles"}  # fmt: skip


def test_around_a_firm_stand_those_one_record_away(graph: kg.Graph) -> None:
    found = drawn(graph, Wanted(around=ID + "bolt"))
    assert found == {"bolt", "acme", "core", "parts"}


def test_with_more_hops_comes_what_is_farther_away(graph: kg.Graph) -> None:
    found = firm_graph(graph.store, graph.scope, Wanted(around=ID + "hold", hops=3))
    hops = {data["id"]: data["hop"] for _, data in found.nodes(data=True)}
    assert hops == {"hold": 0, "core": 1, "bolt": 2, "acme": 3, "parts": 3}


def test_an_unnamed_group_is_drawn_and_not_passed_through(
    write_pack: WritePack, mini_rows: Rows
) -> None:
    supply = [
        *mini_rows["supply"],
        {"id": "sup-4", "supplier": "peer", "customer": "many", **STATED},
    ]
    graph = kg.open(write_pack({**mini_rows, "supply": supply}))
    found = drawn(graph, Wanted(around=ID + "peer", hops=2))
    assert "many" in found
    assert "steel" not in found


def test_an_area_is_neither_drawn_nor_passed_through(
    write_pack: WritePack, mini_rows: Rows
) -> None:
    rows = [{"id": f"loc-{who}", "located": who, "place": "town", **STATED}
            for who in ("hold", "uni")]  # fmt: skip
    graph = kg.open(write_pack({**mini_rows, "locations": rows}))
    assert drawn(graph, Wanted(around=ID + "hold", hops=2)) == {"hold", "core", "bolt"}


def test_of_a_hub_only_so_many_are_drawn_and_the_rest_is_counted(
    write_pack: WritePack, mini_rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "AT_A_HUB", 1)
    graph = kg.open(write_pack(mini_rows))
    found = firm_graph(graph.store, graph.scope, Wanted(around=ID + "bolt", hops=2))
    left = {d["id"]: d["left_out"] for _, d in found.nodes(data=True) if d["left_out"]}
    # One is drawn of what acme has more (vehicles, many, plant, its chain), one of what parts has.
    assert left == {"acme": 3, "parts": 1}


def test_what_is_drawn_of_a_hub_is_stated_before_it_is_outside_knowledge(
    write_pack: WritePack, mini_rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "AT_A_HUB", 1)
    graph = kg.open(write_pack(mini_rows))
    # vehicles feeds on parts (outside), acme and peer work in it (stated).
    found = drawn(graph, Wanted(around=ID + "peer", hops=2))
    assert found == {"peer", "vehicles", "acme"}


def test_a_segment_draws_who_works_in_it_and_itself(graph: kg.Graph) -> None:
    wanted = Wanted(selection=graph.selection(segments=["vehicles"]))
    assert drawn(graph, wanted) == {"acme", "peer", "vehicles", "cars"}


def test_conditions_together_mean_what_fits_all(graph: kg.Graph) -> None:
    selection = graph.selection(segments=["vehicles"])
    assert drawn(graph, Wanted(selection=selection, around=ID + "bolt")) == {"bolt", "acme"}


def test_a_query_draws_what_it_finds_and_the_records_between(graph: kg.Graph) -> None:
    answer = graph.sparql("SELECT ?a WHERE { ?a kg:suppliesTo ?b }")
    found = firm_graph(graph.store, graph.scope, Wanted(found=things_in(graph.store, answer)))
    assert {data["id"] for _, data in found.nodes(data=True)} == {"bolt", "many", "core"}
    assert [data["relation"] for *_, data in found.edges(data=True)] == ["suppliesTo"]


def test_a_record_that_a_query_finds_is_drawn_by_its_ends(graph: kg.Graph) -> None:
    answer = graph.sparql("SELECT ?r WHERE { ?r a kg:Ownership }")
    found = {iri.removeprefix(ID) for iri in things_in(graph.store, answer)}
    assert found == {"hold", "core", "acme", "plant"}


def test_a_construct_is_drawn_too(graph: kg.Graph) -> None:
    answer = graph.sparql("CONSTRUCT { ?b kg:buysFrom ?a } WHERE { ?a kg:suppliesTo ?b }")
    found = {iri.removeprefix(ID) for iri in things_in(graph.store, answer)}
    assert found == {"bolt", "acme", "many", "core"}


def test_a_query_without_anything_to_draw_says_so(graph: kg.Graph) -> None:
    with pytest.raises(NothingKnownError):
        things_in(graph.store, graph.sparql("SELECT ?l WHERE { ?s rdfs:label ?l }"))
    with pytest.raises(OptionError):
        things_in(graph.store, graph.sparql("ASK { ?s ?p ?o }"))


def test_where_nothing_fits_each_condition_is_counted_alone(graph: kg.Graph) -> None:
    wanted = Wanted(selection=graph.selection(segments=["vehicles"]), around=ID + "hold")
    with pytest.raises(NothingKnownError, match="segment 2, What is directly linked with Hold 1"):
        firm_graph(graph.store, graph.scope, wanted)


def test_only_what_was_out_by_the_day_is_drawn(mini: Path) -> None:
    early = kg.open(mini, as_of=datetime.date(2025, 6, 1))
    assert "core" not in drawn(early, Wanted(around=ID + "bolt"))


def test_an_edge_says_when_its_source_came_out(graph: kg.Graph) -> None:
    found = firm_graph(graph.store, graph.scope, Wanted(around=ID + "bolt"))
    told = {data["published"] for *_, data in found.edges(data=True) if data["source"] == "late"}
    assert told == {"2025-06-20"}


def test_a_firm_stands_in_the_segment_that_it_works_in(graph: kg.Graph) -> None:
    assert marks(graph, "bolt")["home"] == ID + "parts"


def test_a_plant_stands_with_its_owner(graph: kg.Graph) -> None:
    assert marks(graph, "plant")["home"] == ID + "vehicles"
    assert marks(graph, "plant")["segments"] == []


def test_a_university_stands_in_no_segment(graph: kg.Graph) -> None:
    assert marks(graph, "uni")["home"] is None


def test_a_firm_stands_in_the_narrower_of_two_segments(
    write_pack: WritePack, mini_rows: Rows
) -> None:
    bolts = {"id": "bolts", "name_zh": "螺栓", "name_en": "Bolts", "chain": "cars",
             "position": "upstream", "broader": "parts", **STATED}  # fmt: skip
    active = {"id": "act-5", "agent": "bolt", "segment": "bolts", **STATED}
    rows = {
        **mini_rows,
        "segments": [*mini_rows["segments"], bolts],
        "activities": [*mini_rows["activities"], active],
    }
    graph = kg.open(write_pack(rows))
    assert marks(graph, "bolt")["home"] == ID + "bolts"
    assert marks(graph, "bolt")["segments"] == [ID + "bolts", ID + "parts"]


def test_a_firm_is_where_its_plant_is(write_pack: WritePack, mini_rows: Rows) -> None:
    rows = [{"id": "loc-1", "located": "plant", "place": "park", **STATED}]
    graph = kg.open(write_pack({**mini_rows, "locations": rows}))
    assert marks(graph, "acme")["places"] == [ID + "park", ID + "town"]


def test_chains_come_from_segments_and_from_roles(graph: kg.Graph) -> None:
    assert marks(graph, "bolt")["chains"] == [ID + "cars"]
    assert marks(graph, "cars")["chains"] == [ID + "cars"]


def test_whatever_is_spoken_of_has_a_name(graph: kg.Graph) -> None:
    found = firm_graph(graph.store, graph.scope)
    spoken = {iri for _, data in found.nodes(data=True)
              for name in ("chains", "places", "segments") for iri in data[name]}  # fmt: skip
    assert spoken == set(found.graph["names"])


def test_a_key_that_is_a_part_of_another_is_left_out(graph: kg.Graph) -> None:
    keys = marks(graph, "acme")["keys"]
    assert isinstance(keys, list)
    assert "dingfengqicheyouxiangongsi" in keys
    assert "dingfengqiche" not in keys


def test_the_measure_asked_for_comes_first(graph: kg.Graph) -> None:
    found = firm_graph(graph.store, graph.scope, size_by="core")
    assert list(found.graph["measures"]) == ["core", "pagerank", "degree", "betweenness"]
    data = found.nodes[ID + "acme"]
    assert list(data["scores"]) == list(found.graph["measures"])
    assert data["score"] == data["scores"]["core"]


def test_a_measure_that_there_is_not_is_refused(graph: kg.Graph) -> None:
    with pytest.raises(OptionError, match="pagerank"):
        firm_graph(graph.store, graph.scope, size_by="weight")


def test_the_focus_is_named(graph: kg.Graph) -> None:
    around = firm_graph(graph.store, graph.scope, Wanted(around=ID + "bolt"))
    assert around.graph["focus"] == ID + "bolt"
    assert firm_graph(graph.store, graph.scope).graph["focus"] is None


def test_a_segment_of_two_chains_lies_in_the_lane_of_the_busier_one(
    write_pack: WritePack, mini_rows: Rows
) -> None:
    other = {"id": "trucks", "name_zh": "卡车产业链", "name_en": "Truck chain", "level": "city",
             "place": "town", **STATED}  # fmt: skip
    parts = {**mini_rows["segments"][1], "chain": "cars;trucks"}
    axles = {"id": "axles", "name_zh": "车桥", "name_en": "Axles", "chain": "trucks",
             "position": "upstream", **STATED}  # fmt: skip
    rows = {
        **mini_rows,
        "chains": [*mini_rows["chains"], other],
        "segments": [parts if s["id"] == "parts" else s for s in mini_rows["segments"]] + [axles],
        "activities": [*mini_rows["activities"],
                       {"id": "act-5", "agent": "core", "segment": "axles", **STATED}],
    }  # fmt: skip
    graph = kg.open(write_pack(rows))
    lanes = lanes_of(firm_graph(graph.store, graph.scope))
    assert lanes[ID + "parts"] == ID + "cars"
    asked = Wanted(selection=graph.selection(chains=["trucks"]))
    assert lanes_of(firm_graph(graph.store, graph.scope, asked))[ID + "parts"] == ID + "trucks"


def test_zhengzhou_stands_by_segment_with_every_chain_named(zhengzhou: kg.Graph) -> None:
    found = firm_graph(zhengzhou.store, zhengzhou.scope)
    assert set(lanes_of(found).values()) <= set(found)
    homed = [data for _, data in found.nodes(data=True) if data["home"]]
    assert len(homed) > 50
    assert all(data["home"] in found for data in homed)


def test_records_bring_the_places_in_their_sources(graph: kg.Graph) -> None:
    found = firm_graph(graph.store, graph.scope)
    passages = [data["passages"] for *_, data in found.edges(data=True)]
    assert "0-10" in passages


def test_areas_that_are_linked_and_not_drawn_are_named(zhengzhou: kg.Graph) -> None:
    xfusion = "https://w3id.org/chainkg/id/zhengzhou/xfusion"
    found = firm_graph(zhengzhou.store, zhengzhou.scope, Wanted(around=xfusion))
    names = {area.zh for area in found.graph["areas"]}
    assert {"河南省", "郑州"} <= names
    assert "河南省" in coverage_of(found).zh
    assert not names & {data["label"].zh for _, data in found.nodes(data=True)}


def test_amounts_stand_at_what_they_are_invested_in(zhengzhou: kg.Graph) -> None:
    found = firm_graph(zhengzhou.store, zhengzhou.scope)
    figures = [f for _, data in found.nodes(data=True) for f in data.get("figures", ())]
    assert any("亿元" in words.zh and where for words, where in figures)
