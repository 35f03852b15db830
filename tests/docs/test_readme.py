"""What the README shows is what the commands print."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import kg

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def readme() -> ModuleType:
    spec = importlib.util.spec_from_file_location("readme", Path(__file__).with_name("readme.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["README.md", "kg/WALKTHROUGH.md", "kg/RISK.md"])
def test_every_output_on_a_page_is_what_the_command_prints(
    readme: ModuleType, zhengzhou: kg.Graph, page: str
) -> None:
    assert page in readme.PAGES
    text = (ROOT / page).read_text("utf-8")
    assert len(readme.commands(text)) >= 4
    assert readme.regenerated(text) == text


def test_ci_runs_exactly_the_test_command_of_the_readme() -> None:
    line = 'python -m pip install -e ".[dev]" && python -m pytest'
    assert line in (ROOT / "README.md").read_text("utf-8")
    assert "python -m pytest" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_changelog_has_a_section_for_this_version() -> None:
    assert f"## {kg.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_dependency_has_a_lower_bound_and_no_upper_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert all(">=" in line and "<" not in line for line in wanted)
