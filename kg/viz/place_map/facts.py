"""The facts that the page of the place view shows beside the picture, as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import Text
from kg.messages import message
from kg.place_map import Apart, Area, Entry, Figure, Layer, PlaceMap, Standing
from kg.records import Evidence
from kg.viz.labels import clean
from kg.viz.place_map.frames import Numbers, apart_title, layer_title
from kg.viz.shell import pair

__all__ = ["facts"]


def facts(map_: PlaceMap, keys: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Boxes, things, layers, chains, types, and each record's evidence once.

    ``keys`` are further words by which a thing or place is found, by IRI. Things and boxes have
    the numbers and keys of the picture. O(things + records).
    """
    return _Writer(map_, keys).written()


class _Writer:
    def __init__(self, map_: PlaceMap, keys: Mapping[str, Sequence[str]]) -> None:
        self._map, self._keys = map_, keys
        self._numbers = Numbers(map_)
        self._chains = {iri: number for number, iri in enumerate(map_.chains)}
        self._layers = {layer.ref.iri: number for number, layer in enumerate(map_.layers)}
        boxes: list[Area | Apart] = [*map_.areas, *map_.apart]
        self._entries: dict[int, list[tuple[str, Entry]]] = {}
        for key, box in zip(self._box_keys(), boxes, strict=True):
            for entry in box.entries:
                number = self._numbers.things[entry.ref.iri]
                self._entries.setdefault(number, []).append((key, entry))
        types = sorted(
            {(e.ref.type, e.ref.type_label) for found in self._entries.values() for _, e in found}
        )
        self._types = {name: number for number, (name, _) in enumerate(types)}
        self._type_labels = [[name, pair(label)] for name, label in types]
        self._evidence: dict[Evidence, int] = {}

    def written(self) -> dict[str, Any]:
        data = {
            "boxes": [*map(self._area, range(len(self._map.areas))),
                      *map(self._apart, range(len(self._map.apart)))],
            "things": [self._thing(n) for n in range(len(self._entries))],
            "layers": [self._layer(layer) for layer in self._map.layers],
            "chains": [[clean(c.id), pair(c.label)] for c in self._map.chains.values()],
            "types": self._type_labels,
        }  # fmt: skip
        return data | {"evidence": [_evidence(e) for e in self._evidence]}

    def _box_keys(self) -> list[str]:
        return [f"a{n}" for n in range(len(self._map.areas))] + [
            f"b{n}" for n in range(len(self._map.apart))
        ]

    def _area(self, number: int) -> dict[str, Any]:
        area = self._map.areas[number]
        return {
            "key": f"a{number}",
            "id": clean(area.ref.id),
            "name": pair(area.ref.label),
            "type": pair(area.ref.type_label),
            "code": clean(area.code),
            "words": self._found_by(area.ref.iri),
            "layers": [
                [self._layers[mark.layer], self._records(mark.evidence)] for mark in area.marks
            ],
            "things": self._listed(area.entries),
            "own": self._record(area.evidence),
        }

    def _apart(self, number: int) -> dict[str, Any]:
        box = self._map.apart[number]
        shown = {
            "key": f"b{number}",
            "id": clean(box.place.id) if box.place else "",
            "name": pair(apart_title(box)),
            "things": self._listed(box.entries),
        }
        return shown if box.place else shown | {"untold": True}

    def _listed(self, entries: Sequence[Entry]) -> list[int]:
        return [self._numbers.things[entry.ref.iri] for entry in entries]

    def _thing(self, number: int) -> dict[str, Any]:
        found = self._entries[number]
        entry = found[0][1]
        ref = entry.ref
        shown: dict[str, Any] = {
            "id": clean(ref.id),
            "name": pair(ref.label),
            "type": self._types[ref.type],
            "own": self._record(entry.evidence),
            "at": [
                [key, [self._standing(s) for s in one.standings], one.basis] for key, one in found
            ],
        }
        if ref.status not in ("", "existing"):
            shown["status"] = clean(ref.status)
        if ref.is_group:
            shown["count"] = pair(_count(entry))
        optional = {
            "roles": [pair(role) for role in entry.roles],
            "chains": [self._chains[iri] for iri in entry.chains],
            "figures": [self._figure(figure) for figure in entry.figures],
            "words": self._found_by(ref.iri),
        }
        return shown | {key: value for key, value in optional.items() if value}

    def _found_by(self, iri: str) -> list[str]:
        return [clean(key) for key in self._keys.get(iri, ())]

    def _standing(self, standing: Standing) -> list[Any]:
        through = standing.through
        return [
            standing.how,
            pair(standing.place.label),
            pair(through.label) if through else None,
            standing.basis,
            self._records(standing.evidence),
        ]

    def _layer(self, layer: Layer) -> dict[str, Any]:
        return {
            "id": clean(layer.ref.id),
            "name": pair(layer_title(layer)),
            "figures": [self._figure(figure) for figure in layer.figures],
            "own": self._record(layer.evidence),
        }

    def _figure(self, figure: Figure) -> list[Any]:
        return [pair(figure.label), pair(figure.text), self._record(figure.evidence)]

    def _records(self, evidence: Sequence[Evidence]) -> list[int]:
        return [self._record(one) for one in evidence]

    def _record(self, evidence: Evidence) -> int:
        return self._evidence.setdefault(evidence, len(self._evidence))


def _count(entry: Entry) -> Text:
    operator = message(f"operator.{entry.ref.count_operator or 'equal'}")
    if entry.ref.count is None:
        return operator
    return Text(f"{operator.zh}{entry.ref.count}", f"{operator.en}{entry.ref.count:,}")


def _evidence(evidence: Evidence) -> list[Any]:
    return [
        clean(evidence.record),
        clean(evidence.basis),
        clean(evidence.status),
        clean(evidence.source),
        clean(evidence.spans),
        clean(evidence.confidence),
        [clean(record) for record in evidence.derived_from],
    ]
