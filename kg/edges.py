"""All edges of a built graph as columns of numbers: what big measures and counts stand on.

The build writes one row for each record that the ontology declares to be an edge
(``edgeRecord``, ``edgeSource``, ``edgeTarget``), whatever its status, so that a reader can
choose by relation, day, status and basis. The columns are plain ``.npy`` files (NumPy Enhancement
Proposal 1) that are mapped into memory: opening a million edges reads next to nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.dates import PartialDate
from kg.store import Store
from kg.vocab import KG, concept_iri, local_name

if TYPE_CHECKING:
    import datetime

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HOLDING", "EdgeTable", "Strings", "edges_of", "write_edges"]

HOLDING = ("building", "existing")
"""Statuses of records that make an edge; proposed, planned and ended ones make none."""

_EDGES = """
SELECT ?record ?edge ?source ?target WHERE {
  ?edge kg:edgeRecord ?class ; kg:edgeSource ?near ; kg:edgeTarget ?far .
  ?record a ?class ; ?near ?source ; ?far ?target .
  FILTER (ISIRI(?target))
}"""

# One scan a property: with OPTIONAL in the query above the engine takes five times as long.
_VALUES = "SELECT ?record ?value WHERE {{ ?record kg:{name} ?value }}"

_PUBLISHED = """
SELECT ?document (COALESCE(?to, ?from) AS ?out) WHERE {
  ?document kg:kind kg:source-kind-text .
  OPTIONAL { ?document kg:periodTo ?to }
  OPTIONAL { ?document kg:periodFrom ?from }
}"""

_NODES = """
SELECT ?thing (SAMPLE(?type) AS ?class) (COUNT(?group) AS ?groups) WHERE {
  ?thing a ?type . ?type rdfs:subClassOf* kg:Thing .
  OPTIONAL { ?thing kg:statedCount|kg:countOperator ?group }
} GROUP BY ?thing"""

_SYMMETRIC = "SELECT ?edge WHERE { ?edge kg:edgeSymmetric true }"

_ALWAYS = 0  # before all days: a record or source without a date is taken to hold
_NEVER = 2**31 - 1  # after all days: a record that has no end


class Strings(Sequence[str]):
    """Many texts in two arrays: UTF-8 bytes one after the other, and where each one ends."""

    def __init__(self, text: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self._text = text
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, n: Any) -> Any:
        if isinstance(n, slice):
            return [self[i] for i in range(*n.indices(len(self)))]
        if n < 0:
            n += len(self)
        start = int(self._ends[n - 1]) if n else 0
        return bytes(self._text[start : int(self._ends[n])]).decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        whole = bytes(self._text)
        start = 0
        for end in self._ends.tolist():
            yield whole[start:end].decode("utf-8")
            start = end

    def find(self, text: str) -> int:
        """The number of a text, -1 if it is not there. The texts are sorted. O(log n)."""
        from bisect import bisect_left

        at = bisect_left(self, text)
        return at if at < len(self) and self[at] == text else -1


@dataclass(frozen=True)
class _Columns:
    """The parts of a row that are not numbers, by code."""

    relations: tuple[str, ...]
    symmetric: tuple[str, ...]
    statuses: tuple[str, ...]
    bases: tuple[str, ...]
    types: tuple[str, ...]
    documents: tuple[str, ...]
    dates: tuple[str, ...]


class EdgeTable:
    """The edges of a store, opened in about 2 ms whatever their number.

    ``source`` and ``target`` are numbers of ``nodes`` (IRIs, sorted); ``record`` names the
    record of each edge, by which they are sorted. Codes of ``relation``, ``basis``,
    ``document`` and ``node_type`` stand for the names of the same plural, those of ``since``
    and ``until`` for ``dates``. All arrays are read-only. Raises OSError where there is none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        meta = json.loads((folder / "names.json").read_text("utf-8"))
        self._names = _Columns(**{name: tuple(values) for name, values in meta.items()})

    def _array(self, name: str) -> NDArray[Any]:
        import numpy as np

        array: NDArray[Any] = np.load(self._folder / f"{name}.npy", mmap_mode="r")
        return array

    def _strings(self, name: str) -> Strings:
        return Strings(self._array(f"{name}_text"), self._array(f"{name}_ends"))

    @cached_property
    def nodes(self) -> Strings:
        """IRIs of all things, sorted."""
        return self._strings("nodes")

    @cached_property
    def records(self) -> Strings:
        """IRIs of the records, one an edge, sorted."""
        return self._strings("records")

    @cached_property
    def source(self) -> NDArray[np.int32]:
        """Where each edge starts: a number of ``nodes``."""
        return self._array("source")

    @cached_property
    def target(self) -> NDArray[np.int32]:
        """Where each edge ends: a number of ``nodes``."""
        return self._array("target")

    @cached_property
    def relation(self) -> NDArray[np.uint8]:
        """Which direct edge it is: a number of ``relations``."""
        return self._array("relation")

    @cached_property
    def basis(self) -> NDArray[np.uint8]:
        """Stated, derived or outside: a number of ``bases``."""
        return self._array("basis")

    @cached_property
    def since(self) -> NDArray[np.int32]:
        """From when: a number of ``dates``, one of which is ""."""
        return self._array("since")

    @cached_property
    def until(self) -> NDArray[np.int32]:
        """Until when: a number of ``dates``, one of which is ""."""
        return self._array("until")

    @cached_property
    def published(self) -> NDArray[np.int32]:
        """When its source came out: a number of ``dates``, one of which is ""."""
        return self._array("published")

    @cached_property
    def document(self) -> NDArray[np.int32]:
        """Which source says so: a number of ``documents``, one of which is ""."""
        return self._array("document")

    @cached_property
    def value(self) -> NDArray[np.float64]:
        """What is supplied in a year, in yuan; NaN where it is not known."""
        return self._array("value")

    @cached_property
    def node_type(self) -> NDArray[np.uint8]:
        """The class of each node: a number of ``types``."""
        return self._array("node_type")

    @cached_property
    def node_is_group(self) -> NDArray[np.bool_]:
        """Whether a node is a stated group rather than one named thing."""
        return self._array("node_is_group")

    @property
    def relations(self) -> tuple[str, ...]:
        """Names of the direct edges that occur."""
        return self._names.relations

    @property
    def symmetric(self) -> tuple[str, ...]:
        """Those of the relations that have no direction."""
        return self._names.symmetric

    @property
    def bases(self) -> tuple[str, ...]:
        """Kinds of basis that occur."""
        return self._names.bases

    @property
    def dates(self) -> tuple[str, ...]:
        """Partial dates that occur, and ""."""
        return self._names.dates

    @property
    def types(self) -> tuple[str, ...]:
        """Names of the classes that occur."""
        return self._names.types

    @property
    def documents(self) -> tuple[str, ...]:
        """IRIs of the sources that occur."""
        return self._names.documents

    def __len__(self) -> int:
        return len(self.source)

    def holding(
        self,
        day: datetime.date,
        *,
        start: datetime.date | None = None,
        relations: Iterable[str] | None = None,
        statuses: Iterable[str] = HOLDING,
        bases: Iterable[str] | None = None,
        without: Iterable[str] = (),
    ) -> NDArray[np.bool_]:
        """Which edges count on a day (as ``kg.records.Scope`` says), one truth value an edge.

        With ``start`` those that held on any day from then on, by what was known on ``day``.
        ``without`` names sources (IRIs) that are left out. O(edges), about 2 ns each.
        """
        import numpy as np

        n = day.toordinal()
        first = start.toordinal() if start else n
        parsed = [PartialDate.parse(text) if text else None for text in self.dates]
        begun = np.array([(p.first.toordinal() if p else _ALWAYS) <= n for p in parsed])
        over = np.array([(p.last.toordinal() if p else _NEVER) < first for p in parsed])
        out = np.array([(p.last.toordinal() if p else _ALWAYS) <= n for p in parsed])
        kept: NDArray[np.bool_] = begun[self.since] & ~over[self.until] & out[self.published]
        kept &= _among(self._array("status"), self._names.statuses, statuses)
        if relations is not None:
            kept &= _among(self.relation, self.relations, relations)
        if bases is not None:
            kept &= _among(self.basis, self.bases, bases)
        if left_out := [i for i, iri in enumerate(self.documents) if iri in set(without)]:
            kept &= ~np.isin(self.document, left_out)
        return kept

    def of_type(self, types: Iterable[str]) -> NDArray[np.bool_]:
        """Which nodes are of these classes, one truth value a node."""
        return _among(self.node_type, self.types, types)


def edges_of(store: Store) -> EdgeTable:
    """The edges that were written when this store was built."""
    return EdgeTable(store.folder / "edges")


def _among(codes: NDArray[Any], names: Sequence[str], wanted: Iterable[str]) -> NDArray[np.bool_]:
    import numpy as np

    chosen = set(wanted)
    table: NDArray[np.bool_] = np.array([name in chosen for name in names] or [False])
    picked: NDArray[np.bool_] = table[codes]
    return picked


def write_edges(folder: Path, csv_of: Callable[[str], bytes]) -> int:
    """Write the columns of a graph into a new folder; how many edges there are.

    ``csv_of`` answers a SELECT as SPARQL 1.1 CSV (``Store.csv``, ``Draft.csv``). The same graph
    gives the same bytes. O(edges * log edges).
    """
    import numpy as np

    folder.mkdir(parents=True)
    types = {row[0]: (local_name(row[1]), row[2] != "0") for row in _rows(csv_of(_NODES))}
    rows = sorted(_rows(csv_of(_EDGES)))
    records = [row[0] for row in rows]
    nodes = sorted({*types, *(row[2] for row in rows), *(row[3] for row in rows)})
    number = {iri: n for n, iri in enumerate(nodes)}
    symmetric = {local_name(row[0]) for row in _rows(csv_of(_SYMMETRIC))}
    published = dict(_rows(csv_of(_PUBLISHED)))

    def value(name: str) -> list[str]:
        known = dict(_rows(csv_of(_VALUES.format(name=name))))
        return [known.get(record, "") for record in records]

    said, since, until = value("source"), value("since"), value("until")
    out = [published.get(document, "") for document in said]
    dates = sorted({"", *out, *since, *until})
    date = {text: n for n, text in enumerate(dates)}
    relation, relations = _coded(local_name(row[1]) for row in rows)
    status, statuses = _coded(_notation("status", iri) for iri in value("status"))
    basis, bases = _coded(_notation("basis", iri) for iri in value("basis"))
    document, documents = _coded(said)
    kinds, kind_names = _coded(types.get(iri, ("", False))[0] for iri in nodes)
    columns: dict[str, NDArray[Any]] = {
        "source": np.array([number[row[2]] for row in rows], np.int32),
        "target": np.array([number[row[3]] for row in rows], np.int32),
        "relation": np.array(relation, np.uint8),
        "status": np.array(status, np.uint8),
        "basis": np.array(basis, np.uint8),
        "document": np.array(document, np.int32),
        "published": np.array([date[text] for text in out], np.int32),
        "since": np.array([date[text] for text in since], np.int32),
        "until": np.array([date[text] for text in until], np.int32),
        "value": np.array([float(v) if v else np.nan for v in value("supplyValue")], np.float64),
        "node_type": np.array(kinds, np.uint8),
        "node_is_group": np.array([types.get(iri, ("", False))[1] for iri in nodes], np.bool_),
    }
    for name, texts in (("nodes", nodes), ("records", records)):
        encoded = [text.encode("utf-8") for text in texts]
        columns[f"{name}_text"] = np.frombuffer(b"".join(encoded), np.uint8)
        columns[f"{name}_ends"] = np.cumsum([len(text) for text in encoded], dtype=np.int64)
    for name, array in columns.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    names = {
        "relations": relations, "symmetric": sorted(symmetric & set(relations)),
        "statuses": statuses, "bases": bases, "types": kind_names, "documents": documents,
        "dates": dates,
    }  # fmt: skip
    text = json.dumps(names, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "names.json").write_bytes(text.encode("utf-8") + b"\n")
    return len(rows)


def _rows(answer: bytes) -> list[list[str]]:
    reader = csv.reader(io.StringIO(answer.decode("utf-8"), newline=""))
    next(reader)
    return list(reader)


def _coded(values: Iterable[str]) -> tuple[list[int], list[str]]:
    found = list(values)
    names = sorted(set(found))
    codes = {name: n for n, name in enumerate(names)}
    return [codes[value] for value in found], names


def _notation(scheme: str, iri: str) -> str:
    return iri.removeprefix(concept_iri(scheme, "")) if iri.startswith(KG) else iri
