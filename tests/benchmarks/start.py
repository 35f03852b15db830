"""Cold start beside a named peer: ``python tests/benchmarks/start.py``.

Peer: ``python -c "import click, pyoxigraph"``. Goals: ``kg --help`` within 2 times, and
``kg partners NAME`` on the built pack within 3 times its wall time. Medians of 15 runs, taken
in turns so that a busy machine slows all of them alike.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 15
_KG = [sys.executable, "-m", "kg"]
CASES = {
    "import click, pyoxigraph": [sys.executable, "-c", "import click, pyoxigraph"],
    "kg --help": [*_KG, "--help"],
    "kg partners 超聚变": [*_KG, "partners", "超聚变"],
}


def main() -> None:
    """Print one line a case: median in ms, and its ratio to the peer."""
    subprocess.run(CASES["kg partners 超聚变"], check=True, capture_output=True)
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(RUNS):
        for name, command in CASES.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(values) for name, values in times.items()}
    peer = next(iter(medians.values()))
    for name, median in medians.items():
        spread = f"{min(times[name]) * 1000:.0f}-{max(times[name]) * 1000:.0f}"
        print(f"{name:28} {median * 1000:6.0f} ms  ({spread})  {median / peer:.2f} x")


if __name__ == "__main__":
    main()
