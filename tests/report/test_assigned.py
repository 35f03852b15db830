"""A task of the task force stands in the row that it is about, marked as its own entry."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import kg
from kg.report.assigned import assigned
from kg.report.content import Report, gather
from kg.report.data import list_csv
from kg.report.html import index_html
from kg.report.workbook import workbook

Rows = dict[str, list[dict[str, str]]]
TASK = {"id": "t1", "chain": "cars", "category": "firms", "title_zh": "走访顶峰汽车",
        "about": "acme", "owner_name": "王处长", "due": "2025-06-30",
        "status": "doing"}  # fmt: skip


@pytest.fixture
def with_task(write_pack: Callable[..., Path], mini_rows: Rows) -> Callable[..., Report]:
    """The mini chain with one task, as the given values change it."""

    def build(**values: str) -> Report:
        graph = kg.open(write_pack({**mini_rows, "tasks": [{**TASK, **values}]}))
        return gather(graph.store, graph.scope, graph.resolve("cars").iri)

    return build


def lists_of(report: Report) -> set[str]:
    return {list_id for list_id, _, _ in assigned(report.lists, report.tasks)}


def test_a_task_stands_on_the_list_of_its_category(with_task: Callable[..., Report]) -> None:
    assert lists_of(with_task()) == {"firms"}


def test_a_task_that_names_a_list_stands_on_that_one_only(
    with_task: Callable[..., Report],
) -> None:
    assert lists_of(with_task(list="cooperation")) <= {"cooperation"}


def test_a_task_about_the_record_of_a_row_is_found(with_task: Callable[..., Report]) -> None:
    report = with_task(category="investment", about="need-1")
    (key,) = report.assigned
    assert key[:2] == ("investment", "needs")


def test_a_task_about_nothing_stands_in_no_row(with_task: Callable[..., Report]) -> None:
    assert lists_of(with_task(about="")) == set()


def test_the_page_says_who_by_when_and_whose_entry_it_is(
    with_task: Callable[..., Report],
) -> None:
    page = index_html(with_task())
    assert '王处长<span class="mark"> 〔专班填报〕</span>' in page
    assert "任务“走访顶峰汽车”：在办，期限 2025-06-30<span" in page


def test_the_workbook_and_the_csv_have_a_column_for_tasks_where_there_are_any(
    with_task: Callable[..., Report],
) -> None:
    report = with_task()
    book = openpyxl.load_workbook(io.BytesIO(workbook(report, "zh")))
    firms = next(each for each in report.lists if each.id == "firms")
    said = {cell.value for row in book[firms.title.zh] for cell in row}
    assert "任务（专班填报）" in said
    rows = list(csv.reader(io.StringIO(list_csv(firms, "zh", report.assigned).decode("utf-8-sig"))))
    at = rows[0].index("任务（专班填报）")
    assert any("王处长" in row[at] for row in rows[1:])
    other = next(each for each in report.lists if each.id == "parks")
    assert "任务（专班填报）" not in list_csv(other, "zh", report.assigned).decode("utf-8-sig")
