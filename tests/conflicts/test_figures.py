"""Figures contradict each other only where rounding and operators leave no number for both."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.conflicts import Conflict
from kg.conflicts.figures import figure_conflicts
from kg.dates import PartialDate
from kg.errors import Text
from kg.observations import Concept, Observation
from kg.records import Evidence, Ref

Build = Callable[..., kg.Graph]

STATED = {"source": "doc", "spans": "0-10"}
OTHER = {"source": "late", "spans": "3-9"}


def output(record: str, value: str, raw: str, year: str = "2024", **more: str) -> dict[str, str]:
    return {"id": record, "about": "acme", "indicator": "vehicle-output", "kind": "actual",
            "period_from": year, "period_to": year, "value": value, "raw": raw,
            "unit": "vehicle", **STATED, **more}  # fmt: skip


def grew(record: str, value: str, year: str = "2024", **more: str) -> dict[str, str]:
    return output(record, value, f"{value}%", year, indicator="vehicle-output-growth",
                  unit="percent", **more)  # fmt: skip


def found(build: Build, *figures: dict[str, str]) -> tuple[Conflict, ...]:
    return build(observations=list(figures)).conflicts().conflicts


def said(conflict: Conflict) -> list[tuple[str, bool | None]]:
    return [(side.value.en, side.fits) for side in conflict.sides]


def test_two_values_of_one_year_contradict_each_other_and_both_are_shown(build: Build) -> None:
    (conflict,) = found(build, output("a", "54500", "5.45万辆"),
                        output("b", "61000", "6.1万辆", **OTHER))  # fmt: skip
    assert conflict.kind == "values"
    assert conflict.about.id == "acme"
    assert said(conflict) == [("54,500 vehicles", None), ("61,000 vehicles", None)]
    assert [side.raw for side in conflict.sides] == [("5.45万辆",), ("6.1万辆",)]
    assert [e.short() for side in conflict.sides for e in side.evidence] == ["doc:0-10", "late:3-9"]


@pytest.mark.parametrize(
    "other",
    [
        output("b", "54500", "5.45万辆", **OTHER),
        output("b", "54512", "54512辆", **OTHER),
        output("b", "55000", "5.5万辆", **OTHER),
        output("b", "50000", "5万辆", operator="more-than", **OTHER),
        output("b", "54000", "5.4万辆", operator="about", **OTHER),
        output("b", "61000", "6.1万辆", "2023", **OTHER),
        output("b", "61000", "6.1万辆", kind="capacity", **OTHER),
        output("b", "61000", "6.1万辆", kind="target", **OTHER),
        output("b", "61000", "6.1万辆", scope="出口", **OTHER),
        output("b", "61000", "6.1万辆", about="peer", **OTHER),
        output("b", "61000", "6.1万辆") | {"period_from": ""},
    ],
    ids=["repeat", "finer print", "rounder print", "more than", "about", "other year",
         "capacity", "target", "other scope", "other firm", "as of the end of the year"],
)  # fmt: skip
def test_what_can_hold_beside_it_is_no_contradiction(build: Build, other: dict[str, str]) -> None:
    assert found(build, output("a", "54500", "5.45万辆"), other) == ()


def test_more_than_contradicts_a_smaller_figure(build: Build) -> None:
    (conflict,) = found(build, output("a", "54500", "5.45万辆"),
                        output("b", "60000", "6万辆", operator="more-than", **OTHER))  # fmt: skip
    assert conflict.kind == "values"


def test_a_side_that_agrees_with_all_others_is_left_out(build: Build) -> None:
    (conflict,) = found(
        build,
        output("a", "54500", "5.45万辆"),
        output("b", "61000", "6.1万辆", **OTHER),
        output("c", "50000", "5万辆", operator="more-than", **OTHER),
    )
    assert len(conflict.sides) == 2


def days(record: str, value: str, begun: str = "", **more: str) -> dict[str, str]:
    return output(record, value, f"{value}天", "", indicator="time-to-start",
                  unit="day", **more) | {"period_from": begun}  # fmt: skip


def test_a_duration_repeated_without_its_month_agrees(build: Build) -> None:
    assert found(build, days("a", "37", "2021-09"), days("b", "37", **OTHER)) == ()


def test_another_duration_without_the_month_contradicts(build: Build) -> None:
    (conflict,) = found(build, days("a", "37", "2021-09"), days("b", "38", **OTHER))
    assert said(conflict) == [("37 days", None), ("38 days", None)]


def test_durations_from_different_months_are_two_matters(build: Build) -> None:
    assert found(build, days("a", "37", "2021-09"), days("b", "45", "2023-02", **OTHER)) == ()


def test_goals_of_two_policies_are_two_goals(build: Build) -> None:
    policies = [{"id": p, "type": "PolicyDocument", "name_zh": p, "name_en": p, **STATED}
                for p in ("plan-a", "plan-b")]  # fmt: skip
    one = output("a", "1000", "1000辆", "2027", kind="target", policy="plan-a")
    other = output("b", "2000", "2000辆", "2027", kind="target", policy="plan-b")
    assert build(policies=policies, observations=[one, other]).conflicts().conflicts == ()


def test_one_policy_with_two_goals_contradicts_itself(build: Build) -> None:
    policies = [{"id": "plan", "type": "PolicyDocument", "name_zh": "甲", "name_en": "A", **STATED}]
    goals = [output(v, v, f"{v}辆", "2027", kind="target", policy="plan") for v in ("1000", "2000")]
    (conflict,) = build(policies=policies, observations=goals).conflicts().conflicts
    assert conflict.kind == "values"


LEVELS = (output("y23", "20000", "2万辆", "2023", operator="more-than"),
          output("y24", "54500", "5.45万辆"))  # fmt: skip


def test_of_two_growth_rates_it_says_which_one_the_levels_give(build: Build) -> None:
    (conflict,) = found(build, *LEVELS, grew("g1", "169.8"), grew("g2", "175", **OTHER))
    assert conflict.kind == "growth"
    assert said(conflict) == [
        ("169.8%", True),
        ("175%", False),
        ("recomputed from the stated levels: ≤172.8% "
         "(from over 20,000 vehicles (2023) to 54,500 vehicles (2024))", None),
    ]  # fmt: skip
    assert conflict.sides[2].records == {"y23", "y24"}


def test_one_growth_rate_alone_is_held_against_the_levels(build: Build) -> None:
    (conflict,) = found(build, *LEVELS, grew("g", "175"))
    assert (conflict.kind, [side.fits for side in conflict.sides]) == ("growth", [False, None])


def test_growth_that_the_levels_give_is_no_contradiction(build: Build) -> None:
    exact = (output("y23", "31600", "3.16万辆", "2023"), output("y24", "62600", "6.26万辆"))
    assert found(build, *exact, grew("g1", "98"), grew("g2", "98", **OTHER)) == ()


def test_without_levels_two_growth_rates_are_two_values(build: Build) -> None:
    (conflict,) = found(build, LEVELS[1], grew("g1", "169.8"), grew("g2", "175", **OTHER))
    assert (conflict.kind, [side.fits for side in conflict.sides]) == ("values", [None, None])


def test_the_baseline_that_a_row_names_is_the_level_before(build: Build) -> None:
    (conflict,) = found(
        build,
        output("y20", "10000", "1万辆", "2020", operator="at-least"),
        output("y24", "20000", "2万辆"),
        grew("g", "300", baseline="y20"),
    )
    assert [side.fits for side in conflict.sides] == [False, None]


def test_growth_of_exports_is_not_held_against_all_output(build: Build) -> None:
    assert found(build, *LEVELS, grew("g", "175", scope="出口")) == ()


def test_where_levels_contradict_each_other_a_rate_that_either_gives_fits(build: Build) -> None:
    rates, levels = found(
        build,
        output("y23", "20000", "20000辆", "2023"),
        output("y23b", "25000", "25000辆", "2023", **OTHER),
        output("y24", "50000", "50000辆"),
        grew("g1", "150"),
        grew("g2", "100", **OTHER),
    )
    assert (levels.kind, said(levels)) == (
        "values", [("20,000 vehicles", None), ("25,000 vehicles", None)],
    )  # fmt: skip
    assert (rates.kind, said(rates)) == ("values", [("100%", True), ("150%", True)])


AREA = Ref("x:a", "a", Text("甲", "A"), "Enterprise", Text("", ""), "existing")
LABELS = {kind: Text(kind, kind) for kind in ("values", "growth")}


def observation(
    record: str, indicator: str, year: int, value: Decimal, raw: str, unit: str
) -> Observation:
    day = PartialDate(year)
    nothing = Text("", "")
    return Observation(
        iri=f"x:{record}", id=record, subject=AREA,
        indicator=Concept(indicator, f"x:{indicator}", nothing), kind="actual",
        operator="equal", value=value, unit=Concept(unit, f"x:{unit}", nothing),
        counted=unit == "vehicle", raw=raw, period_from=day, period_to=day, product=None,
        scope="", level="", policy=None, baseline="",
        evidence=Evidence(record, "doc", nothing, "", "", "stated", "existing", ()),
        published=None,
    )  # fmt: skip


def printed(record: str, year: int, vehicles: int, step: int) -> Observation:
    """A number of vehicles as a text rounds it, in 万."""
    rounded = (Decimal(vehicles) / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    raw = f"{rounded / 10000:.{len(str(10000 // step)) - 1}f}万辆"
    return observation(record, "vehicle-output", year, rounded, raw, "vehicle")


@given(
    before=st.integers(10**5, 10**7),
    after=st.integers(10**5, 10**7),
    steps=st.tuples(*[st.sampled_from([1, 10, 100, 1000, 10000])] * 2),
    decimals=st.integers(0, 2),
)
def test_growth_rounded_from_the_true_levels_never_contradicts_rounded_levels(
    before: int, after: int, steps: tuple[int, int], decimals: int
) -> None:
    rate = (Decimal(after) / before * 100 - 100).quantize(Decimal(1).scaleb(-decimals))
    stated = observation("g", "vehicle-output-growth", 2024, rate, f"{rate}%", "percent")
    known = [printed("b", 2023, before, steps[0]), printed("a", 2024, after, steps[1]), stated]
    assert list(figure_conflicts(known, LABELS)) == []
