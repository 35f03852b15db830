"""Filters that every list understands: chain, segment, place, product, type.

A filter is a SPARQL pattern on one variable, so that the query shown to a person filters by
itself, and each filter names the record that lets a thing through: an answer can say why a row
is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

import pyoxigraph as ox

from kg.errors import OptionError, Text
from kg.messages import message
from kg.nearest import nearest, nearest_text
from kg.query import bind
from kg.records import Scope
from kg.store import Store
from kg.vocab import expand, local_name

__all__ = ["Selection", "class_labels", "class_named"]

# ?{k}Wanted is what was asked for, {thing} what is limited, {record} what says so. A firm is also
# where its plant is, and works in its plant's segments: people ask for the firm to call.
_BY_RECORD = """{{
  {reach}
  {record} a {cls} ; {subject} {thing} ; {object} ?{k}Value .
  {holds}
}} UNION {{
  {reach}
  {record} a {cls} ; {subject} ?{k}Plant ; {object} ?{k}Value .
  ?{k}Plant a kg:Facility .
  ?{k}Owning a kg:Ownership ; kg:owned ?{k}Plant ; kg:owner {thing} .
  {holds}
}}"""

_DIRECTLY = """ UNION {{
  {reach}
  {pattern}
}}"""


@dataclass(frozen=True)
class _Kind:
    """How one kind of filter is met: by a record of a class, or in further ways of its own."""

    reach: str
    record: tuple[str, str, str]
    further: tuple[str, ...] = ()

    def pattern(self, kind: str, thing: str, record: str, holds: str, reach: _Reach) -> str:
        names = {"k": kind, "thing": thing, "record": record, "holds": holds}
        cls, subject, target = self.record
        return _BY_RECORD.format(
            **names, reach=reach.wide, cls=cls, subject=subject, object=target
        ) + "".join(
            _DIRECTLY.format(
                reach=reach.wide if "{k}Value" in way else reach.exact, pattern=way.format(**names)
            )
            for way in self.further
        )


@dataclass(frozen=True)
class _Reach:
    """The lines of a group that say what is asked for: with what lies within it, and just it."""

    wide: str
    exact: str


_KINDS = {
    "chain": _Kind(
        reach="?{k}Value kg:inChain ?{k}Wanted .",
        record=("kg:SegmentActivity", "kg:agent", "kg:segment"),
        further=(
            "{record} a kg:ChainRole ; kg:holder {thing} ; kg:chain ?{k}Wanted . {holds}",
            "{record} a kg:Membership ; kg:member {thing} ; kg:group ?{k}Wanted . {holds}",
            "{record} a kg:Coverage ; kg:instrument {thing} ; kg:covered ?{k}Wanted . {holds}",
            "{thing} kg:inChain ?{k}Wanted . BIND ({thing} AS {record})",
        ),
    ),
    "segment": _Kind(
        reach="?{k}Value skos:broader* ?{k}Wanted .",
        record=("kg:SegmentActivity", "kg:agent", "kg:segment"),
    ),
    "place": _Kind(
        reach="?{k}Value kg:within* ?{k}Wanted .",
        record=("kg:Location", "kg:located", "kg:place"),
        further=("{thing} kg:within|kg:jurisdiction ?{k}Value . BIND ({thing} AS {record})",),
    ),
    "product": _Kind(
        reach="?{k}Value kg:family* ?{k}Wanted .",
        record=("kg:Production", "kg:producer", "kg:product"),
        further=(
            "{record} a kg:SupplyRelation ; kg:supplier {thing} ; kg:product ?{k}Value . {holds}",
        ),
    ),
}


@dataclass(frozen=True)
class Selection:
    """What an answer is limited to: IRIs, and names of classes.

    Several values of one kind mean any of them; several kinds mean all of them. A place holds
    what lies within it, a segment its narrower ones, a product family its products.
    """

    chains: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds in use: some of chain, segment, place, product, type."""
        return tuple(kind for kind in (*_KINDS, "type") if getattr(self, f"{kind}s"))

    @property
    def records(self) -> tuple[str, ...]:
        """The variables (without ?) that hold the record of each filter; a type has none."""
        return tuple(f"{kind}Record" for kind in self.kinds if kind != "type")

    def where(self, variable: str, scope: Scope) -> str:
        """The SPARQL group pattern that limits ``variable`` (``"?firm"``); "" for no filter.

        Binds ``?chainRecord``, ``?segmentRecord``, ``?placeRecord``, ``?productRecord`` to the
        record that lets a thing through, or to the thing where a property of its own does. A
        thing may come through by several records: one row each.
        """

        def reach(kind: str) -> _Reach:
            asked = f"#PARAM {kind}Wanted"
            return _Reach(f"{asked}\n  {_KINDS[kind].reach.format(k=kind)}", asked)

        return self._patterns(variable, scope, reach, "")

    def things(self, store: Store, scope: Scope) -> set[str]:
        """All things (IRIs) that pass. Meant for a selection that is not empty."""
        rows = store.select(f"SELECT DISTINCT ?thing WHERE {{ {self.where('?thing', scope)} }}")
        return {row["thing"].value for row in rows}

    def among(self, store: Store, variable: str, scope: Scope, things: Iterable[str]) -> str:
        """The same pattern for things (IRIs) that are known: each costs a look-up of its own,
        however large the place or chain. Meant for a few hundred at most."""
        nodes = " ".join(str(ox.NamedNode(iri)) for iri in sorted(set(things)))
        known = f"VALUES {variable} {{ {nodes} }}"

        def reach(kind: str) -> _Reach:
            # A FILTER, not a join: the engine would begin with all that lies within.
            path = f"#PARAM {kind}Wanted\n{_KINDS[kind].reach.format(k=kind)}"
            rows = store.select(self._bound(f"SELECT DISTINCT ?{kind}Value {{\n{path}\n}}", kind))
            within = ", ".join(sorted(str(row[f"{kind}Value"]) for row in rows))
            return _Reach(
                f"{known}\n  FILTER (?{kind}Value IN ({within}))",
                f"{known}\n  #PARAM {kind}Wanted",
            )

        return self._patterns(variable, scope, reach, known)

    def _patterns(
        self, variable: str, scope: Scope, reach: Callable[[str], _Reach], known: str
    ) -> str:
        found = []
        for kind in self.kinds:
            if kind == "type":
                lines = ["#PARAM typeWanted", *([known] if known else []),
                         f"{variable} a/rdfs:subClassOf* ?typeWanted ."]  # fmt: skip
                text = "{\n  " + "\n  ".join(lines) + "\n}"
            else:
                record = f"?{kind}Record"
                text = _KINDS[kind].pattern(
                    kind, variable, record, scope.where(record), reach(kind)
                )
            found.append(self._bound(text, kind))
        return "\n".join(found)

    def _bound(self, text: str, kind: str) -> str:
        wanted: tuple[str, ...] = getattr(self, f"{kind}s")
        iris = [expand(name) for name in wanted] if kind == "type" else wanted
        if f"#PARAM {kind}Wanted" not in text:
            return text
        return bind(text, {f"{kind}Wanted": [ox.NamedNode(iri) for iri in iris]})


_CLASSES = """
SELECT ?class ?zh ?en WHERE {
  ?class rdfs:subClassOf* kg:Thing ; rdfs:label ?zh, ?en
  FILTER (LANG(?zh) = "zh" && LANG(?en) = "en")
}"""


# 大学 is no class, but what is called so is of one.
_CALLED_SO = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {{
  ?thing rdfs:label ?label FILTER (CONTAINS(LCASE(STR(?label)), {wanted}))
  ?thing a ?class . ?class rdfs:subClassOf+ kg:Thing
}} GROUP BY ?class ORDER BY DESC(?count) ?class LIMIT 1"""


def class_labels(store: Store) -> dict[str, Text]:
    """The classes of things there are: local name to label."""
    return {
        local_name(row["class"].value): Text(row["zh"].value, row["en"].value)
        for row in store.select(_CLASSES)
    }


def class_named(store: Store, text: str) -> str:
    """The local name of the class of things that a person calls so: its label or name.

    Raises OptionError with all classes, first those nearest to the text: by the letters, else
    the class of most things that have the text in their names.
    """
    known = class_labels(store)
    wanted = text.strip().casefold()
    for name, labels in known.items():
        if wanted in {name.casefold(), *(label.casefold() for label in labels)}:
            return name
    near = nearest(text, known.values())
    if not near and wanted:
        rows = store.select(_CALLED_SO.format(wanted=ox.Literal(wanted)))
        near = [known[local_name(row["class"].value)] for row in rows]
    listed = Text(
        "、".join(sorted(zh for zh, _ in known.values())),
        ", ".join(sorted(en for _, en in known.values())),
    )
    raise OptionError(
        message("select.unknown_type", text=text, near=nearest_text(near), known=listed)
    )
