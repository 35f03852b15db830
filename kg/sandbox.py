"""Query text that chainkg did not write runs here: in a child process that can be killed.

A query cannot be cancelled from Python, and some crash the engine's parser outright (a few
thousand parentheses, or UNION branches). So every such text is capped in length and runs in a
process of its own (kg.sandbox_child) under a limit of time and of memory. Whatever happens to
that process, the caller gets a QueryError in words. No query reaches the network or a file:
SERVICE is refused, FROM reads only graphs of the store, updates do not parse.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal, cast

from kg.errors import (
    KgError,
    OptionError,
    QueryCrashError,
    QueryError,
    QueryLimitError,
    QuerySyntaxError,
    StoreError,
)
from kg.messages import message
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import queue

    import pyoxigraph as ox

__all__ = [
    "GRAPH_FORMATS",
    "MAX_QUERY_BYTES",
    "SOLUTION_FORMATS",
    "Answer",
    "Form",
    "Limits",
    "run_answer",
    "run_query",
]

Form = Literal["select", "ask", "construct"]
"""What kind of result a query has; DESCRIBE counts as construct."""

MAX_QUERY_BYTES = 65536
SOLUTION_FORMATS = ("json", "xml", "csv", "tsv")
GRAPH_FORMATS = ("ttl", "nt", "jsonld", "rdfxml", "trig", "nq")

_CHILD = Path(__file__).with_name("sandbox_child.py")
_TICK = 0.05  # seconds between two looks at the clock while nothing comes
_POLL = 0.25  # seconds between two looks at the child's memory
_CHUNK = 1 << 16
# Signs of a failed allocation in Rust and C++, which both end in an abort.
_NO_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError")
_SIGKILL, _SIGXCPU = 9, 24
_DETAIL = 300  # characters of what the engine says that are passed on
# What a read-only store takes before any query: RocksDB's threads and buffers (measured 90 MB).
_ENGINE_MB = 256


@dataclass(frozen=True)
class Limits:
    """What one query may use: ``timeout`` in seconds, ``memory_mb`` in MiB beyond the engine's.

    Raises OptionError for values that are not above 0 or not finite.
    """

    timeout: float = 60.0
    memory_mb: int = 2048

    def __post_init__(self) -> None:
        if not 0 < self.timeout < 1e9:
            raise OptionError(message("sandbox.bad_timeout", value=self.timeout))
        if self.memory_mb < 1:
            raise OptionError(message("sandbox.bad_memory", value=self.memory_mb))


_DEFAULT = Limits()


@dataclass(frozen=True)
class Answer:
    """A result as pyoxigraph terms: only the field that belongs to ``form`` is filled.

    ``rows`` (select): one dict a solution, unbound variables left out; ``variables`` in the
    order of the query. ``truth`` (ask). ``triples`` (construct).
    """

    form: Form
    variables: tuple[str, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    truth: bool = False
    triples: tuple[ox.Triple, ...] = ()


def run_query(
    store: Path,
    query: str,
    output: BinaryIO,
    *,
    format: str,  # noqa: A002 (the option's name on the command line and in the API)
    limits: Limits = _DEFAULT,
    prefixes: Mapping[str, str] = PREFIXES,
    most: int | None = None,
    when_cut: Callable[[], None] = lambda: None,
) -> Form:
    """Run a query that we did not write and stream its result, as the engine serialises it.

    ``store``: the folder of an Oxigraph store, opened read-only. ``format``: one of
    SOLUTION_FORMATS or GRAPH_FORMATS, or several with commas ("json,ttl"), of which the first
    that fits the query's form is taken. ``prefixes`` are known without being declared; the
    query's own PREFIX lines go before them. Of a SELECT only the first ``most`` rows are asked of
    the engine; ``when_cut`` is called if it had more. The time during which ``output`` itself
    makes us wait (a pager) does not count towards the timeout.

    Raises OptionError (no such format, or none that fits the form), QuerySyntaxError (does not
    parse; an update; SERVICE), QueryLimitError (length, time, memory), QueryCrashError (the
    engine died), StoreError (no store there), QueryError (the engine failed in reading).
    After QueryLimitError, QueryCrashError or QueryError the output may hold the beginning of a
    result; after the others nothing has been written. KeyboardInterrupt kills the child first.
    """
    formats = [name.strip() for name in format.split(",")]
    for name in formats:
        if name not in SOLUTION_FORMATS + GRAPH_FORMATS:
            known = ", ".join(SOLUTION_FORMATS + GRAPH_FORMATS)
            raise OptionError(message("sandbox.no_format", name=name, known=known))
    _check_text(query)
    request = {
        "store": str(store.resolve()),
        "query": query,
        "formats": formats,
        "prefixes": dict(prefixes),
        "memory_mb": limits.memory_mb + _ENGINE_MB,
        "timeout": limits.timeout,
        "most": most,
        "engine": _engine_folder(),
    }
    code, said = _run(request, output, limits)
    status = _status(said)
    if code == 0 and "form" in status:
        if "cut" in status:
            when_cut()
        return cast("Form", status["form"])
    if "error" in status:
        raise _refusal(status, store, format, limits)
    raise _death(code, said, limits)


def run_answer(
    store: Path,
    query: str,
    *,
    limits: Limits = _DEFAULT,
    prefixes: Mapping[str, str] = PREFIXES,
) -> Answer:
    """Run a query that we did not write and return its result as pyoxigraph terms.

    Raises as run_query does, and QueryLimitError too when the serialised result is larger than
    an eighth of ``limits.memory_mb``: as terms it takes several times that, in this process.
    """
    import pyoxigraph as ox

    held = _Held(limits)
    form = run_query(store, query, held, format="json,nt", limits=limits, prefixes=prefixes)
    data = held.getvalue()
    if form == "construct":
        triples = (q.triple for q in ox.parse(data, format=ox.RdfFormat.N_TRIPLES))
        return Answer(form, triples=tuple(triples))
    found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return Answer(form, truth=bool(found))
    assert isinstance(found, ox.QuerySolutions)
    names = tuple(variable.value for variable in found.variables)
    rows = (zip(names, solution, strict=True) for solution in found)
    return Answer(
        form,
        variables=names,
        rows=tuple({name: term for name, term in row if term is not None} for row in rows),
    )


class _Held(io.BytesIO):
    """Bytes kept in memory, up to what the limits allow a result to be."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._limits.memory_mb << 17:
            raise QueryLimitError(message("sandbox.memory", mb=self._limits.memory_mb))
        return super().write(data)


def _check_text(query: str) -> None:
    try:
        size = len(query.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise QuerySyntaxError(message("sandbox.not_text", at=error.start + 1)) from error
    if size > MAX_QUERY_BYTES:
        raise QueryLimitError(message("sandbox.too_long", size=size, most=MAX_QUERY_BYTES))


def _engine_folder() -> str:
    # The child gets the folder that holds pyoxigraph and nothing else of this process's path:
    # no file in a working folder or user site can stand in for a module there.
    from importlib.util import find_spec

    spec = find_spec("pyoxigraph")
    assert spec is not None
    assert spec.origin is not None
    return str(Path(spec.origin).parent.parent)


def _run(request: dict[str, Any], output: BinaryIO, limits: Limits) -> tuple[int, bytes]:
    """Exit code and stderr of a child that has done the request."""
    import tempfile

    with tempfile.TemporaryFile() as errors:
        # -I and -S: nothing from the environment or from site decides what the child runs.
        child = subprocess.Popen(  # noqa: S603 (our own interpreter on our own file)
            [sys.executable, "-I", "-S", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with suppress(OSError):  # a child that died at once is told by its exit code
                child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
                child.stdin.flush()
            _copy(child, child.stdout, output, limits)
            code = child.wait(timeout=limits.timeout)
        except subprocess.TimeoutExpired:
            raise QueryLimitError(message("sandbox.timeout", seconds=limits.timeout)) from None
        finally:
            child.kill()
            child.wait()
            child.stdout.close()
            with suppress(OSError):  # what it did not read cannot be flushed any more
                child.stdin.close()
        errors.seek(0)
        return code, errors.read()


def _copy(
    child: subprocess.Popen[bytes], source: IO[bytes], output: BinaryIO, limits: Limits
) -> None:
    """Pass on what comes until it ends; QueryLimitError when time or memory is up first.

    A thread reads, because a pipe cannot be read with a timeout on Windows; it never runs more
    than a few chunks ahead. The waiting is in slices, so that Ctrl-C is heard there too.
    """
    import queue
    import threading

    chunks: queue.Queue[bytes] = queue.Queue(maxsize=8)
    reader = threading.Thread(target=_read, args=(source, chunks), daemon=True)
    reader.start()
    deadline = time.monotonic() + limits.timeout
    poll = time.monotonic() + _POLL
    chunk: bytes | None = None
    try:
        while (chunk := _next(chunks)) != b"":
            before = time.monotonic()
            if chunk:
                output.write(chunk)
            now = time.monotonic()
            deadline += now - before
            if now > deadline:
                raise QueryLimitError(message("sandbox.timeout", seconds=limits.timeout))
            if now > poll:
                poll = now + _POLL
                if _resident_mb(child.pid) > limits.memory_mb + _ENGINE_MB:
                    raise QueryLimitError(message("sandbox.memory", mb=limits.memory_mb))
    finally:
        if chunk != b"":
            child.kill()
            while chunks.get() != b"":  # let the reader go: it may wait for room
                pass
        reader.join()


def _next(chunks: queue.Queue[bytes]) -> bytes | None:
    import queue

    try:
        return chunks.get(timeout=_TICK)
    except queue.Empty:
        return None


def _read(source: IO[bytes], chunks: queue.Queue[bytes]) -> None:
    while True:
        chunk = os.read(source.fileno(), _CHUNK)
        chunks.put(chunk)
        if not chunk:
            return


def _resident_mb(pid: int) -> float:
    """What a process holds in memory, in MiB; 0 if it has just ended."""
    import psutil

    try:
        return psutil.Process(pid).memory_info().rss / (1 << 20)
    except psutil.Error:
        return 0.0


def _status(said: bytes) -> dict[str, str]:
    """The last line of the child's stderr, if it came to write one."""
    lines = said.splitlines()
    if not lines or not lines[-1].startswith(b"{"):
        return {}
    status: dict[str, str] = json.loads(lines[-1])
    return status


def _refusal(status: Mapping[str, str], store: Path, format: str, limits: Limits) -> KgError:  # noqa: A002 (as in run_query)
    """The error that the child names."""
    detail = status.get("detail", "")
    match status["error"]:
        case "syntax":
            return QuerySyntaxError(message("sandbox.syntax", detail=_short(detail)))
        case "service":
            return QuerySyntaxError(message("sandbox.service"))
        case "update":
            return QuerySyntaxError(message("sandbox.update", keyword=status["keyword"]))
        case "format":
            fits = GRAPH_FORMATS if status["form"] == "construct" else SOLUTION_FORMATS
            form = message(f"sandbox.form_{status['form']}")
            return OptionError(
                message("sandbox.unfit_format", name=format, form=form, fits=", ".join(fits))
            )
        case "store":
            return StoreError(message("store.unreadable", path=store, why=detail))
        case "memory":
            return QueryLimitError(message("sandbox.memory", mb=limits.memory_mb))
        case _:
            return QueryError(message("sandbox.engine", detail=_short(detail)))


def _death(code: int, said: bytes, limits: Limits) -> QueryError:
    """The error of a child that ended without a word."""
    if -code == _SIGXCPU:
        return QueryLimitError(message("sandbox.timeout", seconds=limits.timeout))
    # Nobody here sent that SIGKILL: it is the kernel's way of saying that memory is out.
    if -code == _SIGKILL or any(sign in said for sign in _NO_MEMORY):
        return QueryLimitError(message("sandbox.memory", mb=limits.memory_mb))
    return QueryCrashError(message("sandbox.crash", code=code))


def _short(detail: str) -> str:
    # The engine lists every character that would have fitted; the place and the first are enough.
    line = detail.split("\n", 1)[0]
    return line if len(line) <= _DETAIL else line[:_DETAIL] + " ..."
