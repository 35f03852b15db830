"""Sole suppliers, local rate and concentration, by hand and against plain loops."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis.digraph import Digraph
from kg.analysis.supply import herfindahl, local_rate, sole_customers, sole_inputs

# 0 and 1 make steel, 2 makes glass, 3 and 4 make cars; nobody knows what 5 makes.
INDUSTRY = [0, 0, 1, 2, 2, -1]
TRADE = Digraph.from_arrays(6, [0, 1, 2, 0, 2, 5], [3, 3, 3, 4, 4, 4])


def test_the_only_known_steel_maker_of_a_car_maker_is_its_sole_supplier() -> None:
    assert sole_customers(TRADE, INDUSTRY).to_dict() == {0: 1, 1: 0, 2: 2, 3: 0, 4: 0, 5: 0}


def test_inputs_with_one_known_supplier_are_counted_by_customer() -> None:
    assert sole_inputs(TRADE, INDUSTRY).to_dict() == {0: 0, 1: 0, 2: 0, 3: 1, 4: 2, 5: 0}


def test_a_supplier_of_unknown_industry_is_never_called_sole() -> None:
    assert sole_customers(TRADE, INDUSTRY)[5] == 0


def test_a_firm_is_no_supplier_of_itself() -> None:
    loop = Digraph.from_arrays(1, [0], [0])
    assert sole_inputs(loop, [0]).to_dict() == {0: 0}


def test_local_rate_leaves_unknown_places_out_of_both_figures() -> None:
    rates = local_rate(TRADE, [1, 2, -1, 1, 1, 1], INDUSTRY)
    assert rates[2, 1] == (3, 4, 2)


def test_equal_sellers_have_the_inverse_of_their_number() -> None:
    trade = Digraph.from_arrays(5, [0, 1, 2, 3], [4, 4, 4, 4])
    assert herfindahl(trade, [0, 0, 0, 0, 1]) == {0: 0.25}


@given(
    st.integers(2, 7).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=20),
            st.lists(st.integers(-1, 2), min_size=n, max_size=n),
        )
    )
)
def test_sole_suppliers_are_those_of_plain_loops(
    case: tuple[int, list[tuple[int, int]], list[int]],
) -> None:
    n, edges, industry = case
    network: Digraph[Any] = Digraph.from_arrays(n, [a for a, _ in edges], [b for _, b in edges])
    links = {(a, b) for a, b in edges if a != b and industry[a] >= 0}
    sole = {
        (a, b)
        for a, b in links
        if sum(1 for c, d in links if d == b and industry[c] == industry[a]) == 1
    }
    assert sole_customers(network, industry).array.tolist() == [
        sum(a == i for a, _ in sole) for i in range(n)
    ]
    assert sole_inputs(network, industry).array.tolist() == [
        sum(b == i for _, b in sole) for i in range(n)
    ]
    assert int(np.sum(sole_inputs(network, industry).array)) == len(sole)
