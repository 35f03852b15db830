"""Sections that no query can fill: answers of other rooms, as drafts.

``gaps`` thin segments · ``matrix`` technology matrices with their empty cells · ``candidates``
firms that a leader could deal with · ``utilisation`` output of capacity · ``nothing`` what no
table of a pack holds yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from kg.errors import Candidate, NothingKnownError, Text
from kg.intervals import ratio
from kg.lists.drafts import Draft, Item, worst
from kg.lists.known import Known, figure_of, parts
from kg.lists.subjects import Subjects
from kg.messages import message
from kg.names import NameIndex
from kg.observations import Observation, observations
from kg.query import saved_queries
from kg.records import select_about
from kg.wording import percent_text

__all__ = ["Answer", "Asked", "answer"]

Answer = Callable[["Asked"], list[Draft]]

_PUSHED = """
SELECT ?record ?covered ?instrument WHERE {
  #PARAM covered
  ?record a kg:Coverage ; kg:covered ?covered ; kg:instrument ?instrument .
  ?instrument a ?class . VALUES ?class { kg:PolicyDocument kg:PolicyMeasure }
}"""

_OUTPUTS = """
SELECT DISTINCT ?record WHERE {
  #PARAM subject
  ?record kg:subject ?subject ; a kg:Observation ; kg:kind kg:observation-kind-actual .
}"""

_FULL = Decimal(100)


@dataclass(frozen=True)
class Asked:
    """What an answer is asked: a chain (IRI), its subjects, and options of the section."""

    known: Known
    chain: str
    subjects: Subjects
    options: Mapping[str, int]


def answer(name: str, asked: Asked) -> list[Draft]:
    """The drafts of a named answer for a chain."""
    return _ANSWERS[name](asked)


def _nothing(_asked: Asked) -> list[Draft]:
    return []


def _gaps(asked: Asked) -> list[Draft]:
    from kg.gaps import gaps

    known, found = asked.known, []
    for gap in gaps(known.store, asked.chain, known.scope).rows:
        label = gap.label or "name"
        state = message("lists.gap_unnamed") if gap.state == "unnamed" else None
        said = message(f"lists.gap_{label}")
        draft = Draft(gap.segment.iri, basis="inferred", words=(label,))
        draft.status = Text(f"{said.zh}，{state.zh}", f"{said.en}, {state.en}") if state else said
        draft.add("what", Item(gap.segment))
        for holding in (*gap.named, *gap.groups):
            draft.add("who", Item(holding.thing))
        for holding in gap.planned:
            draft.add("planned", Item(holding.thing))
        for adjacent in gap.to_check:
            draft.add("candidates", Item(adjacent.firm))
        draft.add("note", Item(gap.why(cited=False)))
        draft.things = [gap.segment.iri]
        draft.ways = [(gap.segment.iri,)]
        held = (*gap.needs, *gap.named, *gap.groups, *gap.planned)
        draft.evidence = [h.evidence for h in (*held, *(a.holding for a in gap.to_check))]
        found.append(draft)
    return found


def _matrix(asked: Asked) -> list[Draft]:
    from kg.technology import matrices

    known = asked.known
    tables = matrices(known.store, asked.chain, known.scope)
    covered = {
        iri
        for table in tables
        for cell in table.cells
        for iri in (table.root.iri, cell.row.iri, cell.column.iri)
    }
    rows = select_about(known.store, _PUSHED, "covered", covered)
    kept = known.keep(row["record"].value for row in rows)
    pushed: dict[str, list[Item]] = {}
    for row in rows:
        if (record := row["record"].value) in kept:
            item = Item(row["instrument"], record=record)
            pushed.setdefault(row["covered"].value, []).append(item)
    found = []
    for table in tables:
        for cell in table.cells:
            draft = Draft(f"{cell.row.iri} {cell.column.iri}", basis="derived")
            draft.words = ("known" if cell.bodies else "empty",)
            draft.status = message(f"lists.cell_{draft.words[0]}")
            draft.add("what", Item(cell.row))
            draft.add("with", Item(cell.column))
            for body in cell.bodies:
                draft.add("who", Item(body))
            for iri in (table.root.iri, cell.row.iri, cell.column.iri):
                for item in pushed.get(iri, ()):
                    draft.add("policy", item)
            found.append(draft)
    return found


def _candidates(asked: Asked) -> list[Draft]:
    from kg.candidates import candidates
    from kg.selection import Selection

    known, options = asked.known, asked.options
    names = NameIndex(known.store.folder / "names.sqlite")

    def resolve(name: str, types: frozenset[str]) -> Candidate:
        return names.resolve(name, accept=types.__contains__)

    found: dict[frozenset[str], Draft] = {}
    for leader in _leading(asked)[: options.get("firms", 5)]:
        try:
            given = candidates(
                known.store, known.scope, leader, None, Selection(chains=(asked.chain,)),
                resolve=resolve, top=options.get("top", 5),
            )  # fmt: skip
        except NothingKnownError:
            continue
        for row in given.rows:
            assert row.firm is not None
            draft = Draft(f"{row.firm.iri} {row.candidate.iri}", basis="inferred")
            draft.status = message("lists.candidate_state")
            draft.words = ("candidate",)
            draft.add("what", Item(row.candidate))
            draft.add("who", Item(row.firm))
            for place in row.places:
                draft.add("where", Item(place))
            for segment in row.segments:
                draft.add("segment", Item(segment))
            draft.add("note", Item(_reasons([reason.said for reason in row.reasons])))
            draft.add("score", Item(message("lists.score", score=f"{row.score:g}")))
            draft.things = [row.candidate.iri]
            draft.evidence = list(row.evidence)
            found.setdefault(frozenset((row.firm.iri, row.candidate.iri)), draft)
    return list(found.values())


def _leading(asked: Asked) -> list[str]:
    """Chain leaders before leading firms, those that a source states before others."""
    ties, known = asked.subjects.ties("leader"), asked.known
    rows = asked.subjects.ask(saved_queries()["list-roles"], {})
    roles = {row["record"].value: row for row, _ in rows}
    basis = {iri: each.basis for iri, each in known.evidence(known.keep(roles)).items()}
    refs = known.refs(ties)
    ranked = sorted(
        (roles[iri]["role"].value, worst([basis[iri]]) != "stated", roles[iri]["what"].value)
        for iri in basis
    )
    firms = [what for _, _, what in ranked if what in ties and refs[what].type == "Enterprise"]
    return [iri for iri in dict.fromkeys(firms) if refs[iri].status != "ended"]


def _reasons(said: Iterable[Text]) -> Text:
    told = list(dict.fromkeys(said))
    return Text("；".join(t.zh for t in told), "; ".join(t.en for t in told))


def _utilisation(asked: Asked) -> list[Draft]:
    rows = asked.subjects.ask(saved_queries()["list-capacity"], {})
    subjects = {row["member"].value for row, _ in rows}
    outputs = select_about(asked.known.store, _OUTPUTS, "subject", subjects)
    records = {row["record"].value for row, _ in rows} | {r["record"].value for r in outputs}
    found = []
    for capacity, output in _pairs(asked.known, sorted(records)):
        low, high = output.interval, capacity.interval
        share = output.value * _FULL / capacity.value
        draft = Draft(f"{capacity.iri} {output.iri}", basis="derived", words=("utilised",))
        draft.status = message(
            "lists.idle",
            idle=_left(capacity, output),
            share=percent_text(share, ratio(low, high), floor=Decimal(0)),
        )
        draft.add("what", Item(capacity.product or capacity.indicator.label))
        draft.add("who", Item(capacity.subject))
        draft.add("capacity", Item(figure_of(capacity)))
        draft.add("output", Item(figure_of(output)))
        draft.add("when", Item(ox.Literal(str(output.period_to))))
        draft.things = [capacity.subject.iri]
        draft.evidence = [capacity.evidence, output.evidence]
        found.append(draft)
    return found


def _left(capacity: Observation, output: Observation) -> Text:
    from kg.wording import amount_text

    return amount_text(max(capacity.value - output.value, Decimal(0)), capacity.unit)


def _pairs(known: Known, records: list[str]) -> list[tuple[Observation, Observation]]:
    """Capacity and output of the same thing, product, scope, unit and year, and of one kind:
    ``vehicle-capacity`` goes with ``vehicle-output``."""
    capacities: dict[tuple[str, ...], list[Observation]] = {}
    outputs = []
    for part in parts(records):
        for obs in observations(known.store, known.scope, records=part):
            if obs.kind == "capacity" and _year(obs) and obs.value > 0:
                capacities.setdefault(_key(obs, "-capacity"), []).append(obs)
            elif obs.indicator.id.endswith("-output") and _whole_year(obs):
                outputs.append(obs)
    return [
        (capacity, output)
        for output in outputs
        for capacity in capacities.get(_key(output, "-output"), ())
    ]


def _key(obs: Observation, ending: str) -> tuple[str, ...]:
    product = obs.product.iri if obs.product else ""
    what = obs.indicator.id.removesuffix(ending)
    return (obs.subject.iri, what, product, obs.scope, obs.unit.iri, _year(obs))


def _year(obs: Observation) -> str:
    day = obs.period_to or obs.period_from
    return str(day.year) if day else ""


def _whole_year(obs: Observation) -> bool:
    first, last = obs.period_from, obs.period_to
    return bool(
        first and last and first.year == last.year
        and (first.first.month, first.first.day) == (1, 1)
        and (last.last.month, last.last.day) == (12, 31)
    )  # fmt: skip


_ANSWERS: Mapping[str, Answer] = {
    "candidates": _candidates,
    "gaps": _gaps,
    "matrix": _matrix,
    "nothing": _nothing,
    "utilisation": _utilisation,
}
