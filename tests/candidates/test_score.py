"""The pure score: parts add up, more never means less, nothing depends on order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.candidates.score import LEVELS, STRENGTHS, WEIGHTS, experience, score, shared_strength
from kg.candidates.weigh import Hint, weigh

STRENGTH = st.floats(min_value=0, max_value=1)
ALL = st.dictionaries(st.sampled_from(sorted(WEIGHTS)), STRENGTH)


@given(ALL)
def test_the_parts_add_up_to_the_score(strengths: dict[str, float]) -> None:
    total, parts = score(strengths)
    assert total == pytest.approx(sum(part.points for part in parts), abs=1e-9)
    assert all(part.points == round(part.weight * part.strength, 3) for part in parts)
    assert [part.name for part in parts] == [n for n in WEIGHTS if n in {p.name for p in parts}]


@given(ALL, st.sampled_from(sorted(WEIGHTS)), STRENGTH)
def test_a_stronger_part_never_lowers_the_score(
    strengths: dict[str, float], name: str, stronger: float
) -> None:
    raised = {**strengths, name: max(strengths.get(name, 0.0), stronger)}
    assert score(raised)[0] >= score(strengths)[0]


def test_a_part_without_a_weight_is_refused() -> None:
    with pytest.raises(KeyError, match="charm"):
        score({"charm": 1.0})


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_is_from_0_to_1(strength: float) -> None:
    with pytest.raises(ValueError, match="adjacent"):
        score({"adjacent": strength})


@given(st.lists(st.integers(1, 10_000)), st.integers(1, 10_000))
def test_one_more_shared_partner_says_more_and_never_beyond_1(degrees: list[int], one: int) -> None:
    assert shared_strength(degrees) < shared_strength([*degrees, one]) <= 1


@given(st.integers(1, 10_000))
def test_a_partner_of_few_says_more_than_a_partner_of_many(degree: int) -> None:
    assert shared_strength([degree]) > shared_strength([degree + 1])


@given(st.integers(0, 10**6))
def test_experience_is_from_0_to_1_and_grows(partners: int) -> None:
    assert 0 <= experience(partners) <= experience(partners + 1) <= 1


HINTS = st.lists(
    st.builds(
        Hint,
        part=st.sampled_from(["adjacent", "product", "place", "partners", "chain"]),
        how=st.sampled_from([*sorted(STRENGTHS), *sorted(LEVELS), "shared"]),
        direction=st.sampled_from(["supply", "buy", "cooperate"]),
        via=st.sampled_from("abc"),
    ),
    max_size=8,
)


@given(HINTS, st.randoms(use_true_random=False))
def test_the_order_of_hints_makes_no_difference(hints: list[Hint], random: object) -> None:
    degrees = {"a": 1, "b": 5, "c": 100}
    shuffled = sorted(hints, key=lambda _: random.random())  # type: ignore[attr-defined] # st.randoms gives a random.Random
    one, other = weigh("x", hints, degrees, 3), weigh("x", shuffled, degrees, 3)
    assert (one.score, one.parts) == (other.score, other.parts)


@given(HINTS)
def test_saying_the_same_twice_adds_nothing(hints: list[Hint]) -> None:
    degrees = {"a": 1, "b": 5, "c": 100}
    assert weigh("x", hints, degrees).score == weigh("x", [*hints, *hints], degrees).score
