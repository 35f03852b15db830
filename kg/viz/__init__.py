"""The pictures: each one HTML page that works offline and shows where each line is from.

``shell`` is the page around any of them; ``firms`` is the firm graph, ``chain_map`` the chain
from up- to downstream, ``place_map`` the districts and parks, ``timeline`` figures over time.
"""
