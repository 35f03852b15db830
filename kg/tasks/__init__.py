"""Who does what by when: the tasks that a task force keeps in ``tasks.csv`` of its pack.

A task is an entry of the task force's own, not a fact: it needs no source. How it stood on a day
follows from its dates alone: one that was closed later counts as open on that day, and one that
was entered later is not counted yet. A year or a month means its last day.
"""

from __future__ import annotations

from kg.tasks.asked import asked_tasks, category_named
from kg.tasks.model import Subject, Task, TasksAnswer
from kg.tasks.reading import task_categories, tasks

__all__ = [
    "Subject",
    "Task",
    "TasksAnswer",
    "asked_tasks",
    "category_named",
    "task_categories",
    "tasks",
]
