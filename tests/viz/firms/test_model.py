"""From a graph to what is drawn: nothing lost, nothing claimed that the graph does not say."""

import networkx as nx
import pytest

from kg.errors import Text
from kg.viz.firms.model import model_of
from kg.viz.firms.style import relation_colours, type_looks


def node(model, id_):
    return next(n for n in model.nodes if n.id == id_)


def test_a_leader_is_larger_than_others(small):
    model = model_of(small, "zh")
    assert node(model, "leader").radius > node(model, "part").radius
    assert node(model, "leader").fonts[0] > node(model, "part").fonts[0]


def test_names_are_wrapped_whole_in_both_languages(small):
    for n in model_of(small, "zh").nodes:
        assert n.wrapped.zh.replace("\n", "") == n.name.zh
        assert n.wrapped.en.replace("\n", "").replace(" ", "") == n.name.en.replace(" ", "")


@pytest.mark.parametrize(
    ("operator", "shown"),
    [("more-than", "24000+"), ("at-least", "24000+"), ("about", "≈24000"), ("less-than", "<24000"),
     ("at-most", "≤24000"), ("equal", "24000"), ("", "24000")],
)  # fmt: skip
def test_a_stated_count_is_shown_as_exact_as_it_was_stated(operator, shown):
    graph = nx.MultiDiGraph()
    graph.add_node("a", label=Text("伙伴", "partners"), count=24000, count_operator=operator)
    assert model_of(graph, "zh").nodes[0].count == shown


def test_all_records_are_kept_also_between_the_same_two(small):
    model = model_of(small, "zh")
    assert len(model.records) == 5


def test_a_symmetric_record_that_stands_both_ways_counts_once(small):
    model = model_of(small, "zh")
    together = [r for r in model.records if model.relations[r.relation][0] == "cooperatesWith"]
    assert len(together) == 1


def test_parallel_lines_bend_apart(small):
    model = model_of(small, "zh")
    ends = {node(model, "part"), node(model, "leader")}
    between = [ln for ln in model.lines if {model.nodes[ln.source], model.nodes[ln.target]} == ends]
    sides = [ln.bend if ln.source < ln.target else -ln.bend for ln in between]
    assert len(between) == 3  # stated supply, derived supply, cooperation
    assert sorted(sides) == [-1, 0, 1]


def test_records_of_one_relation_and_basis_share_a_line():
    graph = nx.MultiDiGraph()
    for key in ("r1", "r2", "r3"):
        graph.add_edge("a", "b", key=key, relation="suppliesTo", basis="stated")
    model = model_of(graph, "zh")
    assert [line.records for line in model.lines] == [(0, 1, 2)]
    assert [line.bend for line in model.lines] == [0]


def test_a_graph_without_any_attributes_can_be_drawn():
    graph = nx.MultiDiGraph([("urn:x#a", "urn:x#b")])
    model = model_of(graph, "en")
    assert [n.id for n in model.nodes] == ["a", "b"]
    assert len(model.lines) == 1


def test_a_score_that_is_no_number_counts_as_none():
    graph = nx.MultiDiGraph()
    graph.add_node("a", score=float("nan"))
    graph.add_node("b", score=float("inf"))
    assert {n.radius for n in model_of(graph, "zh").nodes} == {8}


def test_order_of_insertion_does_not_matter(small):
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(small.nodes(data=True))))
    other.add_edges_from(reversed(list(small.edges(keys=True, data=True))))
    assert model_of(other, "zh") == model_of(small, "zh")


def test_known_classes_differ_in_shape_or_colour():
    looks = list(type_looks([]).values())
    assert len(set(looks)) == len(looks)


def test_unknown_classes_and_relations_get_a_look_of_their_own():
    looks = type_looks(["Zebra", "Ant"])
    assert looks["Zebra"] != looks["Ant"]
    assert relation_colours(["eats", "sees"])["eats"] != relation_colours(["eats", "sees"])["sees"]
