"""Named of stated: what an answer says at its end."""

from __future__ import annotations

import kg
from kg.errors import Text


def _said(graph: kg.Graph, firm: str) -> Text:
    answer = graph.partners(firm)
    return answer.coverage.said(answer.firm.label)


def test_stated_and_named_are_counted_by_role(zhengzhou: kg.Graph) -> None:
    said = _said(zhengzhou, "超聚变")
    assert "平台与生态成员：来源说有超24,000 家，具名 1 家" in said.zh
    assert "platform or ecosystem member: over 24,000 stated, 1 named" in said.en


def test_suppliers_are_always_spoken_of(zhengzhou: kg.Graph) -> None:
    assert "供应商：无具名" in _said(zhengzhou, "超聚变").zh
    assert "supplier: none named" in _said(zhengzhou, "郑州比亚迪").en


def test_a_group_without_a_count_is_counted_as_one_group(zhengzhou: kg.Graph) -> None:
    said = _said(zhengzhou, "上汽乘用车郑州基地")
    assert "研发与人才伙伴：来源说有2 组（数目未说），无具名" in said.zh
    assert "research or talent partner: 2 of unstated number stated, none named" in said.en


def test_a_plant_is_a_supplier_like_a_firm(zhengzhou: kg.Graph) -> None:
    coverage = zhengzhou.partners("上汽乘用车郑州基地").coverage
    assert coverage.suppliers_named == 1  # the battery plant


def test_named_and_stated_suppliers_stand_side_by_side(town: kg.Graph) -> None:
    assert "供应商：来源说有超40 家，具名 1 家" in _said(town, "acme").zh


def test_a_statistical_group_is_no_partner_without_a_name(town: kg.Graph) -> None:
    assert {role.role for role in town.partners("acme").coverage.roles} == {"supplier"}


def test_suppliers_of_suppliers_are_not_counted(town: kg.Graph) -> None:
    assert town.partners("acme", tier=3).coverage == town.partners("acme").coverage
