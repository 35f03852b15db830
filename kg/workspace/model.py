"""The slots of a chain and what fills them, as plain values, and the meter in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from kg.errors import Text
from kg.messages import message
from kg.records import Evidence, Ref

__all__ = ["VIAS", "Holder", "Mention", "Slot", "State", "Via", "Workspace"]

State = Literal["known", "planned", "spoken", "empty"]
Via = Literal["chain", "group", "area"]
VIAS: tuple[Via, ...] = ("chain", "group", "area")
"""What a mechanism applies to, nearest to the chain first."""


@dataclass(frozen=True)
class Holder:
    """Who or what fills a slot. ``since`` and ``until`` are partial dates or "" where the sources
    give none (of a document: when it was issued). ``posts`` are the offices of a person.
    ``named`` is whether the passage names it rather than only telling of it.
    """

    thing: Ref
    since: str
    until: str
    evidence: Evidence
    named: bool = True
    posts: tuple[Text, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether both the thing and the record of it are more than planned or being built."""
        return self.thing.status == "existing" and self.evidence.status == "existing"

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "thing": self.thing.as_json(),
            "since": self.since,
            "until": self.until,
            "named": self.named,
            "posts_zh": [post.zh for post in self.posts],
            "posts_en": [post.en for post in self.posts],
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Mention:
    """A mechanism that calls for a slot, and what it applies to: this chain, the group that the
    chain is part of, or the area that runs it."""

    mechanism: Ref
    via: Via
    evidence: Evidence

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "mechanism": self.mechanism.as_json(),
            "via": self.via,
            "evidence": self.evidence.as_json(),
        }


@dataclass(frozen=True)
class Slot:
    """One slot: ``id`` is its notation in the scheme, ``holders`` and ``mentions`` may be empty."""

    id: str
    label: Text
    holders: tuple[Holder, ...] = ()
    mentions: tuple[Mention, ...] = ()

    @property
    def state(self) -> State:
        """``known``, ``planned``, ``spoken`` (of, not named) or ``empty`` (the sources do not
        say, which is not that there is none)."""
        named = self._named()
        if any(h.exists for h in named):
            return "known"
        if named:
            return "planned"
        return "spoken" if self.holders or self.mentions else "empty"

    @property
    def basis(self) -> str:
        """The best that a known slot rests on (stated, derived or outside); "" of any other."""
        found = {h.evidence.basis for h in self._named() if h.exists}
        return next((basis for basis in ("stated", "derived", "outside") if basis in found), "")

    @property
    def said(self) -> Text:
        """The state in words: of an empty slot, that the sources do not say."""
        return message(f"workspace.{self.state}")

    def _named(self) -> list[Holder]:
        return [h for h in self.holders if h.named and not h.thing.is_group]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "id": self.id,
            "label_zh": self.label.zh,
            "label_en": self.label.en,
            "state": self.state,
            "said_zh": self.said.zh,
            "said_en": self.said.en,
            "basis": self.basis,
            "holders": [h.as_json() for h in self.holders],
            "mentions": [m.as_json() for m in self.mentions],
        }


@dataclass(frozen=True)
class Workspace:
    """All slots of a chain, in the order of the scheme."""

    chain: Ref
    slots: tuple[Slot, ...]

    def in_state(self, state: State) -> tuple[Slot, ...]:
        """The slots in one state."""
        return tuple(slot for slot in self.slots if slot.state == state)

    @property
    def filled(self) -> int:
        """How many slots are known; of ``len(slots)``."""
        return len(self.in_state("known"))

    def meter(self) -> tuple[Text, ...]:
        """One line for each state that any slot is in, best first."""
        counts = {"filled": self.filled, "all": len(self.slots)}
        known = message("workspace.meter_known", slots=_labels(self.in_state("known")))
        nothing = Text("", "")
        lines = [message("workspace.meter", **counts, which=known if self.filled else nothing)]
        if planned := self.in_state("planned"):
            lines.append(message("workspace.meter_planned", slots=_labels(planned)))
        if spoken := self.in_state("spoken"):
            lines.append(message("workspace.meter_spoken", slots=_labels(spoken), by=_told(spoken)))
        if empty := self.in_state("empty"):
            lines.append(message("workspace.meter_empty", slots=_labels(empty)))
        return tuple(lines)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "chain": self.chain.as_json(),
            "filled": self.filled,
            "of": len(self.slots),
            "slots": [slot.as_json() for slot in self.slots],
        }


def _labels(slots: Iterable[Slot]) -> Text:
    """The names of slots; what no source states is marked with what it rests on."""
    said = [
        slot.label
        if slot.basis in ("", "stated")
        else message("workspace.marked", slot=slot.label, basis=message(f"basis.{slot.basis}"))
        for slot in slots
    ]
    return _joined(said, "、", ", ")


def _told(slots: Iterable[Slot]) -> Text:
    """Who tells of the slots, each once and by what is nearest to the chain, with its source."""
    told: dict[str, Text] = {}
    for slot in slots:
        for mention in slot.mentions:
            told.setdefault(
                mention.mechanism.iri, _cited(mention.mechanism, mention.via, mention.evidence)
            )
        for holder in slot.holders:
            told.setdefault(holder.thing.iri, _cited(holder.thing, "chain", holder.evidence))
    return _joined(told.values(), "；", "; ")


def _cited(thing: Ref, via: Via, evidence: Evidence) -> Text:
    source = Text(evidence.short(), evidence.short())
    if evidence.basis != "stated":
        basis = message(f"basis.{evidence.basis}")
        source = Text(f"{basis.zh}，{source.zh}", f"{basis.en}, {source.en}")
    return message(f"workspace.told_{via}", name=thing.label, source=source)


def _joined(texts: Iterable[Text], zh: str, en: str) -> Text:
    texts = list(texts)
    return Text(zh.join(t.zh for t in texts), en.join(t.en for t in texts))
