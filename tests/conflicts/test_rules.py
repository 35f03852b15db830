"""Counts, roles and dates that cannot all hold, on a pack with other names than the bundled one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import kg
from kg.conflicts import Conflict

Build = Callable[..., kg.Graph]

STATED = {"source": "doc", "spans": "0-10"}
OTHER = {"source": "late", "spans": "3-9"}


def group(name: str, count: str = "", operator: str = "", **more: str) -> dict[str, str]:
    return {"id": name, "type": "Enterprise", "name_zh": name, "name_en": name, "count": count,
            "count_operator": operator, **STATED, **more}  # fmt: skip


def member(of: str, name: str, **more: str) -> dict[str, str]:
    return {"id": f"mem-{of}-{name}-{more.get('source', '')}", "member": name, "group": of,
            **STATED, **more}  # fmt: skip


def counted(record: str, of: str, count: str, **more: str) -> dict[str, str]:
    return {"id": record, "about": of, "indicator": "firm-count", "kind": "actual",
            "period_to": "2025-05", "value": count, "raw": f"{count}家", "unit": "firm",
            **STATED, **more}  # fmt: skip


def only(graph: kg.Graph) -> Conflict:
    (conflict,) = graph.conflicts().conflicts
    return conflict


def sources(conflict: Conflict) -> list[list[str]]:
    return [[e.source for e in side.evidence] for side in conflict.sides]


# ---------------------------------------------------------------- counts


def test_more_members_listed_than_stated_is_a_contradiction(build: Build) -> None:
    conflict = only(
        build(
            organizations=[group("duo", "2")],
            memberships=[
                member("duo", "acme"),
                member("duo", "peer"),
                member("duo", "bolt", **OTHER),
            ],
        )
    )
    assert (conflict.kind, conflict.about.id) == ("counts", "duo")
    assert [side.value.en for side in conflict.sides] == ["2", "3 are listed: Peer, Bolt, Acme"]
    assert sources(conflict) == [["doc"], ["doc", "late", "doc"]]


@pytest.mark.parametrize(("count", "operator"), [("3", ""), ("2", "more-than"), ("40", "")])
def test_a_list_within_the_stated_number_is_none(build: Build, count: str, operator: str) -> None:
    names = ("acme", "peer", "bolt")
    members = [member("duo", name) for name in names]
    graph = build(organizations=[group("duo", count, operator)], memberships=members)
    assert graph.conflicts().conflicts == ()


def test_the_same_member_listed_by_two_sources_counts_once(build: Build) -> None:
    members = [member("solo", "acme"), member("solo", "acme", **OTHER)]
    graph = build(organizations=[group("solo", "1")], memberships=members)
    assert graph.conflicts().conflicts == ()


def test_who_has_left_is_not_counted(build: Build) -> None:
    members = [member("solo", "acme", until="2020"), member("solo", "peer", since="2021")]
    graph = build(organizations=[group("solo", "1")], memberships=members)
    assert graph.conflicts().conflicts == ()


def test_a_groups_own_count_is_held_against_the_figures_of_others(build: Build) -> None:
    conflict = only(
        build(organizations=[group("trio", "3")], observations=[counted("c", "trio", "5", **OTHER)])
    )
    assert conflict.kind == "counts"
    assert [side.value.en for side in conflict.sides] == ["3", "5 firms"]


def test_counts_of_different_days_may_differ(build: Build) -> None:
    figures = [counted("c1", "trio", "3"), counted("c2", "trio", "5", period_to="2025-06", **OTHER)]
    graph = build(organizations=[group("trio", "3")], observations=figures)
    assert graph.conflicts().conflicts == ()


def test_a_figure_that_does_not_count_members_is_not_held_against_the_list(build: Build) -> None:
    countries = counted("c", "duo", "1") | {"indicator": "country-count", "unit": "country",
                                            "raw": "1个"}  # fmt: skip
    members = [member("duo", "acme"), member("duo", "peer")]
    graph = build(organizations=[group("duo")], memberships=members, observations=[countries])
    assert graph.conflicts().conflicts == ()


# ---------------------------------------------------------------- roles


MAKERS = [group("makers", excludes="suppliers"), group("suppliers")]


def test_a_firm_in_two_groups_that_exclude_each_other_is_flagged_with_both_sources(
    build: Build,
) -> None:
    members = [member("makers", "acme"), member("suppliers", "acme", **OTHER)]
    conflict = only(build(organizations=MAKERS, memberships=members))
    assert (conflict.kind, conflict.about.id) == ("roles", "acme")
    assert [side.value.en for side in conflict.sides] == ["makers", "suppliers"]
    assert sources(conflict) == [["doc"], ["late"]]


def test_a_firm_in_two_groups_that_do_not_exclude_each_other_is_not(build: Build) -> None:
    members = [member("makers", "acme"), member("others", "acme")]
    graph = build(organizations=[*MAKERS, group("others")], memberships=members)
    assert graph.conflicts().conflicts == ()


def test_a_firm_that_went_over_from_one_to_the_other_is_not(build: Build) -> None:
    members = [member("suppliers", "acme", until="2019"), member("makers", "acme", since="2020")]
    graph = build(organizations=MAKERS, memberships=members)
    assert graph.conflicts().conflicts == ()


def test_a_source_that_was_not_out_yet_contradicts_no_one(build: Build) -> None:
    members = [member("makers", "acme"), member("suppliers", "acme", **OTHER)]
    graph = build(as_of="2025-05-31", organizations=MAKERS, memberships=members)
    assert graph.conflicts().conflicts == ()


def test_segments_can_exclude_each_other_too(build: Build) -> None:
    mining = {"id": "mining", "name_zh": "采矿", "name_en": "Mining", "chain": "cars",
              "position": "upstream", "excludes": "vehicles", **STATED}  # fmt: skip
    conflict = only(
        build(
            segments=[mining],
            activities=[{"id": "act-x", "agent": "acme", "segment": "mining", **OTHER}],
        )
    )
    assert {side.value.en for side in conflict.sides} == {"Mining", "Vehicles"}


# ---------------------------------------------------------------- dates


def policy(issued: str = "") -> dict[str, str]:
    return {"id": "plan", "type": "PolicyDocument", "name_zh": "规划", "name_en": "Plan",
            "issued": issued, **STATED}  # fmt: skip


def covers(record: str, since: str, **more: str) -> dict[str, str]:
    return {"id": record, "instrument": "plan", "covers": "cars", "since": since, **OTHER, **more}


def test_two_sources_that_date_a_policy_differently_make_one_contradiction(build: Build) -> None:
    conflict = only(
        build(
            policies=[policy("2022-05-20")],
            coverage=[covers("c1", "2022-05-20", **STATED), covers("c2", "2024-05")],
        )
    )
    assert (conflict.kind, conflict.about.id) == ("dates", "plan")
    assert [side.value.en for side in conflict.sides] == ["2022-05-20", "2024-05"]
    assert sources(conflict) == [["doc", "doc"], ["late"]]


def test_a_month_and_a_day_of_it_agree(build: Build) -> None:
    graph = build(policies=[policy("2022-05-20")], coverage=[covers("c", "2022-05")])
    assert graph.conflicts().conflicts == ()


def test_a_plan_may_run_from_a_later_year_than_that_of_its_issue(build: Build) -> None:
    graph = build(
        policies=[policy("2022-12-30")],
        coverage=[covers("c", "2023", until="2025")],
    )
    assert graph.conflicts().conflicts == ()


def test_a_source_that_dates_an_event_outside_its_days_is_flagged(build: Build) -> None:
    fair = {"id": "fair", "name_zh": "展会", "name_en": "Fair", "date_from": "2024-09-27",
            "date_to": "2024-09-29", **STATED}  # fmt: skip
    there = {"id": "p", "participant": "acme", "activity": "fair", "role": "participant",
             "since": "2024-10-08", **OTHER}  # fmt: skip
    conflict = only(build(events=[fair], participations=[there]))
    assert [side.value.en for side in conflict.sides] == [
        "2024-09-27 – 2024-09-29",
        "2024-10-08",
    ]


def test_two_sources_that_date_one_ownership_differently_are_flagged(build: Build) -> None:
    owned = {"owner": "acme", "owned": "bolt", "kind": "subsidiary"}
    conflict = only(
        build(
            ownership=[
                {"id": "o1", "since": "2018", **owned, **STATED},
                {"id": "o2", "since": "2020-04", **owned, **OTHER},
            ]
        )
    )
    assert (conflict.about.id, conflict.what.en) == ("acme", "Bolt")
    assert [side.value.en for side in conflict.sides] == ["from 2018", "from 2020-04"]


def test_an_end_before_the_beginning_that_another_source_gives_is_flagged(build: Build) -> None:
    role = {"holder": "bolt", "role": "chain-leader", "chain": "cars"}
    conflict = only(
        build(
            roles=[
                {"id": "r1", "until": "2019", **role, **STATED},
                {"id": "r2", "since": "2021", **role, **OTHER},
            ]
        )
    )
    assert [side.value.en for side in conflict.sides] == ["as of 2019", "from 2021"]


def test_two_terms_of_one_office_are_not(build: Build) -> None:
    role = {"holder": "bolt", "role": "chain-leader", "chain": "cars"}
    graph = build(
        roles=[
            {"id": "r1", "since": "2017", "until": "2019", **role, **STATED},
            {"id": "r2", "since": "2021", **role, **OTHER},
        ]
    )
    assert graph.conflicts().conflicts == ()
