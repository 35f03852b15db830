"""``kg demo``, ``kg export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.maps import deliver
from kg.cli.options import Asked, answering, command, open_graph, word
from kg.errors import ExportError, Lang, Text
from kg.export import FORMATS
from kg.messages import message
from kg.paths import exports_dir

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.records import Ref

__all__ = ["demo_command", "export_command"]


@command("export")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMATS))
@answering(without=("format", "limit"))
def export_command(asked: Asked, format_name: str) -> None:
    """The graph in another tool's format."""
    graph = open_graph(asked)
    default = exports_dir() / f"chainkg.{_SUFFIX.get(format_name, format_name)}"
    deliver(asked, default, lambda path: graph.export(format_name, path))


_SUFFIX = {"csv-nodes": "nodes.csv"}


@command("demo")
@click.option(
    "-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help=word("demo.output"),
)  # fmt: skip
@answering(without=("format", "limit", "output"))
def demo_command(asked: Asked, folder: Path | None) -> None:
    """Build, draw, and say what was found."""
    graph = open_graph(asked)
    lang = asked.lang
    out = folder or exports_dir()
    written = graph.map(out / "map.html", lang=lang)
    firms = graph.firm_map(out / "firms.html", lang=lang)
    counts = graph.store.manifest["counts"]
    titles = [Text(*pack["title"]) for pack in graph.store.manifest["packs"]]
    lines = [
        message(
            "demo.title",
            title=Text("、".join(t.zh for t in titles), ", ".join(t.en for t in titles)),
            as_of=graph.as_of,
            facts=f"{counts['facts']:,}",
        )
    ]
    lines.append(message("demo.chains"))
    led: list[tuple[int, Ref]] = []
    for ref, level, segments in graph.chains():
        lines.append(message("demo.chain", name=ref.label, level=level, segments=segments))
        if segments:
            roles = graph.chain(ref.id).roles
            led.append((len(roles) * segments, ref))
            lines += [
                message(
                    "demo.role",
                    role=role.what,
                    name=role.thing.label,
                    basis=message(f"basis.{role.evidence.basis}"),
                    source=role.evidence.short(),
                )
                for role in roles
            ]
    lines.append(message("demo.ranked"))
    lines += [
        message(
            "demo.rank",
            n=row.rank,
            name=row.ref.label,
            degree=int(row.values["degree"]),
            pagerank=f"{row.values['pagerank']:.3f}",
        )
        for row in graph.rank().rows[:8]
    ]
    clusters = graph.clusters()
    lines.append(
        message("demo.clusters", count=len(clusters.rows), modularity=f"{clusters.modularity:.2f}")
    )
    for row in clusters.rows[:6]:
        first = list(dict.fromkeys(ref.label for ref in row.members))[:5]
        names = Text("、".join(t.zh for t in first), ", ".join(t.en for t in first))
        lines.append(message("demo.cluster", n=row.number, size=len(row.members), names=names))
    lines.append(message("demo.maps", path=written, firms=firms))
    lines += _report(graph, asked, out, led)
    lines.append(message("demo.next"))
    click.echo("\n".join(_lines(lines, lang)))


def _report(graph: Graph, asked: Asked, out: Path, led: list[tuple[int, Ref]]) -> list[Text]:
    """Write the report of the chain with most leaders times segments, and say where it is."""
    if not led:
        return []
    _, chain = max(led, key=lambda each: each[0])
    folder = out / f"report-{chain.id.replace(':', '-')}"
    try:
        written = graph.report(chain.id, folder, lang=asked.lang)
    except ExportError as error:  # a report that somebody edited stays; the rest is fine
        asked.say(error.text)
        return []
    said = message("demo.report", chain=chain.label, path=written / "index.html", id=chain.id)
    return [said]


def _lines(lines: list[Text], lang: Lang) -> list[str]:
    return [line.to(lang) for line in lines]
