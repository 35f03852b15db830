"""Reads pages as a browser does, as far as tests ask: elements, links and what they lead to."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urljoin

__all__ = ["Page", "dead_ends"]

_VOID = frozenset({"meta", "br", "input", "link", "img", "hr"})


class Page(HTMLParser):
    """All tags with their attributes, all ids, links and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._inside: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        if tag not in _VOID:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self._inside):
            self.words.append(data)

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(self.words)


def dead_ends(pages: dict[str, Page]) -> list[str]:
    """Links from a page of a report to a page, or a place of one, that there is not."""
    ids = {name: set(page.ids) for name, page in pages.items()}
    found = []
    for name, page in pages.items():
        for link in page.links:
            target, fragment = urldefrag(urljoin(f"https://report.test/{name}", link))
            path = str(PurePosixPath(target.removeprefix("https://report.test/")))
            if path in ("lists.xlsx", "report.docx") or not target.startswith("https://report."):
                continue
            if path not in pages or (fragment and fragment not in ids[path]):
                found.append(f"{name}: {link}")
    return found
