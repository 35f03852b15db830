"""Where partners are and what they work in: all that is known, not one of it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import Text
from kg.messages import message
from kg.records import labels_of, select_about
from kg.store import Store

__all__ = ["standing"]

# Without a class: with one, the engine scans all records of it once there are many things.
_OWN = """
SELECT DISTINCT ?thing ?value WHERE {{
  #PARAM thing
  ?record {near} ?thing . ?record {far} ?value
}}"""

_BY_PLANT = """
SELECT DISTINCT ?thing ?value WHERE {{
  #PARAM thing
  ?owning kg:owner ?thing . ?owning kg:owned ?plant . ?plant a kg:Facility .
  ?record {near} ?plant . ?record {far} ?value
}}"""

_ENDS = {"place": ("kg:located", "kg:place"), "segment": ("kg:agent", "kg:segment")}


def standing(store: Store, things: Iterable[str]) -> dict[str, dict[str, Text]]:
    """Places and segments of things (IRIs), as ``{"place": {thing: words}, "segment": ...}``.

    A firm is also where its plants are, as in every filter; what is known by a plant only is
    marked as such. Sorted by name. O(records of the things and of their plants).
    """
    wanted = sorted(set(things))
    found: dict[str, list[dict[str, set[str]]]] = {}
    for what, (near, far) in _ENDS.items():
        found[what] = [
            _values(store, query.format(near=near, far=far), wanted) for query in (_OWN, _BY_PLANT)
        ]
    values = {v for both in found.values() for by in both for iris in by.values() for v in iris}
    labels = labels_of(store, values)
    said: dict[str, dict[str, Text]] = {}
    for what, (own, plants) in found.items():
        said[what] = {
            thing: _said(
                sorted(labels[iri] for iri in own.get(thing, set())),
                sorted(labels[iri] for iri in plants.get(thing, set()) - own.get(thing, set())),
            )
            for thing in own.keys() | plants.keys()
        }
    return said


def _values(store: Store, query: str, things: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in select_about(store, query, "thing", things):
        found.setdefault(row["thing"].value, set()).add(row["value"].value)
    return found


def _said(own: list[Text], plants: list[Text]) -> Text:
    if not plants:
        return _listed(own)
    by_plant = message("partners.by_plant", names=_listed(plants))
    return Text("".join((_listed(own).zh, by_plant.zh)), f"{_listed(own).en} {by_plant.en}".strip())


def _listed(names: list[Text]) -> Text:
    return Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
