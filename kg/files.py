"""Writing files so that a reader sees the old one or the whole new one, never half of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["replacing"]


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A binary file that becomes ``path`` when the block ends without an error.

    It is written beside ``path`` (same volume) and moved there with ``os.replace``; on an
    error, and on Ctrl-C, it is removed and what stood at ``path`` stays. Missing folders are
    made. Raises OSError as the system does.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            # The name that the person gave, not the one that we write aside.
            raise type(error)(error.errno, error.strerror, str(path)) from error
        raise
