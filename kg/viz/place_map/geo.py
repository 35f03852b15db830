"""The user's own boundaries: a GeoJSON file (RFC 7946) read, checked and matched to districts.

chainkg ships no boundary. A map that is shown in China needs a map approval number (审图号), so a
file without one is refused, and the number is printed in the picture.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import OptionError, Text
from kg.messages import message
from kg.viz.labels import clean

__all__ = ["Boundaries", "Feature", "Ring", "match", "read_boundaries"]

Ring = tuple[tuple[float, float], ...]
_MOST_POSITIONS = 500_000
_APPROVAL = ("审图号", "approval")
_NAMES = ("name", "NAME", "名称", "name_zh", "fullname")
_CODES = ("adcode", "code", "gb", "ADCODE", "行政区划代码")
_LONGEST = 60


@dataclass(frozen=True)
class Feature:
    """One feature: its number in the file from 1, name, region code, and its polygons, each an
    outer ring and its holes, in degrees (longitude, latitude)."""

    number: int
    name: str
    code: str
    polygons: tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True)
class Boundaries:
    """What a boundary file holds; ``file`` is its name without folders."""

    file: str
    approval: str
    features: tuple[Feature, ...]


def read_boundaries(path: Path) -> Boundaries:
    """Read a FeatureCollection of polygons with its map approval number.

    The number is looked for at the top level and in the properties of each feature, as ``审图号``
    or ``approval``. Raises OptionError, naming the file, the feature and how to mend it, for a
    file that cannot be read, is no such collection, has broken rings, coordinates that are no
    degrees, over 500,000 positions, or no number (or two). O(positions).
    """
    raw = _load(path)
    if not isinstance(raw, dict) or raw.get("type") != "FeatureCollection":
        raise OptionError(message("place_map.geo_not_collection", path=path))
    items = raw.get("features")
    if not isinstance(items, list) or not items:
        raise OptionError(message("place_map.geo_empty", path=path))
    approval = _approval(raw, items, path)
    features = []
    left = _MOST_POSITIONS
    for number, item in enumerate(items, 1):
        feature = _Reader(path, number).feature(item)
        left -= sum(len(ring) for polygon in feature.polygons for ring in polygon)
        if left < 0:
            raise OptionError(message("place_map.geo_large", path=path, limit=_MOST_POSITIONS))
        features.append(feature)
    return Boundaries(clean(path.name), approval, tuple(features))


def match(
    boundaries: Boundaries, codes: Mapping[str, str], names: Mapping[str, Iterable[str]]
) -> tuple[dict[str, list[Feature]], list[Feature]]:
    """Features by district (IRI), and those that are of none.

    By region code where the feature has a known one, else by a whole name; ``codes`` and
    ``names`` (label and aliases) are those of the districts. A name that two districts have is
    of neither. O(features + names).
    """
    by_code = {code: iri for iri, code in codes.items() if code}
    owners: dict[str, set[str]] = {}
    for iri, known in names.items():
        for name in known:
            owners.setdefault(_plain(name), set()).add(iri)
    found: dict[str, list[Feature]] = {}
    rest = []
    for feature in boundaries.features:
        named = owners.get(_plain(feature.name), set())
        owner = by_code.get(feature.code) or (next(iter(named)) if len(named) == 1 else "")
        if owner:
            found.setdefault(owner, []).append(feature)
        else:
            rest.append(feature)
    return found, rest


def _load(path: Path) -> Any:
    try:
        text = path.read_text("utf-8-sig")
        return json.loads(text)
    except OSError as error:
        raise OptionError(
            message("place_map.geo_unreadable", path=path, why=error.strerror or error)
        ) from error
    except json.JSONDecodeError as error:
        raise OptionError(
            message("place_map.geo_not_json", path=path, line=error.lineno, column=error.colno)
        ) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise OptionError(message("place_map.geo_not_json", path=path, line=1, column=1)) from error


def _approval(raw: Mapping[str, Any], items: Iterable[Any], path: Path) -> str:
    holders = [raw, *(_properties(item) for item in items)]
    given = {
        clean(str(holder[key])): None for holder in holders for key in _APPROVAL if holder.get(key)
    }
    if not given:
        raise OptionError(message("place_map.geo_no_approval", path=path))
    if len(given) > 1:
        raise OptionError(
            message("place_map.geo_two_approvals", path=path, approvals=" / ".join(given))
        )
    (approval,) = given
    if not any(c.isdigit() for c in approval) or len(approval) > _LONGEST:
        shown = Text(approval[:_LONGEST], approval[:_LONGEST])
        raise OptionError(message("place_map.geo_bad_approval", path=path, approval=shown))
    return approval


def _properties(item: Any) -> Mapping[str, Any]:
    properties = item.get("properties") if isinstance(item, dict) else None
    return properties if isinstance(properties, dict) else {}


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class _Reader:
    """Reads one feature; every complaint names the file and the feature's number."""

    def __init__(self, path: Path, number: int) -> None:
        self._path = path
        self._number = number

    def feature(self, item: Any) -> Feature:
        if not isinstance(item, dict) or item.get("type") != "Feature":
            raise self._bad("geo_no_feature")
        properties = _properties(item)
        name = next((str(properties[key]) for key in _NAMES if properties.get(key)), "")
        codes = (str(properties[key]) for key in _CODES if properties.get(key))
        code = next((digits for raw in codes if (digits := _region_code(raw))), "")
        return Feature(self._number, clean(name), code, tuple(self._polygons(item.get("geometry"))))

    def _polygons(self, geometry: Any) -> Iterator[tuple[Ring, ...]]:
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        if kind not in ("Polygon", "MultiPolygon"):
            raise self._bad("geo_shape", kind=clean(str(kind)))
        parts = geometry.get("coordinates")
        for polygon in [parts] if kind == "Polygon" else self._array(parts):
            yield tuple(self._ring(ring) for ring in self._array(polygon))

    def _array(self, value: Any) -> list[Any]:
        if not isinstance(value, list) or not value:
            raise self._bad("geo_ring")
        return value

    def _ring(self, ring: Any) -> Ring:
        positions = tuple(self._position(position) for position in self._array(ring))
        if len(positions) < 4:
            raise self._bad("geo_ring")
        if positions[0] != positions[-1]:
            raise self._bad("geo_open")
        return positions

    def _position(self, position: Any) -> tuple[float, float]:
        shown = clean(str(position))[:_LONGEST]
        if not isinstance(position, list) or len(position) < 2:
            raise self._bad("geo_position", position=shown)
        east, north = position[0], position[1]
        for value in (east, north):
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise self._bad("geo_position", position=shown)
            if not math.isfinite(value):
                raise self._bad("geo_position", position=shown)
        if abs(east) > 180 or abs(north) > 90:
            raise self._bad("geo_range", position=shown)
        return float(east), float(north)

    def _bad(self, key: str, **values: object) -> OptionError:
        what = message(f"place_map.{key}", **values)
        return OptionError(
            message("place_map.geo_feature", path=self._path, number=self._number, what=what)
        )


def _region_code(raw: str) -> str:
    """The six digits of a region code; the national map service writes 156 before them."""
    digits = raw.strip()
    if len(digits) == 9 and digits.startswith("156"):
        digits = digits[3:]
    return digits if len(digits) == 6 and digits.isdigit() else ""
