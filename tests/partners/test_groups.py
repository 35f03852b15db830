"""Partners by role on the town of conftest.py: who stands beside whom, filters, peers."""

from __future__ import annotations

import datetime

import pytest

import kg
from kg.errors import NothingKnownError
from kg.partners import Partner, PartnerAnswer


def _row(answer: PartnerAnswer, partner: str) -> Partner:
    return next(row for row in answer.rows if row.partner.id == partner)


def _partners(answer: PartnerAnswer, role: str) -> set[str]:
    return {row.partner.id for row in answer.rows if row.role_group == role}


def test_partners_stand_in_groups(town: kg.Graph) -> None:
    answer = town.partners("acme")
    groups = {row.role_group: _partners(answer, row.role_group) for row in answer.rows}
    assert groups == {
        "supplier": {"bolt", "many"},
        "customer": {"ore"},
        "subsidiary": {"daughter"},
        "plant": {"plant"},
        "joint-venture": {"joint", "allied"},
        "project": {"works", "builder"},
        "research": {"uni"},
        "ecosystem": {"hub", "user", "alliance", "fellow"},
        "group": {"three"},
        "event": {"fair"},
    }


def test_groups_come_in_their_order(town: kg.Graph) -> None:
    groups = list(dict.fromkeys(row.role_group for row in town.partners("acme").rows))
    assert groups == ["supplier", "customer", "subsidiary", "plant", "joint-venture", "project",
                      "research", "ecosystem", "group", "event"]  # fmt: skip


@pytest.mark.parametrize(
    ("partner", "via", "records", "role"),
    [
        ("allied", "joint", ("own-jv-1", "own-jv-2"), "co-owner"),
        ("builder", "works", ("par-1", "par-2"), "fellow participant"),
        ("user", "hub", ("par-5", "par-6"), "fellow participant"),
        ("fellow", "alliance", ("mem-1", "mem-2"), "fellow member"),
    ],
)
def test_who_stands_beside_the_firm_is_shown_with_both_records(
    town: kg.Graph, partner: str, via: str, records: tuple[str, str], role: str
) -> None:
    row = _row(town.partners("acme"), partner)
    assert row.via is not None
    assert row.via.id == via
    assert tuple(evidence.record for evidence in row.records) == records
    assert (row.role.en, row.direction) == (role, "both")


def test_a_direct_row_has_nothing_in_between(town: kg.Graph) -> None:
    row = _row(town.partners("acme"), "bolt")
    assert (row.via, row.through, row.tier) == (None, (), 1)


def test_two_owners_of_a_plain_subsidiary_are_no_partners(town: kg.Graph) -> None:
    assert "hold" not in {row.partner.id for row in town.partners("acme").rows}


def test_who_meets_at_an_event_is_no_partner(town: kg.Graph) -> None:
    assert "guest" not in {row.partner.id for row in town.partners("acme").rows}


def test_who_is_counted_in_the_same_statistical_group_is_no_partner(town: kg.Graph) -> None:
    assert "peer" not in {row.partner.id for row in town.partners("acme").rows}


def test_firms_of_the_same_segment_come_apart_as_peers(town: kg.Graph) -> None:
    answer = town.partners("acme")
    assert [(p.peer.id, p.segment.en, p.record) for p in answer.peers] == [
        ("peer", "Vehicles", "act-2")
    ]


def test_who_is_a_partner_is_no_peer(
    write_pack, mini_rows: dict[str, list[dict[str, str]]]
) -> None:
    stated = {"source": "doc", "spans": "0-10"}
    supply = [*mini_rows["supply"],
              {"id": "sup-9", "supplier": "peer", "customer": "acme", **stated}]  # fmt: skip
    answer = kg.open(write_pack({**mini_rows, "supply": supply}, "dealing")).partners("acme")
    assert "peer" in _partners(answer, "supplier")
    assert answer.peers == ()


def test_peers_and_coverage_do_not_change_with_the_filters(town: kg.Graph) -> None:
    whole, limited = town.partners("acme"), town.partners("acme", roles=["owner", "customer"])
    assert {row.partner.id for row in limited.rows} == {"ore"}
    assert limited.peers == whole.peers
    assert limited.coverage == whole.coverage


def test_a_segment_with_very_many_firms_is_not_listed(
    write_pack, mini_rows: dict[str, list[dict[str, str]]]
) -> None:
    stated = {"source": "doc", "spans": "0-10"}
    firms = [{"id": f"f{n}", "type": "Enterprise", "name_zh": f"整车厂{n}", "name_en": f"Maker {n}",
              **stated} for n in range(101)]  # fmt: skip
    works = [{"id": f"w{n}", "agent": f"f{n}", "segment": "vehicles", **stated}
             for n in range(101)]  # fmt: skip
    rows = {**mini_rows, "organizations": [*mini_rows["organizations"], *firms],
            "activities": [*mini_rows["activities"], *works]}  # fmt: skip
    answer = kg.open(write_pack(rows, "crowd")).partners("acme")
    assert answer.peers == ()
    assert [(crowd.segment.id, crowd.over) for crowd in answer.crowds] == [("vehicles", 100)]


def test_a_place_holds_what_lies_within_it(town: kg.Graph) -> None:
    near = town.partners("acme", selection=town.selection(places=["park"]))
    assert {row.partner.id for row in near.rows} == {"bolt"}
    wide = town.partners("acme", selection=town.selection(places=["town"]))
    assert {row.partner.id for row in wide.rows} == {"bolt", "uni"}


def test_segments_and_chains_limit_the_partners(town: kg.Graph) -> None:
    parts = town.partners("acme", selection=town.selection(segments=["零部件"]))
    assert {row.partner.id for row in parts.rows} == {"bolt"}
    cars = town.partners("acme", selection=town.selection(chains=["汽车产业链"]))
    assert {row.partner.id for row in cars.rows} == {"bolt", "many"}


def test_filters_of_two_kinds_must_both_be_met(town: kg.Graph) -> None:
    with pytest.raises(NothingKnownError) as caught:
        town.partners("acme", roles=["research"], selection=town.selection(places=["park"]))
    assert "--role" in caught.value.text.en


@pytest.mark.parametrize("role", ["customer", "客户"])
def test_where_no_row_passes_the_coverage_of_the_role_is_said(town: kg.Graph, role: str) -> None:
    with pytest.raises(NothingKnownError) as caught:
        town.partners("uni", roles=[role])
    assert "客户：无具名" in caught.value.text.zh
    assert "customer: none named" in caught.value.text.en


def test_a_role_whose_partners_another_filter_leaves_out_is_said_to_be_named(
    town: kg.Graph,
) -> None:
    with pytest.raises(NothingKnownError) as caught:
        town.partners("acme", roles=["customer"], selection=town.selection(places=["park"]))
    assert "客户：具名 1 家" in caught.value.text.zh


def test_all_segments_of_a_partner_are_shown(
    write_pack, mini_rows: dict[str, list[dict[str, str]]]
) -> None:
    more = {"id": "act-9", "agent": "bolt", "segment": "chips", "source": "doc", "spans": "0-10"}
    rows = {**mini_rows, "activities": [*mini_rows["activities"], more]}
    graph = kg.open(write_pack(rows, "two"))
    answer = graph.partners("acme", selection=graph.selection(segments=["零部件"]))
    assert _row(answer, "bolt").segment == ("芯片、零部件", "Chips, Parts")


def test_a_place_or_segment_known_by_a_plant_says_so(
    write_pack, mini_rows: dict[str, list[dict[str, str]]]
) -> None:
    stated = {"source": "doc", "spans": "0-10"}
    works = [*mini_rows["activities"],
             {"id": "act-9", "agent": "plant", "segment": "chips", **stated}]  # fmt: skip
    stands = [{"id": "loc-9", "located": "plant", "place": "park", **stated}]
    graph = kg.open(write_pack({**mini_rows, "activities": works, "locations": stands}, "by"))
    row = _row(graph.partners("bolt"), "acme")
    assert row.segment == ("整车（经其工厂：芯片）", "Vehicles (by its plant: Chips)")
    assert row.place == ("（经其工厂：某园区）", "(by its plant: Park)")


@pytest.mark.parametrize(("firm", "tier", "missing"), [
    ("acme", 1, 0), ("acme", 2, 0), ("acme", 3, 3), ("acme", 9, 3), ("core", 3, 0), ("hold", 2, 2),
])  # fmt: skip
def test_a_tier_that_no_record_reaches_is_said(
    town: kg.Graph, firm: str, tier: int, missing: int
) -> None:
    assert town.partners(firm, tier=tier).missing_tier == missing


def test_observed_leaves_out_what_no_source_states(town: kg.Graph) -> None:
    assert _row(town.partners("acme"), "daughter").evidence.basis == "outside"
    assert "daughter" not in {r.partner.id for r in town.partners("acme", observed=True).rows}


def test_a_planned_dealing_is_shown_and_marked(town: kg.Graph) -> None:
    assert _row(town.partners("bolt"), "planned").evidence.status == "planned"


def test_a_day_before_the_sources_hides_everything_and_says_how_much(town: kg.Graph) -> None:
    before = kg.Graph(town.store, datetime.date(2024, 1, 1))
    with pytest.raises(NothingKnownError) as caught:
        before.partners("bolt")
    assert "4 条记录" in caught.value.text.zh  # sup-1, sup-3, sup-6, sup-7


def test_a_plant_is_not_told_that_its_sister_plants_are_owners(zhengzhou: kg.Graph) -> None:
    rows = zhengzhou.partners("上汽乘用车郑州基地", roles=["owner"]).rows
    assert {(row.partner.id, row.of.id) for row in rows} == {
        ("saic-pv-zz", "saic-zz-base"),
        ("saic-pv", "saic-pv-zz"),
    }
