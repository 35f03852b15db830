"""Shocks on a small town: a chain of three firms, each the only known maker of what the next needs.

ore supplies steel, steel supplies car; paint supplies car too and has a rival of its trade.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import NotEnoughKnownError
from kg.supply_network import supply_network, to_collect

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}
FIRM = {"type": "Enterprise"}


def _town(mini_rows: Rows, values: dict[str, str], more: Rows | None = None) -> Rows:
    firms = ["ore", "steel", "car", "paint", "gloss"]
    links = [("ore", "steel"), ("steel", "car"), ("paint", "car")]
    works = {"ore": "mining", "steel": "metal", "car": "vehicles", "paint": "coats",
             "gloss": "coats"}  # fmt: skip
    rows: Rows = {
        "sources": mini_rows["sources"],
        "places": mini_rows["places"],
        "chains": mini_rows["chains"],
        "segments": [
            {"id": s, "name_zh": s, "name_en": s, "chain": "cars", "position": "upstream",
             **STATED}
            for s in ("mining", "metal", "coats")
        ] + [{"id": "vehicles", "name_zh": "整车", "name_en": "vehicles", "chain": "cars",
              "position": "midstream", **STATED}],
        "flows": [
            {"id": f"flow-{a}", "from_segment": a, "to_segment": b, **STATED}
            for a, b in (("mining", "metal"), ("metal", "vehicles"), ("coats", "vehicles"))
        ],
        "organizations": [
            {"id": f, **FIRM, "name_zh": f"企业{f}", "name_en": f, **STATED} for f in firms
        ],
        "activities": [
            {"id": f"act-{f}", "agent": f, "segment": works[f], **STATED} for f in firms
        ],
        "supply": [
            {"id": f"sup-{a}", "supplier": a, "customer": b, "value_cny": values.get(a, ""),
             **STATED}
            for a, b in links
        ],
    }  # fmt: skip
    return {**rows, **(more or {})}


VALUED = {"ore": "100", "steel": "300", "paint": "100"}


@pytest.fixture
def town(write_pack: Callable[..., Path], mini_rows: Rows) -> kg.Graph:
    return kg.open(write_pack(_town(mini_rows, VALUED)))


def test_what_the_loss_of_the_steel_maker_costs_is_worked_out_by_hand(town: kg.Graph) -> None:
    # Sold in all: ore 100, steel 300, paint 100. Without steel: steel loses its 300, ore its
    # only customer (100). The car maker stops for want of steel, but sells nothing on record;
    # in the same round paint's orders go with it, by the upstream channel only where the
    # customer's own orders fall: a firm that sells nothing keeps u = 1.
    answer = town.shock(["steel"])
    assert answer.samples == 1
    assert answer.esri.median == pytest.approx((300 + 100) / 500)
    lost = {row.firm.id: row.lost.median for row in answer.rows}
    assert lost == {"steel": 1.0, "ore": 1.0, "car": 1.0}


def test_channels_are_told_apart(town: kg.Graph) -> None:
    by_firm = {row.firm.id: row for row in town.shock(["steel"]).rows}
    assert (by_firm["ore"].orders.median, by_firm["ore"].inputs.median) == (1.0, 0.0)
    assert (by_firm["car"].orders.median, by_firm["car"].inputs.median) == (0.0, 1.0)
    assert "want of inputs" in by_firm["car"].why().en
    assert "sup-steel" in by_firm["car"].why().en


def test_a_partial_shock_costs_no_more_than_a_whole_one(town: kg.Graph) -> None:
    whole, half = town.shock(["steel"]), town.shock(["steel"], psi=0.5)
    assert 0 < half.esri.median < whole.esri.median


def test_unknown_amounts_give_a_range_and_say_structural(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    graph = kg.open(write_pack(_town(mini_rows, {"ore": "100"})))
    answer = graph.shock(["ore"], samples=20)
    assert (answer.links, answer.valued, answer.samples) == (3, 1, 20)
    assert answer.esri.low < answer.esri.median < answer.esri.high
    assert answer == graph.shock(["ore"], samples=20)
    assert answer != graph.shock(["ore"], samples=20, seed=2)


def test_firms_are_ranked_by_what_their_loss_would_cost(town: kg.Graph) -> None:
    answer = town.systemic()
    assert answer.rows[0].esri.median >= answer.rows[-1].esri.median
    by_firm = {row.firm.id: row for row in answer.rows}
    assert by_firm["steel"].sole == 1
    assert by_firm["steel"].esri.median == town.shock(["steel"]).esri.median
    assert "gloss" not in by_firm


def test_too_little_supply_on_record_is_refused_with_what_to_ask(graph: kg.Graph) -> None:
    # The mini pack: of four named firms three have a link, but hold and peer have none at all.
    with pytest.raises(NotEnoughKnownError) as caught:
        graph.shock(["peer"])
    assert "no named supplier" in caught.value.text.en


def test_the_bundled_pack_is_refused(zhengzhou: kg.Graph) -> None:
    with pytest.raises(NotEnoughKnownError) as caught:
        zhengzhou.systemic()
    assert caught.value.exit_code == 3
    assert any("less than 50%" in reason.en for reason in caught.value.reasons)
    assert len(caught.value.ask) > 3


def test_a_rival_in_the_trade_is_offered_as_second_supplier(town: kg.Graph) -> None:
    answer = town.reliefs(["paint"])
    offered = {(row.segment.id, row.supplier.id if row.supplier else None) for row in answer.rows}
    assert offered >= {("coats", "gloss"), ("coats", None)}
    assert ("metal", None) not in offered  # no relief from the loss of paint
    assert answer.single == 3


def test_a_plant_stands_for_the_firm_that_runs_it(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = _town(
        mini_rows,
        VALUED,
        {
            "facilities": [{"id": "works", "name_zh": "车厂", "name_en": "works", **STATED}],
            "ownership": [
                {"id": "own-1", "owner": "car", "owned": "works", "kind": "plant", **STATED}
            ],
        },
    )
    rows["supply"][1]["customer"] = "works"
    graph = kg.open(write_pack(rows))
    supply = supply_network(graph.store, graph.scope)
    number = supply.network.number
    pair = number[graph.resolve("steel").iri], number[graph.resolve("car").iri]
    assert supply.weights[pair] == 300.0
    assert supply.network.number_of_edges() == 3


def test_segments_that_feed_each_other_make_no_link_between_firms(town: kg.Graph) -> None:
    # gloss is of a segment that feeds vehicles, and nobody says that it supplies anyone
    supply = supply_network(town.store, town.scope)
    assert supply.linked == 4
    asked = {(a.customer.id, a.segment.id) for a in to_collect(town.store, supply, town.scope)}
    assert asked == set()


def test_what_to_ask_names_the_customer_the_input_and_known_makers(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = _town(mini_rows, VALUED)
    rows["supply"] = rows["supply"][:2]
    graph = kg.open(write_pack(rows))
    supply = supply_network(graph.store, graph.scope)
    (asked,) = to_collect(graph.store, supply, graph.scope)
    assert (asked.customer.id, asked.segment.id) == ("car", "coats")
    assert {ref.id for ref in asked.makers} == {"paint", "gloss"}


def test_relief_of_a_firm_without_links_is_refused_and_not_called_nothing(town: kg.Graph) -> None:
    with pytest.raises(NotEnoughKnownError):
        town.reliefs(["gloss"])


def test_outside_what_was_chosen_nothing_is_said_of_the_rest(town: kg.Graph) -> None:
    chosen = town.selection(segments=["mining", "metal"])
    with pytest.raises(NotEnoughKnownError) as caught:
        town.shock(["paint"], selection=chosen)
    assert "within what was chosen" in caught.value.text.en


def test_only_what_brings_relief_is_listed(town: kg.Graph) -> None:
    answer = town.reliefs(["steel"])
    assert all(row.drop > 0 for row in answer.rows)
    assert answer.tried >= len(answer.rows)
    assert town.reliefs(["steel"], psi=1.0).rows == ()


def test_one_firm_may_be_given_by_its_name_alone(town: kg.Graph) -> None:
    assert town.shock("steel") == town.shock(["steel"])


def test_a_firm_held_back_is_not_called_closed(town: kg.Graph) -> None:
    half = next(row for row in town.shock("steel", psi=0.5).rows if row.closed)
    assert "held back" in half.why().en


def test_makers_to_ask_include_those_whose_plant_or_second_trade_it_is(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = _town(mini_rows, VALUED)
    rows["supply"] = rows["supply"][:2]
    rows["activities"] += [
        {"id": "act-x1", "agent": "ore", "segment": "mining", **STATED},
        {"id": "act-x2", "agent": "ore", "segment": "coats", **STATED},
    ]
    graph = kg.open(write_pack(rows))
    supply = supply_network(graph.store, graph.scope)
    (asked,) = to_collect(graph.store, supply, graph.scope)
    assert "ore" in {ref.id for ref in asked.makers}
