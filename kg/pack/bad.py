"""A cell that cannot be used, and the marks that people put between several values."""

from __future__ import annotations

import re

__all__ = ["LIST", "SEPARATOR", "Bad"]

SEPARATOR = re.compile("[;；]")
"""What stands between the values of a many-valued cell."""

LIST = re.compile(r"[,，、|/\n]")
"""What people write there instead."""


class Bad(ValueError):  # noqa: N818 - it never leaves this room; it becomes a Finding
    """A cell that cannot be used: a message's code and values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
