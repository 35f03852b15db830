"""One chain from up- to downstream, on the mini pack."""

from __future__ import annotations

import kg


def test_segments_stand_in_the_order_in_which_goods_flow(graph: kg.Graph) -> None:
    order = [s.segment.id for s in graph.chain("cars").segments]
    assert order.index("steel") < order.index("parts") < order.index("vehicles")


def test_each_segment_says_what_is_known_of_it(graph: kg.Graph) -> None:
    states = {s.segment.id: s.state for s in graph.chain("cars").segments}
    assert states == {
        "steel": "unnamed",
        "parts": "served",
        "vehicles": "served",
        "chips": "needed",
    }


def test_a_leader_is_listed_with_its_evidence(graph: kg.Graph) -> None:
    (role,) = graph.chain("汽车").roles
    assert (role.thing.id, role.what.zh, role.evidence.record) == ("acme", "链主", "role-1")


def test_a_flow_from_general_knowledge_says_so(graph: kg.Graph) -> None:
    steel = next(s for s in graph.chain("cars").segments if s.segment.id == "steel")
    assert [(f.thing.id, f.evidence.basis) for f in steel.feeds] == [("parts", "outside")]


def test_the_list_of_chains_counts_segments(graph: kg.Graph) -> None:
    ((chain, level, segments),) = graph.chains()
    assert (chain.id, level.en, segments) == ("cars", "city", 4)
