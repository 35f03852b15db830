"""Tasks as they stood on a day, as plain values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from kg.dates import PartialDate
from kg.errors import Text
from kg.records import Ref

__all__ = ["CLOSED", "Subject", "Task", "TasksAnswer", "standing"]

CLOSED = frozenset({"done", "dropped"})
"""The states in which nothing is left to do."""


@dataclass(frozen=True)
class Subject:
    """What a task is about: a thing by its name, a record by its class and the things it joins."""

    iri: str
    id: str
    label: Text


@dataclass(frozen=True)
class Task:
    """One task as it stood on a day.

    ``status`` is open, doing, done or dropped on that day; ``overdue`` is by how many days it is
    late, 0 where it is not. ``owner`` is the body, person or post in words ("" where none is
    entered), ``owner_id`` its id in the pack or "". Dates are partial dates or "".
    """

    id: str
    iri: str
    chain: Ref
    category: str
    category_label: Text
    title: Text
    about: tuple[Subject, ...]
    list: str
    owner: Text
    owner_id: str
    owner_iris: frozenset[str]
    owner_name: str
    due: str
    status: str
    status_label: Text
    opened: str
    closed: str
    result: Text
    overdue: int
    source: str
    note: str

    @property
    def responsible(self) -> Text:
        """Whose the task is, in words: the owner of the pack, with the name entered beside it."""
        if self.owner.zh and self.owner_name:
            name = self.owner_name
            return Text(f"{self.owner.zh}（{name}）", f"{self.owner.en} ({name})")
        return self.owner if self.owner.zh else Text(self.owner_name, self.owner_name)

    def is_of(self, owner: str, name: str) -> bool:
        """Whether an owner (IRI) or one whose entered name holds these words has it."""
        entered = self.owner_name.casefold()
        return owner in self.owner_iris or (bool(name) and name.casefold() in entered)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "id": self.id,
            "chain": self.chain.as_json(),
            "category": self.category,
            "category_zh": self.category_label.zh,
            "category_en": self.category_label.en,
            "title_zh": self.title.zh,
            "title_en": self.title.en,
            "about": [
                {"id": a.id, "iri": a.iri, "name_zh": a.label.zh, "name_en": a.label.en}
                for a in self.about
            ],
            "list": self.list,
            "owner": self.owner_id,
            "owner_zh": self.owner.zh,
            "owner_en": self.owner.en,
            "owner_name": self.owner_name,
            "due": self.due,
            "status": self.status,
            "overdue_days": self.overdue,
            "opened": self.opened,
            "closed": self.closed,
            "result_zh": self.result.zh,
            "result_en": self.result.en,
            "source": self.source,
            "note": self.note,
        }


@dataclass(frozen=True)
class TasksAnswer:
    """Tasks as of a day, the most urgent first: by due date, those without one last.

    ``entered`` is how many the pack holds on that day, whatever was asked for; ``later`` how many
    were entered after it and are left out.
    """

    as_of: datetime.date
    rows: tuple[Task, ...]
    entered: int
    later: int


def standing(status: str, due: str, closed: str, day: datetime.date) -> tuple[str, int]:
    """How a task stands on a day: its status then, and by how many days it is late (0: it is not).

    ``due`` and ``closed`` are partial dates or "". What was closed after the day was open on it.

    >>> standing("done", "2025-05", "2025-06-20", datetime.date(2025, 6, 10))
    ('open', 10)
    """
    if status in CLOSED and closed and PartialDate.parse(closed).last > day:
        status = "open"
    if not due or status in CLOSED:
        return status, 0
    return status, max((day - PartialDate.parse(due).last).days, 0)
