"""Generations, the pointer, and what is left after accidents."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.store import Store, content_hash, new_generation

_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def _triple(text: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(f"http://example.org/{text}"), _LABEL, ox.Literal(text))


def test_a_construct_comes_back_as_n_triples(tmp_path: Path) -> None:
    _write(tmp_path, "a")
    found = Store(tmp_path).ntriples("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert {q.triple for q in ox.parse(found, format=ox.RdfFormat.N_TRIPLES)} == {_triple("a")}


def _write(root: Path, text: str) -> None:
    with new_generation(root, lambda: {"packs": []}) as draft:
        draft.add([_triple(text)])


def _labels(store: Store) -> set[str]:
    return {r["l"].value for r in store.select("SELECT ?l { ?s rdfs:label ?l }")}


def test_the_newest_generation_answers(tmp_path: Path) -> None:
    _write(tmp_path, "one")
    _write(tmp_path, "two")
    assert _labels(Store(tmp_path)) == {"two"}


def test_a_reader_keeps_its_snapshot_while_others_build(tmp_path: Path) -> None:
    _write(tmp_path, "one")
    reader = Store(tmp_path)
    _write(tmp_path, "two")
    assert _labels(reader) == {"one"}


def test_a_store_that_was_never_built_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        Store(tmp_path)


def test_an_error_while_building_leaves_the_last_good_store(tmp_path: Path) -> None:
    _write(tmp_path, "one")

    def failing() -> None:
        with new_generation(tmp_path) as draft:
            draft.add([_triple("half")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert _labels(Store(tmp_path)) == {"one"}
    assert not list(tmp_path.glob("*.part"))


_KILLED = """
    import os, signal, sys
    from pathlib import Path
    from kg.store import new_generation
    import pyoxigraph as ox
    with new_generation(Path(sys.argv[1])) as draft:
        node = ox.NamedNode("http://example.org/half")
        draft.add([ox.Triple(node, node, node)])
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_build_leaves_the_last_good_store_and_is_cleared_later(tmp_path: Path) -> None:
    _write(tmp_path, "one")
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_KILLED), str(tmp_path)], check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert _labels(Store(tmp_path)) == {"one"}
    assert list(tmp_path.glob("*.part"))
    _write(tmp_path, "two")
    assert _labels(Store(tmp_path)) == {"two"}
    assert not list(tmp_path.glob("*.part"))


def test_builds_at_the_same_time_all_finish_and_one_answers(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    texts = ["one", "two", "three"]
    writers = [context.Process(target=_write, args=(tmp_path, text)) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [w.exitcode for w in writers] == [0, 0, 0]
    (label,) = _labels(Store(tmp_path))
    assert label in texts


def test_generations_older_than_the_last_three_are_cleared(tmp_path: Path) -> None:
    for text in ("one", "two", "three", "four"):
        _write(tmp_path, text)
    assert sorted(p.name for p in tmp_path.glob("gen-*")) == ["gen-2", "gen-3", "gen-4"]


def test_a_store_of_another_format_is_refused(tmp_path: Path) -> None:
    with new_generation(tmp_path, lambda: {"format": 0}):
        pass
    with pytest.raises(StoreError, match="another version"):
        Store(tmp_path)


def test_rdflib_reads_the_same_facts(tmp_path: Path) -> None:
    _write(tmp_path, "one")
    graph = Store(tmp_path).to_rdflib()
    assert [str(o) for _, _, o in graph] == ["one"]


def test_written_facts_do_not_depend_on_order_or_repetition(tmp_path: Path) -> None:
    node = ox.NamedNode("http://example.org/node")
    texts = ["a", "b\nb", "c\rc", "d\u2028d"]
    triples = [ox.Triple(node, _LABEL, ox.Literal(text)) for text in texts]
    products = []
    for name, given in (("one", triples), ("two", [*reversed(triples), triples[0]])):
        with new_generation(tmp_path / name) as draft:
            draft.add(given)
            products.append(draft.write_facts().read_bytes())
    assert products[0] == products[1]
    assert products[0].count(b"\n") == 4


def test_a_store_holds_the_very_facts_that_were_written_blank_nodes_included(
    tmp_path: Path,
) -> None:
    with new_generation(tmp_path) as draft:
        draft.add([ox.Triple(ox.BlankNode("c14n0"), _LABEL, ox.Literal("blank")), _triple("one")])
    store = Store(tmp_path)
    held = sorted(f"{triple} .\n" for triple in store.triples())
    assert held == (store.folder / "facts.nq").read_text("utf-8").splitlines(keepends=True)


def test_facts_added_after_the_facts_were_written_are_not_left_out(tmp_path: Path) -> None:
    with new_generation(tmp_path) as draft:
        draft.add([_triple("early")])
        draft.write_facts()
        draft.add([_triple("late")])
    store = Store(tmp_path)
    assert _labels(store) == {"early", "late"}
    assert (store.folder / "facts.nq").read_bytes().count(b"\n") == 2


def test_the_content_hash_sees_every_change_of_an_input_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1", "utf-8")
    first = content_hash([tmp_path])
    (tmp_path / "notes.txt").write_text("not an input", "utf-8")
    assert content_hash([tmp_path]) == first
    (tmp_path / "a.csv").write_text("2", "utf-8")
    second = content_hash([tmp_path])
    (tmp_path / "a.csv").rename(tmp_path / "b.csv")
    assert len({first, second, content_hash([tmp_path])}) == 3


def test_the_content_hash_sees_a_change_that_leaves_size_and_time_as_they_were(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("1", "utf-8")
    first, before = content_hash([tmp_path]), path.stat()
    path.write_text("2", "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert content_hash([tmp_path]) != first
