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
    said = _said(zhengzhou, "上汽乘用车郑州分公司")
    assert "研发与人才伙伴：来源说有 2 组（数目未说），无具名" in said.zh
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


def test_a_bare_number_stands_apart_from_the_words_before_it(zhengzhou: kg.Graph) -> None:
    assert "客户：来源说有 10,000 家" in _said(zhengzhou, "超聚变").zh


def test_plants_of_others_count_like_firms_so_that_no_role_has_more_than_the_whole(
    zhengzhou: kg.Graph,
) -> None:
    makers = zhengzhou.partners("郑州7家整车企业")
    named = {row.partner.id for row in makers.rows if row.role_group == "group"}
    assert makers.coverage.named == len(named) == 7
    branch = zhengzhou.partners("上汽乘用车郑州分公司").coverage
    assert branch.named == 3  # the battery plant of the group is the third


def test_a_firms_own_plant_is_no_partner(graph: kg.Graph) -> None:
    assert graph.partners("acme").coverage.named == 2  # bolt and the university


def test_a_plant_and_the_firm_that_runs_it_have_coverages_of_their_own(
    zhengzhou: kg.Graph,
) -> None:
    answer = zhengzhou.partners("上汽郑州新能源电池工厂")
    assert [ref.id for ref in answer.operators] == ["saic"]
    assert (answer.coverage.named, answer.coverage.suppliers_named) == (2, 0)
    assert answer.operator_coverage is not None
    assert answer.operator_coverage.suppliers_named == 1


def test_a_firm_has_no_coverage_of_an_operator(graph: kg.Graph) -> None:
    answer = graph.partners("acme")
    assert (answer.operators, answer.operator_coverage) == ((), None)
    assert all(row.own for row in answer.rows)
