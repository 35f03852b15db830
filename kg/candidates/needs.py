"""What ``--need`` means, and what stands around the things that serve it.

A segment and a product of the same name mean the same need; two different segments, or two
different products, of one name are ambiguous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.candidates.rules import Rules
from kg.candidates.search import Want
from kg.errors import AmbiguousNameError, Candidate
from kg.query import bind
from kg.records import Ref, refs_of, select_about
from kg.store import Store

__all__ = ["NEEDED_TYPES", "Surroundings", "surroundings", "want_of"]

NEEDED_TYPES = frozenset({"ChainSegment", "Product", "ProductFamily"})

_AROUND = """
SELECT DISTINCT ?what ?thing ?record ?by WHERE {{
  {{
    #PARAM want
    ?value skos:broader* ?want .
    ?record a kg:SegmentActivity ; kg:segment ?value ; kg:agent ?thing .
    {record}
    BIND ("served" AS ?what)
  }} UNION {{
    #PARAM want
    ?value kg:family*|(kg:productSegment/skos:broader*) ?want .
    ?record a kg:Production ; kg:product ?value ; kg:producer ?thing .
    {record}
    BIND ("served" AS ?what)
  }} UNION {{
    #PARAM want
    ?record a kg:Need ; kg:needed ?want ; kg:statedBy ?thing .
    {record}
    BIND ("needed" AS ?what)
  }}
}}"""

_GROUPS = """
SELECT DISTINCT ?thing WHERE {
  {
    #PARAM thing
    ?thing a ?type FILTER (?type IN (kg:Enterprise, kg:ResearchBody))
    { ?thing kg:statedCount ?size } UNION { ?thing kg:countOperator ?size }
  } UNION {
    #PARAM thing
    ?thing a kg:Enterprise . ?membership kg:group ?thing
  }
}"""

_PLANNED = """
SELECT DISTINCT ?thing WHERE {
  {
    #PARAM thing
    ?thing a kg:Project
  } UNION {
    #PARAM thing
    ?thing kg:status ?status
    FILTER (?status IN (kg:status-proposed, kg:status-planned, kg:status-building))
  } UNION {
    #PARAM record
    ?record kg:agent|kg:producer ?thing ; kg:status ?status
    FILTER (?status IN (kg:status-proposed, kg:status-planned, kg:status-building))
  }
}"""


_CHAIN = """
SELECT DISTINCT ?chain WHERE {
  #PARAM want
  ?want kg:productSegment?/kg:inChain ?chain
}"""


@dataclass(frozen=True)
class Surroundings:
    """What is no candidate but belongs to the answer: stated groups without names in the
    segments looked at, what is planned or being built there, who states the need, and the
    chain that it is of."""

    groups: tuple[Ref, ...] = ()
    planned: tuple[Ref, ...] = ()
    needs: tuple[tuple[Ref, str], ...] = ()
    chain: Ref | None = None


def want_of(
    store: Store, text: str, resolve: Callable[[str, frozenset[str]], Candidate]
) -> tuple[Want, tuple[Ref, ...]]:
    """The things that a need names, and references to them.

    Raises NotFoundError, and AmbiguousNameError where several segments or several products bear
    the name.
    """
    try:
        found: Sequence[Candidate] = [resolve(text, NEEDED_TYPES)]
    except AmbiguousNameError as error:
        found = error.candidates
        refs = refs_of(store, [c.iri for c in found])
        kinds = [refs[c.iri].type == "ChainSegment" for c in found]
        if sorted(kinds) != [False, True]:
            raise
    else:
        refs = refs_of(store, [found[0].iri])
    ordered = sorted(refs.values(), key=lambda ref: (ref.type != "ChainSegment", ref.id))
    return Want(tuple(ref.iri for ref in ordered)), tuple(ordered)


def surroundings(
    store: Store, rules: Rules, things: Iterable[str], want: Want | None
) -> Surroundings:
    """The surroundings of the segments and products looked at; needs only of what is wanted."""
    looked_at = sorted({*things, *(want.things if want else ())})
    if not looked_at:
        return Surroundings()
    query = _AROUND.format(record=rules.known("?record"))
    rows = store.select(bind(query, {"want": [ox.NamedNode(iri) for iri in looked_at]}))
    served = [r for r in rows if r["what"].value == "served"]
    agents = {r["thing"].value for r in served}
    bound = [ox.NamedNode(iri) for iri in sorted(agents)]
    records = [ox.NamedNode(iri) for iri in sorted({r["record"].value for r in served})]
    groups = {r["thing"].value for r in store.select(bind(_GROUPS, {"thing": bound}))}
    planned = store.select(bind(_PLANNED, {"thing": bound, "record": records}))
    coming = {r["thing"].value for r in planned if "thing" in r} - groups
    needs = (
        {(r["thing"].value, r["record"].value) for r in rows if r["what"].value == "needed"}
        if want
        else set()
    )
    chains = select_about(store, _CHAIN, "want", want.things) if want else []
    chain = min((r["chain"].value for r in chains), default="")
    refs = refs_of(store, groups | coming | {who for who, _ in needs} | ({chain} - {""}))
    return Surroundings(
        _sorted(refs[iri] for iri in groups if iri in refs),
        _sorted(refs[iri] for iri in coming if iri in refs and refs[iri].status != "ended"),
        tuple(sorted(((refs[w], r) for w, r in needs if w in refs), key=lambda n: (n[0].id, n[1]))),
        refs.get(chain),
    )


def _sorted(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(sorted(refs, key=lambda ref: ref.id))
