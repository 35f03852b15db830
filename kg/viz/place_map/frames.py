"""What the boxes of the place view say, in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from kg.errors import Lang, Text
from kg.messages import message
from kg.place_map import Apart, Area, Entry, Layer, PlaceMap
from kg.viz.labels import clean
from kg.viz.place_map.boxes import Frame, Item
from kg.viz.place_map.geo import Feature
from kg.wording import listed

__all__ = [
    "Numbers",
    "apart_frames",
    "apart_title",
    "area_frames",
    "ground_words",
    "layer_title",
    "overlap_words",
]

_OFF = frozenset({"proposed", "planned", "building"})
_MOST_ROWS = 170
_LEAST = 3


class Numbers:
    """The numbers by which picture and page name things and boxes: in the order of the map."""

    def __init__(self, map_: PlaceMap) -> None:
        boxes = [*(area.entries for area in map_.areas), *(box.entries for box in map_.apart)]
        things = dict.fromkeys(entry.ref.iri for entry in chain.from_iterable(boxes))
        self.things: Mapping[str, int] = {iri: number for number, iri in enumerate(things)}
        self.limit = _limit([len(entries) for entries in boxes])


def area_frames(
    map_: PlaceMap, numbers: Numbers, lang: Lang, *, standalone: bool, signs: Mapping[str, str]
) -> list[Frame]:
    """A frame for each district; ``signs`` are what marks them on a map, by IRI."""
    order = {layer.ref.iri: n for n, layer in enumerate(map_.layers)}
    return [
        Frame(
            key=f"a{number}",
            title=f"{signs.get(area.ref.iri, '')} {_name(area.ref.label, lang)}".strip(),
            summary=_summary(area.entries, lang),
            style="area",
            layers=tuple(order[iri] for iri in area.layers),
            items=_items(area.entries, numbers, lang),
            remark=_remark(area, numbers, lang, standalone=standalone),
        )
        for number, area in enumerate(map_.areas)
    ]


def apart_frames(map_: PlaceMap, numbers: Numbers, lang: Lang, *, standalone: bool) -> list[Frame]:
    """A frame for each box of things that stand in no district."""
    return [
        Frame(
            key=f"b{number}",
            title=_name(apart_title(box), lang),
            summary=_summary(box.entries, lang),
            style="apart",
            items=_items(_listed(box), numbers, lang),
            remark=_apart_remark(box, numbers, lang, standalone=standalone),
        )
        for number, box in enumerate(map_.apart)
    ]


def _listed(box: Apart) -> tuple[Entry, ...]:
    """What a box apart lists: a group without names and without a place is only counted."""
    return box.entries if box.place else tuple(e for e in box.entries if not e.ref.is_group)


def _apart_remark(box: Apart, numbers: Numbers, lang: Lang, *, standalone: bool) -> str:
    shown = _listed(box)
    if len(shown) == len(box.entries) or len(shown) > numbers.limit:
        return _more(len(box.entries), numbers, lang, standalone=standalone)
    key = "groups_alone" if standalone else "groups"
    return message(f"place_map.{key}", count=len(box.entries) - len(shown)).to(lang)


def apart_title(box: Apart) -> Text:
    """What a box apart says of its things: told only of a wider place, elsewhere, or nowhere."""
    if box.place is None:
        return message("place_map.untold")
    key = "only_place" if box.around else "elsewhere"
    return message(f"place_map.{key}", name=box.place.label)


def layer_title(layer: Layer) -> Text:
    """A layer's name, with its status where it is not there yet."""
    if layer.exists:
        return layer.ref.label
    status = message(f"viz.status_{layer.ref.status}")
    return message("place_map.layer_intended", name=layer.ref.label, status=status)


def overlap_words(map_: PlaceMap) -> list[Text]:
    """Which districts several layers share, and which are in one only, a sentence each."""
    names = {layer.ref.iri: layer.ref.label for layer in map_.layers}
    said = []
    if not names:
        return [message("place_map.words_none")]
    shared = map_.shared()
    if len(names) > 1 and not any(len(of) > 1 for of, _ in shared):
        said.append(message("place_map.words_apart"))
    for of, areas in shared:
        key = "words_shared" if len(of) > 1 else "words_only"
        said.append(
            message(
                f"place_map.{key}",
                layers=listed(names[iri] for iri in of),
                areas=listed(area.ref.label for area in areas),
                count=len(areas),
            )
        )
    return said


def ground_words(
    map_: PlaceMap, matched: Mapping[str, object], rest: Iterable[Feature]
) -> list[Text]:
    """What the boundary file lacks, and what it holds that the data does not know."""
    said = []
    missing = [area.ref.label for area in map_.areas if area.ref.iri not in matched]
    if missing:
        said.append(message("place_map.words_unmatched_areas", names=listed(missing)))
    unknown = [
        Text(f.name, f.name) if f.name else message("place_map.feature", number=f.number)
        for f in rest
    ]
    if unknown:
        names = listed(unknown)
        said.append(message("place_map.words_unmatched_features", names=names))
    return said


def _limit(sizes: Sequence[int]) -> int:
    """The most rows a box may list, so that the whole picture stays readable on one sheet."""
    limit = max(sizes, default=0)
    while limit > _LEAST and sum(min(size, limit) for size in sizes) > _MOST_ROWS:
        limit -= 1
    return limit


def _items(entries: Sequence[Entry], numbers: Numbers, lang: Lang) -> tuple[Item, ...]:
    return tuple(
        Item(
            key=str(numbers.things[entry.ref.iri]),
            name=_name(entry.ref.label, lang),
            star=bool(entry.roles),
            tags=tuple(tag.to(lang) for tag in _tags(entry)),
            notes=tuple(_name(role, lang) for role in entry.roles),
        )
        for entry in entries[: numbers.limit]
    )


def _tags(entry: Entry) -> Iterable[Text]:
    if entry.ref.is_group:
        yield message("place_map.tag_group")
    if not entry.exists:
        intended = [e.status for s in entry.standings for e in s.evidence if e.status in _OFF]
        status = entry.ref.status if entry.ref.status in _OFF else intended[0]
        yield message(f"viz.status_{status}")
    if entry.basis in ("derived", "outside"):
        yield message(f"viz.basis_{entry.basis}")


def _summary(entries: Sequence[Entry], lang: Lang) -> tuple[str, ...]:
    """How many of each type are named; groups are told apart and never added."""
    kinds = Counter(entry.ref.type_label for entry in entries if not entry.ref.is_group)
    parts = [
        message("place_map.summary_part", kind=kind, count=count) for kind, count in kinds.items()
    ]
    if groups := sum(entry.ref.is_group for entry in entries):
        parts.append(message("place_map.summary_groups", count=groups))
    return tuple(clean(part.to(lang)) for part in parts)


def _remark(area: Area, numbers: Numbers, lang: Lang, *, standalone: bool) -> str:
    if not area.entries:
        return message("place_map.empty").to(lang)
    return _more(len(area.entries), numbers, lang, standalone=standalone)


def _more(size: int, numbers: Numbers, lang: Lang, *, standalone: bool) -> str:
    key = "more_alone" if standalone else "more"
    rest = size - numbers.limit
    return message(f"place_map.{key}", count=rest).to(lang) if rest > 0 else ""


def _name(text: Text, lang: Lang) -> str:
    return clean(text.to(lang))
