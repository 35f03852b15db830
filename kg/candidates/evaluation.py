"""The measured check: hide known links, and see whether the candidates bring them back.

A link is all records between two organizations (a plant stands for the firm that runs it). A
repeat hides a share of the links at random, asks both ends of each hidden link for candidates
with the very code that answers people, and looks at which place the hidden partner comes back.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.candidates.dealings import partner_edges
from kg.candidates.rank import rank
from kg.candidates.rules import Rules
from kg.records import Scope
from kg.selection import Selection
from kg.store import Store

__all__ = ["METHODS", "Evaluation", "Links", "Measure", "evaluate", "links_of"]

METHODS = ("candidates", "common-neighbours", "degree", "random")
TOP = 10

Pair = tuple[str, str]

_ORGANIZATIONS = """
SELECT ?it WHERE {
  { ?it a kg:Enterprise } UNION { ?it a kg:ResearchBody }
  ?it kg:status kg:status-existing .
  MINUS { ?it kg:statedCount ?size }
  MINUS { ?it kg:countOperator ?size }
  MINUS { ?membership kg:group ?it }
}"""

_RUNS = """
SELECT ?plant ?firm WHERE {
  ?record a kg:Ownership ; kg:owned ?plant ; kg:owner ?firm . ?plant a kg:Facility
}"""


@dataclass(frozen=True)
class Links:
    """All links between organizations that could be candidates: pair (sorted) to its records."""

    organizations: tuple[str, ...]
    records: Mapping[Pair, tuple[str, ...]]


@dataclass(frozen=True)
class Measure:
    """Mean and standard deviation over the repeats.

    ``hits`` is the share of questions whose hidden partner is among the first ten; ``mrr`` the
    mean of 1 / place, 0 beyond the tenth.
    """

    hits: float
    hits_sd: float
    mrr: float
    mrr_sd: float


@dataclass(frozen=True)
class Evaluation:
    """What was measured: how many links there are, how many a repeat hides, and each method."""

    organizations: int
    links: int
    hidden: int
    repeats: int
    seed: int
    measures: Mapping[str, Measure]


def links_of(store: Store, scope: Scope) -> Links:
    """Every link between two named, existing firms or research bodies as of a day."""
    organizations = {row["it"].value for row in store.select(_ORGANIZATIONS)}
    operator = {row["plant"].value: row["firm"].value for row in store.select(_RUNS)}
    records: dict[Pair, list[str]] = {}
    for record, one, two in _dealings(store, scope):
        a, b = operator.get(one, one), operator.get(two, two)
        if a != b and {a, b} <= organizations:
            records.setdefault((min(a, b), max(a, b)), []).append(record)
    pairs = {pair: tuple(sorted(set(found))) for pair, found in sorted(records.items())}
    return Links(tuple(sorted(organizations)), pairs)


def _dealings(store: Store, scope: Scope) -> Iterator[tuple[str, str, str]]:
    held = Rules(scope).holding("?record")
    for cls, one, two in partner_edges(store, ownership=True):
        rows = store.select(
            "SELECT ?record ?one ?two {\n"
            f"?record a kg:{cls} ; kg:{one} ?one ; kg:{two} ?two .\n{held}\n}}"
        )
        for row in rows:
            yield row["record"].value, row["one"].value, row["two"].value


def evaluate(
    store: Store,
    scope: Scope,
    *,
    share: float = 0.1,
    repeats: int = 20,
    seed: int = 1,
    progress: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Hide a ``share`` of the links (at least one) ``repeats`` times and measure every method.

    Seeded: the same store and seed give the same figures. Raises ValueError where there is no
    link to hide. O(repeats * hidden links) questions.
    """
    links = links_of(store, scope)
    if not links.records:
        raise ValueError("there is no link to hide")
    count = max(1, round(share * len(links.records)))
    places: dict[str, list[list[int]]] = {method: [] for method in METHODS}
    for repeat in range(repeats):
        rng = random.Random(f"{seed}/{repeat}")  # noqa: S311 - a seeded sample, not a secret
        hidden = rng.sample(list(links.records), count)
        found = list(_ask(store, scope, links, hidden, rng))
        for method in METHODS:
            places[method].append([row[method] for row in found])
        progress(repeat + 1)
    measures = {method: _measure(rows) for method, rows in places.items()}
    return Evaluation(len(links.organizations), len(links.records), count, repeats, seed, measures)


def _ask(
    store: Store, scope: Scope, links: Links, hidden: list[Pair], rng: random.Random
) -> Iterator[dict[str, int]]:
    """For each end of each hidden link, the place of the other end by every method, 0 if none."""
    rules = Rules(scope, hidden=frozenset(r for pair in hidden for r in links.records[pair]))
    near: dict[str, set[str]] = {iri: set() for iri in links.organizations}
    for a, b in set(links.records) - set(hidden):
        near[a].add(b)
        near[b].add(a)
    for pair in hidden:
        for firm, partner in (pair, pair[::-1]):
            ranking = rank(store, firm, None, Selection(), rules, top=TOP)
            assert ranking.ground is not None
            open_to = [iri for iri in links.organizations if iri not in ranking.ground.excluded]
            yield {
                "candidates": _place([w.other for w in ranking.best], partner),
                "common-neighbours": _place(
                    sorted(open_to, key=lambda x: (-len(near[x] & near[firm]), -len(near[x]), x)),
                    partner,
                ),
                "degree": _place(sorted(open_to, key=lambda x: (-len(near[x]), x)), partner),
                "random": _place(rng.sample(open_to, min(TOP, len(open_to))), partner),
            }


def _place(ranked: list[str], partner: str) -> int:
    return ranked.index(partner) + 1 if partner in ranked[:TOP] else 0


def _measure(repeats: list[list[int]]) -> Measure:
    hits = [statistics.fmean(bool(p) for p in places) for places in repeats]
    mrr = [statistics.fmean(1 / p if p else 0.0 for p in places) for places in repeats]
    several = len(repeats) > 1
    return Measure(
        statistics.fmean(hits),
        statistics.stdev(hits) if several else 0.0,
        statistics.fmean(mrr),
        statistics.stdev(mrr) if several else 0.0,
    )
