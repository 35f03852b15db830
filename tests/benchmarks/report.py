"""A whole report of a city of 10,000 firms: ``python tests/benchmarks/report.py [DIR]``.

Makes the pack (tests/generator, seed 1), builds it, and times ``kg report chain-auto`` in cold
processes, the store in the cache. Peer, in turns with it so that a busy machine slows both alike:
``kg export jsonld`` of the same city, all facts in one file without a page or a list. Goals:
10 s and 1 GB. With DIR, pack, store and reports are kept there and used again.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from generator import make_city, write_city  # noqa: E402 - found by the path set above

RUNS = 3
SECONDS_GOAL, MEMORY_GOAL = 10.0, 1024.0
_RUN = """
import sys
from kg.cli import main
try:
    main(sys.argv[1:])
except SystemExit as left:
    if left.code:
        raise
try:
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
except ImportError:  # Windows has no such count
    print("nan")
"""


def measured(command: list[str]) -> tuple[float, float]:
    """Seconds of wall time and peak MB of one run."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *command], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - start, float(done.stdout.split()[-1])


def main() -> None:
    """Make, build, time; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--firms", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        os.environ["KG_CACHE"] = str(folder / "cache")
        pack = str(write_city(make_city(given.firms), folder / f"pack-{given.firms}"))
        measured(["chain", "chain-auto", "--data", pack])  # builds the store
        cases = {
            "kg export jsonld": ["export", "jsonld", "-o", str(folder / "city.jsonld")],
            "kg report chain-auto": ["report", "chain-auto", "-o", str(folder / "report")],
        }
        runs: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
        for _ in range(RUNS):
            for name, command in cases.items():
                runs[name].append(measured([*command, "--data", pack]))
        files = [path for path in (folder / "report").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files) / 2**20
        peer = statistics.median(seconds for seconds, _ in runs["kg export jsonld"])
        for name, found in runs.items():
            seconds = statistics.median(seconds for seconds, _ in found)
            spread = f"{min(found)[0]:.1f}-{max(found)[0]:.1f}"
            peak = max(peak for _, peak in found)
            print(f"{name:22} {seconds:6.1f} s  ({spread})  {seconds / peer:.2f} x  {peak:5.0f} MB")
        print(f"goals of the report: {SECONDS_GOAL:.0f} s, {MEMORY_GOAL:.0f} MB;"
              f" it wrote {len(files)} files, {size:.0f} MB")  # fmt: skip
        if hasattr(os, "getloadavg"):
            print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
