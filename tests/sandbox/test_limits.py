"""Whatever a query does to its process, the caller gets an error in words, and soon."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import sandbox
from kg.errors import OptionError, QueryCrashError, QueryLimitError, QuerySyntaxError, StoreError
from kg.sandbox import MAX_QUERY_BYTES, Limits, run_answer, run_query

Ask = Callable[..., bytes]

# 27 thousand million rows to count, to write, to sort.
COUNT = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f FILTER(?b != ?d) }"
WRITE = "SELECT * { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f }"
SORT = "SELECT * { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f } ORDER BY ?b ?d ?f"
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")


@pytest.mark.parametrize("query", [COUNT, WRITE], ids=["computing", "writing"])
def test_a_query_that_takes_too_long_is_stopped(large_store: Path, query: str) -> None:
    with pytest.raises(QueryLimitError, match=r"after 0\.3 seconds"):
        run_query(large_store, query, io.BytesIO(), format="json", limits=Limits(timeout=0.3))


@ON_POSIX
def test_a_query_that_sorts_too_much_runs_into_the_memory_limit(
    large_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_POLL", 3600)  # only what the child set for itself
    with pytest.raises(QueryLimitError, match="more than 32 MB of memory"):
        run_query(large_store, SORT, io.BytesIO(), format="json", limits=Limits(memory_mb=32))


def test_a_query_that_sorts_too_much_is_also_seen_from_outside(
    large_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "_POLL", 0)
    monkeypatch.setattr(sandbox, "_ENGINE_MB", 0)
    monkeypatch.setattr(sandbox, "_resident_mb", _grown(sandbox._resident_mb))
    with pytest.raises(QueryLimitError, match="more than 4096 MB of memory"):
        run_query(large_store, SORT, io.BytesIO(), format="json", limits=Limits(memory_mb=4096))


def _grown(measure: Callable[[int], float]) -> Callable[[int], float]:
    # A child of 50 MB passes for one of 5 GB: the test must not take that from the machine.
    return lambda pid: 100 * measure(pid)


def test_a_result_that_does_not_fit_in_this_process_is_refused(large_store: Path) -> None:
    query = "SELECT * { ?a ?p ?b . ?c ?p ?d }"
    with pytest.raises(QueryLimitError, match="more than 8 MB of memory"):
        run_answer(large_store, query, limits=Limits(memory_mb=8))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { FILTER(" + "(" * 20000 + "1" + ")" * 20000 + ") }",
        "SELECT * { FILTER(" + "!" * 30000 + "1) }",
        "SELECT * { {} " + "UNION{}" * 9000 + " }",
    ],
    ids=["parentheses", "negations", "unions"],
)
def test_a_query_that_crashes_the_engine_is_an_error_in_words(ask: Ask, query: str) -> None:
    with pytest.raises(QueryCrashError, match="the engine crashed"):
        ask(query)


def test_the_store_answers_after_a_crash(ask: Ask) -> None:
    with pytest.raises(QueryCrashError):
        ask("SELECT * { FILTER(" + "!" * 30000 + "1) }")
    assert ask("ASK { <x:a> ?p ?o }", "csv") == b"true"


def test_a_query_of_the_largest_size_runs_and_one_byte_more_is_refused(ask: Ask) -> None:
    query = "ASK {} #"
    fill = MAX_QUERY_BYTES - len(query) - 3
    assert ask(query + "a" * fill + "车", "csv") == b"true"  # three bytes in UTF-8
    with pytest.raises(QueryLimitError, match=r"65537 bytes.*65536"):
        ask(query + "a" * (fill + 1) + "车")


def test_a_query_that_is_no_unicode_is_refused(ask: Ask) -> None:
    with pytest.raises(QuerySyntaxError, match="character 8"):
        ask("ASK {} #\ud800"[1:])


@pytest.mark.parametrize("limits", [{"timeout": 0.0}, {"timeout": float("nan")}, {"memory_mb": 0}])
def test_limits_that_nothing_can_meet_are_refused(limits: dict[str, float]) -> None:
    with pytest.raises(OptionError):
        Limits(**limits)  # type: ignore[arg-type]  # memory_mb is whole here


def test_a_folder_without_a_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        run_query(tmp_path / "nowhere", "ASK {}", io.BytesIO(), format="json")


def test_the_child_loads_the_engine_and_little_else() -> None:
    """Nothing of chainkg but the one file: it starts in a few hundredths of a second."""
    child = Path(sandbox.__file__).with_name("sandbox_child.py")
    code = f"import runpy, sys; runpy.run_path({str(child)!r}); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, check=True)
    for module in (b"'kg'", b"'site'", b"'threading'", b"'subprocess'", b"'asyncio'"):
        assert module not in done.stdout


def test_a_module_in_the_working_folder_does_not_reach_the_child(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "re", "pyoxigraph"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert ask("ASK {}", "csv") == b"true"
