"""Supply clusters in words, on two groups of firms with one tie between them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.clustering import ClustersAnswer
from kg.errors import NothingKnownError

Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}
FIRM = {"type": "Enterprise"}


@pytest.fixture
def two_groups(write_pack: Callable[..., Path], mini_rows: Rows) -> kg.Graph:
    """a1, a2, a3 and b1, b2, b3 supply each other all round; a1 supplies b1 too."""
    names = ["a1", "a2", "a3", "b1", "b2", "b3"]
    pairs = [("a1", "a2"), ("a2", "a3"), ("a3", "a1"), ("b1", "b2"), ("b2", "b3"), ("b3", "b1"),
             ("a1", "b1")]  # fmt: skip
    rows: Rows = {
        "sources": mini_rows["sources"],
        "places": mini_rows["places"],
        "chains": mini_rows["chains"],
        "segments": mini_rows["segments"],
        "organizations": [
            {"id": n, **FIRM, "name_zh": f"企业{n}", "name_en": n, **STATED} for n in names
        ],
        "supply": [
            {"id": f"sup-{a}-{b}", "supplier": a, "customer": b, **STATED} for a, b in pairs
        ],
        "activities": [{"id": "act-1", "agent": "a1", "segment": "parts", **STATED}],
        "locations": [{"id": "loc-1", "located": "b1", "place": "park", **STATED}],
        "roles": [
            {"id": "role-1", "holder": "a2", "role": "chain-leader", "chain": "cars", **STATED}
        ],
        "clusters": [
            {"id": "policy", "name_zh": "供应群 1：企业a1等（零部件）", "level": "city",
             "place": "town", **STATED},
        ],
    }  # fmt: skip
    return kg.open(write_pack(rows))


def _dealt(graph: kg.Graph) -> ClustersAnswer:
    return graph.clusters(["suppliesTo"])


def test_two_groups_are_found_whatever_the_seed(two_groups: kg.Graph) -> None:
    answer = _dealt(two_groups)
    found = {frozenset(ref.id for ref in row.members) for row in answer.rows}
    assert found == {frozenset({"a1", "a2", "a3"}), frozenset({"b1", "b2", "b3"})}
    assert answer.stability == 1.0
    # two triangles and a tie: 6/7 of the links inside, each group half of all ends
    assert answer.modularity == pytest.approx(6 / 7 - 1 / 2)


def test_a_cluster_counts_its_links_and_names_the_tie_that_leaves_it(two_groups: kg.Graph) -> None:
    first = next(row for row in _dealt(two_groups).rows if row.members[0].id.startswith("a"))
    assert (first.inside, first.cut, first.core) == (3, 1, 2)
    (tie,) = first.ties
    assert (tie.inside.id, tie.outside.id) == ("a1", "b1")


def test_a_cluster_is_described_by_segments_places_and_leaders(two_groups: kg.Graph) -> None:
    by_first = {row.members[0].id[0]: row for row in _dealt(two_groups).rows}
    assert [ref.id for ref in by_first["a"].segments] == ["parts"]
    assert [ref.id for ref in by_first["a"].leaders] == ["a2"]
    assert [ref.id for ref in by_first["b"].places] == ["park"]
    assert "No stated leader" in by_first["b"].why().en


def test_a_computed_cluster_never_bears_the_name_of_a_policy_cluster(
    two_groups: kg.Graph,
) -> None:
    names = {row.name.zh for row in _dealt(two_groups).rows}
    assert "供应群 1：企业a1等（零部件）" not in names


def test_things_without_a_link_are_in_no_cluster_and_counted(two_groups: kg.Graph) -> None:
    answer = two_groups.clusters()
    members = {ref.id for row in answer.rows for ref in row.members}
    assert "steel" not in members
    assert answer.single >= 1


def test_no_links_no_clusters(two_groups: kg.Graph) -> None:
    with pytest.raises(NothingKnownError):
        two_groups.clusters(["cooperatesWith"])
