"""Every finding of schema, pack and mapping has its words, and no words are left over."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.messages import catalogue

# Which argument of these calls is the code of a finding.
_CODE = {"report": 0, "_say": 0, "Bad": 0, "fail": 1, "broken": 2, "finding": 1, "_bad_number": 1}
# Codes that the code puts together from parts.
_BUILT = {"spans-form", "spans-order", "spans-length"}


def _trees(room: str) -> Iterator[ast.AST]:
    package = Path(kg.__file__).parent
    for path in sorted((package / room).glob("*.py")) or [package / f"{room}.py"]:
        yield from ast.walk(ast.parse(path.read_text("utf-8")))


def _constants(room: str) -> set[str]:
    return {
        node.value
        for node in _trees(room)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _codes(room: str) -> Iterator[str]:
    for node in _trees(room):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            at = _CODE.get(name, len(node.args))
            if at < len(node.args) and isinstance(code := node.args[at], ast.Constant):
                yield code.value


@pytest.mark.parametrize("room", ["schema", "pack", "mapping"])
def test_every_code_of_a_finding_says_what_is_wrong_and_how_to_mend_it(room: str) -> None:
    codes = set(_codes(room)) | (_BUILT if room == "pack" else set())
    assert len(codes) > 5
    for code in codes:
        key = f"{room}.{code.replace('-', '_')}"
        assert {key, f"{key}_fix"} <= set(catalogue())


@pytest.mark.parametrize("room", ["schema", "pack", "mapping", "evidence"])
def test_no_words_are_left_over(room: str) -> None:
    said = _constants(room) | _BUILT
    for key in catalogue():
        section, name = key.split(".")
        if section == room:
            base = name.removesuffix("_fix")
            assert {key, base, base.replace("_", "-")} & said, key
