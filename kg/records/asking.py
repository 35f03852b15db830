"""How a query of ours is asked about many things at once, and what its rows say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from kg.query import bind
from kg.store import Solution, Store
from kg.vocab import local_name

__all__ = ["local_id", "select_about", "value"]


def select_about(store: Store, query: str, name: str, iris: Iterable[str]) -> list[Solution]:
    """The rows of a query of ours for these things: its ``#PARAM name`` lines are bound."""
    return store.select(bind(query, {name: [ox.NamedNode(iri) for iri in sorted(set(iris))]}))


def local_id(store: Store, iri: str) -> str:
    """The id that a pack gives a thing: bare in the first pack, ``prefix:id`` in others."""
    for n, pack in enumerate(store.manifest["packs"]):
        if iri.startswith(pack["namespace"]):
            local = iri.removeprefix(pack["namespace"])
            return local if n == 0 else f"{pack['prefix']}:{local}"
    return local_name(iri)


def value(row: Solution | Mapping[str, Any], name: str) -> str:
    """The text of a column; "" where the row has none."""
    return row[name].value if name in row else ""
