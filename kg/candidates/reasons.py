"""Which hints are told to people, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.candidates.model import Reason
from kg.candidates.score import WEIGHTS
from kg.candidates.weigh import Hint, Weighed
from kg.errors import Text
from kg.messages import message
from kg.records import Evidence

__all__ = ["Words", "directions_of", "reasons_of", "things_in", "told"]

_NAMED_PARTNERS = 3
_NOTHING = Text("", "")


def told(weighed: Weighed) -> list[list[Hint]]:
    """The hints that a reason is made of, part by part in the order of the weights.

    Of each part the strongest hint is told; of trade between segments the strongest of either
    direction; of partners, all in one reason.
    """
    found: list[list[Hint]] = []
    for part in WEIGHTS:
        hints = [hint for hint in weighed.hints if hint.part == part]
        if part == "partners":
            found += [_each_once(hints)] if hints else []
        elif part == "adjacent":
            for direction in ("supply", "buy"):
                found += [[h] for h in sorted(hints, key=_plainest) if h.direction == direction][:1]
        elif hints:
            found.append([min(hints, key=_plainest)])
    return found


def _plainest(hint: Hint) -> tuple[float, int, Hint]:
    # The strongest; of equals, the one that needs no wider segment or family to be understood,
    # and rests on the firms themselves rather than their plants and products.
    indirect = (hint.via != hint.value) + bool(hint.by) + (hint.held not in ("", hint.to))
    return -hint.strength, indirect, hint


def _each_once(hints: Iterable[Hint]) -> list[Hint]:
    return list({hint.via: hint for hint in reversed(list(hints))}.values())[::-1]


def things_in(groups: Iterable[Iterable[Hint]], by: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The things and the records that these hints name (IRIs); ``by`` as in Ground."""
    hints = [hint for group in groups for hint in group]
    records = {record for h in hints for record in h.records}
    things = {iri for h in hints for iri in (h.via, h.value, h.to, h.by, h.held) if iri}
    return things | {by[record] for record in records if record in by}, records


@dataclass(frozen=True)
class Words:
    """What sentences are made of: ``names`` of every thing named, and "firm" and "other";
    which of the things are ``products``: one makes a product, and works in a segment; ``by`` as
    in Ground; and whether a ``plant`` is asked for."""

    names: Mapping[str, Text]
    products: frozenset[str]
    by: Mapping[str, str] = field(default_factory=dict)
    plant: bool = False


def reasons_of(
    weighed: Weighed, words: Words, evidence: Mapping[str, Evidence]
) -> Iterator[Reason]:
    """The reasons of one candidate, in words."""
    serving: set[str] = set()
    for group in told(weighed):
        first = group[0]
        if first.how == "made" and first.value in serving:
            continue  # what serves the need is often the product of the adjacent segment too
        if first.part == "serves":
            serving.add(first.value)
        records = dict.fromkeys(record for hint in group for record in hint.records)
        yield Reason(
            part=first.part,
            how=first.how,
            direction=first.direction,
            said=_marked(group, _said(group, words), words),
            evidence=tuple(evidence[r] for r in records if r in evidence),
        )
    for part in weighed.parts:
        if part.name == "experience":
            count = message(
                "why_candidates.experience", other=words.names["other"], count=weighed.known
            )
            yield Reason("experience", "known", "cooperate", count, ())


def directions_of(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """What the candidate could be to the firm; cooperation only where no trade is in sight."""
    found = {reason.direction for reason in reasons}
    trade = tuple(d for d in ("supply", "buy") if d in found)
    return trade or ("cooperate",)


def _said(group: list[Hint], words: Words) -> Text:
    hint, names = group[0], words.names
    values = {
        "firm": names["firm"],
        "other": names["other"],
        "via": names.get(hint.via, _NOTHING),
        "to": names.get(hint.to, _NOTHING),
        "does": _does(hint.value, hint.via, words),
        "stands": _does(hint.held or hint.to, hint.to, words),
        "product": names.get(hint.value, _NOTHING),
    }
    if hint.part == "partners":
        some = [names[h.via] for h in group[:_NAMED_PARTNERS]]
        more = message("why_candidates.more", count=len(group)) if len(group) > len(some) else None
        values["via"] = Text(
            "、".join(t.zh for t in some) + (more.zh if more else ""),
            ", ".join(t.en for t in some) + (more.en if more else ""),
        )
    key = f"{hint.part}_{hint.how}".replace("-", "_")
    if hint.part in ("adjacent", "product", "need") and hint.how not in ("called-for", "made"):
        key = f"{key}_{hint.direction}"
    return message(f"why_candidates.{key}", **values)


def _does(value: str, via: str, words: Words) -> Text:
    """What the record says that one does, and why that counts as ``via``: who makes buses by a
    record is not said to work in bus making."""
    name, wider = words.names.get(value, _NOTHING), words.names.get(via, _NOTHING)
    same = value == via or name == wider
    if value in words.products:
        how = "makes" if same else "makes_of" if via in words.products else "makes_so"
    else:
        how = "works_in" if same or via in words.products else "works_in_of"
    return message(f"why_candidates.{how}", product=name, segment=name, via=wider)


def _marked(group: list[Hint], said: Text, words: Words) -> Text:
    """The reason with whose records they are, where not of the two firms themselves."""
    names = words.names
    marks = [("by_plant", names["other"], hint.by) for hint in group if hint.by]
    own = "by_kin" if words.plant else "by_plant"
    marks += [
        (own, names["firm"], words.by[record])
        for hint in group
        for record in hint.records[1:]
        if record in words.by
    ]
    for how, who, by in dict.fromkeys(marks):
        mark = message(f"why_candidates.{how}", who=who, by=names.get(by, _NOTHING))
        said = Text(said.zh + mark.zh, f"{said.en} {mark.en}")
    return said
