"""A new pack: empty, editable in Excel, and right as it is."""

from __future__ import annotations

import codecs
import csv
import datetime
from pathlib import Path

import pytest

from kg.errors import OptionError
from kg.pack import new_pack, read_pack
from kg.schema import Schema

DAY = datetime.date(2025, 6, 30)


def test_a_new_pack_is_right_as_it_is(tmp_path: Path, schema: Schema) -> None:
    new_pack(tmp_path / "luoyang", schema, as_of=DAY)
    pack = read_pack(tmp_path / "luoyang", schema)
    assert (pack.id, pack.prefix, pack.as_of) == ("luoyang", "luoyang", DAY)
    assert pack.namespace.endswith("/luoyang/")
    assert (pack.rows, pack.findings) == ((), ())


@pytest.mark.parametrize("name", ["洛阳", "kg", "2025-q1", "a_b.c"])
def test_any_folder_name_that_is_an_id_gives_a_right_pack(
    tmp_path: Path, schema: Schema, name: str
) -> None:
    new_pack(tmp_path / name, schema, as_of=DAY)
    assert read_pack(tmp_path / name, schema).id == name


def test_each_table_has_its_header_behind_the_mark_that_excel_needs(
    tmp_path: Path, schema: Schema
) -> None:
    written = new_pack(tmp_path / "luoyang", schema, as_of=DAY)
    assert [p.name for p in written] == ["pack.toml", *(t.file for t in schema.tables.values())]
    for table in schema.tables.values():
        path = tmp_path / "luoyang" / table.file
        assert path.read_bytes().startswith(codecs.BOM_UTF8)
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert list(csv.reader(file)) == [list(table.columns)]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, schema: Schema) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(OptionError, match="empty"):
        new_pack(tmp_path, schema, as_of=DAY)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_in_place_of_the_folder_is_left_alone(tmp_path: Path, schema: Schema) -> None:
    (tmp_path / "luoyang").write_text("mine", "utf-8")
    with pytest.raises(OptionError):
        new_pack(tmp_path / "luoyang", schema, as_of=DAY)


def test_a_folder_name_that_can_be_no_id_is_refused(tmp_path: Path, schema: Schema) -> None:
    with pytest.raises(OptionError, match="id"):
        new_pack(tmp_path / "my pack", schema, as_of=DAY)
    assert not (tmp_path / "my pack").exists()
