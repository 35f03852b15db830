"""The parts of a report that are tables, ready to be written as a page or a document.

Words, columns and marks are the same wherever a table stands; only links differ by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.errors import Text
from kg.messages import message
from kg.report.anchors import safe_name
from kg.report.assigned import said_of
from kg.report.cells import Cell, Links, Piece, joined, plain

if TYPE_CHECKING:
    from kg.lists import Row, SectionAnswer
    from kg.report.content import Change, Changes
    from kg.tasks import Task
    from kg.workspace import Slot

__all__ = [
    "Line",
    "Table",
    "changes_table",
    "heads",
    "section_table",
    "tasks_table",
    "without_empty",
    "workspace_table",
]


@dataclass(frozen=True)
class Line:
    """One row of a table. ``look`` is "", ``inferred`` or ``unknown``; a ``whole`` row has one
    cell as wide as the table; ``words`` say the look where colours do not."""

    cells: tuple[Cell, ...]
    look: str = ""
    whole: bool = False
    words: str = ""


@dataclass(frozen=True)
class Table:
    """Heads and rows in one language; ``id`` is unique on a page and safe in a URL."""

    id: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""


_SHORT, _LONG = 12, 60
_TASKED = ("responsible", "status")  # columns that take what a task force enters


def section_table(list_id: str, section: SectionAnswer, links: Links) -> Table:
    """A section of a list; a column that is empty throughout is left out."""
    tasks = {row.key: links.tasks(list_id, section.id, row.key) for row in section.rows}
    kept = _TASKED if any(tasks.values()) else ()
    columns = [
        c
        for c in section.columns
        if c.id in kept or any(r.cells[c.id].text.zh for r in section.rows)
    ]
    says_basis = any(column.id == "basis" for column in columns)
    lines = [
        _row(row, [c.id for c in columns], links, tasks[row.key], mark=not says_basis)
        for row in section.rows
    ]
    if section.empty:
        columns = []
    return Table(
        id=safe_name("l", f"{list_id}-{section.id}"),
        title=section.title.to(links.lang),
        heads=tuple(column.head.to(links.lang) for column in columns),
        lines=tuple(lines),
        note=section.note.to(links.lang),
    )


def _row(
    row: Row, columns: Sequence[str], links: Links, tasks: Sequence[Task], *, mark: bool
) -> Line:
    if row.unknown:
        words = next(c.text.to(links.lang) for c in row.cells.values() if not c.known)
        return Line((Cell(plain(words)),), "unknown", whole=True)
    cells = []
    for name in columns:
        cell = row.cells[name]
        if cell.kind == "source":
            cells.append(links.evidence(row.evidence))
            continue
        pieces = links.named(cell.text, cell.things)
        if cell.basis and cell.basis != "rule" and cell.text.zh:
            pieces += plain(f" {_mark(cell.basis, links)}", "mark")
        look: str = "unknown" if not cell.known else cell.basis or cell.kind
        if cell.kind == "date" and len(cell.text.to(links.lang)) <= _SHORT:
            look += " short"
        elif len(cell.text.to(links.lang)) > _LONG:
            look += " long"
        if entered := _entered(name, columns, tasks, links):
            pieces = joined([pieces if cell.known else (), entered], links.comma)
            look = cell.kind if cell.known else "status"
        cells.append(Cell(pieces, look))
    words = _mark(row.basis, links) if mark and row.inferred else ""
    return Line(tuple(cells), "inferred" if row.inferred else "", words=words)


def _entered(
    column: str, columns: Sequence[str], tasks: Sequence[Task], links: Links
) -> tuple[Piece, ...]:
    """What the task force entered about a row: who in the column of who is responsible, how it
    stands in that of the status, or all in the first where there is no such column."""
    said: list[str] = []
    places = {name: name if name in columns else columns[0] for name in _TASKED}
    if column == places["responsible"]:
        said += (task.responsible.to(links.lang) for task in tasks)
    if column == places["status"]:
        said += (
            links.say("report.task_said", title=task.title, said=said_of(task)) for task in tasks
        )
    groups = [plain(words) for words in dict.fromkeys(filter(None, said))]
    if not groups:
        return ()
    return (*joined(groups, links.comma), *plain(f" {links.say('report.task_mark')}", "mark"))


def _mark(basis: str, links: Links) -> str:
    return links.say("report.mark", basis=message(f"lists.basis_{basis}"))


def workspace_table(slots: Iterable[Slot], links: Links) -> Table:
    """Each slot of the workspace with who fills it, or who tells of it."""
    lines = []
    for slot in slots:
        who = [(links.name(h.thing), *plain(_posts(h.posts, links), "at")) for h in slot.holders]
        who = list(dict.fromkeys(who))  # two records may say the same of one body
        who += _mechanisms(slot, links)
        evidence = [h.evidence for h in slot.holders] + [m.evidence for m in slot.mentions]
        look = "" if slot.state == "known" else "unknown"
        lines.append(
            Line(
                (
                    Cell(plain(slot.label.to(links.lang)), "head"),
                    Cell(plain(slot.said.to(links.lang)), look),
                    Cell(joined(who, links.comma)),
                    links.bases(evidence),
                    links.evidence(evidence),
                ),
                look,
            )
        )
    names = ("report.slot", "viz.status", "report.slot_who", "column.basis", "column.source")
    return Table("workspace-slots", "", heads(names, links), tuple(lines))


def _mechanisms(slot: Slot, links: Links) -> Iterator[tuple[Piece, ...]]:
    """Each mechanism that calls for a slot, with all that it applies to."""
    comma = "、" if links.lang == "zh" else ", "
    for mechanism in dict.fromkeys(mention.mechanism for mention in slot.mentions):
        via = [m.via for m in slot.mentions if m.mechanism == mechanism]
        said = comma.join(links.say(f"report.via_{name}") for name in via)
        applies = links.bracketed(links.say("report.applies", to=said))
        yield (links.name(mechanism), *plain(applies, "at"))


def _posts(posts: Iterable[Text], links: Links) -> str:
    said = "、".join(post.to(links.lang) for post in posts)
    return links.bracketed(said)


def tasks_table(tasks: Iterable[Task], links: Links) -> Table:
    """Tasks with owner, due date and status; overdue ones say by how long."""
    lines = []
    for task in tasks:
        late = links.say("tasks.overdue", days=task.overdue) if task.overdue else ""
        about = [(Piece(a.label.to(links.lang), links.thing(a.iri)),) for a in task.about]
        lines.append(
            Line(
                (
                    Cell(plain(task.title.to(links.lang))),
                    Cell(plain(task.category_label.to(links.lang))),
                    Cell(joined(about, links.comma)),
                    _or_unknown(task.responsible.to(links.lang), links),
                    _or_unknown(task.due, links),
                    Cell(
                        joined(
                            [plain(task.status_label.to(links.lang)), plain(late, "late")],
                            links.comma,
                        )
                    ),
                    Cell(plain(task.result.to(links.lang) or task.note)),
                ),
                "late" if task.overdue else "",
            )
        )
    names = ("title", "category", "about", "owner", "due", "status", "result")
    return Table("tasks-all", "", heads([f"report.task_{h}" for h in names], links), tuple(lines))


def _or_unknown(text: str, links: Links) -> Cell:
    return Cell(plain(text)) if text else Cell(plain(links.say("lists.unknown")), "unknown")


def changes_table(changes: Changes, links: Links) -> Table:
    """Rows that came, went, or read otherwise."""
    lines = [_change_line(change, links) for change in changes.rows]
    names = ("kind", "list", "what", "before", "after")
    keys = [f"report.change_{name}" for name in names]
    return Table("changes-all", "", heads(keys, links), tuple(lines))


def _change_line(change: Change, links: Links) -> Line:
    lang = links.lang

    def side(name: str) -> Cell:
        colon = "：" if lang == "zh" else ": "
        return Cell(
            joined(
                (
                    plain(f"{delta.column.head.to(lang)}{colon}{getattr(delta, name).to(lang)}")
                    for delta in change.deltas
                ),
                links.comma,
            )
        )

    where = f"{change.list.to(lang)} · {change.section.to(lang)}"
    cells = (
        Cell(plain(links.say(f"report.change_{change.kind}"))),
        Cell(plain(where)),
        Cell(plain(change.what.to(lang))),
        side("before"),
        side("after"),
    )
    return Line(cells)


def without_empty(table: Table) -> Table:
    """The same table without the columns in which nothing stands, if it has any row."""
    if not table.lines:
        return table
    used = [n for n in range(len(table.heads)) if any(line.cells[n].text for line in table.lines)]
    lines = (replace(line, cells=tuple(line.cells[n] for n in used)) for line in table.lines)
    return replace(table, heads=tuple(table.heads[n] for n in used), lines=tuple(lines))


def heads(keys: Iterable[str], links: Links) -> tuple[str, ...]:
    """The heads of a table from keys of the message catalogue."""
    return tuple(links.say(key) for key in keys)
