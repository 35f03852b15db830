"""The graph in the formats of other tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.errors import OptionError
from kg.export.networks import write_gexf, write_graphml
from kg.export.rdf import write_rdf
from kg.export.spreadsheets import write_edges_csv, write_nodes_csv
from kg.messages import message
from kg.records import Scope
from kg.store import Store

__all__ = ["FORMATS", "export"]

_WRITERS: dict[str, Callable[[Store, Scope, Path], None]] = {
    "csv": write_edges_csv,
    "csv-nodes": write_nodes_csv,
    "gexf": write_gexf,
    "graphml": write_graphml,
}
_RDF = ("jsonld", "nq", "nt", "trig", "ttl")
FORMATS = tuple(sorted((*_WRITERS, *_RDF)))


def export(store: Store, format_name: str, path: Path, scope: Scope) -> Path:
    """Write the graph as of a day to ``path`` in one of FORMATS; the same input, the same bytes.

    The file appears whole or not at all. Raises OptionError for an unknown format.
    """
    if format_name in _RDF:
        write_rdf(store, scope, path, format_name)
    elif format_name in _WRITERS:
        _WRITERS[format_name](store, scope, path)
    else:
        raise OptionError(message("export.format", name=format_name, known=", ".join(FORMATS)))
    return path
