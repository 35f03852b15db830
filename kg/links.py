"""Links: records read as direct edges between two things.

Which record class links what is declared in the ontology (``edgeRecord``, ``edgeSource``,
``edgeTarget``); nothing here knows one by name. Edges to a literal (other names) are no links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.errors import Text
from kg.messages import message
from kg.records import Evidence, Scope, evidence_of, labels_of
from kg.relations import Relation, declared
from kg.store import Solution, Store
from kg.vocab import local_name

__all__ = ["Counted", "Link", "Links", "cited", "joined"]

_BRANCH = """\
  {{
    {bound}
    ?edge kg:{self_end} ?near ; kg:{other_end} ?far ; kg:edgeRecord ?class .
    ?record ?near ?self ; ?far ?other ; a ?class .
    FILTER (ISIRI(?other))
    BIND ("{direction}" AS ?direction)
{conditions}
  }}"""

_LINKS = """\
SELECT DISTINCT ?record ?edge ?self ?other ?direction ?through ?kind ?product
                ?since ?until{variables} WHERE {{
{branches}
  OPTIONAL {{ ?record kg:kind|kg:role ?kind }}
  OPTIONAL {{ ?record kg:product ?product FILTER (?product != ?other && ?product != ?self) }}
  OPTIONAL {{ ?record kg:since ?since }}
  OPTIONAL {{ ?record kg:until ?until }}
}}"""

_OFF = frozenset({"proposed", "planned", "ended"})


@dataclass(frozen=True)
class Counted:
    """Which records count: valid on the day, and of what status, basis and relation.

    ``relations`` are names; empty means all.
    """

    scope: Scope
    planned: bool = False
    observed: bool = False
    relations: tuple[str, ...] = ()

    def where(self) -> str:
        """The SPARQL conditions on ?record and ?edge, for the innermost group."""
        # NOT EXISTS and EXISTS, not joins: a join on ?status makes the engine begin with all
        # records of that status, which costs a hundred times as much.
        parts = []
        if not self.planned:
            off = ", ".join(f"kg:status-{name}" for name in sorted(_OFF))
            parts.append(
                f"FILTER NOT EXISTS {{ ?record kg:status ?status FILTER (?status IN ({off})) }}"
            )
        if self.observed:
            parts.append("FILTER EXISTS { ?record kg:basis kg:basis-stated }")
        if self.relations:
            parts.append(f"FILTER (?edge IN ({', '.join(f'kg:{n}' for n in self.relations)}))")
        parts.append(self.scope.where("?record"))
        return "\n".join(parts)

    def counts(self, status: str, basis: str, since: str, until: str, published: str) -> bool:
        """The same of one record: notations of status and basis, partial dates or ""."""
        if status in _OFF and not self.planned:
            return False
        if self.observed and basis != "stated":
            return False
        return self.scope.holds(since, until, published)


@dataclass(frozen=True)
class Link:
    """One record that ties ``thing`` to ``other``.

    ``direction`` is "out" where the thing is the source end, "in" where it is the target, "both"
    where the relation has none. ``through`` is a thing between the record and ``other``: the
    place within it, the segment of the chain; "" for a record's own end. ``title`` names an end
    that is no thing (an award).
    """

    record: str
    relation: Relation
    thing: str
    other: str
    direction: str
    through: str
    kind: Text
    product: Text
    since: str
    until: str
    evidence: Evidence
    title: Text | None = None

    @property
    def role(self) -> Text:
        """What the other is to the thing: its supplier, its owner, its segment."""
        return self.relation.source_role if self.direction == "in" else self.relation.target_role

    @property
    def detail(self) -> Text:
        """Kind and product in words; empty where the record has none."""
        given = [text for text in (self.kind, self.product) if text.zh]
        return joined(given, "，", ", ")

    def turned(self) -> Link:
        """The same record, seen from the other end."""
        opposite = {"in": "out", "out": "in"}.get(self.direction, self.direction)
        return replace(self, thing=self.other, other=self.thing, direction=opposite)

    def sentence(self, names: Mapping[str, Text]) -> Text:
        """What the record says, in the words of its relation; no full stop, no ``detail``."""
        source, target = (
            (self.other, self.thing) if self.direction == "in" else (self.thing, self.other)
        )
        ends = {"source": names[source], "target": names[target]}
        try:
            return message(f"why_path.{self.relation.name}", kind=self.kind, **ends)
        except KeyError:  # a relation that an extended ontology declares
            return message("why_path.related", relation=self.relation.label, **ends)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "relation": self.relation.name,
            "relation_zh": self.relation.label.zh,
            "relation_en": self.relation.label.en,
            "direction": self.direction,
            "role_zh": self.role.zh,
            "role_en": self.role.en,
            "kind_zh": self.kind.zh,
            "kind_en": self.kind.en,
            "product_zh": self.product.zh,
            "product_en": self.product.en,
            "since": self.since,
            "until": self.until,
            "evidence": self.evidence.as_json(),
        }


def joined(texts: Sequence[Text], zh: str, en: str) -> Text:
    """Texts in a row, with what stands between them in either language."""
    return Text(zh.join(t.zh for t in texts), en.join(t.en for t in texts))


def cited(evidence: Evidence) -> Text:
    """A record as a sentence cites it: its id, document and span, and what is not plain."""
    if evidence.source:
        said = message("why_path.record", record=evidence.record, source=evidence.short())
    else:
        origins = joined([Text(i, i) for i in evidence.derived_from], "、", ", ")
        said = message("why_path.record_derived", record=evidence.record, origins=origins)
    marks = [f"basis.{evidence.basis}"] if evidence.source and evidence.basis != "stated" else []
    marks += [] if evidence.status in ("", "existing") else [f"status.{evidence.status}"]
    for mark in map(message, marks):
        said = Text(f"{said.zh}，{mark.zh}", f"{said.en}, {mark.en}")
    return said


class Links:
    """Reads links from a store, under one rule of what counts."""

    def __init__(self, store: Store, counted: Counted) -> None:
        self._store = store
        self._counted = counted
        self.relations = declared(store)

    @property
    def counted_relations(self) -> tuple[Relation, ...]:
        """The relations that the rule lets through."""
        wanted = self._counted.relations or tuple(self.relations)
        return tuple(r for name, r in self.relations.items() if name in wanted)

    def read(
        self, bound: str, *, further: Sequence[str] = (), variables: str = ""
    ) -> tuple[tuple[Link, ...], list[Solution], str]:
        """Whole links, rows that are no links, and the query that gave both.

        ``bound`` is SPARQL that binds ?self (and perhaps ?other) in each branch. ``further``
        holds more branches, which bind ?record, ?self and either ?edge, ?other, ?direction and
        ?through, or other ``variables``: a row without ?other is no link.
        """
        query = self._query(bound, further, variables)
        rows = self._store.select(query)
        return (
            self._links([r for r in rows if "other" in r]),
            [r for r in rows if "other" not in r],
            query,
        )

    def _query(self, bound: str, further: Sequence[str], variables: str) -> str:
        branches = [
            _BRANCH.format(
                bound=bound,
                self_end=ends[0],
                other_end=ends[1],
                direction=direction,
                conditions=self._counted.where(),
            )
            for direction, ends in (
                ("out", ("edgeSource", "edgeTarget")),
                ("in", ("edgeTarget", "edgeSource")),
            )
        ]
        branches += [
            branch.format(bound=bound, conditions=self._counted.where()) for branch in further
        ]
        return _LINKS.format(branches=" UNION\n".join(branches), variables=variables)

    def _links(self, rows: Sequence[Solution]) -> tuple[Link, ...]:
        evidence = evidence_of(self._store, {row["record"].value for row in rows})
        terms = {row[n].value for row in rows for n in ("kind", "product") if n in row}
        labels = labels_of(self._store, terms)
        nothing = Text("", "")
        found: dict[tuple[str, ...], Link] = {}
        for row in rows:
            relation = self.relations[local_name(row["edge"].value)]
            link = Link(
                record=row["record"].value,
                relation=relation,
                thing=row["self"].value,
                other=row["other"].value,
                direction="both" if relation.symmetric else row["direction"].value,
                through=_value(row, "through"),
                kind=labels.get(_value(row, "kind"), nothing),
                product=labels.get(_value(row, "product"), nothing),
                since=_value(row, "since"),
                until=_value(row, "until"),
                evidence=evidence[row["record"].value],
            )
            # A record with several kinds or products is one link all the same.
            key = (link.record, link.thing, link.other, link.through, link.relation.name)
            if key not in found or (link.kind, link.product) < (
                found[key].kind,
                found[key].product,
            ):
                found[key] = link
        return tuple(found[key] for key in sorted(found))


def _value(row: Solution, name: str) -> str:
    return row[name].value if name in row else ""
