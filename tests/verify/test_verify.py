"""``kg.verify``: what a passage must show, and how a row says what it does not."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import Finding
from kg.pack import Pack
from kg.schema import Schema
from kg.verify import Counts, Verification, facts_about, verify

Rows = dict[str, list[dict[str, str]]]
Check = Callable[..., Verification]


@pytest.fixture
def check(
    rows: Rows, pack_of: Callable[..., Pack], schema: Schema, sources: Path
) -> Callable[..., Verification]:
    """Change one row of the good pack, and verify it against the documents."""

    def run(
        table: str = "", number: int = 0, *, documents: bool = True, **cells: str
    ) -> Verification:
        changed = copy.deepcopy(rows)
        if table:
            changed[table][number].update(cells)
        return verify([pack_of(changed)], schema, sources if documents else None)

    return run


def _only(answer: Verification) -> Finding:
    (finding,) = answer.findings
    return finding


def test_rows_that_fit_their_passages_pass(check: Check) -> None:
    answer = check()
    assert answer.findings == ()
    assert answer.counts == Counts(rows=4, read=4, unread=0, no_text=0, no_passage=0)


# ---------------------------------------------------------------- documents
def test_another_document_under_the_name_is_found_by_its_hash_and_not_re_read(
    check: Check, sources: Path
) -> None:
    (sources / "doc.txt").write_text("别的文字", "utf-8")
    answer = check()
    found = _only(answer)
    assert (found.code, found.where()) == ("other-document", "mini/sources.csv:2:sha256")
    assert (answer.counts.read, answer.counts.unread) == (0, 4)


def test_a_missing_document_is_one_finding(check: Check, sources: Path) -> None:
    (sources / "doc.txt").unlink()
    answer = check()
    assert (_only(answer).code, answer.counts.unread) == ("no-document", 4)


def test_a_document_outside_the_folder_is_not_opened(check: Check, sources: Path) -> None:
    (sources / "doc.txt").rename(sources.parent / "doc.txt")
    assert _only(check("sources", file="../doc.txt")).code == "no-document"


def test_a_document_that_is_no_utf8_is_a_finding(check: Check, sources: Path) -> None:
    (sources / "doc.txt").write_bytes("中".encode("gb18030"))
    assert _only(check()).code == "unreadable"


def test_a_document_registered_without_hash_proves_nothing(check: Check) -> None:
    answer = check("sources", sha256="")
    assert (_only(answer).code, answer.counts.unread) == ("no-sha256", 4)


def test_a_source_without_a_text_is_counted_as_such(check: Check) -> None:
    answer = check("organizations", 1, source="trade", spans="", basis="outside")
    assert answer.findings == ()
    assert (answer.counts.read, answer.counts.no_text) == (3, 1)


def test_spans_in_a_source_without_a_text_are_wrong(check: Check) -> None:
    found = _only(check("organizations", 1, source="trade"))
    assert (found.code, found.where()) == ("no-text", "mini/organizations.csv:3:spans")


def test_a_row_that_rests_on_others_is_counted_as_such(check: Check) -> None:
    answer = check("supply", source="", spans="", basis="derived", derived_from="acme;bolt")
    assert answer.findings == ()
    assert answer.counts.no_passage == 1


# ---------------------------------------------------------------- spans and words
def test_a_span_beyond_the_end_of_the_text_is_out_of_range(check: Check) -> None:
    found = _only(check("supply", spans="11-31;9000-9004"))
    assert (found.code, found.where()) == ("outside", "mini/supply.csv:2:spans")
    assert "9000-9004" in found.message.en


def test_a_span_may_end_where_the_text_ends(check: Check, sources: Path) -> None:
    end = len((sources / "doc.txt").read_bytes().decode("utf-8"))
    assert check("organizations", 1, spans=f"15-19;{end - 1}-{end}").findings == ()


def test_a_span_of_nothing_but_white_space_is_wrong(
    check: Check, rows: Rows, span: Callable[..., str]
) -> None:
    spans = rows["supply"][0]["spans"] + ";" + span("\n")
    assert _only(check("supply", spans=spans)).code == "blank"


def test_a_figure_that_is_not_in_the_passage_is_found(
    check: Check, span: Callable[..., str]
) -> None:
    found = _only(check("observations", spans=span("顶峰汽车有限公司", "54.5")))
    assert (found.code, found.where()) == ("no-figure", "mini/observations.csv:2:raw")


def test_figures_and_names_are_read_across_line_breaks_and_spans(
    check: Check, span: Callable[..., str]
) -> None:
    spans = span("顶峰汽车有限公司", "54.5", "万辆")
    assert check("observations", spans=spans).findings == ()


def test_an_end_that_the_passage_does_not_name_is_found_by_its_column(
    check: Check, span: Callable[..., str]
) -> None:
    found = _only(check("supply", spans=span("螺栓科技", "供货")))
    assert (found.code, found.where()) == ("no-name", "mini/supply.csv:2:customer")


def test_any_name_of_the_end_will_do(check: Check, rows: Rows, span: Callable[..., str]) -> None:
    rows["namings"] = [
        {"id": "nam", "entity": "acme", "name": "顶峰", "source": "doc", "spans": span("顶峰")}
    ]
    assert check("supply", spans=span("螺栓科技向顶峰")).findings == ()


def test_a_name_that_is_not_in_the_passage_of_its_naming_is_found(
    check: Check, rows: Rows, span: Callable[..., str]
) -> None:
    rows["namings"] = [
        {"id": "nam", "entity": "acme", "name": "顶尖", "source": "doc",
         "spans": span("顶峰汽车有限公司")}
    ]  # fmt: skip
    found = _only(check())
    assert (found.code, found.where()) == ("no-name", "mini/namings.csv:2:name")


def test_a_thing_is_named_in_its_own_passage(check: Check, span: Callable[..., str]) -> None:
    found = _only(check("organizations", 1, spans=span("供货")))
    assert (found.code, found.where()) == ("no-name", "mini/organizations.csv:3:name_zh")


def test_what_tells_things_apart_in_a_bracket_need_not_be_printed(check: Check) -> None:
    assert check("organizations", 1, name_zh="螺栓科技（供应商）").findings == ()


def test_an_indicator_is_our_own_word_and_need_not_be_printed(check: Check) -> None:
    assert check("observations", indicator="vehicle-sales").findings == ()


# ---------------------------------------------------------------- unnamed
def test_a_row_may_say_which_end_is_not_named_and_why(
    check: Check, span: Callable[..., str]
) -> None:
    cells = {"spans": span("螺栓科技", "该公司"), "unnamed": "customer", "note": "该公司 = acme"}
    assert check("supply", **cells).findings == ()


def test_an_unnamed_end_without_a_reason_is_not_excused(
    check: Check, span: Callable[..., str]
) -> None:
    found = _only(check("supply", spans=span("螺栓科技"), unnamed="customer"))
    assert (found.code, found.where()) == ("no-reason", "mini/supply.csv:2:note")


def test_an_excuse_for_one_end_is_none_for_the_other(
    check: Check, span: Callable[..., str]
) -> None:
    answer = check("supply", spans=span("供货"), unnamed="customer", note="of acme")
    assert _only(answer).column == "supplier"


def test_an_excuse_that_is_not_needed_is_a_warning(check: Check) -> None:
    answer = check("supply", unnamed="customer", note="of acme")
    assert (_only(answer).code, _only(answer).severity) == ("needless-unnamed", "warning")
    assert answer.errors == 0


def test_an_excuse_for_a_column_that_is_not_checked_is_wrong(check: Check) -> None:
    found = _only(check("supply", unnamed="product", note="of acme"))
    assert found.code == "unknown-unnamed"
    assert "supplier, customer" in found.remedy.en


# ---------------------------------------------------------------- without the documents
def test_without_documents_no_row_is_re_read_but_rows_are_checked(check: Check) -> None:
    answer = check("supply", documents=False, spans="9000-9004", unnamed="product", note="x")
    assert [f.code for f in answer.findings] == ["unknown-unnamed"]
    assert (answer.counts.read, answer.counts.unread) == (0, 4)


def test_findings_stand_in_the_order_of_files_and_rows(
    check: Check, rows: Rows, span: Callable[..., str]
) -> None:
    rows["organizations"][0]["spans"] = span("供货")
    found = check("supply", spans=span("供货")).findings
    assert [f.where() for f in found] == [
        "mini/organizations.csv:2:name_zh",
        "mini/supply.csv:2:customer",
        "mini/supply.csv:2:supplier",
    ]


# ---------------------------------------------------------------- two packs
def test_ends_and_sources_of_another_pack_are_found_by_their_prefix(
    rows: Rows,
    pack_of: Callable[..., Pack],
    schema: Schema,
    sources: Path,
    span: Callable[..., str],
) -> None:
    second: Rows = {
        "supply": [
            {"id": "sup2", "supplier": "m:bolt", "customer": "m:acme", "source": "m:doc",
             "spans": span("螺栓科技")}
        ]
    }  # fmt: skip
    answer = verify([pack_of(rows), pack_of(second, "other", "o")], schema, sources)
    assert [f.where() for f in answer.findings] == ["other/supply.csv:2:customer"]


# ---------------------------------------------------------------- facts beside passages
def test_facts_of_a_thing_stand_beside_their_passages(
    rows: Rows, pack_of: Callable[..., Pack], schema: Schema, sources: Path
) -> None:
    found = facts_about([pack_of(rows)], schema, "acme", sources)
    assert [(reading.record, reading.passage) for reading in found] == [
        ("acme", "顶峰汽车有限公司"),
        ("sup", "螺栓科技向顶峰汽车有限公司供货"),
        ("obs", "顶峰汽车有限公司 … 54.5万辆"),
    ]


def test_a_fact_reads_by_the_names_of_its_ends(
    rows: Rows, pack_of: Callable[..., Pack], schema: Schema, sources: Path
) -> None:
    (reading,) = facts_about([pack_of(rows)], schema, "sup", sources)
    assert reading.fact.en == "Bolt · Acme"
    assert reading.fact.zh == "螺栓科技 · 顶峰汽车有限公司"


def test_a_fact_without_its_document_has_no_passage(
    rows: Rows, pack_of: Callable[..., Pack], schema: Schema
) -> None:
    (reading,) = facts_about([pack_of(rows)], schema, "sup")
    assert (reading.state, reading.passage) == ("unread", "")


def test_a_fact_that_does_not_fit_shows_its_problem(
    rows: Rows,
    pack_of: Callable[..., Pack],
    schema: Schema,
    sources: Path,
    span: Callable[..., str],
) -> None:
    rows["supply"][0]["spans"] = span("供货")
    (reading,) = facts_about([pack_of(rows)], schema, "sup", sources)
    assert reading.as_json()["problems"] == ["no-name", "no-name"]


def test_an_id_that_no_row_has_has_no_facts(
    rows: Rows, pack_of: Callable[..., Pack], schema: Schema
) -> None:
    assert facts_about([pack_of(rows)], schema, "nobody") == ()
