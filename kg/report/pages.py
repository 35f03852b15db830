"""A page for everything that a report names: what it is, figures over time, dealings, evidence.

Below ``ONE_FILE`` things all stand in ``things.html``; else each in a file of the folder
``things``, with ``things.html`` as their index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import Lang
from kg.messages import message
from kg.report.anchors import anchor, safe_name
from kg.report.cells import Cell, Links, Piece, joined, plain
from kg.report.figure_tables import figures_table
from kg.report.html import index_html, page_html, time_line
from kg.report.tables import Line, Table, heads
from kg.viz.shell import write_page
from kg.viz.timeline import TIMELINE_STYLE

if TYPE_CHECKING:
    from kg.profiles import Fact, Profile, Value
    from kg.records import Ref
    from kg.report.content import Report

__all__ = ["html_files", "write_html"]

# Notes are the curators' own words on how a text was read; names and counts stand in the head.
_HIDDEN = frozenset({"note", "altName", "statedCount", "countOperator", "order"})


def write_html(report: Report, folder: Path, lang: Lang = "zh") -> list[Path]:
    """Write ``index.html`` and all pages of things into a folder; the paths, in order.

    Raises ExportError if one cannot be written.
    """
    from concurrent.futures import ThreadPoolExecutor

    def write(page: tuple[str, str]) -> Path:
        return write_page(page[1], folder / page[0])

    # To make thousands of files takes the system a while: they are written as pages are made.
    with ThreadPoolExecutor(1) as disk:
        return list(disk.map(write, html_files(report, lang)))


def html_files(report: Report, lang: Lang = "zh") -> Iterator[tuple[str, str]]:
    """Name and text of every page of a report; linear in things and their records."""
    yield "index.html", index_html(report, lang)
    lists = _lists_of(report, lang)
    if not report.has_files:
        links = Links(report, lang, "things")
        things = [_thing(p, report, links, lists) for p in report.profiles]
        yield "things.html", _page(report, links, things, _index(report, links))
        return
    yield (
        "things.html",
        _page(
            report, Links(report, lang, "things"), [], _index(report, Links(report, lang, "things"))
        ),
    )
    links = Links(report, lang, "page")
    for profile in report.profiles:
        thing = _thing(profile, report, links, lists)
        yield f"things/{thing['anchor']}.html", _page(report, links, [thing], [])


def _page(
    report: Report, links: Links, things: list[dict[str, Any]], index: list[dict[str, Any]]
) -> str:
    title = links.say("report.things_title", chain=report.chain.label)
    if not index:
        title = f"{things[0]['name']} · {report.title.to(links.lang)}"
    tables = [t for thing in things for t in thing["records"]]
    tables += [thing["figures"] for thing in things if thing["figures"]]
    return page_html(
        "things.html",
        links.lang,
        tables=tables,
        styles=[TIMELINE_STYLE] if any(thing["chart"] for thing in things) else [],
        title=title,
        as_of=report.as_of.isoformat(),
        home=links.index,
        all_names="" if index else "../things.html",
        index=index,
        things=things,
    )


def _index(report: Report, links: Links) -> list[dict[str, Any]]:
    """All names by type, each with its link."""

    def of(profile: Profile) -> tuple[str, str]:
        return profile.thing.type, profile.thing.type_label.to(links.lang)

    return [
        {"title": title, "entries": [links.name(profile.thing)._asdict() for profile in group]}
        for (_, title), group in groupby(sorted(report.profiles, key=of), key=of)
    ]


def _lists_of(report: Report, lang: Lang) -> dict[str, dict[str, str]]:
    """Titles of the lists that name a thing, and their anchors."""
    found: dict[str, dict[str, str]] = {}
    for answer in report.lists:
        for row in (row for section in answer.sections for row in section.rows):
            for ref in row.things:
                title = answer.title.to(lang)
                found.setdefault(ref.iri, {})[safe_name("list", answer.id)] = title
    return found


def _thing(
    profile: Profile, report: Report, links: Links, lists: Mapping[str, dict[str, str]]
) -> dict[str, Any]:
    ref = profile.thing
    facts = [fact for fact in profile.facts if fact.type != "Observation"]
    figures = report.figures_of.get(ref.iri)
    tables = [
        _records(anchor(ref), title, list(group), links)
        for title, group in groupby(facts, key=lambda f: f.type_label.to(links.lang))
    ]
    evidence = links.evidence([profile.evidence])
    named_in = [
        (Piece(title, f"{links.index}#{id_}"),) for id_, title in lists.get(ref.iri, {}).items()
    ]
    return {
        "anchor": anchor(ref),
        "name": ref.label.to(links.lang),
        "type": ref.type_label.to(links.lang),
        "lines": list(_lines(profile, links)),
        "lists": joined(named_in, "、" if links.lang == "zh" else ", "),
        "own": _own(profile.own, links),
        "figures": replace(figures_table(figures, links), title="") if figures else None,
        "chart": time_line(figures, links.lang) if figures else "",
        "records": tables,
        "more": links.say("report.thing_more", count=profile.left_out, id=ref.id)
        if profile.left_out
        else "",
        "evidence": evidence.pieces,
        "evidence_words": _colon("column.source", links) if evidence.pieces else "",
    }


def _lines(profile: Profile, links: Links) -> Iterator[str]:
    """Other language's name, status, count of a group, other names: one line each."""
    ref = profile.thing
    other = ref.label.en if links.lang == "zh" else ref.label.zh
    if other != ref.label.to(links.lang):
        yield other
    if ref.status and ref.status != "existing":
        yield links.say("report.thing_status", status=message(f"status.{ref.status}"))
    if ref.is_group:
        yield links.say("report.thing_group", count=_count(ref, links))
    if profile.names:
        comma = "、" if links.lang == "zh" else ", "
        yield links.say("show.names", names=comma.join(profile.names))


def _count(ref: Ref, links: Links) -> str:
    if ref.count is None:
        return links.say("report.uncounted")
    return links.say(f"operator.{ref.count_operator or 'equal'}") + f"{ref.count:,}"


def _own(values: Iterable[Value], links: Links) -> list[dict[str, Any]]:
    found: dict[str, list[tuple[Piece, ...]]] = {}
    for value in values:
        if value.property not in _HIDDEN:
            label = links.say("report.broader") if value.property == "broader" else ""
            label = label or value.label.to(links.lang)
            found.setdefault(label, []).append((_value(value, links),))
    return [{"label": k, "pieces": joined(v, links.comma)} for k, v in found.items()]


def _value(value: Value, links: Links) -> Piece:
    if value.ref is None:
        return Piece(value.text.to(links.lang))
    if value.ref.type == "Source":
        return links.source(value.ref.id)
    return links.name(value.ref)


def _records(name: str, title: str, facts: list[Fact], links: Links) -> Table:
    lines = []
    for fact in facts:
        said = [
            (*plain(f"{value.label.to(links.lang)}{_sep(links)}"), _value(value, links))
            for value in fact.values
            if value.property not in _HIDDEN
        ]
        status = fact.evidence.status
        if status and status != "existing":
            word = links.say("report.mark", basis=message(f"status.{status}"))
            said.append(plain(word, "mark"))
        stated = fact.evidence.basis in ("", "stated")
        lines.append(
            Line(
                (
                    Cell(plain(fact.role.to(links.lang))),
                    Cell(joined(said, " · ")),
                    links.bases([fact.evidence]),
                    links.evidence([fact.evidence]),
                ),
                "" if stated else "inferred",
            )
        )
    names = ("report.thing_role", "report.thing_said", "column.basis", "column.source")
    id_ = safe_name("r", f"{name}-{facts[0].type}")
    return Table(id_, title, heads(names, links), tuple(lines))


def _sep(links: Links) -> str:
    return "：" if links.lang == "zh" else ": "


def _colon(key: str, links: Links) -> str:
    return links.say(key) + _sep(links)
