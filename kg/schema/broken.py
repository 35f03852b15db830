"""The error for an ontology folder that cannot be used."""

from __future__ import annotations

from pathlib import Path

from kg.errors import Finding, PackError, Text
from kg.messages import message

__all__ = ["broken"]


def broken(path: Path, line: int, code: str, **values: object) -> PackError:
    """What is wrong with a file of the ontology, at a line (0: the whole file)."""
    key = code.replace("-", "_")
    finding = Finding(
        file=path.name if path.parent.name != "schemes" else f"schemes/{path.name}",
        row=line,
        column="",
        severity="error",
        code=code,
        message=message(f"schema.{key}", **values),
        remedy=message(f"schema.{key}_fix", **values),
    )
    where = finding.where()
    said = Text(f"{where}：{finding.message.zh}", f"{where}: {finding.message.en}")
    return PackError(said, [finding])
