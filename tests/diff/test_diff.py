"""What changed between two packs, or between two days of one."""

from __future__ import annotations

import datetime
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.diff import Change

Rows = dict[str, list[dict[str, str]]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Write = Callable[..., Path]

STATED = {"source": "doc", "spans": "0-10"}
PARK = {"id": "loc-1", "located": "acme", "place": "park", **STATED}
CARS = {"id": "obs-1", "about": "acme", "indicator": "vehicle-output", "kind": "actual",
        "period_from": "2024", "period_to": "2024", "value": "1000", "raw": "1000辆",
        "unit": "vehicle", **STATED}  # fmt: skip


@pytest.fixture
def packs(write_pack: Write, mini_rows: Rows) -> Callable[[Rows, Rows], tuple[Path, Path]]:
    """Two versions of the mini pack, each with some tables of its own."""

    def make(before: Rows, after: Rows) -> tuple[Path, Path]:
        return (
            write_pack({**mini_rows, **before}, name="mini"),
            write_pack({**mini_rows, **after}, name="next"),
        )

    return make


def changes(packs: tuple[Path, Path]) -> tuple[Change, ...]:
    return kg.open(packs[0]).diff(kg.open(packs[1])).changes


def test_a_row_that_came_is_added_with_all_its_cells(
    packs: Callable[..., tuple[Path, Path]],
) -> None:
    (change,) = changes(packs({}, {"locations": [PARK]}))
    assert (change.kind, change.file, change.id) == ("added", "locations.csv", "loc-1")
    assert {c.column: c.after for c in change.cells} == {
        "located": "acme", "place": "park", "status": "existing", "basis": "stated",
        "confidence": "high", "source": "doc", "spans": "0-10",
    }  # fmt: skip
    assert {c.before for c in change.cells} == {""}


def test_a_row_that_went_is_removed(packs: Callable[..., tuple[Path, Path]]) -> None:
    (change,) = changes(packs({"locations": [PARK]}, {}))
    assert (change.kind, change.id) == ("removed", "loc-1")
    assert {c.after for c in change.cells} == {""}


def test_a_row_that_changed_gives_the_columns_that_did(
    packs: Callable[..., tuple[Path, Path]],
) -> None:
    corrected = CARS | {"value": "1200", "raw": "1200辆", "scope": "出口"}
    (change,) = changes(packs({"observations": [CARS]}, {"observations": [corrected]}))
    assert change.kind == "changed"
    assert [(c.column, c.before, c.after) for c in change.cells] == [
        ("value", "1000", "1200"), ("raw", "1000辆", "1200辆"), ("scope", "", "出口"),
    ]  # fmt: skip


def test_order_of_rows_and_spans_zeros_and_namespace_are_no_change(
    packs: Callable[..., tuple[Path, Path]], mini_rows: Rows
) -> None:
    one = CARS | {"spans": "20-25;3-9"}
    same = CARS | {"spans": "3-9;20-25", "value": "1000.0"}
    turned = mini_rows["supply"][::-1]
    assert changes(packs({"observations": [one]}, {"observations": [same], "supply": turned})) == ()


def test_a_type_and_a_name_are_columns_as_any_other(
    packs: Callable[..., tuple[Path, Path]], mini_rows: Rows
) -> None:
    acme, *others = mini_rows["organizations"]
    renamed = acme | {"name_en": "Acme Motors", "type": "Consortium"}
    plain = {"activities": [], "supply": [], "roles": [], "ownership": [], "needs": []}
    found = changes(packs(plain, {**plain, "organizations": [renamed, *others]}))
    assert [(c.column, c.before, c.after) for change in found for c in change.cells] == [
        ("type", "Enterprise", "Consortium"), ("name_en", "Acme", "Acme Motors"),
    ]  # fmt: skip


def test_changes_are_sorted_by_file_then_id(packs: Callable[..., tuple[Path, Path]]) -> None:
    more = [PARK | {"id": name} for name in ("z", "a")]
    found = changes(packs({"observations": [CARS]}, {"locations": more}))
    assert [(c.file, c.id) for c in found] == [
        ("locations.csv", "a"), ("locations.csv", "z"), ("observations.csv", "obs-1"),
    ]  # fmt: skip


def test_swapping_the_packs_turns_every_change_round(
    packs: Callable[..., tuple[Path, Path]],
) -> None:
    one, other = packs({"locations": [PARK], "observations": [CARS]},
                       {"observations": [CARS | {"raw": "1000台"}]})  # fmt: skip
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there, back = changes((one, other)), changes((other, one))
    assert [(turned[c.kind], c.id) for c in there] == [(c.kind, c.id) for c in back]
    assert [(c.after, c.before) for d in there for c in d.cells] == [
        (c.before, c.after) for d in back for c in d.cells
    ]


def test_between_two_days_a_later_source_and_what_it_says_are_added(graph: kg.Graph) -> None:
    days = datetime.date(2025, 5, 31), datetime.date(2025, 6, 30)
    found = graph.diff(start=days[0], end=days[1]).changes
    assert [(c.kind, c.file, c.id) for c in found] == [
        ("added", "sources.csv", "late"), ("added", "supply.csv", "sup-3"),
    ]  # fmt: skip


def test_between_two_days_what_ended_is_removed(write_pack: Write, mini_rows: Rows) -> None:
    graph = kg.open(write_pack({**mini_rows, "locations": [PARK | {"until": "2025-06-10"}]}))
    days = datetime.date(2025, 6, 1), datetime.date(2025, 6, 15)
    found = graph.diff(start=days[0], end=days[1]).changes
    assert [(c.kind, c.id) for c in found] == [("removed", "loc-1")]


def test_the_command_writes_a_row_for_each_changed_cell_and_each_whole_row(
    packs: Callable[..., tuple[Path, Path]], run_kg: Run
) -> None:
    after = {"observations": [CARS | {"raw": "1000台"}], "locations": [PARK]}
    one, other = packs({"observations": [CARS]}, after)
    done = run_kg("diff", str(one), str(other), "--format", "tsv", lang="en")
    assert done.returncode == 0
    assert [line.split("\t") for line in done.stdout.splitlines()] == [
        ["change", "file", "id", "column", "before", "after"],
        ["added", "locations.csv", "loc-1", "", "",
         "located=acme place=park status=existing basis=stated confidence=high"
         " source=doc spans=0-10"],
        ["changed", "observations.csv", "obs-1", "raw", "1000辆", "1000台"],
    ]  # fmt: skip
    assert "1 rows added, 0 removed, 1 changed" in done.stderr


def test_json_counts_the_changes_and_lists_them(
    packs: Callable[..., tuple[Path, Path]], run_kg: Run
) -> None:
    one, other = packs({"observations": [CARS]}, {"observations": [CARS | {"raw": "1000台"}]})
    answer = json.loads(run_kg("diff", str(one), str(other), "--format", "json").stdout)
    assert answer == {
        "added": 0, "removed": 0, "changed": 1,
        "changes": [{"change": "changed", "file": "observations.csv", "id": "obs-1",
                     "cells": [{"column": "raw", "before": "1000辆", "after": "1000台"}]}],
    }  # fmt: skip


def test_no_difference_exits_3(mini: Path, run_kg: Run) -> None:
    done = run_kg("diff", str(mini), str(mini), lang="en")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no difference" in done.stderr


def test_two_days_of_a_pack_on_the_command_line(mini: Path, run_kg: Run) -> None:
    days = ("--from", "2025-05-31", "--to", "2025-06-30")
    done = run_kg("diff", "--data", str(mini), *days, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["late", "sup-3"]


@pytest.mark.parametrize(
    "args",
    [[], ["--from", "2025-01-01"], ["PACK"], ["PACK", "--to", "2025-01-01"],
     ["PACK", "PACK", "--from", "2025-01-01", "--to", "2025-02-01"],
     ["--from", "May", "--to", "2025-02-01"]],
)  # fmt: skip
def test_anything_else_is_a_usage_error(mini: Path, run_kg: Run, args: list[str]) -> None:
    done = run_kg("diff", *(str(mini) if a == "PACK" else a for a in args), lang="en")
    assert (done.returncode, done.stdout) == (2, "")
