"""From packs to a store: read, map, shape, load, derive, check, and only then let it answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.check import run_checks, run_shapes
from kg.collecting import uncollected
from kg.edges import write_edges
from kg.errors import CheckError, Finding, PackError
from kg.mapping import Mapped, map_packs
from kg.messages import message
from kg.names import named_things, write_index
from kg.pack import Pack, scan_pack
from kg.paths import ontology_dir
from kg.schema import Schema, load_schema
from kg.store import Draft, Store, content_hash, new_generation

__all__ = ["Inspection", "build", "inspect"]

Progress = Callable[[str], None]


def _quiet(_: str) -> None:
    return None


@dataclass(frozen=True)
class Inspection:
    """What looking through packs gave: the mapped facts, and all findings."""

    packs: tuple[Pack, ...]
    mapped: Mapped | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that forbid a build."""
        return tuple(f for f in self.findings if f.severity == "error")


@uncollected()
def inspect(
    folders: Sequence[Path], ontology: Path | None = None, *, progress: Progress = _quiet
) -> Inspection:
    """Read, map and check packs in memory, and collect everything that is wrong.

    Later steps run only on input that the earlier ones could read. Touches no store.
    """
    ontology = ontology or ontology_dir()
    inspection, schema = _inspect_rows(folders, ontology, progress)
    if inspection.mapped is None or inspection.errors:
        return inspection
    draft = Draft()
    _load(draft, inspection.mapped, ontology)
    more = run_checks(draft.select, ontology, schema, inspection.mapped.origin, progress)
    return Inspection(
        inspection.packs, inspection.mapped, tuple(sorted({*inspection.findings, *more}))
    )


@uncollected()
def build(
    folders: Sequence[Path],
    root: Path,
    ontology: Path | None = None,
    *,
    content: str | None = None,
    progress: Progress = _quiet,
) -> tuple[Store, tuple[Finding, ...]]:
    """Build packs into a store at ``root``; the store, and warnings and notices.

    ``content`` is the ``content_hash`` under which the caller keeps the store: files that were
    edited since then are refused.

    Atomic: on any error the store that stood there goes on answering. The product is a
    function of the input alone: ``facts.nq`` has the same bytes for the same packs.
    Raises PackError (cannot be read or mapped) or CheckError (facts break a rule).
    """
    ontology = ontology or ontology_dir()
    inspection, schema = _inspect_rows(folders, ontology, progress)
    mapped = inspection.mapped
    if mapped is None or inspection.errors:
        raise PackError(message("build.refused", count=len(inspection.errors)), inspection.findings)
    read = content_hash([ontology, *folders])
    if content not in (None, read):
        raise PackError(message("build.changed"))
    counts: dict[str, int] = {}
    found = list(inspection.findings)
    manifest = {
        "packs": [
            {"id": p.id, "title": list(p.title), "as_of": p.as_of.isoformat(),
             "prefix": p.prefix, "namespace": p.namespace, "license": p.license}
            for p in inspection.packs
        ],
        "content": read,
        "counts": counts,
    }  # fmt: skip
    with new_generation(root, lambda: manifest) as draft:
        progress("load")
        _load(draft, mapped, ontology)
        found += run_checks(draft.select, ontology, schema, mapped.origin, progress)
        errors = [f for f in found if f.severity == "error"]
        if errors:
            raise CheckError(message("build.refused", count=len(errors)), sorted(set(found)))
        progress("names")
        homes = {pack.namespace: pack.prefix for pack in inspection.packs}
        write_index(draft.folder / "names.sqlite", named_things(draft.select, homes))
        progress("edges")
        write_edges(draft.folder / "edges", draft.csv)
        progress("write")
        counts.update(_counts(inspection, draft.write_facts()))
    return Store(root), tuple(sorted(set(found)))


def _inspect_rows(
    folders: Sequence[Path], ontology: Path, progress: Progress
) -> tuple[Inspection, Schema]:
    schema = load_schema(ontology)
    packs: list[Pack] = []
    found: list[Finding] = []
    for folder in folders:
        progress(f"read {folder.name}")
        pack, findings = scan_pack(folder, schema)
        found += findings
        if pack is not None:
            packs.append(pack)
    if len(packs) < len(folders) or any(f.severity == "error" for f in found):
        return Inspection(tuple(packs), None, tuple(sorted(set(found)))), schema
    progress("map")
    mapped = map_packs(packs, schema)
    found += mapped.findings
    if not any(f.severity == "error" for f in found):
        progress("shapes")
        found += run_shapes(mapped.triples, ontology, schema, mapped.origin)
    return Inspection(tuple(packs), mapped, tuple(sorted(set(found)))), schema


def _load(draft: Draft, mapped: Mapped, ontology: Path) -> None:
    draft.add(mapped.triples)
    terms = ox.Dataset()
    for path in [ontology / "core.ttl", *sorted((ontology / "schemes").glob("*.ttl"))]:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            terms.add(quad)
    # A parser makes up new labels for blank nodes each time; the build must not (W3C RDFC-1.0).
    terms.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    draft.add(quad.triple for quad in terms)
    for rule in sorted((ontology / "rules").glob("*.rq")):
        draft.add(draft.construct(rule.read_text("utf-8")))


def _counts(inspection: Inspection, written: Path) -> dict[str, int]:
    homes = tuple(f"<{pack.namespace}".encode() for pack in inspection.packs)
    counts = {"triples": 0, "facts": 0}
    with written.open("rb") as lines:
        for line in lines:
            counts["triples"] += 1
            counts["facts"] += line.startswith(homes)
    for pack in inspection.packs:
        for row in pack.rows:
            counts[row.table] = counts.get(row.table, 0) + 1
    return counts
