"""What stands in a box of the chain map: lines of text, each with the look it has.

The page's ``compose.js`` puts the same lines together when a filter or the language changes;
``box_height`` makes every box high enough for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.chain_map import Amount, Box, Member
from kg.errors import Lang, Text
from kg.viz.chain_map.words import comma, say
from kg.viz.labels import clean, text_width, wrap

__all__ = [
    "BODY",
    "LINE",
    "NAME",
    "NAME_LINE",
    "PAD",
    "TAG",
    "Line",
    "box_height",
    "box_lines",
    "filled",
    "leaders_of",
    "line_height",
    "say",
    "stated_counts",
    "tag_width",
]

NAME, NAME_LINE = 14, 18  # letters of a segment's name and the height of its line
BODY, LINE = 12, 16  # letters and line of all else
PAD = 8  # between frame and text
TAG = 11  # letters of the tag 补, 强, 延
_FIRM_LINES = 3
_BROAD = 40.0
_AMOUNTS = 2
_MOST_SHOWN = 8
# Browsers' fonts are a little wider or narrower than the estimate.
_SAFE = 0.97
_BOLD = 1.06


class Line(NamedTuple):
    """One line of a box; ``look`` is its class in the picture's style, "" for plain text."""

    look: str
    text: str


class _Item(NamedTuple):
    """A piece of text that is better not broken, and what joins it to one on the same line."""

    joint: str
    text: str


def leaders_of(box: Box) -> list[Member]:
    """Chain leaders and leading firms that are here by themselves, not by a plant of theirs."""
    return [member for member in box.leaders if member.kind in ("firm", "other")]


def box_height(box: Box, lang: Lang, width: float, inside: Text | None) -> float:
    """The height that holds a box's lines, and in the other language the ``brief`` ones.

    The page shows in the other language as much of the rest as there is room for.
    """
    other: Lang = "en" if lang == "zh" else "zh"
    own = _height(box_lines(box, lang, width, inside))
    return max(own, _height(box_lines(box, other, width, None, brief=True)))


def box_lines(
    box: Box, lang: Lang, width: float, inside: Text | None = None, *, brief: bool = False
) -> list[Line]:
    """The lines of a box ``width`` wide: name, leaders, state, counts, amounts, names, needs.

    ``inside`` is the name of the broader segment. Names are whole; of many firms the first few
    are named, and how many there are in all. ``brief`` leaves out names of firms and plants,
    amounts and the broader segment.
    """
    room = (width - 2 * PAD) * _SAFE
    tag = tag_width(box.label, lang)
    # A broad tag (English) has a line of its own above the name.
    lines = [Line("k", "")] if tag > _BROAD else []
    name_room = (room - (tag if tag <= _BROAD else 0)) / NAME / _BOLD
    lines += [Line("n", text) for text in filled(box.segment.label.to(lang), name_room)]

    def add(look: str, text: str) -> None:
        limit = room / BODY / (_BOLD if look in ("l", "r", "s") else 1)
        lines.extend(Line(look, part) for part in filled(text, limit))

    if inside:
        add("i", say("inside", lang, name=inside.to(lang)))
    for line in _leaders(box, lang):
        if line.look == "l" or not brief:
            add(*line)
    if box.state in ("needed", "unknown"):
        add("r", say(f"state_{box.state}", lang))
    elif box.state in ("planned", "unnamed", "works"):
        add("g", say(f"state_{box.state}", lang))
    lines += [Line("", text) for text in _in_lines(_facts(box, lang), room / BODY)]
    if not brief:
        for text in _investments(box, lang):
            add("", text)
        lines += [Line("", text) for text in _firms(box, lang, room / BODY)]
    if box.needs and box.state != "needed":
        add("r", say("more_needed", lang))
    return lines


def filled(text: str, limit: float) -> list[str]:
    """The lines of a text, none wider than ``limit`` em; of like length."""
    text = clean(text)
    # wrap() lets lines run over a little and gives long texts wider ones; here nothing gives way.
    limit = max(limit, 3.0)
    for tries in range(12):
        lines = wrap(text, limit / (1 + 0.04 * tries))
        if max(map(text_width, lines)) <= limit:
            return lines
    return [piece for line in lines for piece in _broken(line, limit)]


def tag_width(label: str, lang: Lang) -> float:
    """How wide the tag of a label is, with the gap before it; 0 without a label."""
    return text_width(say(f"label_{label}", lang)) * TAG + 16 if label else 0.0


def line_height(line: Line) -> int:
    """How much room a line takes."""
    return NAME_LINE if line.look in ("n", "k") else LINE


def stated_counts(groups: Sequence[Member], lang: Lang) -> list[str]:
    """The counts of stated groups, all but the last with a comma: they are never added up."""
    counts = list(dict.fromkeys(_count(g, lang) for g in groups if g.ref.count is not None))
    return [count + comma(lang).strip() for count in counts[:-1]] + counts[-1:]


def _count(group: Member, lang: Lang) -> str:
    operator = group.ref.count_operator or "equal"
    return say(f"operator_{operator}", lang, count=group.ref.count)


def _height(lines: Sequence[Line]) -> float:
    return 2 * PAD - 2 + sum(line_height(line) for line in lines)


def _once(members: Sequence[Member]) -> list[Member]:
    return list({member.ref.iri: member for member in reversed(members)}.values())[::-1]


def _space(lang: Lang) -> str:
    return "" if lang == "zh" else " "


def _leaders(box: Box, lang: Lang) -> list[Line]:
    """Who leads, first by itself, then by its plants: a line each, not yet wrapped."""
    own = leaders_of(box)
    lines = [
        Line("l", say("leader", lang, name=m.ref.label.to(lang) + _roles(m, lang)))
        for m in _once(own)
    ]
    return lines + [
        Line("s", say("leaders_site", lang, name=m.ref.label.to(lang)))
        for m in _once(box.leaders)
        if m not in own
    ]


def _roles(member: Member, lang: Lang) -> str:
    roles = list(dict.fromkeys(role.to(lang) for role in member.roles))
    # Brackets in brackets are hard to read.
    if any(role.endswith(("）", ")")) for role in roles):
        return ("：" if lang == "zh" else ": ") + comma(lang).join(roles)
    return _bracketed(roles, lang)


def _facts(box: Box, lang: Lang) -> list[_Item]:
    """How many are named, how many counted, how many planned: side by side, never added up."""
    named = _once(box.named)
    sorts = [
        say(key, lang, count=count)
        for key, kind in (("projects", "project"), ("facilities", "plant"))
        if (count := sum(m.kind == kind for m in named))
    ]
    facts = [_Item("", say("named", lang, count=len(named)) + _bracketed(sorts, lang))]
    facts = facts if named else []
    if counts := stated_counts(box.groups, lang):
        counts[0] = say("stated", lang, counts=counts[0])
        facts += [_Item(" / ", counts[0]), *(_Item(_space(lang), count) for count in counts[1:])]
    if uncounted := sum(group.ref.count is None for group in box.groups):
        facts.append(_Item(" / ", say("uncounted_groups", lang, count=uncounted)))
    if intended := len(_once([m for m in box.members if not m.exists])):
        facts.append(_Item(" / ", say("intended", lang, count=intended)))
    return facts


def _bracketed(parts: Sequence[str], lang: Lang) -> str:
    words = comma(lang).join(parts)
    return (f"（{words}）" if lang == "zh" else f" ({words})") if words else ""


def _investments(box: Box, lang: Lang) -> list[str]:
    found = []
    for key, exists in (("invested", True), ("to_invest", False)):
        sums: list[Amount] = [
            amount
            for member in box.members
            if member.exists is exists
            for amount in member.amounts
            if amount.kind == "investment"
        ]
        texts = list(dict.fromkeys(amount.text.to(lang) for amount in sums))
        if texts:
            words = comma(lang).join(texts[:_AMOUNTS])
            if len(texts) > _AMOUNTS:
                words = say("more_amounts", lang, amounts=words, count=len(texts))
            found.append(say(key, lang, amounts=words))
    return found


def _firms(box: Box, lang: Lang, limit: float) -> list[str]:
    """Up to three lines of names; leaders stand above. Firms go first, also those behind a plant
    or project; these are named themselves only where no firm is told."""
    others = [m for m in _once(box.members) if not m.roles and m.kind != "group"]
    if box.state != "planned":
        others = [m for m in others if m.exists]
    firms = [m.ref.label.to(lang) for m in others if m.kind in ("firm", "other")]
    if firms := firms + _behind(box, lang):
        return _listed(firms, "firm", lang, limit)
    if plants := [m.ref.label.to(lang) for m in others if m.kind == "plant"]:
        return _listed(plants, "plant", lang, limit)
    return _listed([m.ref.label.to(lang) for m in others], "project", lang, limit)


def _behind(box: Box, lang: Lang) -> list[str]:
    """The firms that are here only by a plant or project of theirs, and by which of the two."""
    inside = {member.ref.iri for member in box.named}
    found: dict[str, tuple[str, set[str]]] = {}
    for member in box.named:
        head = member.head
        if member.kind in ("plant", "project") and head and head.iri not in inside:
            found.setdefault(head.iri, (head.label.to(lang), set()))[1].add(member.kind)
    return [
        say(f"through_{'both' if len(kinds) > 1 else min(kinds)}", lang, name=name)
        for name, kinds in found.values()
    ]


def _listed(names: list[str], kind: str, lang: Lang, limit: float) -> list[str]:
    """As many names as fit in the lines, at least one, and how many there are in all."""
    lines: list[str] = []
    for shown in range(min(len(names), _MOST_SHOWN), 0, -1):
        texts = [name + comma(lang).strip() for name in names[: shown - 1]]
        items = [_Item(_space(lang), text) for text in (*texts, names[shown - 1])]
        if shown < len(names):
            items.append(_Item(" ", say(f"and_others_{kind}", lang, count=len(names))))
        if shown > 1 and sum(text_width(item.text) for item in items) > limit * _FIRM_LINES:
            continue
        lines = _in_lines(items, limit)
        if len(lines) <= _FIRM_LINES:
            break
    return lines


def _in_lines(items: Sequence[_Item], limit: float) -> list[str]:
    """Items in lines; one is broken only if it is wider than a line."""
    lines: list[str] = []
    for joint, text in items:
        if lines and text_width((lines[-1] + joint + text).strip()) <= limit:
            lines[-1] += joint + text
        else:
            lines += filled(text, limit)
    return [line.strip() for line in lines]


def _broken(line: str, limit: float) -> list[str]:
    """A line cut where it is too wide: only for words longer than a box."""
    pieces, piece = [], ""
    for char in line:
        if piece and text_width(piece + char) > limit:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]
