"""Makes ontology/README.md from the files of ``ontology/``: ``python tests/ontology/readme.py``."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import rdflib
from ontology_files import ONTOLOGY, columns, files, head_of, own_terms, tables, vocabulary
from rdflib import OWL, RDF, RDFS, SKOS

KG = "https://w3id.org/chainkg/ontology#"
NS = rdflib.Namespace(KG)
Term = rdflib.term.Node

INTRO = """\
<!-- Made by tests/ontology/readme.py from the files of this folder; do not edit by hand. -->
# The ontology

The terms of chainkg, namespace `https://w3id.org/chainkg/ontology#` (prefix `kg:`), \
version {version}. Every fact is a record with its source; one rule derives the direct edges.

| File | Holds |
|---|---|
| `core.ttl` | {classes} classes and {properties} properties |
| `schemes/` | {schemes} lists of values, one file a list |
| `tables.toml` | which column of which table becomes which property |
| `shapes/` | {shapes} shapes (SHACL core): what is wrong with one node, found before loading |
| `rules/` | {rules} rule: what is derived from the records |
| `checks/` | {checks} checks (SPARQL): what is wrong across records |
| `conflicts/` | {conflicts} rules: which pairs of records contradict each other (`kg conflicts`) |
| `queries/` | {queries} saved queries: `kg sparql --saved NAME` |
| `lists/` | {lists} lists of a chain and their columns: [how to write one](lists/README.md) |
| `decisions.md` | why it is so; copied in at the end of this page |

A rule, shape, check or query begins with comment lines that are one TOML document: what it is \
called, what is wrong and how to mend it, a good and a bad example. To add one, add a file; \
`python -m pytest tests/ontology` proves that it fires on its bad example, and \
`python tests/ontology/readme.py` writes this page anew.
"""


def names(terms: Iterable[Term | str]) -> str:
    return ", ".join(f"`{t}`" for t in terms)


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def table(header: str, rows: Iterable[Iterable[str]]) -> list[str]:
    columns_ = header.split("|")
    lines = ["| " + " | ".join(columns_) + " |", "|" + "---|" * len(columns_)]
    lines += ["| " + " | ".join(cell(text) for text in row) + " |" for row in rows]
    return [*lines, ""]


class Page:
    """One rendering: the vocabulary, and where each term is used."""

    def __init__(self) -> None:
        self.graph = vocabulary()
        self.names = {str(i): p for p, i in self.graph.namespaces() if p}
        self.classes = own_terms(self.graph, OWL.Class)
        self.properties = own_terms(
            self.graph, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty
        )
        self.edges = sorted(t for t in self.properties if self.one(t, NS.edgeRecord))
        self.in_tables = self._uses_in_tables()
        self.in_queries = self._uses_in_queries()

    def one(self, term: Term, said: Term) -> Term | None:
        found: Term | None = self.graph.value(term, said)
        return found

    def curie(self, term: Term) -> str:
        """A term as CURIE, or the members of a union."""
        union = self.one(term, OWL.unionOf)
        if union is not None:
            parts = rdflib.collection.Collection(self.graph, union)
            return " or ".join(self.curie(part) for part in parts)
        return self.short(str(term))

    def short(self, iri: str) -> str:
        fits = [
            (len(n), p + ":" + iri[len(n) :]) for n, p in self.names.items() if iri[: len(n)] == n
        ]
        return max(fits)[1] if fits else iri

    def text(self, term: Term, said: Term) -> tuple[str, str]:
        """zh and en of a label or definition."""
        found = {
            str(o.language): str(o)
            for o in self.graph.objects(term, said)
            if isinstance(o, rdflib.Literal)
        }
        return found.get("zh", ""), found.get("en", "")

    def linked(self, term: Term, *links: Term) -> str:
        """What a term points at by some links, as code."""
        found = {self.curie(o) for link in links for o in self.graph.objects(term, link)}
        return names(sorted(found))

    def _uses_in_tables(self) -> dict[str, list[str]]:
        uses: dict[str, list[str]] = defaultdict(list)
        for section, name, column in columns():
            if "property" in column:
                term = column["property"]
                uses[term if ":" in term else f"kg:{term}"].append(f"{section}.{name}")
        for name, body in tables()["tables"].items():
            for held in body.get("classes") or [body["class"]]:
                uses[f"kg:{held}"].append(name)
        return uses

    def _uses_in_queries(self) -> dict[str, list[str]]:
        uses: dict[str, list[str]] = defaultdict(list)
        for path in files("queries/*.rq", "checks/*.rq", "conflicts/*.rq"):
            text = "\n".join(
                line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")
            )
            for term in sorted(set(re.findall(r"\bkg:\w+(?![\w-])", text))):
                uses[term].append(f"{path.parent.name}/{path.stem}")
        return uses

    # ------------------------------------------------------------------ parts
    def things_diagram(self) -> list[str]:
        lines = ["```mermaid", "classDiagram", "  direction LR"]
        records = {c for c in self.classes if self.is_record(c)}
        for child in self.classes:
            if child in records:
                continue
            parents = sorted(local(p) for p in self.graph.objects(child, RDFS.subClassOf))
            lines += [f"  {p} <|-- {local(child)}" for p in parents if NS[p] in self.classes]
        return [*lines, "```", ""]

    def records_diagram(self) -> list[str]:
        lines = ["```mermaid", "classDiagram", "  direction LR"]
        evidence = ["since", "until", "status", "basis", "confidence", "source", "passage"]
        lines += [f"  Record : {name}" for name in [*evidence, "derivedFrom", "note", "unnamed"]]
        for body in tables()["tables"].values():
            if body["kind"] != "record":
                continue
            held = body["class"]
            lines.append(f"  Record <|-- {held}")
            kept = dict.fromkeys(c["property"] for c in body["columns"].values())
            lines += [f"  {held} : {name}" for name in kept]
        return [*lines, "```", ""]

    def is_record(self, term: Term) -> bool:
        return NS.Record in set(self.graph.transitive_objects(term, RDFS.subClassOf))

    def term_cells(self, term: rdflib.URIRef) -> list[str]:
        label, definition = self.text(term, RDFS.label), self.text(term, SKOS.definition)
        return [f"`{self.curie(term)}`", "<br>".join(label), "<br>".join(definition)]

    def class_rows(self, terms: Iterable[rdflib.URIRef]) -> Iterable[list[str]]:
        for term in terms:
            name = self.curie(term)
            yield [
                *self.term_cells(term),
                self.linked(term, RDFS.subClassOf),
                names(self.in_tables[name]),
                names(self.in_queries[name]),
            ]

    def property_rows(self) -> Iterable[list[str]]:
        for term in self.properties:
            if term in self.edges:
                continue
            name = self.curie(term)
            yield [
                *self.term_cells(term),
                self.linked(term, RDFS.subPropertyOf),
                self.linked(term, RDFS.domain),
                self.linked(term, RDFS.range),
                names(self.in_tables[name]),
                names(self.in_queries[name]),
            ]

    def edge_rows(self) -> Iterable[list[str]]:
        for term in self.edges:
            yield [
                *self.term_cells(term),
                self.linked(term, RDFS.subPropertyOf),
                self.linked(term, NS.edgeRecord),
                f"{self.linked(term, NS.edgeSource)} to {self.linked(term, NS.edgeTarget)}",
                "<br>".join(
                    f"{source} · {target}"
                    for source, target in zip(
                        self.text(term, NS.sourceRoleLabel),
                        self.text(term, NS.targetRoleLabel),
                        strict=True,
                    )
                ),
                "yes" if (term, RDF.type, NS.PartnerEdge) in self.graph else "",
            ]

    def scheme_lines(self) -> Iterable[str]:
        for scheme in own_terms(self.graph, SKOS.ConceptScheme):
            zh, en = self.text(scheme, RDFS.label)
            name = local(scheme).removeprefix("scheme-")
            used = sorted(f"{t}.{c}" for t, c, column in columns() if column.get("scheme") == name)
            yield f"### {name}: {zh}, {en}\n"
            yield f"{' '.join(self.text(scheme, SKOS.definition))} Used by {names(used)}.\n"
            values = {
                (self.order(v), str(self.one(v, SKOS.notation))): v
                for v in self.graph.subjects(SKOS.inScheme, scheme)
            }
            yield from table(
                "Value|Label|Definition",
                (
                    [
                        f"`{notation}`",
                        "<br>".join(self.text(value, RDFS.label)),
                        "<br>".join(self.text(value, SKOS.definition)),
                    ]
                    for (_, notation), value in sorted(values.items())
                ),
            )

    def order(self, term: Term) -> int:
        found = self.one(term, NS.order)
        return int(str(found)) if found is not None else 0


def local(term: Term) -> str:
    return str(term).removeprefix(KG)


def finding_rows(paths: Iterable[Path]) -> Iterable[list[str]]:
    for path in paths:
        head = head_of(path)
        yield [
            f"`{path.stem}`",
            head["severity"],
            f"{head['title']['zh']}<br>{head['title']['en']}",
            f"{head['problem']['zh']}<br>{head['problem']['en']}",
            f"{head['remedy']['zh']}<br>{head['remedy']['en']}",
        ]


def query_rows() -> Iterable[list[str]]:
    for path in files("queries/*.rq"):
        head = head_of(path)
        yield [
            f"`{path.stem}`",
            f"{head['title']['zh']}<br>{head['title']['en']}",
            "<br>".join(
                f"`{name}` ({p['type']}): {p['title']['zh']}, {p['title']['en']}"
                for name, p in head.get("param", {}).items()
            ),
            names(head["column"]),
        ]


def list_files() -> list[Path]:
    """The files that are a list, in the order of the lists."""
    shared = {"columns", "next", "report"}
    own = [path for path in files("lists/*.toml") if path.stem not in shared]
    return sorted(own, key=lambda path: int(tomllib.loads(path.read_text("utf-8"))["order"]))


def list_rows() -> Iterable[list[str]]:
    for path in list_files():
        spec = tomllib.loads(path.read_text("utf-8"))
        sections = spec["section"]
        yield [
            f"`{path.stem}`",
            f"{spec['title']['zh']}<br>{spec['title']['en']}",
            f"{spec['named']['note']['zh']}<br>{spec['named']['note']['en']}",
            "<br>".join(f"{s['title']['zh']}, {s['title']['en']}" for s in sections),
        ]


def rule_rows(paths: Iterable[Path]) -> Iterable[list[str]]:
    for path in paths:
        head = head_of(path)
        yield [
            f"`{path.stem}`",
            f"{head['title']['zh']}<br>{head['title']['en']}",
            f"{head['why']['zh']}<br>{head['why']['en']}",
        ]


def render() -> str:
    """The whole of ontology/README.md."""
    page = Page()
    records = [c for c in page.classes if page.is_record(c)]
    entered = {NS[t["class"]] for t in tables()["tables"].values() if t["kind"] == "entry"}
    entries = [c for c in page.classes if c in entered]
    things = [c for c in page.classes if c not in records and c not in entered]
    intro = INTRO.format(
        version=page.one(rdflib.URIRef(KG.rstrip("#")), OWL.versionInfo),
        classes=len(page.classes),
        properties=len(page.properties),
        schemes=len(files("schemes/*.ttl")),
        shapes=len(files("shapes/*.ttl")),
        rules=len(files("rules/*.rq")),
        checks=len(files("checks/*.rq")),
        conflicts=len(files("conflicts/*.rq")),
        queries=len(files("queries/*.rq")),
        lists=len(list_files()),
    )
    classes = "Class|Label|Definition|Super-term|Table|Used by"
    properties = "Property|Label|Definition|Super-term|Domain|Range|Table and column|Used by"
    edges = "Edge|Label|Definition|Super-term|Record|From and to|Roles (from · to)|Partners"
    findings = "Name|Severity|What|Problem|Remedy"
    lines = [intro, "## Things\n", *page.things_diagram()]
    lines += table(classes, page.class_rows(things))
    lines += ["## Records\n", *page.records_diagram(), *table(classes, page.class_rows(records))]
    lines += ["## Entries\n", *table(classes, page.class_rows(entries))]
    lines += ["## Direct edges\n", *table(edges, page.edge_rows())]
    lines += ["## Properties\n", *table(properties, page.property_rows())]
    lines += ["## Schemes\n", *page.scheme_lines()]
    lines += ["## Rules\n", *table("Name|What|Why", rule_rows(files("rules/*.rq")))]
    lines += ["## Shapes\n", *table(findings, finding_rows(files("shapes/*.ttl")))]
    lines += ["## Checks\n", *table(findings, finding_rows(files("checks/*.rq")))]
    conflicts = rule_rows(files("conflicts/*.rq"))
    lines += ["## Contradictions\n", *table("Name|What|Why it is flagged", conflicts)]
    lines += ["## Lists\n", *table("Name|What|Whose name|Sections", list_rows())]
    lines += ["## Saved queries\n", *table("Name|What|Parameters|Columns", query_rows())]
    lines.append((ONTOLOGY / "decisions.md").read_text("utf-8").rstrip())
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ONTOLOGY / "README.md").write_text(render(), encoding="utf-8", newline="\n")
