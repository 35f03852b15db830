"""What ``kg partners`` says: sentences, the table, and what stands below it."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.errors import Text


def _why(graph: kg.Graph, firm: str, partner: str, *, tier: int = 1) -> Text:
    rows = graph.partners(firm, tier=tier).rows
    return next(row.why() for row in rows if row.partner.id == partner)


def test_a_direct_row_names_its_record_and_passage(town: kg.Graph) -> None:
    assert _why(town, "acme", "bolt") == (
        "螺栓科技向顶峰汽车有限公司供货（自 2024）。依据：记录 sup-1（doc:0-10）。",
        "Bolt supplies Acme (since 2024). It stands on record sup-1 (doc:0-10).",
    )


def test_a_row_over_a_project_names_both_records(town: kg.Graph) -> None:
    assert _why(town, "acme", "builder").en == (
        "Builder and Acme plant take part in the same New works (contractor). "
        "It stands on record par-1 (doc:0-10); record par-2 (doc:0-10)."
    )


def test_a_further_tier_names_the_whole_path(town: kg.Graph) -> None:
    assert _why(town, "acme", "core", tier=2).en == (
        "Core is a tier 2 supplier of Acme: Core → Bolt → Acme, each supplying the next. "
        "It stands on record sup-1 (doc:0-10); record sup-3 (late:5-9)."
    )


def test_what_is_not_stated_says_what_it_is(town: kg.Graph, zhengzhou: kg.Graph) -> None:
    assert _why(town, "acme", "daughter").en.endswith("record own-5 (trade), outside.")
    assert "planned" in _why(town, "bolt", "planned").en
    derived = _why(zhengzhou, "上汽乘用车郑州分公司", "saic-pv")
    assert "由 saic-pv、saic-pv-zz 推得" in derived.zh


@pytest.mark.parametrize("firm", ["acme", "bolt", "uni", "alliance", "three", "joint"])
def test_every_row_can_be_said_in_both_languages(town: kg.Graph, firm: str) -> None:
    for row in town.partners(firm, tier=3).rows:
        why = row.why()
        assert why.zh.endswith("。")
        assert why.en.endswith(".")
        assert all(evidence.record in why.en for evidence in row.records)


@pytest.fixture
def said(town: kg.Graph, tmp_path: Path, run_kg):
    def run(*args: str) -> str:
        return run_kg("partners", *args, "--data", str(tmp_path / "town")).stdout

    return run


def test_a_pipe_gets_all_columns(said) -> None:
    header = said("acme", "--lang", "en").splitlines()[0]
    assert header.split("\t") == [
        "role", "partner", "id", "count", "count is", "type", "kind", "of", "via", "place",
        "segment", "when", "basis", "source",
    ]  # fmt: skip


def test_a_table_leaves_out_columns_that_say_nothing(said) -> None:
    header = said("guest", "--lang", "en", "--format", "md").splitlines()[2]
    assert header == "| role | partner | type | kind | basis | source |"


def test_peers_and_coverage_stand_below_the_table(said) -> None:
    below = said("acme", "--format", "md").split("\n\n")[-1]
    assert "同行（同一环节，未见往来记录）：整车（同行汽车）。" in below
    assert "供应商：来源说有超40 家，具名 1 家" in below


def test_a_tier_is_marked_in_the_role(said) -> None:
    rows = said("acme", "--tier", "2", "--lang", "en").splitlines()
    assert any(row.startswith("supplier (tier 2)\tCore\t") for row in rows)


def test_explain_writes_sentences_instead_of_the_table(said) -> None:
    assert "Bolt supplies Acme (since 2024)." in said(
        "acme", "--explain", "--format", "md", "--lang", "en"
    )


def test_an_unknown_role_is_a_usage_error(run_kg, town: kg.Graph, tmp_path: Path) -> None:
    done = run_kg("partners", "acme", "--role", "朋友", "--data", str(tmp_path / "town"))
    assert done.returncode == 2
    assert "供应商（supplier）" in done.stderr


def test_filters_that_leave_nothing_exit_3(run_kg, town: kg.Graph, tmp_path: Path) -> None:
    done = run_kg("partners", "acme", "--segment", "steel", "--role", "customer",
                  "--data", str(tmp_path / "town"))  # fmt: skip
    assert done.returncode == 3
    assert "去掉筛选" in done.stderr


@pytest.mark.parametrize("kind", ["csv", "tsv"])
def test_a_program_gets_id_and_count_apart_from_the_name(said, kind: str) -> None:
    lines = said("acme", "--format", kind, "--lang", "en").splitlines()
    cells = [line.split("," if kind == "csv" else "\t")[1:5] for line in lines]
    assert ["Suppliers of Acme", "many", "40", "over"] in cells
    assert ["Bolt", "bolt", "", ""] in cells


def test_a_person_gets_the_count_beside_the_name(said) -> None:
    table = said("acme", "--format", "md")
    assert "顶峰的供应商 (超40)" in table
    assert "编号" not in table


def test_a_filtered_answer_says_that_peers_and_coverage_are_not(said) -> None:
    whole = said("acme", "--format", "md")
    limited = said("acme", "--format", "md", "--role", "供应商")
    assert "不随筛选" not in whole
    assert "未见往来记录；不随筛选）" in limited
    assert "覆盖（不随筛选）：" in limited
    assert "不随筛选" in said("acme", "--format", "md", "--place", "park")


def test_a_tier_without_anyone_is_spoken_of(said) -> None:
    assert "第 2 级供应商：来源未提及（" in said("hold", "--tier", "2", "--format", "md")
    assert "来源未提及" not in said("acme", "--tier", "2", "--format", "md")


def test_chinese_marks_have_a_chinese_comma(said, run_kg) -> None:
    table = run_kg("partners", "上汽集团", "--format", "md").stdout
    assert "推得，把握中" in table
    assert "推得, " not in table


def test_rows_of_a_plants_operator_are_marked_and_counted_apart(said) -> None:
    table = said("plant", "--format", "md")
    assert table.startswith("**先是顶峰工厂自己的往来 4 行；以下为运营方顶峰汽车有限公司")
    assert "| 运营方的供应商 | 螺栓科技 |" in table
    assert "覆盖：顶峰工厂的往来机构" in table
    assert "覆盖：运营方顶峰汽车有限公司（及其其他厂区）的往来机构" in table


def test_a_program_gets_plain_roles_and_the_end_on_the_firms_side(said) -> None:
    lines = said("plant", "--format", "tsv").splitlines()
    assert any(line.startswith("供应商\t螺栓科技\tbolt") for line in lines)


def test_a_plant_without_rows_of_its_own_says_so(said) -> None:
    table = said("plant", "--format", "md", "--role", "供应商")
    assert table.startswith("**没有顶峰工厂自己的往来；以下为运营方顶峰汽车有限公司")
