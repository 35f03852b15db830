"""What rank, clusters and shock say of the bundled chains, against a reader's own judgement."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import NotEnoughKnownError

EXPECTED: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "expected" / "standing.toml").read_text("utf-8")
)
AUTO, COMPUTING = EXPECTED["汽车制造产业链"], EXPECTED["算力产业链"]


def test_the_automobile_chain_hangs_on_the_two_that_the_texts_turn_on(zhengzhou: kg.Graph) -> None:
    answer = zhengzhou.rank(selection=zhengzhou.selection(chains=["汽车制造产业链"]))
    assert [row.ref.id for row in answer.rows[:2]] == AUTO["first_two"]


def test_the_computing_chain_hangs_on_one_firm_that_one_text_tells_of(
    zhengzhou: kg.Graph,
) -> None:
    answer = zhengzhou.rank(selection=zhengzhou.selection(chains=["算力产业链"]))
    first = answer.rows[0]
    assert first.ref.id == COMPUTING["first"]
    whole = next(row for row in zhengzhou.rank().rows if row.ref.id == first.ref.id)
    assert whole.rests_on == (COMPUTING["rests_on"],)
    assert COMPUTING["rests_on"] in whole.why().zh


def test_the_circles_of_the_leaders_are_clusters_of_their_own(zhengzhou: kg.Graph) -> None:
    cluster = {ref.id: row.number for row in zhengzhou.clusters().rows for ref in row.members}
    assert len({cluster[name] for name in AUTO["apart"]}) == len(AUTO["apart"])
    assert len({cluster[name] for name in COMPUTING["together"]}) == 1


def test_what_the_texts_cannot_tell_is_refused(zhengzhou: kg.Graph) -> None:
    for firm in AUTO["first_two"]:
        with pytest.raises(NotEnoughKnownError) as caught:
            zhengzhou.shock([firm])
        assert any("比亚迪" in ask.zh or "上汽" in ask.zh for ask in caught.value.ask)
