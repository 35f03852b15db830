"""The page of commands is what the command line does: options, examples, exit codes."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import kg
from kg.cli import COMMANDS
from kg.paths import bundled_pack

Run = Callable[..., "subprocess.CompletedProcess[str]"]
STATED = {"source": "doc", "spans": "0-10"}


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "commands", Path(__file__).with_name("commands.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


commands = _load()


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = commands.described("zh")
    return found


def test_the_page_is_what_the_command_line_says_of_itself() -> None:
    assert commands.PAGE.read_text("utf-8") == commands.page()


def test_every_verb_and_option_stands_on_the_page(described: dict[str, Any]) -> None:
    text = commands.PAGE.read_text("utf-8")
    for name, said in described.items():
        assert f"## kg {name}\n" in text
        for record, _ in said["options"]:
            for flag in record.replace(",", " ").split():
                assert not flag.startswith("--") or flag in text


def test_every_verb_has_a_help_and_an_example(described: dict[str, Any]) -> None:
    for name, said in described.items():
        assert said["help"]
        assert all(line.startswith(f"kg {name}") for line in commands.examples(said)), name


# The documents themselves are no part of the project: verify runs, and finds them missing. The
# bundled texts tell of too few supply relations: shock says so. Tasks are a task force's own, so
# the bundled pack has none.
_MISSING = {"verify": {0, 1}, "shock": {3}, "tasks": {3}}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the files that the examples name."""
    folder = tmp_path / "desk"
    data = folder / "data"
    for name in ("data/zhengzhou", "旧包", "新包", "OLD_PACK", "NEW_PACK"):
        shutil.copytree(bundled_pack(), folder / name)
    for pack in ("旧包", "OLD_PACK"):
        towns = folder / pack / "people.csv"
        towns.write_text(towns.read_text("utf-8").replace("丁波", "丁某"), "utf-8")
    for name in ("报道.txt", "article.txt"):
        (folder / name).write_text("郑州的动力电池工厂", "utf-8")
    for name in ("原文", "texts"):
        (folder / name).mkdir()
    assert data.is_dir()
    return folder


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_example_runs(
    zhengzhou: kg.Graph, desk: Path, described: dict[str, Any], name: str, cache: Path
) -> None:
    for line in commands.examples(described[name]):
        luoyang = desk / "data" / "luoyang"
        if name == "check":
            shutil.copytree(bundled_pack(), luoyang, dirs_exist_ok=True)
        else:
            shutil.rmtree(luoyang, ignore_errors=True)
        done = subprocess.run(
            [sys.executable, "-m", "kg", *shlex.split(line)[1:]],
            cwd=desk, env={**os.environ, "KG_CACHE": str(cache), "PYTHONIOENCODING": "utf-8"},
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode in _MISSING.get(name, {0}), (line, done.stderr)


@pytest.fixture
def bench(
    write_pack: Callable[..., Path], mini_rows: dict[str, list[dict[str, str]]], tmp_path: Path
) -> Path:
    """A folder with the mini pack, the same pack broken, and a document."""
    twins = [{"id": f"p{n}", "type": "Product", "name_zh": "双名", "name_en": f"Twin {n}", **STATED}
             for n in (1, 2)]  # fmt: skip
    mini = write_pack({**mini_rows, "products": twins})
    shutil.copytree(mini, tmp_path / "broken")
    supply = tmp_path / "broken" / "supply.csv"
    supply.write_text(supply.read_text("utf-8").replace("acme", "nobody"), "utf-8")
    (tmp_path / "doc.txt").write_text("顶峰的工厂", "utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "code"), sorted(commands.PROOFS))
def test_every_exit_code_on_the_page_has_a_proof(
    bench: Path, cache: Path, name: str, code: int
) -> None:
    line = commands.PROOFS[name, code]
    done = subprocess.run(
        [sys.executable, "-m", "kg", *shlex.split(line)[1:]],
        cwd=bench, env={**os.environ, "KG_CACHE": str(cache)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == code, (line, done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_an_unknown_option_exits_2(run_kg: Run, name: str) -> None:
    done = run_kg(name, "--no-such-option")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--no-such-option" in done.stderr
