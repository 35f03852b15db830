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
  #ONLY
  ?edge kg:edgeRecord ?class ; kg:edgeSource ?near ; kg:edgeTarget ?far ; a owl:ObjectProperty .
  ?edge rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  ?edge rdfs:label ?en FILTER (LANG(?en) = "en")
  ?edge kg:sourceRoleLabel ?sourceZh FILTER (LANG(?sourceZh) = "zh")
  ?edge kg:sourceRoleLabel ?sourceEn FILTER (LANG(?sourceEn) = "en")
  ?edge kg:targetRoleLabel ?targetZh FILTER (LANG(?targetZh) = "zh")
  ?edge kg:targetRoleLabel ?targetEn FILTER (LANG(?targetEn) = "en")
  OPTIONAL { ?edge kg:edgeSymmetric ?symmetric }
  BIND (EXISTS { ?edge a kg:PartnerEdge } AS ?partner)
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


def declared(
    store: Store, names: Sequence[str] = (), *, partners: bool = False
) -> dict[str, Relation]:
    """The relations between things by name, sorted; or those that are named, or (``partners``)
    those whose ends deal with each other.

    A name is the local name or the label in either language. Raises OptionError, with the known
    ones, for any other.
    """
    known = {}
    only = "?edge a kg:PartnerEdge ." if partners else ""
    for row in store.select(_DECLARED.replace("#ONLY", only)):
        relation = Relation(
            iri=row["edge"].value,
            record_class=row["class"].value,
            near=row["near"].value,
            far=row["far"].value,
            symmetric="symmetric" in row and row["symmetric"].value == "true",
            is_partner=row["partner"].value == "true",
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
