"""Under which aspect a link falls, and which links go without saying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.compare.model import Compared
from kg.errors import Text
from kg.links import Link
from kg.messages import message
from kg.records import Ref, select_about
from kg.store import Store

__all__ = ["ASPECTS", "Grouped", "aspect_label", "grouped", "reading_order"]

ASPECTS = (
    "between", "partners", "plants", "segments", "chains", "places", "policies", "products",
    "projects", "groups", "markets", "needs", "awards",
)  # fmt: skip
"""The aspects with a name of their own, in the order of the answer. Any other relation is an
aspect under its own name, with "_in" where the thing is the target of the record."""

_BY_RELATION = {
    ("activeIn", "out"): "segments", ("hasRoleIn", "out"): "chains",
    ("locatedIn", "out"): "places", ("covers", "in"): "policies",
    ("produces", "out"): "products", ("participatesIn", "out"): "projects",
    ("memberOf", "out"): "groups", ("sellsIn", "out"): "markets", ("needs", "out"): "needs",
}  # fmt: skip
_DEALINGS = frozenset({"suppliesTo", "owns", "cooperatesWith", "agreedWith", "drewIn"})

_WITHIN = """
SELECT ?place ?above WHERE {
  #PARAM place
  ?place kg:within+ ?above
}"""

Grouped = dict[tuple[str, str], tuple[list[Link], list[Link]]]


def grouped(
    store: Store,
    links: Sequence[Link],
    families: tuple[set[str], set[str]],
    refs: Mapping[str, Ref],
) -> Grouped:
    """The links under (aspect, item), for either side; ``families`` are the things and their
    plants. Where the one is linked with the other, that is one item "between" them."""
    found: Grouped = {}
    for link in links:
        n = 0 if link.thing in families[0] else 1
        if link.other in families[1 - n]:
            # A record is met from both its ends, except where it names a part of the other.
            if n == 0:
                a, b = found.setdefault(("between", link.other), ([], []))
                a.append(link)
                b.append(link.turned())
            elif link.through:
                a, b = found.setdefault(("between", link.thing), ([], []))
                a.append(link.turned())
                b.append(link)
        elif not (link.other in families[n] and refs[link.thing].type == "Facility"):
            aspect = _aspect(link, refs[link.other])
            found.setdefault((aspect, link.other), ([], []))[n].append(link)
    return _without_obvious(store, found)


def _without_obvious(store: Store, found: Grouped) -> Grouped:
    """Without locations that only follow from others: of what lies above a place, only what is
    shared counts, and of that only the lowest (who shares a district shares its city)."""
    places = {item: sides for (aspect, item), sides in found.items() if aspect == "places"}
    shared = {item for item, (a, b) in places.items() if a and b}
    rows = select_about(store, _WITHIN, "place", shared)
    implied = {row["above"].value for row in rows if row["above"].value in shared}
    for item, sides in places.items():
        named = [[link for link in side if not link.through] for side in sides]
        if item in shared and (item not in implied or any(named)):
            a, b = (direct or side for direct, side in zip(named, sides, strict=True))
        else:
            a, b = named
        if a or b:
            found["places", item] = (a, b)
        else:
            del found["places", item]
    return found


def _aspect(link: Link, other: Ref) -> str:
    name, direction = link.relation.name, "in" if link.direction == "in" else "out"
    if name == "Award":
        return "awards"
    if link.through and name == "activeIn":
        return "chains"
    if name in _DEALINGS:
        if other.type in ("Project", "Event"):
            return "projects"
        return "plants" if name == "owns" and other.type == "Facility" else "partners"
    known = _BY_RELATION.get((name, direction))
    return known or (f"{name}_in" if direction == "in" else name)


def aspect_label(aspect: str, sides: tuple[list[Link], list[Link]]) -> Text:
    """What an aspect is called: in our words, or by the role that the relation gives."""
    if aspect in ASPECTS:
        return message(f"compare.aspect_{aspect}")
    return next(link.role for side in sides for link in side)


def reading_order(row: Compared) -> tuple[int, str, int, str, str]:
    """Sort key: the aspect, then shared, only the first, only the second, then ids."""
    known = ASPECTS.index(row.aspect) if row.aspect in ASPECTS else len(ASPECTS)
    verdicts = ("shared", "only_a", "only_b")
    return known, row.aspect, verdicts.index(row.verdict), row.item.id, row.item.label.zh
