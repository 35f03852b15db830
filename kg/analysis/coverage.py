"""Whether enough supply is recorded to ask what falls if a firm stops.

Where texts name few supply edges, a firm on which everything hangs has none on record and would
score 0, which reads as "no risk". The rule asks two things, both needed for a cascade to mean
anything, and neither tuned to any region:

- at least half of the firms asked about have a recorded supplier or customer. Below that, most
  scores are 0 for want of records, and the median firm's is one of them;
- at least as many edges as it takes to tie those firms together, one fewer than there are firms.
  With fewer the network is in pieces for certain, and shocks stop where the records stop.

It is necessary, not sufficient: passing says that the answer is about the network, not that the
network is all of the trade.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import Text
from kg.messages import message

__all__ = ["LEAST_SHARE", "Coverage", "coverage"]

LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Coverage:
    """The counts, the verdict, why, and how much more would do.

    ``linked`` of ``firms`` have at least one of the ``edges``; ``share`` is linked / firms, 0
    where there is no firm. ``more_linked`` firms and ``more_edges`` edges (at least) are missing.
    """

    firms: int
    linked: int
    edges: int
    share: float
    more_linked: int
    more_edges: int
    reasons: tuple[Text, ...]

    @property
    def sufficient(self) -> bool:
        """Whether the index may be shown."""
        return not self.reasons


def coverage(firms: int, linked: int, edges: int, *, least_share: float = LEAST_SHARE) -> Coverage:
    """Whether counts of recorded supply suffice for the index, with reasons if not.

    ``edges`` counts different pairs of supplier and customer, both named firms, loops left out.
    Raises ValueError for counts that cannot be: negative ones, more linked firms than firms,
    links without edges or more of them than edges have ends.

    >>> coverage(54, 11, 7).sufficient
    False
    >>> coverage(10, 6, 5).sufficient
    True
    """
    from math import ceil

    if min(firms, linked, edges) < 0 or linked > min(firms, 2 * edges) or (edges and linked < 2):
        raise ValueError(f"{linked} of {firms} firms cannot have {edges} edges")
    more_linked = max(ceil(least_share * firms) - linked, 0)
    more_edges = max(max(linked - 1, 1) - edges, 0)
    reasons = []
    if more_linked:
        values = {"firms": firms, "linked": linked, "least": f"{least_share:.0%}"}
        reasons.append(message("shock.few_linked", **values))
    if more_edges:
        needed = edges + more_edges
        reasons.append(message("shock.few_edges", linked=linked, edges=edges, needed=needed))
    share = linked / firms if firms else 0.0
    return Coverage(firms, linked, edges, share, more_linked, more_edges, tuple(reasons))
