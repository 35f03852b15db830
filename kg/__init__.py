"""chainkg: an evidence-first knowledge graph of a regional industrial chain.

>>> import kg
>>> g = kg.open()                    # doctest: +SKIP
>>> g.partners("超聚变")              # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.version import __version__ as __version__

if TYPE_CHECKING:
    from kg.api import Graph, open  # noqa: A004 - kg.open() is the design's name, like gzip.open

__all__ = ["Graph", "open"]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    # Late, because the command line imports this package too and must start at once.
    if name in __all__:
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
