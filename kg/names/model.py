"""What is kept of a thing to find it by: its names, and what tells it apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.errors import Text
from kg.names.rank import Rank

__all__ = ["Kind", "Name", "NamedThing"]

Kind = Literal["organization", "place", "industry", "other"]
"""What the names of a thing are made of: those of organizations hold words of industry, those
of places stand in other names, and those of industries (segments, product families) too."""

_NONE = Text("", "")


@dataclass(frozen=True)
class Name:
    """One text that names a thing: an IDENTIFIER, a LABEL or an ALIAS."""

    text: str
    rank: Rank


@dataclass(frozen=True)
class NamedThing:
    """A thing as the index keeps it.

    ``place`` and ``group`` (owner, parent or chain) are shown to tell it from others;
    ``located`` holds the IRIs of all places that it stands in, the wider ones included.
    """

    iri: str
    id: str
    type: str
    label: Text
    type_label: Text
    place: Text
    names: tuple[Name, ...]
    group: Text = _NONE
    located: tuple[str, ...] = ()
    kind: Kind = "other"
