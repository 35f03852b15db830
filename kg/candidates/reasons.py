"""Which hints are told to people, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.candidates.model import Reason
from kg.candidates.score import WEIGHTS
from kg.candidates.weigh import Hint, Weighed
from kg.errors import Text
from kg.messages import message
from kg.records import Evidence

__all__ = ["directions_of", "reasons_of", "things_in", "told"]

_NAMED_PARTNERS = 3


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


def _plainest(hint: Hint) -> tuple[float, bool, Hint]:
    # The strongest; of equals, the one that needs no wider segment or family to be understood.
    return -hint.strength, hint.via != hint.value, hint


def _each_once(hints: Iterable[Hint]) -> list[Hint]:
    return list({hint.via: hint for hint in reversed(list(hints))}.values())[::-1]


def things_in(groups: Iterable[Iterable[Hint]]) -> tuple[set[str], set[str]]:
    """The things and the records that these hints name (IRIs)."""
    hints = [hint for group in groups for hint in group]
    things = {iri for h in hints for iri in (h.via, h.value, h.to) if iri}
    return things, {record for h in hints for record in h.records}


def reasons_of(
    weighed: Weighed,
    names: Mapping[str, Text],
    products: frozenset[str],
    evidence: Mapping[str, Evidence],
) -> Iterator[Reason]:
    """The reasons of one candidate; ``names`` holds every thing named, and "firm" and "other".

    ``products`` are those of the things that are products: one makes a product, and works in a
    segment.
    """
    said: set[Text] = set()
    for group in told(weighed):
        first, words = group[0], _said(group, names, products)
        if words in said:
            continue  # what serves the need is often the product of the adjacent segment too
        said.add(words)
        records = dict.fromkeys(record for hint in group for record in hint.records)
        yield Reason(
            part=first.part,
            how=first.how,
            direction=first.direction,
            said=words,
            evidence=tuple(evidence[r] for r in records if r in evidence),
        )
    for part in weighed.parts:
        if part.name == "experience":
            count = message("why_candidates.experience", other=names["other"], count=weighed.known)
            yield Reason("experience", "known", "cooperate", count, ())


def directions_of(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """What the candidate could be to the firm; cooperation only where no trade is in sight."""
    found = {reason.direction for reason in reasons}
    trade = tuple(d for d in ("supply", "buy") if d in found)
    return trade or ("cooperate",)


def _said(group: list[Hint], names: Mapping[str, Text], products: frozenset[str]) -> Text:
    hint = group[0]
    values = {
        "firm": names["firm"],
        "other": names["other"],
        "via": names.get(hint.via, Text("", "")),
        "to": names.get(hint.to, Text("", "")),
        "does": _does(hint, names, products),
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


def _does(hint: Hint, names: Mapping[str, Text], products: frozenset[str]) -> Text:
    if hint.value in products:
        return message("why_candidates.makes", product=names[hint.value])
    return message("why_candidates.works_in", segment=names.get(hint.value, Text("", "")))
