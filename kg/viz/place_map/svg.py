"""The place view as SVG: by itself with title and sources, or for the page around it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from kg.errors import Lang, Text
from kg.messages import message
from kg.place_map import Entry, PlaceMap
from kg.viz.firms.style import type_looks
from kg.viz.labels import clean, text_width, wrap
from kg.viz.place_map.canvas import Canvas
from kg.viz.place_map.frames import (
    Numbers,
    apart_frames,
    area_frames,
    ground_words,
    layer_title,
    overlap_words,
)
from kg.viz.place_map.geo import Boundaries, Feature
from kg.viz.place_map.ground import draw
from kg.viz.place_map.layout import lay_out
from kg.viz.place_map.parts import Pen, paragraphs
from kg.viz.shell import About, resource
from kg.wording import listed

__all__ = ["Ground", "Wide", "place_map_svg"]

Wide = Literal["screen", "phone"]
_GROUND = {"screen": (600.0, 640.0), "phone": (352.0, 420.0)}
_GREY = "#52606d"


class Ground(NamedTuple):
    """The user's boundaries, the features of each district (IRI), and those of none."""

    boundaries: Boundaries
    features: Mapping[str, Sequence[Feature]]
    rest: Sequence[Feature]


def place_map_svg(
    map_: PlaceMap,
    about: About,
    *,
    lang: Lang | None = None,
    wide: Wide = "screen",
    ground: Ground | None = None,
    standalone: bool = True,
    inside: bool = False,
    links: Mapping[str, str] | None = None,
) -> str:
    """The picture as SVG text: districts, layers and their overlap, things apart, words, legend.

    ``standalone`` adds title, sources and its own style; without it the picture is for the page:
    things and boxes carry the numbers and names that the page's script works with. One that
    stands alone ``inside`` another page leaves title, style and sources to it. ``links`` are
    where the names of things lead, by IRI. Same input, same bytes. About 0.1 s for some
    hundred things.
    """
    picture = _Picture(
        map_, about, lang or about.lang, wide, ground,
        standalone=standalone, inside=inside, links=links or {},
    )  # fmt: skip
    return picture.text()


class _Picture:
    def __init__(
        self,
        map_: PlaceMap,
        about: About,
        lang: Lang,
        wide: Wide,
        ground: Ground | None,
        *,
        standalone: bool,
        inside: bool,
        links: Mapping[str, str],
    ) -> None:
        self._map, self._about, self._lang, self._wide = map_, about, lang, wide
        self._ground, self._alone = ground, standalone
        self._titled = standalone and not inside
        numbers = Numbers(map_)
        self._mapped = [a for a in map_.areas if ground and a.ref.iri in ground.features]
        self._signs = {area.ref.iri: str(n) for n, area in enumerate(self._mapped, 1)}
        self._titles = [clean(layer_title(layer).to(lang)) for layer in map_.layers]
        self._layout = lay_out(
            area_frames(map_, numbers, lang, standalone=standalone, signs=self._signs),
            apart_frames(map_, numbers, lang, standalone=standalone),
            self._titles,
            narrow=wide == "phone",
            venn=ground is None,
        )
        keyed: dict[str, tuple[Entry, ...]] = {
            **{f"a{n}": area.entries for n, area in enumerate(map_.areas)},
            **{f"b{n}": box.entries for n, box in enumerate(map_.apart)},
        }
        self._entries = {
            key: {str(numbers.things[entry.ref.iri]): entry for entry in entries}
            for key, entries in keyed.items()
        }
        self._count = len(numbers.things)
        everything = [entry.ref for entries in keyed.values() for entry in entries]
        self._types = dict(sorted({ref.type: ref.type_label for ref in everything}.items()))
        self._pen = Pen(lang, f"{lang}-{wide}", standalone, type_looks(self._types), links)

    def text(self) -> str:
        """The whole document."""
        root = ET.Element("svg", xmlns="http://www.w3.org/2000/svg")
        canvas = Canvas(root)
        self._heading(canvas)
        defs = Canvas(canvas.add("defs"))
        for number in range(len(self._titles)):
            defs.hatch(number, self._pen.hatch(number))
        sheet = canvas.add("rect", class_="sheet", x=-1, y=0)
        side = self._ground is not None and self._wide == "screen"
        left = _GROUND["screen"][0] + 30 if side else 0.0
        width = max(left + self._layout.width, 352.0)
        top = self._head(canvas, width)
        below = top
        if self._ground:
            ground = canvas.group(transform=f"translate(0 {top:g})")
            below = top + self._draw_ground(ground, self._ground) + 12
        body = canvas.group(transform=f"translate({left:g} {top if side else below:g})")
        self._outlines(body)
        for box in self._layout.boxes:
            self._pen.box(body, box, self._entries[box.frame.key])
        bottom = max((top if side else below) + self._layout.height, below)
        height = self._foot(canvas, bottom + 8, width)
        size = {"width": f"{width + 2:g}", "height": f"{round(height):g}"}
        sheet.attrib |= size
        root.set("viewBox", f"-1 0 {size['width']} {size['height']}")
        if self._alone:
            root.attrib |= size
        return ET.tostring(root, encoding="unicode")

    # ------------------------------------------------------------- above and below
    def _heading(self, canvas: Canvas) -> None:
        root = canvas.element
        root.attrib |= {
            "class": "places",
            "lang": "zh-CN" if self._lang == "zh" else "en",
            "aria-labelledby": f"t-{self._pen.id} d-{self._pen.id}",
            "role": "img" if self._alone else "group",
        }
        if not self._alone:
            root.attrib |= {"data-lang": self._lang, "data-wide": self._wide}
        canvas.add("title", id=f"t-{self._pen.id}").text = self._pen.say(self._about.title)
        canvas.add("desc", id=f"d-{self._pen.id}").text = self._pen.say(
            message(
                "place_map.described",
                areas=len(self._map.areas),
                layers=len(self._titles),
                things=self._count,
            )
        )
        if self._titled:
            canvas.add("style").text = resource("picture.css", "kg.viz.place_map")

    def _head(self, canvas: Canvas, width: float) -> float:
        """Title if it stands alone, and what kind of picture this is; returns the next y."""
        y = 0.0
        if self._titled:
            for line in wrap(self._pen.say(self._about.title), width / 24):
                y += 26
                canvas.text(line, 0, y - 4, "t-title")
        notice = message("place_map.schematic")
        if self._ground:
            known = self._ground.boundaries
            notice = message("place_map.mapped", file=known.file, approval=known.approval)
        for line in wrap(self._pen.say(notice), width / 16):
            y += 19
            canvas.text(line, 0, y - 4, "t-notice")
        return y + 5

    def _foot(self, canvas: Canvas, y: float, width: float) -> float:
        """The layers in words, the legend, and for a picture alone day and sources."""
        said = overlap_words(self._map)
        if self._ground:
            said += ground_words(self._map, self._ground.features, self._ground.rest)
        half = width if self._wide == "phone" else width / 2 - 12
        words = [self._pen.say(one) for one in said]
        below = paragraphs(canvas, words, y, half, ("t-words", 12.5, 18))
        if self._titles and not self._layout.outlines and not self._ground:
            below = self._pen.layer_key(canvas, self._titles, below, half)
        if self._wide == "phone":
            y = self._legend(canvas, 0, below + 20, width)
        else:
            y = max(below + 6, self._legend(canvas, half + 24, y + 18, width))
        if not self._titled:
            return y + 4
        listed_sources = listed(
            Text(f"{s.title.zh} [{s.id}] {s.date}", f"{s.title.en} [{s.id}] {s.date}")
            for s in self._about.sources
        )
        foot = message("place_map.foot", day=self._about.as_of, sources=listed_sources)
        small = map(self._pen.say, (self._about.coverage, foot))
        return paragraphs(canvas, small, y + 4, width, ("t-small", 10.5, 15)) + 8

    def _legend(self, canvas: Canvas, left: float, y: float, width: float) -> float:
        """What the signs mean, as many to a line as there is room for between two x."""
        derived = "legend_derived_alone" if self._alone else "legend_derived"
        signs = [
            *((label, kind) for kind, label in self._types.items()),
            (message("place_map.legend_leader"), "*star"),
            (message("place_map.legend_intended"), "*planned"),
            (message("place_map.legend_group"), "*group"),
            (message(f"place_map.{derived}"), ""),
        ]
        x = left
        for label, sign in signs:
            words = self._pen.say(label)
            room = (18 if sign else 0) + text_width(words) * 12.5 * 1.06
            if x > left and x + room > width:
                x, y = left, y + 19
            self._sign(canvas, sign, x + 7, y - 4)
            lines = wrap(words, (width - left - 18) / 14.6)
            for number, line in enumerate(lines):
                canvas.text(line, x + (18 if sign else 0), y + 18 * number, "t-words")
            y += 18 * (len(lines) - 1)
            x += room + 16
        return y + 8

    def _sign(self, canvas: Canvas, sign: str, x: float, y: float) -> None:
        if sign == "*star":
            canvas.star(x, y, 7)
        elif sign in ("*planned", "*group"):
            canvas.symbol("dot", _GREY, x, y, (sign == "*planned", sign == "*group"))
        elif sign:
            canvas.symbol(*self._pen.looks[sign], x, y, (False, False))

    # ------------------------------------------------------------- layers
    def _outlines(self, canvas: Canvas) -> None:
        for outline in self._layout.outlines:
            layer = self._map.layers[outline.layer]
            self._pen.outline(canvas, outline, exists=layer.exists)
        if self._layout.overlap:
            words = self._pen.say(message("place_map.overlap"))
            x, y = self._layout.overlap
            half = text_width(words) * 6.4
            canvas.add("rect", x=x - half - 8, y=y - 13, width=2 * half + 16, height=18, rx=9,
                       fill="#ffffff", stroke="#1c2733")  # fmt: skip
            canvas.text(words, x, y, "t-both", text_anchor="middle")

    # ------------------------------------------------------------- the user's boundaries
    def _draw_ground(self, canvas: Canvas, ground: Ground) -> float:
        """The districts on the ground, hatched by layer, with number, name and leaders."""
        width, most = _GROUND[self._wide]
        mapped = [ground.features[area.ref.iri] for area in self._mapped]
        rest = [[feature] for feature in ground.rest]
        shapes, height = draw([*mapped, *rest], width, most)
        order = {layer.ref.iri: n for n, layer in enumerate(self._map.layers)}
        for shape in shapes[len(mapped) :]:
            canvas.add("path", class_="ground-rest", d=shape.path)
        keys = {area.ref.iri: f"a{n}" for n, area in enumerate(self._map.areas)}
        for area, shape in zip(self._mapped, shapes, strict=False):
            place = canvas.group(class_="land", data_box=keys[area.ref.iri])
            place.add("path", class_="ground", d=shape.path, fill="#ffffff")
            for iri in area.layers:
                fill = f"url(#{self._pen.hatch(order[iri])})"
                place.add("path", d=shape.path, fill=fill, fill_opacity="0.45", fill_rule="evenodd",
                          pointer_events="none")  # fmt: skip
        for area, shape in zip(self._mapped, shapes, strict=False):
            x, y = shape.label
            name = self._pen.say(area.ref.label)
            sign = self._signs[area.ref.iri]
            leaders = [self._pen.say(e.ref.label) for e in area.entries if e.roles]
            leaders = [one for one in leaders if (text_width(one) + 2) * 11 <= shape.room]
            lines = [f"{sign} {line}" if n == 0 else line for n, line in enumerate(wrap(name, 8))]
            lines += [f"★ {leader}" for leader in leaders]
            for number, line in enumerate(lines):
                style = "t-head halo" if number < len(lines) - len(leaders) else "t-note halo"
                canvas.text(line, x, y + 15 * (number - len(lines) / 2 + 0.8), style,
                            text_anchor="middle")  # fmt: skip
        for feature, shape in zip(ground.rest, shapes[len(mapped) :], strict=True):
            canvas.text(feature.name, *shape.label, "t-small halo", text_anchor="middle")
        return self._pen.layer_key(canvas, self._titles, height + 6, width)
