"""Several chains read at once are the same as each alone."""

from __future__ import annotations

import kg
from kg.chains import chain, chain_answers


def test_several_chains_at_once_are_the_same_as_each_alone(zhengzhou: kg.Graph) -> None:
    iris = [ref.iri for ref, _, _ in zhengzhou.chains()]
    found = chain_answers(zhengzhou.store, iris, zhengzhou.scope)
    assert list(found) == iris
    assert found == {iri: chain(zhengzhou.store, iri, zhengzhou.scope) for iri in iris}
