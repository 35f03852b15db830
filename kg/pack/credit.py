"""Unified social credit codes: the last character says whether the others were copied right."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import Finding
from kg.pack.findings import finding
from kg.pack.model import Row
from kg.schema import Table
from kg.vocab import KG

__all__ = ["check_character", "credit_findings"]

# GB 32100-2015: 31 characters, without I, O, S, V and Z.
_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_MODULUS = 31


def check_character(code: str) -> str:
    """The 18th character that follows from the first 17 of a credit code.

    GB 32100-2015, 4.3: weights are powers of 3 modulo 31. Raises ValueError for a character
    that no code has.

    >>> check_character("914403001922038216")
    '6'
    """
    total = sum(
        _CHARACTERS.index(character) * pow(3, place, _MODULUS)
        for place, character in enumerate(code[:17])
    )
    return _CHARACTERS[-total % _MODULUS]


def credit_findings(row: Row, table: Table) -> Iterator[Finding]:
    """A warning where the last character of a row's credit code is not what follows."""
    column = table.column_of(f"{KG}creditCode")
    code = row.cells.get(column.name, "") if column else ""
    if column and code and code[-1] != (right := check_character(code)):
        yield finding("pack", "credit-check", row.file, row.line, column.name, "warning",
                      value=code, given=code[-1], right=right)  # fmt: skip
