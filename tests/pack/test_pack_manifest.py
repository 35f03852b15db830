"""pack.toml: what a pack says of itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Scan

ScanFiles = Callable[..., "Scan"]
GOOD = """\
[pack]
id = "town"
title = { zh = "某市产业链", en = "Chains of a town" }
prefix = "tn"
namespace = "https://w3id.org/chainkg/id/town/"
region = "410300"
license = "CC-BY-4.0"
as_of = 2025-06-30

[minimum]
people = 0
"""


def test_a_pack_says_what_it_is(scan_files: ScanFiles, folder: Path) -> None:
    pack = scan_files({"pack.toml": GOOD}).pack
    assert pack is not None
    assert (pack.id, pack.prefix, pack.namespace, pack.region, pack.license) == (
        "town", "tn", "https://w3id.org/chainkg/id/town/", "410300", "CC-BY-4.0",
    )  # fmt: skip
    assert pack.title == ("某市产业链", "Chains of a town")
    assert pack.as_of == datetime.date(2025, 6, 30)
    assert pack.folder == folder


def test_a_manifest_in_gbk_is_read_with_a_notice(scan_files: ScanFiles) -> None:
    scan = scan_files({"pack.toml": GOOD.encode("gbk")})
    found = scan.only()
    assert (found.where(), found.severity) == ("town/pack.toml:3", "notice")
    assert found.remedy.en.endswith("save it as UTF-8 in a text editor (not Excel)")
    assert scan.pack is not None
    assert scan.pack.title.zh == "某市产业链"


@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ('id = "town"\n', "", "town/pack.toml", "missing-key"),
        ('id = "town"', 'id = "a town"', "town/pack.toml:2:id", "bad-key"),
        ('id = "town"', "id = 7", "town/pack.toml:2:id", "missing-key"),
        (', en = "Chains of a town"', "", "town/pack.toml:3:title", "bad-title"),
        ('"tn"', '"TN"', "town/pack.toml:4:prefix", "bad-key"),
        ('"tn"', '"kg"', "town/pack.toml:4:prefix", "taken-prefix"),
        ("town/", "town", "town/pack.toml:5:namespace", "bad-namespace"),
        ("https://w3id.org", "https://a b", "town/pack.toml:5:namespace", "bad-namespace"),
        ("id/town/", "id/", "town/pack.toml:5:namespace", "taken-namespace"),
        ("410300", "4103", "town/pack.toml:6:region", "bad-key"),
        ('"CC-BY-4.0"', '""', "town/pack.toml:7:license", "missing-key"),
        ("2025-06-30", '"2025-06-30"', "town/pack.toml:8:as_of", "bad-as-of"),
        ("2025-06-30", "2025-06-30T10:00:00", "town/pack.toml:8:as_of", "bad-as-of"),
        ("as_of", "as_off", "town/pack.toml:8:as_off", "unknown-key"),
        ("people = 0", "peple = 0", "town/pack.toml:11:peple", "unknown-table"),
        ("people = 0", 'people = "0"', "town/pack.toml:11:people", "bad-minimum"),
        ("people = 0", "people = -1", "town/pack.toml:11:people", "bad-minimum"),
        ("[minimum]\npeople = 0", "[minimun]", "town/pack.toml:10:minimun", "unknown-key"),
        ('region = "410300"', "region = 4103x", "town/pack.toml:6", "bad-toml"),
        ("[pack]", "[pak]", "town/pack.toml", "no-pack-section"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_it_is_named_by_its_line(
    scan_files: ScanFiles, old: str, new: str, where: str, code: str
) -> None:
    assert old in GOOD
    scan = scan_files({"pack.toml": GOOD.replace(old, new, 1)})
    assert scan.pack is None
    assert (where, code) in [(f.where(), f.code) for f in scan.findings]


def test_a_missing_manifest_is_named(scan_files: ScanFiles) -> None:
    found = scan_files({"pack.toml": None}).only()
    assert (found.where(), found.code) == ("town", "no-manifest")


def test_a_table_that_shrank_is_an_error(scan_files: ScanFiles) -> None:
    found = scan_files({"pack.toml": GOOD.replace("people = 0", "people = 2")}).only()
    assert (found.where(), found.code, found.severity) == ("town/people.csv", "shrunk", "error")
    assert "0 rows" in found.message.en
