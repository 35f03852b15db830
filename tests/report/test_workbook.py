"""lists.xlsx: a sheet a list, real numbers and days, and texts that stay texts."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from kg.errors import Text
from kg.lists import Cell, Column, Figure, Row, SectionAnswer
from kg.report.content import Change, Changes, Delta, Report
from kg.report.grid import exact_day, list_grid
from kg.report.sheets import display_width, sheet_names
from kg.report.workbook import workbook

WHAT = Column("what", Text("事项", "What"), "text")
MUCH = Column("amount", Text("数额", "How much"), "number")
WHEN = Column("when", Text("时间", "When"), "date")
BASIS = Column("basis", Text("依据", "Basis"), "text")


def both(text: str) -> Text:
    return Text(text, text)


def opened(report: Report, lang="zh") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(report, lang)))


def figure(value: str, operator: str = "equal") -> Figure:
    return Figure(Decimal(value), both("元"), "CNY", operator, "actual", "", both(value), "r")


def section(*rows: Row, columns=(WHAT, MUCH, WHEN, BASIS), id_="part") -> SectionAnswer:
    return SectionAnswer(id_, both("栏"), tuple(columns), rows, len(rows))


def row(what: str, *, much: Figure | None = None, when: str = "", basis="stated") -> Row:
    number = Cell("number", much.text, figures=(much,)) if much else Cell("text", both(""))
    cells = {
        "what": Cell("text", both(what)),
        "amount": number,
        "when": Cell("date", both(when), date=when),
        "basis": Cell("text", both("推得" if basis != "stated" else "原文")),
    }
    return Row(f"key {what}", cells, basis=basis)


def with_list(report: Report, *sections: SectionAnswer) -> Report:
    """A report whose only list has these sections."""
    return replace(report, lists=(replace(report.lists[0], sections=sections),))


def below_header(sheet: Worksheet) -> list[tuple]:
    """The rows of a list, the header first."""
    return list(sheet.iter_rows(min_row=4, values_only=True))


def test_the_first_sheet_says_what_there_is_and_each_list_has_one_of_its_own(auto: Report) -> None:
    book = opened(auto)
    titles = [each.title.zh for each in auto.lists]
    beside = ["任务", "目标与实际", "来源之间的矛盾", "来源"]
    assert book.sheetnames == ["目录与说明", *titles, *beside]
    said = [cell for r in book.worksheets[0].iter_rows(values_only=True) for cell in r if cell]
    assert auto.title.zh in said
    assert all(line.zh in said for line in auto.workspace.meter())
    assert auto.lists[0].proposal.zh in said


def test_every_row_of_a_list_stands_in_its_sheet(auto: Report) -> None:
    book = opened(auto)
    for answer in auto.lists:
        rows = below_header(book[answer.title.zh])
        assert len(rows) - 1 == sum(len(section.rows) for section in answer.sections)


def test_an_exact_figure_is_a_number_with_its_unit_beside_it(auto: Report) -> None:
    rows = [row("甲", much=figure("7524000000")), row("乙", much=figure("98.5"))]
    book = opened(with_list(auto, section(*rows)))
    sheet = book.worksheets[1]
    assert below_header(sheet)[0] == (
        "栏目",
        "事项",
        "数额",
        "数额（数值）",
        "数额（单位）",
        "依据",
    )
    assert [sheet["D5"].value, sheet["D6"].value] == [7524000000, 98.5]
    assert [sheet["D5"].number_format, sheet["D6"].number_format] == ["#,##0", "#,##0.0"]
    assert sheet["E5"].value == "元"


@pytest.mark.parametrize("operator", ["more-than", "about", "at-least", "less-than", "unstated"])
def test_a_figure_that_is_only_a_bound_stays_in_words(auto: Report, operator: str) -> None:
    book = opened(with_list(auto, section(row("甲", much=figure("150", operator)))))
    assert below_header(book.worksheets[1])[0] == ("栏目", "事项", "数额", "依据")


def test_a_number_that_a_spreadsheet_would_round_stays_in_words(auto: Report) -> None:
    book = opened(with_list(auto, section(row("甲", much=figure("12345678901234567")))))
    assert "数额（数值）" not in below_header(book.worksheets[1])[0]


def test_a_whole_day_is_a_date_and_a_month_is_words(auto: Report) -> None:
    rows = [row("甲", when="2025-02-10"), row("乙", when="2025-02"), row("丙", when="2025-02-31")]
    sheet = opened(with_list(auto, section(*rows))).worksheets[1]
    assert [sheet[f"C{n}"].value for n in (5, 6, 7)] == [
        datetime.datetime.fromisoformat("2025-02-10"),
        "2025-02",
        "2025-02-31",
    ]
    assert sheet["C5"].number_format == "yyyy-mm-dd"


@given(st.text())
def test_only_real_days_become_dates(text: str) -> None:
    day = exact_day(text)
    assert day == text or (isinstance(day, datetime.date) and day.isoformat() == text)


def test_rows_that_no_source_states_are_marked_by_word_and_colour(auto: Report) -> None:
    rows = [row("甲"), row("乙", basis="derived")]
    sheet = opened(with_list(auto, section(*rows))).worksheets[1]
    assert [sheet["C5"].value, sheet["C6"].value] == ["原文", "推得"]
    assert sheet["B5"].fill.fill_type is None
    assert sheet["B6"].fill.fgColor.rgb == "FFFFF6DA"


def test_a_list_without_a_column_for_the_basis_gets_one_for_the_mark(auto: Report) -> None:
    rows = [row("甲"), row("乙", basis="inferred")]
    sheet = opened(with_list(auto, section(*rows, columns=(WHAT,)))).worksheets[1]
    assert below_header(sheet) == [
        ("栏目", "事项", "标记"),
        ("栏", "甲", None),
        ("栏", "乙", "推断，待核实"),
    ]


def test_a_section_of_which_nothing_is_known_says_so_in_a_row_of_its_own(auto: Report) -> None:
    cells = {"what": Cell("text", both("")), "basis": Cell("unknown", both("未知：产能"))}
    empty = Row("", cells, (), "", unknown=True)
    sheet = opened(with_list(auto, section(row("甲"), empty))).worksheets[1]
    assert below_header(sheet)[-1] == ("栏", "未知：产能", "未知")
    assert sheet["B6"].fill.fgColor.rgb == "FFEDEDED"


def test_columns_of_few_sections_stand_in_one_with_their_heads(auto: Report) -> None:
    notes = [Column(name, both(name), "text") for name in ("因", "果")]
    own = Row(
        "k", {"what": Cell("text", both("甲")), **{c.id: Cell("text", both("x")) for c in notes}}
    )
    parts = [section(own, columns=(WHAT, *notes), id_="a")]
    parts += [section(row("乙"), columns=(WHAT, BASIS), id_=name) for name in "bc"]
    report = with_list(auto, *parts)
    rows = below_header(opened(report).worksheets[1])
    assert rows[0] == ("栏目", "事项", "其他内容", "依据", "标记")
    assert rows[1][2] == "因：x\n果：x"
    assert [h.text for h in list_grid(report.lists[0], "zh").heads][1:4] == ["事项", "因", "果"]


def test_sources_are_links_to_their_sheet_and_on_to_their_address(auto: Report) -> None:
    first = auto.sources[0]._replace(url="https://example.com/a?b=1")
    book = opened(replace(auto, sources=(first, *auto.sources[1:])))
    sheet = book[auto.lists[0].title.zh]
    heads = [cell.value for cell in sheet[4]]
    cell = sheet.cell(5, heads.index("来源") + 1)
    assert cell.value.startswith("[")
    assert cell.hyperlink.location.startswith("'来源'!A")
    target = book["来源"][cell.hyperlink.location.partition("!")[2]]
    assert f"[{target.value}]" == cell.value.split()[0]
    assert book["来源"]["E4"].hyperlink.target == "https://example.com/a?b=1"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_an_address_that_is_no_web_address_is_text(auto: Report, url: str) -> None:
    book = opened(replace(auto, sources=(auto.sources[0]._replace(url=url),)))
    assert book["来源"]["E4"].value == url
    assert book["来源"]["E4"].hyperlink is None


def test_no_text_becomes_a_formula_or_a_link(hostile: Report, payloads: list[str]) -> None:
    signs = [*payloads, "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "{=1}", "http://a.b/"]
    report = with_list(hostile, section(*map(row, signs)))
    for each in (hostile, report):
        book = opened(each)
        cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
        links = [cell.hyperlink for cell in cells if cell.hyperlink]
        assert all(link.target is None for link in links)
        with zipfile.ZipFile(io.BytesIO(workbook(each, "zh"))) as file:
            sheets = [file.read(name) for name in file.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in sheet for sheet in sheets)
    written = [r[1] for r in below_header(opened(report).worksheets[1])[1:]]
    kept = [sign for sign in signs if sign.isprintable() and sign == sign.strip()]
    assert set(kept) <= set(written)


def test_headers_stay_and_filters_and_print_setup_are_there(auto: Report) -> None:
    for sheet in opened(auto).worksheets[1:]:
        header = int(sheet.auto_filter.ref.partition(":")[0].removeprefix("A"))
        assert sheet.freeze_panes.endswith(str(header + 1))
        assert sheet.print_title_rows == f"${header}:${header}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize in (8, 9)
        assert sheet.page_setup.fitToHeight == 0


def test_what_changed_has_a_sheet_with_a_line_a_cell(auto: Report) -> None:
    delta = Delta(WHEN, both("2024"), both("2025"))
    changes = (
        Change("changed", "l", both("清单"), "s", both("栏"), "k", both("甲"), (delta,)),
        Change("gone", "l", both("清单"), "s", both("栏"), "k2", both("乙")),
    )
    book = opened(replace(auto, changes=Changes(both("某日"), "2025-01-01", changes)))
    rows = [r for r in book["变化"].iter_rows(values_only=True) if r[0] in ("改动", "不再列出")]
    assert rows == [
        ("改动", "清单", "栏", "甲", "时间", "2024", "2025"),
        ("不再列出", "清单", "栏", "乙", None, None, None),
    ]


def test_the_same_report_gives_the_same_bytes_in_either_language(auto: Report) -> None:
    for lang in ("zh", "en"):
        made = workbook(auto, lang)
        assert made == workbook(auto, lang)
        with zipfile.ZipFile(io.BytesIO(made)) as file:
            assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = file.read("docProps/core.xml").decode()
        assert auto.as_of.isoformat() in core


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_titles_give_names_that_a_spreadsheet_takes(titles: list[str]) -> None:
    names = list(sheet_names(titles))
    assert len(names) == len(titles) == len({name.casefold() for name in names})
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_a_chinese_character_is_as_wide_as_two_letters() -> None:
    assert display_width("郑州A\nB") == 5
