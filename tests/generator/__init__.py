"""Synthetic cities: seeded packs of any size, and bare supply graphs for benchmarks.

``make_city(firms, seed)`` gives the rows of a whole pack, ``write_city`` writes them as a
folder that ``kg build`` takes, and ``supply_graph`` gives only who supplies whom, as arrays.
The same arguments give the same bytes on every machine. No firm in it exists.
"""

from .city import City, make_city
from .supply import SupplyGraph, supply_graph
from .writing import write_city

__all__ = ["City", "SupplyGraph", "make_city", "supply_graph", "write_city"]
