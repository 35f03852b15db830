"""The chain map as SVG text: by itself with title and foot, or as a part of the page."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple

from kg.chain_map import Box, ChainMap
from kg.errors import Lang
from kg.viz.chain_map.content import (
    BODY,
    LINE,
    PAD,
    box_lines,
    filled,
    leaders_of,
    line_height,
    say,
    tag_width,
)
from kg.viz.chain_map.grid import POSITIONS
from kg.viz.chain_map.layout import LEFT, Paper, Rect
from kg.viz.chain_map.legend import legend
from kg.viz.chain_map.picture import Picture, pictured
from kg.viz.chain_map.sources import used_sources
from kg.viz.chain_map.stacks import HEAD
from kg.viz.chain_map.strip import STRIP_LINE, strip_lines, strips_of
from kg.viz.labels import clean
from kg.viz.shell import About, resource

__all__ = ["PICTURE_STYLE", "chain_map_svg", "drawn"]

PICTURE_STYLE = "picture.css"
_TITLE = 46.0
_MARGIN = 10.0
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


class _Block(NamedTuple):
    marks: str
    height: float


def chain_map_svg(map_: ChainMap, about: About, *, width: Paper = "screen") -> str:
    """The chain map as an SVG file that stands by itself: no script, no font, no request.

    ``width`` is "screen" (as wide as a laptop's) or "a3" (the proportions of a sheet). Text is
    real text and the order of elements is the reading order. The same map gives the same bytes.
    """
    picture = pictured(map_, about.lang, width)
    lang = about.lang
    wide = picture.drawing.width
    foot = _foot(picture, about, wide)
    body = drawn(picture, lang)
    height = _TITLE + body.height + foot.height + _MARGIN
    title = about.title.to(lang)
    day = say("foot_day", lang, day=about.as_of)
    return _printable(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cm" viewBox="0 0 {wide:.0f} {height:.0f}"'
        f' width="{wide:.0f}" height="{height:.0f}" role="img" aria-labelledby="cm-t cm-d"'
        f' lang="{"zh-CN" if lang == "zh" else "en"}">'
        f'<title id="cm-t">{_safe(title)}</title>'
        f'<desc id="cm-d">{_safe(_description(picture, lang))}</desc>'
        f"<style>{resource(PICTURE_STYLE, 'kg.viz.chain_map')}</style>"
        f'<rect width="{wide:.0f}" height="{height:.0f}" fill="#fff"/>'
        f"{_title(title, day, wide)}"
        f'<g transform="translate(0 {_TITLE:.0f})">{body.marks}</g>'
        f'<g transform="translate(0 {_TITLE + body.height:.0f})">{foot.marks}</g></svg>\n'
    )


def drawn(picture: Picture, lang: Lang) -> _Block:
    """Headings, lanes, lines, boxes and legend, without title and foot."""
    drawing = picture.drawing
    key = legend(picture, lang)
    top = drawing.height + 8
    parts = [
        f'<g id="heads">{_heads(picture, lang)}</g>',
        '<g id="body">',
        _lanes(picture, lang),
        _flows(picture),
        _strips(picture, lang),
        '<g id="boxes">',
        *(_box(picture, n, lang) for n in range(len(picture.map.boxes))),
        "</g>",
        f'<g id="key" transform="translate(0 {top:.0f})">{key.marks}</g></g>',
    ]
    return _Block("\n".join(parts), top + key.height)


def _title(title: str, day: str, wide: float) -> str:
    size = min(24.0, 24.0 * (wide - 220) / max(24.0 * len(title), 1.0))
    return (
        f'<text class="title" x="{_MARGIN:.0f}" y="31" font-size="{size:.0f}">{_safe(title)}</text>'
        f'<text class="soft" x="{wide - _MARGIN:.0f}" y="31" text-anchor="end">{_safe(day)}</text>'
    )


def _lanes(picture: Picture, lang: Lang) -> str:
    drawing = picture.drawing
    marks = []
    for n, (lane, (top, height)) in enumerate(zip(picture.map.lanes, drawing.lanes, strict=True)):
        odd = " odd" if n % 2 else ""
        marks.append(
            f'<rect class="lane{odd}" y="{top:.0f}" width="{drawing.width:.0f}"'
            f' height="{height:.0f}"/>'
        )
        lines = filled(lane.title.to(lang), (LEFT - 8) / (13.4 if lang == "zh" else 12.6))
        y = top + height / 2 - (len(lines) - 1) * 9 + 5
        marks.append(f'<g id="lane{n}">')
        marks += [
            f'<text class="lt" x="{LEFT / 2:.0f}" y="{y + 18 * i:.0f}">{_safe(line)}</text>'
            for i, line in enumerate(lines)
        ]
        marks.append("</g>")
    marks += [
        f'<rect class="band" y="{y:.0f}" width="{drawing.width:.0f}" height="{height:.0f}"/>'
        for y, height in drawing.strips
        if height
    ]
    low = drawing.height
    edges = "".join(f"M0 {top:.0f}H{drawing.width:.0f}" for top, _ in drawing.lanes)
    marks.append(f'<path class="edge" d="{edges}M0 {low:.0f}H{drawing.width:.0f}"/>')
    between = "".join(f"M{x:.0f} {HEAD:.0f}V{low:.0f}" for x, _ in drawing.positions[1:])
    marks.append(f'<path class="edge border" d="{between}"/>')
    return "".join(marks)


def _strips(picture: Picture, lang: Lang) -> str:
    """Who leads each chain, over the lines of flows."""
    drawing = picture.drawing
    marks = []
    for lane, leaders in strips_of(picture.map).items():
        top = drawing.strips[lane][0]
        lines = strip_lines(picture.map, leaders, lang, drawing.strip_width, filled)
        texts = "".join(
            f'<text class="ld" x="{LEFT + 8:.0f}" y="{top + STRIP_LINE * (n + 1) - 2:.0f}">'
            + "".join(
                f'<tspan data-l="{piece.leader}">{escape(piece.text)}</tspan>' for piece in line
            )
            + "</text>"
            for n, line in enumerate(lines)
        )
        marks.append(f'<g id="strip{lane}">{texts}</g>')
    return "".join(marks)


def _heads(picture: Picture, lang: Lang) -> str:
    """Headings as arrows, so that the way of the chain is seen before a word is read."""
    marks = []
    for name, (x, width) in zip(POSITIONS, picture.drawing.positions, strict=True):
        left, right = x + 3, x + width - 3
        notch = "l12-15l-12-15" if name != "upstream" else "v-30"
        marks.append(
            f'<path class="head" d="M{left:.0f} 38{notch}H{right - 12:.0f}l12 15l-12 15z"/>'
            f'<text x="{(left + right) / 2:.0f}" y="29" data-t="chain_picture.{name}">'
            f"{_safe(say(name, lang))}</text>"
        )
    return "".join(marks)


def _flows(picture: Picture) -> str:
    marks = []
    for basis in ("outside", "derived", "stated"):
        routes = [r for r in picture.drawing.routes if (r.net.basis or "stated") == basis]
        parts = [
            ("f", "".join(r.lines for r in routes)),
            ("j", "".join(r.dots for r in routes)),
            ("h", "".join(r.heads for r in routes)),
        ]
        marks += [f'<path class="{name} {basis}" d="{data}"/>' for name, data in parts if data]
    return f'<g id="flows">{"".join(marks)}</g>'


def _box(picture: Picture, number: int, lang: Lang) -> str:
    box = picture.map.boxes[number]
    place = picture.drawing.boxes[number]
    looks = f"b {box.state}" + (" top" if leaders_of(box) else "")
    lines, y = [], PAD - 2.0
    for line in box_lines(box, lang, place.width, picture.inside[number]):
        y += line_height(line)
        if not line.text:
            continue
        look = f' class="{line.look}"' if line.look else ""
        lines.append(f'<text{look} y="{y - 3:.0f}">{_safe(line.text)}</text>')
    # The group's zero is where texts begin: hundreds of them need no x of their own.
    return (
        f'<g class="{looks}" id="b{number}"'
        f' transform="translate({place.x + PAD:.0f} {place.y:.0f})">'
        f'<rect x="-{PAD}" width="{place.width:.0f}" height="{place.height:.0f}" rx="4"/>'
        f"{''.join(lines)}{_tag(box, place, lang)}</g>"
    )


def _tag(box: Box, place: Rect, lang: Lang) -> str:
    """The label as a sign of its own shape: a square, a pill, an arrow."""
    if not box.label:
        return ""
    width = tag_width(box.label, lang) - 6
    right = place.width - PAD - 4
    left = right - width
    shape = {
        "fill": f"M{left:.0f} 5H{right:.0f}v18H{left:.0f}z",
        "strengthen": f"M{left + 8:.0f} 5H{right - 8:.0f}a9 9 0 0 1 0 18H{left + 8:.0f}"
        "a9 9 0 0 1 0-18z",
        "extend": f"M{left:.0f} 5H{right - 6:.0f}l6 9l-6 9H{left:.0f}z",
    }[box.label]
    return (
        f'<path class="t {box.label}" d="{shape}"/><text x="{(left + right) / 2 - 1:.0f}" y="18">'
        f"{_safe(say(f'label_{box.label}', lang))}</text>"
    )


def _foot(picture: Picture, about: About, wide: float) -> _Block:
    lang = about.lang
    sources = ("；" if lang == "zh" else "; ").join(
        f"[{s.id}] {s.title.to(lang)} {s.date}".strip() for s in used_sources(picture.map, about)
    )
    texts = [
        f"{say('foot_day', lang, day=about.as_of)}{'。' if lang == 'zh' else '. '}"
        f"{about.coverage.to(lang)}",
        say("foot_sources", lang, sources=sources),
    ]
    lines = [line for text in texts for line in filled(text, (wide - 2 * _MARGIN) / BODY)]
    marks = "".join(
        f'<text class="soft" x="{_MARGIN:.0f}" y="{17 + LINE * n}">{_safe(line)}</text>'
        for n, line in enumerate(lines)
    )
    return _Block(marks, 8.0 + LINE * len(lines))


def _description(picture: Picture, lang: Lang) -> str:
    map_ = picture.map
    return say(
        "description",
        lang,
        segments=len({box.segment.iri for box in map_.boxes}),
        flows=len(map_.flows),
        coverage=map_.coverage.to(lang),
    )


def _safe(text: str) -> str:
    return escape(clean(text), quote=True)


def _printable(text: str) -> str:
    """Without characters that XML 1.0 does not allow."""
    return _NOT_XML.sub(" ", text)
