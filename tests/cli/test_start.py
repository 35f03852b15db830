"""Commands that people type all day start without the heavy libraries."""

from __future__ import annotations

import subprocess
import sys

import pytest

import kg

_HEAVY = ["rdflib", "networkx", "pyvis", "IPython", "numpy", "scipy", "pypinyin", "pyshacl"]

_ASK = """
import sys
from kg.cli import main
try:
    main({args!r})
except SystemExit as done:
    assert not done.code, done.code
print("\\nLOADED", *sorted({{m.partition(".")[0] for m in sys.modules}}))
"""


@pytest.mark.parametrize("args", [["--help"], ["partners", "超聚变"]], ids=["help", "partners"])
def test_no_heavy_library_is_imported(zhengzhou: kg.Graph, args: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASK.format(args=args)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = set(done.stdout.rpartition("LOADED")[2].split())
    assert "kg" in loaded
    assert not loaded & {*_HEAVY, "rich", "rapidfuzz"}
