"""The rows of a pack that is being made."""

from __future__ import annotations

__all__ = ["Rows", "Tables"]

Row = dict[str, str]
Rows = dict[str, list[Row]]


class Tables:
    """Rows by table; ids of records number themselves."""

    def __init__(self) -> None:
        self.rows: Rows = {}

    def add(self, table: str, id_: str, *parts: Row, **cells: str) -> str:
        """Add a row of some cells, and more cells taken from ``parts``; its id."""
        row = {"id": id_, **cells}
        for part in parts:
            row |= part
        self.rows.setdefault(table, []).append(row)
        return id_

    def record(self, table: str, prefix: str, *parts: Row, **cells: str) -> str:
        """Add a row with the next free number of its table as its id."""
        number = len(self.rows.get(table, ())) + 1
        return self.add(table, f"{prefix}-{number:06d}", *parts, **cells)
