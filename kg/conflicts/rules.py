"""Contradictions that are declared as queries: ``ontology/conflicts/*.rq``.

Each file begins with a head (see ``kg.query``) of id, kind, title, why, good and bad examples,
and selects pairs: ``?about ?topic ?one ?one_value ?other ?other_value``. ``one`` and ``other``
are records (or things) that cannot both hold in what they say, ``topic`` is the other end of
the matter, if it has one. Pairs of one matter make one contradiction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.conflicts.model import Conflict, Side
from kg.errors import Text
from kg.paths import ontology_dir
from kg.query import read_head
from kg.records import Scope, evidence_of, labels_of, refs_of, select_about
from kg.store import Solution, Store
from kg.wording import period_text

__all__ = ["rule_conflicts"]

_OUT = """
SELECT ?record ?published WHERE {
  #PARAM record
  ?record kg:source ?source . ?source kg:kind kg:source-kind-text .
  OPTIONAL { ?source kg:periodTo ?to } OPTIONAL { ?source kg:periodFrom ?from }
  BIND (COALESCE(?to, ?from) AS ?published)
}"""


@dataclass
class _Matter:
    """The pairs that are of one matter: what is said, and by which records (IRIs)."""

    about: str
    topic: str
    kind: str
    why: list[Text] = field(default_factory=list)
    said: dict[ox.NamedNode | ox.Literal, set[str]] = field(default_factory=dict)


def rule_conflicts(
    store: Store, scope: Scope, labels: dict[str, Text], ontology: Path | None = None
) -> list[Conflict]:
    """What every rule file finds among records whose sources were out on the day of ``scope``.

    A record that has ended counts: that it ended may be just what is contradicted.
    """
    folder = (ontology or ontology_dir()) / "conflicts"
    matters: dict[tuple[str, str, str], _Matter] = {}
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text("utf-8")
        head = read_head(text)
        why = Text(head["why"]["zh"], head["why"]["en"])
        rows = store.select(text)
        late = _late(store, scope, {r[n].value for r in rows for n in ("one", "other")})
        for row in rows:
            if not {row["one"].value, row["other"].value} & late:
                _put(matters, row, head["kind"], why)
    return list(_shown(store, matters, labels))


def _late(store: Store, scope: Scope, records: set[str]) -> set[str]:
    rows = select_about(store, _OUT, "record", records)
    return {
        row["record"].value for row in rows if not scope.holds(published=row["published"].value)
    }


def _put(matters: dict[tuple[str, str, str], _Matter], row: Solution, kind: str, why: Text) -> None:
    topic = row["topic"].value if "topic" in row else ""
    about = row["about"].value
    matter = matters.setdefault((kind, about, topic), _Matter(about, topic, kind))
    if why not in matter.why:
        matter.why.append(why)
    for record, value in (("one", "one_value"), ("other", "other_value")):
        matter.said.setdefault(row[value], set()).add(row[record].value)


def _shown(
    store: Store, matters: dict[tuple[str, str, str], _Matter], labels: dict[str, Text]
) -> Iterator[Conflict]:
    found = matters.values()
    refs = refs_of(store, {m.about for m in found} | {m.topic for m in found if m.topic})
    values = {v.value for m in found for v in m.said if isinstance(v, ox.NamedNode)}
    named = labels_of(store, values)
    evidence = evidence_of(store, {r for m in found for rs in m.said.values() for r in rs})
    for matter in found:
        sides = [
            Side(
                named[value.value] if isinstance(value, ox.NamedNode) else period_text(value.value),
                tuple(evidence[record] for record in sorted(records)),
            )
            for value, records in matter.said.items()
        ]
        yield Conflict(
            kind=matter.kind,
            kind_label=labels[matter.kind],
            about=refs[matter.about],
            what=refs[matter.topic].label if matter.topic else Text("", ""),
            why=Text("；".join(w.zh for w in matter.why), "; ".join(w.en for w in matter.why)),
            sides=tuple(sorted(sides, key=lambda s: (s.value, sorted(s.records)))),
        )
