"""What is made of NetworKit's own words."""

from __future__ import annotations

import pytest

from kg.analysis.engines import _run


class _Fails:
    def __init__(self, words: str) -> None:
        self._words = words

    def run(self) -> None:
        raise RuntimeError(self._words)


def test_an_interrupt_that_networkit_caught_is_an_interrupt_again() -> None:
    with pytest.raises(KeyboardInterrupt):
        _run(_Fails("Received CTRL+C/SIGINT"))


def test_any_other_failure_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="out of memory"):
        _run(_Fails("out of memory"))
