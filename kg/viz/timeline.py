"""Figures over time as one small SVG file: no script, no network, the same bytes each time.

Written by hand: a chart library would bring fonts, scripts or random ids for a few rectangles
(pygal, the nearest fit, is LGPL and makes random ids). ElementTree escapes all text.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ExportError, Lang
from kg.files import replacing
from kg.messages import message
from kg.wording import (
    citation,
    figure_text,
    percent_text,
    period_text,
    scope_text,
)

if TYPE_CHECKING:
    from kg.facts import Fact, FactsAnswer
    from kg.observations import Observation

__all__ = ["TIMELINE_STYLE", "timeline_svg", "write_timeline"]

_BAR, _PLOT, _TOP, _BOTTOM, _MARGIN, _HEAD, _GAP = 56, 130, 64, 62, 24, 44, 24
_LEAST_STEP, _LEAST_WIDTH = 120, 480
# Breadth of a character in hundredths of the font size, with room to spare: there is no font
# to measure with.
_WIDE, _NARROW = 105, 62
_STYLE = """\
text{font-family:"Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;fill:#1f2933}
.h{font-size:17px;font-weight:bold}.t{font-size:14px;font-weight:bold}
.v{font-size:13px}.p{font-size:12px;fill:#52606d}
.axis{stroke:#9aa5b1;stroke-width:1}
.actual{fill:#2b6cb0}.cumulative{fill:#2c7a7b}
.capacity{fill:#ffffff;stroke:#744210;stroke-width:2}
.target{fill:#ffffff;stroke:#c05621;stroke-width:2;stroke-dasharray:5 4}"""
TIMELINE_STYLE = "\n".join(
    f".timeline {rule}"
    for line in _STYLE.splitlines()
    for rule in re.findall(r"[^{}]+{[^}]*}", line)
)
"""The look of time lines inside a page, which has one style for all of them."""


def write_timeline(answer: FactsAnswer, path: Path, lang: Lang = "zh") -> Path:
    """Write the figures of an answer as an SVG file, whole or not at all, and return its path.

    Raises ExportError where the file cannot be written.
    """
    text = timeline_svg(answer, lang)
    try:
        with replacing(path) as file:
            file.write(text.encode("utf-8"))
    except OSError as error:
        raise ExportError(message("facts.chart_failed", path=path, why=error)) from error
    return path


def timeline_svg(answer: FactsAnswer, lang: Lang = "zh", *, inside: bool = False) -> str:
    """The figures as SVG: a panel for each thing, indicator, product and scope.

    In a panel stand actual, cumulative, capacity and target side by side, told apart by colour
    and outline and by name. Heights are in proportion within a panel; an amount of 0 or less
    has no height. Growth stands under a figure, its citation in the figure's tool tip.
    ``inside`` leaves out the style, for a page that holds ``TIMELINE_STYLE``.
    """
    facts = sorted((fact for series in answer.series for fact in series.facts), key=_panel)
    panels = [list(group) for _, group in groupby(facts, key=_panel)]
    note = message("facts.chart_note").to(lang)
    title = message("facts.chart_title", name=answer.thing.label).to(lang)
    labels = [label for fact in facts for label in _labels(fact, lang)]
    step = max(_LEAST_STEP, *(_breadth(label, 13) + _GAP for label in labels))
    headings = [_heading(panel[0].point.first, lang) for panel in panels]
    width = max(
        _LEAST_WIDTH,
        2 * _MARGIN + step * max(len(panel) for panel in panels),
        2 * _MARGIN + _breadth(title, 17),
        2 * _MARGIN + _breadth(note, 12),
        *(2 * _MARGIN + _breadth(heading, 14) for heading in headings),
    )
    each = _TOP + _PLOT + _BOTTOM
    height = _HEAD + each * len(panels) + 30
    root = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        width=str(width),
        height=str(height),
        role="img",
    )
    ET.SubElement(root, "title").text = _clean(title)
    if inside:
        root.set("class", "timeline")
    else:
        ET.SubElement(root, "style").text = _STYLE
    ET.SubElement(root, "rect", x="0", y="0", width=str(width), height=str(height), fill="#ffffff")
    _say(root, "h", _MARGIN, 28, title)
    for n, panel in enumerate(panels):
        _draw(root, panel, (_HEAD + n * each, width, step), lang)
    _say(root, "p", _MARGIN, height - 12, note)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def _panel(fact: Fact) -> tuple[str, ...]:
    obs = fact.point.first
    product = obs.product.id if obs.product else ""
    return (obs.subject.id, obs.indicator.id, product, obs.scope, obs.unit.id)


def _labels(fact: Fact, lang: Lang) -> list[str]:
    """What stands at a figure: itself above; when, and growth over what, below."""
    obs = fact.point.first
    kind = message(f"facts.{obs.kind}").to(lang)
    grown = [
        percent_text(g.value, g.interval, floor=Decimal(-100)).to(lang) for g in fact.growth[:2]
    ]
    when = period_text(fact.point.period).to(lang)
    return [figure_text(obs).to(lang), f"{when} · {kind}", *grown]


def _draw(root: ET.Element, facts: Sequence[Fact], frame: tuple[int, int, int], lang: Lang) -> None:
    top, width, step = frame
    facts = sorted(facts, key=lambda f: f.point.sort_key())
    _say(root, "t", _MARGIN, top + 24, _heading(facts[0].point.first, lang))
    floor = top + _TOP + _PLOT
    most = max(Decimal(0), *(fact.point.first.value for fact in facts))
    for n, fact in enumerate(facts):
        obs = fact.point.first
        middle = _MARGIN + step * n + step // 2
        share = max(obs.value, Decimal(0)) / most if most else Decimal(0)
        tall = int(share * _PLOT)
        bar = ET.SubElement(
            root,
            "rect",
            {"class": obs.kind},
            x=str(middle - _BAR // 2),
            y=str(floor - tall),
            width=str(_BAR),
            height=str(tall),
        )
        ET.SubElement(bar, "title").text = _clean(
            citation(fact.point, disputed=fact.disputed).to(lang)
        )
        figure, *below = _labels(fact, lang)
        _say(root, "v", middle, floor - tall - 8, figure, anchor="middle")
        for line, label in enumerate(below):
            _say(root, "p", middle, floor + 18 + 16 * line, label, anchor="middle")
    ET.SubElement(
        root,
        "line",
        {"class": "axis"},
        x1=str(_MARGIN),
        y1=str(floor),
        x2=str(width - _MARGIN),
        y2=str(floor),
    )


def _heading(obs: Observation, lang: Lang) -> str:
    named = message("facts.of", name=obs.subject.label, indicator=obs.indicator.label).to(lang)
    scope = scope_text(obs).to(lang)
    return f"{named} ({scope})" if scope else named


def _breadth(text: str, size: int) -> int:
    return sum(_WIDE if c > "\u2e7f" else _NARROW for c in text) * size // 100


def _say(root: ET.Element, style: str, x: int, y: int, text: str, anchor: str = "") -> None:
    extra = {"text-anchor": anchor} if anchor else {}
    node = ET.SubElement(root, "text", {"class": style, "x": str(x), "y": str(y), **extra})
    node.text = _clean(text)


def _clean(text: str) -> str:
    # XML 1.0 (section 2.2) has no control characters, escaped or not.
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))
