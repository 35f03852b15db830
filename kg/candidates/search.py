"""Who could be meant: one query from what the firm stands on to everyone who shares it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.candidates.dealings import Edge, dealings_pattern, partner_edges
from kg.candidates.ground import Ground
from kg.candidates.rules import Rules
from kg.query import bind
from kg.records import select_about
from kg.selection import Selection
from kg.store import Solution, Store

__all__ = ["Search", "Want", "search", "segments_of"]

_QUERY = """\
# Candidates: inferred. Nobody here is known to deal with the firm.
SELECT DISTINCT ?other ?agent ?what ?via ?value ?record WHERE {{
  {{
{branches}
  }}
  # Firms and research bodies; a plant stands for the firm that runs it.
  {{
    ?agent a kg:Facility .
    ?owning a kg:Ownership ; kg:owned ?agent ; kg:owner ?other .
    {owning}
  }} UNION {{
    ?agent a kg:Enterprise BIND (?agent AS ?other)
  }} UNION {{
    ?agent a kg:ResearchBody BIND (?agent AS ?other)
  }}
  # Named, and standing: no stated group, nothing that is only planned or being built.
  MINUS {{
    VALUES ?off {{ kg:status-proposed kg:status-planned kg:status-building kg:status-ended }}
    ?other kg:status ?off
  }}
  MINUS {{ ?other kg:statedCount ?size }}
  MINUS {{ ?other kg:countOperator ?size }}
  MINUS {{ ?membership kg:group ?other }}
{limits}
}}"""

_BRANCHES = {
    "segment": """\
    #PARAM segment
    ?value skos:broader* ?segment .
    ?record a kg:SegmentActivity ; kg:segment ?value ; kg:agent ?agent .
    {record}
    BIND (?segment AS ?via)""",
    "made": """\
    #PARAM segment
    ?value kg:productSegment ?segment .
    ?record a kg:Production ; kg:product ?value ; kg:producer ?agent .
    {record}
    BIND (?segment AS ?via)""",
    "input": """\
    #PARAM input
    ?value kg:family* ?input .
    ?record a kg:Production ; kg:product ?value ; kg:producer ?agent .
    {record}
    BIND (?input AS ?via)""",
    "output": """\
    #PARAM output
    ?record a kg:SupplyRelation ; kg:product ?output ; kg:customer ?agent .
    {record}
    BIND (?output AS ?via) BIND (?output AS ?value)""",
    "want-segment": """\
    #PARAM want
    ?value skos:broader* ?want .
    ?record a kg:SegmentActivity ; kg:segment ?value ; kg:agent ?agent .
    {record}
    BIND (?want AS ?via)""",
    "want-product": """\
    #PARAM want
    ?value kg:family* ?want .
    ?record a kg:Production ; kg:product ?value ; kg:producer ?agent .
    {record}
    BIND (?want AS ?via)""",
    "want-made": """\
    #PARAM want
    ?value kg:productSegment/skos:broader* ?want .
    ?record a kg:Production ; kg:product ?value ; kg:producer ?agent .
    {record}
    BIND (?want AS ?via)""",
    "want-near": """\
    #PARAM want
    ?want kg:productSegment ?value .
    ?record a kg:SegmentActivity ; kg:segment ?value ; kg:agent ?agent .
    {record}
    BIND (?want AS ?via)""",
    "offer": """\
    #PARAM offer
    ?record a kg:Need ; kg:needed ?offer ; kg:statedBy ?agent .
    {record}
    BIND (?offer AS ?via) BIND (?offer AS ?value)""",
    "place": """\
    #PARAM area
    ?value kg:within* ?area .
    ?record a kg:Location ; kg:place ?value ; kg:located ?agent .
    {record}
    BIND (?area AS ?via)""",
    "partner": """\
    {dealings}
    BIND (?partner AS ?via) BIND (?partner AS ?value)""",
    "owner": """\
    #PARAM owner
    ?record a kg:Ownership ; kg:owner ?owner ; kg:owned ?agent .
    {record}
    BIND (?owner AS ?via) BIND (?owner AS ?value)""",
    "leads": """\
    #PARAM chain
    ?record a kg:ChainRole ; kg:chain ?chain ; kg:holder ?agent ; kg:role ?leading .
    FILTER (?leading IN (kg:chain-role-chain-leader, kg:chain-role-leading-firm))
    {record}
    BIND (?chain AS ?via) BIND (?chain AS ?value)""",
    "member": """\
    #PARAM whole
    ?value kg:inChain ?whole .
    ?record a kg:SegmentActivity ; kg:segment ?value ; kg:agent ?agent .
    {record}
    BIND (?whole AS ?via)""",
}


_SEGMENTS = """
SELECT DISTINCT ?segment WHERE {
  {
    #PARAM want
    ?want kg:productSegment?/skos:broader* ?segment
  } UNION {
    #PARAM want
    ?segment skos:broader+ ?want
  } UNION {
    #PARAM want
    ?product kg:family+ ?want . ?product kg:productSegment/skos:broader* ?segment
  }
}"""


@dataclass(frozen=True)
class Want:
    """What ``--need`` asks for: segments, products and product families of one name."""

    things: tuple[str, ...]


@dataclass(frozen=True)
class Search:
    """What was asked of the store, and its rows by candidate."""

    sparql: str
    rows: dict[str, list[Solution]] = field(default_factory=dict)


def search(
    store: Store,
    rules: Rules,
    ground: Ground | None,
    want: Want | None,
    selection: Selection,
    *,
    among: Collection[str] | None = None,
    whole_chains: bool = False,
) -> Search:
    """Everyone named and standing who shares something with the ground or serves the want.

    ``among`` limits the answer to these; ``whole_chains`` takes in all firms of the firm's
    chains too. Those it deals with already, and its own family, are left out by the query.
    """
    params = _params(ground, want, whole_chains=whole_chains)
    edges = partner_edges(store)
    branches = [name for name, parameter in _PARAMETER_OF.items() if params.get(parameter)]
    if not branches:
        return Search(_text(rules, [], {}, ground, selection, among, edges))
    text = _text(rules, branches, params, ground, selection, among, edges)
    rows: dict[str, list[Solution]] = {}
    for row in store.select(text):
        rows.setdefault(row["other"].value, []).append(row)
    for found in rows.values():
        found.sort(
            key=lambda r: tuple(r[k].value for k in ("what", "via", "value", "record", "agent"))
        )
    return Search(text, dict(sorted(rows.items())))


def segments_of(store: Store, want: Want) -> frozenset[str]:
    """The segments that a want is of: its own, with their wider and narrower ones."""
    return frozenset(
        r["segment"].value for r in select_about(store, _SEGMENTS, "want", want.things)
    )


_PARAMETER_OF = {
    "segment": "segment", "made": "segment", "input": "input", "output": "output",
    "want-segment": "want", "want-product": "want", "want-made": "want", "want-near": "want",
    "offer": "offer", "place": "area", "partner": "partner", "owner": "owner", "leads": "chain",
    "member": "whole",
}  # fmt: skip


def _params(
    ground: Ground | None, want: Want | None, *, whole_chains: bool
) -> dict[str, list[str]]:
    params: dict[str, list[str]] = {"want": list(want.things) if want else []}
    if ground is None:
        return params
    params["want"] = params["want"] or sorted(ground.wants)
    return params | {
        "segment": sorted(ground.adjacent),
        "input": sorted(ground.inputs),
        "output": sorted(ground.outputs),
        "offer": sorted({*ground.segments, *ground.outputs}),
        # A whole city is no reason to call: it only adds to other reasons.
        "area": sorted(iri for iri, (level, _) in ground.areas.items() if level != "city"),
        "partner": sorted(ground.partners),
        "owner": sorted(ground.owners),
        "chain": sorted(ground.chains),
        "whole": sorted(ground.chains) if whole_chains else [],
    }


def _text(
    rules: Rules,
    branches: list[str],
    params: dict[str, list[str]],
    ground: Ground | None,
    selection: Selection,
    among: Collection[str] | None,
    edges: list[Edge],
) -> str:
    held = rules.holding("?record")
    dealings = dealings_pattern(edges, "partner", "agent", held)
    groups = [
        f"  {{\n{_BRANCHES[name].format(record=held, dealings=dealings)}\n"
        f'    BIND ("{name}" AS ?what)\n  }}'
        for name in branches
    ]
    limits = selection.where("?other", rules.scope)
    if ground:
        known = " ".join(str(ox.NamedNode(iri)) for iri in sorted(ground.excluded))
        limits += f"\n  MINUS {{ VALUES ?other {{ {known} }} }}"
    if among is not None:
        limits += "\n  #PARAM other"
        params = params | {"other": sorted(among)}
    query = _QUERY.format(
        branches="\n  UNION\n".join(groups) or "    FILTER (false)",
        owning=rules.holding("?owning"),
        limits=limits,
    )
    used = {_PARAMETER_OF[name] for name in branches} | ({"other"} if among is not None else set())
    return bind(query, {n: [ox.NamedNode(i) for i in v] for n, v in params.items() if n in used})
