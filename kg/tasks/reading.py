"""Reading tasks out of a store, as they stood on a day."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping

import pyoxigraph as ox

from kg.dates import PartialDate
from kg.errors import Text
from kg.messages import message
from kg.query import bind
from kg.records import labels_of, local_id, refs_of, select_about
from kg.store import Solution, Store
from kg.tasks.model import CLOSED, Subject, Task, TasksAnswer, standing
from kg.vocab import KG

__all__ = ["category_words", "task_categories", "tasks"]

_OPEN = f"{KG}task-status-open"

_TASKS = """
SELECT ?task ?chain ?category ?categoryTerm ?status ?statusTerm ?zh ?en ?owner ?person ?at ?name
       ?list ?due ?opened ?closed ?resultZh ?resultEn ?source ?note WHERE {
  ?task a kg:Task ; kg:chain ?chain ; kg:category ?categoryTerm ; kg:taskStatus ?statusTerm .
  ?categoryTerm skos:notation ?category .
  ?statusTerm skos:notation ?status .
  OPTIONAL { ?task kg:taskTitle ?zh FILTER (LANG(?zh) = "zh") }
  OPTIONAL { ?task kg:taskTitle ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?task kg:taskOwner ?owner
    OPTIONAL { ?owner a kg:Post ; kg:person ?person ; kg:organization ?at } }
  OPTIONAL { ?task kg:ownerName ?name }
  OPTIONAL { ?task kg:onList ?list }
  OPTIONAL { ?task kg:due ?due }
  OPTIONAL { ?task kg:opened ?opened }
  OPTIONAL { ?task kg:closed ?closed }
  OPTIONAL { ?task kg:result ?resultZh FILTER (LANG(?resultZh) = "zh") }
  OPTIONAL { ?task kg:result ?resultEn FILTER (LANG(?resultEn) = "en") }
  OPTIONAL { ?task kg:source ?source }
  OPTIONAL { ?task kg:note ?note }
}"""

_ABOUT = "SELECT ?task ?thing WHERE { ?task a kg:Task ; kg:about ?thing }"

_POSTS = """
SELECT ?post ?zh ?en WHERE {
  #PARAM post
  ?post a kg:Post .
  OPTIONAL { ?post kg:postTitle ?zh FILTER (LANG(?zh) = "zh") }
  OPTIONAL { ?post kg:postTitle ?en FILTER (LANG(?en) = "en") }
}"""

_RECORDS = """
SELECT ?record ?class ?property ?thing WHERE {
  #PARAM record
  ?record a ?class . ?class rdfs:subClassOf kg:Record .
  OPTIONAL { ?record ?property ?thing
    FILTER (isIRI(?thing) && ?property NOT IN (kg:source, kg:derivedFrom, kg:passage, rdf:type)) }
}"""

_WORDS = """
SELECT ?category ?word WHERE {
  ?concept skos:inScheme kg:scheme-task-category ; skos:notation ?category ;
    rdfs:label|skos:altLabel|skos:notation ?word .
}"""

_CATEGORIES = """
SELECT ?category ?zh ?en WHERE {
  ?concept skos:inScheme kg:scheme-task-category ; skos:notation ?category ; kg:order ?order .
  ?concept rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  ?concept rdfs:label ?en FILTER (LANG(?en) = "en")
} ORDER BY ?order"""


def task_categories(store: Store) -> dict[str, Text]:
    """The categories of tasks: notation to label, in the order of the scheme."""
    return {
        row["category"].value: Text(row["zh"].value, row["en"].value)
        for row in store.select(_CATEGORIES)
    }


def category_words(store: Store) -> dict[str, str]:
    """Every word that means a category (notation, label, alternative label), folded, to its
    notation."""
    rows = store.select(_WORDS)
    return {row["word"].value.casefold(): row["category"].value for row in rows}


def tasks(
    store: Store,
    day: datetime.date,
    *,
    chains: Collection[str] = (),
    categories: Collection[str] = (),
    owner: str = "",
    owner_name: str = "",
    overdue: bool = False,
) -> TasksAnswer:
    """Tasks as of a day: of these chains (IRIs) and categories (notations), of an owner.

    ``owner`` is an IRI: a post counts for its person and for its organization. ``owner_name`` is
    a part of the name entered; where both are given, either will do. ``overdue`` keeps those due
    before the day and neither done nor dropped by then. Linear in the number of tasks.
    """
    rows = store.select(_TASKS)
    rows = [row for row in rows if not _after(_text(row, "opened"), day)]
    later = len(store.select("SELECT ?task WHERE { ?task a kg:Task }")) - len(rows)
    reader = _Reader(store, rows, day)
    found = [
        task
        for task in map(reader.task, rows)
        if (not chains or task.chain.iri in chains)
        and (not categories or task.category in categories)
        and (not (owner or owner_name) or task.is_of(owner, owner_name))
        and (not overdue or task.overdue)
    ]
    return TasksAnswer(day, tuple(sorted(found, key=_urgency)), len(rows), later)


def _after(partial: str, day: datetime.date) -> bool:
    return bool(partial) and PartialDate.parse(partial).first > day


def _urgency(task: Task) -> tuple[bool, datetime.date, str]:
    last = PartialDate.parse(task.due).last if task.due else datetime.date.max
    return (task.status in CLOSED, last, task.id)


class _Reader:
    """The rows of tasks and everything that they point at, fetched in one go."""

    def __init__(self, store: Store, rows: Iterable[Solution], day: datetime.date) -> None:
        rows = list(rows)
        self._store = store
        self._day = day
        self._about: dict[str, list[str]] = {}
        for row in store.select(_ABOUT):
            self._about.setdefault(row["task"].value, []).append(row["thing"].value)
        pointed = {iri for things in self._about.values() for iri in things}
        for name in ("chain", "owner", "person", "at"):
            pointed |= {row[name].value for row in rows if name in row}
        self._refs = refs_of(store, pointed)
        self._records = _records(store, pointed - self._refs.keys())
        terms = {row[name].value for row in rows for name in ("categoryTerm", "statusTerm")}
        self._labels = labels_of(store, terms)
        self._open = labels_of(store, [_OPEN])[_OPEN]
        self._titles = _titles(store, (r["owner"].value for r in rows if "person" in r))

    def task(self, row: Solution) -> Task:
        iri = row["task"].value
        due, closed = _text(row, "due"), _text(row, "closed")
        status, overdue = standing(row["status"].value, due, closed, self._day)
        reopened = status != row["status"].value
        owner_iri = _text(row, "owner")
        return Task(
            id=local_id(self._store, iri),
            iri=iri,
            chain=self._refs[row["chain"].value],
            category=row["category"].value,
            category_label=self._labels[row["categoryTerm"].value],
            title=_both(row, "zh", "en"),
            about=tuple(sorted(map(self._subject, self._about.get(iri, ())), key=lambda s: s.id)),
            list=_text(row, "list"),
            owner=self._owner(row),
            owner_id=local_id(self._store, owner_iri) if owner_iri else "",
            owner_iris=frozenset(_text(row, n) for n in ("owner", "person", "at")) - {""},
            owner_name=_text(row, "name"),
            due=due,
            status=status,
            status_label=self._open if reopened else self._labels[row["statusTerm"].value],
            opened=_text(row, "opened"),
            closed="" if reopened else closed,
            result=Text("", "") if reopened else _both(row, "resultZh", "resultEn"),
            overdue=overdue,
            source=local_id(self._store, row["source"].value) if "source" in row else "",
            note=_text(row, "note"),
        )

    def _subject(self, iri: str) -> Subject:
        local = local_id(self._store, iri)
        ref = self._refs.get(iri)
        return Subject(iri, local, ref.label if ref else self._records[iri])

    def _owner(self, row: Solution) -> Text:
        if "owner" not in row:
            return Text("", "")
        if "person" not in row:
            return self._refs[row["owner"].value].label
        person, body = self._refs[row["person"].value].label, self._refs[row["at"].value].label
        title = self._titles[row["owner"].value]
        return Text(f"{body.zh}{title.zh}{person.zh}", f"{person.en}, {title.en}, {body.en}")


def _records(store: Store, iris: Iterable[str]) -> dict[str, Text]:
    """What records say, in short: the class, and the things that they join."""
    rows = select_about(store, _RECORDS, "record", iris)
    things = refs_of(store, (r["thing"].value for r in rows if "thing" in r))
    classes = labels_of(store, (r["class"].value for r in rows))
    joined: dict[str, dict[Text, None]] = {}
    for row in sorted(rows, key=lambda r: (_text(r, "property"), _text(r, "thing"))):
        found = joined.setdefault(row["record"].value, {})
        if _text(row, "thing") in things:
            found[things[row["thing"].value].label] = None
    cls = {row["record"].value: classes[row["class"].value] for row in rows}
    return {
        iri: message(
            "tasks.about_record",
            cls=cls[iri],
            things=Text("、".join(t.zh for t in found), ", ".join(t.en for t in found)),
        )
        for iri, found in joined.items()
    }


def _titles(store: Store, posts: Iterable[str]) -> Mapping[str, Text]:
    values = [ox.NamedNode(iri) for iri in sorted(set(posts))]
    rows = store.select(bind(_POSTS, {"post": values})) if values else []
    return {row["post"].value: _both(row, "zh", "en") for row in rows}


def _both(row: Solution, zh: str, en: str) -> Text:
    return Text(_text(row, zh), _text(row, en) or _text(row, zh))


def _text(row: Solution, name: str) -> str:
    value: str = row[name].value if name in row else ""
    return value
