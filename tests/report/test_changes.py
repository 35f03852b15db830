"""What changed since another report, or since a day."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg.errors import OptionError, Text
from kg.lists import Cell, Column, ListAnswer, Row, SectionAnswer
from kg.report.changes import SCHEMA, changes_since, compare, seen_in
from kg.report.content import Change, Changes, Report, with_changes
from kg.report.data import lists_json

WHAT = Column("what", Text("事项", "What"), "text")
MORE = Column("more", Text("说明", "Note"), "text")
SOURCE = Column("source", Text("来源", "Source"), "source")


def row(key: str, what: str, more: str = "", source: str = "") -> Row:
    texts = {"what": what, "more": more, "source": source}
    return Row(key, {name: Cell("text", Text(text, text)) for name, text in texts.items()})


def listed(report: Report, *rows: Row) -> tuple[ListAnswer, ...]:
    """The lists of a report that has one, of one section."""
    part = SectionAnswer("s", Text("栏", "part"), (WHAT, MORE, SOURCE), rows, len(rows))
    return (replace(report.lists[0], sections=(part,)),)


@pytest.fixture
def since(auto: Report, tmp_path: Path) -> Callable[..., Changes]:
    """What changed in rows against a report with other rows."""

    def changed(before: list[Row], after: list[Row]) -> Changes:
        earlier = replace(auto, lists=listed(auto, *before))
        (tmp_path / "old" / "data").mkdir(parents=True)
        (tmp_path / "old" / "data" / "lists.json").write_bytes(lists_json(earlier, "zh", {}))
        return compare(listed(auto, *after), tmp_path / "old", auto.chain, auto.as_of)

    return changed


def told(changes: Changes) -> list[tuple]:
    return [
        (c.kind, c.what.zh, [(d.column.id, d.before.zh, d.after.zh) for d in c.deltas])
        for c in changes.rows
    ]


def test_rows_come_go_and_read_otherwise(since) -> None:
    before = [row("a", "甲", "旧"), row("b", "乙"), row("c", "丙")]
    after = [row("a", "甲", "新"), row("c", "丙"), row("d", "丁")]
    assert told(since(before, after)) == [
        ("changed", "甲", [("more", "旧", "新")]),
        ("new", "丁", []),
        ("gone", "乙", []),
    ]


def test_the_order_of_rows_is_no_change(since) -> None:
    assert not since([row("a", "甲"), row("b", "乙")], [row("b", "乙"), row("a", "甲")]).rows


def test_further_passages_are_told_only_where_the_words_stay(since) -> None:
    before = [row("a", "甲", "旧", "x:1-2"), row("b", "乙", "", "x:1-2")]
    after = [row("a", "甲", "新", "x:1-3"), row("b", "乙", "", "x:1-3")]
    assert told(since(before, after)) == [
        ("changed", "甲", [("more", "旧", "新")]),
        ("changed", "乙", [("source", "x:1-2", "x:1-3")]),
    ]


def test_a_row_that_says_that_nothing_is_known_is_no_row(since) -> None:
    nothing = replace(row("", "未知"), unknown=True)
    assert told(since([nothing], [row("a", "甲")])) == [("new", "甲", [])]


def test_two_rows_of_one_key_are_two_rows(since) -> None:
    assert told(since([row("a", "甲")], [row("a", "甲"), row("a", "甲")])) == [("new", "甲", [])]


def test_rows_that_begin_the_same_are_told_apart_by_what_follows(since) -> None:
    after = [row("a", "中牟县", "甲厂"), row("b", "中牟县", "乙厂"), row("c", "新郑市", "丙厂")]
    named = [change.what.zh for change in since([], after).rows]
    assert named == ["中牟县 · 甲厂", "中牟县 · 乙厂", "新郑市"]


def test_a_mended_translation_is_no_news_to_readers_of_the_other_language(since) -> None:
    before, after = row("a", "甲"), row("a", "甲")
    after.cells["what"] = Cell("text", Text("甲", "A works"))
    changes = since([before], [after])
    assert len(changes.rows) == 1
    assert not seen_in(changes, "zh").rows
    assert len(seen_in(changes, "en").rows) == 1


def test_against_a_day_the_lists_are_filled_as_of_it(zhengzhou: kg.Graph, auto: Report) -> None:
    changes = changes_since("2025-08", auto.lists, zhengzhou.store, auto.chain, zhengzhou.scope)
    assert changes.before == "2025-08-31"
    news = {c.what.zh for c in changes.rows if c.kind == "new" and c.section_id == "needs"}
    assert "汽车电子" in news  # the need stands in a source of autumn 2025


def test_against_its_own_day_nothing_changed(zhengzhou: kg.Graph, auto: Report) -> None:
    day = auto.as_of.isoformat()
    assert not changes_since(day, auto.lists, zhengzhou.store, auto.chain, zhengzhou.scope).rows


def test_the_summary_counts_what_changed(auto: Report) -> None:
    news = Change("new", "l", Text("清", "l"), "s", Text("栏", "s"), "k", Text("甲", "A"))
    report = with_changes(auto, Changes(Text("某日", "a day"), "2025-01-01", (news,)))
    assert any("某日" in s.zh and "1" in s.zh for s in report.summary)


@pytest.mark.parametrize(
    ("since", "words"), [("2030-01-01", "晚于"), ("昨天", "都不是"), ("2025-13", "都不是")]
)
def test_what_is_neither_an_earlier_day_nor_a_report_is_refused(
    zhengzhou: kg.Graph, auto: Report, since: str, words: str
) -> None:
    with pytest.raises(OptionError) as refused:
        changes_since(since, auto.lists, zhengzhou.store, auto.chain, zhengzhou.scope)
    assert words in refused.value.text.zh


def test_the_report_of_another_chain_is_refused(
    auto: Report, computing: Report, tmp_path: Path
) -> None:
    (tmp_path / "lists.json").write_bytes(lists_json(computing, "zh", {}))
    with pytest.raises(OptionError) as refused:
        compare(auto.lists, tmp_path / "lists.json", auto.chain, auto.as_of)
    assert "另一条链" in refused.value.text.zh


def test_a_later_report_is_refused(auto: Report, tmp_path: Path) -> None:
    (tmp_path / "lists.json").write_bytes(lists_json(auto, "zh", {}))
    with pytest.raises(OptionError) as refused:
        compare(auto.lists, tmp_path / "lists.json", auto.chain, datetime.date(2020, 1, 1))
    assert "晚于" in refused.value.text.zh


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "null", "{}", "[" * 100_000, '{"schema": 1}', f'{{"schema": "{SCHEMA}"}}',
        json.dumps({"schema": SCHEMA, "chain": {"iri": 1}, "as_of": "2025", "lists": []}),
        json.dumps({"schema": SCHEMA, "chain": {"iri": "a"}, "as_of": "2025", "lists": [1]}),
        json.dumps({"schema": SCHEMA, "chain": {"iri": "a"}, "as_of": "2025",
                    "lists": [{"id": "l", "title_zh": "", "title_en": "", "sections": 3}]}),
    ],
)  # fmt: skip
def test_a_broken_report_is_refused_with_words(auto: Report, tmp_path: Path, content: str) -> None:
    (tmp_path / "lists.json").write_text(content, "utf-8")
    with pytest.raises(OptionError) as refused:
        compare(auto.lists, tmp_path / "lists.json", auto.chain, auto.as_of)
    assert "kg report" in refused.value.text.zh
