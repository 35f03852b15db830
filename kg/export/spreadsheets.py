"""CSV for spreadsheets: UTF-8 with BOM, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.export.networks import plain_graph
from kg.files import replacing
from kg.records import Scope, evidence_of
from kg.store import Store

__all__ = ["as_text", "write_edges_csv", "write_nodes_csv"]

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(cell: object) -> str:
    """The cell so that a spreadsheet shows it as text: a quote goes before a formula's sign.

    >>> as_text("=1+1"), as_text("-5"), as_text("比亚迪")
    ("'=1+1", '-5', '比亚迪')
    """
    text = "" if cell is None else str(cell)
    if text.startswith(_RISKY) and not _is_number(text):
        return "'" + text
    return text


def write_edges_csv(store: Store, scope: Scope, path: Path) -> None:
    """Write one row a record: both ends with names and types, relation, dates, evidence."""
    graph = plain_graph(store, scope)
    evidence = evidence_of(store, (key for _, _, key in graph.edges(keys=True)))
    header = [
        "record", "relation", "relation_zh", "source_id", "source_zh", "source_en",
        "target_id", "target_zh", "target_en", "since", "until", "basis", "document",
        "document_title", "spans", "derived_from",
    ]  # fmt: skip
    rows = []
    for source, target, key, data in graph.edges(keys=True, data=True):
        proof = evidence[key]
        a, b = graph.nodes[source], graph.nodes[target]
        rows.append([
            proof.record, data["relation"], data["label"], source, a["name_zh"], a["name_en"],
            target, b["name_zh"], b["name_en"], data["since"], data["until"], proof.basis,
            proof.source, proof.source_title.zh, proof.spans, ";".join(proof.derived_from),
        ])  # fmt: skip
    _write(path, header, sorted(rows))


def write_nodes_csv(store: Store, scope: Scope, path: Path) -> None:
    """Write one row a thing of the network."""
    graph = plain_graph(store, scope)
    header = ["id", "iri", "name_zh", "name_en", "type", "status", "count", "layer", "basis"]
    rows = [
        [node, *(data.get(name, "") for name in header[1:])]
        for node, data in graph.nodes(data=True)
    ]
    _write(path, header, sorted(rows, key=str))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    with replacing(path) as file:
        file.write(text.getvalue().encode("utf-8-sig"))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
