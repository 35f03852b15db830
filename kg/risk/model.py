"""Shocks, ranks of risk and reliefs, in words and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.errors import Text
from kg.messages import message
from kg.records import Ref
from kg.wording import listed

__all__ = [
    "Hit",
    "Range",
    "ReliefAnswer",
    "ReliefRow",
    "RiskAnswer",
    "RiskRow",
    "ShockAnswer",
]


class Range(NamedTuple):
    """The 5th, 50th and 95th percentile over samples; all three the same where none was drawn."""

    low: float
    median: float
    high: float

    def text(self) -> str:
        """As percentages: one, or the median with the range."""
        if round(self.low, 4) == round(self.high, 4):
            return f"{self.median:.1%}"
        return f"{self.median:.1%} ({self.low:.1%} – {self.high:.1%})"


@dataclass(frozen=True)
class Hit:
    """A firm that a shock reaches: what part of its business is lost, and by which channel.

    ``orders`` is lost because customers fall (upstream), ``inputs`` because suppliers do
    (downstream); ``through`` names the nearest hit suppliers and customers, and ``records``
    their relations.
    """

    firm: Ref
    segment: Ref | None
    lost: Range
    orders: Range
    inputs: Range
    closed: bool
    through: tuple[Ref, ...]
    records: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "firm": self.firm.as_json(),
            "segment": self.segment.as_json() if self.segment else None,
            "lost": self.lost._asdict(),
            "orders": self.orders._asdict(),
            "inputs": self.inputs._asdict(),
            "closed": self.closed,
            "through": [ref.as_json() for ref in self.through],
            "records": list(self.records),
            "why_zh": why.zh,
            "why_en": why.en,
        }

    def why(self) -> Text:
        """In one sentence."""
        if self.closed:
            key = "shock.why_closed" if self.lost.low > 1 - 1e-9 else "shock.why_reduced"
            return message(key, firm=self.firm.label, lost=self.lost.text())
        key = "inputs" if self.inputs.median >= self.orders.median else "orders"
        return message(
            f"shock.why_{key}",
            firm=self.firm.label,
            lost=self.lost.text(),
            through=listed(ref.label for ref in self.through),
            records=", ".join(self.records),
        )


@dataclass(frozen=True)
class ShockAnswer:
    """A shock on ``firms`` of which ``psi`` is left; ``rows`` are those it reaches, worst first.

    ``esri`` is the part of all sales that is lost, ``upstream`` and ``downstream`` by channel.
    ``links`` supply links stand behind it, ``valued`` of them with a value told.
    """

    firms: tuple[Ref, ...]
    psi: float
    rows: tuple[Hit, ...]
    esri: Range
    upstream: Range
    downstream: Range
    links: int
    valued: int
    linked: int
    of: int
    samples: int
    groups: int

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        return {
            "firms": [ref.as_json() for ref in self.firms],
            "psi": self.psi,
            "esri": self.esri._asdict(),
            "upstream": self.upstream._asdict(),
            "downstream": self.downstream._asdict(),
            "links": self.links,
            "valued": self.valued,
            "linked_firms": self.linked,
            "firms_in_all": self.of,
            "samples": self.samples,
            "hit": [row.as_json() for row in self.rows],
        }


@dataclass(frozen=True)
class RiskRow:
    """A firm by what would fall if it stopped alone. ``sole`` counts customers of whom it is
    the only known supplier of its segment."""

    rank: int
    firm: Ref
    segment: Ref | None
    esri: Range
    upstream: Range
    downstream: Range
    best: int
    worst: int
    sole: int

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "rank": self.rank,
            **self.firm.as_json(),
            "segment": self.segment.as_json() if self.segment else None,
            "esri": self.esri._asdict(),
            "upstream": self.upstream._asdict(),
            "downstream": self.downstream._asdict(),
            "rank_best": self.best,
            "rank_worst": self.worst,
            "sole_supplier_of": self.sole,
            "why_zh": why.zh,
            "why_en": why.en,
        }

    def why(self) -> Text:
        """In sentences."""
        parts = [
            message(
                "shock.why_rank",
                firm=self.firm.label,
                esri=self.esri.text(),
                up=self.upstream.text(),
                down=self.downstream.text(),
            )
        ]
        if self.sole:
            parts.append(message("shock.why_sole", count=self.sole))
        if self.best != self.worst:
            parts.append(message("shock.why_ranks", best=self.best, worst=self.worst))
        return Text("".join(p.zh for p in parts), " ".join(p.en for p in parts))


@dataclass(frozen=True)
class RiskAnswer:
    """Firms with known supply links by systemic risk; ``stability`` is the mean Spearman
    correlation of ranks over samples (1.0 where all values are told)."""

    rows: tuple[RiskRow, ...]
    stability: float
    links: int
    valued: int
    linked: int
    of: int
    samples: int


@dataclass(frozen=True)
class ReliefRow:
    """A second supplier of a segment for some firms, and what it would bring.

    ``supplier`` is None for a firm yet to come. ``drop`` is how far the mean index of the most
    fragile firms, or that of the shock that was ``asked`` about, would fall; ``single`` how many
    single-sourced inputs would be no longer.
    """

    segment: Ref
    supplier: Ref | None
    buyers: tuple[Ref, ...]
    before: float
    after: float
    single: int
    asked: bool

    @property
    def drop(self) -> float:
        """The fall of the index."""
        return self.before - self.after

    def as_json(self) -> dict[str, Any]:
        """Documented field names of the JSON output."""
        why = self.why()
        return {
            "segment": self.segment.as_json(),
            "supplier": self.supplier.as_json() if self.supplier else None,
            "buyers": [ref.as_json() for ref in self.buyers],
            "esri_before": self.before,
            "esri_after": self.after,
            "single_sourced_less": self.single,
            "why_zh": why.zh,
            "why_en": why.en,
        }

    def why(self) -> Text:
        """In one sentence."""
        return message(
            "shock.why_relief_asked" if self.asked else "shock.why_relief",
            who=self.supplier.label if self.supplier else message("shock.newcomer"),
            segment=self.segment.label,
            buyers=listed(ref.label for ref in self.buyers),
            drop=f"{self.drop:.2%}",
            single=self.single,
        )


@dataclass(frozen=True)
class ReliefAnswer:
    """Candidates by the relief that they would bring, most first, out of ``tried``. Where not all
    amounts are told, those are taken at the median of the others: ``structural``."""

    rows: tuple[ReliefRow, ...]
    tried: int
    single: int
    structural: bool
    linked: int
    of: int
