"""The page of the place view: the picture in both languages and two widths, facts beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import Lang, OptionError, Text
from kg.messages import message
from kg.place_map import PlaceMap, place_map
from kg.viz.place_map.facts import facts
from kg.viz.place_map.geo import match, read_boundaries
from kg.viz.place_map.svg import Ground, place_map_svg
from kg.viz.shell import About, about, page_script, render_page, resource, write_page
from kg.wording import listed

if TYPE_CHECKING:
    from kg.records import Scope
    from kg.store import Store

__all__ = ["ground_of", "render_place_map", "write_place_map"]

_HERE = "kg.viz.place_map"
_SCRIPTS = (
    "common.js", "filters.js", "panel.js", "keys.js", "search.js", "tables.js", "page.js",
)  # fmt: skip
_LANGS: tuple[Lang, ...] = ("zh", "en")


def write_place_map(
    store: Store, scope: Scope, path: Path, lang: Lang, geojson: Path | None = None
) -> Path:
    """Write the place view, whole or not at all, and return its path.

    A path that ends in ``.svg`` gets the picture alone, any other the HTML page. ``geojson`` is
    a file of boundaries with a map approval number. Raises OptionError for a boundary file that
    cannot be used, ExportError where the file cannot be written.
    """
    from kg.names import NameIndex, Rank

    shown = place_map(store, scope)
    names = NameIndex(store.folder / "names.sqlite")
    aliases = names.names_of(Rank.ALIAS)
    ground = ground_of(shown, geojson, aliases) if geojson else None
    titles = listed(Text(*pack["title"]) for pack in store.manifest["packs"])
    heading = message("place_map.title", name=titles)
    said = about(store, scope, heading, lang, shown.coverage)
    if path.suffix.lower() == ".svg":
        return write_page(place_map_svg(shown, said, ground=ground), path)
    keys = names.names_of(Rank.ALIAS, Rank.PINYIN)
    return write_page(render_place_map(shown, said, ground=ground, keys=keys), path)


def ground_of(
    shown: PlaceMap, geojson: Path, aliases: Mapping[str, Sequence[str]] | None = None
) -> Ground:
    """The boundaries of a file, matched to the districts by code, name or alias.

    Raises OptionError for a file that cannot be used or of which no feature is a district.
    """
    boundaries = read_boundaries(geojson)
    found, rest = match(
        boundaries,
        {area.ref.iri: area.code for area in shown.areas},
        {
            area.ref.iri: (*area.ref.label, *(aliases or {}).get(area.ref.iri, ()))
            for area in shown.areas
        },
    )
    if not found:
        names = listed(area.ref.label for area in shown.areas)
        raise OptionError(message("place_map.geo_no_match", path=geojson, names=names))
    return Ground(boundaries, found, rest)


def render_place_map(
    shown: PlaceMap,
    about: About,
    *,
    ground: Ground | None = None,
    keys: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """The page as HTML text; ``keys`` are further words by which a thing is found, by IRI.

    The same input gives the same bytes.
    """
    pictures = "".join(
        place_map_svg(shown, about, lang=lang, wide=wide, ground=ground, standalone=False)
        for lang in _LANGS
        for wide in ("screen", "phone")
    )
    data: dict[str, Any] = facts(shown, keys or {})
    return render_page(
        resource("template.html", _HERE),
        about,
        data=data,
        words=("place_map", "confidence"),
        scripts=[page_script(_SCRIPTS, _HERE)],
        styles=[resource("picture.css", _HERE) + resource("style.css", _HERE)],
        markup={"pictures": pictures},
    )
