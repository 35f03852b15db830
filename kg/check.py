"""Shapes and checks: what is wrong with the facts, traced back to file, row and column.

A shape (``ontology/shapes/*.ttl``, SHACL core) looks at one node and runs before the facts are
loaded, because the engine rewrites numeric literals. A check (``ontology/checks/*.rq``) is a
SELECT of ?focus ?path ?value over the loaded facts, for rules that join records. Both are files
whose head says severity, problem and remedy; adding one is adding a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import Finding, Severity, Text
from kg.query import read_head
from kg.sieve import Sieve, Term, UnknownShapeError, nodes_of, star
from kg.vocab import PREFIXES, RDFS_LABEL, local_name

if TYPE_CHECKING:
    import rdflib

    from kg.pack import Row
    from kg.schema import Schema

__all__ = ["Head", "Origin", "heads", "run_checks", "run_shapes"]

Origin = Mapping[str, "Row"]
"""IRI of a thing or record -> the row that it comes from."""


@dataclass(frozen=True)
class Head:
    """What a shape or check file says of itself."""

    id: str
    path: Path
    severity: Severity
    problem: Text
    remedy: Text


def heads(folder: Path, pattern: str) -> list[Head]:
    """The heads of all rule files in a folder, by file name."""
    found = []
    for path in sorted(folder.glob(pattern)):
        raw = read_head(path.read_text("utf-8"))
        found.append(
            Head(
                id=raw["id"],
                path=path,
                severity=raw["severity"],
                problem=Text(raw["problem"]["zh"], raw["problem"]["en"]),
                remedy=Text(raw["remedy"]["zh"], raw["remedy"]["en"]),
            )
        )
    return found


def run_shapes(
    triples: Sequence[ox.Triple], ontology: Path, schema: Schema, origin: Origin
) -> list[Finding]:
    """Validate mapped triples against every shape; pySHACL, SHACL core (W3C 2017).

    A sieve (kg.sieve) lets through the nodes that surely conform, so that the validator sees
    only the others: about 6 s for 1.7 million triples, and no validator at all if none is left.
    """
    vocabulary = _vocabulary(ontology)
    sieve = Sieve(nodes_of([*triples, *vocabulary]))
    doubtful: list[Head] = []
    suspects: dict[Term, None] = {}
    whole = False
    for head in heads(ontology / "shapes", "*.ttl"):
        try:
            found = sieve.suspects(nodes_of(_turtle(head.path)))
        except UnknownShapeError:
            # The shape uses what the sieve does not know: any node may break it.
            whole = True
            doubtful.append(head)
        else:
            if found:
                doubtful.append(head)
                suspects |= dict.fromkeys(found)
    if not doubtful:
        return []
    names = frozenset(node.value for node in suspects if isinstance(node, ox.NamedNode))
    if whole or len(names) < len(suspects):  # a blank node has no name to be told apart by
        report, owner = _validate([*triples, *vocabulary], doubtful)
        return sorted(set(_shape_findings(report, owner, schema, origin, None)))
    seen = star(suspects, sieve.nodes, sieve.depth)
    report, owner = _validate([*seen, *vocabulary], doubtful)
    return sorted(set(_shape_findings(report, owner, schema, origin, names)))


def run_checks(
    select: Callable[[str], list[dict[str, Any]]],
    ontology: Path,
    schema: Schema,
    origin: Origin,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Finding]:
    """Run every check over loaded facts; ``select`` is the store's SELECT."""
    found = []
    for head in heads(ontology / "checks", "*.rq"):
        progress(head.id)
        for row in select(head.path.read_text("utf-8")):
            path, value = row.get("path"), row.get("value")
            found.append(
                _finding(
                    head,
                    head.problem,
                    row["focus"].value,
                    path.value if path else None,
                    value.value if value else "",
                    schema,
                    origin,
                )
            )
    return sorted(set(found))


def _vocabulary(ontology: Path) -> list[ox.Triple]:
    files = [ontology / "core.ttl", *sorted((ontology / "schemes").glob("*.ttl"))]
    return [triple for path in files for triple in _turtle(path)]


def _turtle(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


def _validate(
    triples: Iterable[ox.Triple], files: Iterable[Head]
) -> tuple[rdflib.Graph, dict[rdflib.term.Node, Head]]:
    """pySHACL's report on some triples, and the file that each of its shapes stands in."""
    import pyshacl
    import rdflib

    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    data = rdflib.Graph().parse(data=lines, format="nt")
    shapes = rdflib.Graph()
    owner: dict[rdflib.term.Node, Head] = {}
    for head in files:
        one = rdflib.Graph().parse(head.path, format="turtle")
        owner.update(dict.fromkeys(one.subjects(), head))
        shapes += one
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inference="none")
    return report, owner


def _shape_findings(
    report: rdflib.Graph,
    owner: Mapping[Any, Head],
    schema: Schema,
    origin: Origin,
    within: frozenset[str] | None,
) -> Iterable[Finding]:
    """What a report says of the nodes ``within``, the others having been seen in part only."""
    import rdflib

    sh = rdflib.Namespace(PREFIXES["sh"])
    # Not all nodes of type ValidationResult: sh:node shapes nest details that are not findings.
    for result in report.objects(None, sh.result):
        focus = str(report.value(result, sh.focusNode))
        if within is not None and focus not in within:
            continue
        head = owner[report.value(result, sh.sourceShape)]
        said = {
            getattr(m, "language", None): str(m) for m in report.objects(result, sh.resultMessage)
        }
        problem = Text(said.get("zh", head.problem.zh), said.get("en", head.problem.en))
        path = report.value(result, sh.resultPath)
        value = report.value(result, sh.value)
        yield _finding(
            head,
            problem,
            focus,
            str(path) if path is not None else None,
            str(value) if value is not None else "",
            schema,
            origin,
        )


def _finding(
    head: Head,
    problem: Text,
    focus: str,
    path: str | None,
    value: str,
    schema: Schema,
    origin: Origin,
) -> Finding:
    row = origin.get(focus)
    shown = _name(value, origin)
    filled = {"focus": _name(focus, origin), "value": shown}
    return Finding(
        file=row.file if row else "",
        row=row.line if row else 0,
        column=_column(schema, row, path),
        severity=head.severity,
        code=head.id,
        message=Text(_fill(problem.zh, filled), _fill(problem.en, filled)),
        remedy=Text(_fill(head.remedy.zh, filled), _fill(head.remedy.en, filled)),
    )


def _fill(template: str, values: Mapping[str, str]) -> str:
    # Not str.format: a shape's message may hold braces of a pattern.
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def _column(schema: Schema, row: Row | None, path: str | None) -> str:
    if row is None or path is None:
        return ""
    for column in schema.tables[row.table].columns.values():
        if column.property == path and (path != RDFS_LABEL or column.lang == "zh"):
            return column.name
    return ""


def _name(iri: str, origin: Origin) -> str:
    row = origin.get(iri)
    if row is None:
        return local_name(iri) if "://" in iri else iri
    return row.cells.get("name_zh") or row.id
