"""The Economic Systemic Risk Index: by hand, against the definition written out, invariants."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from kg.analysis.esri import Engine, esri, esri_channels, shock

Matrix = list[list[float]]
Case = tuple[Matrix, list[int], list[list[int]], list[float]]

ENGINES: list[Engine] = ["numpy", "numba"] if find_spec("numba") else ["numpy"]


def naive(
    weights: Sequence[Sequence[float]],
    industry: Sequence[int],
    essential: Sequence[Sequence[int]],
    psi: Sequence[float],
    tol: float = 1e-6,
    max_iter: int = 1000,
) -> tuple[list[float], list[float], tuple[float, float, float], int]:
    """u, d, the index (both, upstream, downstream) and rounds: the definition and no more."""
    firms = range(len(psi))
    r = [sum(weights[i][j] for j in firms) for i in firms]
    c = [sum(weights[i][j] for i in firms) for j in firms]
    u, d = [1.0 for _ in firms], [1.0 for _ in firms]
    rounds, moves = 0, True
    while moves and rounds < max_iter:
        rounds += 1
        sigma = []
        for i in firms:
            left = sum(r[m] * d[m] for m in firms if industry[m] == industry[i])
            sigma.append(0.0 if r[i] == 0 else 1.0 if left == 0 else min(1.0, r[i] / left))
        new_u, new_d = [], []
        for j in firms:
            kind = [essential[industry[i]][industry[j]] for i in firms]
            limits = [psi[j]]
            for k in set(industry):
                inputs = [i for i in firms if industry[i] == k and kind[i] == 2]
                bought = sum(weights[i][j] for i in inputs)
                if bought > 0:
                    short = sum(sigma[i] * (1 - d[i]) * weights[i][j] for i in inputs)
                    limits.append(1 - short / bought)
            if c[j] > 0:
                others = [i for i in firms if kind[i] == 1]
                short = sum(sigma[i] * (1 - d[i]) * weights[i][j] for i in others)
                limits.append(1 - short / c[j])
            new_d.append(min(limits))
            orders = sum(weights[j][m] * u[m] for m in firms)
            new_u.append(min(orders / r[j], psi[j]) if r[j] > 0 else psi[j])
        change = max((abs(a - b) for a, b in zip(u + d, new_u + new_d, strict=True)), default=0.0)
        u, d = new_u, new_d
        moves = change >= tol
    total = sum(r) or 1.0
    both = sum(r[i] * (1 - min(u[i], d[i])) for i in firms) / total
    upstream = sum(r[i] * (1 - u[i]) for i in firms) / total
    downstream = sum(r[i] * (1 - d[i]) for i in firms) / total
    return u, d, (both, upstream, downstream), rounds


def _random_case(seed: int) -> Case:
    """A network with whatever may go wrong: firms without edges, loops, pieces, partial psi."""
    rng = random.Random(seed)  # noqa: S311 - a case that can be drawn again, no secret
    n, industries = rng.randint(1, 12), rng.randint(1, 4)
    density = rng.choice([0.05, 0.15, 0.3, 0.7])
    weights = [
        [rng.choice([1.0, 1.0, rng.uniform(0.01, 50)]) * (rng.random() < density) for _ in range(n)]
        for _ in range(n)
    ]
    industry = [rng.randrange(industries) for _ in range(n)]
    essential = [[rng.choice([0, 1, 2, 2]) for _ in range(industries)] for _ in range(industries)]
    psi = [rng.choice([0.0, 1.0, 1.0, rng.random()]) for _ in range(n)]
    return weights, industry, essential, psi


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    n, industries = draw(st.integers(1, 7)), draw(st.integers(1, 3))
    weight = st.sampled_from([0.0, 0.0, 0.0, 1.0, 2.0, 7.0])
    row = st.lists(weight, min_size=n, max_size=n)
    weights = draw(st.lists(row, min_size=n, max_size=n))
    industry = draw(st.lists(st.integers(0, industries - 1), min_size=n, max_size=n))
    kinds = st.lists(st.integers(0, 2), min_size=industries, max_size=industries)
    essential = draw(st.lists(kinds, min_size=industries, max_size=industries))
    psi = draw(st.lists(st.sampled_from([0.0, 0.3, 0.75, 1.0]), min_size=n, max_size=n))
    return weights, industry, essential, psi


# By hand.


def test_two_firms_of_one_industry_of_which_the_first_closes() -> None:
    # Firm 0 sells 1 to itself and 1 to firm 1, which sells 1 to itself: r = (2, 1).
    # Upstream: u_0 = psi_0 = 0; u_1 = 1 * u_1 / 1 stays 1. Lost: 2 of 3.
    # Downstream: d_0 = 0; what the industry has left is r_1 d_1 <= 1, so sigma = (1, 1) and
    # d_1 <- 1 - ((1 - d_0) + (1 - d_1)) / 2 = d_1 / 2, which goes to 0. Lost: all.
    answer = shock([[1, 1], [0, 1]], [0, 0], [[2]], [0, 1], tol=1e-9)
    assert answer.u.tolist() == [0, 1]
    assert answer.esri_upstream == pytest.approx(2 / 3)
    assert answer.d == pytest.approx([0, 0], abs=1e-8)
    assert answer.esri_downstream == pytest.approx(1)
    assert answer.esri == pytest.approx(1)


_CHAIN = [[0, 2, 0], [0, 0, 3], [0, 0, 0]]  # r = (2, 3, 0)


@pytest.mark.parametrize(
    ("closed", "upstream", "downstream"),
    [
        (0, 2 / 5, 1),  # no one supplies the first: only its own 2; all after it stop
        (1, 1, 3 / 5),  # the first has no other customer; only the middle itself sells on
        (2, 1, 0),  # the last sells nothing, but everyone lives on its orders
    ],
)
def test_a_chain_of_three_essential_inputs(closed: int, upstream: float, downstream: float) -> None:
    psi = [float(i != closed) for i in range(3)]
    answer = shock(_CHAIN, [0, 1, 2], [[2] * 3] * 3, psi)
    assert answer.esri_upstream == pytest.approx(upstream)
    assert answer.esri_downstream == pytest.approx(downstream)
    assert answer.esri == pytest.approx(1)


def test_of_a_star_a_supplier_with_rivals_is_partly_replaced() -> None:
    # Three suppliers of one industry sell 1 each to the hub, firm 3, which sells 3 to firm 4.
    # Firm 0 closes: 2 of 3 are left, sigma_0 = 1/2, so the hub misses 1/2 * 1/3 = 1/6, and so
    # does firm 4, as sigma of the hub is 1: it has no rival. r = (1, 1, 1, 3, 0).
    weights = np.zeros((5, 5))
    weights[:3, 3], weights[3, 4] = 1, 3
    answer = shock(weights, [0, 0, 0, 1, 2], [[2] * 3] * 3, [0, 1, 1, 1, 1])
    assert answer.d == pytest.approx([0, 1, 1, 5 / 6, 5 / 6])
    assert answer.u.tolist() == [0, 1, 1, 1, 1]
    assert answer.esri_downstream == pytest.approx((1 + 3 / 6) / 6)
    assert answer.esri_upstream == pytest.approx(1 / 6)


def test_a_missing_non_essential_input_costs_its_share_of_all_purchases() -> None:
    # Firm 2 buys 1 from firm 0 (non-essential) and 3 from firm 1: it loses 1/4.
    kinds = [[0, 0, 1], [0, 0, 2], [0, 0, 0]]
    answer = shock([[0, 0, 1], [0, 0, 3], [0, 0, 0]], [0, 1, 2], kinds, [0, 1, 1])
    assert answer.d.tolist() == [0, 1, 0.75]


def test_an_input_of_class_0_is_not_missed() -> None:
    answer = shock(_CHAIN, [0, 1, 2], [[0] * 3] * 3, [0, 1, 1])
    assert answer.d.tolist() == [0, 1, 1]


def test_sigma_of_a_firm_rises_when_another_of_its_industry_fails_later() -> None:
    # Firms 0 and 1 share industry 0 and sell 1 each to 2 and 3; firm 0 also feeds firm 4, the
    # only supplier of firm 1. Round 2: sigma_0 = 1. Firm 4 stops, then firm 1, and only now
    # firm 3 has nowhere to turn, though it is no customer of firm 0.
    weights = np.zeros((5, 5))
    weights[0, 2] = weights[1, 3] = weights[0, 4] = weights[4, 1] = 1
    answer = shock(weights, [0, 0, 1, 1, 2], [[2] * 3] * 3, [0, 1, 1, 1, 1])
    assert answer.d.tolist() == [0, 0, 0, 0, 0]


def test_nothing_sold_is_nothing_lost() -> None:
    answer = shock(np.zeros((2, 2)), [0, 0], [[2]], [0, 1])
    assert (answer.esri, answer.u.tolist(), answer.d.tolist()) == (0, [0, 1], [0, 1])


def test_no_firms_at_all() -> None:
    assert shock(np.zeros((0, 0)), np.zeros(0, int), [[2]], []).esri == 0
    assert esri(np.zeros((0, 0)), np.zeros(0, int), [[2]]).tolist() == []


def test_a_run_cut_short_says_so() -> None:
    answer = shock([[1, 1], [0, 1]], [0, 0], [[2]], [0, 1], max_iter=3)
    assert (answer.iterations, answer.converged) == (3, False)


# Against the definition.


@pytest.mark.parametrize("seed", range(200))
def test_a_shock_is_the_definition_written_out(seed: int) -> None:
    case = _random_case(seed)
    u, d, indices, rounds = naive(*case, max_iter=100)
    answer = shock(*case, max_iter=100)
    assert answer.u == pytest.approx(u, abs=1e-9)
    assert answer.d == pytest.approx(d, abs=1e-9)
    assert (answer.esri, answer.esri_upstream, answer.esri_downstream) == pytest.approx(
        indices, abs=1e-9
    )
    assert answer.iterations == rounds


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(200))
def test_each_firm_failing_alone_is_the_definition_written_out(seed: int, engine: Engine) -> None:
    weights, industry, essential, psi = _random_case(seed)
    kept = psi[0] if psi[0] < 1 else 0.0
    answer = esri_channels(weights, industry, essential, psi=kept, engine=engine, max_iter=100)
    for firm in range(len(industry)):
        alone = [kept if i == firm else 1.0 for i in range(len(industry))]
        *_, indices, rounds = naive(weights, industry, essential, alone, max_iter=100)
        assert answer.esri[firm] == pytest.approx(indices[0], abs=1e-9)
        assert answer.esri_upstream[firm] == pytest.approx(indices[1], abs=1e-9)
        assert answer.esri_downstream[firm] == pytest.approx(indices[2], abs=1e-9)
        assert answer.iterations[firm] == rounds


def _larger(n: int = 300, edges: int = 900, seed: int = 3) -> tuple[sparse.csr_array, ...]:
    rng = np.random.default_rng(seed)
    place = (rng.integers(0, n, edges), (rng.random(edges) ** 2 * n).astype(int))
    weights = sparse.coo_array((rng.pareto(1.2, edges) + 1, place), shape=(n, n))
    return weights.tocsr(), rng.integers(0, 6, n), rng.integers(0, 3, (6, 6))


def test_numba_and_numpy_agree_on_a_network_of_many_batches() -> None:
    pytest.importorskip("numba")
    slow = esri_channels(*_larger(), engine="numpy")
    fast = esri_channels(*_larger(), engine="numba")
    for name in ("esri", "esri_upstream", "esri_downstream", "iterations", "converged"):
        assert getattr(slow, name) == pytest.approx(getattr(fast, name), abs=1e-9)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_answer_does_not_depend_on_threads_nor_on_which_firms_run_together(
    engine: Engine,
) -> None:
    case = _larger()
    one = esri(*case, engine=engine, workers=1)
    assert esri(*case, engine=engine, workers=3).tolist() == one.tolist()
    some = [17, 3, 250, 3]
    assert esri(*case, engine=engine, firms=some) == pytest.approx(one[some], abs=1e-12)


def test_compiled_code_that_is_interrupted_goes_on_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("numba")
    whole = esri(*_larger(), engine="numba")
    monkeypatch.setattr("kg.analysis._esri_threads._BUDGET", 1)  # back to Python each round
    assert esri(*_larger(), engine="numba").tolist() == whole.tolist()


def test_compiled_code_touches_what_is_reached_and_leaves_no_trace() -> None:
    # What the next run costs and says must not depend on this one, nor on the rest of the network.
    pytest.importorskip("numba")
    from kg.analysis._esri_model import checked_model
    from kg.analysis._esri_numba import fail_each
    from kg.analysis._esri_work import new_work

    weights = sparse.block_diag([np.eye(3, k=1), _larger()[0]], format="csr")
    industry = np.concatenate([[0, 1, 2], _larger()[1]])
    model = checked_model(weights, industry, _larger()[2])
    work = new_work(model)
    assert fail_each(model, work, np.array([0, 1, 2]), 0.0, 1e-6, 1000, 10**9)
    assert sorted(work.touched[:3].tolist()) == [0, 1, 2]
    assert not work.touched[3:].any()
    for name in ("up", "down"):
        side = getattr(work, name)
        assert not any(array.any() for array in (side.lost, side.sent, side.mark))
    assert not any(array.any() for array in (work.is_touched, work.is_linked, work.moved_mark))
    assert (work.head == -1).all()


# Invariants.


@given(_cases())
def test_the_index_is_a_share_and_no_less_than_either_channel(case: Case) -> None:
    answer = shock(*case)
    assert 0 <= answer.esri <= 1 + 1e-12
    assert answer.esri >= max(answer.esri_upstream, answer.esri_downstream) - 1e-12
    assert answer.esri <= answer.esri_upstream + answer.esri_downstream + 1e-12


@given(_cases(), st.data())
def test_a_greater_shock_never_has_a_smaller_index(case: Case, data: st.DataObject) -> None:
    weights, industry, essential, psi = case
    worse = [data.draw(st.sampled_from([p, p / 2, 0.0])) for p in psi]
    # Compared after as many rounds: where each stops by itself may differ by a little.
    mild = shock(weights, industry, essential, psi, tol=0, max_iter=60)
    hard = shock(weights, industry, essential, worse, tol=0, max_iter=60)
    assert hard.esri >= mild.esri - 1e-12


@given(_cases(), st.randoms(use_true_random=False))
def test_names_of_firms_mean_nothing(case: Case, rng: random.Random) -> None:
    weights, industry, essential, psi = case
    order = list(range(len(psi)))
    rng.shuffle(order)
    answer = shock(weights, industry, essential, psi)
    moved = shock(
        [[weights[i][j] for j in order] for i in order],
        [industry[i] for i in order],
        essential,
        [psi[i] for i in order],
    )
    assert moved.esri == pytest.approx(answer.esri, abs=1e-9)
    assert moved.d == pytest.approx(answer.d[order], abs=1e-9)


@given(_cases(), st.sampled_from([1e-6, 0.5, 3.0, 1e9]))
def test_units_of_weights_mean_nothing(case: Case, scale: float) -> None:
    weights, *rest = case
    scaled = [[w * scale for w in row] for row in weights]
    assert shock(scaled, *rest).esri == pytest.approx(shock(weights, *rest).esri, abs=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_firm_alone_takes_down_what_it_sells_itself(engine: Engine) -> None:
    # Firm 0 sells 1 to itself only; firm 1 has no edge; firms 2 and 3 trade 3.
    weights = np.diag([1.0, 0, 0, 0])
    weights[2, 3] = 3
    answer = esri(weights, [0, 0, 1, 1], [[2, 2], [2, 2]], engine=engine)
    assert answer[:2].tolist() == [0.25, 0]


# What is refused, progress, stopping.


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weights": [[0, 1, 0], [0, 0, 1]]}, "square"),
        ({"weights": [[0, -1], [0, 0]]}, "negative"),
        ({"weights": [[0, float("nan")], [0, 0]]}, "finite"),
        ({"industry": [0]}, "industry"),
        ({"industry": [0, 1]}, "industry"),
        ({"industry": [0.0, 0.5]}, "integers"),
        ({"essential": [[3]]}, "essential"),
        ({"essential": [[2, 2]]}, "essential"),
        ({"psi": [1]}, "psi"),
        ({"psi": [1, 1.5]}, "psi"),
    ],
)
def test_what_is_no_network_is_refused(change: dict[str, object], words: str) -> None:
    good = {"weights": [[0, 1], [0, 0]], "industry": [0, 0], "essential": [[2]], "psi": [0, 1]}
    with pytest.raises(ValueError, match=words):
        shock(**{**good, **change})


@pytest.mark.parametrize("options", [{"tol": -1.0}, {"tol": float("nan")}, {"max_iter": 0}])
def test_rounds_that_would_not_end_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="tol"):
        shock([[0, 1], [0, 0]], [0, 0], [[2]], [0, 1], **options)


def test_firms_that_are_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match="firms"):
        esri([[0, 1], [0, 0]], [0, 0], [[2]], firms=[2])


def test_the_network_of_the_caller_stays_as_it_is() -> None:
    weights, industry, essential = _larger()
    before = weights.copy()
    esri(weights, industry, essential, firms=[1, 2])
    assert (weights != before).nnz == 0


def test_progress_ends_with_all_done() -> None:
    seen: list[tuple[int, int]] = []
    esri(*_larger(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (300, 300)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_interrupt_stops_all_threads(engine: Engine) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        esri(*_larger(), engine=engine, progress=interrupt)
    assert threading.active_count() == before
