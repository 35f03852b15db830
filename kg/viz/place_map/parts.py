"""The parts of the place view: boxes with their rows, outlines of layers, paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.errors import Lang, Text
from kg.place_map import Entry
from kg.viz.firms.style import Look
from kg.viz.labels import clean, text_width, wrap
from kg.viz.place_map.boxes import FONT, LINE, SMALL_LINE, Box, Row
from kg.viz.place_map.canvas import Canvas, layer_colour
from kg.viz.place_map.layout import Outline

__all__ = ["Pen", "paragraphs"]


@dataclass(frozen=True)
class Pen:
    """What all parts of one picture share: its language, the end of its ids, whether it stands
    alone, how types look, and where the names of things lead (by IRI)."""

    lang: Lang
    id: str
    alone: bool
    looks: Mapping[str, Look]
    links: Mapping[str, str] = field(default_factory=dict)

    def say(self, words: Text) -> str:
        """Words in the picture's language, on one line."""
        return clean(words.to(self.lang))

    def hatch(self, layer: int) -> str:
        """The id of a layer's pattern."""
        return f"h{layer}-{self.id}"

    def outline(self, canvas: Canvas, outline: Outline, *, exists: bool) -> None:
        """A layer's outline, filled with its hatch, dashed if it is only intended."""
        frame: dict[str, str | float] = {
            "x": outline.x,
            "y": outline.y,
            "width": outline.width,
            "height": outline.height,
            "rx": 8,
        }
        inside = f"url(#{self.hatch(outline.layer)})"
        canvas.add("rect", **frame, fill=inside, fill_opacity="0.3")
        dashes = {} if exists else {"stroke_dasharray": "9 5"}
        canvas.add("rect", **frame, class_="outline", fill="none", stroke_width=3,
                   stroke=layer_colour(outline.layer), **dashes)  # fmt: skip
        x, top = outline.spot
        for number, line in enumerate(outline.title):
            self._plate(canvas, line, x, top + number * 20, outline.layer)

    def _plate(self, canvas: Canvas, words: str, x: float, y: float, layer: int) -> None:
        """A line of a layer's title on white, so that the hatch does not run through it."""
        width = text_width(words) * 14 * 1.06
        canvas.add("rect", x=x - 5, y=y - 14, width=width + 10, height=19, rx=4, fill="#ffffff")
        canvas.text(words, x, y, f"t-layer layer-{layer % 6}")

    def layer_key(self, canvas: Canvas, titles: Iterable[str], y: float, width: float) -> float:
        """The layers' hatches with their names, where no outline carries them."""
        for layer, title in enumerate(titles):
            y += 20
            band = {"x": 0, "y": y - 11, "width": 26, "height": 12}
            canvas.add("rect", **band, fill=f"url(#{self.hatch(layer)})",
                       stroke=layer_colour(layer))  # fmt: skip
            for number, line in enumerate(wrap(title, (width - 32) / 16.5)):
                y += 18 * (number > 0)
                canvas.text(line, 32, y, f"t-layer layer-{layer % 6}")
        return y

    def box(self, canvas: Canvas, box: Box, entries: Mapping[str, Entry]) -> None:
        """A box with its layers' bands, head, rows and remark; ``entries`` by the keys of rows."""
        named = "" if self.alone else f"{box.frame.title}. {box.frame.subtitle}"
        group = _button(canvas, "area", named, data_box=box.frame.key)
        group.add("rect", class_=f"box-{box.frame.style}", x=box.x, y=box.y, width=box.width,
                  height=box.height, rx=5)  # fmt: skip
        y = box.y
        if box.frame.layers:
            band = (box.width - 2) / len(box.frame.layers)
            for number, layer in enumerate(box.frame.layers):
                place = {"x": box.x + 1 + number * band, "y": y + 1, "width": band, "height": 8}
                group.add("rect", **place, fill=f"url(#{self.hatch(layer)})",
                          stroke=layer_colour(layer), stroke_width=0.8)  # fmt: skip
            y += 8
        y += 4
        for line in box.head:
            y += 19
            group.text(line, box.x + 9, y - 3, "t-head")
        if box.aside:
            x = box.x + 9 + text_width(box.head[0]) * 15 * 1.06 + 14
            group.text(box.frame.subtitle, x, y - 3, "t-sub")
        for line in box.subhead:
            y += 16
            group.text(line, box.x + 9, y - 3, "t-sub")
        for row in box.rows:
            self._row(canvas, row, box, entries[row.item.key])
        bottom = max((row.y + row.height for row in box.rows), default=box.top)
        for number, line in enumerate(box.remark):
            group.text(line, box.x + 9, bottom + 14 * number + 12, "t-remark")

    def _row(self, canvas: Canvas, row: Row, box: Box, entry: Entry) -> None:
        item, style = row.item, box.frame.style
        named = "" if self.alone else ", ".join((item.name, *item.tags, *item.notes))
        if href := self.links.get(entry.ref.iri):
            canvas = Canvas(canvas.add("a", href=href))
        group = _button(canvas, "thing", named, data_thing=item.key)
        if not self.alone:
            group.add("rect", class_="hit", x=row.x - 3, y=row.y, width=row.width + 3,
                      height=row.height, rx=3)  # fmt: skip
        line_height = LINE[style]
        middle = row.y + line_height / 2
        group.symbol(*self.looks[entry.ref.type], row.x + 6, middle,
                     (not entry.exists, entry.ref.is_group))  # fmt: skip
        x = row.x + 18
        if item.star:
            group.star(x + 6, middle, 6.5)
            x += 15
        y = row.y + line_height - 5
        weight = "t-lead " if item.star else ""
        for number, line in enumerate(row.lines):
            y = row.y + (number + 1) * line_height - 5
            group.text(line, x, y, f"{weight}t-{style}")
        tag_x = x + text_width(row.lines[-1]) * FONT[style] * 1.03 + 6
        if row.tags_below:
            tag_x, y = x, y + line_height
        if item.tags:
            group.text(" · ".join(item.tags), tag_x, y, "t-tag")
        for note in row.notes:
            y += SMALL_LINE
            group.text(note, row.x + 18, y, "t-note")


def _button(canvas: Canvas, class_: str, named: str, **data: str) -> Canvas:
    """A group; with a name it is something to press on the page."""
    if not named:
        return canvas.group(class_=class_)
    return canvas.group(class_=class_, role="button", tabindex=-1, aria_label=named, **data)


def paragraphs(
    canvas: Canvas,
    said: Iterable[str],
    y: float,
    width: float,
    style: tuple[str, float, float],
) -> float:
    """Paragraphs of a class, a size and a line's height below ``y``; returns where they end."""
    class_, font, step = style
    for words in said:
        for line in wrap(words, width / (font * 1.15)):
            y += step
            canvas.text(line, 0, y, class_)
    return y
