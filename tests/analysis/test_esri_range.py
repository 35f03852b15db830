"""The index where weights are unknown: bands, ranks, and that seeds decide."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from kg.analysis.esri import esri, shock
from kg.analysis.esri_range import Draw, esri_range, sampled, shock_range

NAN = float("nan")
ESSENTIAL = [[2, 2], [2, 2]]

# Firms 0 and 1 supply firm 2 with amounts unknown; firm 2 supplies 5 to firm 3.
FORK = ([[0, 0, NAN, 0], [0, 0, NAN, 0], [0, 0, 0, 5], [0, 0, 0, 0]], [0, 0, 1, 1], ESSENTIAL)


def test_known_weights_give_a_point_and_nothing_is_unknown() -> None:
    case = ([[0, 2, 0], [0, 0, 3], [0, 0, 0]], [0, 1, 1], ESSENTIAL)
    answer = esri_range(*case)
    point = esri(*case).tolist()
    assert [band.tolist() for band in answer.esri] == [point] * 3
    assert (answer.stability, answer.unknown, answer.edges) == (1, 0, 2)


def test_unknown_weights_give_a_band_around_what_each_sample_says() -> None:
    answer = esri_range(*FORK, samples=20)
    each = np.array([esri(sampled(FORK[0], s), *FORK[1:]) for s in range(20)])
    assert answer.esri.low == pytest.approx(np.percentile(each, 5, axis=0))
    assert answer.esri.high == pytest.approx(np.percentile(each, 95, axis=0))
    assert answer.esri.low[0] < answer.esri.median[0] < answer.esri.high[0]
    assert (answer.unknown, answer.edges) == (2, 3)


def test_two_firms_in_the_same_place_trade_ranks() -> None:
    # Which of firms 0 and 1 matters more is drawn; no draw makes one of them matter more than
    # firm 2, without which everything stops.
    answer = esri_range(*FORK, samples=20)
    assert (answer.rank_best[:2] < answer.rank_worst[:2]).all()
    assert (answer.rank_best[2], answer.rank_worst[2]) == (1, 1)
    assert 0 < answer.stability < 1


def test_known_weights_stay_and_give_the_unknown_ones_their_median() -> None:
    weights = sparse.csr_array([[0, 8.0, NAN], [0, 0, NAN], [0, 0, 0]])
    drawn = np.array([sampled(weights, s).toarray() for s in range(2000)])
    assert (drawn[:, 0, 1] == 8).all()
    assert np.median(drawn[:, 0, 2]) == pytest.approx(8, rel=0.15)
    assert np.isnan(weights.data).sum() == 2


@pytest.mark.parametrize(
    ("draw", "within"),
    [
        ("lognormal", 0.9),  # 1.645 standard deviations of 1.5: a factor of 11.8
        ("pareto", 1 - (2 * 11.8**1.2) ** -1),  # nothing below 2 ** (-1 / 1.2) = 0.56
    ],
)
def test_how_far_draws_lie_from_their_median(draw: Draw, within: float) -> None:
    weights = sparse.csr_array(np.full((100, 100), NAN))
    factor = sampled(weights, 0, draw=draw).data
    assert np.median(factor) == pytest.approx(1, rel=0.1)
    assert np.mean((factor < 11.8) & (factor > 1 / 11.8)) == pytest.approx(within, abs=0.02)


def test_the_same_seed_gives_the_same_answer_and_another_one_another() -> None:
    one, same, other = (esri_range(*FORK, samples=5, seed=s).esri.median[0] for s in (1, 1, 2))
    assert one == same != other


def test_more_samples_begin_with_the_same_ones() -> None:
    assert sampled(FORK[0], 3).data.tolist() == sampled(FORK[0], 3).data.tolist()
    assert sampled(FORK[0], 3).data.tolist() != sampled(FORK[0], 4).data.tolist()


def test_a_single_shock_has_a_band_too() -> None:
    psi = [0.0, 1.0, 1.0, 1.0]
    answer = shock_range(*FORK, psi, samples=9)
    each = [shock(sampled(FORK[0], s), *FORK[1:], psi).esri for s in range(9)]
    assert answer.esri.median == pytest.approx(np.median(each))
    assert answer.esri_downstream.low <= answer.esri.high


def test_progress_runs_over_all_samples() -> None:
    seen: list[tuple[int, int]] = []
    esri_range(*FORK, samples=3, progress=lambda *now: seen.append(now))
    assert seen[-1] == (12, 12)


def test_firms_that_never_trade_all_tie() -> None:
    answer = esri_range(np.zeros((3, 3)), [0, 0, 0], [[2]])
    assert answer.rank_worst.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("options", "words"),
    [({"samples": 0}, "samples"), ({"spread": 0.0}, "spread"), ({"draw": "uniform"}, "draw")],
)
def test_what_cannot_be_drawn_is_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        esri_range(*FORK, **options)
