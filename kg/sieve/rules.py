"""What each constraint of SHACL core asks of the values of a shape (W3C 2017, section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.dates import PartialDate
from kg.sieve.nodes import Node, Term
from kg.sieve.terms import SILENT, TYPE, UnknownShapeError, sh
from kg.vocab import PREFIXES, XSD

if TYPE_CHECKING:
    from kg.sieve.suspects import Compiler

__all__ = ["RULES", "Values"]

Values = Callable[[list[Term]], bool]
"""True: these values surely pass."""


def _whole(parameter: Term) -> int:
    if not isinstance(parameter, ox.Literal):
        raise UnknownShapeError(str(parameter))
    return int(parameter.value)


def _each(check: Callable[[Term], bool]) -> Values:
    """Every value passes; what was said of a value is kept, as values repeat."""
    known: dict[Term, bool] = {}

    def rule(values: list[Term]) -> bool:
        for value in values:
            said = known.get(value)
            if said is None:
                said = known[value] = check(value)
            if not said:
                return False
        return True

    return rule


Make = Callable[["Compiler", Term, Node, int], Values]


def _min_count(_: Compiler, parameter: Term, __: Node, ___: int) -> Values:
    least = _whole(parameter)
    return lambda values: len(values) >= least


def _max_count(_: Compiler, parameter: Term, __: Node, ___: int) -> Values:
    most = _whole(parameter)
    return lambda values: len(values) <= most


def _class(compiler: Compiler, parameter: Term, _: Node, steps: int) -> Values:
    compiler.look(steps + 1)
    below, nodes = compiler.sieve.below(parameter), compiler.sieve.nodes
    return _each(lambda value: not below.isdisjoint(nodes.get(value, {}).get(TYPE, ())))


def _datatype(_: Compiler, parameter: Term, __: Node, ___: int) -> Values:
    def check(value: Term) -> bool:
        return isinstance(value, ox.Literal) and value.datatype == parameter and _plain(value)

    return _each(check)


def _plain(literal: ox.Literal) -> bool:
    """A literal whose form is surely one of its datatype: the plainest forms only."""
    form = _FORMS.get(literal.datatype.value)
    if form is None or not form.fullmatch(literal.value):
        return False
    if literal.datatype.value in _DATES:
        try:
            return PartialDate.parse(literal.value).datatype == literal.datatype.value
        except ValueError:
            return False
    return True


_LANG_STRING = PREFIXES["rdf"] + "langString"
_TEXTS = (XSD + "string", _LANG_STRING)
_DATES = frozenset(XSD + name for name in ("date", "gYearMonth", "gYear"))
_FORMS = {
    **dict.fromkeys(_TEXTS, re.compile(r"(?s).*")),
    XSD + "integer": re.compile(r"-?[0-9]{1,18}"),
    XSD + "decimal": re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?"),
    **dict.fromkeys(_DATES, re.compile(r"[0-9-]+")),
}


def _node_kind(_: Compiler, parameter: Term, __: Node, ___: int) -> Values:
    if parameter != sh("IRI"):
        raise UnknownShapeError(str(parameter))
    return lambda values: all(isinstance(value, ox.NamedNode) for value in values)


def _pattern(_: Compiler, parameter: Term, said: Node, ___: int) -> Values:
    if not isinstance(parameter, ox.Literal) or sh("flags") in said:
        raise UnknownShapeError(str(parameter))
    search = re.compile(parameter.value).search

    def check(value: Term) -> bool:
        if isinstance(value, ox.Literal) and value.datatype.value not in _TEXTS:
            return False  # the validator looks at the value, which may be written otherwise
        return isinstance(value, ox.NamedNode | ox.Literal) and search(value.value) is not None

    # Texts hardly ever repeat: nothing is kept of them.
    return lambda values: all(map(check, values))


def _limit(passes: Callable[[Decimal, Decimal], bool]) -> Make:
    def make(_: Compiler, parameter: Term, __: Node, ___: int) -> Values:
        limit = _number(parameter)
        if limit is None:
            raise UnknownShapeError(str(parameter))

        def check(value: Term) -> bool:
            number = _number(value)
            return number is not None and passes(number, limit)

        return _each(check)

    return make


def _number(term: Term) -> Decimal | None:
    if isinstance(term, ox.Literal) and term.datatype.value in (XSD + "integer", XSD + "decimal"):
        try:
            return Decimal(term.value)
        except InvalidOperation:
            return None
    return None


def _has_value(_: Compiler, parameter: Term, __: Node, ___: int) -> Values:
    if not isinstance(parameter, ox.NamedNode):
        raise UnknownShapeError(str(parameter))
    return lambda values: parameter in values


def _inner(compiler: Compiler, parameter: Term, _: Node, steps: int) -> Values:
    check = compiler.shape(parameter, steps)
    # A target comes once, but values of targets repeat.
    return _each(check) if steps else lambda values: all(map(check, values))


def _or(compiler: Compiler, parameter: Term, _: Node, steps: int) -> Values:
    checks = [compiler.shape(one, steps) for one in compiler.items(parameter)]
    return lambda values: all(any(check(value) for check in checks) for value in values)


def _not(compiler: Compiler, parameter: Term, _: Node, steps: int) -> Values:
    # What is held back within would pass here: only what is decided exactly may stand within.
    _only_exact(parameter, compiler.shapes)
    check = compiler.shape(parameter, steps)
    return lambda values: not any(check(value) for value in values)


def _only_exact(shape: Term, shapes: Mapping[Term, Node]) -> None:
    for predicate, parameters in shapes.get(shape, {}).items():
        if predicate == sh("property"):
            for inner in parameters:
                _only_exact(inner, shapes)
        elif predicate not in _EXACT:
            raise UnknownShapeError(str(predicate))


def _qualified(compiler: Compiler, parameter: Term, said: Node, steps: int) -> Values:
    (least,) = said.get(sh("qualifiedMinCount"), [None])
    if least is None:
        raise UnknownShapeError(str(parameter))
    count, check = _whole(least), compiler.shape(parameter, steps)
    return lambda values: sum(map(check, values)) >= count


def _language_in(compiler: Compiler, parameter: Term, _: Node, ___: int) -> Values:
    tags = {tag.value for tag in compiler.items(parameter) if isinstance(tag, ox.Literal)}
    return lambda values: all(isinstance(v, ox.Literal) and v.language in tags for v in values)


def _unique_lang(_: Compiler, parameter: Term, __: Node, ___: int) -> Values:
    if parameter != ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean")):
        raise UnknownShapeError(str(parameter))

    def rule(values: list[Term]) -> bool:
        tags = [v.language for v in values if isinstance(v, ox.Literal) and v.language]
        return len({tag.casefold() for tag in tags}) == len(tags)

    return rule


RULES: dict[ox.NamedNode, Make] = {
    sh("class"): _class,
    sh("datatype"): _datatype,
    sh("hasValue"): _has_value,
    sh("languageIn"): _language_in,
    sh("maxCount"): _max_count,
    sh("maxExclusive"): _limit(lambda number, limit: number < limit),
    sh("maxInclusive"): _limit(lambda number, limit: number <= limit),
    sh("minCount"): _min_count,
    sh("minExclusive"): _limit(lambda number, limit: number > limit),
    sh("minInclusive"): _limit(lambda number, limit: number >= limit),
    sh("node"): _inner,
    sh("nodeKind"): _node_kind,
    sh("not"): _not,
    sh("or"): _or,
    sh("pattern"): _pattern,
    sh("property"): _inner,
    sh("qualifiedValueShape"): _qualified,
    sh("uniqueLang"): _unique_lang,
}
_EXACT = SILENT | {sh("hasValue"), sh("minCount"), sh("maxCount"), sh("nodeKind")}
