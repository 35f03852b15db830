"""The Economic Systemic Risk Index where weights are not known: a range, never a point alone.

A structural network says who supplies whom and not how much. Here each unknown weight is drawn
anew in every sample, the index worked out for each, and what comes back is the band in which it
lies and how far the order of the firms holds. What the drawing assumes is an assumption, not a
measurement: amounts are independent of each other, of the firm and of the industry, with
``lognormal``: log-normal, ``spread`` the standard deviation of the logarithm (1.5: nine in ten
lie within a factor of 12 of the median); ``pareto``: a tail of exponent ``spread`` (1.2 has a
mean and no variance). The median is that of the known weights, or 1 where none is.
An answer from here is to be called structural.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kg.analysis._esri_threads import Progress
from kg.analysis.esri import Engine, esri_channels, shock

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Band", "Draw", "EsriRange", "ShockRange", "esri_range", "sampled", "shock_range"]

Draw = Literal["lognormal", "pareto"]

_SPREAD: dict[Draw, float] = {"lognormal": 1.5, "pareto": 1.2}


class Band(NamedTuple):
    """The 5, 50 and 95 per cent points over the samples; one number, or one a firm."""

    low: NDArray[np.float64]
    median: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True)
class ShockRange:
    """One shock over all samples. ``unknown`` weights of ``edges`` were drawn."""

    esri: Band
    esri_upstream: Band
    esri_downstream: Band
    unknown: int
    edges: int


@dataclass(frozen=True)
class EsriRange:
    """Each firm failing alone over all samples: bands by firm, as the shock's.

    ``rank_best`` and ``rank_worst`` are the best and the worst place that a firm took in any
    sample: 1 has the highest index, equals share the better place. ``stability`` is the mean
    Spearman correlation between the orders of two samples: 1 where all agree, about 0 where the
    weights decide everything (and where one of two orders ties all firms).
    """

    esri: Band
    esri_upstream: Band
    esri_downstream: Band
    rank_best: NDArray[np.int64]
    rank_worst: NDArray[np.int64]
    stability: float
    unknown: int
    edges: int


def esri_range(
    weights: Any,
    industry: Any,
    essential: Any,
    *,
    samples: int = 50,
    seed: int = 1,
    draw: Draw = "lognormal",
    spread: float | None = None,
    psi: float = 0.0,
    firms: Sequence[int] | None = None,
    engine: Engine = "auto",
    workers: int | None = None,
    progress: Progress | None = None,
) -> EsriRange:
    """Bands of the index of every firm, or of ``firms``, failing alone; and how its rank holds.

    ``weights`` (n, n) as in ``shock``, NaN where an edge is known and its weight is not; the
    rest as in ``esri_channels``, which runs once a sample. Sample s depends on ``seed`` and s
    alone. Where all weights are known one sample is all there is. Raises ValueError as
    ``shock`` does, and for fewer than one sample or a ``spread`` that is not positive.
    """
    import numpy as np

    drawn = _samples(weights, samples, seed, draw, spread)
    found = []
    for number, matrix in enumerate(drawn.matrices()):
        part = _shifted(progress, number, drawn.count)
        found.append(
            esri_channels(
                matrix,
                industry,
                essential,
                psi=psi,
                firms=firms,
                engine=engine,
                workers=workers,
                progress=part,
            )
        )
    values = np.array([one.esri for one in found])
    ranks = _ranks(values)
    return EsriRange(
        _band(values),
        _band(np.array([one.esri_upstream for one in found])),
        _band(np.array([one.esri_downstream for one in found])),
        ranks.min(axis=0),
        ranks.max(axis=0),
        _stability(values),
        drawn.unknown,
        drawn.edges,
    )


def shock_range(
    weights: Any,
    industry: Any,
    essential: Any,
    psi: Any,
    *,
    samples: int = 50,
    seed: int = 1,
    draw: Draw = "lognormal",
    spread: float | None = None,
) -> ShockRange:
    """Bands of the index of one shock; arguments as in ``esri_range`` and ``shock``."""
    import numpy as np

    drawn = _samples(weights, samples, seed, draw, spread)
    found = [shock(matrix, industry, essential, psi) for matrix in drawn.matrices()]
    return ShockRange(
        _band(np.array([one.esri for one in found])),
        _band(np.array([one.esri_upstream for one in found])),
        _band(np.array([one.esri_downstream for one in found])),
        drawn.unknown,
        drawn.edges,
    )


def sampled(
    weights: Any,
    sample: int,
    *,
    seed: int = 1,
    draw: Draw = "lognormal",
    spread: float | None = None,
) -> Any:
    """The network of one sample, a scipy csr_array: known weights as they are, NaN drawn."""
    return _samples(weights, 1, seed, draw, spread).matrix(sample)


@dataclass(frozen=True)
class _Samples:
    base: Any  # canonical csr_array
    missing: NDArray[np.bool_]
    median: float
    count: int
    seed: int
    draw: Draw
    spread: float

    @property
    def unknown(self) -> int:
        return int(self.missing.sum())

    @property
    def edges(self) -> int:
        return int((self.missing | (self.base.data > 0)).sum())

    def matrices(self) -> Any:
        return (self.matrix(number) for number in range(self.count))

    def matrix(self, number: int) -> Any:
        import numpy as np

        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, number])))
        if self.draw == "lognormal":
            factor = np.exp(self.spread * rng.standard_normal(self.unknown))
        else:  # divided by its own median, 2 ** (1 / exponent)
            factor = (2.0 * (1.0 - rng.random(self.unknown))) ** (-1.0 / self.spread)
        matrix = self.base.copy()
        matrix.data[self.missing] = self.median * factor
        return matrix


def _samples(weights: Any, count: int, seed: int, draw: Draw, spread: float | None) -> _Samples:
    import numpy as np
    from scipy import sparse

    if count < 1:
        raise ValueError(f"samples must be at least 1, not {count}")
    if draw not in _SPREAD:
        raise ValueError(f"draw must be one of {', '.join(_SPREAD)}, not {draw}")
    width = _SPREAD[draw] if spread is None else spread
    if not width > 0:
        raise ValueError(f"spread must be positive, not {width}")
    base = sparse.csr_array(weights, dtype=np.float64, copy=True)
    base.sum_duplicates()
    missing = np.isnan(base.data)
    known = base.data[~missing & (base.data > 0)]
    median = float(np.median(known)) if len(known) else 1.0
    return _Samples(base, missing, median, count if missing.any() else 1, seed, draw, width)


def _shifted(progress: Progress | None, number: int, count: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, total: progress(number * total + done, count * total)


def _band(values: NDArray[np.float64]) -> Band:
    import numpy as np

    low, median, high = np.percentile(values, [5, 50, 95], axis=0)
    return Band(low, median, high)


def _ranks(values: NDArray[np.float64]) -> NDArray[np.int64]:
    import numpy as np
    from scipy.stats import rankdata

    # Rounded, so that firms in like positions tie whatever the order of a sum.
    return np.asarray(rankdata(-np.round(values, 12), method="min", axis=1), np.int64)


def _stability(values: NDArray[np.float64]) -> float:
    import numpy as np
    from scipy.stats import rankdata

    count = len(values)
    if count < 2:
        return 1.0
    ranks = rankdata(np.round(values, 12), axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    length = np.linalg.norm(ranks, axis=1, keepdims=True)
    flat = length[:, 0] == 0
    unit = np.divide(ranks, length, out=np.zeros_like(ranks), where=length > 0)
    pairs = unit @ unit.T + np.outer(flat, flat)  # two orders that tie all firms agree
    return float((pairs.sum() - np.trace(pairs)) / (count * (count - 1)))
