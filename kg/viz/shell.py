"""The page around any picture: one HTML file that works offline and runs no code but ours.

Data stands in a JSON block, escaped so that no name can end it; scripts and styles are allowed
by their SHA-256 alone (Content Security Policy Level 3); nothing may be loaded from anywhere.
Title, day, language switch and sources are the same on every page; a page's own template
extends ``shell.html`` and its own scripts find ``kgMap`` there already (``shell.js``).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from kg.errors import ExportError, Lang, Text
from kg.files import replacing
from kg.messages import catalogue, message
from kg.viz.labels import clean

if TYPE_CHECKING:
    from kg.records import Scope
    from kg.store import Store

__all__ = [
    "About",
    "SourceLine",
    "about",
    "content_policy",
    "lean",
    "page_script",
    "pair",
    "render_page",
    "resource",
    "safe_json",
    "safe_link",
    "write_page",
]

_LINKS = frozenset({"http", "https", "mailto"})
# What HTML or JavaScript might read as more than text inside a script element.
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})

_SOURCES = """
SELECT ?source ?zh ?en ?from ?to ?url ?text WHERE {
  ?source a kg:Source ; rdfs:label ?zh FILTER (LANG(?zh) = "zh")
  OPTIONAL { ?source rdfs:label ?en FILTER (LANG(?en) = "en") }
  OPTIONAL { ?source kg:periodFrom ?from } OPTIONAL { ?source kg:periodTo ?to }
  OPTIONAL { ?source kg:url ?url }
  BIND (EXISTS { ?source kg:kind kg:source-kind-text } AS ?text)
} ORDER BY ?source"""


class SourceLine(NamedTuple):
    """A source as it is listed under a picture; ``url`` is a link only if http, https or mailto."""

    id: str
    title: Text
    date: str
    url: str | None = None


class About(NamedTuple):
    """What every page says of itself: title, language, cut-off day, sources, and a sentence on
    how much of what the sources state is named (``coverage``)."""

    title: Text
    lang: Lang
    as_of: str
    sources: Sequence[SourceLine]
    coverage: Text = Text("", "")


def about(store: Store, scope: Scope, title: Text, lang: Lang, coverage: Text) -> About:
    """What a page of this store says of itself; sources that were not out yet are left out."""
    return About(title, lang, scope.as_of.isoformat(), _sources(store, scope), coverage)


def render_page(
    template: str,
    about: About,
    *,
    data: Mapping[str, Any],
    words: Iterable[str],
    scripts: Sequence[str],
    styles: Sequence[str],
    markup: Mapping[str, str] | None = None,
    **values: Any,
) -> str:
    """The text of a page.

    ``template`` is a Jinja text that extends ``shell.html``; ``data`` is what the page's scripts
    find in ``kgMap.data`` beside lang, title, asOf, coverage, sources and words. ``words`` are
    the sections of the message catalogue that the page needs beside ``viz``: a message
    ``section.name`` is ``kgMap.word("section.name")``, one of ``viz`` has its bare name.
    ``scripts`` and ``styles`` are texts of this project or of its libraries; ``markup`` holds
    SVG made here, with every text in it escaped; ``values`` are texts and are escaped.
    """
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    known = _words({"viz", *words})
    lang = about.lang
    index = 0 if lang == "zh" else 1
    all_data = {
        "lang": lang,
        "title": pair(about.title),
        "asOf": clean(about.as_of),
        "coverage": pair(about.coverage),
        "sources": [_source(source) for source in about.sources],
        "words": known,
    } | dict(data)
    all_scripts = [*scripts]
    styles = [resource("shell.css"), *styles]
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=DictLoader(
            {name: resource(name) for name in ("shell.html", "search.html")}
            | {"page.html": template}
        ),
    )
    # Markup only for our own files, for JSON that cannot hold "<", and for SVG escaped elsewhere.
    page = environment.get_template("page.html").render(
        html_lang="zh-CN" if lang == "zh" else "en",
        title=clean(about.title.to(lang)),
        as_of=clean(about.as_of),
        words={key: both[index] for key, both in known.items()},
        policy=content_policy(all_scripts, styles),
        styles=[Markup(style) for style in styles],  # noqa: S704 - files of this package
        data=Markup(safe_json(all_data)),  # noqa: S704 - "<", ">" and "&" are escaped
        scripts=[Markup(script) for script in all_scripts],  # noqa: S704 - files of ours and pyvis
        **{key: Markup(text) for key, text in (markup or {}).items()},  # noqa: S704 - escaped SVG
        **values,
    )
    return page.encode("utf-8", "replace").decode("utf-8")


def write_page(html: str, path: Path) -> Path:
    """Write a page (UTF-8, LF), whole or not at all, and return its path.

    Folders are made as needed. Raises ExportError if it cannot be written.
    """
    try:
        with replacing(path) as file:
            file.write(html.encode("utf-8"))
    except OSError as error:
        raise ExportError(message("viz.unwritable", path=path, why=error.strerror)) from error
    return path


def resource(name: str, package: str = "kg.viz") -> str:
    """A file of a package as text with LF line ends, so that its hash is what a browser makes."""
    return (files(package) / name).read_text("utf-8").replace("\r\n", "\n")


def page_script(names: Iterable[str], package: str) -> str:
    """The scripts that every page has, then a page's own, as one text.

    Without indentation and lines of comment, a tenth less: no script of ours has a text that
    runs over lines.
    """
    shared = [resource(name) for name in ("shell.js", "searchbox.js")]
    return "".join(map(lean, [*shared, *(resource(name, package) for name in names)]))


def lean(text: str) -> str:
    """A script or style of ours without indentation and lines of comment."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def pair(text: Text) -> list[str]:
    """Both languages, each on one line, as the page's scripts read them."""
    return [clean(text.zh), clean(text.en)]


def _words(sections: set[str]) -> dict[str, list[str]]:
    found = {}
    for key, text in catalogue().items():
        section, _, name = key.partition(".")
        if section in sections:
            found[name if section == "viz" else key] = list(text)
    return found


def _source(source: SourceLine) -> list[Any]:
    return [clean(source.id), pair(source.title), clean(source.date), safe_link(source.url)]


def safe_link(url: str | None) -> str:
    """The address if a page may link to it (http, https, mailto), else "".

    >>> safe_link("https://example.com/a"), safe_link("javascript:alert(1)")
    ('https://example.com/a', '')
    """
    try:
        scheme = urlsplit(url or "").scheme.lower()
    except ValueError:
        return ""
    return clean(url or "") if scheme in _LINKS else ""


def content_policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """The Content Security Policy of a page: these scripts and styles by hash, nothing else."""
    script, style = (" ".join(map(_hash, texts)) for texts in (scripts, styles))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def safe_json(data: Mapping[str, Any]) -> str:
    """JSON that may stand in a script element: no text in it can end that."""
    compact = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return compact.translate(_ESCAPES)


def _sources(store: Store, scope: Scope) -> list[SourceLine]:
    from kg.records import local_id

    lines = []
    for row in store.select(_SOURCES):
        dates = [row[name].value for name in ("from", "to") if name in row]
        # As of records: only a text has a day on which it was out (kg.records.Scope).
        is_text = row["text"].value == "true"
        if scope.holds(published=dates[-1] if dates and is_text else ""):
            zh = row["zh"].value
            lines.append(
                SourceLine(
                    local_id(store, row["source"].value),
                    Text(zh, row["en"].value if "en" in row else zh),
                    "/".join(dict.fromkeys(dates)),
                    row["url"].value if "url" in row else None,
                )
            )
    return lines
