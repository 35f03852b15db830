"""``index.html`` as PDF, printed by a Chromium of the machine.

Another Chromium, another day or other fonts give other bytes: the PDF is the one file of a report
that is not the same each time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from kg.errors import ExportError
from kg.messages import message

__all__ = ["chromium", "print_pdf"]

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--virtual-time-budget=10000",
)
_SECONDS = 300


def chromium() -> str:
    """The program that prints: ``KG_CHROMIUM``, else a Chromium, Chrome or Edge on the PATH.

    Raises ExportError where there is none.
    """
    wanted = os.environ.get("KG_CHROMIUM")
    names = (wanted,) if wanted else _NAMES
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise ExportError(
            message("report_files.no_such_browser", path=wanted)
            if wanted
            else message("report_files.no_browser")
        )
    return found


def print_pdf(page: Path, target: Path) -> Path:
    """Print a page of ours into a PDF file and return its path.

    Raises ExportError where no browser is found or it prints nothing within five minutes.
    """
    program = chromium()
    # Chromium refuses to start as root (in a container, say) unless told so; the page is our own,
    # runs only our scripts and loads nothing.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            program, *_FLAGS, *root, f"--user-data-dir={profile}",
            f"--print-to-pdf={target.resolve()}", page.resolve().as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - a program that the person installed
                command, capture_output=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ExportError(message("report_files.no_pdf", program=program, why=error)) from error
    if not target.exists() or target.read_bytes()[:5] != b"%PDF-":
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        why = said[-1] if said else str(done.returncode)
        raise ExportError(message("report_files.no_pdf", program=program, why=why))
    return target
