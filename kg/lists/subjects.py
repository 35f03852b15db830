"""What the queries of a list ask about: the chain, or its members, projects, leaders, areas.

Who belongs to a chain is worked out once, as of the day, and put into queries as values: a query
that finds its way from the chain by itself is planned badly in a city of ten thousand firms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

import pyoxigraph as ox

from kg.lists.known import Known, parts
from kg.query import SavedQuery, Term, bind
from kg.store import Solution

__all__ = ["SUBJECTS", "Subjects", "Tie"]

SUBJECTS = ("area", "chain", "leader", "member", "project")
"""Parameters of which a section's query has just one: ``chain`` itself; ``member``, firms, plants
and projects active in its segments, with a role or membership in it, and the owners of such
plants and the plants of such firms; ``project``, those among them and those that members take
part in or drew in; ``leader``, chain leaders and leading firms; ``area``, where members stand."""

Tie = tuple[str, ...]
"""The records that tie a subject to the chain; none for the chain itself."""

_BASES = {"stated": 0, "derived": 1, "outside": 2}


class Subjects:
    """The subjects of a chain (IRI), each with the best record or records that tie it."""

    def __init__(self, known: Known, chain: str, saved: Mapping[str, SavedQuery]) -> None:
        self._known = known
        self._chain = chain
        self._saved = saved

    def ties(self, subject: str) -> Mapping[str, Tie]:
        """The things (IRIs) that are such subjects."""
        found: dict[str, Callable[[], Mapping[str, Tie]]] = {
            "area": lambda: self._areas,
            "chain": lambda: {self._chain: ()},
            "leader": lambda: self._leaders,
            "member": lambda: self._members,
            "project": lambda: self._projects,
        }
        return found[subject]()

    def ask(self, query: SavedQuery, values: Mapping[str, Term]) -> list[tuple[Solution, Tie]]:
        """The rows of a query about its subjects, each with its tie, in the query's order."""
        subject = next(param.name for param in query.params if param.name in SUBJECTS)
        ties = self.ties(subject)
        found: list[tuple[Solution, Tie]] = []
        for part in parts(sorted(ties)):
            terms = {subject: [ox.NamedNode(iri) for iri in part]}
            rows = self._known.store.select(bind(query.text, {**values, **terms}))
            found += [(row, ties[row[subject].value] if subject in row else ()) for row in rows]
        return found

    @cached_property
    def _members(self) -> Mapping[str, Tie]:
        own = self._tied(
            (row["thing"].value, (row["record"].value,))
            for row in self._rows("list-members", "chain", [self._chain])
        )
        owned = self._tied(
            (row["thing"].value, (*own[row["member"].value], row["record"].value))
            for row in self._rows("list-members-owned", "member", own)
        )
        return {**owned, **own}

    @cached_property
    def _projects(self) -> Mapping[str, Tie]:
        members = self._members
        refs = self._known.refs(members)
        further = self._tied(
            (row["thing"].value, (*members[row["member"].value], row["record"].value))
            for row in self._rows("list-member-projects", "member", members)
        )
        own = {i: tie for i, tie in members.items() if i in refs and refs[i].type == "Project"}
        return {**further, **own}

    @cached_property
    def _leaders(self) -> Mapping[str, Tie]:
        return self._tied(
            (row["what"].value, (row["record"].value,))
            for row in self._rows("list-roles", "chain", [self._chain])
        )

    @cached_property
    def _areas(self) -> Mapping[str, Tie]:
        members = self._members
        return self._tied(
            (row["what"].value, (*members[row["member"].value], row["record"].value))
            for row in self._rows("list-located", "member", members)
        )

    def _rows(self, name: str, subject: str, iris: Iterable[str]) -> Iterator[Solution]:
        query = self._saved[name]
        for part in parts(sorted(iris)):
            terms = [ox.NamedNode(iri) for iri in part]
            yield from self._known.store.select(bind(query.text, {subject: terms}))

    def _tied(self, pairs: Iterable[tuple[str, Tie]]) -> dict[str, Tie]:
        # Of several ways in, the best known, then the shortest, then the first by name.
        ways = list(pairs)
        records = {record for _, tie in ways for record in tie}
        kept = self._known.keep(records)
        basis = {iri: e.basis for iri, e in self._known.evidence(kept).items()}

        def rank(tie: Tie) -> tuple[int, int, Tie]:
            return (max(_BASES.get(basis[record], 0) for record in tie), len(tie), tie)

        found: dict[str, Tie] = {}
        for thing, tie in ways:
            if kept.issuperset(tie) and (thing not in found or rank(tie) < rank(found[thing])):
                found[thing] = tie
        return found
