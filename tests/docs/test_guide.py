"""The guide for a task force (data/README.md) keeps what it promises: its rows make the pack,
its commands are run, and what it says of the files of Excel and WPS is so."""

from __future__ import annotations

import csv
import datetime
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.pack import new_pack, read_pack, scan_pack
from kg.pack.cells import cell_readers
from kg.paths import ontology_dir
from kg.schema import Schema

Table = list[list[str]]
Run = Callable[..., subprocess.CompletedProcess[str]]
Save = Callable[[Table], bytes]

PAGE = (Path(__file__).parents[2] / "data" / "README.md").read_text("utf-8")
CITY = "禾川县"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def _tables(block: str) -> dict[str, Table]:
    """Tables of one block by file name, each with its header."""
    parts = re.split(r"^# (\w+\.csv) .*\n", block, flags=re.MULTILINE)
    return {
        name: list(csv.reader(io.StringIO(rows)))
        for name, rows in zip(parts[1::2], parts[2::2], strict=True)
    }


FIRST, SECOND = (_tables(block) for block in _blocks("csv"))
COMMANDS = [line for block in _blocks("bat") for line in block.splitlines()]


def _words(table: Table, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows(table)
    return out.getvalue()


def utf8_of_excel(table: Table) -> bytes:
    """CSV UTF-8: a byte order mark, CRLF, and dates as Excel shows them."""
    slashed = [[re.sub(r"^(\d{4})年(\d+)月$", r"\1/\2", cell) for cell in row] for row in table]
    return _words(slashed, "\r\n").encode("utf-8-sig")


def gbk_of_excel(table: Table) -> bytes:
    """Plain CSV on a Chinese Windows, with the empty rows and columns of a used sheet."""
    wide = [[*row, "", ""] for row in table]
    return _words([*wide, *[[""] * len(wide[0])] * 3], "\r\n").encode("gbk")


def utf8_of_wps(table: Table) -> bytes:
    """UTF-8 without a mark, and digits that an input method made full-width."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    header, *rows = table
    place = {"published_from", "since", "period_to", "stated", "issued", "due", "value"}
    full = [
        [c.translate(wide) if n in place else c for n, c in zip(header, row, strict=True)]
        for row in rows
    ]
    return _words([header, *full], "\n").encode("utf-8")


def _fill(folder: Path, tables: dict[str, Table], save: Save = utf8_of_excel) -> None:
    """Type rows under the headers of an empty pack, as the guide asks, and save them."""
    for name, (columns, *rows) in tables.items():
        header = (folder / name).read_text("utf-8-sig").splitlines()[0].split(",")
        assert set(columns) <= set(header)
        cells = [dict(zip(columns, row, strict=True)) for row in rows]
        typed = [[row.get(column, "") for column in header] for row in cells]
        (folder / name).write_bytes(save([header, *typed]))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    r"""What stands for D:\ of the guide; the commands run in it."""
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def step(run_kg: Run, desk: Path) -> Callable[[str], str]:
    """Do one line of the guide; what it prints."""

    def do(line: str) -> str:
        words = line.replace("D:\\", "").replace("\\", "/").split()
        if words[0] == "xcopy":
            shutil.copytree(ontology_dir() / "lists", desk / words[-1])
            return ""
        assert words[0] == "kg"
        done = run_kg(*words[1:])
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    return do


@pytest.fixture
def city(tmp_path: Path, schema: Schema) -> Path:
    """The guide's city, empty."""
    new_pack(tmp_path / CITY, schema, as_of=datetime.date(2025, 6, 30))
    return tmp_path / CITY


def test_who_follows_the_page_line_by_line_gets_what_it_promises(
    step: Callable[[str], str], desk: Path
) -> None:
    new, check, report, overdue, later, copy, own = COMMANDS
    step(new)
    pack = desk / CITY
    _fill(pack, FIRST | SECOND)
    assert "错误 0，警告 0" in step(check)

    step(report)
    folder = desk / "报告" / "2025-06"
    assert {p.name for p in folder.iterdir()} >= {"index.html", "lists.xlsx", "report.docx"}
    page = (folder / "index.html").read_text("utf-8")
    for said in ("轴承产业链：一图八清单", "投资额（目标）3.2亿元", "任务 2 项", "逾期 1 项",
                 "有需求而未见企业的环节 1 个：检测服务", "禾川县轴承产业链行动方案"):  # fmt: skip
        assert said in page
    projects = (folder / "data" / "projects.csv").read_text("utf-8-sig")
    (row,) = [r for r in csv.reader(io.StringIO(projects)) if "恒转高端轴承二期" in r]
    for said in ("恒转精密轴承股份有限公司（业主）", "禾川县工业和信息化局", "成品轴承"):
        assert said in "\t".join(row)

    assert "任1" in step(overdue.replace(" --overdue", ""))
    assert [t for t in ("任1", "任2") if t in step(overdue)] == ["任2"]

    manifest = (pack / "pack.toml").read_text("utf-8")
    (pack / "pack.toml").write_text(manifest.replace("2025-06-30", "2025-07-31"), "utf-8")
    grown = {name: [*rows] for name, rows in FIRST.items()}
    grown["organizations.csv"].append(["启明", "企业", "启明检测有限公司", "", "名录"])
    grown["activities.csv"].append(["活4", "启明", "检测", "", "名录"])
    _fill(pack, grown)
    step(later)
    changed = (desk / "报告" / "2025-07" / "index.html").read_text("utf-8")
    assert "与截至 2025-06-30 的上一份报告相比的变化" in changed
    assert "启明检测有限公司" in changed

    step(copy)
    lists = desk / "我的清单"
    text = (lists / "projects.toml").read_text("utf-8")
    renamed = text.replace('zh = "项目建设清单"', 'zh = "重点项目清单"')
    ninth = text.replace('id = "projects"', 'id = "ninth"', 1).replace("order = 2", "order = 9")
    (lists / "projects.toml").write_text(renamed, "utf-8")
    (lists / "ninth.toml").write_text(ninth.replace("项目建设清单", "督办清单", 1), "utf-8")
    step(own)
    page = (desk / "报告" / "2025-07-自定" / "index.html").read_text("utf-8")
    assert "清单二：重点项目清单" in page
    assert "清单九：督办清单" in page


def test_the_first_group_of_tables_is_enough_for_a_report(
    step: Callable[[str], str], desk: Path
) -> None:
    assert (len(FIRST), len(SECOND)) == (7, 7)
    step(COMMANDS[0])
    _fill(desk / CITY, FIRST)
    assert "错误 0，警告 0" in step(COMMANDS[1])
    step(COMMANDS[2])
    assert "恒转精密轴承" in (desk / "报告" / "2025-06" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("save", [utf8_of_excel, gbk_of_excel, utf8_of_wps])
def test_the_facts_are_the_same_however_the_tables_were_saved(
    city: Path, schema: Schema, save: Save
) -> None:
    _fill(city, FIRST | SECOND, save)
    pack = read_pack(city, schema)
    assert {f.severity for f in pack.findings} == {"notice"}
    kept = {row.id: row.cells for row in pack.rows}
    assert kept["数1"]["value"] == "320000000"
    assert kept["角1"]["since"] == "2024-01-01"
    assert kept["角2"]["since"] == "2024-03"
    assert kept["恒转"]["name_zh"] == "恒转精密轴承股份有限公司"
    assert len(kept) == sum(len(table) - 1 for table in (FIRST | SECOND).values())


@pytest.mark.parametrize(
    ("file", "before", "after", "code"),
    [
        ("needs.csv", "2025/6/12", "Mar-25", "excel-date"),
        ("needs.csv", "2025/6/12", "2025.1", "date-form"),
        ("organizations.csv", "金环套圈有限公司,,", "金环套圈有限公司,,9.14E+17", "excel-code"),
        ("segments.csv", "套圈加工,,轴承链", "套圈加工,,", "missing-value"),
        ("places.csv", "id,type", "禾川县地点一览表,,\r\nid,type", "header-below"),
    ],
)  # fmt: skip
def test_what_the_page_says_to_mend_oneself_is_refused_with_the_mend(
    city: Path, schema: Schema, file: str, before: str, after: str, code: str
) -> None:
    _fill(city, FIRST | SECOND)
    text = (city / file).read_bytes().decode("utf-8-sig")
    assert before in text
    (city / file).write_bytes(text.replace(before, after, 1).encode("utf-8-sig"))
    pack, found = scan_pack(city, schema)
    assert pack is None
    (error,) = [f for f in found if f.severity == "error"]
    assert (error.code, error.file) == (code, f"{CITY}/{file}")
    assert error.remedy.zh


def test_every_word_that_the_page_offers_for_a_column_is_read(schema: Schema) -> None:
    offered = re.findall(r"^# (\w+)\.csv (.*)$", PAGE, re.MULTILINE)
    assert len(offered) == len(FIRST | SECOND)
    count = 0
    for name, said in offered:
        table = schema.tables[name]
        readers = cell_readers(table, schema)
        for column, words in re.findall(r"([a-z_]+) 写 ([^；，]+)", re.sub("（.*?）", "", said)):
            for word in words.split("、"):
                scheme = table.columns[column].scheme
                value = readers[column](word)
                assert value in (schema.concepts[scheme] if scheme else table.classes)
                count += 1
    assert count > 30
