"""What of a chain stands where: the place map of a report, its data and its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import Lang, Text
from kg.records import Scope
from kg.store import Store

if TYPE_CHECKING:
    from kg.place_map import Entry, PlaceMap
    from kg.report.cells import Links
    from kg.report.content import Report

__all__ = ["MOST_THINGS", "is_small", "places_of", "places_picture"]

MOST_THINGS = 2000
"""A pack with more things that can stand somewhere has its maps drawn by ``kg map`` only."""

_STANDING = ("organizations", "facilities", "projects", "places")


def is_small(store: Store) -> bool:
    """Whether the maps of a whole pack are drawn in about a second."""
    counts = store.manifest["counts"]
    things: int = sum(counts.get(name, 0) for name in _STANDING)
    return things <= MOST_THINGS


def places_of(store: Store, scope: Scope, chain: str, named: set[str]) -> PlaceMap | None:
    """What belongs to a chain (IRI) and stands somewhere, with the projects, plants, parks and
    layouts that the report names (IRIs); None where nothing does.

    Enterprises are those of the chain only: the report also names others, as candidates.
    """
    from kg.place_map import narrowed, place_map

    def keep(entry: Entry) -> bool:
        own = entry.ref.type != "Enterprise" and entry.ref.iri in named
        return chain in entry.chains or own

    found = narrowed(place_map(store, scope), keep, named)
    return found if found.areas or found.apart else None


def places_picture(report: Report, shown: PlaceMap, links: Links, lang: Lang) -> str:
    """The place map as SVG for the page of a report; every name leads to its page."""
    from kg.viz.place_map import place_map_svg
    from kg.viz.shell import About

    title = report.title
    about = About(title, lang, report.as_of.isoformat(), report.sources, Text("", ""))
    held = [*(area.entries for area in shown.areas), *(box.entries for box in shown.apart)]
    refs = [entry.ref for entries in held for entry in entries]
    hrefs = {ref.iri: href for ref in refs if (href := links.thing(ref.iri))}
    return place_map_svg(shown, about, lang=lang, inside=True, links=hrefs)
