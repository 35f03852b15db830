"""What is said of a thing, read from the sorted file of all facts."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import StoreError
from kg.sorted_facts import Said, SortedFacts
from kg.store import Draft, Store

LINES = """\
<x:a> <p:name> "a \\"b\\" \\\\ c"@zh .
<x:a> <p:of> <x:b> .
<x:ab> <p:size> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .
_:n <p:of> <x:a> .
"""


@pytest.fixture
def facts(tmp_path: Path) -> SortedFacts:
    path = tmp_path / "facts.nq"
    path.write_text(LINES, "utf-8")
    return SortedFacts(path)


def test_it_says_texts_with_language_or_datatype_and_iris_as_such(facts: SortedFacts) -> None:
    assert facts.about(["x:a", "x:ab"]) == {
        "x:a": [
            Said("p:name", 'a "b" \\ c', language="zh"),
            Said("p:of", "x:b", is_iri=True),
        ],
        "x:ab": [Said("p:size", "3", datatype="http://www.w3.org/2001/XMLSchema#integer")],
    }


def test_what_nothing_is_said_of_is_left_out(facts: SortedFacts) -> None:
    assert facts.about(["", "x:", "x:aa", "x:b", "zzz"]) == {}


def test_lines_are_those_of_the_file(facts: SortedFacts) -> None:
    assert b"".join(facts.lines(["x:ab", "x:a"])) == "".join(
        LINES.splitlines(keepends=True)[:3]
    ).encode("utf-8")


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "facts.nq").touch()
    assert SortedFacts(tmp_path / "facts.nq").about(["x:a"]) == {}


names = st.sampled_from(["a", "ab", "b", "汽车", "z/1", "z/10", "z#"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
objects = st.one_of(
    names.map(lambda name: ox.NamedNode(f"x:{name}")),
    texts.map(ox.Literal),
    texts.map(lambda text: ox.Literal(text, language="zh")),
    st.integers(-99, 99).map(ox.Literal),
)


@given(st.lists(st.tuples(names, names, objects), max_size=40))
def test_it_says_what_the_engine_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, ox.NamedNode | ox.Literal]]
) -> None:
    draft = Draft(tmp_path_factory.mktemp("facts"))
    draft.add(ox.Triple(ox.NamedNode(f"x:{s}"), ox.NamedNode(f"p:{p}"), o) for s, p, o in rows)
    asked = {f"x:{s}" for s, _, _ in rows} | {"x:", "x:c"}
    found = SortedFacts(draft.write_facts()).about(asked)
    told = {(s, each) for s, said in found.items() for each in said}
    assert told == {
        (row["s"].value, _said(row["p"].value, row["o"]))
        for row in draft.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
    }


def _said(name: str, term: ox.NamedNode | ox.Literal) -> Said:
    if isinstance(term, ox.NamedNode):
        return Said(name, term.value, is_iri=True)
    if term.language:
        return Said(name, term.value, language=term.language)
    datatype = term.datatype.value
    return Said(name, term.value, datatype="" if datatype.endswith("#string") else datatype)


def test_a_store_whose_facts_are_gone_says_so(graph: kg.Graph, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(graph.store.root, tmp_path / "copy")
    copy = Store(tmp_path / "copy")
    (copy.folder / "facts.nq").unlink()
    with pytest.raises(StoreError):
        copy.about(["x:a"])


def test_what_takes_a_scan_is_worked_out_once(graph: kg.Graph) -> None:
    seen: list[int] = []
    store = Store(graph.store.root)
    first = store.once("n", lambda: seen.append(1) or "found")
    assert (store.once("n", lambda: "again"), first, seen) == ("found", "found", [1])
