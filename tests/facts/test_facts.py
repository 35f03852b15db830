"""Figures over time: growth recomputed, both sides shown, nothing guessed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import kg
from kg.errors import NothingKnownError
from kg.facts import Fact, FactsAnswer, facts, facts_of_all

Rows = dict[str, list[dict[str, str]]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

STATED = {"source": "doc", "spans": "0-10"}


def figure(
    record: str, value: str, raw: str, period: str = "", *, about: str = "acme", **more: str
) -> dict[str, str]:
    return {"id": record, "about": about, "indicator": "vehicle-output", "kind": "actual",
            "unit": "vehicle", "period_from": period, "period_to": period, "value": value,
            "raw": raw, **STATED, **more}  # fmt: skip


def rate(record: str, value: str, period: str, **more: str) -> dict[str, str]:
    return figure(record, value, f"{value}%", period, indicator="vehicle-output-growth",
                  unit="percent", **more)  # fmt: skip


@pytest.fixture
def pack(write_pack: Callable[..., Path], mini_rows: Rows) -> Path:
    """acme: over 10000, then 25000 cars; growth of 140 and of 200 percent stated.

    2.5万 is 24,500 to 25,500, so growth over more than 10,000 is 155 percent at most: 140 fits,
    200 does not. peer: 1.00万, then 1.98万 (98 percent, said twice). town has a plan.
    """
    rows = [
        figure("a23", "10000", "超1万辆", "2023", operator="more-than"),
        figure("a24", "25000", "2.5万辆", "2024"),
        rate("a-140", "140", "2024"),
        rate("a-200", "200", "2024", source="late"),
        figure("a-cap", "60000", "6万辆", "2024", indicator="vehicle-capacity", kind="capacity"),
        figure("p23", "10000", "1.00万辆", "2023", about="peer"),
        figure("p24", "19800", "1.98万辆", "2024", about="peer"),
        rate("p-98", "98", "2024", about="peer"),
        rate("p-98-late", "98", "2024", about="peer", source="late"),
        figure("p-goal", "30000", "3万辆", "2025", about="peer", kind="target", policy="plan"),
    ]
    policy = {"id": "plan", "type": "PolicyDocument", "name_zh": "三年计划", "name_en": "Plan",
              **STATED}  # fmt: skip
    return write_pack({**mini_rows, "policies": [policy], "observations": rows})


@pytest.fixture
def cars(pack: Path) -> kg.Graph:
    return kg.open(pack)


def points(answer: FactsAnswer, indicator: str = "vehicle-output") -> list[Fact]:
    return [f for s in answer.series if s.first.indicator.id == indicator for f in s.facts]


def test_a_line_stands_in_order_of_time(cars: kg.Graph) -> None:
    assert [f.point.period for f in points(cars.facts("acme"))] == ["2023", "2024"]


def test_growth_is_recomputed_exactly_with_what_rounding_leaves_open(cars: kg.Graph) -> None:
    _, later, _ = points(cars.facts("peer"))
    (found,) = later.growth
    assert found.value == Decimal(98)
    # 1.98万 is 19,750 to 19,850 and 1.00万 is 9,950 to 10,050.
    assert round(found.interval.low, 2) == Decimal("96.52")
    assert round(found.interval.high, 2) == Decimal("99.50")


def test_stated_growth_of_several_sources_is_one_figure_that_fits(cars: kg.Graph) -> None:
    _, later, _ = points(cars.facts("peer"))
    (stated,) = later.stated
    assert stated.fits is True
    assert [r.evidence.source for r in stated.point.records] == ["doc", "late"]


def test_of_two_stated_growths_the_one_that_the_levels_cannot_give_is_told(
    cars: kg.Graph,
) -> None:
    _, later = points(cars.facts("acme"))
    assert {s.point.first.id: s.fits for s in later.stated} == {"a-140": True, "a-200": False}
    assert later.growth[0].value is None  # over "more than 10000" there is only a bound
    assert later.growth[0].interval.high == Decimal(155)


def test_figures_that_cannot_both_be_true_are_marked(cars: kg.Graph) -> None:
    rates = points(cars.facts("acme"), "vehicle-output-growth")
    assert [f.disputed for f in rates] == [True, True]
    assert not any(f.disputed for f in points(cars.facts("peer")))


def test_kinds_are_lines_of_their_own(cars: kg.Graph) -> None:
    kinds = [(s.first.indicator.id, s.first.kind) for s in cars.facts("peer").series]
    assert kinds == [
        ("vehicle-output", "actual"),
        ("vehicle-output", "target"),
        ("vehicle-output-growth", "actual"),
    ]


def test_growth_without_levels_cannot_be_checked(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = [figure("a24", "25000", "2.5万辆", "2024"), rate("a-140", "140", "2024")]
    answer = kg.open(write_pack({**mini_rows, "observations": rows})).facts("acme")
    (fact,) = points(answer)
    assert [(s.fits, fact.growth) for s in fact.stated] == [(None, ())]


def test_a_baseline_of_the_same_indicator_gives_the_change_between_before_and_after(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    days = {"indicator": "production-cycle", "unit": "day"}
    rows = [
        figure("before", "28", "28天", scope="before", **days),
        figure("after", "7", "7天", scope="after", baseline="before", **days),
    ]
    answer = kg.open(write_pack({**mini_rows, "observations": rows})).facts("acme")
    changes = [g.value for f in points(answer, "production-cycle") for g in f.growth]
    assert changes == [Decimal(-75)]


@pytest.mark.parametrize("indicator", ["vehicle-output", "整车产量", "Vehicle Output"])
def test_a_whole_name_of_an_indicator_goes_before_a_part_of_one(
    cars: kg.Graph, indicator: str
) -> None:
    answer = cars.facts("acme", indicator)
    assert {s.first.indicator.id for s in answer.series} == {"vehicle-output"}
    assert answer.series[0].facts[1].stated  # growth stays beside its level


def test_a_part_of_a_name_takes_all_that_have_it(cars: kg.Graph) -> None:
    found = {s.first.indicator.id for s in cars.facts("acme", "整车").series}
    assert found == {"vehicle-capacity", "vehicle-output", "vehicle-output-growth"}


def test_the_figures_that_a_policy_sets_are_found_by_the_policy(cars: kg.Graph) -> None:
    answer = cars.facts("plan")
    assert [(s.first.subject.id, s.first.kind) for s in answer.series] == [("peer", "target")]


def test_a_thing_without_figures_is_nothing_known(cars: kg.Graph) -> None:
    with pytest.raises(NothingKnownError, match="Bolt"):
        cars.facts("bolt")


def test_an_indicator_without_figures_is_nothing_known_and_names_what_there_is(
    cars: kg.Graph,
) -> None:
    with pytest.raises(NothingKnownError, match=r"share price.*vehicle-output"):
        cars.facts("acme", "share price")


def test_an_answer_before_the_later_source_has_only_the_earlier(pack: Path, run_kg: Run) -> None:
    done = run_kg("facts", "acme", "--data", str(pack), "--as-of", "2025-06-01",
                  "--format", "jsonl")  # fmt: skip
    records = [e["record"] for line in done.stdout.splitlines()
               for e in json.loads(line)["evidence"]]  # fmt: skip
    assert "a-140" in records
    assert "a-200" not in records


def test_json_gives_numbers_as_decimal_strings_and_open_ends_as_null(
    pack: Path, run_kg: Run
) -> None:
    done = run_kg("facts", "acme", "--indicator", "vehicle-output", "--data", str(pack),
                  "--format", "json")  # fmt: skip
    first, later = json.loads(done.stdout)["series"][0]["facts"]
    assert (first["value"], first["low"], first["high"]) == ("10000", "10000", None)
    grown = {**later["growth_recomputed"][0]}
    assert grown == {"base_period": "2023", "base_records": ["a23"], "percent": None,
                     "low": "-100", "high": "155"}  # fmt: skip


def test_a_table_has_bars_in_proportion_and_a_pipe_has_none(pack: Path, run_kg: Run) -> None:
    args = ("facts", "peer", "--indicator", "vehicle-output", "--data", str(pack))
    table = run_kg(*args, "--format", "table").stdout
    assert "████████████████" in table  # 19800, the largest, full
    assert "████████ " in table  # 10000 of 19800: just over half
    assert "█" not in run_kg(*args).stdout


def test_cite_prints_figure_scope_source_and_date_ready_to_paste(pack: Path, run_kg: Run) -> None:
    done = run_kg("facts", "peer", "--indicator", "vehicle-output", "--cite", "--limit", "1",
                  "--data", str(pack), lang="en")  # fmt: skip
    assert done.stdout == (
        'Peer, Vehicle output (actual, 2023): 10,000 vehicles (figure printed "1.00万辆"). '
        "Source: A paper, 2025-05-01 (stated, doc:0-10).\n"
    )


def test_cite_goes_with_no_format(pack: Path, run_kg: Run) -> None:
    done = run_kg("facts", "peer", "--cite", "--format", "json", "--data", str(pack))
    assert done.returncode == 2
    assert "--format" in done.stderr


@pytest.mark.parametrize("question", [("bolt",), ("acme", "--indicator", "股价")])
def test_nothing_known_exits_3_with_empty_output(
    pack: Path, run_kg: Run, question: tuple[str, ...]
) -> None:
    done = run_kg("facts", *question, "--data", str(pack))
    assert (done.returncode, done.stdout) == (3, "")
    assert "来源里没有" in done.stderr


def test_zhengzhous_nev_output_grew_by_the_98_percent_that_two_texts_state(
    zhengzhou: kg.Graph,
) -> None:
    answer = zhengzhou.facts("郑州", "nev-output")
    (line,) = [s for s in answer.series if s.first.kind == "actual" and not s.first.scope]
    known = {f.point.period: f for f in line.facts}
    assert [known[y].point.first.value for y in ("2022", "2023", "2024")] == [69800, 316000, 626000]
    assert [round(known[y].growth[0].value or 0, 1) for y in ("2023", "2024")] == [
        Decimal("352.7"), Decimal("98.1"),
    ]  # fmt: skip
    (stated,) = known["2024"].stated
    assert (stated.point.first.value, stated.fits) == (98, True)
    assert {r.evidence.source for r in stated.point.records} >= {"zz001", "zz003"}


def test_of_the_two_growths_of_byd_zhengzhou_only_one_fits_its_levels(
    zhengzhou: kg.Graph,
) -> None:
    line = zhengzhou.facts("郑州比亚迪", "vehicle-output").series[0]
    later = next(f for f in line.facts if f.point.period == "2024")
    fits = {str(s.point.first.value): s.fits for s in later.stated}
    assert fits["169.8"] is True
    assert fits["175"] is False


def test_the_share_price_of_xfusion_is_not_known(run_kg: Run) -> None:
    assert run_kg("facts", "超聚变", "--indicator", "股价").returncode == 3


def test_figures_of_many_things_at_once_are_those_of_each(zhengzhou: kg.Graph) -> None:
    iris = [zhengzhou.resolve(name).iri for name in ("byd-zz", "henan", "pol-nev-guidance")]
    found = facts_of_all(zhengzhou.store, iris, zhengzhou.scope)
    assert found == {iri: facts(zhengzhou.store, iri, zhengzhou.scope) for iri in iris}


def test_what_has_no_figure_is_left_out_of_many(zhengzhou: kg.Graph) -> None:
    iri = zhengzhou.resolve("chain-auto-zz").iri
    assert facts_of_all(zhengzhou.store, [iri], zhengzhou.scope) == {}
