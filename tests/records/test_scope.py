"""The rule of ``--as-of``, in Python and as SPARQL filters: one meaning."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.records import Scope
from kg.vocab import KG, PREFIXES

_DAYS = st.dates(datetime.date(2023, 11, 1), datetime.date(2025, 3, 3))
_PARTIAL = st.one_of(
    st.just(""),
    _DAYS.map(lambda day: day.isoformat()[:4]),
    _DAYS.map(lambda day: day.isoformat()[:7]),
    _DAYS.map(lambda day: day.isoformat()),
)


def _answers(scope: Scope, since: str, until: str, published: tuple[str, str]) -> bool:
    def term(name: str) -> ox.NamedNode:
        return ox.NamedNode(KG + name)

    record, source = ox.NamedNode("x:record"), ox.NamedNode("x:source")
    store = ox.Store()
    store.add(ox.Quad(record, term("source"), source))
    store.add(ox.Quad(source, term("kind"), term("source-kind-text")))
    for subject, name, value in (
        (record, "since", since), (record, "until", until),
        (source, "periodFrom", published[0]), (source, "periodTo", published[1]),
    ):  # fmt: skip
        if value:
            store.add(ox.Quad(subject, term(name), ox.Literal(value)))
    query = f"SELECT ?r {{ ?r kg:source ?any . {scope.where('?r')} }}"
    return bool(list(store.query(query, prefixes=PREFIXES)))  # type: ignore[arg-type]  # a SELECT


@given(_DAYS, _PARTIAL, _PARTIAL, _PARTIAL, _PARTIAL)
def test_the_filters_keep_just_what_holds(
    day: datetime.date, since: str, until: str, out_from: str, out_to: str
) -> None:
    scope = Scope(day)
    expected = scope.holds(since, until, out_to or out_from)
    assert _answers(scope, since, until, (out_from, out_to)) == expected


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (datetime.date(2025, 11, 29), False),
        (datetime.date(2025, 11, 30), True),
        (datetime.date(2025, 12, 1), True),
    ],
)
def test_what_came_out_in_a_month_was_out_on_its_last_day(day: datetime.date, counts: bool) -> None:
    assert _answers(Scope(day), "", "", ("2025-09", "2025-11")) is counts


@pytest.mark.parametrize("day", ["2022-06-01", "2024-12-31", "2025-02-28", "2025-11-30"])
def test_many_records_are_judged_as_each_alone(
    zhengzhou: kg.Graph, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    scope = Scope(datetime.date.fromisoformat(day))
    rows = zhengzhou.store.select("SELECT ?r { ?r a/rdfs:subClassOf+ kg:Record }")
    records = {row["r"].value for row in rows}
    monkeypatch.setattr("kg.records.scope._MANY", len(records))
    alone = scope.keep(zhengzhou.store, records)
    monkeypatch.setattr("kg.records.scope._MANY", 0)
    assert scope.keep(zhengzhou.store, records) == alone


def test_many_records_with_dates_of_their_own_are_judged_as_each_alone(
    write_pack: Callable[..., Path],
    mini_rows: dict[str, list[dict[str, str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dates = ["", "2023", "2024-06", "2024-06-15", "2024-12-31", "2025"]
    supply = [
        {"id": f"s{a}{b}", "supplier": "bolt", "customer": "acme", "since": since,
         "until": until, "source": "doc", "spans": f"{10 * a + b}-90"}
        for a, since in enumerate(dates)
        for b, until in enumerate(dates)
        if not (since and until) or since[:4] < until[:4]
    ]  # fmt: skip
    store = kg.open(write_pack({**mini_rows, "supply": supply})).store
    rows = store.select("SELECT ?r { ?r a kg:SupplyRelation }")
    records = {row["r"].value for row in rows}
    assert len(records) == len(supply)
    for day in ("2023-12-31", "2024-06-10", "2024-06-30", "2025-05-01", "2025-06-30"):
        scope = Scope(datetime.date.fromisoformat(day))
        monkeypatch.setattr("kg.records.scope._MANY", len(records))
        alone = scope.keep(store, records)
        monkeypatch.setattr("kg.records.scope._MANY", 0)
        assert scope.keep(store, records) == alone, day
