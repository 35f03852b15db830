"""``kg map``: the chain map, the firm graph, and the districts."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from kg.cli.options import Asked, Chosen, answering, command, open_graph, selecting, word
from kg.errors import OptionError
from kg.messages import message
from kg.paths import exports_dir

if TYPE_CHECKING:
    from kg.api import Graph

__all__ = ["deliver", "map_command"]


_ENDINGS = ("", ".html", ".htm", ".svg")


class _Firms(NamedTuple):
    """What the options of the firm graph say."""

    chosen: Chosen
    around: str | None
    hops: int | None
    query: str | None
    everything: bool
    size_by: str | None

    @property
    def asked(self) -> bool:
        """Whether any option says that the firm graph is meant; a chain alone does not."""
        narrowed = self.chosen.segments or self.chosen.places
        return bool(narrowed or self.around or self.query or self.everything)


@command("map")
@click.option("--around", "centres", metavar="NAME", multiple=True, help=word("map.around_help"))
@click.option("--hops", type=click.IntRange(1, 3), metavar="N", help=word("map.hops_help"))
@selecting("chain", "segment", "place")
@click.option("--query", metavar="FILE", help=word("map.query_help"))
@click.option("--firms", "everything", is_flag=True, help=word("map.firms_help"))
@click.option("--size-by", metavar="MEASURE", help=word("map.size_by_help"))
@click.option("--districts", is_flag=True, help=word("map.districts_help"))
@click.option(
    "--geojson", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=word("map.geojson_help"),
)  # fmt: skip
@answering(without=("format", "limit"))
def map_command(
    asked: Asked,
    *,
    centres: tuple[str, ...],
    hops: int | None,
    chosen: Chosen,
    query: str | None,
    everything: bool,
    size_by: str | None,
    districts: bool,
    geojson: Path | None,
) -> None:
    """One offline file."""
    if len(centres) > 1:
        raise OptionError(message("map.once", option="--around"))
    firms = _Firms(chosen, "".join(centres) or None, hops, query, everything, size_by)
    _check(firms, asked, districts=districts, geojson=geojson)
    graph = open_graph(asked)
    if districts:
        _deliver_places(graph, asked, geojson)
    elif firms.asked:
        _deliver_firms(graph, asked, firms)
    else:
        deliver(
            asked,
            exports_dir() / "map.html",
            lambda path: graph.map(path, chains=chosen.chains, lang=asked.lang),
        )


def _check(firms: _Firms, asked: Asked, *, districts: bool, geojson: Path | None) -> None:
    """Options that say nothing together are refused before anything is opened."""
    if firms.hops and not firms.around:
        raise OptionError(message("map.needs", one="--hops", other="--around"))
    if geojson and not districts:
        raise OptionError(message("map.needs", one="--geojson", other="--districts"))
    if firms.size_by and not firms.asked:
        other = "--firms / --around / --segment / --place / --query"
        raise OptionError(message("map.needs", one="--size-by", other=other))
    if districts and (firms.asked or firms.chosen.chains):
        other = "--chain / --firms / --around / --segment / --place / --query"
        raise OptionError(message("map.apart", one="--districts", other=other))
    ending = asked.output.suffix.lower() if asked.output and not asked.to_stdout else ""
    if ending not in _ENDINGS:
        raise OptionError(message("map.ending", file=asked.output))
    if ending == ".svg" and firms.asked:
        raise OptionError(message("map.svg_firms"))


def _deliver_places(graph: Graph, asked: Asked, geojson: Path | None) -> None:
    deliver(
        asked,
        exports_dir() / "places.html",
        lambda path: graph.place_map(path, geojson=geojson, lang=asked.lang),
    )


def _deliver_firms(graph: Graph, asked: Asked, firms: _Firms) -> None:
    selection = firms.chosen.selection(graph)
    query = _text_of(firms.query) if firms.query else ""
    deliver(
        asked,
        exports_dir() / "firms.html",
        lambda path: graph.firm_map(
            path,
            around=firms.around or "",
            hops=firms.hops or 1,
            selection=selection,
            query=query,
            size_by=firms.size_by or "pagerank",
            lang=asked.lang,
        ),
    )


def _text_of(file: str) -> str:
    try:
        text = Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OptionError(message("sparql.unreadable", file=file, why=error)) from error
    if not text.strip():
        raise OptionError(message("map.query_blank", file=file))
    return text


def deliver(asked: Asked, default: Path, write: Callable[[Path], Path]) -> None:
    """Have a file written where the person asked, and say where it is; or send it to stdout."""
    if not asked.to_stdout:
        path = write(asked.output or default)
        click.echo(message("map.done", path=path).to(asked.lang))
        return
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.buffer.write(write(Path(folder) / default.name).read_bytes())
        sys.stdout.buffer.flush()
