"""The measured check: hidden links are hidden, seeds repeat, and figures are shares."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import kg
from kg.candidates.evaluation import METHODS, evaluate, links_of
from kg.candidates.rank import rank
from kg.candidates.rules import Rules
from kg.selection import Selection

Rows = dict[str, list[dict[str, str]]]
T = "https://w3id.org/chainkg/id/town/"


def test_a_link_is_all_records_between_two_organizations(town: kg.Graph) -> None:
    links = links_of(town.store, town.scope)
    named = {tuple(iri.removeprefix(T) for iri in pair) for pair in links.records}
    assert named == {
        ("known", "me"), ("known", "pal"), ("fleet", "stranger"), ("grandparent", "parent"),
        ("me", "parent"), ("child", "me"), ("grandparent", "sister"),
    }  # fmt: skip
    assert not {"many", "coming", "bureau"} & {iri.removeprefix(T) for iri in links.organizations}


def test_a_plant_counts_as_the_firm_that_runs_it(
    build: Callable[[Rows], kg.Graph], town_rows: Rows
) -> None:
    deal = {"id": "sup-x", "supplier": "works", "customer": "pal", "source": "doc", "spans": "0-9"}
    town_rows["supply"].append(deal)
    graph = build(town_rows)
    assert (f"{T}operator", f"{T}pal") in links_of(graph.store, graph.scope).records


def test_a_hidden_link_is_neither_excluded_nor_a_shared_partner(town: kg.Graph) -> None:
    seen = Rules(town.scope)
    hidden = Rules(town.scope, hidden=frozenset({f"{T}sup-known"}))
    before = rank(town.store, f"{T}me", None, Selection(), seen, top=None)
    after = rank(town.store, f"{T}me", None, Selection(), hidden, top=None)
    assert before.ground is not None
    assert after.ground is not None
    assert f"{T}known" in before.ground.excluded
    assert f"{T}known" not in {w.other for w in before.best}
    assert f"{T}known" not in after.ground.excluded
    assert f"{T}known" in {w.other for w in after.best}
    # known was the partner that me and pal share, and the reason why rubber is bought
    assert {f"{T}pal", f"{T}tyres"} & {w.other for w in after.best} == set()
    assert not any(f"{T}sup-known" in hint.records for w in after.best for hint in w.hints)


def test_a_hidden_ownership_no_longer_makes_a_family(town: kg.Graph) -> None:
    rules = Rules(town.scope, hidden=frozenset({f"{T}own-3"}))
    ranking = rank(town.store, f"{T}me", None, Selection(), rules, top=None)
    assert f"{T}child" in {w.other for w in ranking.best}


def test_the_same_seed_gives_the_same_figures(town: kg.Graph) -> None:
    one = evaluate(town.store, town.scope, repeats=3, seed=7)
    assert one == evaluate(town.store, town.scope, repeats=3, seed=7)
    assert (one.links, one.hidden, one.repeats) == (7, 1, 3)


def test_every_method_is_measured_as_a_share(town: kg.Graph) -> None:
    done = evaluate(town.store, town.scope, share=0.5, repeats=2)
    assert tuple(done.measures) == METHODS
    for measure in done.measures.values():
        assert 0 <= measure.mrr <= measure.hits <= 1


def test_without_a_link_there_is_nothing_to_hide(
    build: Callable[[Rows], kg.Graph], town_rows: Rows
) -> None:
    graph = build({**town_rows, "supply": [], "ownership": []})
    with pytest.raises(ValueError, match="no link"):
        evaluate(graph.store, graph.scope)
