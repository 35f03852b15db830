"""Drafts to rows: every cell in words, what is not known said so, the next step by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pyoxigraph as ox

from kg.errors import Text
from kg.lists.drafts import Draft, Item, worst
from kg.lists.known import Known
from kg.lists.model import Basis, Cell, Column, Figure, Lists, Row, Section
from kg.messages import message
from kg.records import Evidence, Ref
from kg.vocab import KG
from kg.wording import period_text

__all__ = ["Words", "empty_row", "row_of", "sort_rows"]

_NOTHING = Text("", "")
_RANK = ("proposed", "planned", "building", "existing", "ended")


class Words:
    """What the terms of drafts are called: read once for all lists."""

    def __init__(self, known: Known, iris: set[str], records: set[str]) -> None:
        self.refs = known.refs(iris)
        rest = iris - self.refs.keys()
        self.figures = known.figures(rest & records)
        statuses = {f"{KG}status-{name}" for name in _RANK}
        self.labels = known.labels((rest - self.figures.keys()) | statuses)
        self.evidence = known.evidence(records)

    def status(self, name: str) -> Text:
        """The label of a status."""
        return self.labels.get(f"{KG}status-{name}", Text(name, name))

    def label(self, iri: str) -> Text:
        """The label of any term; its IRI where it has none."""
        if iri in self.refs:
            return self.refs[iri].label
        return self.labels.get(iri, Text(iri, iri))


def row_of(draft: Draft, section: Section, lists: Lists, words: Words) -> Row:
    """The row of a draft, a cell for each column of the section."""
    evidence = _evidence(draft, words)
    basis = worst([draft.basis or _basis(draft, words), section.basis])
    status = _status(draft, words)
    made: dict[str, Callable[[], Cell]] = {
        "status": lambda: _status_cell(draft, section, words, status),
        "next": lambda: _next_cell(draft, section, lists, status, basis),
        "basis": lambda: Cell("text", _basis_text(basis, evidence)),
        "source": lambda: _source_cell(evidence),
    }
    cells = {}
    for name in section.columns:
        column = lists.columns[name]
        items = draft.values.get(name, [])
        if name in made and (name in ("next", "basis", "source") or not items):
            cell = made[name]()
        elif column.kind == "date":
            cell = _date_cell(draft, items, words)
        else:
            cell = _cell(column, items, basis, words)
        cells[name] = cell if cell.text.zh or name not in section.unknown else _unknown()
    return Row(draft.key, cells, tuple(evidence), basis)


def empty_row(section: Section) -> Row:
    """The row that says what a section should hold and nobody knows."""
    cells = {name: Cell("text", _NOTHING) for name in section.columns}
    cells[section.columns[0]] = Cell("unknown", message("lists.unknown_row", what=section.empty))
    return Row("", cells, (), "", unknown=True)


def sort_rows(rows: Iterable[Row], section: Section) -> list[Row]:
    """Rows by the section's ``sort``, unknown cells last; else as they came."""
    found = list(rows)
    for name in reversed(section.sort):
        column = name.removeprefix("-")
        known = [row for row in found if row.cells[column].known]
        known.sort(key=lambda row: _sort_key(row.cells[column]), reverse=name.startswith("-"))
        found = known + [row for row in found if not row.cells[column].known]
    return found


def _sort_key(cell: Cell) -> tuple[Any, ...]:
    if cell.figures:
        return (1, max(figure.value for figure in cell.figures), "")
    return (0, 0, cell.date or (cell.things[0].id if cell.things else cell.text.zh))


def _unknown() -> Cell:
    return Cell("unknown", message("lists.unknown"))


def _evidence(draft: Draft, words: Words) -> list[Evidence]:
    found = [words.evidence[iri] for iri in draft.records if iri in words.evidence]
    return list({e.record: e for e in [*found, *draft.evidence]}.values())


def _basis(draft: Draft, words: Words) -> Basis:
    # Any one way in is enough; in each, the weakest of its records decides.
    def of(way: tuple[str, ...]) -> Basis:
        return worst(words.evidence[iri].basis for iri in way if iri in words.evidence)

    ways = [of(way) for way in draft.ways]
    order: list[Basis] = ["stated", "derived", "outside", "inferred"]
    return min(ways, key=order.index, default="stated")


def _basis_text(basis: Basis, evidence: list[Evidence]) -> Text:
    text = message(f"lists.basis_{basis or 'stated'}")
    unsure = [e.confidence for e in evidence[:1] if e.confidence != "high"]
    if not unsure:
        return text
    mark = message("confidence.mark", level=message(f"confidence.{unsure[0]}"))
    return Text(f"{text.zh}，{mark.zh}", f"{text.en}, {mark.en}")


def _status(draft: Draft, words: Words) -> str:
    own = [words.evidence[w[0]].status for w in draft.ways if w[0] in words.evidence]
    things = [words.refs[iri].status for iri in draft.things if iri in words.refs]
    things += [words.refs[iri].status for iri in draft.status_of if iri in words.refs]
    found = [status for status in own + things if status in _RANK]
    if "ended" in found:
        return "ended"
    return min(found, key=_RANK.index, default="")


def _status_cell(draft: Draft, section: Section, words: Words, status: str) -> Cell:
    stage = [words.label(iri) for iri in draft.stages]
    said = [draft.status] if draft.status.zh else stage
    if status and status != "existing":
        said = [words.status(status), *said]
    elif not said and status:
        said = [section.existing if section.existing.zh else words.status(status)]
    said = list(dict.fromkeys(said))
    return Cell("status", Text("，".join(s.zh for s in said), ", ".join(s.en for s in said)))


def _next_cell(draft: Draft, section: Section, lists: Lists, status: str, basis: Basis) -> Cell:
    if not section.next:
        return Cell("text", _NOTHING)
    cases = lists.rules[section.next].cases
    stages = [iri.rpartition("#stage-")[2] for iri in draft.stages]
    for word in (*stages, *draft.words, status, basis, "else"):
        if word in cases:
            return Cell("text", cases[word], basis="rule")
    return Cell("text", _NOTHING)


def _source_cell(evidence: list[Evidence]) -> Cell:
    shown = list(dict.fromkeys(e.short() for e in evidence if e.short()))
    return Cell("source", Text("；".join(shown), "; ".join(shown)))


def _date_cell(draft: Draft, items: list[Item], words: Words) -> Cell:
    dates: list[tuple[str, str]] = []
    first, last = (_only(draft, name) for name in ("from", "until"))
    if first or last:
        dates.append(("", first if first == last else f"{first}/{last}" if last else first))
    dates += [(item.role, item.value.value) for item in items if isinstance(item.value, ox.Literal)]
    dates = sorted(dict.fromkeys(dates), key=lambda pair: (pair[1], pair[0]))
    said = [_day(role, day, words) for role, day in dates]
    text = Text("；".join(s.zh for s in said), "; ".join(s.en for s in said))
    return Cell("date", text, date=dates[0][1] if len(dates) == 1 else "")


def _only(draft: Draft, name: str) -> str:
    found = [i.value.value for i in draft.values.get(name, ()) if isinstance(i.value, ox.Literal)]
    return min(found, default="")


def _day(role: str, day: str, words: Words) -> Text:
    text = period_text(day) if "/" in day or len(day) == 4 else Text(day, day)
    return message("lists.dated", what=words.label(role), day=text) if role else text


def _cell(column: Column, items: list[Item], basis: Basis, words: Words) -> Cell:
    things: list[Ref] = []
    figures: list[Figure] = []
    said: list[Text] = []
    for item in items:
        value = item.value
        if isinstance(value, ox.NamedNode):
            value = (
                words.refs.get(value.value)
                or words.figures.get(value.value)
                or words.label(value.value)
            )
        if isinstance(value, ox.Literal):
            continue
        if isinstance(value, Ref):
            things.append(value)
        elif isinstance(value, Figure):
            figures.append(value)
        name = value if isinstance(value, Text) else _name(value)
        said.append(
            message("lists.as", name=name, role=words.label(item.role)) if item.role else name
        )
    said += _literals(items)
    said = list(dict.fromkeys(said))
    text = Text("；".join(s.zh for s in said), "; ".join(s.en for s in said))
    weaker = worst([basis, *(words.evidence[i.record].basis for i in items if i.record)])
    return Cell(
        column.kind if text.zh else "text",
        text,
        tuple({ref.iri: ref for ref in things}.values()),
        tuple(figures),
        basis=weaker if weaker != (basis or "stated") else "",
    )


def _name(value: Ref | Figure) -> Text:
    return value.label if isinstance(value, Ref) else value.text


def _literals(items: Iterable[Item]) -> list[Text]:
    by_lang: dict[str, list[str]] = {}
    for item in items:
        if isinstance(item.value, ox.Literal):
            by_lang.setdefault(item.value.language or "", []).append(item.value.value)
    plain = [Text(value, value) for value in by_lang.get("", ())]
    zh, en = by_lang.get("zh", []), by_lang.get("en", [])
    if len(zh) == len(en):
        return plain + [Text(*pair) for pair in zip(zh, en, strict=True)]
    return plain + [Text(value, value) for value in zh or en]
