"""From a graph to what is drawn: nothing lost, nothing claimed that the graph does not say."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Text
from kg.viz.firms.columns import line_starts
from kg.viz.firms.model import model_of
from kg.viz.firms.style import relation_colours, type_looks
from kg.viz.labels import clean, wrap


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


def city_of_two_measures() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(
        names={"urn:c#cars": Text("汽车产业链", "Automobiles")},
        measures={"degree": Text("关联数", "Degree"), "pagerank": Text("影响力", "PageRank")},
        focus="urn:x#b",
    )
    graph.add_node("urn:x#a", scores={"degree": 4, "pagerank": 0.1}, chains=["urn:c#cars"])
    graph.add_node("urn:x#b", scores={"degree": 1, "pagerank": 0.4}, places=["urn:p#north"])
    return graph


def test_the_first_measure_sizes_and_all_measures_are_kept():
    a, b = model_of(city_of_two_measures(), "zh").nodes
    assert a.radius > b.radius
    assert (a.strengths, b.strengths) == ((1000, 500), (500, 1000))


def test_chains_and_places_are_named_and_an_unknown_name_is_its_own():
    model = model_of(city_of_two_measures(), "zh")
    a, b = model.nodes
    assert [model.names[n][1].zh for n in a.chains] == ["汽车产业链"]
    assert [model.names[n][1].zh for n in b.places] == ["north"]


def test_the_focus_is_kept_as_a_number():
    assert model_of(city_of_two_measures(), "zh").focus == 1
    assert model_of(nx.MultiDiGraph(), "zh").focus is None


@given(st.text(max_size=60), st.floats(4, 20))
def test_the_lines_of_a_name_are_found_again_in_it(text, limit):
    name = clean(text)
    lines = wrap(name, limit)
    units = name.encode("utf-16-le")
    starts = [0, *line_starts(name, "\n".join(lines))]
    cut = [
        units[2 * a : None if b is None else 2 * b].decode("utf-16-le").strip()
        for a, b in zip(starts, [*starts[1:], None], strict=True)
    ]
    assert cut == lines
