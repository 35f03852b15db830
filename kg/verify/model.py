"""What re-reading the evidence gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from kg.errors import Finding, Text

__all__ = ["Counts", "Reading", "State", "Verification"]

State = Literal["read", "unread", "no_text", "no_passage"]
"""``read``: re-read in its document; ``unread``: has spans, but its document is not given,
missing or another one; ``no_text``: its source has no text (a register, a phone call, trade
knowledge); ``no_passage``: rests on other rows, or gives no spans."""


@dataclass(frozen=True)
class Counts:
    """How many rows have evidence, and how many are in each state (see ``State``)."""

    rows: int
    read: int
    unread: int
    no_text: int
    no_passage: int

    def as_json(self) -> dict[str, int]:
        """Documented field names of the JSON output."""
        return asdict(self)


@dataclass(frozen=True)
class Verification:
    """Findings sorted by file and row, and what became of the rows."""

    findings: tuple[Finding, ...]
    counts: Counts

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(f.severity == "error" for f in self.findings)


@dataclass(frozen=True)
class Reading:
    """One fact beside its passage.

    ``passage`` is the text of the spans and nothing more, each without layout white space,
    with " … " between spans; empty unless ``state`` is "read". ``unnamed`` lists the columns whose
    thing the passage tells of without its name.
    """

    file: str
    row: int
    record: str
    table: Text
    fact: Text
    source: str
    spans: str
    passage: str
    state: State
    unnamed: tuple[str, ...]
    problems: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "file": self.file,
            "row": self.row,
            "record": self.record,
            "table_zh": self.table.zh,
            "table_en": self.table.en,
            "fact_zh": self.fact.zh,
            "fact_en": self.fact.en,
            "source": self.source,
            "spans": self.spans,
            "passage": self.passage,
            "state": self.state,
            "unnamed": list(self.unnamed),
            "problems": [problem.code for problem in self.problems],
        }
