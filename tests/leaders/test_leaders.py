"""Who leads which chain: roles in words, the highest first, with their basis."""

from __future__ import annotations

import kg
from kg.leaders import leaders
from kg.vocab import concept_iri


def _said(graph: kg.Graph, name: str) -> list[tuple[int, str]]:
    iri = graph.resolve(name).iri
    return [
        (role.rank, role.words.zh) for role in leaders(graph.store, graph.scope, [iri]).get(iri, [])
    ]


def test_a_chain_leader_stands_before_a_leading_firm(zhengzhou: kg.Graph) -> None:
    assert _said(zhengzhou, "超聚变") == [
        (0, "算力产业链链主"),
        (1, "算力产业链龙头企业"),
    ]


def test_a_role_that_no_source_states_says_so(zhengzhou: kg.Graph) -> None:
    assert (0, "汽车制造产业链链主（外部知识）") in _said(zhengzhou, "比亚迪")


def test_a_task_force_leads_no_chain(zhengzhou: kg.Graph) -> None:
    task_force = concept_iri("chain-role", "task-force")
    rows = zhengzhou.store.select(
        f"SELECT ?holder {{ ?r kg:role <{task_force}> ; kg:holder ?holder }}"
    )
    holders = [row["holder"].value for row in rows]
    assert holders
    assert leaders(zhengzhou.store, zhengzhou.scope, holders) == {}
