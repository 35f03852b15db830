"""The lists of a chain, filled: specifications and a store make answers.

All queries of all lists are run first; then everything that stands in any cell is read in bulk,
each thing once. So the time goes with the number of different things, not with rows or lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kg.lists.answers import Asked, answer
from kg.lists.cells import Words, empty_row, row_of, sort_rows
from kg.lists.config import read_lists
from kg.lists.drafts import Draft, drafts_of, fill_drafts, iris_in
from kg.lists.known import Known
from kg.lists.model import ListAnswer, Lists, ListSpec, Named, Section, SectionAnswer
from kg.lists.subjects import Subjects, Tie
from kg.messages import message
from kg.query import SavedQuery, saved_queries, to_term
from kg.records import Ref, Scope, refs_of
from kg.store import Solution, Store

__all__ = ["fill", "lists"]


def lists(
    store: Store, chain: str, scope: Scope, *, folder: Path | None = None
) -> tuple[ListAnswer, ...]:
    """All lists of a chain (IRI) as of a day, in their order; ``folder`` holds other lists.

    Raises PackError where a file of the folder is wrong.
    """
    return fill(read_lists(folder), store, chain, scope)


def fill(spec: Lists, store: Store, chain: str, scope: Scope) -> tuple[ListAnswer, ...]:
    """Lists as specified, filled for a chain (IRI) as of a day. See ``kg.lists.model``."""
    filler = _Filler(spec, store, chain, scope)
    return filler.answers()


class _Filler:
    def __init__(self, spec: Lists, store: Store, chain: str, scope: Scope) -> None:
        self._lists = spec
        self._known = Known(store, scope)
        self._chain = chain
        self._saved = saved_queries()
        self._subjects = Subjects(self._known, chain, self._saved)
        self._asked: dict[tuple[str, ...], list[tuple[Solution, Tie]]] = {}
        self._drafts = {
            (each.id, section.id): self._draft(section)
            for each in spec.specs
            for section in each.sections
        }

    def answers(self) -> tuple[ListAnswer, ...]:
        self._fill()
        iris, records = iris_in(d for drafts in self._drafts.values() for d in drafts)
        words = Words(self._known, iris, records)
        chain = refs_of(self._known.store, [self._chain])[self._chain]
        return tuple(self._answer(each, chain, words) for each in self._own_words())

    def _own_words(self) -> list[ListSpec]:
        """The lists, which claim a named task only where a pack has it.

        Another region's sources name other tasks, or none: then task and list are our proposal.
        """
        specs = list(self._lists.specs)
        homes = [pack["namespace"] for pack in self._known.store.manifest["packs"]]
        tasks = {each.named.task for each in specs} - {""}
        had = {t for t in tasks if self._known.refs([home + t for home in homes])}
        if tasks and not had:
            self._lists = replace(self._lists, proposal=message("lists.proposal_alone"))
            tasks.add("")
        ours = Named("", message("lists.task_ours"))
        return [replace(s, named=ours) if s.named.task in tasks - had else s for s in specs]

    def _draft(self, section: Section) -> list[Draft]:
        if section.answer:
            asked = Asked(self._known, self._chain, self._subjects, section.options)
            return answer(section.answer, asked)
        rows = [row for name in section.queries for row in self._ask(name, section.params)]
        return drafts_of(self._known, rows)

    def _ask(self, name: str, params: Mapping[str, str]) -> list[tuple[Solution, Tie]]:
        query = self._saved[name]
        own = {p.name: to_term(p, params[p.name]) for p in query.params if p.name in params}
        key = (name, *(str(term) for term in own.values()))
        if key not in self._asked:
            self._asked[key] = self._subjects.ask(query, own)
        return self._asked[key]

    def _fill(self) -> None:
        wanted: dict[str, tuple[SavedQuery, list[tuple[str, Draft]]]] = {}
        for each in self._lists.specs:
            for section in each.sections:
                for column, name in section.fill.items():
                    uses = wanted.setdefault(name, (self._saved[name], []))[1]
                    uses += [(column, draft) for draft in self._drafts[each.id, section.id]]
        fill_drafts(self._known, wanted)

    def _answer(self, spec: ListSpec, chain: Ref, words: Words) -> ListAnswer:
        return ListAnswer(
            id=spec.id,
            title=spec.title,
            purpose=spec.purpose,
            proposal=self._lists.proposal,
            named=spec.named,
            category=spec.category,
            chain=chain,
            as_of=self._known.scope.as_of.isoformat(),
            sections=tuple(self._section(spec.id, each, words) for each in spec.sections),
        )

    def _section(self, list_id: str, section: Section, words: Words) -> SectionAnswer:
        drafts = self._drafts[list_id, section.id]
        rows = sort_rows((row_of(d, section, self._lists, words) for d in drafts), section)
        shown = rows[: section.limit] if section.limit else rows
        return SectionAnswer(
            id=section.id,
            title=section.title,
            columns=tuple(self._lists.columns[name] for name in section.columns),
            rows=tuple(shown) or (empty_row(section),),
            total=len(rows),
            note=section.note,
        )
