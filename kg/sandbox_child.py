"""The other side of kg.sandbox: a process that runs one query and may die of it.

It is started by path, not imported, and needs the standard library and pyoxigraph alone, so
that it starts in a few hundredths of a second. Protocol: one line of JSON on stdin, after
which stdin stays open as long as the parent lives; the result's bytes on stdout; as the last
line on stderr one JSON object, ``{"form": ...}`` with exit 0 (and ``"cut"``
if there are more rows than were asked for) or ``{"error": ...}`` with exit 1.
"""

from __future__ import annotations

import _thread
import json
import os
import re
import signal
import sys
from itertools import islice
from typing import Any, BinaryIO

__all__ = ["main"]

# The parent keeps the time; this ends a child whose parent was killed in the middle of a parse.
_CPU_GRACE = 10

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_SERVICE_CLAUSE = re.compile(r"\bservice\s*(silent\b\s*)?[<?$:\w]", re.IGNORECASE)
_TEXT = re.compile(r""""[^"\n]*"|'[^'\n]*'|(?<=\s)#[^\n]*""")
_PROLOGUE = re.compile(r"\s*(#[^\n]*\n|prefix\s[^>]*>|base\s[^>]*>)", re.IGNORECASE)
_UPDATE = re.compile(r"\s*(insert|delete|load|clear|drop|create|add|move|copy|with)\b", re.I)

_SOLUTIONS = {"json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV"}
_GRAPHS = {
    "ttl": "TURTLE",
    "nt": "N_TRIPLES",
    "jsonld": "JSON_LD",
    "rdfxml": "RDF_XML",
    "trig": "TRIG",
    "nq": "N_QUADS",
}


class _RefusedError(Exception):
    """The query is not answered: what to say on the side channel."""

    def __init__(self, error: str, **more: str) -> None:
        super().__init__(error)
        self.status = {"error": error, **more}


def main() -> int:
    """Read one request, answer it on stdout, and say on stderr how it went."""
    # Ctrl-C reaches the whole terminal; the parent decides, and kills this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    request = json.loads(_line())
    _thread.start_new_thread(_die_with_parent, ())
    _no_crash_report()
    # After the standard library, so that nothing beside the engine can stand in for that.
    sys.path.append(request["engine"])
    try:
        status, code = _answer(request), 0
    except _RefusedError as refusal:
        status, code = refusal.status, 1
    except MemoryError:
        status, code = {"error": "memory"}, 1
    sys.stderr.write("\n" + json.dumps(status) + "\n")
    sys.stderr.flush()
    return code


def _line() -> bytes:
    # os.read and not sys.stdin: a thread that waits in the latter holds its lock at exit.
    found = b""
    while not found.endswith(b"\n"):
        piece = os.read(0, 1 << 16)
        if not piece:
            os._exit(1)
        found += piece
    return found


def _die_with_parent() -> None:
    # The parent holds the other end of stdin. However it ends, SIGKILL included, this returns.
    os.read(0, 1)
    os._exit(1)


def _no_crash_report() -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cap(memory_mb: int, timeout: float) -> None:
    # RLIMIT_DATA and not RLIMIT_AS: what RocksDB and malloc merely reserve is not counted.
    # Set when the store is open, because its threads abort the process if they cannot start.
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_DATA, memory_mb << 20)
        _lower(resource.RLIMIT_CPU, int(timeout) + _CPU_GRACE)


def _lower(limit: int, value: int) -> None:
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(limit)
        if hard == resource.RLIM_INFINITY or value < hard:
            resource.setrlimit(limit, (value, value))


def _answer(request: dict[str, Any]) -> dict[str, str]:
    import pyoxigraph as ox

    query, prefixes = request["query"], request["prefixes"]
    try:
        store = ox.Store.read_only(request["store"])
    except (OSError, ValueError) as error:
        raise _RefusedError("store", detail=str(error)) from None
    _cap(request["memory_mb"], request["timeout"])
    try:
        _refuse_service(query, prefixes)
        results = store.query(query, prefixes=prefixes)
    except SyntaxError as error:
        raise _syntax(query, str(error)) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise _RefusedError("engine", detail=str(error)) from None
    with open(1, "wb", buffering=1 << 16, closefd=False) as out:
        try:
            cut = False
            if request["most"] is not None and isinstance(results, ox.QuerySolutions):
                results, cut = _first(results, request["most"])
            form = _write(results, request["formats"], prefixes, out)
        except (OSError, ValueError, RuntimeError) as error:
            raise _RefusedError("engine", detail=str(error)) from None
    return {"form": form, "cut": "rows"} if cut else {"form": form}


def _refuse_service(query: str, prefixes: dict[str, str]) -> None:
    """Raise SyntaxError if the query may ask another server.

    The engine has no switch for SERVICE and would make an HTTP request. No list of where the
    word is harmless is kept here; the engine's own parser decides: with one letter of each
    "service" changed, the query still parses exactly if none of them was the keyword (as the
    name of a variable, in a text, an IRI or a comment, the letter makes no difference). It
    runs on an empty store, and a probe that parses has no SERVICE left in it.
    """
    import pyoxigraph as ox

    probe = _SERVICE.sub(lambda found: ("z" if found[0][0] == "s" else "Z") + found[0][1:], query)
    if probe != query:
        ox.Store().query(probe, prefixes=prefixes)


def _syntax(query: str, detail: str) -> _RefusedError:
    # The query is refused already. These patterns only choose the words that help most.
    if _SERVICE_CLAUSE.search(_TEXT.sub(" ", query)):
        return _RefusedError("service")
    at = 0
    while found := _PROLOGUE.match(query, at):
        at = found.end()
    if found := _UPDATE.match(query, at):
        return _RefusedError("update", keyword=found[1].upper())
    return _RefusedError("syntax", detail=detail)


def _first(results: Any, most: int) -> tuple[Any, bool]:
    """The first rows of a result, and whether there are more.

    The engine cannot end its own serialisation, and no text around a query says LIMIT whatever
    the query is; so rows go through its JSON (SPARQL 1.1 Query Results JSON Format) and back.
    """
    import pyoxigraph as ox

    names = [variable.value for variable in results.variables]
    rows = list(islice(results, most + 1))
    bindings = [
        {name: _json(term) for name, term in zip(names, row, strict=True) if term is not None}
        for row in rows[:most]
    ]
    text = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}})
    kept = ox.parse_query_results(text.encode(), format=ox.QueryResultsFormat.JSON)
    return kept, len(rows) > most


def _json(term: Any) -> dict[str, Any]:
    import pyoxigraph as ox

    if isinstance(term, ox.Triple):
        parts = ("subject", "predicate", "object")
        return {"type": "triple", "value": {part: _json(getattr(term, part)) for part in parts}}
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if not term.language:
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    found = {"type": "literal", "value": term.value, "xml:lang": term.language}
    return found | ({"its:dir": str(term.direction)} if term.direction else {})


def _write(results: Any, formats: list[str], prefixes: dict[str, str], out: BinaryIO) -> str:
    import pyoxigraph as ox

    graph = isinstance(results, ox.QueryTriples)
    form = "construct" if graph else "ask" if isinstance(results, ox.QueryBoolean) else "select"
    known = _GRAPHS if graph else _SOLUTIONS
    chosen = next((name for name in formats if name in known), None)
    if chosen is None:
        raise _RefusedError("format", form=form)
    if graph:
        # ox.serialize and not results.serialize: only the former takes prefixes.
        ox.serialize(results, out, format=getattr(ox.RdfFormat, _GRAPHS[chosen]), prefixes=prefixes)
    else:
        results.serialize(out, format=getattr(ox.QueryResultsFormat, _SOLUTIONS[chosen]))
    return form


if __name__ == "__main__":
    # os._exit: the watching thread waits in a read, and closing the store has nothing to write.
    os._exit(main())
