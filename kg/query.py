"""Saved queries (``ontology/queries/*.rq``), and how values get into any query of ours.

A saved query is standard SPARQL 1.1 under a head of comment lines that is one TOML document::

    # id = "suppliers"
    # title.zh = "一个企业的供应商"
    # title.en = "Suppliers of a firm"
    # [param.firm]
    # type = "iri"
    # title.zh = "企业"
    # title.en = "the firm"
    # example = "https://w3id.org/chainkg/id/zhengzhou/xfusion"
    # [column.supplier]
    # zh = "供应商"
    # en = "the supplier"
    PREFIX kg: <https://w3id.org/chainkg/ontology#>
    SELECT ?supplier WHERE {
      #PARAM firm
      ?supplier kg:suppliesTo ?firm .
    }

``#PARAM firm`` stands in every innermost group that uses ``?firm`` and becomes
``VALUES ?firm { ... }`` there. A VALUES clause further out would be joined only after the group
is evaluated, and would not reach a FILTER or a sub-select in it at all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import pyoxigraph as ox

from kg.errors import OptionError, QueryError, Text
from kg.messages import message
from kg.paths import ontology_dir
from kg.vocab import PREFIXES, XSD

__all__ = ["Param", "SavedQuery", "Term", "bind", "read_head", "saved_queries", "to_term"]

Term = ox.NamedNode | ox.Literal
"""What a parameter can stand for: a VALUES clause holds no blank node."""

_PARAM = re.compile(r"^[ \t]*#PARAM[ \t]+(\w+)[ \t]*\r?$", re.MULTILINE | re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,18}", re.ASCII)  # what the engine holds in 64 bits
_TYPES = ("iri", "text", "date", "integer")


@dataclass(frozen=True)
class Param:
    """One parameter of a saved query; ``example`` is a value as a person would type it."""

    name: str
    type: Literal["iri", "text", "date", "integer"]
    title: Text
    example: str


@dataclass(frozen=True)
class SavedQuery:
    """A file of ``ontology/queries``: ``text`` is all of it, ``columns`` are those it returns."""

    id: str
    title: Text
    text: str
    params: tuple[Param, ...]
    columns: tuple[tuple[str, Text], ...]
    path: Path


def read_head(text: str) -> dict[str, Any]:
    """The TOML document in the comment lines that a file begins with; {} if it has none.

    The head ends at the first line that is no comment (a blank line too) or is a ``#PARAM``.
    Raises tomllib.TOMLDecodeError.

    >>> read_head('# id = "a"\\n# n = 1\\nSELECT * {}')
    {'id': 'a', 'n': 1}
    """
    lines = []
    # Not splitlines(): it also breaks at U+2028 and others, which a TOML string may hold.
    for line in text.removeprefix("\ufeff").split("\n"):
        if not line.startswith("#") or _PARAM.match(line):
            break
        lines.append(line[1:].removeprefix(" ").removesuffix("\r"))
    return tomllib.loads("\n".join(lines))


def saved_queries(folder: Path | None = None) -> dict[str, SavedQuery]:
    """All saved queries by id, in the order of their file names; by default the bundled ones.

    Raises QueryError, naming the file, for one whose head is incomplete, whose id is not the
    file's name, or whose parameters are not those of its ``#PARAM`` lines.
    """
    folder = ontology_dir() / "queries" if folder is None else folder
    found = [_load(path) for path in sorted(folder.glob("*.rq"))]
    return {query.id: query for query in found}


def to_term(param: Param, value: str) -> Term:
    """The RDF term for a value as typed: an IRI or a CURIE, a text, a day, a whole number.

    Raises OptionError for a value that is not of the parameter's type. Names of things are not
    looked up here.
    """
    match param.type:
        case "iri":
            prefix, _, local = value.partition(":")
            try:
                return ox.NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else value)
            except ValueError as error:
                raise _bad(param, value) from error
        case "date":
            try:
                date.fromisoformat(value)
            except ValueError as error:
                raise _bad(param, value) from error
            if not _DATE.fullmatch(value):
                raise _bad(param, value)
            return ox.Literal(value, datatype=ox.NamedNode(XSD + "date"))
        case "integer":
            if not _INTEGER.fullmatch(value):
                raise _bad(param, value)
            return ox.Literal(str(int(value)), datatype=ox.NamedNode(XSD + "integer"))
        case "text":
            return _literal(value)


def bind(
    query_text: str,
    values: Mapping[str, Term | Sequence[Term]],
    *,
    optional: Collection[str] = (),
) -> str:
    """The query with every ``#PARAM name`` line replaced by ``VALUES ?name { terms }``.

    A sequence gives one row a term; an empty one gives no rows. A parameter in ``optional`` that
    has no value stays a comment: its variable is free. Values reach the text only as pyoxigraph
    serialises terms, rebuilt here first, because a leniently parsed IRI may hold a ``>``.

    Raises OptionError for a parameter without a value, a value without a parameter, or a term
    that SPARQL cannot write; TypeError for a value that is no term.
    """
    names = dict.fromkeys(_PARAM.findall(query_text))
    for name in values:
        if name not in names:
            raise _unknown(name, list(names))
    for name in names:
        if name not in values and name not in optional:
            raise OptionError(message("query.missing_value", name=name))
    clauses = {name: _values(name, given) for name, given in values.items()}
    return _PARAM.sub(lambda line: clauses.get(line[1], line[0]), query_text)


def _values(name: str, given: Term | Sequence[Term]) -> str:
    # A str is a sequence too; as one wrong term it is refused below, even if it is empty.
    terms = (given,) if isinstance(given, ox.NamedNode | ox.Literal | str) else given
    try:
        return f"VALUES ?{name} {{ {' '.join(str(_rebuilt(term)) for term in terms)} }}"
    except ValueError as error:
        raise OptionError(message("query.bad_term", name=name, why=error)) from error


def _rebuilt(term: Term) -> Term:
    """The same term, put through the checks that its class makes; ValueError if they fail."""
    if isinstance(term, ox.NamedNode):
        return ox.NamedNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"a query's value must be a NamedNode or a Literal, not {type(term)}")
    if term.language is not None:
        return ox.Literal(term.value, language=term.language, direction=term.direction)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype.value))


def _literal(value: str) -> ox.Literal:
    try:
        return ox.Literal(value)
    except ValueError as error:  # a lone surrogate, from a terminal that does not speak UTF-8
        raise OptionError(message("query.not_text", value=ascii(value))) from error


# A report asks for all queries five times, and reading TOML is pure Python.
_known_head = cache(read_head)


def _load(path: Path) -> SavedQuery:
    try:
        text = path.read_text("utf-8")
        head = _known_head(text)
        query = SavedQuery(
            id=head["id"],
            title=_text(head["title"]),
            text=text,
            params=tuple(_param(name, raw) for name, raw in head.get("param", {}).items()),
            columns=tuple((name, _text(raw)) for name, raw in head.get("column", {}).items()),
            path=path,
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise QueryError(message("query.head", path=path, why=error)) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise QueryError(message("query.head_key", path=path, why=error)) from error
    if query.id != path.stem:
        raise QueryError(message("query.head_id", path=path, id=query.id))
    declared, used = {p.name for p in query.params}, set(_PARAM.findall(text))
    if declared != used:
        names = ", ".join(sorted(declared ^ used))
        raise QueryError(message("query.head_params", path=path, names=names))
    return query


def _param(name: str, raw: Mapping[str, Any]) -> Param:
    if raw["type"] not in _TYPES:
        raise KeyError(raw["type"])
    kind = cast("Literal['iri', 'text', 'date', 'integer']", raw["type"])
    return Param(name, kind, _text(raw["title"]), raw["example"])


def _text(raw: Mapping[str, str]) -> Text:
    return Text(raw["zh"], raw["en"])


def _bad(param: Param, value: str) -> OptionError:
    kind = message(f"query.type_{param.type}")
    return OptionError(
        message("query.bad_value", name=param.name, value=value, kind=kind, example=param.example)
    )


def _unknown(name: str, known: list[str]) -> OptionError:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return OptionError(message("query.unknown_near", name=name, near=near[0]))
    if known:
        return OptionError(message("query.unknown", name=name, known=", ".join(known)))
    return OptionError(message("query.no_params", name=name))
