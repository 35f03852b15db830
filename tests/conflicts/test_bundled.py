"""What the five texts contradict each other in, and what they agree in."""

from __future__ import annotations

import kg
from kg.conflicts import Conflict


def of(graph: kg.Graph, kind: str, about: str) -> Conflict:
    (conflict,) = (c for c in graph.conflicts().conflicts if (c.kind, c.about.id) == (kind, about))
    return conflict


def test_two_growth_rates_of_byd_zhengzhou_and_the_levels_give_one(zhengzhou: kg.Graph) -> None:
    conflict = of(zhengzhou, "growth", "byd-zz")
    fits = {side.raw[0]: side.fits for side in conflict.sides if side.fits is not None}
    assert fits == {"169.8%": True, "175%": False}
    by = {side.raw[0]: {e.source for e in side.evidence} for side in conflict.sides}
    assert (by["169.8%"], by["175%"]) == ({"zz000"}, {"zz003"})


def test_the_provincial_guidance_is_dated_two_years_apart(zhengzhou: kg.Graph) -> None:
    conflict = of(zhengzhou, "dates", "pol-nev-guidance")
    dated = {side.value.zh: {e.source for e in side.evidence} for side in conflict.sides}
    assert dated == {"2022-05-20": {"zz004"}, "2024-05": {"zz002"}}


def test_zhengzhou_nissan_is_put_among_vehicle_makers_and_among_parts_makers(
    zhengzhou: kg.Graph,
) -> None:
    conflict = of(zhengzhou, "roles", "zz-nissan")
    assert {"zz000", "zz001"} <= {e.source for side in conflict.sides for e in side.evidence}


def test_what_the_texts_agree_in_is_not_flagged(zhengzhou: kg.Graph) -> None:
    flagged = {
        (c.about.id, raw) for c in zhengzhou.conflicts().conflicts for s in c.sides for raw in s.raw
    }
    agreed = {("zhengzhou", "98%"), ("proj-byd-zz", "37天"), ("proj-byd-zz", "17个月")}
    assert not flagged & agreed
    for name, raw in agreed:  # and the texts do say it, each more than once
        rows = zhengzhou.facts(name).as_json()["series"]
        said = [f for s in rows for f in s["facts"] if raw in f["raw"]]
        assert sum(len({e["source"] for e in f["evidence"]}) for f in said) >= 2


def test_before_the_later_texts_were_out_only_the_dating_was_in_dispute() -> None:
    import datetime

    found = kg.open(as_of=datetime.date(2024, 12, 31)).conflicts().conflicts
    assert [c.about.id for c in found if c.kind in ("growth", "dates", "roles")] == [
        "pol-nev-guidance"
    ]
