"""The queries by which ``ground`` looks at what is known of a firm, each from a few things
outwards; ``{record}`` takes the filters of Rules."""

from __future__ import annotations

__all__ = [
    "AREAS",
    "CALLED_FOR",
    "FAMILY",
    "FLOWS",
    "IN_CHAIN",
    "OPERATORS",
    "OWN",
    "OWNED",
    "OWNERS",
    "VIA_TYPES",
]

FAMILY = """
SELECT DISTINCT ?member WHERE {
  {
    #PARAM self
    ?record a kg:Ownership ; kg:owner ?self ; kg:owned ?member . ?member a kg:Facility
  } UNION {
    #PARAM self
    ?record a kg:Ownership ; kg:owner ?member ; kg:owned ?self . ?self a kg:Facility
  } UNION {
    #PARAM self
    ?self a kg:Facility . ?r1 a kg:Ownership ; kg:owner ?op ; kg:owned ?self .
    ?r2 a kg:Ownership ; kg:owner ?op ; kg:owned ?member . ?member a kg:Facility
  } UNION {
    #PARAM self
    ?self owl:sameAs ?member
  }
}"""

OWN = """
SELECT DISTINCT ?self ?what ?value ?made ?wide ?record WHERE {{
  {{
    #PARAM self
    ?record a kg:SegmentActivity ; kg:agent ?self ; kg:segment ?value .
    ?value skos:broader* ?wide .
    {record}
    BIND ("segment" AS ?what)
  }} UNION {{
    #PARAM self
    ?record a kg:Production ; kg:producer ?self ; kg:product ?made .
    ?made kg:productSegment ?value . ?value skos:broader* ?wide .
    {record}
    BIND ("segment" AS ?what)
  }} UNION {{
    #PARAM self
    ?record a kg:Production ; kg:producer ?self ; kg:product ?value . ?value kg:family* ?wide .
    {record}
    BIND ("makes" AS ?what)
  }} UNION {{
    #PARAM self
    ?record a kg:SupplyRelation ; kg:customer ?self ; kg:product ?value .
    {record}
    BIND ("buys" AS ?what) BIND (?value AS ?wide)
  }} UNION {{
    #PARAM self
    ?record a kg:Need ; kg:statedBy ?self ; kg:needed ?value .
    {record}
    BIND ("needs" AS ?what) BIND (?value AS ?wide)
  }} UNION {{
    #PARAM self
    ?record a kg:Location ; kg:located ?self ; kg:place ?value . ?value kg:within* ?wide .
    {record}
    BIND ("place" AS ?what)
  }} UNION {{
    #PARAM self
    ?record a kg:ChainRole ; kg:holder ?self ; kg:chain ?value .
    {record}
    BIND ("chain" AS ?what) BIND (?value AS ?wide)
  }}
}}"""

FLOWS = """
SELECT DISTINCT ?direction ?near ?far ?record WHERE {{
  {{
    #PARAM near
    ?record a kg:SegmentFlow ; kg:toSegment ?near ; kg:fromSegment ?far .
    {record}
    BIND ("supply" AS ?direction)
  }} UNION {{
    #PARAM near
    ?record a kg:SegmentFlow ; kg:fromSegment ?near ; kg:toSegment ?far .
    {record}
    BIND ("buy" AS ?direction)
  }}
}}"""

CALLED_FOR = """
SELECT DISTINCT ?segment ?record ?by WHERE {{
  {{
    #PARAM segment
    ?record a kg:Need ; kg:needed ?segment ; kg:statedBy ?by .
    {record}
  }} UNION {{
    #PARAM segment
    ?product kg:productSegment ?segment .
    ?record a kg:Need ; kg:needed ?product ; kg:statedBy ?by .
    {record}
  }}
}}"""

IN_CHAIN = """
SELECT DISTINCT ?segment ?chain WHERE {
  #PARAM segment
  ?segment kg:inChain ?chain
}"""

OPERATORS = """
SELECT DISTINCT ?operator WHERE {
  #PARAM plant
  ?plant a kg:Facility . ?record a kg:Ownership ; kg:owned ?plant ; kg:owner ?operator
}"""

OWNERS = """
SELECT DISTINCT ?upper ?lower ?record WHERE {{
  #PARAM lower
  ?record a kg:Ownership ; kg:owned ?lower ; kg:owner ?upper .
  {record}
}}"""

OWNED = """
SELECT DISTINCT ?lower WHERE {{
  #PARAM upper
  ?record a kg:Ownership ; kg:owner ?upper ; kg:owned ?lower .
  {record}
}}"""

VIA_TYPES = """
SELECT DISTINCT ?thing WHERE {
  #PARAM thing
  ?thing a ?type FILTER (?type IN (kg:Enterprise, kg:ResearchBody, kg:ParkAuthority,
                                   kg:Consortium, kg:Facility, kg:Project, kg:Event))
  FILTER NOT EXISTS { ?thing kg:statedCount|kg:countOperator ?size }
}"""

AREAS = """
SELECT ?place ?level ?park WHERE {
  #PARAM place
  OPTIONAL { ?place kg:level ?level }
  OPTIONAL { ?place a ?park FILTER (?park = kg:Park) }
}"""
