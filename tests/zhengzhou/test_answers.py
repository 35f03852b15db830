"""The bundled pack answers what the texts say and nothing else.

``tests/expected/partners.toml`` was written down from the texts; the partner lists before the
tables existed, the rest checked against the texts by a second reader.
"""

from __future__ import annotations

import subprocess
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg

Run = Callable[..., "subprocess.CompletedProcess[str]"]

EXPECTED: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "expected" / "partners.toml").read_text("utf-8")
)
FIRMS = ["超聚变", "上汽乘用车郑州基地", "郑州比亚迪"]
_RELATION = {
    "agreedWith": "agreement",
    "cooperatesWith": "cooperation",
    "drewIn": "attraction",
    "memberOf": "membership",
    "owns": "ownership",
    "participatesIn": "participation",
    "suppliesTo": "supply",
}


@pytest.mark.parametrize("firm", FIRMS)
def test_partners_are_those_of_the_texts_and_no_others(zhengzhou: kg.Graph, firm: str) -> None:
    answer = zhengzhou.partners(firm)
    found = {
        (
            row.partner.id,
            _RELATION[row.relation],
            row.direction,
            row.evidence.source,
            row.of.id,
        )
        for row in answer.rows
        if row.via is None
    }
    expected = {
        (p["partner"], p["relation"], p["direction"], p["source"], p.get("via", answer.firm.id))
        for p in EXPECTED[firm]["partners"]
    }
    assert found == expected


@pytest.mark.parametrize("firm", FIRMS)
def test_who_stands_beside_a_firm_is_what_the_tables_give_by_hand(
    zhengzhou: kg.Graph, firm: str
) -> None:
    found = [
        (row.partner.id, row.via.id, tuple(evidence.record for evidence in row.records))
        for row in zhengzhou.partners(firm).rows
        if row.via
    ]
    expected = [(p["partner"], p["over"], tuple(p["records"])) for p in EXPECTED[firm]["beside"]]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("firm", FIRMS)
def test_every_partner_row_of_a_text_has_spans_and_says_its_basis(
    zhengzhou: kg.Graph, firm: str
) -> None:
    for row in zhengzhou.partners(firm).rows:
        assert row.evidence.basis in ("stated", "derived")
        assert row.evidence.spans, row.evidence.record


def test_the_profile_of_yutong_bus_holds_the_facts_of_the_texts_and_no_others(
    zhengzhou: kg.Graph,
) -> None:
    tables = {
        "Membership": "memberships", "Participation": "participations", "Ownership": "ownership",
        "Production": "production", "MarketPresence": "markets", "SegmentActivity": "activities",
        "Location": "locations", "Coverage": "coverage", "Observation": "observations",
        "Award": "awards",
    }  # fmt: skip
    found = Counter(
        (tables[fact.type], fact.evidence.source) for fact in zhengzhou.show("宇通客车").facts
    )
    assert found == Counter(
        (fact["table"], fact["source"]) for fact in EXPECTED["show"]["宇通客车"]["facts"]
    )


def test_every_fact_written_down_for_yutong_bus_is_in_its_profile(zhengzhou: kg.Graph) -> None:
    values = [
        {v.ref.id if v.ref else v.text.zh for v in fact.values}
        for fact in zhengzhou.show("宇通客车").facts
    ]
    for fact in EXPECTED["show"]["宇通客车"]["facts"]:
        wanted = {fact[key] for key in ("other", "value", "title") if key in fact}
        assert any(wanted <= found for found in values), fact


def test_the_automobile_chain_has_the_firms_of_the_texts_segment_by_segment(
    zhengzhou: kg.Graph,
) -> None:
    answer = zhengzhou.chain("汽车")
    assert answer.chain.id == EXPECTED["chain"]["汽车"]["id"]
    found = {s.segment.id: {f.thing.id for f in s.firms} for s in answer.segments}
    assert found == {s: set(firms) for s, firms in EXPECTED["chain"]["汽车"]["segments"].items()}


def test_only_what_the_texts_call_a_chain_leader_is_one_without_a_mark(
    zhengzhou: kg.Graph,
) -> None:
    roles = zhengzhou.chain("汽车").roles
    found = {(r.what.zh, r.thing.id, r.evidence.source) for r in roles}
    chain = EXPECTED["chain"]["汽车"]
    assert found == {
        *(("链主", r["id"], r["source"]) for r in chain["leaders"]),
        *(("龙头企业", r["id"], r["source"]) for r in chain["leading_firms"]),
        ("专班", "zz-gov-taskforce", "zz000"),
    }
    assert {r.thing.id for r in roles if r.evidence.basis == "outside"} == {"byd"}


def test_what_is_only_planned_does_not_serve_a_segment(zhengzhou: kg.Graph) -> None:
    states = {s.segment.id: s.state for s in zhengzhou.chain("汽车").segments}
    assert states["seg-test"] == "planned"
    assert states["seg-auto-sensors"] == "needed"
    assert states["seg-seat"] == "unnamed"


@pytest.mark.parametrize(("lang", "supplier"), [("zh", "供应商"), ("en", "supplier")])
def test_the_command_line_gives_the_same_rows_in_both_languages(
    run_kg: Run, zhengzhou: kg.Graph, lang: str, supplier: str
) -> None:
    said = run_kg("partners", "上汽乘用车郑州基地", "--lang", lang).stdout.splitlines()
    assert len(said) - 1 == len(zhengzhou.partners("saic-zz-base").rows)
    assert any(line.startswith(supplier) and "zz002:540-551" in line for line in said)


def test_the_pack_is_as_large_as_a_first_cut_has_to_be(zhengzhou: kg.Graph) -> None:
    counts = zhengzhou.store.manifest["counts"]
    schema_things = zhengzhou.store.select(
        "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a/rdfs:subClassOf* kg:Thing ; kg:basis ?b }"
    )
    assert int(schema_things[0]["n"].value) >= 150
    records = zhengzhou.store.select(
        "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r a/rdfs:subClassOf+ kg:Record }"
    )
    assert int(records[0]["n"].value) >= 250
    assert counts["sources"] >= 5


@pytest.mark.parametrize("source", ["zz000", "zz001", "zz002", "zz003", "zz004"])
def test_every_text_is_read_into_records(zhengzhou: kg.Graph, source: str) -> None:
    document = f"<https://w3id.org/chainkg/id/zhengzhou/{source}>"
    rows = zhengzhou.store.select(
        f"SELECT (COUNT(DISTINCT ?r) AS ?n) {{ ?r kg:source {document} ; kg:passage ?p }}"
    )
    assert int(rows[0]["n"].value) > 40
