"""From the bytes of a CSV file to text, naming the place where that fails.

UTF-8 with or without a byte order mark is right. What older Excel and WPS write on a Chinese
Windows is GB18030 (a superset of GBK); it is read, with a notice. Nothing else is guessed.
``pack.toml`` comes the same way; it has no columns, and is mended in a text editor.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from kg.errors import Finding, Severity
from kg.messages import message
from kg.pack.findings import finding

__all__ = ["decode", "lines_of"]

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# .xlsx and .ods are ZIP archives; .xls is a compound file.
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_QUOTED = re.compile('"[^"]*(?:"|$)')
# Control characters and noncharacters that XML exports could not carry either.
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def decode(raw: bytes, file: str) -> tuple[str | None, list[Finding]]:
    """The text of a file without its byte order mark, and findings; None if it is no text."""
    return _Decoder(file).decode(raw)


class _Decoder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.table = file.endswith(".csv")

    def finding(
        self, code: str, place: tuple[int, str], severity: Severity = "error", **values: object
    ) -> Finding:
        row, column = place
        save = message("pack.save_csv" if self.table else "pack.save_text")
        return finding("pack", code, self.file, row, column if self.table else "", severity,
                       save=save, **values)  # fmt: skip

    def decode(self, raw: bytes) -> tuple[str | None, list[Finding]]:
        if raw.startswith(_WORKBOOK):
            return None, [self.finding("workbook", (1, ""))]
        if raw.startswith(_UTF16):
            return None, [self.finding("utf16", (1, ""))]
        body = raw.removeprefix(_BOM)
        if b"\0" in body:
            return None, [self.finding("nul", _place(body, body.index(b"\0")))]
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            place = _place(body, error.start)
            hexed = f"0x{body[error.start]:02X}"
            if body is not raw:
                return None, [self.finding("broken-utf8", place, byte=hexed)]
            gb = _gb18030(body)
            if gb is None:
                some = any(_utf8_length(m[0]) for m in _BEYOND_ASCII.finditer(body))
                code = "mixed-encoding" if some else "unknown-encoding"
                return None, [self.finding(code, place, byte=hexed)]
            text = gb
            found = [self.finding("gb18030", place, "notice")]
        else:
            found = []
        found += self.control(text)
        return (None if any(f.severity == "error" for f in found) else text), found

    def control(self, text: str) -> Iterator[Finding]:
        match = _CONTROL.search(text)
        if match is not None:
            place = _place(text.encode("utf-8"), len(text[: match.start()].encode("utf-8")))
            yield self.finding("control-character", place, character=f"U+{ord(match[0]):04X}")


def lines_of(text: str) -> list[str]:
    """Physical lines with their ends, as editors and the csv module count them."""
    return list(io.StringIO(text, newline=""))


def _gb18030(body: bytes) -> str | None:
    if _holds_utf8(body):
        return None
    try:
        return body.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _holds_utf8(body: bytes) -> bool:
    """Whether some of a file that is not UTF-8 is UTF-8 nevertheless.

    A run of three or more three-byte UTF-8 characters is hardly ever GB18030 (1 in 10^6 runs of
    random hanzi, none in 4 * 10^5 runs of common ones). Runs of two count only where they are
    many (1 in 10^4 is chance); one alone has an odd number of bytes, and where it is not
    GB18030 the decoder says so.
    """
    short = runs = 0
    for match in _BEYOND_ASCII.finditer(body):
        runs += 1
        length = _utf8_length(match[0])
        if length >= 3:
            return True
        short += length == 2
    return short > 0 and short * 5 >= runs


def _utf8_length(run: bytes) -> int:
    """How many characters a run has if all of them are three-byte UTF-8; else 0."""
    if len(run) % 3:
        return 0
    try:
        text = run.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    return len(text) if all("\u0800" <= c <= "\uffff" for c in text) else 0


def _place(body: bytes, offset: int) -> tuple[int, str]:
    """Line (from 1) and column name of a byte; a quoted cell may have begun lines before."""
    lines = lines_of(body[:offset].decode("latin-1"))
    if not lines or lines[-1].endswith(("\n", "\r")):
        lines.append("")
    begin = quotes = 0
    for number, line in enumerate(lines):
        if quotes % 2 == 0:
            begin = number
        quotes += line.count('"')
    record = _QUOTED.sub("", "".join(lines[begin:]))
    header = _first_line(body).split(",")
    at = record.count(",")
    return len(lines), header[at].strip().strip('"') if at < len(header) else ""


def _first_line(body: bytes) -> str:
    raw = lines_of(body.decode("latin-1"))[0].encode("latin-1")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""  # better no name than one that nobody can read
