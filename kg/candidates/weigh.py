"""From the rows of the search to hints, and from the hints of one candidate to its score."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.candidates.ground import Ground, Link
from kg.candidates.score import LEVELS, STRENGTHS, Part, experience, score, shared_strength
from kg.store import Solution

__all__ = ["Hint", "Weighed", "hints_of", "weigh"]


@dataclass(frozen=True, order=True)
class Hint:
    """One thing that speaks for a candidate.

    ``part`` is a name of ``score.WEIGHTS``; ``how`` of STRENGTHS or LEVELS, or ``shared``.
    ``via`` is what the two share (a segment, product, place, partner, owner, chain); ``value``
    the candidate's own end of it, ``to`` the firm's end (IRIs, "" where there is none).
    ``direction`` is supply, buy or cooperate, as seen from the firm: the candidate could supply
    it, buy from it, or work with it. ``by`` is the candidate's plant where the record is not of
    the firm itself, ``held`` what the firm's own record says of it, where that is not ``to``.
    """

    part: str
    how: str
    direction: str
    via: str
    value: str = ""
    to: str = ""
    records: tuple[str, ...] = ()
    by: str = ""
    held: str = ""

    @property
    def strength(self) -> float:
        """What the hint is worth alone; a shared partner only counts together with the others."""
        return LEVELS.get(self.how, STRENGTHS.get(self.how, 0.0))


@dataclass(frozen=True)
class Weighed:
    """A candidate with its score, the parts that add up to it, and what they rest on: hints, and
    how many named organizations it deals with (``known``)."""

    other: str
    score: float
    parts: tuple[Part, ...]
    hints: tuple[Hint, ...]
    known: int = 0


def hints_of(
    rows: Iterable[Solution], ground: Ground | None, asked: Collection[str] | None = None
) -> list[Hint]:
    """The hints in the rows of one candidate.

    Where ``--need`` says what is wanted, ``asked`` are the segments of it, and hints of other
    trade are left out: where batteries are asked for, engines that the candidate makes too are
    beside the point, and so is what it could buy.
    """
    rows = list(rows)
    serving = {row["value"].value for row in rows if row["what"].value.startswith("want")}
    found: set[Hint] = set()
    for row in rows:
        agent, record = row["agent"].value, row["record"].value
        for hint in _hints(row, ground, asked=asked is not None):
            if asked is None or _of_the_need(hint, serving, asked):
                plant = agent != row["other"].value and hint.records[:1] == (record,)
                found.add(replace(hint, by=agent) if plant else hint)
    return sorted(found)


def _of_the_need(hint: Hint, serving: Collection[str], asked: Collection[str]) -> bool:
    if hint.direction == "buy":
        return False
    if hint.part == "product" and hint.how == "traded":
        return hint.value in serving
    if hint.part in ("adjacent", "product", "need"):
        return hint.value in serving and hint.via in asked
    return True


def weigh(
    other: str, hints: list[Hint], degrees: Mapping[str, int], known_partners: int = 0
) -> Weighed:
    """The score of one candidate: the strongest hint of each part; of partners, all together.

    ``degrees`` says how many partners each shared partner has, ``known_partners`` how many the
    candidate deals with (named organizations).
    """
    strengths: dict[str, float] = {}
    for hint in hints:
        strengths[hint.part] = max(strengths.get(hint.part, 0.0), hint.strength)
    shared = sorted({hint.via for hint in hints if hint.part == "partners"})
    strengths["partners"] = shared_strength(degrees.get(via, 0) for via in shared)
    strengths["experience"] = experience(known_partners)
    total, parts = score(strengths)
    return Weighed(other, total, parts, tuple(hints), known_partners)


def _hints(row: Solution, ground: Ground | None, *, asked: bool) -> Iterator[Hint]:
    what, via, value = (row[name].value for name in ("what", "via", "value"))
    record = row["record"].value
    if what.startswith("want"):
        own = ground.wants.get(via, [])[:1] if ground and not asked else []
        how = "may" if what == "want-near" else "does"
        if asked:
            yield Hint("serves", how, "supply", via, value, "", (record,))
        else:
            yield Hint("need", "wanted", "supply", via, value, via, (record, *own))
        return
    assert ground is not None
    if what in ("segment", "made"):
        for link in ground.adjacent[via]:
            yield from _adjacent(what, via, value, record, link, ground)
        return
    part, how, direction = _PLAIN[what]
    how = ground.areas[via][0] if what == "place" else how
    records = (record, *ground.held(what, via))
    yield Hint(part, how, direction, via, value, via, records)


def _adjacent(
    what: str, via: str, value: str, record: str, link: Link, ground: Ground
) -> Iterator[Hint]:
    records = (record, *link.records)
    yield Hint(
        "adjacent", "feeds", link.direction, via, value, link.own, records, held=link.held
    )  # fmt: skip
    if link.direction == "supply":
        if what == "made":  # what a buyer makes is no reason to sell to it
            yield Hint("product", "made", "supply", via, value, link.own, records)
        for need, by in ground.called_for.get(via, [])[:1]:
            yield Hint("need", "called-for", "supply", via, value, by, (need,))


# branch of the search -> part, how, direction
_PLAIN = {
    "input": ("product", "traded", "supply"),
    "output": ("product", "traded", "buy"),
    "offer": ("need", "wanted", "buy"),
    "place": ("place", "", "cooperate"),
    "partner": ("partners", "shared", "cooperate"),
    "owner": ("group", "owner", "cooperate"),
    "leads": ("chain", "leads", "cooperate"),
    "member": ("chain", "member", "cooperate"),
}
