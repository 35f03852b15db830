"""The one query that finds everything that passes the filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.records import Scope
from kg.roles import Role
from kg.selection import Selection

__all__ = ["DEFAULT_TYPES", "kinds_of", "query_of"]

DEFAULT_TYPES = ("Organization", "Facility", "Project")
"""What a list holds where no type is asked for: those whom one can call, and what they build."""

_STATED = "FILTER EXISTS {{ ?{name} kg:basis kg:basis-stated }}"


def kinds_of(selection: Selection, roles: Sequence[Role]) -> list[str]:
    """The filters in use that name a record: chain, segment, place, product, role."""
    kinds = [name.removesuffix("Record") for name in selection.records]
    return [*kinds, "role"] if roles else kinds


def query_of(selection: Selection, roles: Sequence[Role], scope: Scope, *, observed: bool) -> str:
    """SPARQL 1.1: ``?thing`` with ``?chainRecord``, ``?segmentRecord``, ``?placeRecord``,
    ``?productRecord`` and ``?roleRecord``, as far as these filters are given."""
    typed = selection if selection.types else replace(selection, types=DEFAULT_TYPES)
    names = [f"{kind}Record" for kind in kinds_of(selection, roles)]
    columns = " ".join(f"?{name}" for name in ("thing", *names))
    stated = [_STATED.format(name=name) for name in names] if observed else []
    roled = [" UNION ".join(role.where("?thing", scope) for role in roles)] if roles else []
    # Where a record has let a thing through, the day was asked of that record.
    alone = [] if names else [scope.where("?thing")]
    return "\n".join([
        f"SELECT DISTINCT {columns} WHERE {{",
        *roled, typed.where("?thing", scope), *stated, *alone,
        "}",
    ])  # fmt: skip
