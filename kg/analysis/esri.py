"""What falls if a firm stops: the Economic Systemic Risk Index.

Diem, Borsos, Reisch, Kertesz, Thurner 2022, "Quantifying firm-level economic systemic risk from
nation-wide supply networks", Scientific Reports 12:7719, doi:10.1038/s41598-022-11522-z.

W[i, j] is what firm i supplies to firm j; r_i = sum_j W_ij, c_j = sum_i W_ij; firm i works in
industry g_i; C[k, g] says what an input of industry k is to a firm of industry g: 2 essential,
1 non-essential, 0 none; psi_i is the capacity a firm keeps. From u = d = 1, all at once, until
the largest change of any u or d is under ``tol``:

    sigma_i = min(1, r_i / sum_{m in g_i} r_m d_m)       0 if r_i = 0, 1 if that sum is 0
    S_jk    = sum_{i in k, C = 2} sigma_i (1 - d_i) W_ij / sum_{l in k, C = 2} W_lj
    N_j     = sum_{i, C = 1} sigma_i (1 - d_i) W_ij / c_j
    d_j    <- min(1 - max_k S_jk, 1 - N_j, psi_j)        downstream: inputs are missing
    u_i    <- min(sum_j W_ij u_j / r_i, psi_i)           upstream: orders are; psi_i if r_i = 0
    ESRI    = sum_i r_i (1 - min(u_i, d_i)) / sum_i r_i

u and d only ever fall, so this ends. It may end slowly: where firms trade in a closed circle
each round takes a small part of what is left, and a change under ``tol`` does not mean that the
limit is as near as that. ``converged`` says whether ``max_iter`` cut it short.

The answers are about the given edges and nothing else. Edges are observed firm-to-firm supply:
to expand "segment A feeds segment B" into edges between their firms would be to invent trade,
so nothing here does it, and callers must not. Where weights are structural (each 1) or unknown,
see ``kg.analysis.esri_range``; whether there are enough edges to ask, ``kg.analysis.coverage``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kg.analysis._esri_model import Model, check_stop, checked_model, checked_psi
from kg.analysis._esri_threads import Job, Progress, fill_all

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Engine", "Esri", "Shock", "esri", "esri_channels", "shock"]

Engine = Literal["auto", "numba", "numpy"]
_TOL = 1e-6
_MAX_ITER = 1000
_WORTH_COMPILING = 10_000_000  # firms * edges: below, NumPy is done before Numba has loaded


@dataclass(frozen=True)
class Shock:
    """The state after a shock. ``u`` and ``d`` (n,) are what up- and downstream leave of a firm.

    ``esri`` counts both, ``esri_upstream`` the lost orders alone (1 - u) and
    ``esri_downstream`` the missing inputs alone (1 - d): shares of all that firms sell.
    """

    u: NDArray[np.float64]
    d: NDArray[np.float64]
    esri: float
    esri_upstream: float
    esri_downstream: float
    iterations: int
    converged: bool


@dataclass(frozen=True)
class Esri:
    """Each firm failing alone: arrays by firm, or by place in ``firms`` where those were given.

    Meanings as in ``Shock``.
    """

    esri: NDArray[np.float64]
    esri_upstream: NDArray[np.float64]
    esri_downstream: NDArray[np.float64]
    iterations: NDArray[np.int64]
    converged: NDArray[np.bool_]


def shock(
    weights: Any,
    industry: Any,
    essential: Any,
    psi: Any,
    *,
    tol: float = _TOL,
    max_iter: int = _MAX_ITER,
) -> Shock:
    """The Economic Systemic Risk Index of one shock, with what is left of every firm.

    ``weights`` (n, n), a scipy sparse array or dense: W[i, j] = i supplies j; ``industry`` (n,)
    integers from 0; ``essential`` (m, m) of 2, 1, 0; ``psi`` (n,) between 0 (closed) and 1.
    Where nothing is sold at all the index is 0. O(edges) a round, at most ``max_iter`` rounds.
    Raises ValueError for wrong shapes, negative or non-finite weights, or other classes.

    A chain of three, each the only maker of what the next one needs, and the middle closes:

    >>> chain = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    >>> answer = shock(chain, [0, 1, 2], [[2] * 3] * 3, [1, 0, 1])
    >>> answer.u.tolist(), answer.d.tolist()
    ([0.0, 0.0, 1.0], [1.0, 0.0, 0.0])
    >>> answer.esri, answer.esri_upstream, answer.esri_downstream
    (1.0, 1.0, 0.5)
    """
    import numpy as np

    from kg.analysis._esri_numpy import losses

    check_stop(tol, max_iter)
    model = checked_model(weights, industry, essential)
    n = len(model.sold)
    floor = 1.0 - checked_psi(psi, n)
    run = losses(model, np.arange(n), floor[:, None], tol, max_iter)
    up, down = run.up[:, 0], run.down[:, 0]
    total = _total(model)
    return Shock(
        u=1.0 - up,
        d=1.0 - down,
        esri=float(model.sold @ np.maximum(up, down)) / total,
        esri_upstream=float(model.sold @ up) / total,
        esri_downstream=float(model.sold @ down) / total,
        iterations=int(run.rounds[0]),
        converged=bool(run.converged[0]),
    )


def esri(weights: Any, industry: Any, essential: Any, **options: Any) -> NDArray[np.float64]:
    """The index of every firm failing alone: ``esri_channels(...).esri``, same options."""
    return esri_channels(weights, industry, essential, **options).esri


def esri_channels(
    weights: Any,
    industry: Any,
    essential: Any,
    *,
    psi: float = 0.0,
    firms: Sequence[int] | None = None,
    tol: float = _TOL,
    max_iter: int = _MAX_ITER,
    engine: Engine = "auto",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Esri:
    """The index of every firm, or of ``firms``, failing alone with ``psi`` left of it.

    ``weights``, ``industry``, ``essential`` as in ``shock``. Each failure costs the edges that
    it reaches, times the rounds. Engine "numba" (extra ``fast``) and "numpy" give the same
    answers within 1e-9; "auto" takes Numba where it is installed and the network is large
    enough to be worth loading it. ``workers`` threads (default: the processors at hand);
    ``progress(done, all)`` is called on the caller's thread. KeyboardInterrupt stops all
    threads within about a second and is raised again. Raises ValueError as ``shock`` does, also
    for ``firms`` out of range, and ImportError where "numba" is asked for and missing.
    """
    import numpy as np

    check_stop(tol, max_iter)
    model = checked_model(weights, industry, essential)
    n = len(model.sold)
    which = np.arange(n) if firms is None else np.asarray(firms, dtype=np.int64)
    checked_psi(np.array([psi]), 1)
    if which.ndim != 1 or (len(which) and not (which.min() >= 0 and which.max() < n)):
        raise ValueError(f"firms must lie between 0 and {n - 1}")
    alone, place = np.unique(which, return_inverse=True)  # side by side run different firms
    use_numba = engine == "numba" or (
        engine == "auto" and len(alone) * len(model.up.part) >= _WORTH_COMPILING and _has_numba()
    )
    table = np.zeros((5, len(alone)))
    order = np.argsort(-_influence(model)[alone], kind="stable")
    job = Job(model, alone, order, psi, tol, max_iter, table)
    fill_all(job, compiled=use_numba, workers=workers, progress=progress)
    table[:3] /= _total(model)
    table = table[:, place]
    return Esri(table[0], table[1], table[2], table[3].astype(np.int64), table[4] > 0)


def _total(model: Model) -> float:
    return float(model.sold.sum()) or 1.0


def _has_numba() -> bool:
    from importlib.util import find_spec

    return find_spec("numba") is not None


def _influence(model: Model) -> NDArray[np.float64]:
    """What others' sales owe to a firm through eight steps of orders.

    Failures of like influence take alike many rounds (rank correlation 0.99 on scale-free
    networks), and those side by side wait for the slowest: sorting by it halves the time.
    """
    import numpy as np
    from scipy import sparse

    flow = model.up
    n = len(model.sold)
    owner = np.repeat(np.arange(n), np.diff(flow.first))
    matrix = sparse.csr_array((flow.part, flow.sender, flow.begin), shape=(len(owner), n))
    value = np.ones(n)
    for _ in range(8):
        value = np.asarray(matrix.T @ value[owner], np.float64)
    return value
