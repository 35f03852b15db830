"""The JSON of ``kg partners``: its fields are those that the docstrings name, and no others."""

from __future__ import annotations

import inspect
import json
import re
from typing import Any

import kg
from kg.partners import Coverage, Crowd, Partner, PartnerAnswer, Peer, RoleCoverage
from kg.records import Ref


def _documented(cls: Any) -> set[str]:
    said = inspect.getdoc(cls.as_json) or ""
    return set(re.findall(r"``(\w+)``", said))


def test_the_answer_has_the_documented_fields(town: kg.Graph) -> None:
    assert set(town.partners("acme").as_json()) == _documented(PartnerAnswer)


def test_every_row_has_the_documented_fields(town: kg.Graph) -> None:
    for row in town.partners("acme", tier=3).as_json()["partners"]:
        assert set(row) == _documented(Partner)


def test_peers_and_crowds_have_the_documented_fields(town: kg.Graph) -> None:
    answer = town.partners("acme")
    assert set(answer.as_json()["peers"][0]) == _documented(Peer)
    crowd = Crowd(answer.firm, 100)
    assert set(crowd.as_json()) == _documented(Crowd)


def test_coverage_has_the_documented_fields(town: kg.Graph) -> None:
    coverage = town.partners("acme").as_json()["coverage"]
    assert set(coverage) == _documented(Coverage)
    assert set(coverage["roles"][0]) == _documented(RoleCoverage)


def test_what_a_partner_is_met_by_is_a_thing_or_null(town: kg.Graph) -> None:
    rows = town.partners("acme", tier=2).as_json()["partners"]
    paths = {row["partner"]["id"]: [step["id"] for step in row["path"]] for row in rows}
    via = {row["partner"]["id"]: row["via"] and row["via"]["id"] for row in rows}
    assert (via["bolt"], paths["bolt"]) == (None, ["acme", "bolt"])
    assert (via["builder"], paths["builder"]) == ("works", ["plant", "works", "builder"])
    assert (via["core"], paths["core"]) == ("bolt", ["acme", "bolt", "core"])


def test_the_command_writes_what_the_answer_is(town: kg.Graph, tmp_path, run_kg) -> None:
    said = run_kg("partners", "acme", "--data", str(tmp_path / "town"), "--format", "json")
    assert json.loads(said.stdout) == json.loads(json.dumps(town.partners("acme").as_json()))


def test_a_stated_group_says_its_number() -> None:
    ref = Ref("i", "many", kg.errors.Text("多", "Many"), "Enterprise", kg.errors.Text("", ""), "",
              40, "more-than")  # fmt: skip
    assert RoleCoverage("supplier", 1, (ref,)).as_json()["stated"][0]["count"] == 40
