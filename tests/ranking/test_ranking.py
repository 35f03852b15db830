"""Who holds the network together, on a hub with spokes and on the mini pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.errors import NothingKnownError, OptionError
from kg.ranking import MEASURES, RankAnswer, Ranked

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}


def _row(answer: RankAnswer, firm: str) -> Ranked:
    return next(row for row in answer.rows if row.ref.id == firm)


def test_degree_counts_different_partners(graph: kg.Graph) -> None:
    # bolt and the group of suppliers supply acme, which owns its plant
    assert _row(graph.rank(by="degree"), "acme").values["degree"] == 3


def test_stated_groups_are_nodes_and_never_ranked(graph: kg.Graph) -> None:
    assert "many" not in {row.ref.id for row in graph.rank().rows}


def test_firms_without_a_dealing_are_counted_and_not_ranked(graph: kg.Graph) -> None:
    answer = graph.rank()
    assert "peer" not in {row.ref.id for row in answer.rows}
    assert (answer.unlinked, answer.total) == (1, 7)


def test_the_range_of_ranks_is_that_of_leaving_each_source_out(graph: kg.Graph) -> None:
    # By degree: acme 3; bolt, core and plant 2; hold and uni 1. Without "doc" only bolt and core
    # are linked; without "late" (core supplies bolt) they share rank 3 with hold and uni.
    answer = graph.rank(by="degree")
    core = _row(answer, "core")
    assert (core.rank, core.best, core.worst) == (2, 1, 3)
    assert answer.documents == answer.all_documents == 2


def test_a_firm_that_one_source_alone_tells_of_has_no_rank_without_it(graph: kg.Graph) -> None:
    answer = graph.rank(by="degree")
    assert _row(answer, "acme").rests_on == ("doc",)
    assert _row(answer, "core").rests_on == ()
    assert "no dealing" in _row(answer, "acme").why().en


def test_equals_share_a_rank(graph: kg.Graph) -> None:
    ranks = {row.ref.id: row.rank for row in graph.rank(by="degree").rows}
    assert ranks == {"acme": 1, "bolt": 2, "core": 2, "plant": 2, "hold": 5, "uni": 5}


def test_what_the_loss_of_a_firm_cuts_off_is_counted(graph: kg.Graph) -> None:
    # hold - core - bolt - acme - (many, plant - uni): without bolt, {hold, core} stand alone.
    answer = graph.rank()
    assert _row(answer, "bolt").cuts_off == 2
    assert _row(answer, "hold").cuts_off == 0
    assert "2" in _row(answer, "bolt").why().en


def test_a_filter_limits_who_is_listed_and_not_the_network(graph: kg.Graph) -> None:
    whole = graph.rank()
    listed = graph.rank(selection=graph.selection(segments=["parts"]))
    assert [row.ref.id for row in listed.rows] == ["bolt"]
    assert listed.rows[0].values == _row(whole, "bolt").values


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_ranks_every_linked_firm(graph: kg.Graph, measure: str) -> None:
    answer = graph.rank(by=measure)
    assert {row.ref.id for row in answer.rows} == {"acme", "bolt", "core", "hold", "plant", "uni"}
    values = [round(row.values[measure], 12) for row in answer.rows]
    assert values == sorted(values, reverse=True)


def test_the_measures_are_those_of_networkx_on_the_simple_graph(zhengzhou: kg.Graph) -> None:
    simple: nx.Graph[str] = nx.Graph()
    net = zhengzhou.network()
    simple.add_nodes_from(net)
    for a, b in net.edges():
        if a != b:
            known = simple.get_edge_data(a, b, {"weight": 0})["weight"]
            simple.add_edge(a, b, weight=known + 1)
    pagerank = nx.pagerank(simple, weight="weight", tol=1e-12, max_iter=1000)
    between = nx.betweenness_centrality(simple)
    for row in zhengzhou.rank().rows:
        assert row.values["degree"] == simple.degree(row.ref.iri)
        assert row.values["pagerank"] == pytest.approx(pagerank[row.ref.iri], abs=1e-6)
        assert row.values["betweenness"] == pytest.approx(between[row.ref.iri], abs=1e-9)


def test_an_unknown_measure_is_answered_with_those_there_are(graph: kg.Graph) -> None:
    with pytest.raises(OptionError, match="pagerank"):
        graph.rank(by="fame")


def test_a_pack_without_dealings_has_no_ranking(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {**mini_rows, "supply": [], "ownership": [], "cooperations": []}
    with pytest.raises(NothingKnownError):
        kg.open(write_pack(rows)).rank()


def test_a_relation_may_be_named_by_its_word(graph: kg.Graph) -> None:
    by_word = graph.rank(["供应"], by="degree")
    assert by_word == graph.rank(["suppliesTo"], by="degree")
    assert graph.clusters(["supplies to"]).rows == graph.clusters(["suppliesTo"]).rows
