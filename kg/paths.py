"""Where ontology, bundled packs and the cache stand, in a checkout and in an installed wheel."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["bundled_pack", "cache_dir", "exports_dir", "ontology_dir"]

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    # A wheel carries ontology/ and data/ inside the package (see pyproject.toml, force-include);
    # a checkout has them beside it.
    inside = _PACKAGE / "_bundled"
    return inside if inside.is_dir() else _PACKAGE.parent


def ontology_dir() -> Path:
    """The folder of the ontology: core.ttl, tables.toml, schemes/, shapes/, rules/, checks/."""
    return _root() / "ontology"


def bundled_pack(name: str = "zhengzhou") -> Path:
    """The folder of a pack that travels with chainkg."""
    return _root() / "data" / name


def exports_dir() -> Path:
    """Where commands that write files put them by default: ``./exports``."""
    return Path("exports")


def cache_dir() -> Path:
    """The folder for built stores: ``KG_CACHE`` if set, else the user's cache folder.

    The three platform rules are written out because importing platformdirs costs as much as
    a whole partner query; they are the same as its ``user_cache_path("chainkg")``.
    """
    given = os.environ.get("KG_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        root = Path(base) if base else Path.home() / "AppData" / "Local"
        return root / "chainkg" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "chainkg"
    xdg = os.environ.get("XDG_CACHE_HOME")
    return (Path(xdg) if xdg else Path.home() / ".cache") / "chainkg"
