"""Contradictions between how many a group is said to have and who is listed in it.

Fewer listed than stated is no contradiction: unknown is not absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kg.conflicts.model import Conflict, Side
from kg.errors import Text
from kg.intervals import Interval, printed_interval
from kg.messages import message
from kg.observations import Observation
from kg.records import Ref, Scope, evidence_of, refs_of
from kg.store import Store
from kg.wording import figure_text

__all__ = ["count_conflicts"]

_GROUPS = "SELECT ?group WHERE { ?group kg:statedCount ?count }"
_LISTED = """
SELECT ?group ?member ?record WHERE {
  { ?record a kg:Membership ; kg:group ?group ; kg:member ?member ; kg:status kg:status-existing }
  UNION
  { ?member kg:partOf ?group BIND (?member AS ?record) }
}"""
_COUNTING = "SELECT ?indicator WHERE { ?indicator kg:countsMembers true }"


def count_conflicts(
    store: Store, scope: Scope, known: Sequence[Observation], labels: dict[str, Text]
) -> Iterator[Conflict]:
    """Groups of which more are listed than any source counts, or whose own count no other
    source's count bears out. Counts of different days may differ; linear in members."""
    reader = _Reader(store, scope, known)
    for group in reader.groups:
        own, stated = reader.own(group), reader.stated(group)
        counts = [*own, *stated]
        listed = reader.listed.get(group.iri, {})
        why = ""
        if counts and all(interval.high < len(listed) for interval, _ in counts):
            why = "conflicts.why_overfull"
            counts.append((Interval(*[Decimal(len(listed))] * 2), reader.list_side(listed)))
        elif own and stated and not any(own[0][0].agrees(i) for i, _ in stated):
            why = "conflicts.why_counts"
        if why:
            yield Conflict(
                kind="counts",
                kind_label=labels["counts"],
                about=group,
                what=message("conflicts.members"),
                why=message(why),
                sides=tuple(side for _, side in counts),
            )


class _Reader:
    def __init__(self, store: Store, scope: Scope, known: Sequence[Observation]) -> None:
        self._store = store
        rows = store.select(_LISTED)
        kept = scope.keep(store, {r["record"].value for r in rows})
        self.listed: dict[str, dict[str, list[str]]] = {}
        for row in rows:
            if row["record"].value in kept:
                members = self.listed.setdefault(row["group"].value, {})
                members.setdefault(row["member"].value, []).append(row["record"].value)
        counting = {r["indicator"].value for r in store.select(_COUNTING)}
        self._counts: dict[str, list[Observation]] = {}
        for obs in known:
            if obs.indicator.iri in counting and obs.kind in ("actual", "cumulative"):
                self._counts.setdefault(obs.subject.iri, []).append(obs)
        counted = {r["group"].value for r in store.select(_GROUPS)}
        self._known = scope.keep(store, counted)
        refs = refs_of(store, counted | (self.listed.keys() & self._counts.keys()))
        self.groups = sorted(refs.values(), key=lambda ref: ref.id)

    def own(self, group: Ref) -> list[tuple[Interval, Side]]:
        """The count on the group's own row, if its source was out."""
        if group.count is None or group.iri not in self._known:
            return []
        operator = group.count_operator or "equal"
        said = message(f"operator.{operator}")
        shown = Text(f"{said.zh}{group.count}", f"{said.en}{group.count:,}")
        interval = printed_interval(Decimal(group.count), str(group.count), operator, counted=True)
        evidence = evidence_of(self._store, [group.iri])[group.iri]
        return [(interval, Side(shown, (evidence,)))]

    def stated(self, group: Ref) -> list[tuple[Interval, Side]]:
        """The counts that figures give, each value once."""
        found: dict[tuple[Text, str], list[Observation]] = {}
        for obs in self._counts.get(group.iri, []):
            found.setdefault((figure_text(obs), obs.period), []).append(obs)
        return [
            (
                group_of[0].interval,
                Side(
                    figure,
                    tuple(obs.evidence for obs in group_of),
                    tuple(dict.fromkeys(obs.raw for obs in group_of)),
                ),
            )
            for (figure, _), group_of in found.items()
        ]

    def list_side(self, listed: dict[str, list[str]]) -> Side:
        """The members listed, with every record that lists one."""
        records = sorted({record for records in listed.values() for record in records})
        names = sorted(ref.label for ref in refs_of(self._store, listed).values())
        evidence = evidence_of(self._store, records)
        shown = message(
            "conflicts.listed",
            count=len(listed),
            names=Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)),
        )
        return Side(shown, tuple(evidence[record] for record in records), computed=True)
