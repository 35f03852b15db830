"""report.docx: headings, tables that print well, fonts that Windows has, text that stays text."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from kg.errors import Text
from kg.report.content import Change, Changes, Report
from kg.report.document import document
from kg.report.html import PRINTED


def opened(report: Report, lang="zh") -> docx.document.Document:
    return docx.Document(io.BytesIO(document(report, lang)))


def headings(found: docx.document.Document, level: int) -> list[str]:
    return [p.text for p in found.paragraphs if p.style.name == f"Heading {level}"]


def test_every_part_of_the_report_has_a_heading(auto: Report) -> None:
    found = opened(auto)
    lists = [f"清单{n} {each.title.zh}" for n, each in enumerate(auto.lists, 1)]
    assert headings(found, 1) == [
        "摘要", "工作体系", "产业链图谱", *lists,
        "任务", "目标与实际", "来源之间的矛盾", "历年数字",
        "来源",
    ]  # fmt: skip
    sections = [section.title.zh for each in auto.lists for section in each.sections]
    assert [title for title in headings(found, 2) if title in sections] == sections


def test_what_is_new_stands_before_all_else_but_the_summary(auto: Report) -> None:
    news = Change("new", "l", Text("清", "l"), "s", Text("栏", "s"), "k", Text("甲厂", "A works"))
    changes = Changes(Text("某日", "a day"), "2025-01-01", (news,))
    found = opened(replace(auto, changes=changes), "en")
    assert headings(found, 1)[:2] == ["Summary", "What changed against a day"]
    assert "A works" in [cell.text for cell in found.tables[0].rows[1].cells]


def test_the_head_of_a_table_repeats_and_rows_are_never_split(auto: Report) -> None:
    for table in opened(auto).tables:
        head = table.rows[0]._tr.trPr
        assert head.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_a_column_that_is_unknown_throughout_is_said_in_a_sentence_instead(auto: Report) -> None:
    said = [p.text for p in opened(auto).paragraphs if p.text.startswith("以下各列")]
    assert any("责任单位" in text for text in said)


def test_fonts_are_those_of_windows_for_both_scripts(auto: Report) -> None:
    for lang, latin in (("zh", "Times New Roman"), ("en", "Calibri")):
        styles = opened(auto, lang).styles
        fonts = styles["Normal"].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "SimSun"
        assert fonts.get(qn("w:ascii")) == latin
        assert styles["Heading 1"].element.rPr.rFonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert not [name for name in fonts.attrib if "Theme" in name]


def test_every_link_leads_to_a_source_in_the_document(auto: Report) -> None:
    body = opened(auto).element.body
    targets = {e.get(qn("w:name")) for e in body.iter(qn("w:bookmarkStart"))}
    links = {e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink"))}
    assert links
    assert links <= targets
    assert all(re.fullmatch(r"\w{1,40}", name) for name in targets)


def test_the_chain_map_is_a_table_that_marks_what_no_source_states(auto: Report) -> None:
    table = next(t for t in opened(auto).tables if t.rows[0].cells[0].text == "位置")
    assert len(table.rows) == len(auto.map.boxes) + 1
    derived = [m for box in auto.map.boxes for m in box.members if m.evidence.basis == "derived"]
    text = "".join(row.cells[3].text + row.cells[4].text for row in table.rows)
    assert derived
    assert all(f"{member.ref.label.zh} 〔推得〕" in text for member in derived)


def test_a_long_list_is_cut_with_words_on_where_the_rest_is(auto: Report) -> None:
    answer = auto.lists[0]
    section = next(s for s in answer.sections if not s.empty)
    long = replace(section, rows=section.rows[:1] * (PRINTED + 7), total=PRINTED + 7)
    report = replace(auto, lists=(replace(answer, sections=(long,)),))
    found = opened(report)
    assert max(len(table.rows) for table in found.tables) == PRINTED + 1
    assert any(f"{PRINTED} 行，共 {PRINTED + 7} 行" in p.text for p in found.paragraphs)


def test_no_payload_is_more_than_text(hostile: Report, payloads: list[str]) -> None:
    made = document(hostile, "zh")
    found = docx.Document(io.BytesIO(made))
    cells = "\n".join(cell.text for t in found.tables for row in t.rows for cell in row.cells)
    for bad in payloads:
        assert bad in cells
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        links = file.read("word/_rels/document.xml.rels").decode()
    assert "TargetMode" not in links  # nothing leads out of the document


@pytest.mark.parametrize("bad", ["\x00\x0b甲", "\ud800乙", "\ufffe丙"])
def test_what_xml_cannot_hold_becomes_a_blank(auto: Report, bad: str) -> None:
    report = replace(auto, title=Text(bad, bad))
    assert opened(report).paragraphs[0].text.strip() == bad[-1]


def test_the_same_report_gives_the_same_bytes_and_no_clock_is_read(auto: Report) -> None:
    for lang in ("zh", "en"):
        made = document(auto, lang)
        assert made == document(auto, lang)
    core = docx.Document(io.BytesIO(made)).core_properties
    day = datetime.datetime.combine(auto.as_of, datetime.time())
    assert [core.created.replace(tzinfo=None), core.modified.replace(tzinfo=None)] == [day, day]
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
