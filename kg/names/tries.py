"""What can be asked of a thing that was named where another kind of thing was wanted."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from kg.errors import Candidate

__all__ = ["commands_for"]

_PLACE = ("kg who --place {name}",)
_NEED = "kg partners --need {name}"
_PARTY = ("kg partners {name}",)
_TRIES: dict[str, tuple[str, ...]] = {
    "AdministrativeArea": _PLACE, "Park": _PLACE, "Corridor": _PLACE,
    "ChainSegment": ("kg who --segment {name}", _NEED),
    "Product": ("kg who --product {name}", _NEED),
    "ProductFamily": ("kg who --product {name}", _NEED),
    "IndustrialChain": ("kg chain {name}", "kg who --chain {name}"),
    "Organization": _PARTY, "Enterprise": _PARTY, "GovernmentBody": _PARTY,
    "ResearchBody": _PARTY, "ParkAuthority": _PARTY, "Consortium": _PARTY, "Facility": _PARTY,
}  # fmt: skip


def commands_for(text: str, named: Sequence[Candidate]) -> tuple[str, ...]:
    """Command lines that take ``text``, given the things that it names, each line once."""
    word = _quoted(text.strip())
    lines = [line.format(name=word) for c in named for line in _TRIES.get(c.cls, ())]
    # Filters know which of several things is meant by a name; to show one, it takes the id.
    lines += [f"kg show {word if len(named) == 1 else c.id}" for c in named]
    return tuple(dict.fromkeys(lines))


def _quoted(text: str) -> str:
    return text if text.replace("-", "").isalnum() else shlex.quote(text)
