"""Who leads which chain: the roles of chain leader (链主) and leading firm (龙头企业), in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.errors import Text
from kg.messages import message
from kg.records import Scope, evidence_of, labels_of, select_about
from kg.store import Store
from kg.vocab import concept_iri

__all__ = ["LEADING", "Leader", "leaders"]

LEADING = (concept_iri("chain-role", "chain-leader"), concept_iri("chain-role", "leading-firm"))
"""The chain roles that make a leader, highest first; a chief or a task force is none."""

_ROLES = """
SELECT ?record ?holder ?role ?chain WHERE {
  #PARAM holder
  #PARAM role
  ?record a kg:ChainRole ; kg:holder ?holder ; kg:role ?role ; kg:chain ?chain
}"""


class Leader(NamedTuple):
    """One role of a thing on a chain: ``rank`` by ``LEADING`` from 0, and the role in words, with
    its basis where no source states it."""

    rank: int
    words: Text


def leaders(store: Store, scope: Scope, holders: Iterable[str]) -> dict[str, list[Leader]]:
    """The leading roles of things (IRIs) as of a day, by thing, highest first, each once."""
    text = _ROLES.replace(
        "#PARAM role", f"VALUES ?role {{ {' '.join(f'<{r}>' for r in LEADING)} }}"
    )
    rows = select_about(store, text, "holder", holders)
    kept = scope.keep(store, (row["record"].value for row in rows))
    labels = labels_of(store, {row[n].value for row in rows for n in ("role", "chain")})
    evidence = evidence_of(store, kept)
    found: dict[str, set[Leader]] = {}
    for row in rows:
        record, role = row["record"].value, row["role"].value
        if record not in kept:
            continue
        said = message("viz.role", role=labels[role], chain=labels[row["chain"].value])
        if (basis := evidence[record].basis) != "stated":
            said = message("viz.role_basis", role=said, basis=message(f"basis.{basis}"))
        found.setdefault(row["holder"].value, set()).add(Leader(LEADING.index(role), said))
    return {holder: sorted(roles) for holder, roles in found.items()}
