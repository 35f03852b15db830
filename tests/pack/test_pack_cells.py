"""Each kind of cell: what is accepted, what is refused, and what Excel did to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Finding
from kg.pack.cells import Bad, cell_readers
from kg.schema import Schema

if TYPE_CHECKING:
    from conftest import Scan

ScanRows = Callable[..., "Scan"]
ORG = {"id": "acme", "type": "Enterprise", "name_zh": "顶峰"}
SUPPLY = {"id": "sup", "supplier": "a", "customer": "b"}
PLACE = {"id": "town", "type": "Park", "name_zh": "某区"}
SEGMENT = {"id": "parts", "name_zh": "零部件", "chain": "cars"}
FIGURE = {"id": "obs", "about": "acme", "indicator": "vehicle-output", "kind": "actual",
          "value": "3", "raw": "3"}  # fmt: skip


def _refused(found: Finding, code: str, column: str) -> None:
    assert (found.code, found.column, found.severity) == (code, column, "error")
    assert found.row == 2
    assert found.message.zh
    assert found.remedy.en


# ---------------------------------------------------------------- what every cell has in common


def test_cells_are_trimmed_and_normalised(scan_rows: ScanRows) -> None:
    row = scan_rows(
        "organizations", ORG | {"name_zh": " 顶\u00a0峰\u3000", "name_en": "Cafe\u0301\u200b "}
    ).row("acme")
    assert row["name_zh"] == "顶 峰"
    assert row["name_en"] == "Caf\u00e9"


def test_an_empty_cell_is_left_out_and_a_default_filled_in(scan_rows: ScanRows) -> None:
    row = scan_rows("organizations", ORG | {"name_en": "  "}).row("acme")
    assert "name_en" not in row
    assert row["status"] == "existing"
    assert row["basis"] == "stated"


def test_a_required_cell_must_not_be_empty(scan_rows: ScanRows) -> None:
    _refused(scan_rows("organizations", ORG | {"name_zh": ""}).only(), "missing-value", "name_zh")


def test_the_type_is_required_where_a_table_has_several_classes(scan_rows: ScanRows) -> None:
    _refused(scan_rows("organizations", ORG | {"type": ""}).only(), "missing-value", "type")


@pytest.mark.parametrize("value", ["-", "无", "N/A", "n/a", "——", "null"])
@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("organizations", ORG, "industry"),
        ("organizations", ORG, "count"),
        ("organizations", ORG, "credit_code"),
        ("organizations", ORG, "status"),
        ("supply", SUPPLY, "since"),
    ],
)
def test_a_word_for_nothing_is_refused_with_leave_it_empty(
    scan_rows: ScanRows, value: str, table: str, row: dict[str, str], column: str
) -> None:
    found = scan_rows(table, row | {column: value}).only()
    _refused(found, "placeholder", column)
    assert "empty" in found.remedy.en


def test_a_note_may_say_anything(scan_rows: ScanRows) -> None:
    assert scan_rows("organizations", ORG | {"note": "无"}).row("acme")["note"] == "无"


# ---------------------------------------------------------------- ids, classes, concepts, refs


@pytest.mark.parametrize("id_", ["acme", "郑州比亚迪", "v2.0_b-1", "2024", "é", "A"])
def test_ids_are_letters_and_digits_of_any_script(scan_rows: ScanRows, id_: str) -> None:
    assert scan_rows("organizations", ORG | {"id": id_}).row(id_)


@pytest.mark.parametrize(
    "id_",
    ["a b", "a/b", "a#b", "a:b", "-a", "_a", ".a", "a.", "..", "a<b", "甲，乙", "a%20b", "a;b"],
)
def test_ids_that_would_break_an_iri_are_refused(scan_rows: ScanRows, id_: str) -> None:
    _refused(scan_rows("organizations", ORG | {"id": id_}).only(), "bad-id", "id")


def test_an_unknown_class_is_refused_with_a_near_one(scan_rows: ScanRows) -> None:
    found = scan_rows("organizations", ORG | {"type": "enterprize"}).only()
    _refused(found, "unknown-class", "type")
    assert "did you mean: Enterprise" in found.remedy.en
    assert "Consortium" in found.remedy.en


def test_a_class_written_by_its_label_is_read(scan_rows: ScanRows) -> None:
    for label, cls in (("企业", "Enterprise"), ("research body", "ResearchBody")):
        row = scan_rows("organizations", ORG | {"type": label}).row("acme")
        assert row["type"] == cls


@pytest.mark.parametrize(
    ("table", "row", "offered"),
    [
        ("organizations", ORG | {"type": "公司"}, "企业（Enterprise）"),
        ("segments", SEGMENT | {"position": "最上游"}, "上游（upstream）"),
    ],
)
def test_what_may_stand_in_a_cell_is_offered_in_the_words_that_people_use(
    scan_rows: ScanRows, table: str, row: dict[str, str], offered: str
) -> None:
    assert offered in scan_rows(table, row).only().remedy.zh


def test_an_unknown_notation_is_refused_with_a_near_one(scan_rows: ScanRows) -> None:
    found = scan_rows("organizations", ORG | {"status": "planed"}).only()
    _refused(found, "unknown-notation", "status")
    assert "did you mean: planned" in found.remedy.en


@pytest.mark.parametrize(
    ("table", "column", "label", "notation"),
    [
        ("segments", "position", "上游", "upstream"),
        ("roles", "role", "链主", "chain-leader"),
        ("roles", "role", "Chain leader", "chain-leader"),
        ("organizations", "status", "在建", "building"),
        ("tasks", "status", "进行中", "doing"),
        ("observations", "unit", "辆", "vehicle"),
        ("observations", "unit", "元", "CNY"),
        ("observations", "unit", "Yuan", "CNY"),
        ("observations", "unit", "％", "percent"),
    ],
)
def test_a_concept_written_by_its_label_is_read(
    schema: Schema, table: str, column: str, label: str, notation: str
) -> None:
    assert cell_readers(schema.tables[table], schema)[column](label) == notation


def test_a_counter_of_several_units_offers_them(scan_rows: ScanRows) -> None:
    found = scan_rows("observations", FIGURE | {"unit": "台"}).only()
    assert "engine, vehicle" in found.remedy.en.partition("did you mean")[2]


@pytest.mark.parametrize(
    ("value", "unit", "times"),
    [("亿元", "CNY", "100000000"), ("万辆", "vehicle", "10000"), ("百万元", "CNY", "1000000")],
)
def test_a_unit_with_a_multiplier_is_refused_with_what_to_multiply_by(
    scan_rows: ScanRows, value: str, unit: str, times: str
) -> None:
    found = scan_rows("observations", FIGURE | {"unit": value}).only()
    _refused(found, "unit-multiple", "unit")
    assert f"write {unit} as the unit" in found.remedy.en
    assert f"times {times}" in found.remedy.en


@pytest.mark.parametrize("value", ["亿美元", "亿", "bushel"])
def test_a_unit_that_is_not_known_is_refused_without_a_guess(
    scan_rows: ScanRows, value: str
) -> None:
    found = scan_rows("observations", FIGURE | {"unit": value}).only()
    _refused(found, "unknown-notation", "unit")
    assert "did you mean" not in found.remedy.en


def test_the_values_of_a_long_scheme_end_with_where_all_stand(scan_rows: ScanRows) -> None:
    long = scan_rows("observations", FIGURE | {"unit": "bushel"}).only()
    assert "ontology/README.md, Schemes, unit" in long.remedy.en


def test_the_values_of_a_short_scheme_are_listed_whole(scan_rows: ScanRows) -> None:
    found = scan_rows("organizations", ORG | {"status": "gone"}).only()
    assert "ended, existing, planned, proposed" in found.remedy.en
    assert "README" not in found.remedy.en


@pytest.mark.parametrize("value", ["a,b", "a，b", "a、b", "a | b", "a; b,a"])
def test_several_ids_between_other_marks_are_refused_with_the_right_ones(
    scan_rows: ScanRows, value: str
) -> None:
    found = scan_rows("places", PLACE | {"within": value}).only()
    _refused(found, "list-separator", "within")
    assert "separate several ids with ; and write a;b" in found.remedy.en


def test_values_of_a_many_valued_cell_stand_apart_by_either_semicolon(
    scan_rows: ScanRows,
) -> None:
    row = scan_rows("places", PLACE | {"within": "a；b ; a;"}).row("town")
    assert row["within"] == "a;b"


def test_two_values_where_one_belongs_are_refused(scan_rows: ScanRows) -> None:
    for value in ("b;c", "b,c", "b、c"):
        _refused(scan_rows("supply", SUPPLY | {"customer": value}).only(), "one-value", "customer")
    _refused(scan_rows("supply", SUPPLY | {"status": "ended；planned"}).only(),
             "one-value", "status")  # fmt: skip


def test_a_reference_may_name_another_pack(scan_rows: ScanRows) -> None:
    assert scan_rows("supply", SUPPLY | {"customer": "ly:b"}).row("sup")["customer"] == "ly:b"


def test_a_reference_that_can_be_no_id_is_refused(scan_rows: ScanRows) -> None:
    _refused(scan_rows("supply", SUPPLY | {"customer": "某 公司"}).only(), "bad-ref", "customer")


# ---------------------------------------------------------------- dates


def test_full_width_digits_of_a_date_are_read(scan_rows: ScanRows) -> None:
    assert (
        scan_rows("supply", SUPPLY | {"since": "２０２４－０１"}).row("sup")["since"] == "2024-01"
    )


@pytest.mark.parametrize("value", ["2024", "2024-01", "2024-01-09"])
def test_partial_dates_are_accepted(scan_rows: ScanRows, value: str) -> None:
    assert scan_rows("supply", SUPPLY | {"since": value}).row("sup")["since"] == value


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("2024/1/9", "2024-01-09"),
        ("2024-1-9", "2024-01-09"),
        ("2024.01.09", "2024-01-09"),
        ("2024年1月9日", "2024-01-09"),
        ("2024年1月", "2024-01"),
        ("2024/1", "2024-01"),
        ("２０２４/1/9", "2024-01-09"),
        ("2024/1/9 0:00", "2024-01-09"),
        ("2024-01-09 00:00:00", "2024-01-09"),
    ],
)
def test_a_date_as_excel_saves_it_is_read(schema: Schema, value: str, right: str) -> None:
    assert cell_readers(schema.tables["supply"], schema)["since"](value) == right


def test_dates_read_otherwise_are_told_once_a_file(scan_rows: ScanRows) -> None:
    other = SUPPLY | {"id": "sup-2", "customer": "c", "since": "2024-02-01", "until": "2024年3月"}
    scan = scan_rows("supply", SUPPLY | {"since": "2024/1/9"}, other)
    assert scan.row("sup")["since"] == "2024-01-09"
    found = scan.only()
    assert (found.code, found.severity, found.row) == ("date-read", "notice", 2)
    assert "2 dates" in found.message.en


@pytest.mark.parametrize("value", ["2024.1", "2024.10"])
def test_a_month_behind_a_point_is_refused_for_excel_drops_its_zero(
    scan_rows: ScanRows, value: str
) -> None:
    _refused(scan_rows("supply", SUPPLY | {"since": value}).only(), "date-form", "since")


@pytest.mark.parametrize("value", ["1/9/2024", "9-Jan-24", "Jan-24", "9-Jan", "1/9/24", "1月9日"])
def test_a_date_that_excel_rewrote_is_refused_without_a_guess(
    scan_rows: ScanRows, value: str
) -> None:
    found = scan_rows("supply", SUPPLY | {"since": value}).only()
    _refused(found, "excel-date", "since")
    assert "Excel" in found.message.en


def test_a_serial_number_of_excel_is_turned_back(scan_rows: ScanRows) -> None:
    found = scan_rows("supply", SUPPLY | {"since": "45300"}).only()
    _refused(found, "excel-serial", "since")
    assert "2024-01-09" in found.remedy.zh


@pytest.mark.parametrize("value", ["2024-02-30", "2024/13/1", "去年", "24", "2024-01-09 10:00"])
def test_what_is_no_date_is_refused(scan_rows: ScanRows, value: str) -> None:
    _refused(scan_rows("supply", SUPPLY | {"since": value}).only(), "bad-date", "since")


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("value", "kept"), [("150", "150"), ("+7", "7"), ("007", "7"), ("１２０", "120")]
)
def test_integers_are_kept_in_one_form(scan_rows: ScanRows, value: str, kept: str) -> None:
    assert scan_rows("organizations", ORG | {"count": value}).row("acme")["count"] == kept


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.5", "bad-integer"),
        ("150家", "bad-integer"),
        ("①", "bad-integer"),
        ("10²", "bad-integer"),
        ("１，５０", "thousands"),
        ("1,50", "thousands"),
        ("1.5E+11", "excel-number"),
        ("1" * 19, "number-too-long"),
    ],
)
def test_bad_integers_are_refused(scan_rows: ScanRows, value: str, code: str) -> None:
    _refused(scan_rows("organizations", ORG | {"count": value}).only(), code, "count")


@pytest.mark.parametrize("value", ["1,500", "１，５００"])
def test_thousands_separators_that_stand_right_are_read_and_told(
    scan_rows: ScanRows, value: str
) -> None:
    scan = scan_rows("organizations", ORG | {"count": value})
    assert scan.row("acme")["count"] == "1500"
    assert (scan.only().code, scan.only().severity) == ("number-read", "notice")


OWN = {"id": "own", "owner": "a", "owned": "b", "kind": "plant"}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("2.50", "2.5"),
        ("051", "51"),
        ("-0.0", "0"),
        ("1.0", "1"),
        ("+0.10", "0.1"),
        ("－２．５", "-2.5"),
    ],
)
def test_decimals_are_kept_plain_and_in_one_form(
    scan_rows: ScanRows, value: str, kept: str
) -> None:
    assert scan_rows("ownership", OWN | {"share": value}).row("own")["share"] == kept


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("51%", "bad-decimal"),
        (".5", "bad-decimal"),
        ("5.", "bad-decimal"),
        ("3E+11", "excel-number"),
        ("12,34.5", "thousands"),
        ("0." + "1" * 19, "number-too-long"),
        ("NaN", "bad-decimal"),
    ],
)
def test_bad_decimals_are_refused(scan_rows: ScanRows, value: str, code: str) -> None:
    _refused(scan_rows("ownership", OWN | {"share": value}).only(), code, "share")


@given(st.decimals(-(10**15), 10**15, places=6))
def test_no_decimal_is_ever_kept_with_an_exponent_or_changed(
    schema: Schema, number: object
) -> None:
    from decimal import Decimal

    assert isinstance(number, Decimal)
    read = cell_readers(schema.tables["ownership"], schema)["share"]
    kept = read(format(number, "f"))
    assert "E" not in kept.upper()
    assert Decimal(kept) == number


# ---------------------------------------------------------------- codes, addresses, spans

CODE = "91410100MA3X1234XA"


def test_a_code_is_kept_as_text(scan_rows: ScanRows) -> None:
    row = scan_rows("organizations", ORG | {"credit_code": CODE}).row("acme")
    assert row["credit_code"] == CODE


@pytest.mark.parametrize("value", ["9.14101E+17", "914101000000000000.0"])
def test_a_code_that_excel_took_for_a_number_is_refused(scan_rows: ScanRows, value: str) -> None:
    _refused(scan_rows("places", PLACE | {"code": value}).only(), "excel-code", "code")


def test_a_code_with_a_decimal_point_only_has_to_lose_it(scan_rows: ScanRows) -> None:
    found = scan_rows("places", PLACE | {"code": "419900.0"}).only()
    _refused(found, "code-point", "code")
    assert "write 419900" in found.remedy.en
    assert "lost" not in found.message.en


@pytest.mark.parametrize("value", ["1234", "1234.0"])
def test_a_code_without_its_leading_zeros_is_refused_with_them(
    scan_rows: ScanRows, value: str
) -> None:
    found = scan_rows("places", PLACE | {"code": value}).only()
    _refused(found, "lost-zeros", "code")
    assert "001234" in found.remedy.en


def test_a_code_in_the_wrong_case_is_refused_with_the_right_one(scan_rows: ScanRows) -> None:
    found = scan_rows("organizations", ORG | {"credit_code": CODE.lower()}).only()
    _refused(found, "code-case", "credit_code")
    assert CODE in found.remedy.en


def test_a_code_that_does_not_match_its_pattern_is_refused(scan_rows: ScanRows) -> None:
    _refused(scan_rows("places", PLACE | {"code": "41010x"}).only(), "bad-code", "code")


SOURCE = {"id": "doc", "name_zh": "某报", "kind": "text", "published_from": "2024"}


@pytest.mark.parametrize(
    "value",
    ["https://a.example/x?y=1#z", "http://例子.example/页", "mailto:a@b.example"],
)
def test_addresses_of_the_web_and_of_mail_are_accepted(scan_rows: ScanRows, value: str) -> None:
    assert scan_rows("sources", SOURCE | {"url": value}).row("doc")["url"] == value


@pytest.mark.parametrize(
    "value",
    ["javascript:alert(1)", "file:///etc/passwd", "www.example.com", "https://", "ftp://a.example",
     "https://a b", "https://a/<b>", "http://[bad", "http://a:port/", "mailto:nobody"],
)  # fmt: skip
def test_other_addresses_are_refused(scan_rows: ScanRows, value: str) -> None:
    _refused(scan_rows("sources", SOURCE | {"url": value}).only(), "bad-url", "url")


def test_spans_are_kept_in_one_form(scan_rows: ScanRows) -> None:
    row = scan_rows("supply", SUPPLY | {"spans": "0120-135； 300-310"}).row("sup")
    assert row["spans"] == "120-135;300-310"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("120", "spans-form"),
        ("135-120", "spans-order"),
        ("0-301", "spans-length"),
        ("12-Oct", "excel-spans"),
        ("10月12日", "excel-spans"),
    ],
)
def test_bad_spans_are_refused(scan_rows: ScanRows, value: str, code: str) -> None:
    _refused(scan_rows("supply", SUPPLY | {"spans": value}).only(), code, "spans")


@given(st.text(max_size=40))
def test_every_reader_takes_any_text_or_says_what_is_bad(schema: Schema, text: str) -> None:
    for table in ("sources", "places", "observations", "memberships"):
        for read in cell_readers(schema.tables[table], schema).values():
            try:
                once = read(text)
            except Bad:
                continue
            assert read(once) == once if once else True
