"""Reading each passage again, and holding its row against it.

A row passes when its document has the registered sha256, its spans lie inside the text, and
the joined spans hold the raw figure and a name of each end. What they do not name, the row's
``unnamed`` cell lists by column, and its note says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from kg.errors import Finding, KgError, Severity, Text
from kg.evidence import parse_spans, read_document
from kg.pack import Pack, Row, finding
from kg.schema import Column, Schema, Table
from kg.verify.model import Counts, Reading, State, Verification
from kg.verify.passages import core, holds, packed, shown
from kg.vocab import KG, RDFS_LABEL

__all__ = ["facts_about", "verify"]

# An indicator is a measure of our own: texts print its figures, not its name.
_OWN_MEASURES = frozenset({"Indicator"})
# Columns whose very characters a passage must hold.
_PRINTED = frozenset({KG + "rawFigure", KG + "name"})
_EVIDENCE = frozenset(
    KG + name
    for name in ("basis", "confidence", "source", "passage", "derivedFrom", "note", "unnamed")
)

_Key = tuple[str, str]


def verify(packs: Sequence[Pack], schema: Schema, sources: Path | None = None) -> Verification:
    """Re-read the evidence of packs that are loaded together.

    ``sources`` is the folder of the documents, named by the ``file`` cell of each source.
    Without it only the rows are looked at: whether each cited document is registered, and
    ``unnamed`` used as it should be. Linear in the number of rows and the length of the texts.
    """
    reader = _Rereader(packs, schema, sources)
    found: list[Finding] = []
    states: dict[State, int] = {"read": 0, "unread": 0, "no_text": 0, "no_passage": 0}
    for pack in packs:
        for row in pack.rows:
            if reader.is_source(row):
                found += reader.document(pack.prefix, row)[1]
            else:
                state, problems = reader.check(pack, row)
                states[state] += 1
                found += problems
    return Verification(tuple(sorted(set(found))), Counts(sum(states.values()), **states))


def facts_about(
    packs: Sequence[Pack], schema: Schema, name: str, sources: Path | None = None
) -> tuple[Reading, ...]:
    """Each row that is, or points at, the row of that id, beside its passage; in file order.

    ``name`` is an id as answers give it: bare in the first pack, ``prefix:id`` in any. Empty
    where no row has it.
    """
    reader = _Rereader(packs, schema, sources)
    key = reader.key(packs[0], name)
    return tuple(
        reader.reading(pack, row)
        for pack in packs
        for row in pack.rows
        if not reader.is_source(row) and key in {(pack.prefix, row.id), *reader.pointed(pack, row)}
    )


class _Rereader:
    """The rows and names of all packs; each document is read once."""

    def __init__(self, packs: Sequence[Pack], schema: Schema, sources: Path | None) -> None:
        self.schema = schema
        self.sources = sources
        self.rows: dict[_Key, Row] = {(p.prefix, r.id): r for p in packs for r in p.rows}
        self.names: dict[_Key, set[str]] = {}
        self.documents: dict[_Key, tuple[str | None, list[Finding]]] = {}
        for pack in packs:
            for row in pack.rows:
                self.learn(pack, row)

    # ---------------------------------------------------------------- rows and their columns
    def is_source(self, row: Row) -> bool:
        return self.table(row).column_of(KG + "passage") is None

    def table(self, row: Row) -> Table:
        return self.schema.tables[row.table]

    def cell(self, row: Row, term: str) -> str:
        column = self.table(row).column_of(KG + term)
        return row.cells.get(column.name, "") if column else ""

    def key(self, home: Pack, value: str) -> _Key:
        prefix, colon, local = value.rpartition(":")
        return (prefix if colon else home.prefix, local)

    def refs(self, pack: Pack, row: Row, column: Column) -> list[_Key]:
        return [self.key(pack, v) for v in row.cells.get(column.name, "").split(";") if v]

    def pointed(self, pack: Pack, row: Row) -> Iterator[_Key]:
        """Everything that a row says something of; not what it rests on."""
        for column in self.table(row).columns.values():
            if column.type == "ref" and column.property not in _EVIDENCE:
                yield from self.refs(pack, row, column)

    def learn(self, pack: Pack, row: Row) -> None:
        """Keep the names that a row gives: its own labels, or what a naming calls another."""
        for column in self.table(row).columns.values():
            text = row.cells.get(column.name, "")
            if text and column.property == RDFS_LABEL:
                self.call((pack.prefix, row.id), text)
            elif text and column.property == KG + "name":
                for key in self.pointed(pack, row):
                    self.call(key, text)

    def call(self, key: _Key, name: str) -> None:
        words = packed(name)
        self.names.setdefault(key, set()).update({words, core(words)} - {""})

    # ---------------------------------------------------------------- documents
    def document(self, prefix: str, row: Row) -> tuple[str | None, list[Finding]]:
        """The text of a source, if it is the one that was registered, and what is wrong."""
        key = (prefix, row.id)
        if key not in self.documents:
            self.documents[key] = self.open(row)
        return self.documents[key]

    def open(self, row: Row) -> tuple[str | None, list[Finding]]:
        name, registered = self.cell(row, "fileName"), self.cell(row, "sha256")
        if not name:
            return None, []
        if not registered:
            return None, [self.say("no-sha256", row, "sha256", file=name)]
        if self.sources is None:
            return None, []
        path = self.sources / name
        # A pack is data from others: it names files of this folder, and no other.
        if not path.resolve().is_relative_to(self.sources.resolve()) or not path.is_file():
            return None, [self.say("no-document", row, "fileName", file=name)]
        try:
            text, found = read_document(path)
        except KgError as error:
            return None, [self.say("unreadable", row, "fileName", why=error.text)]
        if found != registered:
            return None, [self.say("other-document", row, "sha256", file=name, found=found)]
        return text, []

    def text(self, pack: Pack, row: Row) -> tuple[State, str]:
        """The text of the source that a row cites, and what can be done with it."""
        key = self.key(pack, self.cell(row, "source"))
        source = self.rows.get(key)
        if source is None:
            return "no_passage", ""
        if not self.cell(source, "fileName"):
            return "no_text", ""
        if not self.cell(row, "passage"):
            return "no_passage", ""
        text, _ = self.document(key[0], source)
        return ("unread", "") if text is None else ("read", text)

    # ---------------------------------------------------------------- one row
    def reading(self, pack: Pack, row: Row) -> Reading:
        state, text = self.text(pack, row)
        _, problems = self.check(pack, row)
        spans = self.cell(row, "passage")
        pieces = [shown(text[a:b]) for a, b in parse_spans(spans)] if state == "read" else []
        return Reading(
            file=row.file,
            row=row.line,
            record=row.id,
            table=self.table(row).title,
            fact=self.fact(pack, row),
            source=self.cell(row, "source"),
            spans=spans,
            passage=" … ".join(filter(None, pieces)),
            state=state,
            unnamed=self.unnamed(row),
            problems=tuple(problems),
        )

    def fact(self, pack: Pack, row: Row) -> Text:
        """The cells of a row in one line, in both languages."""
        said: list[Text] = []
        for column in self.table(row).columns.values():
            value = row.cells.get(column.name, "")
            if not value or column.property in _EVIDENCE or column.property is None:
                continue
            if column.type == "ref":
                labels = [self.label(key) for key in self.refs(pack, row, column)]
                said.append(Text("、".join(t.zh for t in labels), ", ".join(t.en for t in labels)))
            elif value != column.default:
                said.append(Text(value, value))
        return Text(" · ".join(t.zh for t in said), " · ".join(t.en for t in said))

    def label(self, key: _Key) -> Text:
        row = self.rows.get(key)
        if row is None:
            return Text(key[1], key[1])
        zh = row.cells.get("name_zh", row.id)
        return Text(zh, row.cells.get("name_en", zh))

    def unnamed(self, row: Row) -> tuple[str, ...]:
        return tuple(filter(None, self.cell(row, "unnamed").split(";")))

    def check(self, pack: Pack, row: Row) -> tuple[State, list[Finding]]:
        """What a row does not show, or does not say, of its evidence."""
        wanted = dict(self.wanted(pack, row))
        excused = self.unnamed(row)
        found = [
            self.say("unknown-unnamed", row, "unnamed", name=name, known=", ".join(wanted))
            for name in excused
            if name not in wanted
        ]
        if excused and not self.cell(row, "note"):
            found.append(self.say("no-reason", row, "note", name=", ".join(excused)))
        state, text = self.text(pack, row)
        if state == "no_text" and self.cell(row, "passage"):
            found.append(self.say("no-text", row, "passage", source=self.cell(row, "source")))
        if state != "read":
            return state, found
        spans = parse_spans(self.cell(row, "passage"))
        outside = [f"{start}-{end}" for start, end in spans if end > len(text)]
        if outside:
            found.append(
                self.say("outside", row, "passage", spans=";".join(outside), length=len(text))
            )
            return state, found
        blank = [f"{start}-{end}" for start, end in spans if not text[start:end].strip()]
        if blank:
            found.append(self.say("blank", row, "passage", spans=";".join(blank)))
        passage = packed("".join(text[start:end] for start, end in spans))
        found += self.absent(row, passage, wanted, excused)
        return state, found

    def absent(
        self, row: Row, passage: str, wanted: dict[str, list[set[str]]], excused: Collection[str]
    ) -> Iterator[Finding]:
        """The columns whose words do not stand in a passage, and needless excuses."""
        for name, ends in wanted.items():
            missing = [names for names in ends if not any(holds(passage, words) for words in names)]
            value = row.cells.get(name, row.id)
            if missing and name not in excused:
                code = "no-figure" if name == self.column(row, "rawFigure") else "no-name"
                yield self.say(code, row, name, name=name, value=value)
            elif not missing and name in excused:
                yield self.say("needless-unnamed", row, "unnamed", "warning", name=name)

    def wanted(self, pack: Pack, row: Row) -> Iterator[tuple[str, list[set[str]]]]:
        """Columns, and for each of their values the words of which one must be printed."""
        table = self.table(row)
        for column in table.columns.values():
            value = row.cells.get(column.name)
            if value is None:
                continue
            if column.property in _PRINTED:
                yield column.name, [{packed(value)}]
            elif table.kind == "thing" and column.property == RDFS_LABEL and column.required:
                yield column.name, [self.names[pack.prefix, row.id]]
            elif table.kind == "record" and _is_end(column):
                keys = self.refs(pack, row, column)
                yield column.name, [self.names.get(key, set()) for key in keys]

    def column(self, row: Row, term: str) -> str:
        column = self.table(row).column_of(KG + term)
        return column.name if column else ""

    def say(
        self, code: str, row: Row, at: str, severity: Severity = "error", **values: object
    ) -> Finding:
        """A finding at a column, given by its name or by the term that it carries."""
        at = at if at in self.table(row).columns else self.column(row, at)
        return finding("verify", code, row.file, row.line, at, severity, id=row.id, **values)


def _is_end(column: Column) -> bool:
    """Whether a record would not stand without the thing in this column."""
    return column.required and column.type == "ref" and not _OWN_MEASURES.issuperset(column.to)
