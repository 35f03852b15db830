"""The grammar of a spans cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.schema import MOST, SpansError, parse_spans, spans_text

SPANS = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(1, 60)).map(lambda p: (p[0], p[0] + p[1])),
    min_size=1,
    max_size=5,
)


def test_spans_are_read_in_the_order_written() -> None:
    assert parse_spans("300-310;120-135") == [(300, 310), (120, 135)]


def test_a_full_width_separator_and_spaces_are_accepted() -> None:
    assert parse_spans("120-135； 300-310") == [(120, 135), (300, 310)]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("", "form", ""),
        ("120", "form", "120"),
        ("120-", "form", "120-"),
        ("120–135", "form", "120–135"),
        ("120-135;", "form", ""),
        ("-5-10", "form", "-5-10"),
        ("5-5", "order", "5-5"),
        ("10-20;9-8", "order", "9-8"),
        ("0-301", "length", "301"),
        ("0-200;300-401", "length", "301"),
    ],
)
def test_a_bad_piece_is_named_with_its_reason(text: str, kind: str, part: str) -> None:
    with pytest.raises(SpansError) as caught:
        parse_spans(text)
    assert (caught.value.kind, caught.value.part) == (kind, part)


def test_exactly_the_most_is_allowed() -> None:
    assert parse_spans(f"0-{MOST}") == [(0, MOST)]


@given(SPANS)
def test_spans_round_trip(spans: list[tuple[int, int]]) -> None:
    assert parse_spans(spans_text(spans)) == spans


@given(st.text("0123456789-;； ", max_size=20))
def test_what_is_accepted_is_half_open_ordered_and_short(text: str) -> None:
    try:
        spans = parse_spans(text)
    except SpansError:
        return
    assert all(start < end for start, end in spans)
    assert sum(end - start for start, end in spans) <= MOST
