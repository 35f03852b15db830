"""What would help: a second source worked out by hand, the ranking, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.esri import esri
from kg.analysis.relief import Candidate, Relief, newcomers, relief, single_sources

# Firm 0 supplies 2 to firm 1, which supplies 4 to firm 2; each the only one of its industry.
CHAIN = ([[0, 2, 0], [0, 0, 4], [0, 0, 0]], [0, 1, 2], [[2] * 3] * 3)


def test_a_newcomer_beside_the_only_supplier_by_hand() -> None:
    # Before: firm 0 closes, so do firms 1 and 2: all is lost.
    # After: the newcomer takes 1 of the 2. r = (1, 4, 0, 1). Firm 0 closes: what its industry
    # has left is 1, sigma_0 = 1, firm 1 misses 1 of 2, and as it has no rival so does firm 2.
    # Lost: all of firm 0's 1, half of firm 1's 4, of 6: 1/2. Single-sourced before: what firms
    # 1 and 2 buy; after: what firm 2 buys.
    answer = relief(*CHAIN, [Candidate(0, (1,))], psi=[0, 1, 1])
    assert answer == [Relief(Candidate(0, (1,)), 1.0, 0.5, 2, 1)]
    assert (answer[0].esri_drop, answer[0].single_drop) == (0.5, 1)


def test_a_third_supplier_takes_a_third() -> None:
    # Firms 0, 1 supply 3 each to firm 2; firm 3 of the same industry would take 2 of the 6.
    # Firm 0 closes. Before: 3 of the market of 6 are left, sigma_0 = 1, so firm 2 makes half;
    # it sells nothing: lost 3 of 6. After: r = (2, 2, 0, 2): lost are firm 0's 2 of 6.
    weights = np.zeros((4, 4))
    weights[:2, 2] = 3
    case = (weights, [0, 0, 1, 0], [[2, 2], [2, 2]])
    (answer,) = relief(*case, [Candidate(0, (2,), 3)], psi=[0, 1, 1, 1])
    assert (answer.esri_before, answer.esri_after) == pytest.approx((1 / 2, 1 / 3))
    assert answer.single_drop == 0


def test_candidates_come_by_what_they_bring() -> None:
    # When firm 0 closes, a second source of what firm 2 buys from firm 1 saves less: firm 1
    # itself still stops. Firm 1 then sells 2, of 6: 0 and 1 lose 2 + 2.
    asked = [Candidate(1, (2,)), Candidate(0, (1,))]
    answer = relief(*CHAIN, asked, psi=[0, 1, 1])
    assert [one.candidate for one in answer] == asked[::-1]
    assert answer[1].esri_after == pytest.approx(4 / 6)


def test_by_default_the_most_fragile_firms_fail_one_by_one() -> None:
    worst = np.sort(esri(*CHAIN))[::-1][:2].mean()
    (answer,) = relief(*CHAIN, [Candidate(0, (1,))], top=2)
    assert answer.esri_before == pytest.approx(worst)


def test_a_shock_of_nothing_can_not_be_relieved() -> None:
    (answer,) = relief(*CHAIN, [Candidate(0, (1,))], psi=[1, 1, 1])
    assert (answer.esri_drop, answer.single_drop) == (0, 1)


def test_single_sources_are_other_firms_and_inputs_that_are_used() -> None:
    # Firm 3 buys from 0 and 1 (industry 0), from 2 (industry 1); firm 2 supplies itself; what
    # industry 0 supplies to industry 1 is of no use to it.
    weights = np.zeros((4, 4))
    weights[0, 3] = weights[1, 3] = weights[2, 3] = weights[2, 2] = weights[0, 2] = 1
    found = single_sources(weights, [0, 0, 1, 2], [[0, 0, 2], [0, 1, 1], [0, 0, 0]])
    assert [tuple(one) for one in found] == [(3, 1, 2)]


def test_newcomers_serve_all_single_sourced_buyers_of_an_industry() -> None:
    weights = np.zeros((4, 4))
    weights[0, 1] = weights[0, 2] = weights[2, 3] = 1
    found = newcomers(weights, [1, 0, 0, 1], [[2, 2], [2, 2]])
    assert found == [Candidate(1, (1, 2)), Candidate(0, (3,))]


@given(st.integers(0, 10_000))
def test_a_newcomer_changes_no_total_and_each_firm_buys_what_it_bought(seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.integers(0, 3, (6, 6)) * (rng.random((6, 6)) < 0.3)
    case = (weights, rng.integers(0, 3, 6), np.full((3, 3), 2))
    for one in relief(*case, newcomers(*case), psi=np.ones(6)):
        assert one.single_drop == len(one.candidate.buyers)
        assert one.esri_after == 0


@pytest.mark.parametrize(
    ("candidate", "words"),
    [
        (Candidate(0, (1,), 0), "second source"),  # supplies it already
        (Candidate(1, (2,), 0), "does not work"),
        (Candidate(0, (2,)), "not known to buy"),
        (Candidate(7, (1,)), "no industry"),
        (Candidate(0, (1,), 9), "does not work"),
    ],
)
def test_candidates_that_could_be_none_are_refused(candidate: Candidate, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        relief(*CHAIN, [candidate], psi=[0, 1, 1])


def test_progress_counts_candidates() -> None:
    seen: list[tuple[int, int]] = []
    relief(*CHAIN, [Candidate(0, (1,))], psi=[0, 1, 1], progress=lambda *now: seen.append(now))
    assert seen == [(1, 1)]
