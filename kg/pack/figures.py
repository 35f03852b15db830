"""Observations: the figure as printed must say the value and the unit that the row gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kg.errors import Finding, Severity
from kg.pack.findings import finding
from kg.pack.model import Row
from kg.schema import Schema, Table
from kg.units import parse_figure
from kg.vocab import KG

__all__ = ["FigureCheck"]


class FigureCheck:
    """Holds the rows of one table against the figures they quote.

    A table is looked at if it has columns for kg:rawFigure, kg:value and kg:unit, whatever
    their names are.
    """

    def __init__(self, table: Table, schema: Schema) -> None:
        self.schema = schema
        self.names: dict[str, str] = {}
        for term in ("rawFigure", "value", "unit", "operator", "indicator"):
            column = table.column_of(KG + term)
            if column is not None:
                self.names[term] = column.name
        self.applies = {"rawFigure", "value", "unit"} <= set(self.names)
        self.forms = {unit: self._forms(unit) for unit in schema.units} if self.applies else {}

    def _forms(self, own: str) -> Mapping[str, str]:
        """Words of units; one that several share (个) is the row's own unit, or just itself."""
        forms: dict[str, str] = {}
        for unit in self.schema.units.values():
            for form in unit.forms:
                forms[form] = form if form in forms else unit.notation
        return forms | dict.fromkeys(self.schema.units[own].forms, own)

    def check(self, row: Row) -> Iterator[Finding]:
        """What is wrong with an observation whose cells are each right by themselves."""
        cells = {term: row.cells.get(name, "") for term, name in self.names.items()}
        unit = cells["unit"]
        if unit not in self.forms or not cells["value"]:
            return
        due = self.schema.indicator_units.get(cells.get("indicator", ""))
        if due and due != unit:
            yield self._say("wrong-unit-of-indicator", row, "unit", unit=unit, due=due,
                            indicator=cells["indicator"])  # fmt: skip
        figure = parse_figure(cells["rawFigure"], self.forms[unit])
        if not cells["rawFigure"]:
            return
        if figure is None:
            yield self._say("unread-figure", row, "rawFigure", "notice", raw=cells["rawFigure"])
            return
        if figure.unit is not None and figure.unit != unit:
            yield self._say("wrong-unit", row, "unit", unit=unit, raw=cells["rawFigure"],
                            said=figure.unit)  # fmt: skip
        if figure.value != Decimal(cells["value"]):
            yield self._say("wrong-value", row, "value", value=cells["value"],
                            raw=cells["rawFigure"], said=_plain(figure.value))  # fmt: skip
        given = cells.get("operator", "")
        if figure.operator is not None and given and figure.operator != given:
            yield self._say("wrong-operator", row, "operator", "warning", operator=given,
                            raw=cells["rawFigure"], said=figure.operator)  # fmt: skip

    def _say(
        self, code: str, row: Row, term: str, severity: Severity = "error", **values: object
    ) -> Finding:
        return finding("pack", code, row.file, row.line, self.names[term], severity, **values)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
