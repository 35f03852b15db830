"""From a firm to its partners: runs the queries and puts the rows together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kg.errors import Text
from kg.messages import message
from kg.partners.coverage import coverage_by_role, coverage_of
from kg.partners.edges import Edge, partner_edges
from kg.partners.model import Crowd, Partner, PartnerAnswer, Peer
from kg.partners.queries import ASKED_TYPES, FAMILY, SEGMENTS, Rows, peers, supplies
from kg.partners.roles import ROLES, RoleFilter, bridge_role, role_filter, role_of
from kg.partners.standing import standing
from kg.partners.tiers import Step, Supply, walk
from kg.records import Ref, Scope, evidence_of, labels_of, local_id, refs_of, select_about
from kg.store import Solution, Store
from kg.vocab import local_name

if TYPE_CHECKING:
    from kg.selection import Selection

__all__ = ["ASKED_TYPES", "partners"]

_MOST_PEERS = 100
"""A segment with more records than this is not listed: ``kg who`` lists it."""

_NOTHING = Text("", "")
_Key = tuple[str, str]


def partners(
    store: Store,
    firm: str,
    scope: Scope,
    *,
    roles: Iterable[str] = (),
    selection: Selection | None = None,
    tier: int = 1,
    observed: bool = False,
) -> PartnerAnswer:
    """Everyone that a firm or plant (IRI) has a recorded dealing with, one row a record.

    A plant answers with its own rows first, then with those of the firm that runs it and of that
    firm's other plants, which are not ``own`` and have a coverage of their own; its peers are
    those of its own segments. A firm answers together with its plants, and with itself in other
    packs (the same credit code). ``of`` says for which of them a row holds. A row over a project,
    platform, consortium or joint venture has two records.

    ``roles`` (groups or edge roles, as a person names them) and ``selection`` limit the rows;
    coverage and peers stay those of the whole answer. ``tier`` adds suppliers of suppliers up
    to that tier, each at its least, by records that hold: planned and ended ones do not carry a
    further tier; who supplies a plant is not taken to supply its owner there. ``observed`` keeps
    to records that a source states. Raises OptionError for an unknown role.
    O(records of the firm, of its projects and its tiers).
    """
    members = select_about(store, FAMILY, "self", [firm])
    family = {firm} | {row["member"].value for row in members}
    operators = {row["member"].value for row in members if row["how"].value == "operator"}
    itself = {firm} | {row["member"].value for row in members if row["how"].value == "same"}
    own = itself if operators else family
    edges = partner_edges(store)
    limit = role_filter(roles, edges.values()) if roles else RoleFilter()
    steps, used = _tiers(store, family, scope, tier, observed=observed)
    query = Rows(edges, firm, family, scope, observed=observed)
    sparql = query.query(limit, used)
    kept = _by_record(store.select(sparql), firm)
    whole = _by_record(store.select(query.query()), firm) if limit or used else kept
    if selection:
        # With the partners known the filter looks each of them up, not a whole city.
        others = {row["other"].value for row in kept.values()}
        chosen = selection.among(store, "?other", scope, others)
        sparql = query.query(limit, used, chosen, selection.records)
        kept = _by_record(store.select(sparql), firm)
    reader = _Reader(store, own, operators | {firm}, {**whole, **kept}, edges, steps)
    known = [reader.row(key) for key in whole]
    rows = sorted((reader.row(key) for key in kept), key=_order)
    shown = {row["record"].value for row in store.select(query.uncounted())}
    partners_known = {row["other"].value for row in whole.values()} | family
    beside, crowds = _peers(store, own, scope, partners_known, observed=observed)
    return PartnerAnswer(
        firm=reader.refs[firm],
        rows=tuple(rows),
        peers=beside,
        crowds=crowds,
        coverage=coverage_of(row for row in known if row.own),
        operators=tuple(sorted((reader.refs[iri] for iri in operators), key=lambda ref: ref.id)),
        operator_coverage=coverage_of(row for row in known if not row.own) if operators else None,
        asked=coverage_by_role(known, limit.groups()),
        missing_tier=_missing(steps, tier) if limit.tiers() else 0,
        hidden=len(shown - {record for record, near in whole if not near}),
        unfiltered=len(whole),
        sparql=sparql,
    )


def _tiers(
    store: Store, family: Iterable[str], scope: Scope, depth: int, *, observed: bool
) -> tuple[dict[str, Step], list[Supply]]:
    """How suppliers are reached, and the supply relations above the first tier."""
    if depth < 2:
        return {}, []
    text = supplies(scope, observed=observed)

    def supplies_to(customers: Sequence[str]) -> list[Supply]:
        rows = select_about(store, text, "customer", customers)
        return [Supply(*(row[n].value for n in ("record", "customer", "supplier"))) for row in rows]

    steps, used = walk(family, supplies_to, depth)
    return steps, [supply for supply in used if steps[supply.customer].tier]


def _missing(steps: Mapping[str, Step], depth: int) -> int:
    """The first tier asked for beyond the first that no record reaches, or 0."""
    reached = max((step.tier for step in steps.values()), default=0)
    first = max(reached + 1, 2)
    return first if first <= depth else 0


def _by_record(rows: Iterable[Solution], firm: str) -> dict[_Key, Solution]:
    """One row a record, or a pair of records: the first by who sees it and by the record's kind."""
    kept: dict[_Key, Solution] = {}
    for row in sorted(rows, key=lambda row: _preference(row, firm)):
        near = row["nearRecord"].value if "nearRecord" in row else ""
        kept.setdefault((row["record"].value, near), row)
    return kept


def _preference(row: Solution, firm: str) -> tuple[bool, list[str]]:
    values = [row[n].value if n in row else "" for n in ("self", "other", "kind", "since")]
    return values[0] != firm, values


def _order(row: Partner) -> tuple[object, ...]:
    return (
        not row.own, ROLES.index(row.role_group), row.tier, row.via is not None, row.relation,
        row.partner.id, row.evidence.record, [e.record for e in row.through],
    )  # fmt: skip


class _Reader:
    """Everything that the rows mention, fetched in a few queries."""

    def __init__(
        self,
        store: Store,
        own: set[str],
        named: set[str],
        found: Mapping[_Key, Solution],
        edges: Mapping[str, Edge],
        steps: Mapping[str, Step],
    ) -> None:
        self._own, self._found, self._edges, self._steps = own, found, edges, steps
        rows = found.values()
        ways = [step for row in rows if (step := self._way(row))]
        things = {row[n].value for row in rows for n in ("self", "via", "other") if n in row}
        things |= {thing for way in ways for thing in way.firms} | named
        self.refs = refs_of(store, things)
        records = {record for key in found for record in key if record}
        self._evidence = evidence_of(store, records | {r for way in ways for r in way.records})
        stands = standing(store, (row["other"].value for row in rows))
        self._places, self._segments = stands["place"], stands["segment"]
        terms = {row[n].value for row in rows for n in ("kind", "product") if n in row}
        self._labels = labels_of(store, terms)

    def _way(self, row: Solution) -> Step | None:
        """How the customer of a row above the first tier is reached."""
        return self._steps[row["via"].value] if "self" not in row else None

    def row(self, key: _Key) -> Partner:
        """One row."""
        row = self._found[key]
        record, near = key
        way = self._way(row)
        firms = way.firms if way else (row["self"].value,)
        between = [row["via"].value] if near else list(firms[1:])
        other = row["other"].value
        edge, direction = local_name(row["edge"].value), row["direction"].value
        kind = local_name(row["kind"].value) if "kind" in row else ""
        if near:
            via = self.refs[row["via"].value]
            group = bridge_role(edge, via.type)
            role = message(f"partners.{edge}_beside")
        else:
            group = role_of(edge, direction, kind, self.refs[other].type)
            role = self._edges[edge].role(direction)
        return Partner(
            role=role,
            role_group=group,
            partner=self.refs[other],
            relation=edge,
            direction=direction,
            kind=self._label(row, "kind"),
            of=self.refs[firms[0]],
            product=self._label(row, "product"),
            place=self._places.get(other, _NOTHING),
            segment=self._segments.get(other, _NOTHING),
            since=row["since"].value if "since" in row else "",
            until=row["until"].value if "until" in row else "",
            evidence=self._evidence[record],
            between=tuple(self.refs[thing] for thing in between),
            through=tuple(
                self._evidence[r] for r in ([near] if near else way.records if way else ())
            ),
            tier=way.tier + 1 if way else 1,
            own=firms[0] in self._own,
        )

    def _label(self, row: Solution, name: str) -> Text:
        return self._labels[row[name].value] if name in row else _NOTHING


def _peers(
    store: Store, family: Iterable[str], scope: Scope, partners_known: set[str], *, observed: bool
) -> tuple[tuple[Peer, ...], tuple[Crowd, ...]]:
    """Who works in the same segments and is no partner; segments too full to list."""
    segments = sorted(r["segment"].value for r in select_about(store, SEGMENTS, "self", family))
    text, crowded, rows = peers(_MOST_PEERS + 1, observed=observed), set(), []
    for segment in segments:
        found = select_about(store, text, "segment", [segment])
        if len(found) > _MOST_PEERS:
            crowded.add(segment)
        else:
            rows += [row for row in found if row["other"].value not in partners_known]
    holding = scope.keep(store, (row["record"].value for row in rows))
    rows = [row for row in rows if row["record"].value in holding]
    refs = refs_of(store, {row["other"].value for row in rows} | set(segments))
    by_segment = {
        (row["segment"].value, row["other"].value): Peer(
            refs[row["other"].value],
            refs[row["segment"].value].label,
            local_id(store, row["record"].value),
        )
        for row in sorted(rows, key=lambda row: row["record"].value, reverse=True)
        if _is_peer(refs[row["other"].value])
    }
    crowds = [Crowd(refs[segment], _MOST_PEERS) for segment in crowded]
    return (
        tuple(sorted(by_segment.values(), key=lambda p: (p.segment, p.peer.id))),
        tuple(sorted(crowds, key=lambda crowd: crowd.segment.id)),
    )


def _is_peer(ref: Ref) -> bool:
    return ref.type in ASKED_TYPES and not ref.is_group
