"""Reading the workspace of one chain out of a store, as of a day."""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import Text
from kg.records import Evidence, Ref, Scope, evidence_of, refs_of, select_about
from kg.store import Solution, Store
from kg.workspace.model import VIAS, Holder, Mention, Slot, Workspace

__all__ = ["workspace"]

_SLOTS = """
SELECT ?slot ?zh ?en WHERE {
  ?concept skos:inScheme kg:scheme-chain-slot ; skos:notation ?slot ; kg:order ?order .
  ?concept rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  ?concept rdfs:label ?en FILTER (LANG(?en) = "en")
} ORDER BY ?order"""

_ROLES = """
SELECT ?record ?slot ?thing ?since ?until ?unnamed WHERE {
  #PARAM chain
  ?record a kg:ChainRole ; kg:chain ?chain ; kg:holder ?thing ; kg:role/skos:notation ?slot .
  OPTIONAL { ?record kg:since ?since }
  OPTIONAL { ?record kg:until ?until }
  OPTIONAL { ?record kg:unnamed ?unnamed FILTER (STR(?unnamed) = "holder") }
}"""

_DOCUMENTS = """
SELECT ?record ?slot ?thing ?since ?until ?unnamed WHERE {
  #PARAM chain
  VALUES (?class ?slot) { (kg:ChainMap "map") (kg:WorkList "lists") }
  ?record a kg:Coverage ; kg:covered ?chain ; kg:instrument ?thing .
  ?thing a ?class .
  OPTIONAL { ?record kg:since ?from }
  OPTIONAL { ?thing kg:date ?issued }
  OPTIONAL { ?record kg:until ?until }
  OPTIONAL { ?record kg:unnamed ?unnamed FILTER (STR(?unnamed) = "instrument") }
  BIND (COALESCE(?from, ?issued) AS ?since)
}"""

_MECHANISMS = """
SELECT ?record ?slot ?thing ?via WHERE {
  #PARAM chain
  { ?record kg:covered ?chain . BIND ("chain" AS ?via) }
  UNION { ?chain kg:partOf ?whole . ?record kg:covered ?whole . BIND ("group" AS ?via) }
  UNION { ?chain kg:jurisdiction ?area . ?record kg:covered ?area . BIND ("area" AS ?via) }
  ?record a kg:Coverage ; kg:instrument ?thing .
  ?thing kg:callsFor/skos:notation ?slot .
}"""

_POSTS = """
SELECT ?record ?person ?at ?zh ?en WHERE {
  #PARAM person
  ?record a kg:Post ; kg:person ?person ; kg:organization ?at .
  ?record kg:postTitle ?zh FILTER (LANG(?zh) = "zh")
  OPTIONAL { ?record kg:postTitle ?en FILTER (LANG(?en) = "en") }
}"""

_ENDED = "ended"


def workspace(store: Store, chain_iri: str, scope: Scope) -> Workspace:
    """The workspace of a chain (IRI) as of a day; a record that has ended fills nothing."""
    reader = _Reader(store, chain_iri, scope)
    holders = reader.holders()
    mentions = reader.mentions()
    return Workspace(
        chain=refs_of(store, [chain_iri])[chain_iri],
        slots=tuple(
            Slot(
                id=slot,
                label=Text(row["zh"].value, row["en"].value),
                holders=tuple(h for name, h in holders if name == slot),
                mentions=tuple(m for name, m in mentions if name == slot),
            )
            for row in store.select(_SLOTS)
            for slot in (row["slot"].value,)
        ),
    )


class _Reader:
    """Reads the records of one chain with their evidence, as of a day."""

    def __init__(self, store: Store, chain: str, scope: Scope) -> None:
        self._store = store
        self._chain = chain
        self._scope = scope

    def holders(self) -> list[tuple[str, Holder]]:
        """Slots and what fills them, by the id of that and of the record."""
        rows, refs, evidence = self._read(_ROLES, _DOCUMENTS)
        posts = self._posts(iri for iri, ref in refs.items() if ref.type == "Person")
        found = [
            (
                row["slot"].value,
                Holder(
                    thing=refs[row["thing"].value],
                    since=_text(row, "since"),
                    until=_text(row, "until"),
                    evidence=evidence[row["record"].value],
                    named="unnamed" not in row,
                    posts=posts.get(row["thing"].value, ()),
                ),
            )
            for row in rows
        ]
        kept = [(slot, h) for slot, h in found if _ENDED not in (h.thing.status, h.evidence.status)]
        return sorted(kept, key=lambda pair: (pair[1].thing.id, pair[1].evidence.record))

    def mentions(self) -> list[tuple[str, Mention]]:
        """Slots and the mechanisms that call for them, what applies to the chain itself first."""
        rows, refs, evidence = self._read(_MECHANISMS)
        found = [
            (
                row["slot"].value,
                Mention(refs[row["thing"].value], via, evidence[row["record"].value]),
            )
            for via in VIAS
            for row in rows
            if row["via"].value == via
        ]
        kept = [
            (slot, m) for slot, m in found if _ENDED not in (m.mechanism.status, m.evidence.status)
        ]
        return sorted(
            kept, key=lambda p: (VIAS.index(p[1].via), p[1].mechanism.id, p[1].evidence.record)
        )

    def _read(self, *queries: str) -> tuple[list[Solution], dict[str, Ref], dict[str, Evidence]]:
        rows = [
            row for query in queries for row in select_about(self._store, query, "chain",
                                                             [self._chain])
        ]  # fmt: skip
        kept = self._scope.keep(self._store, (r["record"].value for r in rows))
        rows = [r for r in rows if r["record"].value in kept]
        refs = refs_of(self._store, (r["thing"].value for r in rows))
        return rows, refs, evidence_of(self._store, kept)

    def _posts(self, people: Iterable[str]) -> dict[str, tuple[Text, ...]]:
        rows = select_about(self._store, _POSTS, "person", people)
        kept = self._scope.keep(self._store, (r["record"].value for r in rows))
        at = refs_of(self._store, (r["at"].value for r in rows))
        found: dict[str, set[Text]] = {}
        for row in rows:
            if row["record"].value in kept:
                zh, body = row["zh"].value, at[row["at"].value].label
                en = _text(row, "en") or zh
                post = Text(f"{body.zh}{zh}", f"{en}, {body.en}")
                found.setdefault(row["person"].value, set()).add(post)
        return {person: tuple(sorted(posts)) for person, posts in found.items()}


def _text(row: Solution, name: str) -> str:
    value: str = row[name].value if name in row else ""
    return value
