"""What ``--role`` means: from a word for a role to the records that say so.

A role is a chain role (链主), a role in a project or event (业主), a kind or title of an award
(级别, 专精特新), or what someone is to a partner (供应商). The same word may mean several of
them: then any counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import OptionError, Text
from kg.messages import message
from kg.nearest import nearest, nearest_text
from kg.records import Scope
from kg.store import Store
from kg.vocab import local_name

__all__ = ["Role", "role_labels", "role_named"]

# scheme -> class of record, property of who has it, property of the role
_SCHEMES = {
    "chain-role": ("ChainRole", "holder", "role"),
    "participation-role": ("Participation", "participant", "role"),
    "award-kind": ("Award", "holder", "kind"),
}

_CONCEPTS = """
SELECT ?concept ?notation ?zh ?en WHERE {
  VALUES ?scheme { kg:scheme-chain-role kg:scheme-participation-role kg:scheme-award-kind }
  ?concept skos:inScheme ?scheme ; skos:notation ?notation ; rdfs:label ?zh, ?en
  FILTER (LANG(?zh) = "zh" && LANG(?en) = "en")
}"""

_ENDS = """
SELECT ?class ?near ?zh ?en WHERE {
  ?edge a kg:PartnerEdge ; kg:edgeRecord ?class .
  { ?edge kg:edgeSource ?near ; kg:sourceRoleLabel ?zh, ?en }
  UNION { ?edge kg:edgeTarget ?near ; kg:targetRoleLabel ?zh, ?en }
  FILTER (LANG(?zh) = "zh" && LANG(?en) = "en")
}"""

_TITLED = "SELECT ?record {{ ?record a kg:Award ; kg:awardTitle ?roleTitle . {condition} }} LIMIT 1"


@dataclass(frozen=True)
class _Way:
    """Records of one class that say it: which property holds who has the role, and the rest."""

    cls: str
    near: str
    rest: str = ""
    condition: str = ""

    def pattern(self, thing: str) -> str:
        rest = f" ; {self.rest}" if self.rest else ""
        return f"?roleRecord a kg:{self.cls} ; kg:{self.near} {thing}{rest} . {self.condition}"


@dataclass(frozen=True)
class Role:
    """A role as typed, and the ways in which records say that someone has it."""

    text: str
    ways: tuple[_Way, ...]

    def where(self, variable: str, scope: Scope) -> str:
        """The SPARQL group that limits ``variable``; binds ``?roleRecord``.

        A firm has its plants' roles too, as with every other filter; but owning a plant does
        not make it an owned unit.
        """
        holds = scope.where("?roleRecord")
        groups = []
        for way in self.ways:
            groups.append(f"{{\n  {way.pattern(variable)}\n  {holds}\n}}")
            if way.cls != "Ownership":
                groups.append(
                    f"{{\n  {way.pattern('?rolePlant')}\n  ?rolePlant a kg:Facility .\n"
                    f"  ?roleOwning a kg:Ownership ; kg:owned ?rolePlant ; kg:owner {variable} .\n"
                    f"  {holds}\n}}"
                )
        return " UNION ".join(groups)


def role_named(store: Store, text: str) -> Role:
    """The role that a person calls so: a label (zh, en), a notation, or part of an award's title.

    Raises OptionError, listing the roles there are, those nearest to the text first.
    """
    wanted = text.strip().casefold()
    known: dict[Text, None] = {}
    ways: dict[_Way, None] = {}
    for row in store.select(_CONCEPTS):
        concept, notation = local_name(row["concept"].value), row["notation"].value
        label = Text(row["zh"].value, row["en"].value)
        known[label] = None
        if wanted in {notation.casefold(), *(name.casefold() for name in label)}:
            cls, near, prop = _SCHEMES[concept.removesuffix(f"-{notation}")]
            ways[_Way(cls, near, f"kg:{prop} kg:{concept}")] = None
    for row in store.select(_ENDS):
        label = Text(row["zh"].value, row["en"].value)
        known[label] = None
        if wanted in {name.casefold() for name in label}:
            ways[_Way(local_name(row["class"].value), local_name(row["near"].value))] = None
    if not ways and wanted:
        condition = f"FILTER (CONTAINS(LCASE(STR(?roleTitle)), {ox.Literal(wanted)}))"
        if store.select(_TITLED.format(condition=condition)):
            ways[_Way("Award", "holder", "kg:awardTitle ?roleTitle", condition)] = None
    if ways:
        return Role(text.strip(), tuple(sorted(ways, key=repr)))
    listed = Text(
        "、".join(sorted({label.zh for label in known})),
        ", ".join(sorted({label.en for label in known})),
    )
    first = nearest_text(nearest(text, known))
    raise OptionError(message("who.unknown_role", text=text, near=first, known=listed))


def role_labels(store: Store) -> list[Text]:
    """The names of all roles, sorted; parts of titles, which are roles as well, are not listed."""
    rows = [*store.select(_CONCEPTS), *store.select(_ENDS)]
    return sorted({Text(row["zh"].value, row["en"].value) for row in rows})
