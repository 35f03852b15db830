"""A browser for tests that notes all that goes wrong, and texts that try to be more than text.

Not a conftest: tests of several rooms take the fixtures from here by import.
"""

from __future__ import annotations

import base64
import os
import shutil
from dataclasses import dataclass, field

import pytest

__all__ = ["PAYLOADS", "Opened", "browser", "open_page"]

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(3)>",
    "\"'><svg onload=alert(4)>",
    "{{ 7*7 }}{% raw %}${7*7}",
    "甲\u2028乙\u2029丙",
    "javascript:alert(5)",
    '<a href="http://example.com/">href</a>',
    "&lt;b&gt;&amp;&#39;",
    "\\u003cscript\\u003e \\",
    "]]> <![CDATA[ --> */ //",
    "constructor",
    "__proto__",
    "<b>粗</b>*星*`码`",
    "</style><style>*{display:none}</style>",
    "</title></textarea><iframe srcdoc='<script>alert(6)</script>'>",
    "data:text/html,<script>alert(7)</script>",
    "url(https://example.com/a.png);x:expression(alert(8))",
    '=HYPERLINK("https://example.com/","甲")',
]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip

# Counts of pixels that are not white, and of different colours, in a picture given as PNG.
_COUNT_PIXELS = """async (png) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  const ctx = canvas.getContext("2d");
  ctx.drawImage(image, 0, 0);
  const data = new Uint32Array(ctx.getImageData(0, 0, image.width, image.height).data.buffer);
  const colours = new Map();
  for (const pixel of data) colours.set(pixel, (colours.get(pixel) || 0) + 1);
  const two = (value) => (value & 255).toString(16).padStart(2, "0");
  const hex = (pixel) => two(pixel) + two(pixel >> 8) + two(pixel >> 16);
  return {
    painted: data.length - (colours.get(0xffffffff) || 0), all: data.length,
    colours: Object.fromEntries([...colours].map(([pixel, count]) => [hex(pixel), count])),
  };
}"""


@dataclass
class Opened:
    """A map in the browser, with all that went wrong and all that was asked of the network."""

    page: object
    url: str
    requests: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def pixels(self, where: str = "#canvas canvas") -> dict:
        """Counts of painted pixels and of colours of an element."""
        png = self.page.locator(where).screenshot()
        blank = self.page.context.new_page()
        try:
            return blank.evaluate(_COUNT_PIXELS, base64.b64encode(png).decode())
        finally:
            blank.close()

    def violations(self) -> list[str]:
        return self.page.evaluate("window.violations")


@pytest.fixture(scope="module")
def browser():
    executable = os.environ.get("KG_CHROMIUM") or next(
        filter(None, map(shutil.which, _NAMES)), None
    )
    if not executable:
        if os.environ.get("KG_REQUIRE_BROWSER") == "1":
            pytest.fail(f"KG_REQUIRE_BROWSER=1, but none of {', '.join(_NAMES)} is installed")
        pytest.skip(f"no browser: none of {', '.join(_NAMES)} on PATH, KG_CHROMIUM not set")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser):
    """A function that opens a file in a fresh profile and waits until its picture stands."""
    contexts = []

    def opened(path, *, width=1366, height=768, fragment="") -> Opened:
        url = path.as_uri() + fragment
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        shown = Opened(page, url)
        page.add_init_script(
            "window.violations = [];"
            "document.addEventListener('securitypolicyviolation',"
            " (e) => window.violations.push(e.violatedDirective + ' ' + e.blockedURI));"
        )
        page.on("request", lambda request: shown.requests.append(request.url))
        page.on("pageerror", lambda error: shown.troubles.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (shown.troubles.append("dialog"), dialog.dismiss()))
        page.on("popup", lambda _: shown.troubles.append("popup"))
        page.on(
            "console",
            lambda said: (
                shown.troubles.append(f"{said.type}: {said.text}")
                if said.type in ("error", "warning")
                else None
            ),
        )
        page.goto(url)
        page.wait_for_selector("body[data-drawn]")
        return shown

    yield opened
    for context in contexts:
        context.close()
