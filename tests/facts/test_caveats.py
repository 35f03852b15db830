"""What must be said beside a figure is said where it is pasted from."""

from __future__ import annotations

import kg
from kg.wording import citation


def _citations(graph: kg.Graph, name: str, indicator: str) -> dict[str, str]:
    answer = graph.facts(name, indicator)
    return {
        fact.point.first.raw: citation(fact.point, disputed=fact.disputed).en
        for series in answer.series
        for fact in series.facts
    }


def test_a_disputed_figure_says_so_in_its_citation(zhengzhou: kg.Graph) -> None:
    said = _citations(zhengzhou, "郑州比亚迪", "整车产量增速")
    assert set(said) == {"169.8%", "175%"}
    assert all("contradicts" in line for line in said.values())


def test_an_undisputed_figure_read_surely_has_no_caveat(zhengzhou: kg.Graph) -> None:
    said = _citations(zhengzhou, "郑州", "新能源汽车产量")
    assert not any("contradicts" in line or "confidence" in line for line in said.values())


def test_an_unsure_reading_is_cited_with_its_confidence_and_note(zhengzhou: kg.Graph) -> None:
    said = _citations(zhengzhou, "郑州", "工业增加值")
    assert "confidence medium" in said["2800亿元"]
    assert "confidence medium" in said["3546.6亿元"]
