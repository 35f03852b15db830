"""SVG elements for the place view: shapes of things, hatches of layers, lines of text.

ElementTree escapes all text; numbers are written short, so that equal pictures are equal bytes.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

__all__ = ["Canvas", "layer_colour"]

# Colour, and the turn of the hatch's lines: two layers over each other make a lattice.
_LAYERS = (
    ("#0b7a63", 45),
    ("#c2570c", -45),
    ("#5b3fa0", 0),
    ("#a31f4f", 90),
    ("#2a6fb0", 22),
    ("#7a6a00", -22),
)
_CORNERS = {
    "square": (4, 6.4, math.pi / 4),
    "diamond": (4, 6.4, 0.0),
    "triangle": (3, 6.6, -math.pi / 2),
    "triangleDown": (3, 6.6, math.pi / 2),
    "hexagon": (6, 6.0, 0.0),
}


def layer_colour(layer: int) -> str:
    """The colour of a layer by its number."""
    return _LAYERS[layer % len(_LAYERS)][0]


class Canvas:
    """An SVG element that is being filled."""

    def __init__(self, element: ET.Element) -> None:
        self.element = element

    def add(self, tag: str, **attributes: str | float) -> ET.Element:
        """A child; ``_`` in the name of an attribute stands for ``-``, one at its end for none."""
        named = {
            name.rstrip("_").replace("_", "-"): _written(value)
            for name, value in attributes.items()
        }
        return ET.SubElement(self.element, tag, named)

    def group(self, **attributes: str | float) -> Canvas:
        """A child group, to be filled."""
        return Canvas(self.add("g", **attributes))

    def text(self, words: str, x: float, y: float, class_: str, **attributes: str | float) -> None:
        """A line of text; ``y`` is its base line."""
        self.add("text", x=x, y=y, class_=class_, **attributes).text = words

    def symbol(self, shape: str, colour: str, x: float, y: float, marks: tuple[bool, bool]) -> None:
        """The shape of a type around a point; ``marks``: planned (hollow, dashed), a group
        (with a second one behind it)."""
        planned, many = marks
        look: dict[str, str | float] = {"fill": colour, "stroke": colour}
        if planned:
            look = {"fill": "#ffffff", "stroke": colour, "stroke_dasharray": "2.5 1.8"}
        if many:
            self._shape(shape, x + 3, y - 2.5, {"fill": "#ffffff", "stroke": colour})
        self._shape(shape, x, y, look)

    def star(self, x: float, y: float, radius: float) -> None:
        """The star of a leader around a point."""
        corners = [
            (radius if n % 2 == 0 else radius * 0.45, -math.pi / 2 + n * math.pi / 5)
            for n in range(10)
        ]
        points = " ".join(
            f"{x + r * math.cos(a):.1f},{y + r * math.sin(a):.1f}" for r, a in corners
        )
        self.add("polygon", points=points, fill="#ffd54a", stroke="#5d4300", stroke_width=1)

    def hatch(self, layer: int, id_: str) -> None:
        """The pattern of a layer, to be filled with as ``url(#id)``."""
        colour, turn = _LAYERS[layer % len(_LAYERS)]
        pattern = Canvas(
            self.add(
                "pattern",
                id=id_,
                width=8,
                height=8,
                patternUnits="userSpaceOnUse",
                patternTransform=f"rotate({turn})",
            )
        )
        pattern.add("line", x1=0, y1=0, x2=0, y2=8, stroke=colour, stroke_width=2.4)

    def _shape(self, shape: str, x: float, y: float, look: dict[str, str | float]) -> None:
        look = look | {"stroke_width": 1.3}
        if shape not in _CORNERS:
            self.add("circle", cx=x, cy=y, r=4.9, **look)
            return
        count, radius, turn = _CORNERS[shape]
        angles = [turn + n * 2 * math.pi / count for n in range(count)]
        points = " ".join(
            f"{x + radius * math.cos(a):.1f},{y + radius * math.sin(a):.1f}" for a in angles
        )
        self.add("polygon", points=points, **look)


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"
