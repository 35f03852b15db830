"""Reading a folder: files, headers, rows and ids, each mistake named with place and mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.errors import PackError
from kg.pack import pack_files, read_pack, scan_pack
from kg.schema import Schema

if TYPE_CHECKING:
    from conftest import Scan

ScanFiles = Callable[..., "Scan"]
ScanRows = Callable[..., "Scan"]
TableText = Callable[..., str]
ACME = {"id": "acme", "type": "Enterprise", "name_zh": "顶峰"}
BOLT = {"id": "bolt", "type": "Enterprise", "name_zh": "螺栓"}
PLANT = {"id": "plant", "name_zh": "工厂"}


# ---------------------------------------------------------------- files


def test_a_row_knows_its_table_file_line_and_class(scan_rows: ScanRows) -> None:
    pack = scan_rows("organizations", ACME, BOLT).pack
    assert pack is not None
    row = pack.rows[1]
    assert (row.table, row.file, row.line, row.id, row.cls) == (
        "organizations", "town/organizations.csv", 3, "bolt", "Enterprise",
    )  # fmt: skip


def test_a_row_of_a_table_with_one_class_has_that_class(scan_rows: ScanRows) -> None:
    pack = scan_rows("facilities", PLANT).pack
    assert pack is not None
    assert pack.rows[0].cls == "Facility"


def test_a_missing_folder_is_named(tmp_path: Path, schema: Schema) -> None:
    pack, (found,) = scan_pack(tmp_path / "nowhere", schema)
    assert pack is None
    assert (found.file, found.code) == ("nowhere", "no-folder")


def test_a_folder_that_is_no_pack_is_one_finding(tmp_path: Path, schema: Schema) -> None:
    (tmp_path / "sales.csv").write_text("when,what\n", "utf-8")
    pack, (found,) = scan_pack(tmp_path, schema)
    assert pack is None
    assert (found.where(), found.code) == (tmp_path.name, "no-manifest")
    assert "not a pack" in found.message.en
    assert "kg new DIR" in found.remedy.en


def test_a_missing_file_is_named_with_the_header_it_wants(scan_files: ScanFiles) -> None:
    found = scan_files({"people.csv": None}).only()
    assert (found.where(), found.code) == ("town/people.csv", "missing-file")
    assert "id,name_zh,name_en" in found.remedy.en


def test_a_file_of_no_table_is_named_with_the_near_one(scan_files: ScanFiles) -> None:
    findings = scan_files({"organizations.csv": None, "organisations.csv": "id\n"}).findings
    found = next(f for f in findings if f.code == "unknown-file")
    assert found.where() == "town/organisations.csv"
    assert "did you mean: organizations.csv" in found.remedy.en


def test_what_cannot_be_opened_is_named(folder: Path, schema: Schema) -> None:
    (folder / "people.csv").unlink()
    (folder / "people.csv").mkdir()
    _, (found,) = scan_pack(folder, schema)
    assert (found.where(), found.code) == ("town/people.csv", "unreadable-file")


def test_lock_files_of_spreadsheets_and_other_files_do_not_matter(scan_files: ScanFiles) -> None:
    scan = scan_files({"~$supply.csv": "x", ".~lock.supply.csv": "x", "notes.md": "x"})
    assert scan.findings == ()


def test_the_files_of_a_pack_are_its_manifest_and_its_tables(folder: Path, schema: Schema) -> None:
    (folder / "notes.md").write_text("x", "utf-8")
    (folder / "~$supply.csv").write_text("x", "utf-8")
    names = [path.name for path in pack_files(folder)]
    assert names == sorted(["pack.toml", *(t.file for t in schema.tables.values())])


def test_all_findings_of_all_files_come_at_once(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    scan = scan_files(
        {
            "people.csv": None,
            "organizations.csv": table_text("organizations", ACME | {"status": "gone"}),
            "supply.csv": table_text("supply", {"id": "sup", "supplier": "a"}),
        }
    )
    assert scan.pack is None
    assert [(f.where(), f.code) for f in scan.findings] == [
        ("town/organizations.csv:2:status", "unknown-notation"),
        ("town/people.csv", "missing-file"),
        ("town/supply.csv:2:customer", "missing-value"),
    ]


def test_reading_raises_with_all_findings(folder: Path, schema: Schema) -> None:
    (folder / "people.csv").unlink()
    (folder / "chains.csv").unlink()
    with pytest.raises(PackError, match="2 errors") as caught:
        read_pack(folder, schema)
    assert [f.file for f in caught.value.findings] == ["town/chains.csv", "town/people.csv"]


def test_reading_gives_the_pack_where_there_are_only_notices(
    folder: Path, schema: Schema, table_text: TableText
) -> None:
    raw = table_text("organizations", ACME).encode("gb18030")
    (folder / "organizations.csv").write_bytes(raw)
    pack = read_pack(folder, schema)
    assert [f.severity for f in pack.findings] == ["notice"]
    assert pack.rows[0].cells["name_zh"] == "顶峰"


# ---------------------------------------------------------------- headers


def test_a_missing_column_is_named(scan_files: ScanFiles, table_text: TableText) -> None:
    text = table_text("facilities", PLANT).replace("name_en,", "").replace("工厂,,", "工厂,")
    found = scan_files({"facilities.csv": text}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:1:name_en", "missing-column")


def test_a_missing_required_column_is_one_finding_and_not_one_a_row(
    scan_files: ScanFiles, schema: Schema
) -> None:
    header = ",".join(name for name in schema.tables["facilities"].columns if name != "name_zh")
    found = scan_files({"facilities.csv": f"{header}\na,A\nb,B\n"}).only()
    assert (found.code, found.column) == ("missing-column", "name_zh")


def test_an_unknown_column_is_named_with_the_near_one(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    text = table_text("facilities", PLANT).replace("name_en", "Name EN")
    findings = scan_files({"facilities.csv": text}).findings
    found = next(f for f in findings if f.code == "unknown-column")
    assert found.where() == "town/facilities.csv:1:Name EN"
    assert "did you mean: name_en" in found.remedy.en


def test_a_renamed_column_is_named_with_the_one_that_is_missing(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    text = table_text("supply").replace("customer", "buyer")
    found = next(f for f in scan_files({"supply.csv": text}).findings if f.column == "buyer")
    assert "did you mean: customer" in found.remedy.en


def test_a_column_that_stands_twice_is_named(scan_files: ScanFiles, table_text: TableText) -> None:
    text = table_text("facilities", PLANT).replace("count_operator", "count")
    codes = {f.code: f for f in scan_files({"facilities.csv": text}).findings}
    assert codes["duplicate-column"].where() == "town/facilities.csv:1:count"


def test_a_column_without_a_name_is_named_by_its_number(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    text = table_text("facilities", PLANT).replace("status,count,", "status,,count,")
    found = scan_files({"facilities.csv": text}).only()
    assert found.code == "unnamed-column"
    assert "column 5" in found.message.en


def test_empty_columns_that_excel_appends_do_not_matter(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    text = "".join(f"{line},,,\n" for line in table_text("facilities", PLANT).splitlines())
    assert scan_files({"facilities.csv": text}).findings == ()


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_another_separator_is_named_as_such(
    scan_files: ScanFiles, table_text: TableText, mark: str
) -> None:
    text = table_text("facilities", PLANT).replace(",", mark)
    found = scan_files({"facilities.csv": text}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:1", "wrong-separator")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_an_empty_file_is_one_finding_that_gives_the_header(
    scan_files: ScanFiles, content: bytes
) -> None:
    found = scan_files({"facilities.csv": content}).only()
    assert (found.where(), found.code) == ("town/facilities.csv", "empty-file")
    assert "id,name_zh,name_en" in found.remedy.en


def test_a_table_that_cannot_be_read_is_not_said_to_have_shrunk_too(
    scan_files: ScanFiles, folder: Path
) -> None:
    manifest = (folder / "pack.toml").read_text("utf-8") + "\nfacilities = 3\n"
    found = scan_files({"pack.toml": manifest, "facilities.csv": ""}).only()
    assert found.code == "empty-file"


# ---------------------------------------------------------------- rows


def test_empty_rows_do_not_matter(scan_files: ScanFiles, table_text: TableText) -> None:
    text = table_text("facilities", PLANT) + ",,,,,,,,,,,\n\n , \n"
    scan = scan_files({"facilities.csv": text})
    assert scan.findings == ()
    assert scan.pack is not None
    assert len(scan.pack.rows) == 1


def test_cells_left_off_at_the_end_of_a_row_are_empty(scan_files: ScanFiles, folder: Path) -> None:
    header = (folder / "facilities.csv").read_text("utf-8-sig")
    assert scan_files({"facilities.csv": header + "plant,工厂\n"}).row("plant")


def test_more_cells_than_the_header_has_are_named(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    text = table_text("facilities", PLANT).rstrip("\n") + ",说明,还有\n"
    found = scan_files({"facilities.csv": text}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:2", "extra-cells")
    assert "说明、还有" in found.message.zh


def test_lines_are_counted_as_editors_do_where_a_cell_has_line_breaks(
    scan_rows: ScanRows,
) -> None:
    first = PLANT | {"note": "一\n二\r\n三"}
    second = {"id": "b", "name_zh": "乙", "status": "gone"}
    assert scan_rows("facilities", first, second).only().row == 5


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read(scan_files: ScanFiles, table_text: TableText, end: str) -> None:
    text = table_text("facilities", PLANT, {"id": "b", "name_zh": "乙"}).replace("\n", end)
    assert scan_files({"facilities.csv": text}).row("b")["name_zh"] == "乙"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ('"工"厂', "text after the closing quote"),
        ('"工厂', "a quote that never closes"),
        ('工"厂', "a quote inside a cell that is not quoted"),
        ('"工"厂"', "a quote that is not doubled"),
    ],
)
def test_a_stray_quote_is_named_with_row_and_column(
    scan_files: ScanFiles, folder: Path, cell: str, why: str
) -> None:
    header = (folder / "facilities.csv").read_text("utf-8-sig")
    text = header + f"a,甲\nplant,{cell},Plant\nb,乙\n"
    found = scan_files({"facilities.csv": text}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:3:name_zh", "stray-quote"), why


def test_doubled_quotes_are_right(scan_rows: ScanRows) -> None:
    assert scan_rows("facilities", PLANT | {"name_zh": '"工"厂'}).row("plant")["name_zh"] == (
        '"工"厂'
    )


def test_an_id_stands_once_in_a_pack_and_both_places_are_named(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    found = scan_files(
        {
            "organizations.csv": table_text("organizations", ACME, BOLT),
            "facilities.csv": table_text("facilities", PLANT, {"id": "bolt", "name_zh": "乙"}),
        }
    ).only()
    assert found.code == "duplicate-id"
    assert found.where() == "town/facilities.csv:3:id"
    assert "town/organizations.csv:3" in found.message.en


def test_an_id_that_stands_twice_in_one_table_is_named(scan_rows: ScanRows) -> None:
    found = scan_rows("organizations", ACME, ACME).only()
    assert (found.row, found.code) == (3, "duplicate-id")
    assert "town/organizations.csv:2" in found.message.en


def test_ids_that_look_the_same_in_unicode_are_the_same(scan_rows: ScanRows) -> None:
    found = scan_rows("organizations", ACME | {"id": "caf\u00e9"}, ACME | {"id": "cafe\u0301"})
    assert found.only().code == "duplicate-id"


def test_a_title_above_the_header_is_one_finding_that_names_the_header(
    scan_files: Callable[..., Scan], table_text: Callable[..., str]
) -> None:
    table = table_text("places", {"id": "town", "type": "Park", "name_zh": "某区"})
    found = scan_files({"places.csv": f"某县园区一览表,,,\r\n,,,\r\n{table}"}).only()
    assert (found.code, found.row) == ("header-below", 1)
    assert "3" in found.message.zh
