"""``python -m kg`` is the same as ``kg``."""

from __future__ import annotations

from kg.cli import main

main()
