"""The line at the head of a lane that names who leads the chain, whether or not a box does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.chain_map import ChainMap, Leader
from kg.errors import Lang
from kg.viz.chain_map.words import comma, say
from kg.viz.labels import clean, text_width

__all__ = ["STRIP_LINE", "Piece", "strip_heights", "strip_lines", "strips_of"]

STRIP_LINE = 18
_LETTERS = 13
_BOLD = 1.06
_EDGES = 16
_MOST = 12  # of one role; the panel and the tables name all
_ROOM = 6.0

Fill = Callable[[str, float], list[str]]


class Piece(NamedTuple):
    """A part of a line: the number of the leader that it names (-1 for none), and its text."""

    leader: int
    text: str


def strips_of(map_: ChainMap) -> dict[int, list[int]]:
    """By number of the lane that comes first of its chain, the numbers of the chain's leaders."""
    first: dict[str, int] = {}
    for number, lane in enumerate(map_.lanes):
        first.setdefault(lane.chain.iri, number)
    found: dict[int, list[int]] = {}
    for number, leader in enumerate(map_.leaders):
        if leader.chain in first:
            found.setdefault(first[leader.chain], []).append(number)
    return found


def strip_heights(map_: ChainMap, width: float, fill: Fill) -> list[float]:
    """The height of each lane's strip, 0 without leaders; enough for either language."""
    strips = strips_of(map_)
    return [
        _ROOM
        + STRIP_LINE
        * max(len(strip_lines(map_, strips[number], lang, width, fill)) for lang in ("zh", "en"))
        if number in strips
        else 0.0
        for number in range(len(map_.lanes))
    ]


def strip_lines(
    map_: ChainMap, leaders: Sequence[int], lang: Lang, width: float, fill: Fill
) -> list[list[Piece]]:
    """The lines of a strip; names stay whole, ``fill`` breaks one that is wider than a line."""
    limit = (width - _EDGES) / _LETTERS / _BOLD
    lines: list[list[Piece]] = []
    for piece in _pieces([(n, map_.leaders[n]) for n in leaders], lang):
        if lines and text_width("".join(p.text for p in lines[-1]) + piece.text) <= limit:
            lines[-1].append(piece)
        else:
            lines += [[Piece(piece.leader, part)] for part in fill(piece.text.strip(), limit)]
    return lines


def _pieces(leaders: Sequence[tuple[int, Leader]], lang: Lang) -> list[Piece]:
    roles: dict[tuple[int, str], list[Piece]] = {}
    for number, leader in leaders:
        for role in leader.roles:
            known = role.evidence.basis in ("derived", "outside")
            basis = say(f"lead_{role.evidence.basis if known else 'stated'}", lang)
            name = say("lead_name", lang, name=clean(leader.ref.label.to(lang)), basis=basis)
            roles.setdefault((role.rank, role.what.to(lang)), []).append(Piece(number, name))
    found: list[Piece] = []
    for (_, what), names in sorted(roles.items()):
        if found:
            found[-1] = found[-1]._replace(text=found[-1].text + say("lead_end", lang))
        shown = names[:_MOST]
        if len(names) > _MOST:
            shown.append(Piece(-1, say("and_others_firm", lang, count=len(names))))
        head = say("lead", lang, role=what)
        for n, piece in enumerate(shown):
            before = "" if n else head
            after = comma(lang) if n < min(len(names), _MOST) - 1 else ""
            found.append(Piece(piece.leader, before + piece.text + after))
    return found
