"""The table of partner groups covers what the ontology declares, each thing once."""

from __future__ import annotations

import tomllib

import pytest

import kg
from kg.errors import OptionError
from kg.messages import catalogue
from kg.partners import ROLES, PartnerAnswer, role_filter
from kg.partners.edges import partner_edges
from kg.partners.queries import ANSWER_TYPES
from kg.partners.roles import BRIDGES, RULES, role_of
from kg.paths import ontology_dir
from kg.vocab import local_name

FIRMS = ["超聚变", "上汽乘用车郑州基地", "郑州比亚迪", "郑煤机"]


def _notations(graph: kg.Graph, scheme: str) -> set[str]:
    rows = graph.store.select(
        f"SELECT ?n {{ ?c skos:inScheme kg:scheme-{scheme} ; skos:notation ?n }}"
    )
    return {row["n"].value for row in rows}


def test_every_end_of_every_partner_edge_has_a_group(zhengzhou: kg.Graph) -> None:
    declared = {
        (edge.name, direction)
        for edge in partner_edges(zhengzhou.store).values()
        for direction, _ in edge.roles()
    }
    # No one asks about a project or an event: the other end of a participation is never met.
    assert {(rule.edge, rule.direction) for rule in RULES} == declared - {("participatesIn", "in")}


@pytest.mark.parametrize(
    ("edge", "direction", "scheme"),
    [("owns", "out", "ownership-kind"), ("cooperatesWith", "both", "cooperation-kind")],
)
def test_every_kind_stands_in_one_group(
    zhengzhou: kg.Graph, edge: str, direction: str, scheme: str
) -> None:
    kinds = [k for r in RULES if (r.edge, r.direction) == (edge, direction) for k in r.kinds]
    assert sorted(kinds) == sorted(_notations(zhengzhou, scheme))


@pytest.mark.parametrize(
    ("edge", "table", "column"),
    [("participatesIn", "participations", "activity"), ("memberOf", "memberships", "group")],
)
def test_every_class_that_can_be_met_stands_in_one_group(
    zhengzhou: kg.Graph, edge: str, table: str, column: str
) -> None:
    tables = tomllib.loads((ontology_dir() / "tables.toml").read_text("utf-8"))["tables"]
    allowed = " ".join(f"kg:{name}" for name in tables[table]["columns"][column]["to"])
    rows = zhengzhou.store.select(
        f"SELECT DISTINCT ?c {{ VALUES ?top {{ {allowed} }} ?c rdfs:subClassOf* ?top }}"
    )
    met = {local_name(row["c"].value) for row in rows} & ANSWER_TYPES
    types = [t for r in RULES if (r.edge, r.direction) == (edge, "out") for t in r.types]
    assert sorted(types) == sorted(met)


def test_every_group_has_a_name_and_a_rule() -> None:
    used = {rule.role for rule in RULES} | {bridge.role for bridge in BRIDGES}
    assert used == set(ROLES) - {"other"}
    assert {f"partners.role_{role}" for role in ROLES} <= set(catalogue())


def test_an_edge_of_a_later_ontology_is_shown_apart() -> None:
    assert role_of("trustsIn", "out", "", "Enterprise") == "other"


def _ids(answer: PartnerAnswer) -> set[tuple[str, ...]]:
    return {tuple(e.record for e in row.records) for row in answer.rows}


@pytest.mark.parametrize("firm", FIRMS)
def test_the_query_limits_to_a_group_as_the_rows_are_grouped(
    zhengzhou: kg.Graph, firm: str
) -> None:
    answer = zhengzhou.partners(firm)
    for role in {row.role_group for row in answer.rows}:
        expected = {
            tuple(e.record for e in row.records) for row in answer.rows if row.role_group == role
        }
        assert _ids(zhengzhou.partners(firm, roles=[role])) == expected, role


@pytest.mark.parametrize("name", ["research", "研发与人才伙伴", "Research or talent partner"])
def test_a_group_is_named_by_notation_or_in_either_language(zhengzhou: kg.Graph, name: str) -> None:
    rows = zhengzhou.partners("超聚变", roles=[name]).rows
    assert {row.partner.id for row in rows} == {"henan-engineering", "zzu"}


def test_an_edge_role_is_narrower_than_a_group(zhengzhou: kg.Graph) -> None:
    rows = zhengzhou.partners("上汽乘用车郑州基地", roles=["takes part in"]).rows
    assert {row.relation for row in rows} == {"participatesIn"}
    assert all(row.via is None for row in rows)


def test_several_roles_mean_any(zhengzhou: kg.Graph) -> None:
    rows = zhengzhou.partners("超聚变", roles=["customer", "plant"]).rows
    assert {row.role_group for row in rows} == {"customer", "plant"}


def test_an_unknown_role_is_refused_with_those_that_there_are(zhengzhou: kg.Graph) -> None:
    edges = partner_edges(zhengzhou.store).values()
    with pytest.raises(OptionError) as caught:
        role_filter(["friend"], edges)
    assert "供应商（supplier）" in caught.value.text.zh
    assert "supplier (supplier)" in caught.value.text.en
    assert "takes part in" in caught.value.text.en
