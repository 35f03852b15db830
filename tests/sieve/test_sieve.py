"""The sieve lets no faulty node through: findings are those of the validator over everything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.check import run_shapes
from kg.mapping import map_packs
from kg.pack import read_pack
from kg.paths import bundled_pack, ontology_dir
from kg.query import read_head
from kg.schema import Schema
from kg.sieve import Nodes, Sieve, UnknownShapeError, nodes_of, star
from kg.vocab import KG, PREFIXES

SHAPES = sorted((ontology_dir() / "shapes").glob("*.ttl"))
ZZ = "https://w3id.org/chainkg/id/zhengzhou/"
SH = rdflib.Namespace(PREFIXES["sh"])
_HEAD = "".join(f"@prefix {k}: <{v}> .\n" for k, v in {**PREFIXES, "zz": ZZ}.items())
_PEOPLE = """
    zz:a a zz:Person ; zz:name "A" ; zz:age 30 ; zz:knows zz:b .
    zz:b a zz:Clerk ; zz:name "B" ; zz:age 200 ; zz:knows "nobody" .
    zz:Clerk rdfs:subClassOf zz:Person .
"""


def turtle(text: str) -> list[ox.Triple]:
    return [q.triple for q in ox.parse(_HEAD + text, format=ox.RdfFormat.TURTLE)]


def nodes_in(path: Path) -> Nodes:
    return nodes_of(q.triple for q in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


def vocabulary() -> list[ox.Triple]:
    files = [ontology_dir() / "core.ttl", *sorted((ontology_dir() / "schemes").glob("*.ttl"))]
    return [
        q.triple for f in files for q in ox.parse(path=str(f), format=ox.RdfFormat.TURTLE)
    ]  # fmt: skip


def held_back(data: str, shape: str) -> set[str]:
    """The local names of the targets in some Turtle that a property shape of zz:Person holds."""
    shapes = turtle(f"zz:S a sh:NodeShape ; sh:targetClass zz:Person ; {shape} .")
    found = Sieve(nodes_of(turtle(data))).suspects(nodes_of(shapes))
    return {str(node).strip("<>").removeprefix(ZZ) for node in found}


def reported(triples: list[ox.Triple], shape: Path) -> set[str]:
    """The nodes that the validator reports, looking at everything."""
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    data = rdflib.Graph().parse(data=lines, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(shape))
    return {str(report.value(r, SH.focusNode)) for r in report.objects(None, SH.result)}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda p: p.stem)
@pytest.mark.parametrize("which", ["good", "bad"])
def test_of_each_shapes_examples_at_least_the_faulty_nodes_are_held_back(
    shape: Path, which: str
) -> None:
    triples = [*turtle(read_head(shape.read_text("utf-8"))[which]), *vocabulary()]
    suspects = Sieve(nodes_of(triples)).suspects(nodes_in(shape))
    found = {str(node.value) for node in suspects if isinstance(node, ox.NamedNode)}
    assert reported(triples, shape) <= found


def test_bundled_shapes_use_nothing_that_the_sieve_does_not_know_and_clean_facts_pass(
    schema: Schema,
) -> None:
    mapped = map_packs([read_pack(bundled_pack(), schema)], schema)
    sieve = Sieve(nodes_of([*mapped.triples, *vocabulary()]))
    assert {p.stem: sieve.suspects(nodes_in(p)) for p in SHAPES} == {p.stem: [] for p in SHAPES}


@pytest.mark.parametrize(
    ("shape", "held"),
    [
        ("sh:property [ sh:path zz:age ; sh:minCount 1 ; sh:maxInclusive 120 ]", {"b"}),
        ("sh:property [ sh:path zz:age ; sh:minExclusive 30 ]", {"a"}),
        ("sh:property [ sh:path zz:name ; sh:pattern '^A' ]", {"b"}),
        ("sh:property [ sh:path zz:name ; sh:minCount 2 ]", {"a", "b"}),
        ("sh:property [ sh:path zz:knows ; sh:nodeKind sh:IRI ]", {"b"}),
        ("sh:property [ sh:path zz:knows ; sh:class zz:Person ]", {"b"}),
        ("sh:property [ sh:path zz:knows ; sh:hasValue zz:b ]", {"b"}),
        ("sh:not [ sh:property [ sh:path zz:knows ; sh:hasValue zz:b ] ]", {"a"}),
        ("sh:property [ sh:path zz:age ; sh:datatype xsd:integer ]", set()),
    ],
)
def test_each_kind_of_rule_holds_back_what_breaks_it(shape: str, held: set[str]) -> None:
    assert held_back(_PEOPLE, shape) == held


@pytest.mark.parametrize(
    "shape",
    [
        "sh:property [ sh:path [ sh:inversePath zz:knows ] ; sh:minCount 1 ]",
        "sh:property [ sh:path zz:age ; sh:lessThan zz:height ]",
        "sh:closed true",
        "sh:targetNode zz:a ; sh:property [ sh:path zz:name ; sh:minCount 1 ]",
        "sh:not [ sh:property [ sh:path zz:age ; sh:datatype xsd:integer ] ]",
    ],
)
def test_what_the_sieve_does_not_know_it_does_not_judge(shape: str) -> None:
    with pytest.raises(UnknownShapeError):
        held_back(_PEOPLE, shape)


def test_a_literal_whose_form_is_unusual_is_left_to_the_validator() -> None:
    data = 'zz:a a zz:Person ; zz:born "2024-05-01Z"^^xsd:date .'
    assert held_back(data, "sh:property [ sh:path zz:born ; sh:datatype xsd:date ]") == {"a"}


def test_a_star_reaches_as_far_as_asked() -> None:
    nodes = nodes_of(turtle("zz:a zz:p zz:b . zz:b zz:p zz:c . zz:c zz:p zz:d ."))
    start = [ox.NamedNode(ZZ + "a")]
    reach = [{str(t.subject)[-2] for t in star(start, nodes, depth)} for depth in (1, 2, 3)]
    assert reach == [{"a"}, {"a", "b"}, {"a", "b", "c"}]


def test_a_shape_of_ones_own_that_the_sieve_does_not_know_is_still_validated(
    tmp_path: Path, schema: Schema, mini: Path
) -> None:
    ontology = tmp_path / "ontology"
    for path in ontology_dir().rglob("*.ttl"):
        copy = ontology / path.relative_to(ontology_dir())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    head = SHAPES[0].read_text("utf-8").split("@prefix")[0].replace("chain-frame", "own")
    (ontology / "shapes" / "own.ttl").write_text(
        f"{head}@prefix kg: <{KG}> .\n@prefix sh: <{PREFIXES['sh']}> .\n"
        "kg:Own a sh:NodeShape ; sh:targetClass kg:ChainSegment ;"
        " sh:property [ sh:path [ sh:inversePath kg:toSegment ] ; sh:minCount 1 ] .",
        "utf-8",
    )
    mapped = map_packs([read_pack(mini, schema)], schema)
    found = run_shapes(mapped.triples, ontology, schema, mapped.origin)
    fed = {"parts", "vehicles"}
    assert {mapped.origin[f"https://w3id.org/chainkg/id/mini/{f}"].line for f in fed}.isdisjoint(
        f.row for f in found
    )
    assert {(f.file, f.code) for f in found} == {("mini/segments.csv", "own")}
    assert len(found) == 2


_SPOILED: list[Callable[[ox.Triple], list[ox.Triple]]] = [
    lambda _: [],
    lambda t: [t, ox.Triple(t.subject, t.predicate, ox.Literal("二", language="zh"))],
    lambda t: [ox.Triple(t.subject, t.predicate, ox.NamedNode(KG + "status-planned"))],
    lambda t: [t, ox.Triple(t.subject, t.predicate, ox.NamedNode(ZZ + "nobody"))],
    lambda t: [ox.Triple(t.subject, t.predicate, ox.Literal(" -1"))],
    lambda t: [ox.Triple(t.subject, t.predicate, ox.Literal(0))],
]


@settings(max_examples=6, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(spoiled=st.dictionaries(st.integers(0, 10_000), st.sampled_from(_SPOILED), min_size=3,
                               max_size=12))  # fmt: skip
def test_spoiled_facts_give_the_findings_of_the_validator_over_everything(
    schema: Schema, mini: Path, monkeypatch: pytest.MonkeyPatch,
    spoiled: dict[int, Callable[[ox.Triple], list[ox.Triple]]],
) -> None:  # fmt: skip
    mapped = map_packs([read_pack(mini, schema)], schema)
    changes = {n % len(mapped.triples): change for n, change in spoiled.items()}
    triples = [
        one
        for n, triple in enumerate(mapped.triples)
        for one in (changes[n](triple) if n in changes else [triple])
    ]
    sieved = run_shapes(triples, ontology_dir(), schema, mapped.origin)
    with monkeypatch.context() as patch:

        def unknown(_: Sieve, __: Nodes) -> list[object]:
            raise UnknownShapeError

        patch.setattr(Sieve, "suspects", unknown)
        assert run_shapes(triples, ontology_dir(), schema, mapped.origin) == sieved
