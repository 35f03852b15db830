"""Spans: where a text stands in a document, whatever layout did to it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError, NotFoundError, OptionError
from kg.evidence import cite, parse_spans, read_document, spans_text

TEXT = "顶峰汽车今年投产。\r\n顶峰\n汽车的供应商\u3000有四十家。顶峰汽车是链主。"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "doc.txt"
    path.write_bytes(TEXT.encode("utf-8"))
    return path


def test_a_text_is_found_with_its_span_and_the_sha256_of_the_bytes(document: Path) -> None:
    found = cite(document, "四十家")
    ((start, end),) = found.spans
    assert TEXT[start:end] == "四十家"
    assert found.document == "doc.txt"
    assert found.sha256 == hashlib.sha256(TEXT.encode("utf-8")).hexdigest()


def test_offsets_count_line_ends_as_they_stand(document: Path) -> None:
    assert cite(document, "的供应商").spans == [(16, 20)]


def test_white_space_of_layout_and_of_the_question_does_not_matter(document: Path) -> None:
    assert cite(document, "供应商有 四十\n家").spans == [(17, 25)]


def test_all_hits_are_given_in_the_order_of_the_text(document: Path) -> None:
    assert cite(document, "顶峰汽车").spans == [(0, 4), (11, 16), (26, 30)]


def test_one_of_several_hits_can_be_asked_for(document: Path) -> None:
    assert cite(document, "顶峰汽车", occurrence=2).spans == [(11, 16)]


def test_a_hit_is_shown_among_its_neighbours(document: Path) -> None:
    (hit,) = cite(document, "四十家").hits
    # Twenty characters on either side, as far as there are any, without white space.
    assert hit.context == "顶峰汽车今年投产。顶峰汽车的供应商有【四十家】。顶峰汽车是链主。"


def test_an_occurrence_that_is_not_there_is_refused(document: Path) -> None:
    with pytest.raises(OptionError, match="3"):
        cite(document, "顶峰汽车", occurrence=4)


def test_a_text_that_is_not_there_is_refused_with_the_nearest_passage(document: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        cite(document, "供应商有五十家")
    assert "【供应商有】四十家" in caught.value.text.zh
    assert "17" in caught.value.text.en


def test_a_text_with_nothing_in_common_has_no_nearest_passage(document: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        cite(document, "xyz")
    assert "【" not in caught.value.text.zh


@pytest.mark.parametrize("text", ["", " \n\u3000"])
def test_nothing_to_look_for_is_refused(document: Path, text: str) -> None:
    with pytest.raises(OptionError):
        cite(document, text)


def test_a_text_longer_than_evidence_may_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("长" * 301, "utf-8")
    with pytest.raises(OptionError, match="300"):
        cite(path, "长" * 301)
    assert cite(path, "长" * 300).spans == [(0, 300)]


def test_a_byte_order_mark_counts_as_the_code_point_that_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bom.txt"
    path.write_bytes("\ufeff甲乙".encode())
    assert cite(path, "乙").spans == [(2, 3)]
    assert read_document(path)[0] == "\ufeff甲乙"


def test_code_points_beyond_the_first_plane_count_as_one(tmp_path: Path) -> None:
    path = tmp_path / "doc.txt"
    path.write_text("𠀀🚗车", "utf-8")
    assert cite(path, "车").spans == [(2, 3)]


def test_a_missing_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"gone\.txt"):
        read_document(tmp_path / "gone.txt")


def test_a_document_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.txt"
    path.write_bytes("甲".encode("gbk"))
    with pytest.raises(KgError, match="save it as UTF-8") as caught:
        read_document(path)
    assert "sha256" in caught.value.text.zh
    assert "sources.csv" in caught.value.text.zh


WORDS = st.text("甲乙丙丁。 \n\r\u3000", max_size=60)


@given(WORDS, WORDS, st.text("甲乙丙", min_size=1, max_size=20))
def test_every_span_reads_back_as_the_text_without_white_space(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str, text: str
) -> None:
    path = tmp_path_factory.mktemp("doc") / "doc.txt"
    path.write_bytes((before + text + after).encode("utf-8"))
    whole, _ = read_document(path)
    found = cite(path, text)
    assert found.spans
    for start, end in found.spans:
        assert "".join(whole[start:end].split()) == text
        assert not whole[start].isspace()
        assert not whole[end - 1].isspace()


def test_spans_print_as_a_cell_holds_them(document: Path) -> None:
    cell = spans_text(cite(document, "顶峰汽车").spans)
    assert cell == "0-4;11-16;26-30"
    assert parse_spans(cell) == [(0, 4), (11, 16), (26, 30)]
