"""A thing as an answer names it, and where a record comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.errors import Text

__all__ = ["Evidence", "Ref"]


@dataclass(frozen=True)
class Ref:
    """A thing as an answer names it.

    A stated group without names has a ``count``, or the operator "unstated" where the source
    does not even count it.
    """

    iri: str
    id: str
    label: Text
    type: str
    type_label: Text
    status: str
    count: int | None = None
    count_operator: str = ""

    @property
    def is_group(self) -> bool:
        """Whether this is a stated group rather than one named thing."""
        return self.count is not None or bool(self.count_operator)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        shown: dict[str, Any] = {
            "id": self.id,
            "iri": self.iri,
            "name_zh": self.label.zh,
            "name_en": self.label.en,
            "type": self.type,
            "status": self.status,
        }
        if self.is_group:
            shown["count"] = self.count
            shown["count_operator"] = self.count_operator or "equal"
        return shown


@dataclass(frozen=True)
class Evidence:
    """Where a record comes from.

    ``spans`` are half-open code-point offsets, ``120-135;300-310``; empty for a source without
    a text. ``basis`` is stated, derived or outside; ``status`` the record's own (existing,
    planned, ...). ``derived_from`` lists record ids. ``confidence`` (high, medium, low) and
    ``note`` are the curator's own words on how the text was read.
    """

    record: str
    source: str
    source_title: Text
    source_date: str
    spans: str
    basis: str
    status: str
    derived_from: tuple[str, ...]
    confidence: str = "high"
    note: str = ""

    def short(self) -> str:
        """One cell: source id and spans, or what a derived record follows from."""
        if self.spans:
            return f"{self.source}:{self.spans}"
        if self.source or not self.derived_from:
            return self.source
        return "<- " + ";".join(self.derived_from)

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "record": self.record,
            "basis": self.basis,
            "status": self.status,
            "source": self.source,
            "source_title_zh": self.source_title.zh,
            "source_title_en": self.source_title.en,
            "source_date": self.source_date,
            "spans": self.spans,
            "derived_from": list(self.derived_from),
            "confidence": self.confidence,
            "note": self.note,
        }
