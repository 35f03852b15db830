"""The same pack gives the same bytes: store and map, whatever the hash seed and the locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import kg

_WAYS = (
    {"PYTHONHASHSEED": "0"},
    {
        "PYTHONHASHSEED": "31415",
        "PYTHONUTF8": "0",
        "LC_ALL": "zh_CN.GBK",
        "PYTHONIOENCODING": "gbk",
    },
)


def test_two_builds_of_the_bundled_pack_have_the_same_bytes(
    zhengzhou: kg.Graph, tmp_path: Path
) -> None:
    products = [(zhengzhou.store.folder / "facts.nq").read_bytes()]
    for n, environment in enumerate(_WAYS):
        store = tmp_path / f"store{n}"
        _kg("build", "-o", str(store), environment=environment)
        products.append((store / "gen-1" / "facts.nq").read_bytes())
    assert len(products[0]) > 1_000_000
    assert products[0] == products[1] == products[2]


def test_two_maps_of_the_bundled_pack_have_the_same_bytes(
    zhengzhou: kg.Graph, tmp_path: Path
) -> None:
    pages = []
    for n, environment in enumerate(_WAYS):
        _kg("map", "-o", str(tmp_path / f"{n}.html"), environment=environment)
        pages.append((tmp_path / f"{n}.html").read_bytes())
    assert "超聚变".encode() in pages[0]
    assert pages[0] == pages[1]


def _kg(*args: str, environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "kg", *args],
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
