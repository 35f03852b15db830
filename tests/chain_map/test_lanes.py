"""Which lane a segment stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import kg

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}


def _segment(name: str, position: str, **more: str) -> dict[str, str]:
    return {"id": name, "name_zh": name, "chain": "cars", "position": position, **STATED, **more}


def _lanes(graph: kg.Graph, *chains: str) -> list[tuple[str, str, list[str]]]:
    map_ = graph.chain_map(*chains)
    return [
        (lane.key, lane.kind, [b.segment.id for b in map_.boxes if b.lane == lane.key])
        for lane in map_.lanes
    ]


def test_a_chain_is_one_lane(graph: kg.Graph) -> None:
    assert _lanes(graph) == [("cars", "chain", ["chips", "steel", "parts", "vehicles"])]


def test_a_branch_at_one_end_of_the_chain_is_no_lane(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    more = [_segment("bolts", "upstream", broader="parts")]
    rows = {**mini_rows, "segments": [*mini_rows["segments"], *more]}
    ((_, kind, segments),) = _lanes(kg.open(write_pack(rows)))
    assert (kind, "bolts" in segments) == ("chain", True)


def test_a_branch_from_one_end_towards_the_other_is_a_lane_and_the_chain_stays_in_the_middle(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    more = [
        _segment("power", "upstream"),
        _segment("cells", "upstream", broader="power"),
        _segment("reuse", "downstream", broader="power"),
        _segment("data", "upstream"),
        _segment("driving", "downstream", broader="data"),
    ]
    rows = {**mini_rows, "segments": [*mini_rows["segments"], *more]}
    assert _lanes(kg.open(write_pack(rows))) == [
        ("power", "branch", ["power", "cells", "reuse"]),
        ("cars", "chain", ["chips", "steel", "parts", "vehicles"]),
        ("data", "branch", ["data", "driving"]),
    ]


def test_several_chains_have_a_lane_each_and_a_shared_segment_a_box_in_both(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    bikes = {"id": "bikes", "name_zh": "自行车产业链", "level": "city", "place": "town", **STATED}
    rows = {
        **mini_rows,
        "chains": [*mini_rows["chains"], bikes],
        "segments": [
            {**row, "chain": "cars;bikes"} if row["id"] == "parts" else row
            for row in mini_rows["segments"]
        ],
    }
    assert _lanes(kg.open(write_pack(rows))) == [
        ("cars", "chain", ["chips", "steel", "parts", "vehicles"]),
        ("bikes", "chain", ["parts"]),
    ]
