"""The page of the chain map: the picture with filters, search, a panel for a box, and tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.chain_map import ChainMap
from kg.errors import Lang, Text
from kg.messages import catalogue, message
from kg.viz.chain_map.data import page_data
from kg.viz.chain_map.picture import pictured
from kg.viz.chain_map.sources import used_sources
from kg.viz.chain_map.svg import PICTURE_STYLE, chain_map_svg, drawn
from kg.viz.shell import About, about, lean, page_script, render_page, resource, write_page
from kg.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.records import Scope
    from kg.selection import Selection
    from kg.store import Store

__all__ = ["render_chain_map", "write_chain_map"]

_HERE = "kg.viz.chain_map"
_SHARED = frozenset(
    {
        "as_of", "basis", "close", "comma", "fit", "from", "kind", "no_script", "nothing",
        "other_code", "other_language", "roles", "source", "sources", "status", "tables", "to",
        "zoom_in", "zoom_out",
    }
)  # fmt: skip
_DRAWN = frozenset({"description", "foot_day", "foot_sources", "legend", "title", "title_all"})
# Letters by which a thing is found: nobody types more.
_SPELLED, _INITIALS = 24, 10
_SCRIPTS = (
    "app.js",
    "compose.js",
    "picture.js",
    "view.js",
    "panel.js",
    "strip.js",
    "search.js",
    "tables.js",
    "print.js",
    "start.js",
)


def render_chain_map(
    map_: ChainMap, about: About, *, keys: Mapping[str, Sequence[str]] | None = None
) -> str:
    """The chain map as the text of one HTML page that needs no network.

    The picture stands in the page as SVG; scripts filter it and say more. The same map gives
    the same bytes. ``keys`` are further words by which a thing is found (pinyin), by IRI. About
    1 s for 150 boxes.
    """
    picture = pictured(map_, about.lang)
    body = drawn(picture, about.lang)
    sources = used_sources(map_, about)
    wide = picture.drawing.width
    return render_page(
        resource("template.html", _HERE),
        about._replace(sources=sources),
        data=page_data(picture, keys or {}, sources) | {"words": _words()},
        words=["chain_picture"],
        scripts=[page_script(_SCRIPTS, _HERE)],
        styles=[lean(resource(name, _HERE)) for name in (PICTURE_STYLE, "style.css")],
        markup={"picture": body.marks},
        view_box=f"0 0 {wide:.0f} {body.height:.0f}",
        said={
            name: message(f"chain_picture.{name}").to(about.lang)
            for name in ("search", "canvas", "district", "product", "year", "reset", "width")
        },
    )


def _words() -> dict[str, list[str]]:
    """The words of this page, and of the shared ones those that it says."""
    found = {}
    for key, text in catalogue().items():
        section, _, name = key.partition(".")
        shared = section == "viz" and (name in _SHARED or name.startswith(("basis_", "status_")))
        if shared or (section == "chain_picture" and name not in _DRAWN):
            found[name if shared else key] = list(text)
    return found


def write_chain_map(
    store: Store,
    scope: Scope,
    path: Path,
    lang: Lang,
    chains: Sequence[str] = (),
    selection: Selection | None = None,
) -> Path:
    """Write the chain map of these chains (all that have segments, if none is named).

    A path that ends in .svg gets the picture alone, in the proportions of an A3 sheet; any other
    the page. Raises ExportError if it cannot be written, and what ``chain_map`` raises.
    """
    from kg.chain_map import chain_map

    map_ = chain_map(store, scope, chains, selection)
    names = [chain.label for chain in map_.chains] if chains else []
    told = about(store, scope, _title(store, names), lang, map_.coverage)
    if path.suffix.lower() == ".svg":
        return write_page(chain_map_svg(map_, told, width="a3"), path)
    return write_page(render_chain_map(map_, told, keys=_pinyin(store)), path)


def _pinyin(store: Store) -> dict[str, list[str]]:
    """Two keys a thing: its longest spelling, in which shorter ones are found as well, and its
    longest initials; all of them would be a third of the page."""
    from kg.names import NameIndex, Rank

    index = NameIndex(store.folder / "names.sqlite")
    found = {}
    for iri, keys in index.names_of(Rank.PINYIN).items():
        whole = max(keys, key=len)
        # Initials are those letters of a spelling that each syllable begins with.
        first = [key for key in keys if 2 * len(key) <= len(whole) and _inside(key, whole)]
        found[iri] = [whole[:_SPELLED], *([max(first, key=len)[:_INITIALS]] if first else [])]
    return found


def _inside(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _title(store: Store, chains: Sequence[Text]) -> Text:
    if chains:
        return message("chain_picture.title", names=listed(chains))
    titles = listed(Text(*pack["title"]) for pack in store.manifest["packs"])
    return message("chain_picture.title_all", names=titles)
