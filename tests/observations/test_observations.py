"""Figures read as typed values, and which records are one figure."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import kg
from kg.observations import data_points, growth_base, observations, year_before
from kg.records import Scope

Rows = dict[str, list[dict[str, str]]]
MakeGraph = Callable[..., kg.Graph]

OUTPUT = {"about": "acme", "indicator": "vehicle-output", "kind": "actual", "unit": "vehicle",
          "source": "doc", "spans": "0-10"}  # fmt: skip


def figure(record: str, value: str, raw: str, year: str = "", **more: str) -> dict[str, str]:
    period = {"period_from": year, "period_to": year}
    return {"id": record, **OUTPUT, **period, "value": value, "raw": raw, **more}


@pytest.fixture
def with_figures(write_pack: Callable[..., Path], mini_rows: Rows) -> MakeGraph:
    def make(*rows: dict[str, str]) -> kg.Graph:
        return kg.open(write_pack({**mini_rows, "observations": list(rows)}))

    return make


def test_a_record_becomes_a_typed_figure(with_figures: MakeGraph) -> None:
    graph = with_figures(
        figure("o", "20000", "超2万辆", "2024", operator="more-than", scope="town only")
    )
    (obs,) = observations(graph.store, graph.scope)
    assert (obs.id, obs.subject.id, obs.indicator.id, obs.kind) == (
        "o", "acme", "vehicle-output", "actual",
    )  # fmt: skip
    assert (obs.value, obs.operator, obs.raw, obs.unit.id) == (
        Decimal(20000), "more-than", "超2万辆", "vehicle",
    )  # fmt: skip
    assert (obs.period, obs.scope, obs.counted) == ("2024", "town only", True)
    assert str(obs.published) == "2025-05-01"
    assert obs.evidence.spans == "0-10"
    assert obs.interval == (Decimal(20000), Decimal("Infinity"))


def test_the_level_is_that_of_the_place_the_figure_is_of(with_figures: MakeGraph) -> None:
    graph = with_figures(figure("o", "5", "5辆", about="town"))
    assert [o.level for o in observations(graph.store, graph.scope)] == ["city"]


def test_figures_are_kept_by_subject_and_by_indicator(with_figures: MakeGraph) -> None:
    graph = with_figures(
        figure("a", "5", "5辆"),
        figure("b", "6", "6辆", about="peer"),
        figure("c", "7%", "7%", indicator="vehicle-output-growth", unit="percent") | {"value": "7"},
    )
    acme = graph.resolve("acme").iri
    assert {o.id for o in observations(graph.store, graph.scope, subject=acme)} == {"a", "c"}
    assert {o.id for o in observations(graph.store, graph.scope, indicator="vehicle-output")} == {
        "a", "b",
    }  # fmt: skip


def test_what_a_later_source_says_is_not_known_before(with_figures: MakeGraph) -> None:
    graph = with_figures(figure("a", "5", "5辆"), figure("b", "6", "6辆", source="late"))
    early = Scope(datetime.date(2025, 6, 1))
    assert [o.id for o in observations(graph.store, early)] == ["a"]


def test_agreeing_repeats_are_one_point_with_the_earliest_source_first(
    with_figures: MakeGraph,
) -> None:
    graph = with_figures(
        figure("a-late", "20000", "2万辆", "2024", source="late"),
        figure("b-early", "20000", "20000辆", "2024"),
    )
    (point,) = data_points(observations(graph.store, graph.scope))
    assert [o.id for o in point.records] == ["b-early", "a-late"]
    # Both printed forms hold: 2万 allows 15000 to 25000, 20000 printed in full is exact.
    assert point.interval == (Decimal(20000), Decimal(20000))


def test_disagreeing_values_stay_apart(with_figures: MakeGraph) -> None:
    graph = with_figures(
        figure("a", "20000", "2万辆", "2024"), figure("b", "30000", "3万辆", "2024")
    )
    assert len(data_points(observations(graph.store, graph.scope))) == 2


def test_a_repeat_without_a_period_joins_the_one_that_has_one(with_figures: MakeGraph) -> None:
    graph = with_figures(figure("a", "37", "37辆", "2024"), figure("b", "37", "37辆"))
    (point,) = data_points(observations(graph.store, graph.scope))
    assert point.period == "2024"


def test_a_repeat_without_a_period_stays_apart_where_two_periods_fit(
    with_figures: MakeGraph,
) -> None:
    graph = with_figures(
        figure("a", "37", "37辆", "2023"),
        figure("b", "37", "37辆", "2024"),
        figure("c", "37", "37辆"),
    )
    assert len(data_points(observations(graph.store, graph.scope))) == 3


@pytest.mark.parametrize(
    "other", [{"kind": "capacity"}, {"scope": "abroad"}, {"about": "peer"}, {"product": "car"}]
)
def test_another_kind_scope_subject_or_product_is_another_line(
    write_pack: Callable[..., Path], mini_rows: Rows, other: dict[str, str]
) -> None:
    car = {"id": "car", "type": "Product", "name_zh": "轿车", "source": "doc", "spans": "0-10"}
    rows = [figure("a", "5", "5辆", "2024"), {**figure("b", "5", "5辆", "2024"), **other}]
    graph = kg.open(write_pack({**mini_rows, "products": [car], "observations": rows}))
    found = observations(graph.store, graph.scope)
    assert len({o.key for o in found}) == 2
    assert len(data_points(found)) == 2


def test_growth_is_of_the_indicator_of_its_baseline_or_of_its_name(
    with_figures: MakeGraph,
) -> None:
    rate = {"indicator": "vehicle-output-growth", "unit": "percent"}
    graph = with_figures(
        figure("level", "100", "100辆", "2023"),
        figure("named", "50", "50%", "2024", **rate),
        figure("based", "50", "50%", "2024", **rate, baseline="level"),
        figure("orphan", "50", "50%", "2024", indicator="revenue-growth", unit="percent"),
    )
    found = observations(graph.store, graph.scope)
    assert {o.id: growth_base(o, found) for o in found} == {
        "level": "", "named": "vehicle-output", "based": "vehicle-output", "orphan": "",
    }  # fmt: skip


def test_a_year_before_is_the_same_span_one_year_earlier(with_figures: MakeGraph) -> None:
    graph = with_figures(
        figure("y22", "1", "1辆", "2022"),
        figure("y23", "1", "1辆", "2023"),
        figure("q23", "1", "1辆") | {"period_from": "2023-01", "period_to": "2023-03"},
        figure("none", "1", "1辆"),
    )
    found = {o.id: o for o in observations(graph.store, graph.scope)}
    assert year_before(found["y22"], found["y23"])
    assert not year_before(found["y23"], found["y22"])
    assert not year_before(found["y22"], found["q23"])
    assert not year_before(found["none"], found["none"])
