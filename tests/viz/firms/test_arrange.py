"""Which layout a graph gets, whatever its attributes say."""

from __future__ import annotations

import copy

import networkx as nx
import pytest

from kg.errors import Text
from kg.viz.firms.arrange import arrange
from kg.viz.firms.layout import Layout
from kg.viz.firms.model import model_of


def arranged(graph: nx.MultiDiGraph) -> Layout:
    return arrange(model_of(graph, "zh"), graph)


@pytest.fixture
def chain() -> nx.MultiDiGraph:
    """Steel feeds cars; a firm in each, a university in none."""
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    for node, layer in (("steel", 0), ("cars", 2)):
        graph.add_node(
            node, type="ChainSegment", label=Text(node, node), layer=layer, chains=["line"]
        )
    graph.add_node("line", type="IndustrialChain", label=Text("汽车", "Cars"), chains=["line"])
    for firm, home in (("mill", "steel"), ("maker", "cars"), ("school", None)):
        graph.add_node(firm, type="Enterprise", label=Text(firm, firm), home=home)
    for n, (a, b, name) in enumerate(
        [("steel", "cars", "feeds"), ("mill", "maker", "suppliesTo"),
         ("maker", "school", "cooperatesWith")]
    ):  # fmt: skip
        graph.add_edge(a, b, key=str(n), relation=name, relation_label=Text(name, name))
    return graph


def test_with_homes_things_stand_by_segment(chain: nx.MultiDiGraph) -> None:
    layout = arranged(chain)
    assert sorted(block.kind for block in layout.blocks) == ["chain", "rest", "segment", "segment"]
    assert [column.layer for column in layout.columns] == [0, 2]


def test_with_a_focus_things_stand_around_it(chain: nx.MultiDiGraph) -> None:
    chain.graph["focus"] = "maker"
    numbers = {node.iri: n for n, node in enumerate(model_of(chain, "zh").nodes)}
    layout = arranged(chain)
    assert layout.blocks == ()
    assert layout.centres[numbers["maker"]] == (0, 0)
    # Its supplier lies left of it.
    assert layout.centres[numbers["mill"]][0] < 0


def test_without_either_things_stand_by_their_ties(small: nx.MultiDiGraph) -> None:
    layout = arranged(small)
    assert (layout.blocks, layout.columns, layout.rings) == ((), (), ())


def test_a_home_or_focus_that_is_not_drawn_is_none(small: nx.MultiDiGraph) -> None:
    for _, data in small.nodes(data=True):
        data["home"] = "https://example.com/elsewhere"
    small.graph["focus"] = "https://example.com/elsewhere"
    assert arranged(small).blocks == ()


def test_hostile_attributes_give_a_layout(hostile: nx.MultiDiGraph, payloads: list[str]) -> None:
    nodes = list(hostile)
    for node, bad in zip(nodes, payloads, strict=True):
        hostile.nodes[node].update(home=nodes[0], chains=[bad, nodes[1]], segments=[bad])
    hostile.graph["lanes"] = payloads
    assert len(arranged(hostile).centres) == len(nodes)


def test_the_graph_is_only_read(chain: nx.MultiDiGraph) -> None:
    before = copy.deepcopy(chain)
    arranged(chain)
    assert nx.utils.graphs_equal(before, chain)
    assert before.graph == chain.graph


def test_things_added_in_another_order_stand_the_same(chain: nx.MultiDiGraph) -> None:
    turned: nx.MultiDiGraph = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(chain.nodes(data=True))))
    turned.add_edges_from(reversed(list(chain.edges(keys=True, data=True))))
    assert arranged(turned) == arranged(chain)
