"""Bytes: UTF-8 is right, GB18030 is read with a notice, and nothing else is guessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.pack.decode import decode

if TYPE_CHECKING:
    from conftest import Scan

ScanFiles = Callable[..., "Scan"]
TableText = Callable[..., str]
ROWS = [
    {"id": f"f{n}", "name_zh": name} for n, name in enumerate(["Plant", "动力电池工厂", "二厂"])
]
HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)
# Level 1 of GB 2312: the 3,755 characters that nearly all text is made of.
COMMON = st.text(
    st.sampled_from(
        [
            bytes([row, cell]).decode("gb2312")
            for row in range(0xB0, 0xD7)
            for cell in range(0xA1, 0xFF)
        ]
    ),
    min_size=2,
    max_size=30,
)


@pytest.fixture
def text(table_text: TableText) -> str:
    """Three facilities; the first Chinese character stands in row 3, column name_zh."""
    return table_text("facilities", *ROWS)


def test_utf8_with_a_byte_order_mark_is_right(scan_files: ScanFiles, text: str) -> None:
    scan = scan_files({"facilities.csv": text.encode("utf-8-sig")})
    assert scan.findings == ()
    assert scan.row("f1")["name_zh"] == "动力电池工厂"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_gbk_is_read_with_a_notice_of_the_first_place(
    scan_files: ScanFiles, text: str, encoding: str
) -> None:
    scan = scan_files({"facilities.csv": text.encode(encoding)})
    found = scan.only()
    assert (found.severity, found.code) == ("notice", "gb18030")
    assert found.where() == "town/facilities.csv:3:name_zh"
    assert scan.row("f2")["name_zh"] == "二厂"


def test_a_file_that_mixes_utf8_and_gbk_is_refused_at_the_first_bad_byte(
    scan_files: ScanFiles, text: str
) -> None:
    head, tail = text[: text.index("f2")], text[text.index("f2") :]
    found = scan_files({"facilities.csv": head.encode("utf-8") + tail.encode("gbk")}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:4:name_zh", "mixed-encoding")


def test_a_file_that_mixes_gbk_and_utf8_is_refused_too(scan_files: ScanFiles, text: str) -> None:
    head, tail = text[: text.index("f2")], text[text.index("f2") :]
    found = scan_files({"facilities.csv": head.encode("gbk") + tail.encode("utf-8")}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:3:name_zh", "mixed-encoding")


def test_utf8_with_one_damaged_byte_is_refused_there(scan_files: ScanFiles, text: str) -> None:
    raw = text.encode("utf-8").replace("厂".encode(), b"\xe5\x8e", 1)
    found = scan_files({"facilities.csv": raw}).only()
    assert (found.where(), found.severity) == ("town/facilities.csv:3:name_zh", "error")


def test_a_file_that_claims_utf8_and_breaks_it_is_refused(scan_files: ScanFiles, text: str) -> None:
    found = scan_files({"facilities.csv": b"\xef\xbb\xbf" + text.encode("gbk")}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:3:name_zh", "broken-utf8")


def test_the_place_is_right_behind_quoted_commas_and_line_breaks(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    row = {"id": "a", "name_zh": "x,y", "name_en": "two\nlines, \x07"}
    found = scan_files({"facilities.csv": table_text("facilities", row)}).only()
    assert found.where() == "town/facilities.csv:3:name_en"


def test_bytes_of_no_chinese_encoding_are_refused(scan_files: ScanFiles, text: str) -> None:
    raw = text.encode("ascii", "replace").replace(b"Plant", b"Caf\xe9")
    found = scan_files({"facilities.csv": raw}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:2:name_zh", "unknown-encoding")
    assert "0xE9" in found.message.en


@pytest.mark.parametrize(("encoding", "code"), [("utf-16", "utf16"), ("utf-16-le", "nul")])
def test_utf16_is_refused(scan_files: ScanFiles, text: str, encoding: str, code: str) -> None:
    assert scan_files({"facilities.csv": text.encode(encoding)}).only().code == code


@pytest.mark.parametrize("head", [b"PK\x03\x04\x14\0", bytes.fromhex("d0cf11e0a1b11ae1")])
def test_a_renamed_workbook_is_one_finding(scan_files: ScanFiles, head: bytes) -> None:
    found = scan_files({"facilities.csv": head + bytes(range(256))}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:1", "workbook")
    assert "Excel workbook" in found.message.en
    assert "CSV UTF-8" in found.remedy.en


def test_a_header_in_gbk_is_named_as_it_reads(scan_files: ScanFiles, text: str) -> None:
    raw = text.replace("name_zh", "名称").encode("gbk")
    findings = scan_files({"facilities.csv": raw}).findings
    assert "town/facilities.csv:1:名称" in [f.where() for f in findings if f.code != "gb18030"]
    assert all("\ufffd" not in f.column for f in findings)


def test_two_characters_that_happen_to_be_utf8_do_not_make_a_mix(
    scan_files: ScanFiles, table_text: TableText
) -> None:
    # 联通 in GBK is valid UTF-8 (the known trap of Notepad); the rest of the file is not.
    rows = [{"id": f"f{n}", "name_zh": name} for n, name in enumerate(["联通", "动力电池工厂"])]
    scan = scan_files({"facilities.csv": table_text("facilities", *rows).encode("gbk")})
    assert scan.only().code == "gb18030"
    assert scan.row("f0")["name_zh"] == "联通"


def test_nul_bytes_are_refused_with_their_place(scan_files: ScanFiles, text: str) -> None:
    found = scan_files({"facilities.csv": text.replace("Plant", "Pl\0ant")}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:2:name_zh", "nul")


@pytest.mark.parametrize("character", ["\x07", "\x7f", "\ufffe"])
def test_control_characters_are_refused_with_their_place(
    scan_files: ScanFiles, text: str, character: str
) -> None:
    found = scan_files({"facilities.csv": text.replace("二厂", f"二{character}厂")}).only()
    assert (found.where(), found.code) == ("town/facilities.csv:4:name_zh", "control-character")


@given(st.lists(HANZI, min_size=1, max_size=8))
def test_every_file_in_utf8_is_read_as_it_is(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert decode(text.encode("utf-8"), "x.csv") == (text, [])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_place(raw: bytes) -> None:
    text, findings = decode(raw, "x.csv")
    assert (text is None) == any(f.severity == "error" for f in findings)
    assert all(f.row >= 1 for f in findings)


@given(st.lists(COMMON, min_size=3, max_size=8))
def test_common_text_in_gbk_is_read_as_it_is(lines: list[str]) -> None:
    text = "\n".join(f"{n},{line}" for n, line in enumerate(["动力电池", *lines]))
    read, findings = decode(text.encode("gb18030"), "x.csv")
    assert read == text
    assert [f.code for f in findings] == ["gb18030"]


@given(st.lists(COMMON, min_size=1, max_size=4), st.lists(COMMON, min_size=1, max_size=4))
def test_text_that_changes_its_encoding_midway_is_refused(utf8: list[str], gbk: list[str]) -> None:
    raw = "\n".join(["动力电池", *utf8, ""]).encode("utf-8") + "\n".join(["整车", *gbk]).encode(
        "gbk"
    )
    text, findings = decode(raw, "x.csv")
    assert text is None
    assert [f.code for f in findings] == ["mixed-encoding"]
