"""The frame that packs are read against, and an ontology folder that is broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import Finding, PackError
from kg.paths import ontology_dir
from kg.schema import Schema, load_schema
from kg.vocab import KG, PREFIXES

TOY = """\
[common.thing.id]
type = "id"
required = true
[common.thing.type]
type = "class"
[common.thing.name_zh]
property = "rdfs:label"
type = "label"
lang = "zh"
[common.thing.status]
property = "status"
type = "concept"
scheme = "status"
default = "existing"
[common.evidence.source]
property = "source"
type = "ref"
to = ["Source"]

[tables.firms]
kind = "thing"
classes = ["Enterprise", "Consortium"]
title = { zh = "企业", en = "Firms" }
[tables.firms.columns.credit_code]
property = "creditCode"
type = "code"
pattern = "[0-9]{4}"
"""


def test_a_table_of_things_has_its_columns_in_the_order_of_the_header(schema: Schema) -> None:
    assert list(schema.tables["organizations"].columns) == [
        "id", "type", "name_zh", "name_en", "credit_code", "industry", "excludes", "status",
        "count", "count_operator", "basis", "confidence", "source", "spans", "derived_from", "note",
        "unnamed",
    ]  # fmt: skip


def test_a_table_of_records_has_its_columns_in_the_order_of_the_header(schema: Schema) -> None:
    assert list(schema.tables["supply"].columns) == [
        "id", "supplier", "customer", "product", "value_cny", "since", "until", "status", "basis",
        "confidence", "source", "spans", "derived_from", "note", "unnamed",
    ]  # fmt: skip


def test_only_a_table_of_several_classes_has_a_type_column(schema: Schema) -> None:
    for table in schema.tables.values():
        assert ("type" in table.columns) == (len(table.classes) > 1), table.name


def test_sources_carry_no_evidence_of_their_own(schema: Schema) -> None:
    assert not {"source", "spans", "basis"} & set(schema.tables["sources"].columns)


def test_a_column_knows_its_property_by_full_iri(schema: Schema) -> None:
    columns = schema.tables["segments"].columns
    assert columns["chain"].property == KG + "inChain"
    assert columns["broader"].property == PREFIXES["skos"] + "broader"
    assert columns["id"].property is None


def test_a_column_is_found_by_its_property(schema: Schema) -> None:
    column = schema.tables["observations"].column_of(KG + "rawFigure")
    assert column is not None
    assert column.name == "raw"
    assert schema.tables["supply"].column_of(KG + "rawFigure") is None


def test_classes_know_all_their_ancestors(schema: Schema) -> None:
    assert schema.is_a("Enterprise", "Organization")
    assert schema.is_a("Enterprise", "Thing")
    assert schema.is_a("Enterprise", "Enterprise")
    assert not schema.is_a("Organization", "Enterprise")
    assert not schema.is_a("Nothing", "Thing")


def test_concepts_are_found_by_scheme_and_notation(schema: Schema) -> None:
    assert schema.concepts["operator"]["more-than"] == KG + "operator-more-than"
    assert schema.concepts["indicator"]["vehicle-output"] == KG + "indicator-vehicle-output"


def test_a_label_in_either_language_leads_to_its_notation(schema: Schema) -> None:
    assert schema.notations("position", "上游") == ("upstream",)
    assert schema.notations("chain-role", " Chain Leader ") == ("chain-leader",)
    assert schema.notations("position", "旁边") == ()
    assert schema.notations("no-such-scheme", "上游") == ()


def test_a_label_goes_before_the_alternative_labels_that_others_share(schema: Schema) -> None:
    assert schema.notations("unit", "个") == ("unit",)
    assert set(schema.notations("unit", "台")) >= {"engine", "vehicle"}


def test_units_know_the_words_that_texts_use_for_them(schema: Schema) -> None:
    assert {"辆", "台"} <= set(schema.units["vehicle"].forms)
    assert "台(套)" in schema.units["set"].forms


def test_indicators_know_the_unit_they_are_kept_in(schema: Schema) -> None:
    assert schema.indicator_units["vehicle-output"] == "vehicle"


@pytest.fixture
def toy(tmp_path: Path) -> Callable[..., Path]:
    """An ontology folder with one table; its tables.toml changed by one replacement."""

    def write(old: str = "", new: str = "") -> Path:
        folder = tmp_path / "ontology"
        shutil.copytree(ontology_dir() / "schemes", folder / "schemes")
        shutil.copy(ontology_dir() / "core.ttl", folder)
        assert old in TOY
        (folder / "tables.toml").write_text(TOY.replace(old, new, 1), "utf-8")
        return folder

    return write


def _broken(folder: Path) -> Finding:
    with pytest.raises(PackError) as caught:
        load_schema(folder)
    (found,) = caught.value.findings
    assert found.where() in str(caught.value)
    return found


def test_the_user_may_bring_an_ontology_of_their_own(toy: Callable[..., Path]) -> None:
    schema = load_schema(toy())
    assert list(schema.tables) == ["firms"]
    assert list(schema.tables["firms"].columns) == [
        "id", "type", "name_zh", "credit_code", "status", "source",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ('kind = "thing"', 'kind = "person"', 20, "bad-kind"),
        ('classes = ["Enterprise", "Consortium"]', "", 20, "no-class"),
        ('"Consortium"', '"Consortum"', 20, "unknown-class"),
        ('to = ["Source"]', 'to = ["Sauce"]', 15, "unknown-class"),
        ('to = ["Source"]', "", 15, "no-target"),
        ('property = "creditCode"', 'property = "creditcode"', 24, "unknown-property"),
        ('property = "creditCode"', 'property = "nope:code"', 24, "unknown-property"),
        ('property = "creditCode"', "", 24, "no-property"),
        ('type = "code"', 'type = "cod"', 24, "unknown-type"),
        ('pattern = "[0-9]{4}"', 'patern = "[0-9]{4}"', 24, "unknown-key"),
        ('pattern = "[0-9]{4}"', 'pattern = "[0-9"', 24, "bad-pattern"),
        ('scheme = "status"', 'scheme = "state"', 10, "unknown-scheme"),
        ('default = "existing"', 'default = "real"', 10, "unknown-default"),
        ('type = "class"', "type = class", 5, "bad-toml"),
    ],
)
def test_a_broken_tables_file_is_named_with_its_line(
    toy: Callable[..., Path], old: str, new: str, line: int, code: str
) -> None:
    found = _broken(toy(old, new))
    assert (found.file, found.row, found.code) == ("tables.toml", line, code)


def test_a_turtle_file_that_does_not_parse_is_named_with_its_line(
    toy: Callable[..., Path],
) -> None:
    folder = toy()
    path = folder / "schemes" / "status.ttl"
    path.write_text("@prefix kg: <urn:x> .\nkg:a kg:b\nkg:c kg:d .\n", "utf-8")
    found = _broken(folder)
    assert (found.file, found.code) == ("schemes/status.ttl", "bad-turtle")
    assert found.row in (2, 3)


@pytest.mark.parametrize("name", ["core.ttl", "tables.toml"])
def test_a_missing_file_is_named(toy: Callable[..., Path], name: str) -> None:
    folder = toy()
    (folder / name).unlink()
    found = _broken(folder)
    assert (found.file, found.row, found.code) == (name, 0, "unreadable")
