"""Everything of one thing, on the mini pack."""

from __future__ import annotations

import kg
from kg.profiles import profile, profiles


def test_a_profile_holds_every_record_the_thing_stands_in(graph: kg.Graph) -> None:
    records = {fact.evidence.record for fact in graph.show("acme").facts}
    assert records == {"act-1", "own-2", "role-1", "sup-1", "sup-2"}


def test_a_fact_names_the_other_end_and_not_the_thing_itself(graph: kg.Graph) -> None:
    fact = next(f for f in graph.show("acme").facts if f.evidence.record == "sup-1")
    assert {v.property: v.text.zh for v in fact.values} == {"supplier": "螺栓科技", "since": "2024"}


def test_former_names_are_listed_as_names(graph: kg.Graph) -> None:
    assert graph.show("acme").names == ("老顶峰",)


def test_own_properties_leave_out_the_derived_direct_edges(graph: kg.Graph) -> None:
    properties = {value.property for value in graph.show("bolt").own}
    assert not properties & {"suppliesTo", "activeIn", "altName"}


def test_many_profiles_at_once_are_those_of_each(graph: kg.Graph) -> None:
    iris = [graph.resolve(name).iri for name in ("acme", "bolt", "chips", "town")]
    found = profiles(graph.store, iris, graph.scope)
    assert found == {iri: profile(graph.store, iri, graph.scope) for iri in iris}


def test_records_beyond_the_most_wanted_are_counted(graph: kg.Graph) -> None:
    iri = graph.resolve("acme").iri
    found = profiles(graph.store, [iri], graph.scope, most=2)[iri]
    whole = profile(graph.store, iri, graph.scope)
    assert {fact.evidence.record for fact in found.facts} == {"act-1", "own-2"}
    assert found.left_out == len(whole.facts) - 2


def test_what_is_no_thing_has_no_profile(graph: kg.Graph) -> None:
    assert profiles(graph.store, ["https://example.org/nobody"], graph.scope) == {}
