"""Write a synthetic city: ``python tests/generator/make.py DIR --firms 30000 --seed 1``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

from generator import make_city, write_city  # noqa: E402 - found by the path set above


def main() -> None:
    """Read the arguments, write the pack, say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--firms", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--edges", type=int, help="supply relations (default: two a firm)")
    parser.add_argument("--known-structure", action="store_true",
                        help="plant communities that most relations stay within")  # fmt: skip
    given = parser.parse_args()
    city = make_city(given.firms, given.seed, edges=given.edges,
                     known_structure=given.known_structure)  # fmt: skip
    write_city(city, given.folder)
    rows = sum(map(len, city.tables.values()))
    print(f"{given.folder}: {rows} rows, {len(city.tables['supply'])} supply relations")


if __name__ == "__main__":
    main()
