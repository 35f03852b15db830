"""What changed in the lists since another report, or since a day.

Rows are the same if list, section and key are; what they say is compared cell by cell, in words.
A row that says that nothing is known is no row: what comes in its place is new.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from kg.dates import PartialDate
from kg.errors import Lang, OptionError, Text
from kg.lists import Column, ListAnswer
from kg.lists.model import CellKind
from kg.messages import message
from kg.report.content import Change, Changes, Delta

if TYPE_CHECKING:
    from kg.records import Ref, Scope
    from kg.store import Store

__all__ = ["SCHEMA", "changes_since", "compare", "read_report", "seen_in"]

SCHEMA = "chainkg-report/1"
"""The field ``schema`` of ``data/lists.json``: what tells a folder of ours from any other."""

_TELLING = 3  # so many columns tell rows apart that begin with the same words
_KINDS: frozenset[str] = frozenset(get_args(CellKind))


@dataclass(frozen=True)
class _Section:
    list: Text
    title: Text
    columns: Mapping[str, Column]
    rows: Mapping[str, Mapping[str, Text]]

    @cached_property
    def _firsts(self) -> Counter[Text | None]:
        return Counter(row.get(_first(row)) for row in self.rows.values())

    def named(self, cells: Mapping[str, Text]) -> Text:
        """What a row is called: its first words, and more of them where others begin the same."""
        what = cells.get(_first(cells), Text("", ""))
        if self._firsts[what] < 2:
            return what
        said = [cells[name] for name in list(cells)[:_TELLING] if cells[name].zh]
        said = [what, *(text for text in said if text != what and text != message("lists.unknown"))]
        return Text(" · ".join(t.zh for t in said), " · ".join(t.en for t in said))


def _first(cells: Mapping[str, Text]) -> str:
    return "what" if "what" in cells else next((n for n, text in cells.items() if text.zh), "")


_Lists = Mapping[tuple[str, str], _Section]


def changes_since(
    since: str,
    lists: Iterable[ListAnswer],
    store: Store,
    chain: Ref,
    scope: Scope,
    *,
    lists_dir: Path | None = None,
) -> Changes:
    """What changed in filled lists since ``since``: a report's folder, or a day (YYYY[-MM[-DD]]).

    For a day the lists are filled once more, as of it. Raises OptionError where ``since`` is
    neither, is later than these lists, or is the report of another chain.
    """
    path = Path(since)
    if path.exists():
        return compare(lists, path, chain, scope.as_of)
    try:
        day = PartialDate.parse(since).last
    except ValueError:
        raise OptionError(message("report_files.since_neither", since=since)) from None
    if day > scope.as_of:
        raise OptionError(message("report_files.since_later", day=day, as_of=scope.as_of))
    from kg.lists import fill, read_lists
    from kg.records import Scope

    before = fill(read_lists(lists_dir), store, chain.iri, Scope(day))
    said = message("report_files.since_day", day=day)
    return Changes(said, day.isoformat(), _changes(_of_answers(before), _of_answers(lists)))


def compare(lists: Iterable[ListAnswer], folder: Path, chain: Ref, as_of: datetime.date) -> Changes:
    """What changed in filled lists since the report in ``folder``; raises OptionError as above."""
    found = read_report(folder)
    before = found["as_of"]
    if found["chain"] != chain.iri:
        raise OptionError(message("report_files.since_chain", path=folder, chain=chain.label))
    if before > as_of.isoformat():
        raise OptionError(message("report_files.since_later", day=before, as_of=as_of))
    said = message("report_files.since_report", day=before)
    return Changes(said, before, _changes(found["lists"], _of_answers(lists)))


def seen_in(changes: Changes, lang: Lang) -> Changes:
    """Without what reads the same in one language: a mended translation is no news to a reader
    of the other."""

    def seen(change: Change) -> Change | None:
        deltas = tuple(d for d in change.deltas if d.before.to(lang) != d.after.to(lang))
        return replace(change, deltas=deltas) if deltas or change.kind != "changed" else None

    return replace(changes, rows=tuple(filter(None, map(seen, changes.rows))))


def read_report(folder: Path) -> dict[str, Any]:
    """What a report's folder (or its ``lists.json``) says: ``chain`` (IRI), ``as_of``, ``lists``.

    Raises OptionError where it is no report of ours or cannot be read.
    """
    path = folder / "data" / "lists.json" if folder.is_dir() else folder
    try:
        found = json.loads(path.read_text("utf-8"))
        _must(found["schema"] == SCHEMA)
        return {
            "chain": _string(found["chain"]["iri"]),
            "as_of": _string(found["as_of"]),
            "lists": dict(_sections(found["lists"])),
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise OptionError(message("report_files.since_unreadable", path=folder)) from error


def _sections(lists: Any) -> Iterable[tuple[tuple[str, str], _Section]]:
    for each in lists:
        for section in each["sections"]:
            key = (_string(each["id"]), _string(section["id"]))
            rows = [
                (_string(row["key"]), {name: _text(c, "text") for name, c in row["cells"].items()})
                for row in section["rows"]
                if not row["unknown"]
            ]
            columns = {column["id"]: _column(column) for column in section["columns"]}
            yield key, _Section(_text(each), _text(section), columns, _keyed(rows))


def _column(found: Any) -> Column:
    _must(found["kind"] in _KINDS)
    return Column(_string(found["id"]), _text(found, "head"), found["kind"])


def _text(found: Any, name: str = "title") -> Text:
    return Text(_string(found[f"{name}_zh"]), _string(found[f"{name}_en"]))


def _string(value: Any) -> str:
    _must(isinstance(value, str))
    return str(value)


def _must(holds: bool) -> None:  # noqa: FBT001 - what must hold
    if not holds:
        raise ValueError


def _of_answers(lists: Iterable[ListAnswer]) -> _Lists:
    return {
        (each.id, section.id): _Section(
            each.title,
            section.title,
            {column.id: column for column in section.columns},
            _keyed(
                (row.key, {name: cell.text for name, cell in row.cells.items()})
                for row in section.rows
                if not row.unknown
            ),
        )
        for each in lists
        for section in each.sections
    }


def _keyed(rows: Iterable[tuple[str, Mapping[str, Text]]]) -> dict[str, Mapping[str, Text]]:
    # Lists of another's making may hold a key twice: the second is a row of its own.
    found: dict[str, Mapping[str, Text]] = {}
    for key, cells in rows:
        name, number = key, 1
        while name in found:
            number += 1
            name = f"{key} #{number}"
        found[name] = cells
    return found


def _changes(before: _Lists, after: _Lists) -> tuple[Change, ...]:
    found: list[Change] = []
    for ids in dict.fromkeys([*after, *before]):
        old, new = before.get(ids), after.get(ids)
        section = new or old
        assert section is not None
        was = old.rows if old else {}
        now = new.rows if new else {}
        columns = {**(old.columns if old else {}), **(new.columns if new else {})}
        for key, cells in now.items():
            if key not in was:
                found.append(_change("new", ids, section, key, cells))
            elif deltas := _deltas(was[key], cells, columns):
                found.append(replace(_change("changed", ids, section, key, cells), deltas=deltas))
        found += [
            _change("gone", ids, old or section, k, c) for k, c in was.items() if k not in now
        ]
    return tuple(found)


def _change(
    kind: Any, ids: tuple[str, str], section: _Section, key: str, cells: Mapping[str, Text]
) -> Change:
    return Change(kind, ids[0], section.list, ids[1], section.title, key, section.named(cells))


def _deltas(
    before: Mapping[str, Text], after: Mapping[str, Text], columns: Mapping[str, Column]
) -> tuple[Delta, ...]:
    nothing = Text("", "")
    pairs = (
        (columns[name], before.get(name, nothing), after.get(name, nothing))
        for name in dict.fromkeys([*after, *before])
        if name in columns
    )
    found = tuple(Delta(*pair) for pair in pairs if pair[1] != pair[2])
    # Where words changed, so did their passages, in most cases: those say nothing more.
    words = tuple(delta for delta in found if delta.column.kind != "source")
    return words or found
