"""Preferential attachment, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["attach", "generator"]


def generator(seed: int, part: int) -> np.random.Generator:
    """A numpy generator; only its ``random`` is drawn from, so that streams stay as they are."""
    import numpy as np

    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, part])))


def attach(rng: np.random.Generator, draws: int, nodes: int, fresh: float) -> NDArray[np.int64]:
    """``draws`` nodes out of ``nodes``, popular ones growing more popular.

    Each draw is with probability ``fresh`` any node, else the node of a random earlier draw,
    that is, one in proportion to how often it was drawn: the copying model (Kumar et al. 2000,
    doi:10.1109/SFCS.2000.892065), whose degrees fall off with exponent 1 + 1/(1 - fresh).
    O(draws log draws).
    """
    import numpy as np

    if not draws:
        return np.zeros(0, np.int64)
    order = np.arange(draws)
    copied = rng.random(draws) >= fresh
    copied[0] = False
    earlier = (rng.random(draws) * order).astype(np.int64)
    origin = np.where(copied, earlier, order)
    # Each round doubles the length of the chains of copies that are followed to their origin.
    while not np.array_equal(further := origin[origin], origin):
        origin = further
    return (rng.random(draws) * nodes).astype(np.int64)[origin]
