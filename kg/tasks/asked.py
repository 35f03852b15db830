"""Tasks for words as people type them: names of categories and owners."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection

from kg.errors import (
    Candidate,
    NotEnoughKnownError,
    NotFoundError,
    NothingKnownError,
    OptionError,
    Text,
)
from kg.messages import message
from kg.nearest import nearest, nearest_text
from kg.store import Store
from kg.tasks.model import TasksAnswer
from kg.tasks.reading import category_words, task_categories, tasks

__all__ = ["asked_tasks", "category_named"]

_OWNERS = frozenset(
    {"Enterprise", "GovernmentBody", "ResearchBody", "ParkAuthority", "Consortium", "Person"}
)


def category_named(store: Store, text: str) -> str:
    """The notation of a category from its notation or a label of it. Raises OptionError."""
    if found := category_words(store).get(text.strip().casefold()):
        return found
    known = task_categories(store)
    near = nearest_text(nearest(text, known.values()))
    listed = Text(
        "、".join(label.zh for label in known.values()),
        ", ".join(label.en for label in known.values()),
    )
    raise OptionError(message("tasks.no_category", text=text, near=near, known=listed))


def asked_tasks(
    store: Store,
    day: datetime.date,
    resolve: Callable[[str, frozenset[str]], Candidate],
    *,
    chains: Collection[str] = (),
    category: str | None = None,
    owner: str | None = None,
    overdue: bool = False,
) -> TasksAnswer:
    """``tasks`` for words as people type them; ``resolve`` finds a thing of some classes.

    An owner whom the pack does not have is looked for in the names entered. Raises
    NotEnoughKnownError where there is no task at all, NothingKnownError where none passes.
    """
    categories = [category_named(store, category)] if category else []
    found = tasks(
        store, day, chains=chains, categories=categories,
        owner=_owner_named(owner, resolve) if owner else "", owner_name=owner or "",
        overdue=overdue,
    )  # fmt: skip
    if not found.rows:
        raise _nothing(found)
    return found


def _owner_named(text: str, resolve: Callable[[str, frozenset[str]], Candidate]) -> str:
    try:
        return resolve(text, _OWNERS).iri
    except NotFoundError:
        return ""


def _nothing(found: TasksAnswer) -> NothingKnownError:
    if found.entered:
        return NothingKnownError(message("tasks.none_chosen", day=found.as_of, count=found.entered))
    if found.later:
        return NothingKnownError(message("tasks.none_later", day=found.as_of, count=found.later))
    from kg.schema import load_schema

    header = ",".join(load_schema().tables["tasks"].columns)
    ask = [message("tasks.none_header", header=header), message("tasks.none_example")]
    return NotEnoughKnownError(message("tasks.none"), ask=ask)
