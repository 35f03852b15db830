"""``kg partners FIRM --candidates`` and ``--need``: the ranking put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kg.candidates.circle import about
from kg.candidates.ground import Ground
from kg.candidates.model import CandidateAnswer, CandidateRow
from kg.candidates.needs import surroundings, want_of
from kg.candidates.rank import Ranking, rank
from kg.candidates.reasons import Words, directions_of, reasons_of, things_in, told
from kg.candidates.rules import Rules
from kg.candidates.search import Want, search
from kg.candidates.weigh import Weighed
from kg.errors import Candidate, NothingKnownError, Text
from kg.messages import message
from kg.records import Evidence, Ref, Scope, evidence_of, refs_of
from kg.selection import Selection
from kg.store import Store

__all__ = ["TOP", "candidates"]

TOP = 20


def candidates(
    store: Store,
    scope: Scope,
    firm: str | None,
    need: str | None,
    selection: Selection,
    *,
    resolve: Callable[[str, frozenset[str]], Candidate],
    observed: bool = False,
    top: int | None = TOP,
) -> CandidateAnswer:
    """Firms that a firm (IRI) has no known link to but could deal with; see ``kg/candidates.md``.

    ``need`` is the name of a product, product family or segment: only who serves it is a
    candidate; without a firm, whoever serves it. ``top`` is how many rows are wanted (all, if
    None). ``observed`` uses only records that a source states. Records that are proposed,
    planned or ended never speak for a candidate. Raises NothingKnownError where there is none.
    """
    rules = Rules(scope, observed=observed)
    want, wanted = want_of(store, need, resolve) if need is not None else (None, ())
    among: set[str] | None = None
    already: set[str] = set()
    if firm and want:
        serving = set(search(store, rules, None, want, Selection()).rows)
        among = serving
    ranking = rank(store, firm, want, selection, rules, top=top, among=among)
    if among is not None and ranking.ground:
        already = (among & ranking.ground.excluded) - ranking.ground.selves
    elsewhere = _elsewhere(store, rules, want, selection, ranking)
    around = surroundings(store, rules, _looked_at(ranking.ground, want), want)
    named = refs_of(store, {*already, *elsewhere, *([firm] if firm else [])})
    stated = evidence_of(store, [record for _, record in around.needs])
    asker = named[firm] if firm else None
    answer = CandidateAnswer(
        firm=asker,
        need=wanted,
        rows=_rows(store, rules, ranking, asker, wanted),
        found=len(ranking.found),
        already=_sorted(named[iri] for iri in already if iri in named),
        elsewhere=_sorted(named[iri] for iri in elsewhere if iri in named),
        groups=around.groups,
        planned=tuple(ref for ref in around.planned if not _stands(ref, ranking)),
        needs=tuple((who, stated[record]) for who, record in around.needs),
        sparql=ranking.sparql,
        gaps_in=around.chain,
    )
    if not answer.rows:
        raise _nothing(answer)
    return answer


def _looked_at(ground: Ground | None, want: Want | None) -> list[str]:
    if want or ground is None:
        return []
    return sorted(ground.adjacent)


def _stands(ref: Ref, ranking: Ranking) -> bool:
    # A firm that plans something more is a candidate, or a partner, for what it does.
    known = ranking.ground.excluded if ranking.ground else frozenset()
    standing = ref.type in ("Enterprise", "ResearchBody") and ref.status == "existing"
    return ref.iri in ranking.found or (standing and ref.iri in known)


def _elsewhere(
    store: Store, rules: Rules, want: Want | None, selection: Selection, ranking: Ranking
) -> set[str]:
    if not want or not selection.places:
        return set()
    anywhere = search(store, rules, None, want, replace(selection, places=()))
    known = ranking.ground.excluded if ranking.ground else frozenset()
    here = set(search(store, rules, None, want, selection).rows)
    return set(anywhere.rows) - here - known


def _rows(
    store: Store, rules: Rules, ranking: Ranking, firm: Ref | None, need: tuple[Ref, ...]
) -> tuple[CandidateRow, ...]:
    groups = [group for weighed in ranking.best for group in told(weighed)]
    by = ranking.ground.by if ranking.ground else {}
    things, records = things_in(groups, by)
    known = about(store, rules, [weighed.other for weighed in ranking.best])
    shown = {iri for values in known.values() for iri in values}
    others = {weighed.other for weighed in ranking.best}
    refs = refs_of(store, things | shown | others)
    evidence = evidence_of(store, records)
    return tuple(
        _row(weighed, ranking.ground, firm, need, refs, evidence, known) for weighed in ranking.best
    )


def _row(
    weighed: Weighed,
    ground: Ground | None,
    firm: Ref | None,
    need: tuple[Ref, ...],
    refs: dict[str, Ref],
    evidence: dict[str, Evidence],
    known: dict[tuple[str, str], dict[str, bool]],
) -> CandidateRow:
    products = frozenset(i for i, r in refs.items() if r.type in ("Product", "ProductFamily"))
    names = {iri: ref.label for iri, ref in refs.items()}
    names |= {"other": refs[weighed.other].label, "firm": firm.label if firm else Text("", "")}
    words = Words(
        names, products, ground.by if ground else {}, bool(firm and firm.type == "Facility")
    )
    reasons = tuple(reasons_of(weighed, words, evidence))
    places = known.get((weighed.other, "place"), {})
    segments = known.get((weighed.other, "segment"), {})
    return CandidateRow(
        candidate=refs[weighed.other],
        firm=firm,
        score=weighed.score,
        parts=weighed.parts,
        directions=("supply",) if need else directions_of(reasons),
        reasons=reasons,
        places=tuple(refs[iri] for iri in places if iri in refs),
        segments=tuple(refs[iri] for iri in segments if iri in refs),
        peers_in=tuple(refs[iri] for iri in segments if ground and iri in ground.segments),
        by_plant=frozenset(iri for iri, own in {**places, **segments}.items() if not own),
    )


def _nothing(answer: CandidateAnswer) -> NothingKnownError:
    lines = []
    if answer.need:
        lines.append(message("candidates.none_need", need=answer.need[0].label))
    elif answer.firm:
        lines.append(message("candidates.none", name=answer.firm.label))
    for key, refs in (
        ("already", answer.already), ("elsewhere", answer.elsewhere), ("groups", answer.groups),
        ("planned", answer.planned),
    ):  # fmt: skip
        if refs:
            lines.append(message(f"candidates.{key}", names=_names(refs)))
    if answer.gaps_in and not answer.already:
        lines.append(message("candidates.see_gaps", chain=answer.gaps_in.label))
    return NothingKnownError(Text("".join(x.zh for x in lines), " ".join(x.en for x in lines)))


def _names(refs: Iterable[Ref]) -> Text:
    labels = [ref.label for ref in refs]
    return Text("、".join(t.zh for t in labels), ", ".join(t.en for t in labels))


def _sorted(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted(refs, key=lambda ref: ref.id))
