"""Reading ``pack.toml``."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import Finding, Text
from kg.pack.cells import ID
from kg.pack.decode import decode
from kg.pack.findings import finding, near
from kg.pack.model import Manifest
from kg.schema import Schema
from kg.vocab import PREFIXES

__all__ = ["FILE", "read_manifest"]

FILE = "pack.toml"
_PREFIX = re.compile("[a-z][a-z0-9-]*")
_REGION = re.compile("[0-9]{6}")
_KEYS = ("id", "title", "prefix", "namespace", "region", "license", "as_of")


def read_manifest(folder: Path, name: str, schema: Schema) -> tuple[Manifest | None, list[Finding]]:
    """``pack.toml`` of a folder; ``name`` is how findings call the folder. None on an error."""
    reader = _Reader(f"{name}/{FILE}", schema)
    try:
        raw = (folder / FILE).read_bytes()
    except OSError as error:
        reader.report("unreadable-file", why=error.strerror or error)
        return None, reader.findings
    return reader.read(raw), reader.findings


class _Reader:
    def __init__(self, file: str, schema: Schema) -> None:
        self.file = file
        self.schema = schema
        self.lines: list[str] = []
        self.findings: list[Finding] = []

    def report(self, code: str, key: str = "", **values: object) -> None:
        pattern = re.compile(rf"\s*\[?\s*(?:pack\.)?{re.escape(key)}\s*[\].=]")
        line = next((n for n, s in enumerate(self.lines, 1) if key and pattern.match(s)), 0)
        self.findings.append(finding("pack", code, self.file, line, key, **values))

    def read(self, raw: bytes) -> Manifest | None:
        text, found = decode(raw, self.file)
        self.findings += found
        if text is None:
            return None
        self.lines = text.splitlines()
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"line (\d+)", str(error))
            self.findings.append(
                finding("pack", "bad-toml", self.file, int(at[1]) if at else 0, why=error)
            )
            return None
        self.unknown_keys(data, ("pack", "minimum"))
        pack = data.get("pack")
        if not isinstance(pack, dict):
            self.report("no-pack-section")
            return None
        self.unknown_keys(pack, _KEYS)
        manifest = Manifest(
            id=self.text(pack, "id", ID),
            prefix=self.prefix(pack),
            namespace=self.namespace(pack),
            title=self.title(pack),
            region=self.text(pack, "region", _REGION),
            license=self.text(pack, "license"),
            as_of=self.as_of(pack),
            minimum=self.minimum(data.get("minimum", {})),
        )
        return None if any(f.severity == "error" for f in self.findings) else manifest

    def unknown_keys(self, given: Iterable[str], known: Iterable[str]) -> None:
        for key in given:
            if key not in known:
                self.report("unknown-key", key, name=key, offer=near(key, known))

    def text(self, pack: Mapping[str, Any], key: str, form: re.Pattern[str] | None = None) -> str:
        value = pack.get(key)
        if not isinstance(value, str) or not value.strip():
            self.report("missing-key", key, name=key)
            return ""
        if form and not form.fullmatch(value):
            self.report("bad-key", key, name=key, value=value, pattern=form.pattern)
        return value

    def prefix(self, pack: Mapping[str, Any]) -> str:
        prefix = self.text(pack, "prefix", _PREFIX)
        if prefix in PREFIXES:
            self.report("taken-prefix", "prefix", value=prefix)
        return prefix

    def namespace(self, pack: Mapping[str, Any]) -> str:
        namespace = self.text(pack, "namespace")
        if namespace and not _is_namespace(namespace):
            self.report("bad-namespace", "namespace", value=namespace)
        elif namespace in PREFIXES.values():
            self.report("taken-namespace", "namespace", value=namespace)
        return namespace

    def title(self, pack: Mapping[str, Any]) -> Text:
        title = pack.get("title")
        if not isinstance(title, dict) or not all(
            isinstance(title.get(lang), str) and title[lang].strip() for lang in ("zh", "en")
        ):
            self.report("bad-title", "title")
            return Text("", "")
        return Text(title["zh"], title["en"])

    def as_of(self, pack: Mapping[str, Any]) -> datetime.date:
        day = pack.get("as_of")
        if isinstance(day, datetime.date) and not isinstance(day, datetime.datetime):
            return day
        self.report("bad-as-of", "as_of", value=day)
        return datetime.date.min

    def minimum(self, given: object) -> dict[str, int]:
        if not isinstance(given, dict):
            self.report("bad-minimum", "minimum", name="minimum", value=given)
            return {}
        for name, number in given.items():
            if name not in self.schema.tables:
                offered = near(name, self.schema.tables)
                self.report("unknown-table", name, name=name, offer=offered)
            elif not isinstance(number, int) or isinstance(number, bool) or number < 0:
                self.report("bad-minimum", name, name=name, value=number)
        return {k: v for k, v in given.items() if isinstance(v, int)}


def _is_namespace(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return text.startswith(("http://", "https://")) and text.endswith(("/", "#"))
