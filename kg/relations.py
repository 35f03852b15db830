"""The direct edges that the ontology declares: which record class links what, in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import OptionError, Text
from kg.messages import message
from kg.store import Store
from kg.vocab import local_name

__all__ = ["Relation", "declared"]

_DECLARED = """
SELECT ?edge ?class ?near ?far ?symmetric ?partner ?zh ?en ?sourceZh ?sourceEn ?targetZh ?targetEn
WHERE {
  ?edge kg:edgeRecord ?class ; kg:edgeSource ?near ; kg:edgeTarget ?far ; a owl:ObjectProperty ;
        rdfs:label ?zh, ?en ; kg:sourceRoleLabel ?sourceZh, ?sourceEn ;
        kg:targetRoleLabel ?targetZh, ?targetEn .
  FILTER (LANG(?zh) = "zh" && LANG(?en) = "en")
  FILTER (LANG(?sourceZh) = "zh" && LANG(?sourceEn) = "en")
  FILTER (LANG(?targetZh) = "zh" && LANG(?targetEn) = "en")
  OPTIONAL { ?edge kg:edgeSymmetric ?symmetric }
  OPTIONAL { ?edge a ?partner FILTER (?partner = kg:PartnerEdge) }
} ORDER BY ?edge"""


@dataclass(frozen=True)
class Relation:
    """A direct edge as the ontology declares it. ``is_partner`` says that its ends deal with
    each other; the role labels say what each end is to the other."""

    iri: str
    record_class: str
    near: str
    far: str
    symmetric: bool
    is_partner: bool
    label: Text
    source_role: Text
    target_role: Text

    @property
    def name(self) -> str:
        """The local name, as people give it: suppliesTo."""
        return local_name(self.iri)


def declared(store: Store, names: Sequence[str] = ()) -> dict[str, Relation]:
    """The relations between things by name, sorted; or those that are named.

    A name is the local name or the label in either language. Raises OptionError, with the known
    ones, for any other.
    """
    known = {}
    for row in store.select(_DECLARED):
        relation = Relation(
            iri=row["edge"].value,
            record_class=row["class"].value,
            near=row["near"].value,
            far=row["far"].value,
            symmetric="symmetric" in row and row["symmetric"].value == "true",
            is_partner="partner" in row,
            label=Text(row["zh"].value, row["en"].value),
            source_role=Text(row["sourceZh"].value, row["sourceEn"].value),
            target_role=Text(row["targetZh"].value, row["targetEn"].value),
        )
        known[relation.name] = relation
    if not names:
        return known
    by_any = {text: r for r in known.values() for text in (r.name, *r.label)}
    if unknown := sorted(set(names) - set(by_any)):
        listed = ", ".join(f"{r.name} ({r.label.zh})" for r in known.values())
        raise OptionError(message("network.relation", name=unknown[0], known=listed))
    wanted = {by_any[name].name for name in names}
    return {name: relation for name, relation in known.items() if name in wanted}
