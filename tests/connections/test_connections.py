"""How two things are connected, on the mini pack of tests/conftest.py (see its docstring)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

import kg
from kg.connections import Connection, ConnectionAnswer
from kg.errors import NothingKnownError, OptionError

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}


def _things(row: Connection) -> str:
    return " ".join([row.steps[0].start.id, *(step.end.id for step in row.steps)])


def _paths(answer: ConnectionAnswer) -> list[str]:
    return [_things(row) for row in answer.rows]


@pytest.fixture
def with_rows(write_pack: Callable[..., Path], mini_rows: Rows) -> Callable[..., kg.Graph]:
    """The mini pack with more rows."""

    def build(**more: list[dict[str, str]]) -> kg.Graph:
        rows = deepcopy(mini_rows)
        for table, added in more.items():
            rows[table] = rows.get(table, []) + added
        return kg.open(write_pack(rows))

    return build


def test_a_path_goes_along_records_in_either_direction(graph: kg.Graph) -> None:
    answer = graph.path("hold", "acme")
    assert _paths(answer) == ["hold core bolt acme"]
    assert [step.links[0].direction for step in answer.rows[0].steps] == ["out", "out", "out"]
    back = graph.path("acme", "hold").rows[0]
    assert [step.links[0].direction for step in back.steps] == ["in", "in", "in"]


def test_each_step_says_its_relation_role_and_evidence(graph: kg.Graph) -> None:
    (link,) = graph.path("bolt", "acme").rows[0].steps[0].links
    assert (link.relation.name, link.role.zh, link.role.en) == ("suppliesTo", "客户", "customer")
    assert (link.evidence.record, link.evidence.source, link.evidence.spans) == (
        "sup-1",
        "doc",
        "0-10",
    )


def test_anything_may_be_an_end(graph: kg.Graph) -> None:
    assert _paths(graph.path("steel", "cars")) == ["steel parts bolt acme cars"]


def test_one_shortest_path_is_given_and_others_as_short_are_announced(
    with_rows: Callable[..., kg.Graph],
) -> None:
    graph = with_rows(cooperations=[
        {"id": "coop-2", "party_a": "peer", "party_b": "uni", "kind": "rd", "basis": "derived",
         "derived_from": "peer;uni", **STATED},
    ])  # fmt: skip
    first = graph.path("acme", "uni")
    assert (_paths(first), first.more) == (["acme plant uni"], False)
    both = graph.path("peer", "acme", all=True, longest=3)
    assert _paths(both) == ["peer vehicles acme", "peer uni plant acme"]
    assert [row.unstated for row in both.rows] == [0, 1]


def test_a_stated_way_goes_before_a_derived_one_of_the_same_length(
    with_rows: Callable[..., kg.Graph],
) -> None:
    graph = with_rows(
        organizations=[
            {"id": "a1", "type": "Enterprise", "name_zh": "甲一", **STATED},
            {"id": "z1", "type": "Enterprise", "name_zh": "乙一", **STATED},
        ],
        cooperations=[
            {"id": f"c-{one}-{other}", "party_a": one, "party_b": other, "kind": "rd", **basis}
            for one, basis in (
                ("a1", {**STATED, "basis": "derived", "derived_from": "a1"}),
                ("z1", STATED),
            )
            for other in ("peer", "hold")
        ],
    )
    assert _paths(graph.path("peer", "hold")) == ["peer z1 hold"]
    assert _paths(graph.path("peer", "hold", all=True, longest=2)) == [
        "peer z1 hold",
        "peer a1 hold",
    ]


def test_records_side_by_side_are_one_step_stated_ones_first(
    with_rows: Callable[..., kg.Graph],
) -> None:
    graph = with_rows(supply=[
        {"id": "sup-0", "supplier": "bolt", "customer": "acme", "basis": "outside",
         "source": "trade"},
        {"id": "sup-9", "supplier": "acme", "customer": "bolt", **STATED},
    ])  # fmt: skip
    (step,) = graph.path("bolt", "acme").rows[0].steps
    assert [(k.evidence.record, k.direction) for k in step.links] == [
        ("sup-1", "out"),
        ("sup-9", "in"),
        ("sup-0", "out"),
    ]


def test_an_area_is_an_end_but_no_way_through(with_rows: Callable[..., kg.Graph]) -> None:
    graph = with_rows(locations=[
        {"id": "loc-1", "located": "peer", "place": "town", **STATED},
        {"id": "loc-2", "located": "hold", "place": "town", **STATED},
    ])  # fmt: skip
    assert _paths(graph.path("peer", "town")) == ["peer town"]
    assert _paths(graph.path("peer", "hold")) == ["peer vehicles acme bolt core hold"]
    assert _paths(graph.path("peer", "hold", through_places=True)) == ["peer town hold"]


def test_a_park_is_a_way_through(with_rows: Callable[..., kg.Graph]) -> None:
    graph = with_rows(locations=[
        {"id": "loc-1", "located": "peer", "place": "park", **STATED},
        {"id": "loc-2", "located": "hold", "place": "park", **STATED},
    ])  # fmt: skip
    assert _paths(graph.path("peer", "hold")) == ["peer park hold"]


def test_a_stated_group_is_an_end_but_no_way_through(with_rows: Callable[..., kg.Graph]) -> None:
    graph = with_rows(memberships=[
        {"id": "mem-1", "member": "peer", "group": "many", **STATED},
    ])  # fmt: skip
    assert _paths(graph.path("peer", "many")) == ["peer many"]
    assert _paths(graph.path("peer", "acme")) == ["peer vehicles acme"]
    assert _paths(
        graph.path("peer", "acme", through_groups=True, relations=["供应", "属于群体"])
    ) == ["peer many acme"]


def test_only_the_relations_asked_for_are_gone_along(graph: kg.Graph) -> None:
    assert _paths(graph.path("bolt", "peer")) == ["bolt acme vehicles peer"]
    with pytest.raises(NothingKnownError):
        graph.path("bolt", "peer", relations=["suppliesTo"])
    with pytest.raises(OptionError, match="suppliesTo"):
        graph.path("bolt", "peer", relations=["sellsTo"])


@pytest.mark.parametrize("status", ["proposed", "planned", "ended"])
def test_what_does_not_hold_is_used_only_when_asked_for(
    with_rows: Callable[..., kg.Graph], status: str
) -> None:
    graph = with_rows(supply=[
        {"id": "sup-9", "supplier": "peer", "customer": "hold", "status": status, **STATED},
    ])  # fmt: skip
    assert _paths(graph.path("peer", "hold")) != ["peer hold"]
    answer = graph.path("peer", "hold", planned=True)
    assert _paths(answer) == ["peer hold"]
    assert answer.rows[0].evidence[0].status == status
    assert {"proposed": "拟议", "planned": "计划", "ended": "已终止"}[status] in answer.rows[
        0
    ].why().zh


def test_observed_uses_stated_records_alone(graph: kg.Graph) -> None:
    assert _paths(graph.path("steel", "parts")) == ["steel parts"]  # flow-1 is outside knowledge
    with pytest.raises(NothingKnownError):
        graph.path("steel", "parts", observed=True)


def test_a_record_not_yet_known_on_the_day_is_not_used(graph: kg.Graph) -> None:
    before = kg.Graph(graph.store, datetime.date(2025, 6, 1))
    assert _paths(graph.path("hold", "bolt")) == ["hold core bolt"]
    with pytest.raises(NothingKnownError):
        before.path("hold", "bolt")  # core supplies bolt: a paper of 20 June says so


def test_nothing_connected_says_how_far_was_looked(graph: kg.Graph) -> None:
    with pytest.raises(NothingKnownError, match="2 steps or fewer"):
        graph.path("hold", "acme", longest=2)
    with pytest.raises(NothingKnownError, match="everything within reach"):
        graph.path("hold", "town")


def test_a_thing_and_itself_is_a_question_that_makes_no_sense(graph: kg.Graph) -> None:
    with pytest.raises(OptionError):
        graph.path("acme", "顶峰汽车")


def test_a_number_of_paths_is_kept_to_and_what_is_left_out_is_said(
    zhengzhou: kg.Graph,
) -> None:
    whole = zhengzhou.path("福耀玻璃", "比亚迪", all=True)
    some = zhengzhou.path("福耀玻璃", "比亚迪", all=True, most=3)
    assert len(whole.rows) > 3
    assert not whole.more
    assert (some.rows, some.more) == (whole.rows[:3], True)


def test_paths_are_those_of_networkx_on_all_records_that_hold(zhengzhou: kg.Graph) -> None:
    import networkx as nx

    from kg.relations import declared

    # The other implementation: all direct edges of the rule, the same things not passed through.
    rows = zhengzhou.store.select(
        "SELECT ?a ?edge ?b { ?edge kg:edgeRecord ?class . ?a ?edge ?b FILTER (ISIRI(?b)) }"
    )
    names = {relation.iri for relation in declared(zhengzhou.store).values()}
    whole: nx.Graph[str] = nx.Graph()
    whole.add_edges_from(
        (r["a"].value, r["b"].value) for r in rows if r["edge"].value in names and r["a"] != r["b"]
    )
    closed = {
        row["t"].value
        for row in zhengzhou.store.select(
            "SELECT ?t { { ?t a kg:AdministrativeArea } UNION { ?t kg:statedCount ?n }"
            " UNION { ?t kg:countOperator ?o } }"
        )
    }
    for one, other in (
        ("福耀玻璃", "比亚迪"),
        ("超聚变", "郑煤机"),
        ("宇通客车", "郑州"),
        ("丁波", "MG7"),
    ):
        a, b = zhengzhou.resolve(one).iri, zhengzhou.resolve(other).iri
        graph = whole.subgraph(whole.nodes - (closed - {a, b}))
        shortest = nx.shortest_path_length(graph, a, b)
        answer = zhengzhou.path(one, other, all=True, longest=max(shortest, 3), most=10_000)
        found = {
            (row.steps[0].start.iri, *(step.end.iri for step in row.steps)) for row in answer.rows
        }
        paths = nx.all_simple_paths(graph, a, b, cutoff=max(shortest, 3))
        assert found == {tuple(path) for path in paths}


@pytest.mark.parametrize("options", [{}, {"all": True}, {"all": True, "observed": True}])
def test_the_query_shown_returns_the_records_of_the_answer(
    zhengzhou: kg.Graph, options: dict[str, bool]
) -> None:
    answer = zhengzhou.path("福耀玻璃", "比亚迪", **options)
    run = {row["record"].value for row in zhengzhou.sparql(answer.sparql).rows}
    shown = {link.record for row in answer.rows for step in row.steps for link in step.links}
    assert run == shown


def test_a_row_says_in_a_sentence_how_and_on_which_records(graph: kg.Graph) -> None:
    why = graph.path("plant", "bolt").rows[0].why()
    assert why.zh == (
        "顶峰工厂经 2 步与螺栓科技相连："
        "顶峰汽车有限公司拥有顶峰工厂（工厂；记录 own-2，见 doc:0-10）；"
        "螺栓科技供应顶峰汽车有限公司（记录 sup-1，见 doc:0-10）。"
    )
    assert why.en == (
        "Acme plant is connected with Bolt in 2 steps: Acme owns Acme plant (plant; record own-2,"
        " see doc:0-10); Bolt supplies Acme (record sup-1, see doc:0-10)."
    )


def test_json_has_the_documented_fields(graph: kg.Graph) -> None:
    shown = graph.path("plant", "bolt").as_json()
    assert set(shown) == {"from", "to", "paths", "more", "looked"}
    (path,) = shown["paths"]
    assert set(path) == {"length", "unstated_steps", "steps", "evidence", "why_zh", "why_en"}
    assert set(path["steps"][0]) == {"from", "to", "records", "why_zh", "why_en"}
    assert set(path["steps"][0]["records"][0]) == {
        "relation", "relation_zh", "relation_en", "direction", "role_zh", "role_en",
        "kind_zh", "kind_en", "product_zh", "product_en", "since", "until", "evidence",
    }  # fmt: skip


def test_no_path_along_one_relation_says_that_others_were_not_tried(graph: kg.Graph) -> None:
    with pytest.raises(NothingKnownError) as caught:
        graph.path("acme", "uni", relations=["suppliesTo"])
    assert "只走“供应”没有路径" in caught.value.text.zh
    assert "--relation" in caught.value.text.zh
    assert "--relation" in caught.value.text.en
    assert "--through-places" not in caught.value.text.zh
