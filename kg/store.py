"""The one door to the RDF engine: embedded Oxigraph, read as a fixed snapshot.

A built store is a folder with a small pointer file and one folder a generation::

    CURRENT              the name of the generation that answers, e.g. "gen-3"
    gen-3/store/         the Oxigraph (RocksDB) files, read-only from here on
    gen-3/facts.nq       every triple, sorted: the reproducible product of a build
    gen-3/names.sqlite   names to things (see kg.names)
    gen-3/edges/         all edges as columns of numbers (see kg.edges)
    gen-3/manifest.json  what it was built from, and counts

A writer makes generation N+1 aside and then moves the pointer with ``os.replace``, which is
atomic on every platform; a reader that holds generation N keeps its snapshot. All facts stand
once, in the default graph.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyoxigraph as ox

from kg.errors import StoreError
from kg.messages import message
from kg.sorted_facts import Said, SortedFacts
from kg.version import __version__
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "FORMAT",
    "Draft",
    "Solution",
    "Store",
    "content_hash",
    "new_generation",
]

FORMAT = 3
T = TypeVar("T")
Solution = dict[str, Any]
"""One row of a SELECT: variable name to pyoxigraph term, unbound ones left out."""

_POINTER = "CURRENT"
_PREFIX = "gen-"
_INPUTS = frozenset({".csv", ".rq", ".toml", ".ttl"})
_UNBUILT = frozenset({"conflicts", "lists", "queries"})  # these are read when asked, never built


class Store:
    """A built store, opened read-only (about 8 ms) as a snapshot that never changes.

    Raises StoreError where there is no finished store or it is of another format.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = _current(root)
        try:
            self.manifest: dict[str, Any] = json.loads(
                (self.folder / "manifest.json").read_text("utf-8")
            )
            self._engine = ox.Store.read_only(str(self.path))
        except (OSError, ValueError) as error:
            raise StoreError(message("store.unreadable", path=root, why=error)) from error
        if self.manifest.get("format") != FORMAT:
            raise StoreError(message("store.other_format", path=root))
        self._known: dict[Hashable, Any] = {}

    @cached_property
    def _facts(self) -> SortedFacts:
        try:
            return SortedFacts(self.folder / "facts.nq")
        except OSError as error:
            raise StoreError(message("store.unreadable", path=self.root, why=error)) from error

    @property
    def path(self) -> Path:
        """The folder of the engine's own files, for readers in another process."""
        return self.folder / "store"

    def select(self, query: str) -> list[Solution]:
        """The rows of a SELECT that chainkg itself wrote; users' queries go to kg.sandbox."""
        return _rows(self._engine, query)

    def about(self, iris: Iterable[str]) -> dict[str, list[Said]]:
        """All that is said of these subjects (IRIs), read from ``facts.nq`` and not by a query:
        of thousands it takes a fraction of the time. Raises StoreError where the file is gone."""
        return self._facts.about(iris)

    def lines_about(self, iris: Iterable[str]) -> Iterator[bytes]:
        """All that is said of these subjects (IRIs) as lines of N-Triples, sorted; StoreError as
        ``about``."""
        return self._facts.lines(iris)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, worked out the first time: a snapshot never changes. For what
        takes a scan and many answers need, small or one of a kind; nothing may change it."""
        if key not in self._known:
            self._known[key] = make()
        found: T = self._known[key]
        return found

    def csv(self, query: str) -> bytes:
        """The answer to a SELECT that chainkg itself wrote, as SPARQL 1.1 CSV (UTF-8)."""
        return _csv(self._engine, query)

    def ntriples(self, query: str) -> bytes:
        """The answer to a CONSTRUCT that chainkg itself wrote, as N-Triples in no order."""
        found = self._engine.query(query, prefixes=PREFIXES)
        assert isinstance(found, ox.QueryTriples)
        return found.serialize(format=ox.RdfFormat.N_TRIPLES) or b""

    def triples(self) -> Iterator[ox.Triple]:
        """All triples of the default graph, in the engine's order."""
        for quad in self._engine.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            yield quad.triple

    def to_rdflib(self) -> rdflib.Graph:
        """The same facts as an rdflib graph, read through oxrdflib without copying them.

        Queries on it run in rdflib's engine only if asked to; iteration and ``triples()`` are
        served by Oxigraph. It is read-only: adding to it raises.
        """
        import rdflib
        from oxrdflib import OxigraphStore
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        # Without this identifier oxrdflib reads a named graph of a random name: empty.
        return rdflib.Graph(
            store=OxigraphStore(store=self._engine), identifier=DATASET_DEFAULT_GRAPH_ID
        )


class Draft:
    """Facts that are being put together: a generation being written, or just in memory.

    All stand in memory until ``close`` writes them (about 200 MB a million): rules and checks
    run there in a quarter of the time that they take on files.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path()
        self._engine = ox.Store()
        self._facts: Path | None = None

    def add(self, triples: Iterable[ox.Triple]) -> None:
        """Put triples into the default graph; one that is there already changes nothing."""
        self._facts = None
        self._engine.bulk_extend(ox.Quad(*triple) for triple in triples)

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT that chainkg itself wrote."""
        result = self._engine.query(query, prefixes=PREFIXES)
        assert isinstance(result, ox.QueryTriples)
        return list(result)

    def select(self, query: str) -> list[Solution]:
        """The rows of a SELECT that chainkg itself wrote."""
        return _rows(self._engine, query)

    def csv(self, query: str) -> bytes:
        """The answer to a SELECT that chainkg itself wrote, as SPARQL 1.1 CSV (UTF-8)."""
        return _csv(self._engine, query)

    def write_facts(self) -> Path:
        """Write ``facts.nq`` and return where it is: N-Quads, one a line, sorted by code point.

        Equal facts give equal bytes. O(n log n).
        """
        if self._facts is None:
            dump = self._engine.dump(format=ox.RdfFormat.N_QUADS)
            assert dump is not None  # bytes are returned where no file is given
            lines = dump.splitlines(keepends=True)
            del dump
            path = self.folder / "facts.nq"
            with path.open("wb") as file:
                file.writelines(sorted(lines))
            self._facts = path
        return self._facts

    def close(self) -> None:
        """Write the facts, and from them the engine's files, and let go of both."""
        facts = self.write_facts()
        engine = ox.Store(str(self.folder / "store"))
        # Not bulk_load: it makes up new labels for blank nodes each time.
        engine.bulk_extend(ox.parse(path=str(facts), format=ox.RdfFormat.N_QUADS))
        # Fifty updates were seen to make no fsync on their own.
        engine.flush()
        engine.optimize()
        engine.flush()
        del engine, self._engine


@contextmanager
def new_generation(root: Path, manifest: Callable[[], dict[str, Any]] = dict) -> Iterator[Draft]:
    """Write the next generation aside; on leaving without error, make it the one that answers.

    One writer at a time (a lock file; the second waits). An error or a killed process leaves
    the last good generation answering; what it left behind is cleared by the next writer.
    ``manifest`` is called after the body, when counts are known.
    """
    import shutil

    from filelock import FileLock

    root.mkdir(parents=True, exist_ok=True)
    with FileLock(root / ".lock"):
        _clear_orphans(root)
        aside = root / f"{_PREFIX}{os.getpid()}.part"
        aside.mkdir()
        draft = Draft(aside)
        try:
            yield draft
            draft.close()
            _write(aside / "manifest.json", {"format": FORMAT, **manifest()})
        except BaseException:
            del draft
            shutil.rmtree(aside, ignore_errors=True)
            raise
        name = f"{_PREFIX}{_last_number(root) + 1}"
        aside.rename(root / name)
        pointer = root / f"{_POINTER}.part"
        pointer.write_text(name + "\n", "ascii")
        os.replace(pointer, root / _POINTER)  # noqa: PTH105 - Path.replace is the same call; this is the documented atomic one


def content_hash(folders: Iterable[Path]) -> str:
    """SHA-256 (hex) over everything a build depends on: the files of these folders (ontology
    and packs, in this order), and the versions of chainkg and of the engine.

    Cheap enough (a few ms for the bundled pack) to run before every answer.
    """
    digest = hashlib.sha256(f"{FORMAT} {__version__} {ox.__version__}".encode())
    for folder in folders:
        digest.update(b"\n")
        for name in sorted(_inputs(folder)):
            digest.update(name.encode() + b"\0")
            digest.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return digest.hexdigest()


def _inputs(folder: Path) -> Iterator[str]:
    """The paths below a folder that a build reads, with "/". Not rglob: it takes twice as long."""
    for root, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if name not in _UNBUILT]
        place = Path(root).relative_to(folder).as_posix()
        for name in names:
            if os.path.splitext(name)[1] in _INPUTS:  # noqa: PTH122 - a Path a name costs more
                yield name if place == "." else f"{place}/{name}"


def _rows(engine: ox.Store, query: str) -> list[Solution]:
    result = engine.query(query, prefixes=PREFIXES)
    assert isinstance(result, ox.QuerySolutions)
    names = [v.value for v in result.variables]
    # By position: asked for by name, each value costs twice as much.
    return [
        {n: term for n, term in zip(names, solution, strict=True) if term is not None}
        for solution in result
    ]


def _csv(engine: ox.Store, query: str) -> bytes:
    result = engine.query(query, prefixes=PREFIXES)
    assert isinstance(result, ox.QuerySolutions)
    written = result.serialize(format=ox.QueryResultsFormat.CSV)
    assert written is not None  # bytes are returned where no file is given
    return written


def _current(root: Path) -> Path:
    try:
        name = (root / _POINTER).read_text("ascii").strip()
    except OSError as error:
        raise StoreError(message("store.missing", path=root)) from error
    folder = root / name
    if not name.startswith(_PREFIX) or not folder.is_dir():
        raise StoreError(message("store.unreadable", path=root, why=name))
    return folder


def _generations(root: Path) -> list[Path]:
    found = [p for p in root.glob(f"{_PREFIX}*") if p.name[len(_PREFIX) :].isdigit()]
    return sorted(found, key=lambda p: int(p.name[len(_PREFIX) :]))


def _last_number(root: Path) -> int:
    found = _generations(root)
    return int(found[-1].name[len(_PREFIX) :]) if found else 0


def _clear_orphans(root: Path) -> None:
    import shutil

    # The generation before the current one stays: a reader may have opened it just now.
    # On Windows files in use cannot be removed; they go with a later build.
    pointer = root / _POINTER
    current = pointer.read_text("ascii").strip() if pointer.exists() else ""
    keep = [g.name for g in _generations(root)]
    keep = keep[max(0, keep.index(current) - 1) :][:2] if current in keep else []
    for path in root.glob(f"{_PREFIX}*"):
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
