"""Cells that name a concept of a scheme or a class, by its short word or by its label."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kg.errors import Text
from kg.messages import message
from kg.pack.bad import LIST, SEPARATOR, Bad
from kg.pack.findings import near, offer
from kg.schema import Schema, Table
from kg.units import parse_figure

__all__ = ["read_class", "read_concept"]

_MOST_LISTED = 12
_MOST_OFFERED = 3
_MULTIPLE = re.compile("([十百千万亿]+)(.+)")


def read_concept(text: str, schema: Schema, scheme: str) -> str:
    """The notation that a cell holds, as it is or as a label of that one only.

    Raises Bad, which offers the notations that share a label, or near ones.
    """
    known = schema.concepts[scheme]
    if text in known:
        return text
    meant = schema.notations(scheme, text)
    if len(meant) == 1:
        return meant[0]
    if SEPARATOR.search(text) or all(part.strip() in known for part in LIST.split(text)):
        raise Bad("one-value", value=text)
    if scheme == "unit" and not meant:
        _refuse_multiple(text, schema)
    offered = offer(meant[:_MOST_OFFERED]) if meant else near(text, known)
    values = _listed({n: schema.concept_labels[scheme][n] for n in list(known)[:_MOST_LISTED]})
    if len(known) > _MOST_LISTED:
        values = message("pack.more_values", known=values, scheme=scheme)
    raise Bad("unknown-notation", value=text, scheme=scheme, known=values, offer=offered)


def _refuse_multiple(text: str, schema: Schema) -> None:
    """A unit that carries a multiplier (亿元, 万辆): its unit, and what to multiply with."""
    match = _MULTIPLE.fullmatch(unicodedata.normalize("NFKC", text))
    units = schema.notations("unit", match[2]) if match else ()
    figure = parse_figure(f"1{match[1]}", {}) if match else None
    if units and figure is not None:
        times = int(figure.value)
        raise Bad("unit-multiple", value=text, times=times, example=3 * times,
                  unit=" / ".join(units[:_MOST_OFFERED]))  # fmt: skip


def read_class(text: str, table: Table, schema: Schema) -> str:
    """The class that a cell names, by its word or its label. Raises Bad, which offers others."""
    if text in table.classes:
        return text
    said = text.casefold()
    meant = [c for c in table.classes if said in (w.casefold() for w in schema.class_labels[c])]
    if len(meant) == 1:
        return meant[0]
    offered = offer(meant) if meant else near(text, table.classes)
    values = _listed({c: schema.class_labels[c] for c in table.classes})
    raise Bad("unknown-class", value=text, known=values, offer=offered)


def _listed(words: Mapping[str, Text]) -> Text:
    """Terms to choose from; in Chinese the words that people use, with the short ones."""
    return Text(
        "、".join(f"{label.zh}（{word}）" for word, label in words.items()), ", ".join(words)
    )
