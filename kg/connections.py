"""How two things are connected, through which records: ``kg path``.

A path goes along links (see ``kg.links``) in either direction, no thing twice. Everything may be
an end, but two kinds of things are not passed through unless asked for, because they connect
everything with everything and so say nothing: administrative areas (districts, cities,
provinces, countries: everything of a pack lies in its city), and stated groups (27 firms, seven
clusters: a group that a source counts is a number, not a party). Parks, segments, chains,
policies and projects are passed through: to share one of those says something. Only records
that hold are used: none that is proposed, planned or ended, unless asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.adjacency import Adjacency
from kg.errors import NothingKnownError, OptionError, Text
from kg.links import Counted, Link, Links, cited, joined
from kg.messages import message
from kg.records import Evidence, Ref, labels_of, refs_of
from kg.routes import routes
from kg.store import Store
from kg.vocab import expand

__all__ = [
    "LONGEST_LISTED",
    "LONGEST_SOUGHT",
    "MOST_LISTED",
    "Connection",
    "ConnectionAnswer",
    "Step",
    "connect",
]

LONGEST_SOUGHT = 8
"""A shortest path is looked for up to so many steps."""

LONGEST_LISTED = 4
"""With all paths asked for, longer ones than the shortest are listed up to so many steps."""

MOST_LISTED = 100
"""So many paths are listed unless another number is given; the answer says if there are more."""

_RANK = {"stated": 0, "derived": 1, "outside": 2}


@dataclass(frozen=True)
class Step:
    """From one thing to the next: all records that link the two, best evidence first (stated,
    derived, outside)."""

    start: Ref
    end: Ref
    links: tuple[Link, ...]

    def why(self) -> Text:
        """What the records say, with their ids, documents and spans; no full stop."""
        names = {self.start.iri: self.start.label, self.end.iri: self.end.label}
        said: dict[tuple[Text, Text], list[Text]] = {}
        for link in self.links:
            said.setdefault((link.sentence(names), link.detail), []).append(cited(link.evidence))
        parts = [
            message(
                "why_path.on",
                said=sentence,
                records=joined([detail, *records] if detail.zh else records, "；", "; "),
            )
            for (sentence, detail), records in said.items()
        ]
        return joined(parts, "，", ", and ")

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "from": self.start.as_json(),
            "to": self.end.as_json(),
            "records": [link.as_json() for link in self.links],
            "why_zh": why.zh,
            "why_en": why.en,
        }


@dataclass(frozen=True)
class Connection:
    """One path. ``unstated`` counts the steps on which no record is stated by a source."""

    steps: tuple[Step, ...]

    @property
    def unstated(self) -> int:
        """How many steps rest only on what is derived or outside knowledge."""
        return sum(step.links[0].evidence.basis != "stated" for step in self.steps)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence of all records, in the order of the steps."""
        return tuple(link.evidence for step in self.steps for link in step.links)

    def why(self) -> Text:
        """How the ends are connected, step by step, in one sentence."""
        return message(
            "why_path.one" if len(self.steps) == 1 else "why_path.path",
            start=self.steps[0].start.label,
            end=self.steps[-1].end.label,
            count=len(self.steps),
            steps=joined([step.why() for step in self.steps], "；", "; "),
        )

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output: ``length`` in steps, ``unstated_steps``,
        ``steps``, and ``evidence`` of all records."""
        why = self.why()
        return {
            "length": len(self.steps),
            "unstated_steps": self.unstated,
            "steps": [step.as_json() for step in self.steps],
            "evidence": [evidence.as_json() for evidence in self.evidence],
            "why_zh": why.zh,
            "why_en": why.en,
        }


@dataclass(frozen=True)
class ConnectionAnswer:
    """Paths between two things, shortest first.

    ``more`` says that there are others of at most ``looked`` steps that are not among the rows.
    """

    start: Ref
    end: Ref
    rows: tuple[Connection, ...]
    more: bool
    looked: int
    sparql: str

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output: ``looked`` is the number of steps up to
        which every path was looked at, ``more`` whether there are others among those."""
        return {
            "from": self.start.as_json(),
            "to": self.end.as_json(),
            "paths": [row.as_json() for row in self.rows],
            "more": self.more,
            "looked": self.looked,
        }


def connect(
    store: Store,
    start: str,
    end: str,
    counted: Counted,
    *,
    longest: int | None = None,
    all_paths: bool = False,
    most: int = MOST_LISTED,
    through_places: bool = False,
    through_groups: bool = False,
) -> ConnectionAnswer:
    """The paths between two things (IRIs): by default the one best of the shortest.

    Order: steps, then steps without a stated record, then ids. With ``all_paths`` all shortest
    ones, and longer ones up to ``longest`` steps (by default ``LONGEST_LISTED``), at most
    ``most`` of them. ``longest`` also bounds the search for a shortest (by default
    ``LONGEST_SOUGHT``). One query a level around both ends, one for the records of the answer;
    time grows with the links around the things passed, not with the graph.

    Raises OptionError where the ends are one thing, NothingKnownError where nothing connects
    them, saying how far was looked.
    """
    refs = refs_of(store, {start, end})
    if start == end:
        raise OptionError(message("path.same", name=refs[start].label))
    links = Links(store, counted)
    passing = ["areas"] * through_places + ["groups"] * through_groups
    adjacency = Adjacency(store, counted, links.counted_relations, (start, end), passing)
    found = routes(
        start,
        end,
        adjacency.neighbours,
        adjacency.weigh,
        longest=longest or LONGEST_SOUGHT,
        further=(longest or LONGEST_LISTED) if all_paths else 0,
        most=most if all_paths else 1,
    )
    if not found.paths:
        said: dict[str, object] = {"start": refs[start].label, "end": refs[end].label}
        said |= {"steps": found.looked, "seen": found.seen}
        if counted.relations:
            # That nothing is linked in one way is no news of the others.
            labels = labels_of(store, (expand(name) for name in counted.relations))
            said["relations"] = joined([_quoted(label) for label in labels.values()], "、", ", ")
            raise NothingKnownError(message("path.none_along", **said))
        way = "path.none_anywhere" if found.exhausted else "path.none_within"
        raise NothingKnownError(message(way, **said))
    pairs = {pair for path in found.paths for pair in pairwise(path)}
    refs |= refs_of(store, {node for path in found.paths for node in path} - {start, end})
    read, _, query = links.read(adjacency.pairs(pairs))
    between: dict[frozenset[str], list[Link]] = {}
    for link in read:
        between.setdefault(frozenset((link.thing, link.other)), []).append(link)
    rows = tuple(
        Connection(
            tuple(
                Step(refs[one], refs[other], _best_first(between[frozenset((one, other))], one))
                for one, other in pairwise(path)
            )
        )
        for path in found.paths
    )
    return ConnectionAnswer(refs[start], refs[end], rows, found.more, found.looked, query)


def _quoted(label: Text) -> Text:
    return Text(f"“{label.zh}”", f'"{label.en}"')


def _best_first(links: Sequence[Link], start: str) -> tuple[Link, ...]:
    seen = [link if link.thing == start else link.turned() for link in links]
    return tuple(sorted(seen, key=lambda k: (_RANK[k.evidence.basis], k.evidence.record)))
