"""Keeps the output that README.md and other pages show equal to what the commands print.

A block of a page is regenerated between two comments::

    <!-- run: kg partners 超聚变 --format md -->
    ...
    <!-- end -->

A Python block (``<!-- run: python -->``) shows the code that follows it, then what it prints.
``--data CITY`` means the synthetic city of 300 firms; a refusal (exit 3) is shown with what it
says. ``python tests/docs/readme.py`` rewrites the pages; a test fails where one has drifted.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "tests" / "generator" / "make.py"
PAGES = ("README.md", "kg/WALKTHROUGH.md", "kg/RISK.md")
_BLOCK = re.compile(r"(<!-- run: (.+?) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def regenerated(text: str) -> str:
    """A page with the output of every block made anew."""
    return _BLOCK.sub(lambda m: m[1] + _output(m[2], m[3]) + m[4], text)


def commands(text: str) -> list[str]:
    """The commands of all blocks."""
    return [match[2] for match in _BLOCK.finditer(text)]


def _output(command: str, before: str) -> str:
    if command == "python":
        code = _CODE.search(before)
        assert code is not None
        return f"```python\n{code[1]}```\n\n```text\n{_printed(code[1])}```\n"
    args = shlex.split(command)
    assert args[0] == "kg"
    with tempfile.TemporaryDirectory() as folder:
        if "CITY" in args:
            subprocess.run([sys.executable, str(GENERATOR), "CITY", "--firms", "300"],
                           cwd=folder, check=True, capture_output=True)  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "kg", *args[1:]],
            cwd=folder,
            env={**os.environ, "KG_LANG": "zh", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert done.returncode in (0, 3), done.stderr
    if done.returncode:
        return f"```text\n$ {command}\n{done.stderr}```\n"
    if "--format md" in command:
        shown = command.replace(" --format md", "")
        return f"```sh\n{shown}\n```\n\n{done.stdout}\n"
    return f"```text\n$ {command}\n{done.stdout}```\n"


def _printed(code: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "page", "exec"), {})  # noqa: S102 - the page's own example is what is tested
    return said.getvalue()


if __name__ == "__main__":
    for page in PAGES:
        path = ROOT / page
        path.write_text(regenerated(path.read_text("utf-8")), "utf-8", newline="\n")
