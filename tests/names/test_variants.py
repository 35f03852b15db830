"""Real variants of names of the bundled pack: what is typed resolves right, or is listed here."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import kg
from kg.errors import KgError, NotFoundError

VARIANTS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("variants.toml").read_text("utf-8")
)
OFFERED = "typo"  # near misses: the id must be the first that is offered
MISSES = {
    # A line of business that the pack's name of the firm does not have: 比亚迪电子 is another
    # firm than 比亚迪, so what is typed on top is not taken off. All are offered as near misses.
    "比亚迪汽车",
    "福耀玻璃工业集团股份有限公司",
    "郑州日产汽车有限公司",
}
ALL = [(kind, typed, id_) for kind, texts in VARIANTS.items() for typed, id_ in texts.items()]


def _right(graph: kg.Graph, kind: str, typed: str, id_: str) -> bool:
    try:
        return graph.resolve(typed).id == id_ and kind != OFFERED
    except NotFoundError as error:
        return kind == OFFERED and bool(error.candidates) and error.candidates[0].id == id_
    except KgError:
        return False


@pytest.mark.parametrize(("kind", "typed", "id_"), ALL, ids=[f"{k}-{t}" for k, t, _ in ALL])
def test_a_variant_resolves_to_its_thing_unless_it_is_a_listed_miss(
    zhengzhou: kg.Graph, kind: str, typed: str, id_: str
) -> None:
    assert _right(zhengzhou, kind, typed, id_) is (typed not in MISSES)


@pytest.mark.parametrize("typed", sorted(MISSES))
def test_a_miss_is_refused_with_the_right_thing_among_the_first_offered(
    zhengzhou: kg.Graph, typed: str
) -> None:
    wanted = next(id_ for _, text, id_ in ALL if text == typed)
    with pytest.raises(NotFoundError) as caught:
        zhengzhou.resolve(typed)
    assert caught.value.candidates[0].id == wanted


def test_the_set_holds_at_least_a_hundred_variants_and_95_in_100_are_right() -> None:
    assert len(ALL) >= 100
    assert {typed for _, typed, _ in ALL} >= MISSES
    assert 1 - len(MISSES) / len(ALL) >= 0.95
