"""The key to the chain map's signs: only those that the map shows."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from kg.errors import Lang
from kg.viz.chain_map.content import BODY, leaders_of, say
from kg.viz.chain_map.picture import Picture
from kg.viz.labels import text_width

__all__ = ["Legend", "legend"]

_SIGN = 34.0
_LINE = 24.0
_BOX = '<g class="b {look}"><rect x="2" y="5" width="24" height="14" rx="3"/></g>'
_FLOW = '<path class="f {look}" d="M0 12H20"/><path class="h {look}" d="M28 12l-9-4.5v9z"/>'
_TAGS = {
    "fill": "M5 3H23v18H5z",
    "strengthen": "M14 3a9 9 0 0 1 0 18a9 9 0 0 1 0-18z",
    "extend": "M4 3H19l7 9l-7 9H4z",
}
_STATES = {
    "served": ("several", "single"),
    "unnamed": ("unnamed", "works"),
    "gap": ("needed", "unknown"),
    "planned": ("planned",),
}


class Legend(NamedTuple):
    """Marks and their height."""

    marks: str
    height: float


def legend(picture: Picture, lang: Lang) -> Legend:
    """The key, in as many lines as the picture's width asks for in either language."""
    x, y = 10.0, 0.0
    marks = []
    for name, sign in _signs(picture, lang):
        words = [say(f"legend_{name}", tongue) for tongue in ("zh", "en")]
        width = _SIGN * bool(sign) + max(map(text_width, words)) * BODY * 0.98 + 22
        if x > 10 and x + width > picture.drawing.width:
            x, y = 10.0, y + _LINE
        left = _SIGN if sign else 0
        marks.append(
            f'<g transform="translate({x:.0f} {y:.0f})">{sign}<text x="{left:.0f}" y="16"'
            f' data-t="chain_picture.legend_{name}">{escape(say(f"legend_{name}", lang))}'
            "</text></g>"
        )
        x += width
    return Legend("".join(marks), y + _LINE + 4)


def _signs(picture: Picture, lang: Lang) -> list[tuple[str, str]]:
    boxes = picture.map.boxes
    states = {box.state for box in boxes}
    labels = {box.label for box in boxes}
    bases = {link.basis or "stated" for link in picture.links}
    signs = []
    if picture.map.leaders:
        signs.append(("lead", ""))
    if any(leaders_of(box) for box in boxes):
        signs.append(("leader", _BOX.format(look="several top")))
    if any(len(box.leaders) > len(leaders_of(box)) for box in boxes):
        signs.append(("site", ""))
    signs += [
        (name, _BOX.format(look=looks[0])) for name, looks in _STATES.items() if states & {*looks}
    ]
    signs += [
        (
            name,
            f'<path class="t {name}" d="{shape}"/><text x="14" y="16" data-label="{name}">'
            f"{escape(say(f'label_{name}', lang)[:1])}</text>",
        )
        for name, shape in _TAGS.items()
        if name in labels
    ]
    signs += [
        (basis, _FLOW.format(look=basis))
        for basis in ("stated", "derived", "outside")
        if basis in bases
    ]
    signs.append(("counts", ""))
    if any(member.amounts for box in boxes for member in box.members):
        signs.append(("amounts", ""))
    return signs
