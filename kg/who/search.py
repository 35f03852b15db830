"""``kg who``: filters over the whole graph, the building block of lists.

Every filter names the record that lets a thing through, so each row says why it is there. What
the sources do not place in a segment, a place or a role is not in the list: unknown, not absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.errors import NothingKnownError, OptionError, Text
from kg.messages import message
from kg.records import Scope
from kg.roles import Role
from kg.selection import Selection
from kg.store import Store
from kg.who.answer import Who, WhoAnswer
from kg.who.query import kinds_of, query_of
from kg.who.reading import Reader

__all__ = ["who"]

_EVERYTHING = Selection()


def who(
    store: Store,
    selection: Selection,
    scope: Scope,
    *,
    roles: Sequence[Role] = (),
    observed: bool = False,
) -> WhoAnswer:
    """Everything that passes every kind of filter; of one kind, any value is enough.

    Without types, organizations, facilities and projects. ``observed`` keeps to records that a
    source states, also in what is told of each thing. One query finds all. Raises OptionError
    without any filter, and NothingKnownError with what each filter alone would give. O(records
    that the filters meet).
    """
    if not selection and not roles:
        raise OptionError(message("who.no_filter"))
    query = query_of(selection, roles, scope, observed=observed)
    found = store.select(query)
    if not found:
        raise NothingKnownError(_emptied(store, selection, roles, scope, observed=observed))
    filters = {f"{name}Record": name for name in kinds_of(selection, roles)}
    records: dict[str, dict[tuple[str, str], None]] = {}
    for row in found:
        met = records.setdefault(row["thing"].value, {})
        met.update({(name, row[v].value): None for v, name in filters.items()})
    reader = Reader(store, scope, records, observed=observed)
    rows = [reader.row(thing, sorted(met)) for thing, met in records.items()]
    rows.sort(key=lambda row: _place_in_list(row, reader.leads(row.thing.iri, selection.chains)))
    return WhoAnswer(tuple(rows), query)


def _emptied(
    store: Store, selection: Selection, roles: Sequence[Role], scope: Scope, *, observed: bool
) -> Text:
    # Which filter emptied the answer: how many each would leave if it stood alone.
    alone: dict[str, tuple[Selection, Sequence[Role]]] = {
        kind: (replace(_EVERYTHING, **{f"{kind}s": getattr(selection, f"{kind}s")}), ())
        for kind in selection.kinds
        if kind != "type"
    }
    if roles:
        alone["role"] = (_EVERYTHING, roles)
    if len(alone) < 2:
        return message("who.nothing", day=scope.as_of)
    said = []
    for kind, (only, given) in alone.items():
        typed = replace(only, types=selection.types)
        count = _count(store, query_of(typed, given, scope, observed=observed))
        said.append(message("who.alone", filter=message(f"who.filter_{kind}"), count=count))
    return message(
        "who.emptied",
        day=scope.as_of,
        alone=Text("，".join(s.zh for s in said), ", ".join(s.en for s in said)),
    )


def _count(store: Store, query: str) -> int:
    return len({row["thing"].value for row in store.select(query)})


def _place_in_list(row: Who, rank: int) -> tuple[bool, int, str, str]:
    return (row.thing.is_group, rank, row.thing.type, row.thing.id)
