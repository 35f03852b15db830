"""How much the bundled pack holds, by type and by source: it may grow, not shrink silently."""

from __future__ import annotations

import pytest

import kg

# things and records that rest on each document
BY_SOURCE = {"zz000": 350, "zz001": 455, "zz002": 240, "zz003": 330, "zz004": 140}
BY_TYPE = {
    "AdministrativeArea": 15, "Agreement": 2, "Attraction": 15, "Award": 60, "ChainRole": 11,
    "ChainSegment": 55, "Cluster": 12, "Cooperation": 12, "Coverage": 120, "Enterprise": 45,
    "Event": 12, "Facility": 23, "IndustrialChain": 6, "Location": 75, "MarketPresence": 14,
    "Membership": 79, "Naming": 220, "Need": 18, "Observation": 150, "Ownership": 26,
    "Participation": 80, "Person": 2, "PolicyDocument": 9, "Post": 4, "Product": 12,
    "ProductFamily": 45, "Production": 65, "Project": 19, "ResearchBody": 5,
    "SegmentActivity": 85, "SegmentFlow": 58, "SupplyRelation": 7, "Technology": 20,
}  # fmt: skip


@pytest.mark.parametrize("source", BY_SOURCE)
def test_rows_that_rest_on_a_document(zhengzhou: kg.Graph, source: str) -> None:
    document = f"<https://w3id.org/chainkg/id/zhengzhou/{source}>"
    (row,) = zhengzhou.store.select(
        f"SELECT (COUNT(DISTINCT ?r) AS ?n) {{ ?r kg:source {document} ; kg:passage ?p }}"
    )
    assert int(row["n"].value) >= BY_SOURCE[source]


def test_things_and_records_by_type(zhengzhou: kg.Graph) -> None:
    rows = zhengzhou.store.select(
        "SELECT ?type (COUNT(?x) AS ?n) { ?x a ?type ; kg:basis ?basis } GROUP BY ?type"
    )
    found = {row["type"].value.rpartition("#")[2]: int(row["n"].value) for row in rows}
    shrunk = {t: (found.get(t, 0), n) for t, n in BY_TYPE.items() if found.get(t, 0) < n}
    assert not shrunk
