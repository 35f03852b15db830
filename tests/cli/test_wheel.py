"""An installed kg outside the checkout works the same: ontology and data travel in the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kg command of a fresh environment that has only the wheel (and sees our libraries)."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("chainkg-*.whl")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    # A path line in a .pth file does not run the .pth files found there, so an editable
    # install of this checkout stays out of sight.
    (site,) = (folder / "venv").rglob("site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python.with_name("kg")


def test_the_wheel_answers_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [str(installed), "partners", "超聚变", "--lang", "en"],
        cwd=tmp_path,
        env={**os.environ, "KG_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "zz001" in done.stdout


def test_the_wheel_does_not_use_the_checkout(installed: Path, tmp_path: Path) -> None:
    python = installed.with_name("python")
    done = subprocess.run(
        [str(python), "-c", "import kg.paths as p; print(p.ontology_dir(), p.bundled_pack())"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert str(ROOT) not in done.stdout
    assert "_bundled" in done.stdout
