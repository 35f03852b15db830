"""A pack of a few rows with the document that it cites."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.pack import Pack, read_pack
from kg.schema import Schema, spans_text

Rows = dict[str, list[dict[str, str]]]

TEXT = (
    "顶峰汽车有限公司在某市\n投产。螺栓科技向顶峰\n汽车有限公司供货，"
    "今年产量 54.5\n万辆。该公司是链主。"
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The folder of the documents."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "doc.txt").write_bytes(TEXT.encode("utf-8"))
    return folder


@pytest.fixture
def span() -> Callable[..., str]:
    """The spans cell of pieces of the text, each at its first place."""

    def cell(*pieces: str) -> str:
        return spans_text((TEXT.index(p), TEXT.index(p) + len(p)) for p in pieces)

    return cell


@pytest.fixture
def rows(span: Callable[..., str]) -> Rows:
    """Two firms, what one makes, and what they deal: everything fits its passage."""
    here = {"source": "doc"}
    firm = {"type": "Enterprise", **here}
    return {
        "sources": [
            {"id": "doc", "name_zh": "某报", "kind": "text", "published_from": "2025-05-01",
             "file": "doc.txt", "sha256": hashlib.sha256(TEXT.encode("utf-8")).hexdigest()},
            {"id": "trade", "name_zh": "一般行业常识", "kind": "reference",
             "published_from": "2025"},
        ],
        "organizations": [
            {"id": "acme", **firm, "name_zh": "顶峰汽车有限公司", "name_en": "Acme",
             "spans": span("顶峰汽车有限公司")},
            {"id": "bolt", **firm, "name_zh": "螺栓科技", "name_en": "Bolt",
             "spans": span("螺栓科技")},
        ],
        "supply": [
            {"id": "sup", "supplier": "bolt", "customer": "acme", **here,
             "spans": span("螺栓科技向顶峰\n汽车有限公司供货")},
        ],
        "observations": [
            {"id": "obs", "about": "acme", "indicator": "vehicle-output", "kind": "actual",
             "period_from": "2025", "period_to": "2025", "value": "545000", "unit": "vehicle",
             "raw": "54.5万辆", **here,
             "spans": span("顶峰汽车有限公司", "54.5\n万辆")},
        ],
    }  # fmt: skip


@pytest.fixture
def pack_of(write_pack: Callable[..., Path], schema: Schema) -> Callable[..., Pack]:
    """Rows as a pack, read."""

    def read(rows: Rows, name: str = "mini", prefix: str = "m") -> Pack:
        return read_pack(write_pack(rows, name, prefix), schema)

    return read
