"""A curator's judgement stands beside the contradiction; no side goes."""

from __future__ import annotations

from collections.abc import Callable

import kg

Build = Callable[..., kg.Graph]

STATED = {"source": "doc", "spans": "0-10"}
OTHER = {"source": "late", "spans": "3-9"}

FIGURES = [
    {"id": f"f{n}", "about": "acme", "indicator": "vehicle-output", "kind": "actual",
     "period_from": "2024", "period_to": "2024", "value": value, "raw": f"{value}辆",
     "unit": "vehicle", **evidence}
    for n, value, evidence in ((1, "545", STATED), (2, "610", OTHER))
]  # fmt: skip


def judgement(**more: str) -> dict[str, str]:
    return {"id": "j1", "kind": "values", "records": "f1;f2", "prefers": "f1",
            "author": "某市工信局", "reason_zh": "以统计公报为准", "reason_en": "By the statistics",
            "date": "2025-06-21", **more}  # fmt: skip


def test_it_is_shown_with_author_reason_and_the_side_it_prefers(build: Build) -> None:
    (conflict,) = build(observations=FIGURES, judgements=[judgement()]).conflicts().conflicts
    (held,) = conflict.judgements
    assert (held.author, held.reason.en, held.date) == (
        "某市工信局", "By the statistics", "2025-06-21",
    )  # fmt: skip
    assert held.prefers in conflict.sides[0].records
    assert len(conflict.sides) == 2


def test_it_may_prefer_no_side(build: Build) -> None:
    graph = build(observations=FIGURES, judgements=[judgement(prefers="")])
    assert graph.conflicts().conflicts[0].judgements[0].prefers == ""


def test_it_is_not_known_before_its_date(build: Build) -> None:
    graph = build(as_of="2025-06-20", observations=FIGURES, judgements=[judgement()])
    (conflict,) = graph.conflicts().conflicts
    assert conflict.judgements == ()


def test_one_that_is_of_no_contradiction_is_told(build: Build) -> None:
    answer = build(observations=FIGURES, judgements=[judgement(kind="roles")]).conflicts()
    assert answer.conflicts[0].judgements == ()
    assert [j.id for j in answer.unmatched] == ["j1"]


def test_one_of_two_growth_rates_still_holds_when_levels_become_known(build: Build) -> None:
    rates = [
        {**figure, "indicator": "vehicle-output-growth", "unit": "percent", "value": value,
         "raw": f"{value}%"}
        for figure, value in zip(FIGURES, ("100", "150"), strict=True)
    ]  # fmt: skip
    levels = [
        {**FIGURES[0], "id": f"y{year}", "period_from": year, "period_to": year, "value": value,
         "raw": f"{value}辆"}
        for year, value in (("2023", "300"), ("2024", "600"))
    ]  # fmt: skip
    graph = build(observations=[*rates, *levels], judgements=[judgement()])
    (conflict,) = graph.conflicts().conflicts
    assert (conflict.kind, [j.id for j in conflict.judgements]) == ("growth", ["j1"])
