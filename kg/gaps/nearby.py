"""Firms near a gap, to be checked."""

from __future__ import annotations

from kg.chains import Holding
from kg.errors import Text
from kg.gaps.model import Adjacent
from kg.records import Scope, evidence_of, refs_of, select_about
from kg.store import Solution, Store

__all__ = ["nearby"]

# A maker of what goes into a segment may be able to take the step itself (gas sensors for
# vehicle sensors) where both stand at the same end of the chain; a car maker is no candidate for
# a test centre.
_NEARBY = """
SELECT DISTINCT ?segment ?adjacent ?tie WHERE {
  {
    #PARAM segment
    ?r a kg:SegmentFlow ; kg:toSegment ?segment ; kg:fromSegment ?adjacent .
    ?segment kg:position ?end . ?adjacent kg:position ?end .
    BIND ("feeds" AS ?tie)
  } UNION {
    #PARAM segment
    ?adjacent skos:broader ?segment .
    BIND ("narrower" AS ?tie)
  } UNION {
    #PARAM segment
    BIND (?segment AS ?adjacent)
    BIND ("same" AS ?tie)
  }
}"""

# Class and status stand in each branch: joined after the union, the engine would begin with
# every firm there is.
_MAKERS = """
SELECT DISTINCT ?segment ?record ?maker ?product WHERE {
  {
    #PARAM segment
    ?record a kg:SegmentActivity ; kg:segment ?segment ; kg:agent ?maker ; kg:status ?status .
    ?maker a ?class
  } UNION {
    #PARAM segment
    ?product kg:productSegment ?segment .
    ?record a kg:Production ; kg:product ?product ; kg:producer ?maker ; kg:status ?status .
    ?maker a ?class
  }
  FILTER (?class IN (kg:Enterprise, kg:Facility))
  FILTER (?status IN (kg:status-existing, kg:status-building))
  FILTER NOT EXISTS { ?maker kg:statedCount|kg:countOperator ?count }
}"""


def nearby(
    store: Store, segments: list[str], scope: Scope, here: set[str] | None
) -> dict[str, list[Adjacent]]:
    """For each segment (IRI), firms and plants of neighbouring segments, in the place if given."""
    ties = select_about(store, _NEARBY, "segment", segments)
    adjacent = {row["adjacent"].value for row in ties}
    makers = select_about(store, _MAKERS, "segment", adjacent)
    kept = scope.keep(store, (row["record"].value for row in makers))
    makers = [
        row
        for row in makers
        if row["record"].value in kept and (here is None or row["maker"].value in here)
    ]
    evidence = evidence_of(store, (row["record"].value for row in makers))
    refs = refs_of(
        store,
        adjacent
        | {row["maker"].value for row in makers}
        | {row["product"].value for row in makers if "product" in row},
    )
    by_segment: dict[str, list[Solution]] = {}
    for row in makers:
        by_segment.setdefault(row["segment"].value, []).append(row)
    found: dict[str, dict[str, Adjacent]] = {}
    for tie in ties:
        for row in by_segment.get(tie["adjacent"].value, ()):
            maker = refs[row["maker"].value]
            product = refs[row["product"].value].label if "product" in row else Text("", "")
            holding = Holding(maker, Text("", ""), evidence[row["record"].value])
            one = Adjacent(maker, refs[row["segment"].value], tie["tie"].value, product, holding)
            found.setdefault(tie["segment"].value, {}).setdefault(maker.iri, one)
    return {
        segment: sorted(by_firm.values(), key=lambda a: (a.tie != "feeds", a.firm.id))
        for segment, by_firm in found.items()
    }
