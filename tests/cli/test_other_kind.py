"""What is known but not what was asked for: another kind of thing, a later day, no folder."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.errors import PackError

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_what_was_just_refused_is_not_offered_as_what_was_meant(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "某市", "--data", str(mini))
    assert done.returncode == 3
    assert "您是不是要找" not in done.stderr
    assert "这里有：\n  town\t某市" in done.stderr
    assert "可以试：\n  kg who --place 某市\n" in done.stderr


def test_a_misspelt_name_is_still_asked_back(run_kg: Run, mini: Path) -> None:
    done = run_kg("partners", "螺拴科技", "--data", str(mini))
    assert "您是不是要找：\n  bolt" in done.stderr
    assert "可以试" not in done.stderr


@pytest.mark.parametrize(("day", "said"), [("2030", True), ("2020", False)])
def test_a_day_after_the_end_of_the_pack_is_noted(
    run_kg: Run, mini: Path, day: str, *, said: bool
) -> None:
    last = kg.open(mini).last_day.isoformat()
    done = run_kg("find", "acme", "--data", str(mini), "--as-of", day)
    assert (f"数据包只到 {last}" in done.stderr) is said


def test_no_note_on_the_day_that_the_pack_ends(run_kg: Run, mini: Path) -> None:
    done = run_kg("find", "acme", "--data", str(mini))
    assert "数据包只到" not in done.stderr


def test_opening_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"no pack folder .*none"):
        kg.open(tmp_path / "none")
