"""``kg tasks``: who does what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import Asked, answering, command, open_graph, word
from kg.cli.render import Table, emit
from kg.errors import Lang
from kg.messages import message

if TYPE_CHECKING:
    from kg.tasks import Task, TasksAnswer

__all__ = ["tasks_command"]

_COLUMNS = ("due", "progress", "chain", "task_category", "task", "responsible", "about")


@command("tasks")
@click.option("--chain", metavar="NAME", help=word("tasks.chain"))
@click.option("--category", metavar="NAME", help=word("tasks.category"))
@click.option("--owner", metavar="NAME", help=word("tasks.owner"))
@click.option("--overdue", is_flag=True, help=word("tasks.overdue_help"))
@answering()
def tasks_command(
    asked: Asked,
    chain: str | None,
    category: str | None,
    owner: str | None,
    overdue: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """Tasks of the packs as they stood on a day."""
    graph = open_graph(asked)
    found = graph.tasks(chain=chain, category=category, owner=owner, overdue=overdue)
    emit(_table(found, asked.lang), asked)
    if found.later:
        asked.say(message("tasks.later", count=found.later, day=found.as_of))


def _table(found: TasksAnswer, lang: Lang) -> Table:
    late = sum(1 for task in found.rows if task.overdue)
    # A column for results only where there are some: most rows are not done.
    closed = any(task.result.zh for task in found.rows)
    columns = [*_COLUMNS, *(["task_result"] if closed else []), "id"]
    return Table(
        title=message("tasks.title", count=len(found.rows), day=found.as_of),
        headers=[message(f"column.{name}") for name in columns],
        rows=[_row(task, lang, with_result=closed) for task in found.rows],
        items=[task.as_json() for task in found.rows],
        payload={
            "as_of": found.as_of.isoformat(),
            "entered": found.entered,
            "later": found.later,
            "tasks": [task.as_json() for task in found.rows],
        },
        notes=[message("tasks.count_overdue", count=late)] if late else [],
    )


def _row(task: Task, lang: Lang, *, with_result: bool) -> list[str]:
    said = task.status_label
    if task.overdue:
        late = message("tasks.overdue", days=task.overdue)
        said = message("tasks.status", status=said, overdue=late)
    about = ("、" if lang == "zh" else ", ").join(s.label.to(lang) for s in task.about)
    cells = [
        task.due,
        said.to(lang),
        task.chain.label.to(lang),
        task.category_label.to(lang),
        task.title.to(lang),
        task.responsible.to(lang),
        about,
    ]
    return [*cells, *([task.result.to(lang)] if with_result else []), task.id]
