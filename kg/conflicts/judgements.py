"""Curators' judgements, and which contradiction each is of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.conflicts.model import Conflict, ConflictsAnswer, Judgement
from kg.errors import Text
from kg.records import Scope, local_id
from kg.store import Store

__all__ = ["judged", "judgements"]

_JUDGEMENTS = """
SELECT ?judgement ?kind ?record ?prefers ?author ?zh ?en ?date WHERE {
  ?judgement a kg:Judgement ; kg:kind/skos:notation ?kind ; kg:derivedFrom ?record ;
    kg:author ?author ; kg:date ?date ; kg:reason ?zh FILTER (LANG(?zh) = "zh")
  OPTIONAL { ?judgement kg:reason ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?judgement kg:prefers ?prefers }
}"""

# Two growth rates are two values until levels are known to hold them against.
_LIKE = {"growth": "values"}


def judgements(store: Store, scope: Scope) -> list[Judgement]:
    """All judgements passed and valid by the day of ``scope``, sorted by id."""
    rows = store.select(_JUDGEMENTS)
    kept = scope.keep(store, {r["judgement"].value for r in rows})
    found: dict[str, Judgement] = {}
    for row in rows:
        iri = row["judgement"].value
        if iri not in kept or not scope.holds(since=row["date"].value):
            continue
        record = local_id(store, row["record"].value)
        before = found.get(iri)
        zh = row["zh"].value
        found[iri] = Judgement(
            id=local_id(store, iri),
            kind=row["kind"].value,
            records=frozenset({record}) | (before.records if before else frozenset()),
            prefers=local_id(store, row["prefers"].value) if "prefers" in row else "",
            author=row["author"].value,
            reason=Text(zh, row["en"].value if "en" in row else zh),
            date=row["date"].value,
        )
    return sorted(found.values(), key=lambda j: j.id)


def judged(conflicts: Iterable[Conflict], passed: Sequence[Judgement]) -> ConflictsAnswer:
    """Each contradiction with the judgements of its kind whose records all stand on its sides."""
    shown = tuple(
        replace(c, judgements=tuple(j for j in passed if _is_of(j, c))) for c in conflicts
    )
    used = {j.id for c in shown for j in c.judgements}
    return ConflictsAnswer(shown, tuple(j for j in passed if j.id not in used))


def _is_of(judgement: Judgement, conflict: Conflict) -> bool:
    kinds = {_LIKE.get(kind, kind) for kind in (judgement.kind, conflict.kind)}
    return len(kinds) == 1 and judgement.records <= conflict.records
