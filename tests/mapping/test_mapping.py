"""Rows to triples: what each cell becomes, and references that lead nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Finding
from kg.mapping import Mapped, map_packs, thing_iri
from kg.pack import Pack, read_pack
from kg.pack.cells import Bad, cell_readers
from kg.schema import Schema
from kg.vocab import KG, PREFIXES, RDF_TYPE, RDFS_LABEL, XSD

Rows = dict[str, list[dict[str, str]]]
WritePack = Callable[..., Path]
MapRows = Callable[[Rows], Mapped]

NS = "https://w3id.org/chainkg/id/mini/"
DOC = {"id": "doc", "name_zh": "某报", "kind": "text", "published_from": "2025-05"}
ACME = {"id": "acme", "type": "Enterprise", "name_zh": "顶峰", "name_en": "Acme"}
BOLT = {"id": "bolt", "type": "Enterprise", "name_zh": "螺栓"}
PRESS = {"id": "press", "name_zh": "冲压线"}


@pytest.fixture
def map_rows(write_pack: WritePack, schema: Schema) -> MapRows:
    """Map one pack of these rows."""

    def mapped(rows: Rows) -> Mapped:
        return map_packs([read_pack(write_pack(rows), schema)], schema)

    return mapped


def _objects(mapped: Mapped, id_: str, prop: str) -> list[str]:
    """Objects of a property of a row, as N-Triples."""
    return [
        str(t.object)
        for t in mapped.triples
        if str(t.subject) == f"<{NS}{id_}>" and str(t.predicate) == f"<{prop}>"
    ]


def _only(mapped: Mapped) -> Finding:
    (found,) = mapped.findings
    return found


# ---------------------------------------------------------------- what cells become


def test_a_row_is_one_node_of_its_class(map_rows: MapRows) -> None:
    mapped = map_rows({"organizations": [ACME]})
    assert _objects(mapped, "acme", RDF_TYPE) == [f"<{KG}Enterprise>"]
    assert mapped.origin[NS + "acme"].line == 2


def test_labels_carry_their_language(map_rows: MapRows) -> None:
    mapped = map_rows({"organizations": [ACME]})
    assert _objects(mapped, "acme", RDFS_LABEL) == ['"Acme"@en', '"顶峰"@zh']


def test_concepts_become_their_iris_and_defaults_are_facts(map_rows: MapRows) -> None:
    mapped = map_rows({"organizations": [ACME | {"status": "planned"}]})
    assert _objects(mapped, "acme", KG + "status") == [f"<{KG}status-planned>"]
    assert _objects(mapped, "acme", KG + "basis") == [f"<{KG}basis-stated>"]


def test_codes_and_texts_are_plain_strings(map_rows: MapRows) -> None:
    mapped = map_rows(
        {"places": [{"id": "p", "type": "Park", "name_zh": "区", "code": "041010", "note": "7"}]}
    )
    assert _objects(mapped, "p", KG + "regionCode") == ['"041010"']
    assert _objects(mapped, "p", KG + "note") == ['"7"']


@pytest.mark.parametrize(
    ("since", "datatype"),
    [("2024", "gYear"), ("2024-02", "gYearMonth"), ("2024-02-01", "date")],
)
def test_dates_are_as_exact_as_they_were_written(
    map_rows: MapRows, since: str, datatype: str
) -> None:
    supply = {"id": "sup", "supplier": "bolt", "customer": "acme", "since": since}
    mapped = map_rows({"organizations": [ACME, BOLT], "supply": [supply]})
    assert _objects(mapped, "sup", KG + "since") == [f'"{since}"^^<{XSD}{datatype}>']


def test_numbers_are_plain_and_typed(map_rows: MapRows) -> None:
    observation = {
        "id": "obs", "about": "acme", "indicator": "industry-scale", "kind": "actual",
        "value": "300000000000.50", "unit": "CNY", "raw": "3000.000000005亿元",
    }  # fmt: skip
    mapped = map_rows({"organizations": [ACME | {"count": "007"}], "observations": [observation]})
    assert _objects(mapped, "obs", KG + "value") == [f'"300000000000.5"^^<{XSD}decimal>']
    assert _objects(mapped, "acme", KG + "statedCount") == [f'"7"^^<{XSD}integer>']


def test_addresses_are_literals_and_never_nodes(map_rows: MapRows) -> None:
    mapped = map_rows({"sources": [DOC | {"url": "https://a.example/"}]})
    assert _objects(mapped, "doc", KG + "url") == [f'"https://a.example/"^^<{XSD}anyURI>']


def test_references_become_the_nodes_of_rows(map_rows: MapRows) -> None:
    supply = {"id": "sup", "supplier": "bolt", "customer": "acme"}
    mapped = map_rows({"organizations": [ACME, BOLT], "supply": [supply]})
    assert _objects(mapped, "sup", KG + "supplier") == [f"<{NS}bolt>"]


def test_each_value_of_a_many_valued_cell_is_a_fact(map_rows: MapRows) -> None:
    places = [{"id": n, "type": "Park", "name_zh": n} for n in ("a", "b")]
    places.append({"id": "c", "type": "Park", "name_zh": "c", "within": "b；a;b"})
    mapped = map_rows({"places": places})
    assert _objects(mapped, "c", KG + "within") == [f"<{NS}a>", f"<{NS}b>"]


def test_spans_become_fragments_of_their_source(map_rows: MapRows) -> None:
    mapped = map_rows(
        {"sources": [DOC], "organizations": [ACME | {"source": "doc", "spans": "300-310;12-20"}]}
    )
    assert _objects(mapped, "acme", KG + "passage") == [
        f"<{NS}doc#char=12,20>",
        f"<{NS}doc#char=300,310>",
    ]


OUTPUT = {"id": "obs", "about": "acme", "kind": "actual", "value": "1", "unit": "vehicle",
          "raw": "1辆"}  # fmt: skip


def test_an_indicator_is_looked_up_in_the_scheme(map_rows: MapRows) -> None:
    row = OUTPUT | {"indicator": "vehicle-output"}
    mapped = map_rows({"organizations": [ACME], "observations": [row]})
    assert _objects(mapped, "obs", KG + "indicator") == [f"<{KG}indicator-vehicle-output>"]


def test_an_indicator_of_the_pack_goes_before_one_of_the_scheme(map_rows: MapRows) -> None:
    row = OUTPUT | {"indicator": "vehicle-output"}
    own = {"id": "vehicle-output", "type": "Indicator", "name_zh": "产量"}
    mapped = map_rows({"organizations": [ACME], "concepts": [own], "observations": [row]})
    assert _objects(mapped, "obs", KG + "indicator") == [f"<{NS}vehicle-output>"]


def test_the_pack_itself_is_a_dataset_named_by_its_namespace(map_rows: MapRows) -> None:
    mapped = map_rows({})
    dcterms = PREFIXES["dcterms"]
    assert [f"{t.predicate} {t.object}" for t in mapped.triples] == [
        f'<{dcterms}date> "2025-06-30"^^<{XSD}date>',
        f"<{dcterms}license> <https://spdx.org/licenses/CC-BY-4.0>",
        f'<{dcterms}title> "Test pack"@en',
        f'<{dcterms}title> "测试包"@zh',
        f"<{RDF_TYPE}> <{PREFIXES['dcat']}Dataset>",
    ]
    assert {str(t.subject) for t in mapped.triples} == {f"<{NS}>"}


def test_a_licence_may_be_an_address_or_a_name_that_is_none(
    write_pack: WritePack, schema: Schema
) -> None:
    pack = read_pack(write_pack({}), schema)
    for given_, iri in [
        ("https://a.example/licence", "https://a.example/licence"),
        ("own licence 1.0", "https://spdx.org/licenses/own-licence-1.0"),
    ]:
        mapped = map_packs([replace(pack, license=given_)], schema)
        assert f"<{iri}>" in {str(t.object) for t in mapped.triples}


# ---------------------------------------------------------------- references that lead nowhere


def test_an_unknown_reference_is_named_with_near_ids(map_rows: MapRows) -> None:
    supply = {"id": "sup", "supplier": "bolt", "customer": "acmee"}
    mapped = map_rows({"organizations": [ACME, BOLT], "supply": [supply]})
    found = _only(mapped)
    assert (found.where(), found.code) == ("mini/supply.csv:2:customer", "unknown-ref")
    assert "did you mean: acme" in found.remedy.en
    assert _objects(mapped, "sup", KG + "customer") == []


def test_a_name_in_place_of_an_id_is_recognised(map_rows: MapRows) -> None:
    supply = {"id": "sup", "supplier": "bolt", "customer": "顶峰"}
    found = _only(map_rows({"organizations": [ACME, BOLT], "supply": [supply]}))
    assert "是不是：acme" in found.remedy.zh


def test_an_indicator_written_by_its_label_is_recognised(map_rows: MapRows) -> None:
    figure = {"id": "obs", "about": "acme", "indicator": "投资额", "kind": "actual",
              "value": "3", "unit": "CNY", "raw": "3元"}  # fmt: skip
    found = _only(map_rows({"organizations": [ACME], "observations": [figure]}))
    assert (found.where(), found.code) == ("mini/observations.csv:2:indicator", "unknown-ref")
    assert "是不是：investment" in found.remedy.zh


def test_only_ids_of_a_fitting_class_are_offered(map_rows: MapRows) -> None:
    places = [{"id": "acmeo", "type": "Park", "name_zh": "区"}]
    supply = {"id": "sup", "supplier": "bolt", "customer": "acmee"}
    found = _only(map_rows({"organizations": [ACME, BOLT], "places": places, "supply": [supply]}))
    assert found.remedy.en.endswith("did you mean: acme")


def test_a_reference_to_a_wrong_class_names_both_places(map_rows: MapRows) -> None:
    places = [{"id": "park", "type": "Park", "name_zh": "区"}]
    supply = {"id": "sup", "supplier": "bolt", "customer": "park"}
    found = _only(map_rows({"organizations": [BOLT], "places": places, "supply": [supply]}))
    assert (found.where(), found.code) == ("mini/supply.csv:2:customer", "wrong-class")
    assert "mini/places.csv:2" in found.remedy.en


def test_a_reference_to_a_subclass_is_right(map_rows: MapRows) -> None:
    supply = {"id": "sup", "supplier": "press", "customer": "acme"}
    mapped = map_rows({"organizations": [ACME], "facilities": [PRESS], "supply": [supply]})
    assert mapped.findings == ()


def test_a_row_that_points_at_itself_is_named(map_rows: MapRows) -> None:
    found = _only(
        map_rows({"places": [{"id": "a", "type": "Park", "name_zh": "区", "within": "a"}]})
    )
    assert (found.code, found.column) == ("self-ref", "within")


def test_spans_without_a_source_are_named(map_rows: MapRows) -> None:
    found = _only(map_rows({"organizations": [ACME | {"spans": "1-2"}]}))
    assert (found.code, found.column) == ("spans-without-source", "spans")


def test_an_unknown_source_is_named_once_and_gives_no_passage(map_rows: MapRows) -> None:
    mapped = map_rows({"organizations": [ACME | {"source": "nowhere", "spans": "1-2"}]})
    assert (_only(mapped).code, _only(mapped).column) == ("unknown-ref", "source")
    assert _objects(mapped, "acme", KG + "passage") == []


def test_near_misses_are_looked_up_for_the_first_mistakes_only(map_rows: MapRows) -> None:
    supply = [{"id": f"sup{n}", "supplier": "acme", "customer": f"acm{n}"} for n in range(100)]
    mapped = map_rows({"organizations": [ACME], "supply": supply})
    assert len(mapped.findings) == 100
    offered = [f for f in mapped.findings if "did you mean" in f.remedy.en]
    assert 0 < len(offered) <= 30


# ---------------------------------------------------------------- several packs


@pytest.fixture
def two(write_pack: WritePack, schema: Schema) -> Callable[[str], list[Pack]]:
    """Pack mini (prefix m) has acme; pack next (prefix n) has a supplier of this customer."""

    def packs(customer: str) -> list[Pack]:
        rows = {
            "organizations": [BOLT],
            "supply": [{"id": "sup", "supplier": "bolt", "customer": customer}],
        }
        return [
            read_pack(write_pack({"organizations": [ACME]}), schema),
            read_pack(write_pack(rows, name="next", prefix="n"), schema),
        ]

    return packs


def test_a_reference_with_a_prefix_leads_into_another_pack(
    two: Callable[[str], list[Pack]], schema: Schema
) -> None:
    mapped = map_packs(two("m:acme"), schema)
    assert mapped.findings == ()
    assert f"<{NS}acme>" in {
        str(t.object) for t in mapped.triples if str(t.predicate) == f"<{KG}customer>"
    }


def test_a_reference_without_a_prefix_stays_in_its_pack(
    two: Callable[[str], list[Pack]], schema: Schema
) -> None:
    assert _only(map_packs(two("acme"), schema)).code == "unknown-ref"


def test_a_prefix_of_no_loaded_pack_is_named(
    two: Callable[[str], list[Pack]], schema: Schema
) -> None:
    found = _only(map_packs(two("zz:acme"), schema))
    assert (found.code, found.where()) == ("unknown-prefix", "next/supply.csv:2:customer")


@pytest.mark.parametrize("field", ["id", "prefix", "namespace"])
def test_packs_that_clash_are_named(
    two: Callable[[str], list[Pack]], schema: Schema, field: str
) -> None:
    one, other = two("m:acme")
    mapped = map_packs([one, replace(other, **{field: getattr(one, field)})], schema)
    assert [(f.code, f.where()) for f in mapped.findings] == [("prefix-clash", "next/pack.toml")]
    assert mapped.triples == ()


def test_a_namespace_inside_another_is_named(
    two: Callable[[str], list[Pack]], schema: Schema
) -> None:
    one, other = two("m:acme")
    found = _only(map_packs([one, replace(other, namespace=NS + "next/")], schema))
    assert (found.code, found.column) == ("namespace-clash", "namespace")


# ---------------------------------------------------------------- order and identity


def test_triples_are_sorted_and_stand_once(
    write_pack: WritePack, schema: Schema, mini_rows: Rows
) -> None:
    mapped = map_packs([read_pack(write_pack(mini_rows), schema)], schema)
    lines = [str(t) for t in mapped.triples]
    assert lines == sorted(set(lines))
    assert mapped.findings == ()


def test_the_order_of_rows_does_not_matter(
    write_pack: WritePack, schema: Schema, mini_rows: Rows
) -> None:
    pack = read_pack(write_pack(mini_rows), schema)
    turned = replace(pack, rows=pack.rows[::-1])
    assert map_packs([turned], schema).triples == map_packs([pack], schema).triples


def _ids() -> Iterator[st.SearchStrategy[str]]:
    yield st.from_regex(r"\w[\w.\-]{0,12}", fullmatch=True)
    yield st.text(min_size=1, max_size=12)


@given(st.one_of(*_ids()).map(lambda t: unicodedata.normalize("NFC", t)))
def test_every_id_that_is_accepted_gives_an_iri_that_parses_back_equal(
    schema: Schema, id_: str
) -> None:
    try:
        cell_readers(schema.tables["people"], schema)["id"](id_)
    except Bad:
        return
    iri = thing_iri(NS, id_)
    node = ox.NamedNode(iri)
    line = ox.serialize([ox.Triple(node, node, node)], format=ox.RdfFormat.N_TRIPLES)
    assert line is not None
    (back,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    assert back.subject == node
    assert node.value == iri
    assert not re.search(r"[\s<>\"{}|\\^`#?%/]", id_)
