"""The bundled lists hold what ``tests/expected/lists.toml`` says, written by hand from the texts.

A row is found where a row of that list names it, or stands on a record whose passage overlaps
the one given. What is not found has its reason here; a reason for a row that is found fails too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.lists import ListAnswer, Row

EXPECTED = Path(__file__).parents[1] / "expected" / "lists.toml"
Span = tuple[str, int, int]

ELSEWHERE = "held in another list: {}"
NO_TABLE = "no table of a pack holds it"

EXCEPTIONS: dict[tuple[str, str, str], str] = {
    ("auto", "cooperation", "产业联盟(联合体)"): ELSEWHERE.format("innovation, as a consortium"),
    ("auto", "cooperation", "闲置产能"): ELSEWHERE.format("firms, as a measure"),
    ("auto", "cooperation", "产能利用率"): ELSEWHERE.format("firms, as a measure"),
    ("auto", "firms", "关联配套企业"): "firms of the province, tied to no chain",
    ("auto", "firms", "整车厂"): "a plant told of as a nucleus; the role is a firm's",
    ("auto", "firms", "发动机厂"): "a plant told of as a nucleus; the role is a firm's",
    ("auto", "innovation", "上汽软件中心"): ELSEWHERE.format("projects"),
    ("auto", "innovation", "一流大学郑州研究院"): "of the whole city, tied to no chain",
    ("auto", "parks", "汽车零部件集群"): ELSEWHERE.format(
        "projects; only the city is told as place"
    ),
    ("auto", "parks", "新能源循环产业集群"): ELSEWHERE.format("projects; only the city is told"),
    ("auto", "pilots", "5G自动驾驶公交"): "a product of a firm, in no programme of the pack",
    ("auto", "projects", "上汽项目"): "the pack holds it as a measure that names the firm",
    ("computing", "cooperation", "2024中国算力大会"): "its only party is the city",
    ("computing", "cooperation", "河南电子信息产业链缺环"): NO_TABLE,
    ("computing", "factors", "“东数西算”"): "its only party is the city",
    ("computing", "innovation", "一流大学郑州研究院"): "of the whole city, tied to no chain",
    ("computing", "innovation", "中原鲲鹏生态创新中心"): ELSEWHERE.format(
        "firms, as an enterprise"
    ),
    ("computing", "innovation", "算法模型领域企业创新团队"): ELSEWHERE.format("firms, as a group"),
    ("computing", "parks", "郑州鲲鹏软件小镇"): ELSEWHERE.format("projects; only the city is told"),
    ("computing", "pilots", "智能网联车辆"): ELSEWHERE.format("pilots of the automobile chain"),
}


def expected() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(EXPECTED.read_text("utf-8"))["row"]
    return rows


def spans(text: str) -> Iterator[Span]:
    """``zz000:1-2;3-4`` as source, start, end; a source holds until the next is named."""
    source = ""
    for part in text.split(";"):
        match = re.fullmatch(r"\s*(?:(\w+):)?(\d+)-(\d+)\s*", part)
        if match:
            source = match[1] or source
            yield source, int(match[2]), int(match[3])


def stands_on(row: Row, wanted: list[Span]) -> bool:
    passages = [s for e in row.evidence for s in spans(f"{e.source}:{e.spans}")]
    return any(
        source == other and start < last and first < end
        for source, start, end in wanted
        for other, first, last in passages
    )


def holds(found: ListAnswer, row: dict[str, Any]) -> bool:
    wanted = list(spans(row["source"]))
    return any(
        stands_on(each, wanted) or any(row["what"] in c.text.zh for c in each.cells.values())
        for section in found.sections
        for each in section.rows
        if not each.unknown
    )


def test_every_expected_row_is_there_or_has_its_reason(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    missing = {
        (row["chain"], row["list"], row["what"])
        for row in expected()
        if not holds(filled[row["chain"]][row["list"]], row)
    }
    assert missing == set(EXCEPTIONS)


def test_most_expected_rows_are_there() -> None:
    assert len(EXCEPTIONS) <= len(expected()) // 8


@pytest.mark.parametrize("chain", ["auto", "computing"])
def test_no_responsible_body_is_made_up(
    chain: str, filled: dict[str, dict[str, ListAnswer]]
) -> None:
    """The texts name a task force for the automobile chain, and nobody else, as in charge."""
    named = {
        ref.id
        for each in filled[chain].values()
        for section in each.sections
        for row in section.rows
        if "responsible" in row.cells
        for ref in row.cells["responsible"].things
    }
    assert named <= {"zz-gov-taskforce"}


def test_the_signed_batch_has_its_amount_and_is_not_shown_as_built(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    (signed,) = [s for s in filled["auto"]["investment"].sections if s.id == "signed"]
    (batch,) = [row for row in signed.rows if row.cells["what"].things[0].id == "proj-byd-27"]
    figure = batch.cells["amount"].number
    assert figure is not None
    assert (int(figure.value), figure.unit_id) == (7_524_000_000, "CNY")
    assert batch.cells["status"].text.zh == "计划，已签约"
    assert batch.cells["when"].date == "2025-02"


def test_the_matrix_is_three_by_three_and_empty(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    (matrix,) = [s for s in filled["auto"]["innovation"].sections if s.id == "matrix"]
    assert matrix.total == 9
    assert not any(row.cells["who"].known for row in matrix.rows)


def test_capacity_without_output_of_the_same_thing_and_year_gives_no_utilisation(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    (idle,) = [s for s in filled["auto"]["investment"].sections if s.id == "idle"]
    assert idle.empty
    assert idle.rows[0].unknown
    assert idle.rows[0].cells["who"].text.zh.startswith("未知：")


def test_measures_on_capacity_stand_beside_the_unknown_utilisation_without_a_figure(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    (found,) = [s for s in filled["auto"]["investment"].sections if s.id == "idle-measures"]
    assert {"盘活闲置产能", "提高产能利用率"} <= {r.cells["what"].text.zh for r in found.rows}
    assert not any(cell.figures for row in found.rows for cell in row.cells.values())


def test_drives_to_recruit_stand_among_the_measures_for_talent(
    filled: dict[str, dict[str, ListAnswer]],
) -> None:
    (found,) = [s for s in filled["auto"]["factors"].sections if s.id == "talent-measures"]
    assert "招才引智活动" in {row.cells["what"].text.zh for row in found.rows}
