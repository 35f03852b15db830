"""``index.html`` of a report: summary, map, lists, and what follows them, in one language.

All rows that are printed stand in the page as they are; only what is further down in a very long
table is added by the page's script, from JSON that cannot end its element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from html import escape
from typing import TYPE_CHECKING, Any

from kg.errors import Lang
from kg.messages import message
from kg.report.anchors import safe_name
from kg.report.bearing import over_time
from kg.report.cells import Links
from kg.report.figure_tables import conflicts_table, figures_table, targets_table
from kg.report.markup import cleaned, pieces_html, table_html
from kg.report.numerals import number_words
from kg.report.places import places_picture
from kg.report.tables import Table, changes_table, section_table, tasks_table, workspace_table
from kg.viz.chain_map.picture import pictured
from kg.viz.chain_map.svg import PICTURE_STYLE, drawn
from kg.viz.labels import clean
from kg.viz.shell import content_policy, resource, safe_json, safe_link
from kg.viz.timeline import TIMELINE_STYLE, timeline_svg
from kg.wording import listed

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.facts import FactsAnswer
    from kg.lists import ListAnswer
    from kg.report.content import Report

__all__ = ["PRINTED", "index_html", "page_html", "time_line"]

PRINTED = 500
"""So many rows of a table stand in the page itself, and are printed."""

_HERE = "kg.report"
_DISTRICTS = "kg map --districts"
_WORDS = ("filtered", "page_of", "previous", "next")
_BOX = re.compile(r'<g class="b [^"]*" id="b(\d+)".*?</g>', re.DOTALL)


def index_html(report: Report, lang: Lang = "zh") -> str:
    """The text of ``index.html``: the same report gives the same bytes."""
    links = Links(report, lang)
    lists = [_list(each, n, links) for n, each in enumerate(report.lists, 1)]
    parts = list(_parts(report, links))
    shown = [section["table"] for each in lists for section in each["sections"]]
    shown += [each["table"] for part in parts for each in part["tables"]]
    return page_html(
        "index.html",
        lang,
        tables=shown,
        styles=[
            resource(PICTURE_STYLE, "kg.viz.chain_map"),
            *([resource("picture.css", "kg.viz.place_map")] if report.places else []),
            TIMELINE_STYLE,
        ],
        title=report.title.to(lang),
        as_of=report.as_of.isoformat(),
        packs=listed(report.packs),
        summary=[sentence.to(lang) for sentence in report.summary],
        contents=list(_contents(report, lists, parts, links)),
        slots=[
            {"label": s.label.to(lang), "said": s.said.to(lang), "state": s.state}
            for s in report.workspace.slots
        ],
        meter=[line.to(lang) for line in report.workspace.meter()],
        workspace=workspace_table(report.workspace.slots, links),
        coverage=report.map.coverage.to(lang),
        picture=_safe(_chain_picture(report, links)),
        maps=report.maps,
        places=_places(report, links) if "places" in report.maps else None,
        firms=_firms(report, links) if "firms" in report.maps else None,
        lists=lists,
        lists_title=links.say("report.lists", number=number_words(len(lists))),
        proposal=report.lists[0].proposal.to(lang) if report.lists else "",
        parts=parts,
        sources=[
            {
                "anchor": safe_name("s", source.id),
                "title": source.title.to(lang),
                "date": source.date,
                "id": source.id,
                "link": safe_link(source.url),
            }
            for source in report.sources
        ],
        things="things.html",
    )


def page_html(
    template: str, lang: Lang, *, tables: Iterable[Table], styles: Iterable[str] = (), **values: Any
) -> str:
    """The text of a page of the report from a template of the folder ``web``.

    ``tables`` are those of which rows beyond ``PRINTED`` go into the page's data; ``values`` are
    texts, escaped by the template, or markup that was made here.
    """
    from markupsafe import Markup

    def say(key: str, **given: object) -> str:
        return message(key, **given).to(lang)

    rows = {
        table.id: [_plain_line(line) for line in table.lines[PRINTED:]]
        for table in tables
        if len(table.lines) > PRINTED
    }
    data = {
        "rows": rows,
        "printed": PRINTED,
        "words": {name: say(f"report.{name}") for name in _WORDS},
    }
    scripts, looks = (_file("report.js"),), (_file("report.css"), *styles)
    # Markup only for our own files and for JSON that cannot hold "<".
    page = (
        _environment()
        .get_template(template)
        .render(
            html_lang="zh-CN" if lang == "zh" else "en",
            policy=_policy(scripts, looks),
            styles=[Markup(style) for style in looks],  # noqa: S704 - files of this package
            scripts=[Markup(script) for script in scripts],  # noqa: S704 - files of this package
            data=Markup(safe_json(data)),  # noqa: S704 - "<", ">" and "&" are escaped
            say=say,
            pieces=pieces_html,
            table=partial(table_html, lang=lang, most=PRINTED),
            **values,
        )
    )
    return page.encode("utf-8", "replace").decode("utf-8")


def time_line(answer: FactsAnswer, lang: Lang) -> Any:
    """The lines of an answer along which something changes as SVG; "" where there is none."""
    lines = tuple(filter(over_time, answer.series))
    if not lines:
        return ""
    return _safe(timeline_svg(replace(answer, series=lines), lang, inside=True))


@cache
def _file(name: str) -> str:
    return resource(f"web/{name}", _HERE)


@cache
def _policy(scripts: tuple[str, ...], looks: tuple[str, ...]) -> str:
    return content_policy(scripts, looks)


@cache
def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined

    names = ("base.html", "index.html", "things.html")
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=DictLoader({name: _file(name) for name in names}),
    )


def _cleaned(value: Any) -> Any:
    # Control characters are no text; Markup is ours and stays what it is.
    return cleaned(value) if type(value) is str else value


def _safe(svg: str) -> Any:
    from markupsafe import Markup

    return Markup(svg)  # noqa: S704 - made here, every text in it escaped


def _plain_line(line: Any) -> list[Any]:
    cells = [
        [cell.look, [[cleaned(text), href, look] for text, href, look in cell.pieces]]
        for cell in line.cells
    ]
    return [line.look, line.words, cells]


def _list(answer: ListAnswer, number: int, links: Links) -> dict[str, Any]:
    said = links.say("report.list_number", number=number_words(number))
    colon = "：" if links.lang == "zh" else ": "
    return {
        "id": safe_name("list", answer.id),
        "title": f"{said}{colon}{answer.title.to(links.lang)}",
        "count": links.say("report.list_rows", count=answer.total),
        "purpose": answer.purpose.to(links.lang),
        "proposal": answer.named.note.to(links.lang),
        "sections": [
            {
                "table": section_table(answer.id, section, links),
                "limited": _limited(section.total, len(section.rows), links),
            }
            for section in answer.sections
        ],
    }


def _limited(total: int, shown: int, links: Links) -> str:
    return links.say("report.cut_by_limit", shown=shown, all=total) if total > shown else ""


def _parts(report: Report, links: Links) -> Iterator[dict[str, Any]]:
    """What follows the lists: tables under a title, or a sentence that there is nothing."""

    def part(name: str, tables: Sequence[Mapping[str, Any]], **values: object) -> dict[str, Any]:
        notes = ("targets", "conflicts") if tables else ()
        return {
            "id": name,
            "title": links.say(f"report.{name}", **values),
            "note": links.say(f"report.{name}_note") if name in notes else "",
            "nothing": links.say(f"report.nothing_{name}"),
            "tables": [{"chart": "", **each} for each in tables],
        }

    if report.changes is not None:
        found = [{"table": changes_table(report.changes, links)}] if report.changes.rows else []
        yield part("changes", found, since=report.changes.since)
    tasks, targets, conflicts = report.tasks, report.targets, report.conflicts
    yield part("tasks", [{"table": tasks_table(tasks, links)}] if tasks else [])
    goals = [{"table": targets_table(targets, links)}] if targets else []
    if report.area_targets:
        goals.append({"table": targets_table(report.area_targets, links, "area")})
    yield part("targets", goals)
    yield part("conflicts", [{"table": conflicts_table(conflicts, links)}] if conflicts else [])
    yield part(
        "figures",
        [
            {"table": figures_table(answer, links), "chart": time_line(answer, links.lang)}
            for answer in report.figures
        ],
    )


def _contents(
    report: Report, lists: Iterable[dict[str, Any]], parts: Iterable[dict[str, Any]], links: Links
) -> Iterator[dict[str, Any]]:
    def entry(id_: str, title: str, count: str = "", *, inner: bool = False) -> dict[str, Any]:
        return {"id": id_, "title": title, "count": count, "inner": inner}

    yield entry("workspace", links.say("report.workspace"))
    if "chain" in report.maps:
        yield entry("chain-map", links.say("report.chain_map"))
    if "places" in report.maps:
        yield entry("places", links.say("report.places"))
    if "firms" in report.maps:
        yield entry("firms-graph", links.say("report.firm_graph"))
    yield entry("lists", links.say("report.lists", number=number_words(len(report.lists))))
    for each in lists:
        yield entry(each["id"], each["title"], each["count"], inner=True)
    for part in parts:
        yield entry(part["id"], part["title"])
    yield entry("sources", links.say("report.sources"), str(len(report.sources)))


def _places(report: Report, links: Links) -> dict[str, Any]:
    """The place map, or where it is to be had."""
    shown = report.places
    if shown is None:
        key = "none" if report.small else "large"
        return {"picture": "", "said": links.say(f"report.places_{key}", command=_DISTRICTS)}
    return {
        "picture": _safe(places_picture(report, shown, links, links.lang)),
        "coverage": shown.coverage.to(links.lang),
        "said": links.say("report.places_more", command=_DISTRICTS),
    }


def _firms(report: Report, links: Links) -> dict[str, str]:
    """The firm graph beside the page, or where it is to be had."""
    if report.firm_graph:
        return {"href": "firms.html", "said": links.say("report.firm_graph_note")}
    command = f"kg map --firms --chain {report.chain.id}"
    return {"href": "", "said": links.say("report.firm_graph_large", command=command)}


def _chain_picture(report: Report, links: Links) -> str:
    """The chain map with a link from each box to its segment's page."""
    picture = pictured(report.map, links.lang)
    body = drawn(picture, links.lang)

    def linked(found: re.Match[str]) -> str:
        href = links.thing(report.map.boxes[int(found[1])].segment.iri)
        return f'<a href="{href}">{found[0]}</a>' if href else found[0]

    size = f"0 0 {picture.drawing.width:.0f} {body.height:.0f}"
    label = escape(clean(report.title.to(links.lang)), quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cm" viewBox="{size}"'
        f' aria-label="{label}">{_BOX.sub(linked, body.marks)}</svg>'
    )
