"""A pack of 30,000 firms beside the bundled one: ``python tests/benchmarks/large_pack.py [DIR]``.

Makes the pack (tests/generator, seed 1), builds it phase by phase, and times commands on both
packs: cold processes, the store in the cache, medians of 9 runs taken in turns so that a busy
machine slows both alike. Peer: the same command on the bundled pack. Goals: a build within
120 s and 4 GB; ``kg partners NAME`` within 1.5 times. With DIR, pack and stores are kept there
and used again.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from generator import City, make_city, write_city  # noqa: E402 - found by the path set above

RUNS = 9
BUILD_GOAL, MEMORY_GOAL, RATIO_GOAL = 120.0, 4096.0, 1.5
_BUILD = """
import sys, time
from pathlib import Path
from kg.cache import store_root
from kg.build import build

pack, start = Path(sys.argv[1]), time.perf_counter()
taken, now = {}, ["start", start]

def progress(phase):
    at = time.perf_counter()
    name = now[0].split()[0]
    taken[name] = taken.get(name, 0.0) + at - now[1]
    now[:] = [phase if phase.split()[0] in PHASES else "checks", at]

PHASES = ("read", "map", "shapes", "load", "names", "edges", "write")
build([pack], store_root([pack]), progress=progress)
progress("end")
for name, seconds in taken.items():
    print(f"  {name:8} {seconds:7.1f} s")
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
except ImportError:  # Windows has no such count
    peak = float("nan")
print(f"{time.perf_counter() - start:.1f} {peak:.0f}")
"""


def build(pack: Path) -> None:
    """Build the pack into the cache, and print each phase with its seconds."""
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(pack)], check=True, capture_output=True, text=True
    )
    *phases, total = done.stdout.splitlines()
    seconds, peak = map(float, total.split())
    print("\n".join(phases))
    print(f"  whole    {seconds:7.1f} s (goal {BUILD_GOAL:.0f})  peak {peak:.0f} MB"
          f" (goal {MEMORY_GOAL:.0f})")  # fmt: skip


def names_to_ask(city: City) -> dict[str, str]:
    """Two firms with supply relations: one with the middle number of them, and the most linked."""
    named = {firm.id: firm.named.zh for firm in city.firms}
    ends = (row[end] for row in city.tables["supply"] for end in ("supplier", "customer"))
    degree = Counter(end for end in ends if end in named)
    ranked = sorted(degree, key=lambda firm: (degree[firm], firm))
    return {
        "a firm in the middle": named[ranked[len(ranked) // 2]],
        "the most linked firm": named[ranked[-1]],
    }


def milliseconds(command: list[str]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *command], check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def compare(cases: dict[str, list[str]]) -> None:
    """Print medians of the cases, and the ratio of each to the first."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(RUNS):
        for name, command in cases.items():
            times[name].append(milliseconds(command))
    medians = {name: statistics.median(values) for name, values in times.items()}
    peer = next(iter(medians.values()))
    for name, median in medians.items():
        spread = f"{min(times[name]):.0f}-{max(times[name]):.0f}"
        print(f"  {name:32} {median:6.0f} ms  ({spread})  {median / peer:.2f} x")


def main() -> None:
    """Make, build, time; see the head of this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--firms", type=int, default=30_000)
    parser.add_argument("--built", action="store_true", help="leave out the build, if it stands")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        os.environ["KG_CACHE"] = str(folder / "cache")
        city = make_city(given.firms)
        pack = write_city(city, folder / f"pack-{given.firms}")
        if not given.built:
            print(f"building {given.firms} firms", flush=True)
            build(pack)
        milliseconds(["partners", "比亚迪"])  # builds the bundled pack
        print(f"kg partners NAME, cold (goal {RATIO_GOAL} x)")
        cases = {"bundled pack, 比亚迪": ["partners", "比亚迪"]}
        for what, name in names_to_ask(city).items():
            cases[f"{given.firms} firms, {what}"] = ["partners", name, "--data", str(pack)]
        compare(cases)


if __name__ == "__main__":
    main()
