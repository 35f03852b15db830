"""One cell at a time: does it say what its column holds, and what did Excel do to it?

A reader takes a trimmed, non-empty cell and gives its canonical text, or raises Bad with the
code of a message. Readers are cached by text where values repeat.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from kg.dates import PartialDate
from kg.pack.bad import LIST, SEPARATOR, Bad
from kg.pack.terms import read_class, read_concept
from kg.schema import MOST, Column, Schema, SpansError, Table, parse_spans, spans_text

__all__ = ["ID", "Bad", "cell_readers"]

ID = re.compile(r"[^\W_](?:[\w.\-]*[\w\-])?")
"""Unicode letters and digits, with "-", "_" and "." inside; a letter or digit goes first."""

_REF = re.compile(rf"(?:[a-z][a-z0-9-]*:)?{ID.pattern}")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
# xsd:integer and xsd:decimal as the engine keeps them: 64 bits, and 18 decimals.
_DIGITS, _DECIMALS = 18, 18
# Excel keeps 15 digits of a number and makes 0 of the others.
_EXACT = 15
_POINT = re.compile(r"([0-9]+)\.0+")
_EXPONENT = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")
_URL_CHARACTERS = re.compile(r"[^\s<>\"{}|\\^`\x00-\x20]+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - as one reads it
_MONTH = "|".join(_MONTHS)
_YMD = re.compile(r"([0-9]{4})[/.年-]([0-9]{1,2})(?:[/.月-](?:([0-9]{1,2})日?)?)?")
_DMY = re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-](?:[0-9]{2}|[0-9]{4}))?")
_NAMED = re.compile(rf"(?i)(?:[0-9]{{1,2}}-)?(?:{_MONTH})[a-z]*(?:-[0-9]{{1,4}})?")
# A CSV file keeps what a workbook's cell shows of a day: the midnight too.
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00)?$")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_HAN_DAY = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_PLACEHOLDERS = frozenset({"-", "--", "—", "——", "/", "无", "n/a", "na", "none", "null", "nil"})
# Full-width digits say the same as half-width ones. Not all of NFKC: it makes 102 of 10².
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．－＋，", "0123456789.-+,")
_FREE = frozenset({"text", "label", "id"})

Reader = Callable[[str], str]


def cell_readers(table: Table, schema: Schema) -> Mapping[str, Reader]:
    """A reader for each column of a table."""
    return {name: _reader(column, table, schema) for name, column in table.columns.items()}


def _reader(column: Column, table: Table, schema: Schema) -> Reader:
    one = _one(column, table, schema)
    if column.type not in _FREE:
        one = _not_placeholder(one)
    if column.many:
        one = _each(one)
    # Names and ids hardly ever repeat; everything else does.
    return one if column.type in _FREE else lru_cache(maxsize=4096)(one)


def _one(column: Column, table: Table, schema: Schema) -> Reader:
    if column.type == "concept":
        return lambda text: read_concept(text, schema, column.scheme or "")
    if column.type == "class":
        return lambda text: read_class(text, table, schema)
    if column.type == "code":
        return lambda text: _code(text, column)
    return _PLAIN[column.type]


def _not_placeholder(read: Reader) -> Reader:
    def checked(text: str) -> str:
        if text.casefold() in _PLACEHOLDERS:
            raise Bad("placeholder", value=text)
        return read(text)

    return checked


def _each(read: Reader) -> Reader:
    def split(text: str) -> str:
        parts = [part.strip() for part in SEPARATOR.split(text)]
        try:
            return ";".join(dict.fromkeys(read(part) for part in parts if part))
        except Bad:
            values = _listed(text, read)
            if values is None:
                raise
            raise Bad("list-separator", value=text, right=";".join(values)) from None

    return split


def _listed(text: str, read: Reader) -> list[str] | None:
    """Two or more good values between other marks than ";": a comma, say. Else None."""
    parts = [part.strip() for part in LIST.split(SEPARATOR.sub(",", text))]
    try:
        values = [read(part) for part in parts if part]
    except Bad:
        return None
    return list(dict.fromkeys(values)) if len(values) > 1 else None


def _text(text: str) -> str:
    return text


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise Bad("bad-id", value=text)
    return text


def _ref(text: str) -> str:
    if _REF.fullmatch(text):
        return text
    if SEPARATOR.search(text) or all(_REF.fullmatch(p.strip()) for p in LIST.split(text)):
        raise Bad("one-value", value=text)
    raise Bad("bad-ref", value=text)


def _refuse_number(text: str, pattern: re.Pattern[str]) -> None:
    """What Excel makes of a code that it takes for a number."""
    point = _POINT.fullmatch(text)
    digits = point[1] if point else text
    if _EXPONENT.fullmatch(text) or (point and len(digits) > _EXACT):
        raise Bad("excel-code", value=text)
    if point and pattern.fullmatch(digits):
        raise Bad("code-point", value=text, right=digits)
    if digits.isascii() and digits.isdigit():
        for zeros in range(1, 9):
            if pattern.fullmatch("0" * zeros + digits):
                raise Bad("lost-zeros", value=text, whole="0" * zeros + digits)


def _code(text: str, column: Column) -> str:
    pattern = column.regex
    if pattern is None or pattern.fullmatch(text):
        if _EXPONENT.fullmatch(text):
            raise Bad("excel-code", value=text)
        return text
    _refuse_number(text, pattern)
    upper = text.upper()
    if pattern.fullmatch(upper):
        raise Bad("code-case", value=text, right=upper)
    if pattern.fullmatch(text.lower()):
        raise Bad("code-case", value=text, right=text.lower())
    raise Bad("bad-code", value=text, pattern=column.pattern)


def _date(text: str) -> str:
    text = _MIDNIGHT.sub("", text.translate(_HALF_WIDTH))
    try:
        return str(PartialDate.parse(text))
    except ValueError:
        pass
    if match := _YMD.fullmatch(text):
        right = _iso(*match.groups())
        # 2025.1 is January, or what is left of 2025.10 once Excel took it for a number.
        if "." in text and match[3] is None:
            raise Bad("date-form", value=text, right=right)
        return right
    if _DMY.fullmatch(text) or _NAMED.fullmatch(text) or _HAN_DAY.fullmatch(text):
        raise Bad("excel-date", value=text)
    if _SERIAL.fullmatch(text):
        # Excel counts days from 1899-12-30 (ECMA-376 part 1, 18.17.4.1, 1900 date base).
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text[:5]))
        raise Bad("excel-serial", value=text, right=day.isoformat())
    raise Bad("bad-date", value=text)


def _iso(year: str, month: str, day: str | None) -> str:
    guess = f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    try:
        return str(PartialDate.parse(guess))
    except ValueError as error:
        raise Bad("bad-date", value=guess) from error


def _digits(text: str) -> str:
    """A number in half width, without thousands separators that stand where they should."""
    text = text.translate(_HALF_WIDTH)
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def _integer(text: str) -> str:
    text = _digits(text)
    if not _INTEGER.fullmatch(text):
        raise _bad_number(text, "bad-integer")
    if len(text.lstrip("+-0")) > _DIGITS:
        raise Bad("number-too-long", value=text)
    return str(int(text))


def _decimal(text: str) -> str:
    text = _digits(text)
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise _bad_number(text, "bad-decimal")
    sign, whole, part = match[1], match[2].lstrip("0") or "0", (match[3] or "").rstrip("0")
    if len(whole) > _DIGITS or len(part) > _DECIMALS:
        raise Bad("number-too-long", value=text)
    plain = f"{whole}.{part}" if part else whole
    return f"-{plain}" if sign == "-" and plain != "0" else plain


def _bad_number(text: str, code: str) -> Bad:
    if _EXPONENT.fullmatch(text):
        return Bad("excel-number", value=text)
    bare = text.replace(",", "").replace("，", "")
    if bare != text and _DECIMAL.fullmatch(bare):
        return Bad("thousands", value=text, right=bare)
    return Bad(code, value=text)


def _boolean(text: str) -> str:
    lowered = text.casefold()  # Excel writes TRUE and FALSE
    if lowered not in ("true", "false"):
        raise Bad("bad-boolean", value=text)
    return lowered


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        whole = bool(parts.netloc) if parts.scheme != "mailto" else "@" in parts.path
        _ = parts.port
    except ValueError as error:
        raise Bad("bad-url", value=text) from error
    if parts.scheme not in ("http", "https", "mailto") or not whole:
        raise Bad("bad-url", value=text)
    if not _URL_CHARACTERS.fullmatch(text):
        raise Bad("bad-url", value=text)
    return text


def _spans(text: str) -> str:
    try:
        return spans_text(parse_spans(text))
    except SpansError as error:
        if _NAMED.fullmatch(text) or _HAN_DAY.fullmatch(text) or _YMD.fullmatch(text):
            raise Bad("excel-spans", value=text) from error
        raise Bad(f"spans-{error.kind}", value=error.part, most=MOST) from error


_PLAIN: Mapping[str, Reader] = {
    "boolean": _boolean,
    "date": _date,
    "decimal": _decimal,
    "id": _id,
    "integer": _integer,
    "label": _text,
    "ref": _ref,
    "spans": _spans,
    "text": _text,
    "url": _url,
}
