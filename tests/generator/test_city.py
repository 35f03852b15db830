"""A synthetic city is a valid pack, the same for the same arguments, with a city's structure."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

from generator import City, make_city, write_city
from kg.build import inspect

_MAKE = Path(__file__).with_name("make.py")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.fixture(scope="module")
def city() -> City:
    return make_city(2000, seed=3)


def _written(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _make(folder: Path, *options: str, hash_seed: str) -> dict[str, bytes]:
    subprocess.run(
        [sys.executable, str(_MAKE), str(folder), "--firms", "300", *options],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
    )
    return _written(folder)


@pytest.mark.parametrize("options", [(), ("--known-structure", "--edges", "500")])
def test_same_seed_gives_the_same_bytes_whatever_the_hash_seed(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    one = _make(tmp_path / "one", *options, hash_seed="0")
    assert one == _make(tmp_path / "two", *options, hash_seed="99")


def test_another_seed_gives_other_firms() -> None:
    names = [{f.named.zh for f in make_city(100, seed=seed).firms} for seed in (1, 2)]
    assert len(names[0] & names[1]) < 5


@pytest.mark.parametrize("known_structure", [False, True])
def test_a_city_of_300_firms_is_a_pack_without_findings(
    tmp_path: Path, known_structure: bool
) -> None:
    city = make_city(300, known_structure=known_structure)
    assert inspect([write_city(city, tmp_path / "city")]).findings == ()


def test_no_name_is_given_twice(city: City) -> None:
    rows = city.tables["organizations"]
    for column in ("name_zh", "name_en"):
        names = [row[column] for row in rows if row.get(column)]
        assert len(set(names)) == len(names) > 400


def test_names_have_place_brand_trade_and_legal_form(city: City) -> None:
    names = [firm.named.zh for firm in city.firms]
    assert sum(name.endswith(("公司", "厂")) for name in names) == len(names)
    assert sum("（郑州）" in name for name in names) > 100
    assert sum(name.endswith("分公司") for name in names) > 20
    assert sum(name.startswith("郑州") for name in names) > 600


def _check_characters(code: str) -> tuple[str, str]:
    """The check characters that GB 11714 and GB 32100 give for a credit code, by their tables."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    inner = 11 - sum(w * int(c, 36) for w, c in zip(weights, code[8:16], strict=True)) % 11
    powers = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    outer = 31 - sum(w * _ALPHABET.index(c) for w, c in zip(powers, code, strict=False)) % 31
    return {10: "X", 11: "0"}.get(inner, str(inner)), _ALPHABET[outer % 31]


def test_the_check_of_credit_codes_is_the_standard_one() -> None:
    # Of Baidu, as the national register publishes it.
    assert _check_characters("91110000802100433B") == ("3", "B")


def test_credit_codes_are_valid_and_no_two_firms_share_one(city: City) -> None:
    codes = [row["credit_code"] for row in city.tables["organizations"] if row.get("credit_code")]
    assert len(set(codes)) == len(codes) > 1700
    for code in codes:
        assert re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}", code)
        assert (code[16], code[17]) == _check_characters(code)


def test_segment_flows_run_in_no_circle(city: City) -> None:
    flows = [(row["from_segment"], row["to_segment"]) for row in city.tables["flows"]]
    graph: dict[str, set[str]] = {}
    for source, target in flows:
        graph.setdefault(target, set()).add(source)
    assert len(flows) > 80
    assert len(list(TopologicalSorter(graph).static_order())) > 50


def test_supply_is_scale_free(city: City) -> None:
    rows = [row for row in city.tables["supply"] if row["supplier"].startswith("f")]
    degree = Counter(end for row in rows for end in (row["supplier"], row["customer"]))
    links = sorted(degree[firm.id] for firm in city.firms)
    assert len(rows) == 4000
    assert links[-1] > 20 * median(links)


def test_suppliers_mostly_sit_in_a_segment_that_feeds_the_customers(city: City) -> None:
    segment = {firm.id: firm.segment for firm in city.firms}
    rows = [row for row in city.tables["supply"] if row["supplier"] in segment]
    along = [segment[r["customer"]].id in segment[r["supplier"]].feeds for r in rows]
    assert 0.8 < sum(along) / len(rows) < 0.9


def test_as_many_relations_as_asked_for_and_none_twice() -> None:
    city = make_city(300, edges=1200)
    pairs = [(r["supplier"], r["customer"]) for r in city.tables["supply"]]
    assert sum(supplier.startswith("f") for supplier, _ in pairs) == 1200
    assert len(set(pairs)) == len(pairs)
    assert all(supplier != customer for supplier, customer in pairs)


def test_known_structure_keeps_most_relations_within_communities() -> None:
    city = make_city(2000, known_structure=True)
    rows = [r for r in city.tables["supply"] if r["supplier"] in city.community]
    within = [city.community[r["supplier"]] == city.community[r["customer"]] for r in rows]
    assert len(set(city.community.values())) > 20
    assert sum(within) / len(rows) > 0.75


def test_joint_ventures_have_two_owners_who_share_the_whole(city: City) -> None:
    shares: dict[str, list[int]] = {}
    for row in city.tables["ownership"]:
        if row["kind"] == "joint-venture":
            shares.setdefault(row["owned"], []).append(int(row["share"]))
    assert len(shares) > 10
    assert all(len(two) == 2 and sum(two) == 100 for two in shares.values())


def test_chain_leaders_are_well_linked(city: City) -> None:
    degree = Counter(r[end] for r in city.tables["supply"] for end in ("supplier", "customer"))
    leaders = [r["holder"] for r in city.tables["roles"] if r["role"] == "chain-leader"]
    assert min(degree[leader] for leader in leaders) > 3 * median(degree.values())


def test_too_few_firms_are_refused() -> None:
    with pytest.raises(ValueError, match="99 firms"):
        make_city(99)
