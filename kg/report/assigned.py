"""Which task of the task force is about which row of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.errors import Lang, Text
from kg.messages import message

if TYPE_CHECKING:
    from kg.lists import ListAnswer, Row
    from kg.tasks import Task

__all__ = ["RowKey", "assigned", "entered", "said_of"]

RowKey = tuple[str, str, str]
"""The id of a list, of a section, and the key of a row."""


def assigned(lists: Iterable[ListAnswer], tasks: Iterable[Task]) -> Mapping[RowKey, list[Task]]:
    """The tasks about each row, in the order of the tasks.

    A task is about a row if what it is about is the record or thing that the row stands for, one
    of the row's own records, or what its first column names; only on the list that the task names,
    else on that of its category. Rows times tasks of a list.
    """
    found: dict[RowKey, list[Task]] = {}
    told = [task for task in tasks if task.about]
    for answer in lists if told else ():
        wanted = [task for task in told if _is_on(task, answer)]
        for section in answer.sections if wanted else ():
            first = section.columns[0].id
            for row in section.rows:
                of = [task for task in wanted if not row.unknown and _is_about(task, row, first)]
                if of:
                    found[answer.id, section.id, row.key] = of
    return found


def _is_on(task: Task, answer: ListAnswer) -> bool:
    return task.list == answer.id if task.list else task.category == answer.category


def _is_about(task: Task, row: Row, first: str) -> bool:
    iris = {*row.key.split(), *(ref.iri for ref in row.cells[first].things)}
    records = {evidence.record for evidence in row.evidence[:1]}
    return any(about.iri in iris or about.id in records for about in task.about)


def entered(tasks: Iterable[Task], lang: Lang) -> str:
    """Tasks in words, a line each: title, whose it is, how it stands."""
    comma = "；" if lang == "zh" else "; "
    parts = ((task.title, task.responsible, said_of(task)) for task in tasks)
    return "\n".join(comma.join(p.to(lang) for p in found if p.zh) for found in parts)


def said_of(task: Task) -> Text:
    """How a task stands, in short: its status, by when, how late."""
    parts = [task.status_label]
    if task.due:
        parts.append(message("report.task_by", due=task.due))
    if task.overdue:
        parts.append(message("tasks.overdue", days=task.overdue))
    return Text("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))
