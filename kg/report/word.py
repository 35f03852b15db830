"""A Word document, part after part: styles that Windows has fonts for, tables, links, page numbers.

Names of fonts are those that every Windows knows whatever its language (SimSun is 宋体, Microsoft
YaHei 微软雅黑); other systems put their own in their place.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import Lang

if TYPE_CHECKING:
    from kg.report.cells import Cell, Piece
    from kg.report.tables import Line, Table

__all__ = ["Word"]

_BODY = {"zh": ("Times New Roman", "SimSun"), "en": ("Calibri", "SimSun")}
_HEADING = {"zh": ("Calibri", "Microsoft YaHei"), "en": ("Calibri", "Microsoft YaHei")}
_PAGE = (16838, 11906)  # A4 landscape, in twentieths of a point
_MARGIN = 850
_FILLS = {"inferred": "FFF6DA", "unknown": "EDEDED", "late": "FBE3DE"}
_HEAD_FILL = "DCE6F1"
_LOOKS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "at": {"color": {"val": "595959"}, "sz": {"val": "14"}},
    "mark": {"i": {}},
    "late": {"b": {}, "color": {"val": "A3301C"}},
    "unknown": {"i": {}, "color": {"val": "595959"}},
    "rule": {"i": {}, "color": {"val": "3D4F7C"}},
    "head": {"b": {}},
    "link": {"color": {"val": "0B5394"}, "u": {"val": "single"}},
}
_ORDER = ("b", "i", "color", "sz", "u")  # as ECMA-376 17.3.2.28 wants them
_NOT_XML = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
_WORD = re.compile(r"[A-Za-z]+")  # what is not to be broken
_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a zip file can name


class Word:
    """A document that is written from the top down."""

    def __init__(self, lang: Lang, title: str, moment: datetime.datetime) -> None:
        import docx

        self._lang = lang
        self._document = docx.Document()
        self._bookmarks: dict[str, str] = {}
        self._styles()
        self._page()
        core = self._document.core_properties
        core.title, core.author, core.last_modified_by = _plain(title)[:255], "chainkg", "chainkg"
        core.created = core.modified = moment
        core.comments, core.revision = "", 1
        core.language = "zh-CN" if lang == "zh" else "en"

    def title(self, text: str) -> None:
        """The title of the document."""
        self._document.add_paragraph(_plain(text), style="Title")

    def heading(self, text: str, level: int) -> None:
        """A heading; what follows it stays on its page."""
        self._document.add_heading(_plain(text), level)

    def bullet(self, text: str) -> None:
        """An item of a list of sentences."""
        self._document.add_paragraph(_plain(text), style="List Bullet")

    def text(self, text: str, look: str = "", *, anchor: str = "", keep: bool = False) -> None:
        """A paragraph; links in tables lead to its ``anchor``, ``keep`` holds it to the next."""
        made = self._document.add_paragraph()
        made.paragraph_format.keep_with_next = keep or None
        paragraph = made._p  # noqa: SLF001 - python-docx's documented way to its XML
        if anchor:
            number = str(len(self._bookmarks))
            name = self._bookmark(anchor)
            _child(paragraph, "bookmarkStart", id=number, name=name)
            _run(paragraph, text, look)
            _child(paragraph, "bookmarkEnd", id=number)
        else:
            _run(paragraph, text, look)

    def table(self, table: Table) -> None:
        """A table: the head repeats on every page, rows stay whole; then a small gap."""
        widths = _widths(table)
        body = self._document.element.body
        made = _element("tbl")
        body.insert(len(body) - 1, made)  # before the properties of the section
        properties = _child(made, "tblPr")
        _child(properties, "tblStyle", val="TableGrid")
        _child(properties, "tblW", w=str(sum(widths)), type="dxa")
        _child(properties, "tblLayout", type="fixed")
        grid = _child(made, "tblGrid")
        for width in widths:
            _child(grid, "gridCol", w=str(width))
        head = _row(made, head=True)
        for text, width in zip(table.heads, widths, strict=True):
            words = text[:1].upper() + text[1:]
            _run(_paragraph(_cell(head, width, _HEAD_FILL), keep=True), words, "head")
        for line in table.lines:
            self._line(_row(made), line, widths)
        gap = self._document.add_paragraph()
        gap.paragraph_format.space_after = 0

    def save(self, out: BinaryIO) -> None:
        """Write the document: every part of the file with the same date, so the same bytes."""
        made = io.BytesIO()
        self._document.save(made)
        with zipfile.ZipFile(made) as found, zipfile.ZipFile(out, "w") as file:
            for name in found.namelist():
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o600 << 16
                info.create_system = 3
                file.writestr(info, found.read(name))

    def _line(self, row: Any, line: Line, widths: Sequence[int]) -> None:
        fill = _FILLS.get(line.look, "")
        if line.whole:
            cell = _cell(row, sum(widths), fill, span=len(widths))
            self._pieces(_paragraph(cell), line.cells[0], "unknown")
            return
        for n, (cell, width) in enumerate(zip(line.cells, widths, strict=True)):
            paragraph = _paragraph(_cell(row, width, fill))
            self._pieces(paragraph, cell, cell.look)
            if n == 0 and line.words:
                _run(paragraph, f" {line.words}", "mark")

    def _pieces(self, paragraph: Any, cell: Cell, look: str) -> None:
        for piece in cell.pieces:
            self._piece(paragraph, piece, look)

    def _piece(self, paragraph: Any, piece: Piece, look: str) -> None:
        # Only links within the document: pages beside it may not be where it is sent.
        if piece.href.startswith("#"):
            link = _child(
                paragraph, "hyperlink", anchor=self._bookmark(piece.href[1:]), history="1"
            )
            _run(link, piece.text, "link")
        else:
            _run(paragraph, piece.text, piece.look or look)

    def _bookmark(self, anchor: str) -> str:
        # Word takes 40 letters, digits and underscores.
        return self._bookmarks.setdefault(anchor, f"source_{len(self._bookmarks) + 1}")

    def _styles(self) -> None:
        from docx.shared import Pt, RGBColor

        styles = self._document.styles
        body, heading = _BODY[self._lang], _HEADING[self._lang]
        for default in styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
            _fonts(default, body)
        for name, size in (("Normal", 10.5), ("List Bullet", 10.5)):
            _fonts(styles[name].element.get_or_add_rPr(), body)
            styles[name].font.size = Pt(size)
            styles[name].paragraph_format.space_after = Pt(3)
        for name, size in (("Title", 20), ("Heading 1", 15), ("Heading 2", 12)):
            _fonts(styles[name].element.get_or_add_rPr(), heading)
            styles[name].font.size = Pt(size)
            styles[name].font.color.rgb = RGBColor(0x1F, 0x2A, 0x44)
        cell = styles.add_style("Table Cell", 1)
        cell.base_style = styles["Normal"]
        _fonts(cell.element.get_or_add_rPr(), body)
        cell.font.size = Pt(8)
        cell.paragraph_format.space_after = Pt(0)
        cell.paragraph_format.space_before = Pt(0)

    def _page(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Twips

        section = self._document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = map(Twips, _PAGE)
        section.left_margin = section.right_margin = Twips(_MARGIN)
        section.top_margin = section.bottom_margin = Twips(_MARGIN)
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, field in (("", "PAGE"), (" / ", "NUMPAGES")):
            _run(footer._p, text)  # noqa: SLF001 - python-docx's documented way to its XML
            _run(_child(footer._p, "fldSimple", instr=field), "1")  # noqa: SLF001 - likewise


def _fonts(properties: Any, names: tuple[str, str]) -> None:
    """Latin and East Asian font; a theme would win over both."""
    fonts = properties.find(f"{_MAIN}rFonts")
    if fonts is None:
        fonts = _element("rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, value in zip(("ascii", "hAnsi", "cs", "eastAsia"), (*[names[0]] * 3, names[1]),
                           strict=True):  # fmt: skip
        fonts.set(f"{_MAIN}{name}", value)


def _element(tag: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{tag}")


def _child(parent: Any, tag: str, /, **attributes: str) -> Any:
    from lxml.etree import SubElement

    named = {f"{_MAIN}{key}": value for key, value in attributes.items()}
    return SubElement(parent, f"{_MAIN}{tag}", named)


def _row(table: Any, *, head: bool = False) -> Any:
    row = _child(table, "tr")
    properties = _child(row, "trPr")
    _child(properties, "cantSplit")
    if head:
        _child(properties, "tblHeader")
    return row


def _cell(row: Any, width: int, fill: str, *, span: int = 1) -> Any:
    cell = _child(row, "tc")
    properties = _child(cell, "tcPr")
    _child(properties, "tcW", w=str(width), type="dxa")
    if span > 1:
        _child(properties, "gridSpan", val=str(span))
    if fill:
        _child(properties, "shd", val="clear", color="auto", fill=fill)
    return cell


def _paragraph(cell: Any, *, keep: bool = False) -> Any:
    paragraph = _child(cell, "p")
    properties = _child(paragraph, "pPr")
    _child(properties, "pStyle", val="TableCell")
    if keep:
        _child(properties, "keepNext")
    return paragraph


def _run(parent: Any, text: str, look: str = "") -> None:
    words = _plain(text)
    if not words:
        return
    run = _child(parent, "r")
    known = _LOOKS.get(look, {})
    if known:
        properties = _child(run, "rPr")
        for name in _ORDER:
            if name in known:
                _child(properties, name, **known[name])
    said = _child(run, "t")
    said.text = words
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _plain(text: str) -> str:
    """Without what XML 1.0 (section 2.2) cannot hold, and on one line."""
    return _NOT_XML.sub(" ", text)


def _widths(table: Table) -> list[int]:
    """Widths of columns in twentieths of a point: by their texts, and all of the page together."""
    from kg.report.sheets import display_width

    wanted = []
    for n, head in enumerate(table.heads):
        texts = [line.cells[n].text for line in table.lines if not line.whole]
        sizes = sorted(map(display_width, texts)) or [0]
        # Twice as much text takes 1.4 times the width and as many more lines.
        usual = 3.2 * math.sqrt(max(sizes[len(sizes) * 9 // 10], sizes[-1] // 3))
        words = [word for text in (head, *texts) for word in _WORD.findall(text)]
        longest = min(max(map(len, words), default=0), 18) * 1.2 + 3
        wanted.append(round(max(usual, min(display_width(head), 10), 9, longest)))
    whole = _PAGE[0] - 2 * _MARGIN
    return [whole * each // sum(wanted) for each in wanted]
