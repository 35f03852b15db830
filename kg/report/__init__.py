"""The report of a chain: one map, eight lists, and a page for everything that they name."""
