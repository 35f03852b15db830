"""Exports: readable by other tools, equal bytes for equal facts, nothing that runs."""

from __future__ import annotations

import csv
import datetime
import io
import os
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

import kg
from kg.errors import OptionError
from kg.export import FORMATS
from kg.vocab import ID, KG

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_of_the_mini_pack_is_the_golden_file(
    graph: kg.Graph, tmp_path: Path, name: str
) -> None:
    written = graph.export(name, tmp_path / "out").read_bytes()
    golden = GOLDEN / f"mini.{name}"
    if os.environ.get("KG_WRITE_GOLDEN"):
        golden.write_bytes(written)  # to be read and committed by whoever changed the format
    assert written == golden.read_bytes()


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("nq", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_every_rdf_format_holds_the_same_triples(
    graph: kg.Graph, tmp_path: Path, name: str, media: ox.RdfFormat
) -> None:
    def read(format_name: str, given: ox.RdfFormat) -> set[str]:
        path = graph.export(format_name, tmp_path / format_name)
        return {str(q.triple) for q in ox.parse(path=str(path), format=given)}

    found = read(name, media)
    assert len(found) > 100
    assert found == read("nt", ox.RdfFormat.N_TRIPLES)


def test_rdf_holds_facts_and_derived_edges_but_not_the_ontology(
    graph: kg.Graph, tmp_path: Path
) -> None:
    text = graph.export("nt", tmp_path / "out.nt").read_text("utf-8")
    assert f"<{ID}mini/bolt> <{KG}suppliesTo> <{ID}mini/acme> ." in text
    assert f"\n<{KG}" not in text


def test_graphml_reads_back_with_all_parallel_records(graph: kg.Graph, tmp_path: Path) -> None:
    path = graph.export("graphml", tmp_path / "out.graphml")
    read = nx.read_graphml(path, force_multigraph=True)
    assert read.nodes["acme"]["name_zh"] == "顶峰汽车有限公司"
    assert {d["relation"] for _, _, d in read.edges(data=True)} >= {"suppliesTo", "feeds", "owns"}


def test_gexf_reads_back_and_is_dated_by_the_pack_and_not_by_a_clock(
    graph: kg.Graph, tmp_path: Path
) -> None:
    path = graph.export("gexf", tmp_path / "out.gexf")
    assert 'lastmodifieddate="2025-06-30"' in path.read_text("utf-8")
    assert "acme" in nx.read_gexf(path)


def test_an_export_as_of_a_day_leaves_out_what_was_not_known(
    graph: kg.Graph, tmp_path: Path
) -> None:
    before = kg.Graph(graph.store, datetime.date(2025, 6, 1))
    text = before.export("nt", tmp_path / "out.nt").read_text("utf-8")
    assert "mini/sup-3>" not in text
    assert f"<{ID}mini/core> <{KG}suppliesTo>" not in text
    assert f"<{ID}mini/bolt> <{KG}suppliesTo>" in text


@pytest.mark.parametrize("sign", ["=1+1", "+1+1", "-1+1", "@SUM(A1)"])
def test_a_name_that_looks_like_a_formula_is_text_in_csv(
    write_pack: Callable[..., Path],
    mini_rows: dict[str, list[dict[str, str]]],
    tmp_path: Path,
    sign: str,
) -> None:
    rows = {k: [dict(r) for r in v] for k, v in mini_rows.items()}
    rows["organizations"][1]["name_zh"] = sign
    path = kg.open(write_pack(rows)).export("csv-nodes", tmp_path / "out.csv")
    read = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert next(r for r in read if r["id"] == "bolt")["name_zh"] == "'" + sign


def test_an_unknown_format_is_refused(graph: kg.Graph, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="graphml"):
        graph.export("docx", tmp_path / "out")
    assert not (tmp_path / "out").exists()
