"""The collector of cycles, at rest while very many objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Rest the collector of cycles, as a block or as a decorator: a pack or a report makes millions
    of objects and no cycles, and walking all of them again and again would take as long as the
    work itself."""
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not resting:
            gc.enable()
