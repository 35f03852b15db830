"""Where a stated need meets no firm on the bundled chains, as written from the texts."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.gaps import Gap

EXPECTED: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "expected" / "gaps.toml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def gaps(zhengzhou: kg.Graph) -> dict[str, dict[str, Gap]]:
    answers = {chain: zhengzhou.gaps(chain) for chain in EXPECTED}
    return {
        chain: {gap.segment.id: gap for gap in (*answer.rows, *answer.sound)}
        for chain, answer in answers.items()
    }


@pytest.mark.parametrize("chain", EXPECTED)
def test_the_needs_that_meet_no_firm_are_those_of_the_texts_and_no_others(
    gaps: dict[str, dict[str, Gap]], chain: str
) -> None:
    found = [
        {
            "segment": segment,
            "by": need.thing.id,
            "level": {"市级": "city", "省级": "province"}[need.what.zh],
            "date": need.evidence.source_date,
            "check": [near.firm.id for near in gap.to_check],
        }
        for segment, gap in gaps[chain].items()
        if gap.state == "needed"
        for need in gap.needs
    ]
    key = "segment"
    expected = sorted(EXPECTED[chain]["needed"], key=lambda row: row[key])
    assert sorted(found, key=lambda row: str(row[key])) == expected
    assert all(gap.label == "fill" for gap in gaps[chain].values() if gap.state == "needed")


@pytest.mark.parametrize("chain", EXPECTED)
@pytest.mark.parametrize("state", ["unnamed", "planned", "single", "works"])
def test_states_are_those_that_the_texts_give(
    gaps: dict[str, dict[str, Gap]], chain: str, state: str
) -> None:
    for segment in EXPECTED[chain][state]:
        assert gaps[chain][segment].state == state


@pytest.mark.parametrize("chain", EXPECTED)
def test_a_need_beside_named_firms_is_to_be_strengthened(
    gaps: dict[str, dict[str, Gap]], chain: str
) -> None:
    for segment in EXPECTED[chain]["strengthen_needed"]:
        gap = gaps[chain][segment]
        assert (gap.state, gap.label, bool(gap.needs)) == ("several", "strengthen", True)


def test_nine_cells_of_which_nothing_is_known_are_one_matrix(zhengzhou: kg.Graph) -> None:
    (matrix,) = zhengzhou.gaps("汽车制造产业链").matrices
    assert (matrix.root.id, len(matrix.cells), matrix.known) == ("tech-3v3h", 9, 0)
    assert [axis.id for axis in matrix.axes] == ["tech-three-verticals", "tech-three-horizontals"]
    assert zhengzhou.gaps("算力").matrices == ()
