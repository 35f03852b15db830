"""The same pack gives the same bytes: store and map, whatever the hash seed and the locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import kg

_ENCODING = "import locale; print(locale.getpreferredencoding())"


@pytest.fixture(params=["other hash seed", "GBK locale"])
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    """An environment that must make no difference; the GBK one only where it is installed."""
    if request.param == "other hash seed":
        return {"PYTHONHASHSEED": "31415"}
    gbk = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "0", "LC_ALL": "zh_CN.GBK"}
    encoding = _python("-c", _ENCODING, environment=gbk).strip().upper()
    if encoding not in ("GBK", "CP936"):
        pytest.skip("the locale zh_CN.GBK is not installed (.ci/run makes it)")
    return gbk


def test_a_build_of_the_bundled_pack_has_the_same_bytes(
    zhengzhou: kg.Graph, tmp_path: Path, environment: dict[str, str]
) -> None:
    _python("-m", "kg", "build", "-o", str(tmp_path / "store"), environment=environment)
    built = (tmp_path / "store" / "gen-1" / "facts.nq").read_bytes()
    assert len(built) > 1_000_000
    assert built == (zhengzhou.store.folder / "facts.nq").read_bytes()


def test_a_map_of_the_bundled_pack_has_the_same_bytes(
    zhengzhou: kg.Graph, tmp_path: Path, environment: dict[str, str]
) -> None:
    _python("-m", "kg", "map", "-o", str(tmp_path / "map.html"), environment=environment)
    page = (tmp_path / "map.html").read_bytes()
    assert "超聚变".encode() in page
    assert page == zhengzhou.map(tmp_path / "here.html").read_bytes()


def _python(*args: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *args],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8", "replace")
