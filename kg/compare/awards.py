"""Awards as links to their titles, so that an award is an item like any other."""

from __future__ import annotations

from collections.abc import Collection

from kg.errors import Text
from kg.links import Link
from kg.messages import message
from kg.records import Ref, evidence_of, labels_of
from kg.relations import Relation
from kg.store import Solution, Store
from kg.vocab import expand

__all__ = ["AWARD_BRANCH", "AWARD_VARIABLES", "award_links", "award_ref"]

AWARD_VARIABLES = " ?title ?rank"

AWARD_BRANCH = """\
  {{
    {bound}
    ?record a kg:Award ; kg:holder ?self ; kg:awardTitle ?title .
    OPTIONAL {{ ?record kg:rank ?rank }}
{conditions}
  }}"""


def award_links(store: Store, rows: Collection[Solution]) -> list[Link]:
    """Awards as links to their titles; titles that read the same are one item."""
    if not rows:
        return []
    evidence = evidence_of(store, {row["record"].value for row in rows})
    kinds = labels_of(store, {row["kind"].value for row in rows if "kind" in row})
    label = labels_of(store, [expand("Award")])[expand("Award")]
    relation = Relation(
        iri=expand("Award"), record_class=expand("Award"), near=expand("holder"),
        far=expand("awardTitle"), symmetric=False, is_partner=False, label=label,
        source_role=label, target_role=label,
    )  # fmt: skip
    titles: dict[str, dict[str, str]] = {}
    for row in rows:
        titles.setdefault(row["record"].value, {})[row["title"].language] = row["title"].value
    links = {}
    for row in rows:
        record = row["record"].value
        zh = titles[record].get("zh") or titles[record]["en"]
        kind = kinds[row["kind"].value] if "kind" in row else Text("", "")
        if "rank" in row:
            kind = message("compare.ranked", kind=kind, rank=row["rank"].value)
        links[record] = Link(
            record=record, relation=relation, thing=row["self"].value, other=f"award:{zh}",
            direction="out", through="", kind=kind,
            product=Text("", ""), since=_value(row, "since"), until=_value(row, "until"),
            evidence=evidence[record], title=Text(zh, titles[record].get("en", zh)),
        )  # fmt: skip
    return [links[record] for record in sorted(links)]


def award_ref(link: Link) -> Ref:
    """The award as an item; it has no id."""
    assert link.title is not None
    return Ref("", "", link.title, "Award", link.relation.label, "")


def _value(row: Solution, name: str) -> str:
    return row[name].value if name in row else ""
