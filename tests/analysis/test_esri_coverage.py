"""When too little supply is on record for the index to mean anything."""

from __future__ import annotations

import pytest

from kg.analysis.coverage import coverage


def test_zhengzhou_is_refused_for_both_reasons() -> None:
    # 54 firms; 7 rows of supply between 12 parties, even if all of them were firms.
    answer = coverage(54, 12, 7)
    assert not answer.sufficient
    assert len(answer.reasons) == 2
    assert (answer.more_linked, answer.more_edges) == (15, 4)
    assert "54" in answer.reasons[0].zh


def test_half_of_the_firms_tied_together_suffice() -> None:
    answer = coverage(10, 5, 4)
    assert answer.sufficient
    assert answer.share == 0.5


def test_one_firm_short_of_half_is_refused() -> None:
    answer = coverage(10, 4, 9)
    assert (answer.sufficient, answer.more_linked, len(answer.reasons)) == (False, 1, 1)


def test_pairs_that_do_not_meet_are_refused() -> None:
    answer = coverage(8, 8, 4)
    assert (answer.sufficient, answer.more_edges, len(answer.reasons)) == (False, 3, 1)


@pytest.mark.parametrize("firms", [0, 5])
def test_no_edge_at_all_is_refused(firms: int) -> None:
    assert not coverage(firms, 0, 0).sufficient


@pytest.mark.parametrize(
    "counts", [(3, 4, 4), (-1, 0, 0), (5, 3, 1), (5, 1, 1), (5, 2, 0), (5, 0, -1)]
)
def test_counts_that_cannot_be_are_an_error(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="cannot have"):
        coverage(*counts)
