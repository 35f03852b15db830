"""What supply links say of dependence: sole suppliers, local rate, concentration.

All of these speak of *known* links. A firm with one known supplier may have ten; whoever shows a
figure of these shows beside it how much is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.analysis.digraph import Digraph, NodeValues

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = ["LocalRate", "herfindahl", "local_rate", "sole_customers", "sole_inputs"]


def sole_customers(network: Digraph[Any], industry: ArrayLike) -> NodeValues[Any]:
    """For each supplier, how many customers have it as their only known one of its industry.

    ``industry`` (n,) numbers the industry of each node; a node of -1 (not known) is of none,
    and never counted as a sole supplier. Loops do not count. O(edges log edges).

    >>> trade = Digraph.from_arrays(4, [0, 1, 2], [3, 3, 3])
    >>> sole_customers(trade, [0, 1, 1, 2]).to_dict()
    {0: 1, 1: 0, 2: 0, 3: 0}
    """
    import numpy as np

    supplier, sole = _sole(network, industry)
    return NodeValues(network, np.bincount(supplier[sole], minlength=len(network)))


def sole_inputs(network: Digraph[Any], industry: ArrayLike) -> NodeValues[Any]:
    """For each customer, how many of its inputs (industries) have one known supplier only.

    Takes what ``sole_customers`` takes. O(edges log edges).

    >>> trade = Digraph.from_arrays(4, [0, 1, 2], [3, 3, 3])
    >>> sole_inputs(trade, [0, 1, 1, 2]).to_dict()
    {0: 0, 1: 0, 2: 0, 3: 1}
    """
    import numpy as np

    links = network.matrix.tocoo()
    customer = links.coords[1][_counted(network, industry)]
    _, sole = _sole(network, industry)
    return NodeValues(network, np.bincount(customer[sole], minlength=len(network)))


def _counted(network: Digraph[Any], industry: ArrayLike) -> Any:
    import numpy as np

    links = network.matrix.tocoo()
    supplier, customer = links.coords
    return (supplier != customer) & (np.asarray(industry)[supplier] >= 0)


def _sole(network: Digraph[Any], industry: ArrayLike) -> tuple[Any, Any]:
    import numpy as np

    kind = np.asarray(industry, dtype=np.int64)
    links = network.matrix.tocoo()
    counted = _counted(network, kind)
    supplier, customer = (end[counted] for end in links.coords)
    width = int(kind.max(initial=0)) + 1
    _, slot, count = np.unique(
        customer.astype(np.int64) * width + kind[supplier], return_inverse=True, return_counts=True
    )
    return supplier, count[slot] == 1


class LocalRate(NamedTuple):
    """Of the known supply links into a group of customers in a place, how many begin there.

    ``unknown`` counts links whose supplier's place is not known; they are in neither figure.
    """

    local: int
    known: int
    unknown: int


def local_rate(
    network: Digraph[Any], place: ArrayLike, group: ArrayLike
) -> dict[tuple[int, int], LocalRate]:
    """The local rate of supply for each (group, place) of customers.

    ``place`` and ``group`` (n,) are numbers, -1 for not known; customers of unknown place or
    group are left out. A rate is ``local / known``. O(edges).

    >>> trade = Digraph.from_arrays(4, [0, 1, 2], [3, 3, 3])
    >>> local_rate(trade, [7, 8, -1, 7], [0, 0, 0, 1])
    {(1, 7): LocalRate(local=1, known=2, unknown=1)}
    """
    import numpy as np

    at, kind = np.asarray(place), np.asarray(group)
    links = network.matrix.tocoo()
    supplier, customer = links.coords
    found: dict[tuple[int, int], LocalRate] = {}
    told = (at[customer] >= 0) & (kind[customer] >= 0)
    keys = np.stack([kind[customer[told]], at[customer[told]]], axis=1)
    ends, row = np.unique(keys, axis=0, return_inverse=True)
    row = row.reshape(-1)
    from_place = at[supplier[told]]
    for n, (g, p) in enumerate(ends.tolist()):
        here = from_place[row == n]
        found[g, p] = LocalRate(
            local=int((here == p).sum()),
            known=int((here >= 0).sum()),
            unknown=int((here < 0).sum()),
        )
    return found


def herfindahl(network: Digraph[Any], industry: ArrayLike) -> dict[int, float]:
    """Concentration of what each industry sells: the Herfindahl-Hirschman index, 0 to 1.

    HHI_g = sum over firms i of g of (r_i / sum r)^2, r_i what i sells (Herfindahl 1950;
    Hirschman 1964): 1 is one seller, 1/k is k equal ones. Only for weights that are known
    amounts: on counts of records it says nothing. Industries that sell nothing, and -1, are
    left out. O(edges + n).

    >>> trade = Digraph.from_arrays(3, [0, 1], [2, 2], [3.0, 1.0])
    >>> herfindahl(trade, [0, 0, 1])
    {0: 0.625}
    """
    import numpy as np

    kind = np.asarray(industry)
    sold = np.asarray(network.matrix.sum(axis=1)).reshape(-1)
    found = {}
    for g in np.unique(kind[kind >= 0]).tolist():
        amounts = sold[kind == g]
        if total := float(amounts.sum()):
            found[g] = float(((amounts / total) ** 2).sum())
    return found
