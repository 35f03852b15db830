"""Who does what by when: tasks as they stood on a day."""

from __future__ import annotations

import csv
import datetime
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.build import inspect
from kg.errors import AmbiguousNameError, NotEnoughKnownError, NothingKnownError, OptionError
from kg.pack import new_pack, read_pack
from kg.schema import Schema
from kg.tasks.model import standing
from kg.verify import verify

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Rows = dict[str, list[dict[str, str]]]
STATED = {"source": "doc", "spans": "0-10"}
PROPOSED = {"resources", "parks", "pilots"}


def task(name: str, **cells: str) -> dict[str, str]:
    return {"id": name, "chain": "cars", "category": "projects", "title_zh": f"任务{name}"} | cells


# The pack's day is 2025-06-30.
TASKS = [
    task("slipped", due="2025-05-31", owner="bureau", title_en="Late", about="plant;sup-1"),
    task("today", due="2025-06-30", status="doing", owner_name="张三", category="firms"),
    task("month", due="2025-06", opened="2025-01"),
    task("done", due="2025-05-01", status="done", opened="2025-03", closed="2025-06-15",
         result_zh="已开工", owner="post-1"),
    task("dropped", due="2025-06-01", status="dropped", closed="2025-07-10"),
    task("after", due="2025-08", opened="2025-07-05"),
    task("whenever", chain="trucks", owner="bureau", owner_name="李四"),
]  # fmt: skip


@pytest.fixture
def pack(write_pack: Callable[..., Path], mini_rows: Rows) -> Path:
    bureau = {"id": "bureau", "type": "GovernmentBody", "name_zh": "工业局", **STATED}
    mei = {"id": "mei", "name_zh": "梅工", "name_en": "Mei", **STATED}
    post = {"id": "post-1", "person": "mei", "organization": "bureau", "title_zh": "处长",
            **STATED}  # fmt: skip
    trucks = {"id": "trucks", "name_zh": "卡车产业链", "level": "city", "place": "town", **STATED}
    cab = {"id": "cab", "name_zh": "驾驶室", "chain": "trucks", "position": "upstream", **STATED}
    return write_pack(
        {
            **mini_rows,
            "segments": [*mini_rows["segments"], cab],
            "organizations": [*mini_rows["organizations"], bureau],
            "people": [mei],
            "posts": [post],
            "chains": [*mini_rows["chains"], trucks],
            "tasks": TASKS,
        }
    )


@pytest.fixture
def desk(pack: Path) -> kg.Graph:
    return kg.open(pack)


def on(pack: Path, *day: int) -> kg.Graph:
    return kg.open(pack, as_of=datetime.date(*day))


def ids(graph: kg.Graph, **asked: object) -> list[str]:
    return [row.id for row in graph.tasks(**asked).rows]  # type: ignore[arg-type] # as asked


def standing_of(graph: kg.Graph, name: str) -> tuple[str, int]:
    row = next(row for row in graph.tasks().rows if row.id == name)
    return row.status, row.overdue


def test_the_most_urgent_stands_first_and_what_is_closed_last(desk: kg.Graph) -> None:
    assert ids(desk) == ["slipped", "dropped", "month", "today", "whenever", "done"]


def test_overdue_is_what_is_due_before_the_day_and_not_closed_by_then(desk: kg.Graph) -> None:
    assert ids(desk, overdue=True) == ["slipped", "dropped"]
    assert standing_of(desk, "slipped") == ("open", 30)


def test_a_task_due_on_the_day_or_in_its_month_is_in_time(desk: kg.Graph, pack: Path) -> None:
    assert standing_of(desk, "today") == ("doing", 0)
    assert standing_of(desk, "month") == ("open", 0)
    assert standing_of(on(pack, 2025, 7, 1), "month") == ("open", 1)


def test_a_task_closed_after_the_day_counts_as_open_on_it(desk: kg.Graph, pack: Path) -> None:
    assert standing_of(desk, "done") == ("done", 0)
    assert standing_of(on(pack, 2025, 6, 1), "done") == ("open", 31)
    assert standing_of(desk, "dropped") == ("open", 29)
    assert standing_of(on(pack, 2025, 7, 10), "dropped") == ("dropped", 0)


def test_before_it_was_closed_a_task_has_no_result(desk: kg.Graph, pack: Path) -> None:
    results = {row.id: (row.closed, row.result.zh) for row in desk.tasks().rows}
    assert results["done"] == ("2025-06-15", "已开工")
    earlier = {row.id: (row.closed, row.result.zh) for row in on(pack, 2025, 6, 1).tasks().rows}
    assert earlier["done"] == ("", "")


def test_a_task_entered_after_the_day_is_left_out_and_counted(desk: kg.Graph, pack: Path) -> None:
    assert (desk.tasks().entered, desk.tasks().later) == (6, 1)
    assert "after" in ids(on(pack, 2025, 7, 5))


def test_tasks_of_one_chain_and_of_one_category(desk: kg.Graph) -> None:
    assert ids(desk, chain="卡车产业链") == ["whenever"]
    assert ids(desk, category="企业培育") == ids(desk, category="firms") == ["today"]
    assert ids(desk, category="Enterprise cultivation") == ids(desk, category="企业") == ["today"]


def test_an_owner_is_a_body_a_person_or_the_one_of_a_post(desk: kg.Graph) -> None:
    assert ids(desk, owner="工业局") == ["slipped", "whenever", "done"]
    assert ids(desk, owner="梅工") == ["done"]


def test_an_owner_that_the_pack_does_not_have_is_found_by_the_name_entered(desk: kg.Graph) -> None:
    assert ids(desk, owner="张三") == ["today"]
    assert ids(desk, owner="李四") == ["whenever"]


def test_whose_a_task_is_reads_whole(desk: kg.Graph) -> None:
    said = {row.id: row.responsible for row in desk.tasks().rows}
    assert said["slipped"].zh == "工业局"
    assert said["done"] == ("工业局处长梅工", "Mei, 处长, 工业局")
    assert said["whenever"].zh == "工业局（李四）"
    assert said["month"].zh == ""


def test_a_task_may_be_about_things_and_records(desk: kg.Graph) -> None:
    about = next(row.about for row in desk.tasks().rows if row.id == "slipped")
    assert [(subject.id, subject.label.zh) for subject in about] == [
        ("plant", "顶峰工厂"),
        ("sup-1", "供应关系：顶峰汽车有限公司、螺栓科技"),
    ]


def test_five_categories_are_named_by_a_source_and_three_say_that_they_are_ours(
    desk: kg.Graph,
) -> None:
    rows = desk.store.select(
        "SELECT ?n ?d { ?c skos:inScheme kg:scheme-task-category ; skos:notation ?n ;"
        ' skos:definition ?d FILTER (LANG(?d) = "en") }'
    )
    said = {row["n"].value: row["d"].value for row in rows}
    assert len(said) == 8
    assert {name for name, words in said.items() if "Our own proposal" in words} == PROPOSED


def test_an_unknown_category_is_refused_with_those_there_are(desk: kg.Graph) -> None:
    with pytest.raises(OptionError) as caught:
        desk.tasks(category="项目建")
    assert "最接近的：项目建设" in caught.value.text.zh
    assert "示范应用" in caught.value.text.zh


def test_an_ambiguous_owner_is_asked_back(desk: kg.Graph) -> None:
    with pytest.raises(AmbiguousNameError):
        desk.tasks(owner="老字号")


def test_none_that_passes_says_how_many_there_are(desk: kg.Graph) -> None:
    with pytest.raises(NothingKnownError, match="6 as of 2025-06-30"):
        desk.tasks(owner="acme")


def test_a_pack_without_tasks_says_how_to_enter_the_first_one(graph: kg.Graph) -> None:
    with pytest.raises(NotEnoughKnownError) as caught:
        graph.tasks()
    assert "id,chain,category,title_zh," in caught.value.ask[0].en


def test_the_bundled_pack_holds_no_invented_task(zhengzhou: kg.Graph) -> None:
    with pytest.raises(NotEnoughKnownError):
        zhengzhou.tasks()


def test_tasks_that_are_all_entered_later_are_told(
    write_pack: Callable[..., Path], mini_rows: Rows
) -> None:
    rows = {**mini_rows, "tasks": [task("after", opened="2025-07-05")]}
    with pytest.raises(NothingKnownError, match="1 were entered later"):
        kg.open(write_pack(rows)).tasks()


DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2026, 12, 31))


@given(DAYS, DAYS, DAYS, st.sampled_from(["done", "dropped"]))
def test_a_closed_task_is_late_only_between_due_date_and_closing(
    due: datetime.date, closed: datetime.date, day: datetime.date, status: str
) -> None:
    found, late = standing(status, due.isoformat(), closed.isoformat(), day)
    assert found == (status if closed <= day else "open")
    assert late == ((day - due).days if due < day < closed else 0)


@given(DAYS, DAYS)
def test_a_month_is_due_on_its_last_day(due: datetime.date, day: datetime.date) -> None:
    month = due.isoformat()[:7]
    assert bool(standing("open", month, "", day)[1]) == (day.isoformat()[:7] > month)


# ------------------------------------------------------------------ bad input
BAD = {
    "no-such-category": (task("x", category="投资"), "category", "unknown-notation"),
    "no-such-status": (task("x", status="finished"), "status", "unknown-notation"),
    "due-is-no-date": (task("x", due="月底"), "due", "bad-date"),
    "no-title": ({**task("x"), "title_zh": ""}, "title_zh", "missing-value"),
    "no-such-chain": (task("x", chain="ships"), "chain", "unknown-ref"),
    "owner-is-a-chain": (task("x", owner="cars"), "owner", "wrong-class"),
    "done-but-not-closed": (task("x", status="done"), "closed", "task-closed"),
    "closed-but-open": (task("x", closed="2025-06-01"), "closed", "task-closed"),
    "closed-before-entered": (
        task("x", status="done", opened="2025-06-02", closed="2025-06-01"),
        "closed",
        "task-dates",
    ),
    "due-before-entered": (task("x", opened="2025-06-02", due="2025-05"), "due", "task-dates"),
}


@pytest.mark.parametrize(("row", "column", "code"), BAD.values(), ids=BAD)
def test_a_bad_row_is_told_by_file_row_and_column_with_the_mend(
    write_pack: Callable[..., Path], mini_rows: Rows, row: dict[str, str], column: str, code: str
) -> None:
    folder = write_pack({**mini_rows, "tasks": [task("good"), row]})
    (found,) = [f for f in inspect([folder]).findings if "tasks.csv" in f.file]
    assert (found.where(), found.code) == (f"mini/tasks.csv:3:{column}", code)
    assert found.remedy.zh
    assert found.remedy.en


def test_a_new_pack_has_the_header_of_tasks(tmp_path: Path, schema: Schema) -> None:
    new_pack(tmp_path / "fresh", schema, as_of=datetime.date(2025, 6, 30))
    header = (tmp_path / "fresh" / "tasks.csv").read_text("utf-8-sig").strip()
    assert header.split(",") == list(schema.tables["tasks"].columns)


def test_a_task_with_a_source_is_no_evidence_to_be_read_again(
    write_pack: Callable[..., Path], mini_rows: Rows, schema: Schema
) -> None:
    plain = read_pack(write_pack(mini_rows), schema)
    rows = {**mini_rows, "tasks": [task("ordered", source="doc")]}
    with_task = read_pack(write_pack(rows, "with-task", "w"), schema)
    assert verify([with_task], schema).counts == verify([plain], schema).counts


# ------------------------------------------------------------------ the command
def test_the_command_shows_what_is_late_and_by_how_much(pack: Path, run_kg: Run) -> None:
    done = run_kg("tasks", "--overdue", "--data", str(pack), "--format", "table")
    assert done.returncode == 0
    assert "待办，逾期30天" in done.stdout
    assert "逾期 2 项" in done.stdout
    assert "1 项任务在 2025-06-30 之后才登记" in done.stderr


def test_json_has_documented_fields(pack: Path, run_kg: Run) -> None:
    done = run_kg("tasks", "--owner", "梅工", "--data", str(pack), "--format", "json")
    said = json.loads(done.stdout)
    assert (said["as_of"], said["entered"], said["later"]) == ("2025-06-30", 6, 1)
    (found,) = said["tasks"]
    assert found["owner"] == "post-1"
    assert (found["status"], found["closed"], found["result_zh"]) == (
        "done", "2025-06-15", "已开工",
    )  # fmt: skip


def test_csv_is_one_row_a_task(pack: Path, run_kg: Run) -> None:
    done = run_kg("tasks", "--as-of", "2025-07-31", "--data", str(pack), "--format", "csv")
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert len(rows) == 1 + len(TASKS)
    assert rows[0][0] == "期限"


def test_without_tasks_the_command_exits_3_and_shows_the_header(run_kg: Run) -> None:
    done = run_kg("tasks", lang="en")
    assert (done.returncode, done.stdout) == (3, "")
    assert "tasks.csv" in done.stderr
    assert "id,chain,category,title_zh," in done.stderr
